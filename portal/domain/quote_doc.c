/* The head of the paper and the order of its parts. */
#include "domain/quote_doc.h"

#include "base/words.h"
#include "domain/quote_draft.h"
#include "domain/siret.h"

#include <stdlib.h>

/* ---- what the parts are written with (quote_draft.h) */

struct str draft_fact(const struct quote_draft *d, const char *setting)
{
    return str_trim(d->w->text(d->w->facts, setting));
}

struct document_block *draft_block(struct quote_draft *d, enum block_kind kind)
{
    if (d->n == DOCUMENT_BLOCKS_MAX)
        abort(); /* our own mistake: the parts are counted */
    d->blocks[d->n].kind = kind;
    return &d->blocks[d->n++];
}

void draft_heading(struct quote_draft *d, const char *title)
{
    draft_block(d, BLOCK_HEADING)->text = str_c(title);
}

void draft_text(struct quote_draft *d, enum block_kind kind, struct str text)
{
    if (text.n)
        draft_block(d, kind)->text = text;
}

void draft_row(struct quote_draft *d, const char *label, struct str text)
{
    if (text.n == 0)
        return;
    if (!d->rows)
        d->rows = ARENA_ARRAY(d->a, DOCUMENT_ROWS_MAX, struct document_row);
    if (d->rows_n == DOCUMENT_ROWS_MAX)
        abort();
    d->rows[d->rows_n++] = (struct document_row){.label = str_c(label), .text = text};
}

void draft_rows_end(struct quote_draft *d, enum block_kind kind)
{
    if (d->rows_n) {
        struct document_block *b = draft_block(d, kind);
        b->rows = d->rows;
        b->rows_n = d->rows_n;
    }
    d->rows = NULL;
    d->rows_n = 0;
}

struct str draft_line(struct arena *a, struct str text, struct str line)
{
    if (line.n == 0 || text.n == 0)
        return line.n ? line : text;
    return arena_printf(a, "%.*s\n%.*s", STR_ARG(text), STR_ARG(line));
}

bool draft_is(const struct quote_draft *d, enum quote_paper paper)
{
    return d->plan->paper == paper;
}

/* ---- who, and to whom */

static struct str labelled(struct arena *a, const char *label, struct str value)
{
    return value.n ? arena_printf(a, "%s%.*s", label, STR_ARG(value)) : value;
}

static struct str siret(struct arena *a, struct str digits)
{
    return digits.n ? labelled(a, "SIRET ", siret_display(a, digits)) : digits;
}

static struct document_row issuer(const struct quote_draft *d)
{
    struct arena *a = d->a;
    struct str nda = draft_fact(d, "institution.nda");
    const struct str lines[] = {
        draft_fact(d, "institution.centre"),
        draft_fact(d, "institution.legal_form"),
        draft_fact(d, "contact.address"),
        draft_fact(d, "contact.quotes"),
        draft_fact(d, "contact.phone"),
        siret(a, draft_fact(d, "institution.siret")),
        labelled(a, "Code APE ", draft_fact(d, "institution.ape")),
        /* Labour code L6352-12: in this form only. */
        nda.n ? arena_printf(a, "Enregistrée sous le numéro %.*s. Cet enregistrement ne vaut pas "
                                "agrément de l’État.", STR_ARG(nda))
              : nda,
    };
    struct document_row row = {.label = draft_fact(d, "institution.name")};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        row.text = draft_line(a, row.text, lines[i]);
    return row;
}

static struct document_row addressee(const struct quote_draft *d)
{
    const struct quote_ask *ask = d->ask;
    struct arena *a = d->a;
    if (!draft_is(d, QUOTE_PAPER_THIRD))
        return (struct document_row){.label = ask->name, .text = ask->addressee_address};
    struct str opco = ask->opco_name;
    if (ask->opco_reference.n)
        opco = arena_printf(a, "%.*s%sdossier %.*s", STR_ARG(opco), opco.n ? ", " : "",
            STR_ARG(ask->opco_reference));
    if (opco.n == 0 && str_eq_c(ask->payer, "opco"))
        opco = STR("à préciser");
    const struct str lines[] = {
        labelled(a, "À l’attention de ", ask->addressee_contact),
        ask->addressee_address,
        siret(a, ask->addressee_siret),
        labelled(a, "Financement par l’OPCO\u00a0: ", opco),
    };
    struct document_row row = {.label = ask->addressee_name.n ? ask->addressee_name : ask->name};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        row.text = draft_line(a, row.text, lines[i]);
    return row;
}

