/* What it costs, when it is paid, what one's rights are, and where one signs. */
#include "base/words.h"
#include "domain/quote_draft.h"
#include "domain/quote_mentions.h"

/* ---- prices */

#define MODULE_SUBJECT                                                                             \
    "Initiation à la vie coopérative\u00a0: gouvernance, management, droit, gestion coopératives"

static struct str module_detail(const struct quote_draft *d)
{
    struct str s = STR(MODULE_SUBJECT);
    struct str hours = draft_fact(d, "module.hours"), when = draft_fact(d, "module.dates");
    if (hours.n)
        s = arena_printf(d->a, "%.*s\u00a0; %.*s", STR_ARG(s), STR_ARG(hours));
    return when.n ? arena_printf(d->a, "%.*s\u00a0; %.*s", STR_ARG(s), STR_ARG(when)) : s;
}

static struct str share_detail(const struct quote_draft *d, enum tariff_item item)
{
    const struct quote_share *s = d->terms->share;
    struct money rest = {s->whole[item].cents - s->amount[item].cents};
    return arena_printf(d->a,
        "Part %u sur %u d’un prix de %.*s\u00a0; le reste, %.*s, figure sur un autre document",
        s->part, s->parts, STR_ARG(words_money(d->a, s->whole[item])),
        STR_ARG(words_money(d->a, rest)));
}

static struct str detail_of(const struct quote_draft *d, enum tariff_item item)
{
    struct str s = item == TARIFF_MODULE ? module_detail(d)
                                         : draft_fact(d, "quote.certification_fee");
    if (item == TARIFF_DIPLOMA && s.n)
        s = arena_printf(d->a, "Frais de certification\u00a0: %.*s", STR_ARG(s));
    return d->terms->share ? draft_line(d->a, s, share_detail(d, item)) : s;
}

static struct document_price price_of(const struct quote_draft *d, enum tariff_item item)
{
    const struct quote_plan *p = d->plan;
    return (struct document_price){
        .label = str_c(price_item_label(item)),
        .detail = detail_of(d, item),
        .quantity = p->quantity[item],
        .unit = p->unit[item],
        .amount = {p->unit[item].cents * p->quantity[item]},
    };
}

/* The module beside the CPF: said apart in the label too. */
static struct document_price apart_of(const struct quote_draft *d, const struct quote_line *line)
{
    const char *who = line->tariff == PAYER_THIRD ? "si un organisme le paie"
                                                  : "si la personne le paie";
    return (struct document_price){
        .label = arena_printf(
            d->a, "%s, à part, hors total, %s", price_item_label(line->item), who),
        .detail = module_detail(d),
        .quantity = 1,
        .unit = line->amount,
        .amount = line->amount,
        .apart = true,
    };
}

static void write_sums(struct quote_draft *d, struct document_block *b)
{
    struct document_row *rows = ARENA_ARRAY(d->a, 2, struct document_row);
    rows[0] = (struct document_row){.label = STR("TVA")};
    rows[1] = (struct document_row){.label = STR("Total net"), .amount = d->plan->total};
    b->sums = rows;
    b->sums_n = 2;
}

/* With little on the CPF a person pays more than at the individual tariff: both are said. */
static void write_left(struct quote_draft *d)
{
    struct price_wish w = {.payer = d->ask->payer, .cpf_amount = d->ask->cpf_amount};
    struct prices p = prices_of(&w, d->w->tariffs, d->w->tariffs_n, d->issued);
    struct arena *a = d->a;
    struct str s = STR("Reste à payer\u00a0: le prix du diplôme, moins ce que le CPF règle.");
    if (p.cpf_known) {
        uint64_t cents = 0;
        str_to_u64(d->ask->cpf_amount, INT64_MAX, &cents);
        s = arena_printf(a, "Avec %.*s sur le CPF, il reste à payer %.*s pour le diplôme.",
            STR_ARG(words_money(a, (struct money){(int64_t)cents})),
            STR_ARG(words_money(a, p.left)));
    }
    s = draft_line(a, s, arena_printf(a,
        "À titre individuel, sans CPF, le diplôme coûte %.*s\u00a0: avec moins de %.*s sur le CPF, "
        "la personne paierait plus qu’au tarif individuel.",
        STR_ARG(words_money(a, p.individual)), STR_ARG(words_money(a, p.cpf_needed))));
    draft_text(d, BLOCK_TEXT, s);
}

