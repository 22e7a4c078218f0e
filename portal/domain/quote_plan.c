/* Decides before anything is numbered: which paper, its lines and total, or why there is none. */
#include "base/words.h"
#include "domain/quote_mentions.h"

unsigned quote_headcount(const struct quote_ask *ask)
{
    const struct payer *payer = payer_find(ask->payer);
    bool alone = !payer || payer->is_cpf || payer->tariff == PAYER_TARIFF_INDIVIDUAL;
    bool many = str_eq_c(ask->whom, "several") || str_eq_c(ask->whom, "later");
    return !alone && many && ask->headcount > 1 ? ask->headcount : 1;
}

struct price_wish quote_ask_wish(const struct quote_ask *ask)
{
    return (struct price_wish){.payer = ask->payer, .module = ask->module,
        .module_payer = ask->module_payer, .cpf_amount = ask->cpf_amount,
        .people = quote_headcount(ask)};
}

static enum quote_paper paper_of(const struct payer *payer)
{
    if (payer && payer->is_cpf)
        return QUOTE_PAPER_CPF;
    return payer && payer->tariff == PAYER_TARIFF_INDIVIDUAL ? QUOTE_PAPER_INDIVIDUAL
                                                            : QUOTE_PAPER_THIRD;
}

static void count_lines(
    struct quote_plan *p, const struct quote_ask *ask, const struct quote_terms *t)
{
    bool asked = t->diplomas == 0 && t->modules == 0;
    p->quantity[TARIFF_DIPLOMA] = asked ? quote_headcount(ask) : t->diplomas;
    p->quantity[TARIFF_MODULE] = asked ? (ask->module ? quote_headcount(ask) : 0) : t->modules;
}

static const struct tariff *row_on(
    const struct quote_world *w, enum payer_kind payer, enum tariff_item item, struct day on)
{
    return tariff_find(w->tariffs, w->tariffs_n, payer, item, on);
}

static void price_line(struct quote_plan *p, const struct quote_world *w, enum tariff_item item,
    enum payer_kind tariff, struct day on)
{
    const struct tariff *row = row_on(w, tariff, item, on);
    if (!row)
        return;
    p->tariff_id[item] = row->id;
    p->unit[item] = row->price;
}

/* The CPF pays no module: it stands apart, under its own payer's row, and is no part of the total. */
static void take_apart(struct quote_plan *p, const struct quote_world *w,
    const struct quote_told *told, struct day on)
{
    p->quantity[TARIFF_MODULE] = 0;
    for (size_t i = 0; i < told->n; i++)
        if (told->lines[i].apart && p->apart_n < 2)
            p->apart[p->apart_n++] = told->lines[i];
    const struct tariff *row =
        p->apart_n == 1 ? row_on(w, p->apart[0].tariff, TARIFF_MODULE, on) : NULL;
    if (row)
        p->tariff_id[TARIFF_MODULE] = row->id;
}

static void add_up(struct quote_plan *p)
{
    for (int item = TARIFF_DIPLOMA; item <= TARIFF_MODULE; item++) {
        struct money amount = {p->unit[item].cents * p->quantity[item]};
        p->total = money_add(p->total, amount);
    }
}

/* A payer's part of a mix: amounts are staff's, the rows those of the base that they chose. False
 * when the whole is not a multiple of such a row's price: it moved meanwhile, or never was one. */
static bool share_lines(struct quote_plan *p, const struct quote_world *w,
    const struct quote_share *s, struct day on)
{
    bool sound = true;
    for (int item = TARIFF_DIPLOMA; item <= TARIFF_MODULE; item++) {
        const struct tariff *row = row_on(w, s->tariff, (enum tariff_item)item, on);
        if (s->whole[item].cents)
            sound = sound && row && s->whole[item].cents % row->price.cents == 0;
        if (row && s->amount[item].cents)
            p->tariff_id[item] = row->id;
        p->unit[item] = s->amount[item];
        p->quantity[item] = s->amount[item].cents > 0;
    }
    return sound;
}

static enum quote_stop stop_of(const struct quote_told *told, const struct quote_share *share)
{
    switch (told->hold) {
    case QUOTE_TOLD: break;
    case QUOTE_SEVERAL: return QUOTE_STOP_SEVERAL;
    case QUOTE_BEGUN: return QUOTE_STOP_BEGUN;
    case QUOTE_UNREGISTERED: return QUOTE_STOP_UNREGISTERED;
    case QUOTE_NO_TARIFF: return QUOTE_STOP_TARIFF;
    }
    if (told->both)
        return QUOTE_STOP_UNDECIDED;
    return share && !share->confirmed ? QUOTE_STOP_SEVERAL : QUOTE_GO;
}