static void write_facts(const struct quote_draft *d, struct document *doc)
{
    const struct quote_ask *ask = d->ask;
    const struct {
        const char *label;
        struct str text;
    } facts[] = {
        {"Date", words_day(d->a, d->issued)},
        {"Valable jusqu’au", words_day(d->a, d->plan->valid_until)},
        {"Version", d->version > 1 ? arena_printf(d->a, "%u", d->version) : STR("")},
        {"Demande", ask->reference},
        {QUOTE_FACT_REFERENCE, ask->purchase_reference},
        {QUOTE_FACT_SERVICE, ask->chorus_service},
        {QUOTE_FACT_ENGAGEMENT, ask->chorus_engagement},
    };
    enum { FACTS = sizeof facts / sizeof *facts };
    struct document_row *rows = ARENA_ARRAY(d->a, FACTS, struct document_row);
    for (size_t i = 0; i < FACTS; i++)
        if (facts[i].text.n)
            rows[doc->facts_n++] =
                (struct document_row){.label = str_c(facts[i].label), .text = facts[i].text};
    doc->facts = rows;
}

/* ---- the whole */

static struct str title(const struct quote_draft *d)
{
    const char *what = draft_is(d, QUOTE_PAPER_CPF) ? "Information tarifaire" : "Devis";
    if (d->number.n == 0)
        return arena_printf(d->a, "%s, aperçu", what);
    return arena_printf(d->a, "%s n°\u00a0%.*s", what, STR_ARG(d->number));
}

static struct str subtitle(const struct quote_draft *d)
{
    if (draft_is(d, QUOTE_PAPER_CPF))
        return STR("Information tarifaire — ne vaut pas devis");
    return d->version > 1 ? STR("Cette version remplace la précédente") : STR("");
}

static struct str mark(const struct quote_draft *d)
{
    const struct quote_share *s = d->terms->share;
    if (s && !s->confirmed)
        return STR("À confirmer par le Cestes");
    if (d->w->demo || (d->w->intake && d->w->intake->rncp_fictional))
        return STR("Démonstration — sans valeur");
    return d->number.n ? STR("") : STR("Aperçu");
}

static void write_notes(struct quote_draft *d)
{
    if (draft_is(d, QUOTE_PAPER_CPF))
        draft_text(d, BLOCK_NOTE,
            STR("L’inscription se fait sur moncompteformation.gouv.fr. Cette information ne vaut ni "
                "devis, ni admission."));
    else
        draft_text(d, BLOCK_NOTE, STR("Ce devis ne vaut pas admission."));
    draft_text(d, BLOCK_TEXT, d->terms->note);
}

static struct str footer(const struct quote_draft *d)
{
    struct str name = draft_fact(d, "institution.name"), centre = draft_fact(d, "institution.centre");
    struct str number = siret(d->a, draft_fact(d, "institution.siret"));
    return arena_printf(d->a, "%.*s%s%.*s%s%.*s", STR_ARG(name), centre.n ? ", " : "",
        STR_ARG(centre), number.n ? " — " : "", STR_ARG(number));
}

struct document quote_document(struct arena *a, const struct quote_world *w,
    const struct quote_ask *ask, const struct quote_terms *terms, const struct quote_plan *plan,
    struct str number, unsigned version, struct day issued)
{
    struct quote_draft d = {.a = a, .w = w, .ask = ask, .terms = terms, .plan = plan,
        .number = number, .version = version, .issued = issued,
        .blocks = ARENA_ARRAY(a, DOCUMENT_BLOCKS_MAX, struct document_block)};
    struct document doc = {
        .title = title(&d),
        .subtitle = subtitle(&d),
        .number = number,
        .mark = mark(&d),
        .issuer = issuer(&d),
        .addressee = addressee(&d),
        .footer = footer(&d),
        .verify = arena_printf(a, "%.*s/verifier", STR_ARG(w->base_url)),
        .issued = issued,
    };
    write_facts(&d, &doc);
    write_notes(&d);
    quote_write_course(&d);
    quote_write_prices(&d);
    quote_write_payment(&d);
    quote_write_programme(&d);
    quote_write_rights(&d);
    quote_write_sign(&d);
    doc.blocks = d.blocks;
    doc.blocks_n = d.n;
    quote_document_theirs(a, &doc);
    return doc;
}
