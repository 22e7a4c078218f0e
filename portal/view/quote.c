#include "view/quote.h"

struct str quote_hold_person(enum quote_hold hold)
{
    switch (hold) {
    case QUOTE_TOLD: break;
    case QUOTE_SEVERAL:
        return STR("Plusieurs payeurs\u00a0: l’équipe vous dira quelle part relève de quel tarif, et "
                   "vous donnera le prix.");
    case QUOTE_UNREGISTERED:
        return STR("L’équipe vous confirmera le prix\u00a0: l’enregistrement du diplôme pour cette "
                   "rentrée est à vérifier d’abord.");
    case QUOTE_NO_TARIFF:
        return STR("L’équipe vous donnera le prix\u00a0: le tarif n’est pas encore publié.");
    }
    return STR("");
}

struct str quote_hold_staff(enum quote_hold hold)
{
    switch (hold) {
    case QUOTE_TOLD: break;
    case QUOTE_SEVERAL:
        return STR("Plusieurs payeurs\u00a0: aucun montant n’a été annoncé, dites quelle part relève "
                   "de quel tarif.");
    case QUOTE_UNREGISTERED:
        return STR("L’enregistrement au RNCP ne couvre pas le début de la formation\u00a0: aucun "
                   "montant n’a été annoncé.");
    case QUOTE_NO_TARIFF:
        return STR("Aucun tarif n’est valable à cette date\u00a0: aucun montant n’a été annoncé.");
    }
    return STR("");
}

struct view_prices quote_prices(struct arena *a, const struct quote_told *told)
{
    struct view_prices v = {.items = ARENA_ARRAY(a, told->n, struct view_price),
        .items_n = told->n, .total = told->total};
    if (told->total.cents)
        v.total_label = STR("au total");
    for (size_t i = 0; i < told->n; i++) {
        v.items[i].label = quote_line_label(a, told, &told->lines[i]);
        v.items[i].amount = told->lines[i].amount;
        if (told->lines[i].apart)
            v.items[i].note = STR("À part, hors total");
    }
    return v;
}
