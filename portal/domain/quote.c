#include "domain/quote.h"

#include "domain/forms_desk.h"

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

enum quote_hold quote_course_hold(const struct intake *i, struct day on, bool begun)
{
    if (!begun && i && !day_is_none(i->starts_on) && day_cmp(i->starts_on, on) <= 0)
        return QUOTE_BEGUN;
    return i && intake_registration_valid(i) ? QUOTE_TOLD : QUOTE_UNREGISTERED;
}

static enum quote_hold hold_of(const struct prices *p, enum quote_hold course)
{
    if (p->awaits_staff)
        return QUOTE_SEVERAL;
    if (course != QUOTE_TOLD)
        return course;
    return p->known ? QUOTE_TOLD : QUOTE_NO_TARIFF;
}

struct quote_told quote_tell(const struct price_wish *w, const struct tariff *rows, size_t rows_n,
    struct day on, enum quote_hold course)
{
    struct prices p = prices_of(w, rows, rows_n, on);
    struct quote_told t = {.hold = hold_of(&p, course), .cpf = p.is_cpf, .both = p.lists_n > 1,
        .people = p.people};
    t.also = t.hold == QUOTE_SEVERAL ? course : QUOTE_TOLD;
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

struct str quote_item_label(struct arena *a, const char *item, unsigned people)
{
    return people > 1 ? arena_printf(a, "%s, %u\u00a0personnes", item, people) : str_c(item);
}

/* Under both tariffs, or apart with a payer of its own, a line says who would pay it. */
struct str quote_line_label(
    struct arena *a, const struct quote_told *told, const struct quote_line *line)
{
    struct str item = quote_item_label(
        a, line->sum ? "Au total" : price_item_label(line->item), told->people);
    if (!told->both && !line->apart)
        return item;
    const char *who = line->tariff == PAYER_THIRD ? "si un organisme paie"
        : told->people > 1                        ? "si chaque personne paie"
                                                  : "si la personne paie";
    return arena_printf(a, "%.*s, %s", STR_ARG(item), who);
}

struct price_wish quote_wish(const struct answers *as)
{
    struct quote_ask ask = quote_ask_of(as);
    /* Also while the answer that they hang on is still to come: the price follows what is chosen. */
    ask.payer = answers_get(as, "payer");
    ask.module = str_eq_c(answers_get(as, "module"), "yes");
    ask.module_payer = answers_get(as, "module_payer");
    ask.cpf_amount = answers_get(as, "cpf_amount");
    return quote_ask_wish(&ask);
}

struct str quote_hold_person(enum quote_hold hold)
{
    switch (hold) {
    case QUOTE_TOLD: break;
    case QUOTE_SEVERAL:
        return STR("Plusieurs payeurs\u00a0: l’équipe vous dira quelle part relève de quel tarif, et "
                   "vous donnera le prix.");
    case QUOTE_BEGUN:
        return STR("La formation de cette rentrée a déjà commencé\u00a0: l’équipe vous dira ce qui est "
                   "possible, et pour quelle rentrée.");
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
    case QUOTE_BEGUN:
        return STR("La formation de cette rentrée a déjà commencé\u00a0: aucun devis n’est parti. "
                   "Proposez une autre rentrée, ou émettez-le si une entrée en cours est convenue.");
    case QUOTE_UNREGISTERED:
        return STR("L’enregistrement au RNCP ne couvre pas le début de la formation\u00a0: aucun "
                   "montant n’a été annoncé.");
    case QUOTE_NO_TARIFF:
        return STR("Aucun tarif n’est valable à cette date\u00a0: aucun montant n’a été annoncé.");
    }
    return STR("");
}
