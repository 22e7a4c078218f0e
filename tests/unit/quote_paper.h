/* quote_paper.h - the small world of the tests of a quote's paper: tariffs of programme.md, an intake
 * that is registered, settings that answer with their own names. For those tests only. */
#ifndef TESTS_QUOTE_PAPER_H
#define TESTS_QUOTE_PAPER_H

#include "base/words.h"
#include "domain/quote_doc.h"
#include "domain/quote_mentions.h"
#include "suite.h"

static struct arena *a;
static const struct day TODAY = {2026, 11, 23};

static const struct tariff TARIFFS[] = { /* programme.md "Prices" */
    {1, PAYER_THIRD, TARIFF_DIPLOMA, {1000500}, {2000, 1, 1}, {0, 0, 0}},
    {2, PAYER_INDIVIDUAL, TARIFF_DIPLOMA, {500050}, {2000, 1, 1}, {0, 0, 0}},
    {3, PAYER_THIRD, TARIFF_MODULE, {40000}, {2000, 1, 1}, {0, 0, 0}},
    {4, PAYER_INDIVIDUAL, TARIFF_MODULE, {20000}, {2000, 1, 1}, {0, 0, 0}},
};

static const struct intake COVERED = {.number = 34, .year = 2027, .rncp_code = STR_INIT("RNCP41336"),
    .rncp_title = STR_INIT("Titre exact"), .certifier = STR_INIT("Certificateur"),
    .rncp_registered_on = {2025, 9, 24}, .rncp_ends_on = {2030, 9, 24}, .starts_on = {2027, 11, 8},
    .place = STR_INIT("Paris"), .calendar = STR_INIT("Cinq jours tous les deux mois")};

/* Every setting answers with its own name, so that a text shows where it came from. */
static const char *without; /* the one that is empty */

static inline struct str fake(const void *facts, const char *name)
{
    static const struct {
        const char *name, *value;
    } known[] = {{"quote.validity_days", "90"}, {"quote.instalments", "7"}, {"quote.instalments_third", "2"},
        {"quote.withdrawal_days", "14"}, {"institution.siret", "19753471200017"}};
    (void)facts;
    if (without && strcmp(without, name) == 0)
        return STR("");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0)
            return str_c(known[i].value);
    return arena_printf(a, "[%s]", name);
}

static inline struct quote_world world(const struct intake *i)
{
    return (struct quote_world){.text = fake, .intake = i, .tariffs = TARIFFS,
        .tariffs_n = sizeof TARIFFS / sizeof *TARIFFS, .programme = STR("Le diplôme"),
        .base_url = STR("https://portail.example")};
}

static inline struct quote_ask ask_of(const char *payer, bool module, const char *module_payer)
{
    return (struct quote_ask){.reference = STR("D-7K3M-9QX2"), .payer = str_c(payer),
        .module = module, .module_payer = str_c(module_payer), .name = STR("Ada Ferrand"),
        .email = STR("ada@exemple.fr"), .addressee_name = STR("Association Été"),
        .addressee_siret = STR("73282932000074")};
}

static const struct quote_terms AS_ASKED;
/* A payer for each enum quote_paper. */
static const char *const OF_PAPER[] = {"employer", "individual", "cpf"};

static inline void begin(void)
{
    arena_free(a);
    a = arena_new();
    without = NULL;
}

static inline struct document paper(const struct quote_world *w, const struct quote_ask *ask,
    const struct quote_terms *terms, unsigned version)
{
    struct quote_plan p = quote_plan_make(w, ask, terms, TODAY);
    struct str number = quote_number_text(a, p.series, 2026, 123, version);
    return quote_document(a, w, ask, terms, &p, number, version, TODAY);
}

/* Everything that is printed, in order: what a reader finds. */
static inline void put_rows(struct buf *b, const struct document_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_printf(b, "%.*s: %.*s", STR_ARG(rows[i].label), STR_ARG(rows[i].text));
        if (rows[i].amount.cents)
            money_format(b, rows[i].amount);
        buf_putc(b, '\n');
    }
}

static inline struct str printed(const struct document *d)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_printf(&b, "%.*s\n%.*s\n%.*s\n", STR_ARG(d->mark), STR_ARG(d->title), STR_ARG(d->subtitle));
    put_rows(&b, &d->issuer, 1);
    put_rows(&b, &d->addressee, 1);
    put_rows(&b, d->facts, d->facts_n);
    for (size_t i = 0; i < d->blocks_n; i++) {
        const struct document_block *k = &d->blocks[i];
        buf_printf(&b, "%.*s\n", STR_ARG(k->text));
        put_rows(&b, k->rows, k->rows_n);
        for (size_t j = 0; j < k->prices_n; j++) {
            buf_printf(&b, "%.*s %.*s %u ", STR_ARG(k->prices[j].label),
                STR_ARG(k->prices[j].detail), k->prices[j].quantity);
            money_format(&b, k->prices[j].amount);
            buf_putc(&b, '\n');
        }
        put_rows(&b, k->sums, k->sums_n);
    }
    buf_printf(&b, "%.*s\n%.*s\n", STR_ARG(d->footer), STR_ARG(d->verify));
    return arena_take(a, &b);
}

static inline bool says(struct str text, const char *part)
{
    return memmem(text.p, text.n, part, strlen(part)) != NULL;
}

#endif