void quote_write_prices(struct quote_draft *d)
{
    const struct quote_plan *p = d->plan;
    struct document_price *v = ARENA_ARRAY(d->a, 4, struct document_price);
    size_t n = 0;
    for (int item = TARIFF_DIPLOMA; item <= TARIFF_MODULE; item++)
        if (p->quantity[item])
            v[n++] = price_of(d, (enum tariff_item)item);
    for (size_t i = 0; i < p->apart_n; i++)
        v[n++] = apart_of(d, &p->apart[i]);
    draft_heading(d, "Le prix");
    struct document_block *b = draft_block(d, BLOCK_PRICES);
    b->prices = v;
    b->prices_n = n;
    write_sums(d, b);
    draft_text(d, BLOCK_TEXT, draft_fact(d, "quote.vat_sentence"));
    if (d->terms->share)
        draft_text(d, BLOCK_TEXT, draft_fact(d, "quote.mixed"));
    if (draft_is(d, QUOTE_PAPER_CPF))
        write_left(d);
}

/* ---- payment */

/* Parts `from` to `to` are the same amount: one line for all of them, so that twenty-four fit. */
static struct document_row due_row(
    const struct quote_draft *d, size_t from, size_t to, struct money each)
{
    static const char when[] = "au fur et à mesure de la formation, aux jours fixés par le contrat";
    size_t n = to - from + 1;
    struct str amount = words_money(d->a, each);
    if (n == 1)
        return (struct document_row){arena_printf(d->a, "Échéance\u00a0%zu", from),
            arena_printf(d->a, "Un versement de %.*s, %s", STR_ARG(amount), when), each};
    return (struct document_row){arena_printf(d->a, "Échéances\u00a0%zu à\u00a0%zu", from, to),
        arena_printf(d->a, "%zu\u00a0versements de %.*s, %s", n, STR_ARG(amount), when),
        {each.cents * (int64_t)n}};
}

/* Labour code L6353-6: nothing before the withdrawal period ends, then at most 30 %, the rest as
 * the course goes. Days are the contract's to say. */
static void write_dues(struct quote_draft *d)
{
    struct money due[QUOTE_DUES_MAX];
    unsigned count = quote_mention_number(d->w, "quote.instalments");
    if (count == 0)
        return; /* a preview that says so among what is missing */
    size_t n = quote_dues(d->plan->total, count, due);
    struct document_row *rows = ARENA_ARRAY(d->a, 3, struct document_row);
    struct document_block *b = draft_block(d, BLOCK_DUES);
    rows[b->rows_n++] = (struct document_row){STR("Premier versement"),
        STR("Après la fin du délai de rétractation (30\u00a0% du prix au plus)"), due[0]};
    for (size_t from = 1, to; from < n; from = to + 1) {
        for (to = from; to + 1 < n && due[to + 1].cents == due[from].cents;)
            to++;
        rows[b->rows_n++] = due_row(d, from, to, due[from]);
    }
    b->rows = rows;
}

void quote_write_payment(struct quote_draft *d)
{
    switch (d->plan->paper) {
    case QUOTE_PAPER_THIRD: return; /* a row of the conditions: two pages are enough */
    case QUOTE_PAPER_INDIVIDUAL:
        draft_heading(d, "Le paiement");
        draft_text(d, BLOCK_TEXT, STR("Rien n’est à payer avant la signature du contrat de formation, "
                                      "ni avant la fin du délai de rétractation."));
        write_dues(d);
        draft_text(d, BLOCK_TEXT, draft_fact(d, "quote.payment_individual"));
        return;
    case QUOTE_PAPER_CPF:
        draft_heading(d, "L’inscription avec le CPF");
        draft_text(d, BLOCK_TEXT, draft_fact(d, "quote.cpf_information"));
        return;
    }
}

/* ---- rights */

static struct str withdrawal(const struct quote_draft *d)
{
    unsigned days = quote_mention_number(d->w, "quote.withdrawal_days");
    if (draft_is(d, QUOTE_PAPER_THIRD))
        return STR("Le délai de rétractation de l’article L6353-5 du code du travail protège la "
                   "personne qui paie elle-même sa formation\u00a0; il ne s’applique pas à un "
                   "organisme.");
    if (draft_is(d, QUOTE_PAPER_CPF))
        return STR("Le délai de rétractation est celui des conditions d’utilisation de Mon Compte "
                   "Formation, qui tiennent lieu de convention.");
    if (days == 0)
        return STR("");
    return arena_printf(d->a,
        "Vous disposez de %u\u00a0jours à compter de la signature du contrat, conclu à distance, "
        "pour vous rétracter sans avoir à donner de raison (code de la consommation, article "
        "L221-18\u00a0; code du travail, article L6353-5).", days);
}