static struct quote_told tell(const struct quote_world *w, const struct quote_ask *ask,
    bool module, bool begun, struct day on)
{
    struct price_wish wish = quote_ask_wish(ask);
    wish.module = module;
    return quote_tell(
        &wish, w->tariffs, w->tariffs_n, on, quote_course_hold(w->intake, on, begun));
}

static void price_lines(struct quote_plan *p, const struct quote_world *w,
    const struct quote_told *told, struct day on)
{
    if (p->paper == QUOTE_PAPER_CPF)
        take_apart(p, w, told, on);
    for (int item = TARIFF_DIPLOMA; item <= TARIFF_MODULE; item++)
        if (p->quantity[item])
            price_line(p, w, (enum tariff_item)item, p->tariff, on);
}

struct quote_plan quote_plan_make(const struct quote_world *w, const struct quote_ask *ask,
    const struct quote_terms *terms, struct day issued)
{
    const struct payer *payer = payer_find(ask->payer);
    struct quote_plan p = {.paper = paper_of(payer)};
    p.series = p.paper == QUOTE_PAPER_CPF ? 'I' : 'D';
    p.tariff = p.paper == QUOTE_PAPER_INDIVIDUAL ? PAYER_INDIVIDUAL : PAYER_THIRD;
    count_lines(&p, ask, terms);
    struct quote_told told =
        tell(w, ask, p.quantity[TARIFF_MODULE] > 0, terms->begun, issued);
    p.stop = stop_of(&told, terms->share);
    p.also = told.also;
    if (terms->share) {
        bool sound = share_lines(&p, w, terms->share, issued);
        if (!sound && p.stop == QUOTE_GO)
            p.stop = QUOTE_STOP_TARIFF;
    } else
        price_lines(&p, w, &told, issued);
    add_up(&p);
    p.valid_until = day_add(issued, (int)quote_mention_number(w, "quote.validity_days"));
    p.missing_n = quote_missing(w, p.paper, p.missing);
    if (p.stop == QUOTE_GO && p.missing_n)
        p.stop = QUOTE_STOP_MISSING;
    return p;
}

struct str quote_stop_staff(struct arena *a, const struct quote_plan *plan)
{
    struct str names = STR("");
    switch (plan->stop) {
    case QUOTE_GO: return names;
    case QUOTE_STOP_SEVERAL:
        names = quote_hold_staff(QUOTE_SEVERAL);
        return plan->also == QUOTE_TOLD
            ? names
            : arena_printf(a, "%.*s %.*s", STR_ARG(names), STR_ARG(quote_hold_staff(plan->also)));
    case QUOTE_STOP_BEGUN: return quote_hold_staff(QUOTE_BEGUN);
    case QUOTE_STOP_UNREGISTERED: return quote_hold_staff(QUOTE_UNREGISTERED);
    case QUOTE_STOP_TARIFF: return quote_hold_staff(QUOTE_NO_TARIFF);
    case QUOTE_STOP_UNDECIDED:
        return STR("Le payeur n’est pas encore choisi\u00a0: les deux prix ont été annoncés, aucun "
                   "devis n’est parti.");
    case QUOTE_STOP_MISSING: break;
    }
    for (size_t i = 0; i < plan->missing_n; i++)
        names = arena_printf(
            a, "%.*s%s%.*s", STR_ARG(names), i ? ", " : "", STR_ARG(plan->missing[i]));
    return arena_printf(a, "Aucun devis n’est parti\u00a0: il manque %s\u00a0: %.*s.",
        plan->missing_n > 1 ? "des mentions obligatoires" : "une mention obligatoire",
        STR_ARG(names));
}

struct str quote_stop_person(const struct quote_plan *plan)
{
    switch (plan->stop) {
    case QUOTE_GO: break;
    case QUOTE_STOP_SEVERAL: return quote_hold_person(QUOTE_SEVERAL);
    case QUOTE_STOP_BEGUN: return quote_hold_person(QUOTE_BEGUN);
    case QUOTE_STOP_UNREGISTERED: return quote_hold_person(QUOTE_UNREGISTERED);
    case QUOTE_STOP_TARIFF: return quote_hold_person(QUOTE_NO_TARIFF);
    case QUOTE_STOP_UNDECIDED:
        return STR("Vous avez les deux prix\u00a0; le devis se fait dès que vous savez qui paie.");
    case QUOTE_STOP_MISSING:
        return STR("Le prix est bien celui annoncé\u00a0; l’équipe complète le devis et vous "
                   "l’envoie.");
    }
    return STR("");
}

struct str quote_number_text(
    struct arena *a, char series, int year, unsigned number, unsigned version)
{
    if (version > 1)
        return arena_printf(a, "%c-%04d-%06u-%u", series, year, number, version);
    return arena_printf(a, "%c-%04d-%06u", series, year, number);
}
