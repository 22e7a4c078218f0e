#include "domain/quote.h"

static void add(struct quote_told *t, const struct price_line *from, bool apart)
{
    t->lines[t->n++] = (struct quote_line){
        .item = from->item, .tariff = from->tariff, .amount = from->amount, .apart = apart};
}

static void add_list(struct quote_told *t, const struct price_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        add(t, &list->lines[i], false);
    if (t->both && list->n > 1)
        t->lines[t->n++] =
            (struct quote_line){.tariff = list->tariff, .amount = list->total, .sum = true};
}

static enum quote_hold hold_of(const struct prices *p, bool registered)
{
    if (p->awaits_staff)
        return QUOTE_SEVERAL;
    if (!registered)
        return QUOTE_UNREGISTERED;
    return p->known ? QUOTE_TOLD : QUOTE_NO_TARIFF;
}

struct quote_told quote_tell(const struct price_wish *w, const struct tariff *rows, size_t rows_n,
    struct day on, bool registered)
{
    struct prices p = prices_of(w, rows, rows_n, on);
    struct quote_told t = {
        .hold = hold_of(&p, registered), .cpf = p.is_cpf, .both = p.lists_n > 1};
    if (t.hold != QUOTE_TOLD)
        return t;
    for (size_t i = 0; i < p.lists_n; i++)
        add_list(&t, &p.lists[i]);
    for (size_t i = 0; i < p.module_n; i++)
        add(&t, &p.module[i], true);
    if (!t.both)
        t.total = p.lists[0].total;
    return t;
}

const struct quote_line *quote_line_of(const struct quote_told *told, enum tariff_item item)
{
    const struct quote_line *found = NULL;
    for (size_t i = 0; i < told->n; i++) {
        if (told->lines[i].sum || told->lines[i].item != item)
            continue;
        if (found)
            return NULL;
        found = &told->lines[i];
    }
    return found;
}

/* Under both tariffs, or apart with a payer of its own, a line says who would pay it. */
struct str quote_line_label(
    struct arena *a, const struct quote_told *told, const struct quote_line *line)
{
    const char *item = line->sum ? "Au total" : price_item_label(line->item);
    if (!told->both && !line->apart)
        return str_c(item);
    const char *who = line->tariff == PAYER_THIRD ? "si un organisme paie" : "si la personne paie";
    return arena_printf(a, "%s, %s", item, who);
}

/* Whoever pays for several pays as many times; a person pays for one. */
static unsigned people_of(const struct answers *as)
{
    uint64_t n = 0;
    for (size_t i = 0; i < as->form->n; i++)
        if (strcmp(as->form->fields[i].name, "headcount") == 0 && answers_applies(as, i))
            (void)str_to_u64(as->v[i].value, QUOTE_PEOPLE_MAX, &n);
    return n ? (unsigned)n : 1;
}

struct price_wish quote_wish(const struct answers *as)
{
    return (struct price_wish){
        .payer = answers_get(as, "payer"),
        .module = str_eq_c(answers_get(as, "module"), "yes"),
        .module_payer = answers_get(as, "module_payer"),
        .cpf_amount = answers_get(as, "cpf_amount"),
        .people = people_of(as),
    };
}

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
