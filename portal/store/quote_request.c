/* Statements: quote_request.* below. */
#include "store/quote_request.h"

#include "store/ident.h"
#include "store/statements.h"

enum { INSERT, BY_KEY, FIND };

#define COLUMNS                                                                                    \
    "SELECT id, public_id, reference, kind, state, payer, module, module_payer, to_staff_reason,"  \
    " idempotency_key, diploma_cents, module_cents, total_cents, created_at, link_generation FROM quote_request"
#define GIVES "ussssssss" "siiitu"

const struct stmt quote_request_statements[] = {
    [INSERT] = {"quote_request.insert",
        "INSERT INTO quote_request (kind, payer, mix, module, module_payer, cpf_amount, whom,"
        " headcount, trainees, addressee_name, addressee_siret, addressee_address,"
        " addressee_contact, opco_name, opco_reference, purchase_reference, chorus_service,"
        " chorus_engagement, name, email, phone, note, message,"
        " public_id, reference, programme_id, intake_id, candidacy_id, origin, diploma_tariff_id,"
        " diploma_cents, module_tariff_id, module_cents, total_cents, to_staff_reason,"
        " idempotency_key, created_at, updated_at, waiting_since)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "AASAAAAASSASSSSSSSSSSSSaauUUaUIUIIsattt", "", 0},
    [BY_KEY] = {
        "quote_request.by_key", COLUMNS " WHERE idempotency_key = ?", "a", GIVES, 0},
    [FIND] = {"quote_request.find", COLUMNS " WHERE public_id = ?", "a", GIVES, 0},
    {0},
};

/* In the order of the statement. */
static const char *const asked[] = {"kind", "payer", "mix", "module", "module_payer",
    "cpf_amount", "whom", "headcount", "trainees", "addressee_name", "addressee_siret",
    "addressee_address", "addressee_contact", "opco_name", "opco_reference", "purchase_reference",
    "chorus_service", "chorus_engagement", "name", "email", "phone", "note", "message"};
enum { ASKED = sizeof asked / sizeof *asked, REST = 16 };

static struct arg answer_of(const struct answers *as, const char *name)
{
    const struct str absent = {NULL, 0};
    for (size_t i = 0; i < as->form->n; i++)
        if (strcmp(as->form->fields[i].name, name) == 0)
            return ARG(answers_applies(as, i) ? as->v[i].value : absent);
    abort(); /* not form_quote's answers */
}

static enum rc find(
    struct db *db, struct arena *a, int which, struct str key, struct quote_request *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &quote_request_statements[which], ARGS(ARG(key)), &r);
    if (rc != RC_OK)
        return rc;
    *out = (struct quote_request){
        .id = row_u64(&r, 0, 0),
        .public_id = row_str(&r, 0, 1),
        .reference = row_str(&r, 0, 2),
        .kind = row_str(&r, 0, 3),
        .state = row_str(&r, 0, 4),
        .payer = row_str(&r, 0, 5),
        .module_wanted = row_str(&r, 0, 6),
        .module_payer = row_str(&r, 0, 7),
        .to_staff_reason = row_str(&r, 0, 8),
        .idempotency_key = row_str(&r, 0, 9),
        .diploma = {row_i64(&r, 0, 10)},
        .module = {row_i64(&r, 0, 11)},
        .total = {row_i64(&r, 0, 12)},
        .created = row_instant(&r, 0, 13),
        .generation = (unsigned)row_u64(&r, 0, 14),
    };
    return RC_OK;
}

enum rc quote_request_insert(struct db *db, struct arena *a, const struct quote_request_new *q,
    struct instant now, struct quote_request *out)
{
    struct str public_id = public_id_new(a);
    const struct arg rest[REST] = {ARG(public_id), ARG(q->reference), ARG(q->programme), ARG(q->intake),
        ARG(q->candidacy), ARG(q->candidacy ? STR("candidacy") : STR("portal")), ARG(q->diploma.tariff), ARG(q->diploma.price.cents), ARG(q->module.tariff),
        ARG(q->module.price.cents), ARG(q->total.cents), ARG(q->to_staff_reason),
        ARG(q->idempotency_key), ARG(now), ARG(now), ARG(now)};
    struct arg args[ASKED + REST];
    for (size_t i = 0; i < ASKED; i++)
        args[i] = answer_of(q->answers, asked[i]);
    memcpy(args + ASKED, rest, sizeof rest);
    enum rc rc = db_exec(db, &quote_request_statements[INSERT], args, ASKED + REST, NULL);
    return rc == RC_OK ? find(db, a, FIND, public_id, out) : rc;
}

enum rc quote_request_by_key(
    struct db *db, struct arena *a, struct str idempotency_key, struct quote_request *out)
{
    return find(db, a, BY_KEY, idempotency_key, out);
}

enum rc quote_request_find(
    struct db *db, struct arena *a, struct str public_id, struct quote_request *out)
{
    return find(db, a, FIND, public_id, out);
}
