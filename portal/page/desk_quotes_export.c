/* The columns of the quote requests' export: what the inbox shows, and nothing that was written
 * freely. */
#include "page/desk_exports.h"

#include "domain/desk_quotes.h"
#include "domain/payers.h"
#include "store/desk_quotes.h"

/* A row, and the facts that it names by their id. */
struct line {
    struct desk_request_row q;
    const struct facts *facts;
};
#define ROW(name) const struct desk_request_row *name = &((const struct line *)row)->q; (void)a

#define TEXT(name, expression)                                                                     \
    static struct datum name(struct arena *a, const void *row)                                     \
    {                                                                                              \
        ROW(q);                                                                                    \
        return datum_text(expression);                                                             \
    }
TEXT(reference, q->reference)
TEXT(number, q->last_number)
TEXT(kind, str_c(quote_kind_label(q->kind)))
TEXT(name, q->name)
TEXT(email, q->email)
TEXT(organisation, q->organisation)
TEXT(payer, str_c(payer_find(q->payer) ? payer_label(payer_find(q->payer)) : ""))
TEXT(module, str_c(str_eq(q->module_wanted, STR("yes")) ? "Avec"
               : str_eq(q->module_wanted, STR("no")) ? "Sans" : ""))
TEXT(state, str_c(quote_state_label(q->state)))
TEXT(assigned, q->assigned_name)
TEXT(address, str_c(q->bounces ? "À vérifier" : ""))
TEXT(origin, str_c(quote_origin_label(q->origin)))

static struct datum total(struct arena *a, const void *row)
{
    ROW(q);
    struct datum d = datum_money(q->total);
    d.blank = q->total.cents == 0; /* no price was told */
    return d;
}

static struct datum intake(struct arena *a, const void *row)
{
    ROW(q);
    const struct intake *i =
        q->intake ? facts_intake_by_id(((const struct line *)row)->facts, q->intake) : NULL;
    return datum_text(i ? intake_words(a, i) : (struct str){0});
}

static struct datum received(struct arena *a, const void *row)
{
    ROW(q);
    return datum_day(day_is_none(q->received) ? day_paris(q->created) : q->received);
}

static struct datum created(struct arena *a, const void *row)
{
    ROW(q);
    return datum_instant(q->created);
}

static struct datum waiting(struct arena *a, const void *row)
{
    ROW(q);
    return datum_instant(q->waiting_since);
}

static struct datum valid_until(struct arena *a, const void *row)
{
    ROW(q);
    return datum_day(q->valid_until);
}

static const struct table_column COLUMNS[] = {
    {"Référence", DATUM_TEXT, 14, reference},
    {"Numéro du devis", DATUM_TEXT, 18, number},
    {"Reçue le", DATUM_DAY, 12, received},
    {"Enregistrée le (heure de Paris)", DATUM_INSTANT, 28, created},
    {"Objet", DATUM_TEXT, 10, kind},
    {"Nom", DATUM_TEXT, 26, name},
    {"Adresse électronique", DATUM_TEXT, 30, email},
    {"État de l’adresse", DATUM_TEXT, 16, address},
    {"Organisme", DATUM_TEXT, 34, organisation},
    {"Payeur", DATUM_TEXT, 34, payer},
    {"Module", DATUM_TEXT, 9, module},
    {"Promotion", DATUM_TEXT, 34, intake},
    {"Montant en euros", DATUM_MONEY, 14, total},
    {"État", DATUM_TEXT, 16, state},
    {"Valable jusqu’au", DATUM_DAY, 16, valid_until},
    {"Attribuée à", DATUM_TEXT, 22, assigned},
    {"Attend depuis (heure de Paris)", DATUM_INSTANT, 28, waiting},
    {"Arrivée par", DATUM_TEXT, 18, origin},
};
static const struct table TABLE = {"Demandes de devis", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS};

static const void *row_of(
    struct arena *a, const struct facts *facts, const struct rows *r, size_t i)
{
    struct line *row = ARENA_NEW(a, struct line);
    row->facts = facts;
    desk_request_row(r, i, &row->q);
    return row;
}

const struct desk_export desk_quotes_export = {&desk_quotes, &TABLE, row_of};