static struct str what_follows(const struct quote_draft *d)
{
    switch (d->plan->paper) {
    case QUOTE_PAPER_THIRD:
        return draft_line(d->a, draft_fact(d, "quote.next_third"),
            STR("Ce devis porte les éléments de l’article D6353-1 du code du travail."));
    case QUOTE_PAPER_INDIVIDUAL:
        return STR("Ce devis n’est pas un contrat. Après l’admission, et avant tout paiement, un "
                   "contrat de formation professionnelle vous est proposé (code du travail, article "
                   "L6353-3).");
    case QUOTE_PAPER_CPF: break;
    }
    return STR("");
}

static struct str quality(const struct quote_draft *d)
{
    struct str s = draft_fact(d, "institution.qualiopi"), to = draft_fact(d, "quote.complaints");
    if (s.n)
        s = arena_printf(
            d->a, "Organisme certifié Qualiopi (actions de formation)\u00a0: %.*s", STR_ARG(s));
    if (to.n)
        to = arena_printf(d->a, "Réclamations\u00a0: %.*s", STR_ARG(to));
    return draft_line(d->a, s, to);
}

/* So many invoices, as equal as cents allow, larger ones first; when, is the contract's to say. */
static struct str invoices(const struct quote_draft *d)
{
    static const unsigned equal[QUOTE_PARTS_MAX] = {1, 1, 1, 1, 1, 1};
    struct money due[QUOTE_PARTS_MAX];
    struct str s = STR("");
    size_t n = quote_mention_number(d->w, "quote.instalments_third");
    if (n == 0)
        return s;
    quote_split_weights(d->plan->total, equal, n, due);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && due[to].cents == due[from].cents;)
            to++;
        s = arena_printf(d->a, "%.*s%s%zu\u00a0facture%s de %.*s", STR_ARG(s), from ? ", puis " : "",
            to - from, to - from > 1 ? "s" : "", STR_ARG(words_money(d->a, due[from])));
    }
    return arena_printf(d->a, "%.*s, aux dates fixées par la convention.", STR_ARG(s));
}

static struct str link_to(const struct quote_draft *d, const char *path)
{
    return arena_printf(d->a, "%.*s%s", STR_ARG(d->w->base_url), path);
}

static struct str privacy(const struct quote_draft *d)
{
    return arena_printf(d->a,
        "Les données de cette demande servent à y répondre\u00a0; ce qu’elles deviennent et vos "
        "droits\u00a0: %.*s%s%.*s",
        STR_ARG(link_to(d, "/donnees")), draft_fact(d, "quote.privacy").n ? ". " : "",
        STR_ARG(draft_fact(d, "quote.privacy")));
}

void quote_write_rights(struct quote_draft *d)
{
    bool cpf = draft_is(d, QUOTE_PAPER_CPF);
    draft_heading(d, cpf ? "À savoir" : "Conditions");
    if (draft_is(d, QUOTE_PAPER_THIRD))
        draft_row(d, "Paiement",
            draft_line(d->a, invoices(d), draft_fact(d, "quote.payment_third")));
    draft_row(d, "Ensuite", what_follows(d));
    draft_row(d, "Rétractation", withdrawal(d));
    if (!cpf) {
        draft_row(d, "Annulation, abandon", draft_fact(d, "quote.cancellation"));
        draft_row(d, "Conditions de vente", draft_fact(d, "institution.terms_url"));
    }
    draft_row(d, "Qualité", quality(d));
    draft_row(d, "Données personnelles", privacy(d));
    draft_rows_end(d, BLOCK_ROWS);
}

/* Only an organisation signs: an individual signs a contract, the CPF its own platform. */
void quote_write_sign(struct quote_draft *d)
{
    static const char *const lines[] = {
        "Nom et prénom", "Fonction", "Date", "Signature et cachet, précédés de «\u00a0Bon pour accord\u00a0»"};
    enum { LINES = sizeof lines / sizeof *lines };
    if (!draft_is(d, QUOTE_PAPER_THIRD))
        return;
    struct document_row *rows = ARENA_ARRAY(d->a, LINES, struct document_row);
    for (size_t i = 0; i < LINES; i++)
        rows[i].label = str_c(lines[i]);
    struct document_block *b = draft_block(d, BLOCK_SIGN);
    b->text = STR("Bon pour accord, sous réserve d’admission");
    b->rows = rows;
    b->rows_n = LINES;
}
