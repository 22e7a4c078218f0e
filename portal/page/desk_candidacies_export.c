/* The columns of the candidacies' export. Nothing of what a person wrote freely, no diploma, no
 * experience: a union mandate, say, stays in the file (requirements.md §3). */
#include "page/desk_exports.h"

#include "domain/desk_candidacies.h"
#include "domain/payers.h"
#include "store/desk_candidacies.h"

struct row {
    struct desk_candidacy_row c;
    const struct intake *intake;
};

#define TEXT(name, member)                                                                         \
    static struct datum name(struct arena *a, const void *row)                                     \
    {                                                                                              \
        (void)a;                                                                                   \
        return datum_text(((const struct row *)row)->c.member);                                    \
    }
TEXT(reference, reference)
TEXT(birth_name, birth_name)
TEXT(usage_name, usage_name)
TEXT(given_names, given_names)
TEXT(email, email)

#define LABEL(name, expression)                                                                    \
    static struct datum name(struct arena *a, const void *row)                                     \
    {                                                                                              \
        const struct desk_candidacy_row *c = &((const struct row *)row)->c;                        \
        (void)a;                                                                                   \
        return datum_text(str_c(expression));                                                      \
    }
LABEL(address, str_eq(c->address_state, STR("proved")) ? "" : "À vérifier")
LABEL(state, candidacy_state_label(c->state))
LABEL(verdict, candidacy_verdict_label(c->verdict))
LABEL(module, candidacy_module_label(c->module_wanted))
LABEL(contested, c->contested ? "Oui" : "")
LABEL(payer, payer_find(c->payer) ? payer_label(payer_find(c->payer)) : "")

static struct datum intake(struct arena *a, const void *row)
{
    return datum_text(intake_words(a, ((const struct row *)row)->intake));
}

static struct datum submitted(struct arena *a, const void *row)
{
    (void)a;
    return datum_instant(((const struct row *)row)->c.submitted);
}

static struct datum versions(struct arena *a, const void *row)
{
    (void)a;
    return datum_count(((const struct row *)row)->c.versions);
}

static const struct table_column COLUMNS[] = {
    {"Référence", DATUM_TEXT, 18, reference},
    {"Nom de naissance", DATUM_TEXT, 22, birth_name},
    {"Nom d’usage", DATUM_TEXT, 22, usage_name},
    {"Prénoms", DATUM_TEXT, 22, given_names},
    {"Adresse électronique", DATUM_TEXT, 30, email},
    {"État de l’adresse", DATUM_TEXT, 16, address},
    {"Promotion", DATUM_TEXT, 38, intake},
    {"Déposée le (heure de Paris)", DATUM_INSTANT, 26, submitted},
    {"Version", DATUM_COUNT, 9, versions},
    {"État", DATUM_TEXT, 26, state},
    {"Verdict", DATUM_TEXT, 30, verdict},
    {"Payeur", DATUM_TEXT, 34, payer},
    {"Module", DATUM_TEXT, 9, module},
    {"À trancher", DATUM_TEXT, 12, contested},
};
static const struct table TABLE = {"Candidatures", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS};

static const void *row_of(
    struct arena *a, const struct facts *facts, const struct rows *r, size_t i)
{
    struct row *row = ARENA_NEW(a, struct row);
    desk_candidacy_row(r, i, &row->c);
    row->intake = facts_intake_by_id(facts, row->c.intake);
    return row;
}

const struct desk_export desk_candidacies_export = {&desk_candidacies, &TABLE, row_of};
