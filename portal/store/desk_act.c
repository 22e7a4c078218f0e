/* Statements: desk_act.* below. */
#include "store/desk_act.h"

#include "store/statements.h"

enum { FIND, ANSWERS, ANSWERED, AMEND, ENTERED };

/* The last argument of each. */
#define MAY                                                                                        \
    " AND EXISTS (SELECT 1 FROM staff s JOIN staff_role sr ON sr.staff_id = s.id"                  \
    " WHERE s.id = ? AND s.state = 'active' AND sr.role IN ('quotes', 'admin'))"

const struct stmt desk_act_statements[] = {
    [FIND] = {"desk_act.find",
        "SELECT r.id, r.intake_id, r.public_id, r.reference, r.kind, r.state, r.origin, r.payer,"
        " r.name, r.email, r.addressee_name, r.to_staff_reason, r.version, r.module = 'yes',"
        " r.created_at, r.waiting_since, r.answered_at, r.valid_until, r.last_number, b.hard_bounces,"
        " r.link_generation, b.complained_at"
        " FROM quote_request r LEFT JOIN address_state b ON b.email = r.email WHERE r.public_id = ?" MAY,
        "au", "uussssss" "ssssuu" "tttdsuut", 0},
    [ANSWERS] = {"desk_act.answers",
        "SELECT kind, payer, mix, module, module_payer, CAST(cpf_amount AS CHAR), whom,"
        " CAST(headcount AS CHAR), trainees, addressee_name, addressee_siret, addressee_address,"
        " addressee_contact, opco_name, opco_reference, purchase_reference, chorus_service,"
        " chorus_engagement, name, email, phone, note, message FROM quote_request r"
        " WHERE r.id = ?" MAY,
        "uu", "sssssss" "sssss" "sssss" "ssssss", 0},
    [ANSWERED] = {"desk_act.answered",
        "UPDATE quote_request r SET state = IF(state NOT IN ('new', 'waiting'), state,"
        " IF(EXISTS (SELECT 1 FROM quote q WHERE q.request_id = r.id AND q.state = 'issued'), 'sent',"
        " 'answered')), waiting_since = NULL, answered_at = COALESCE(answered_at, ?), version = version + 1,"
        " updated_at = ? WHERE r.id = ?" MAY,
        "ttuu", "", 0},
    [AMEND] = {"desk_act.amend",
        "UPDATE quote_request r SET payer = ?, mix = ?, module = ?, module_payer = ?,"
        " cpf_amount = ?, whom = ?, headcount = ?, trainees = ?, addressee_name = ?,"
        " addressee_siret = ?, addressee_address = ?, addressee_contact = ?, opco_name = ?,"
        " opco_reference = ?, purchase_reference = ?, chorus_service = ?, chorus_engagement = ?,"
        " name = ?, email = ?, phone = ?, intake_id = ?, version = version + 1, updated_at = ?"
        " WHERE r.id = ? AND r.version = ? AND r.state <> 'cancelled'" MAY,
        "ASAAAAASSA" "SSSSSSS" "SsS" "Utuuu", "", 0},
    [ENTERED] = {"desk_act.entered",
        "UPDATE quote_request r SET origin = ?, received_on = ?, entered_by = ?,"
        " waiting_since = ? WHERE r.id = ?" MAY,
        "adutuu", "", 0},
    {0},
};

enum rc desk_request_find(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct desk_request *out)
{
    struct rows r;
    enum rc rc =
        db_query_one(db, a, &desk_act_statements[FIND], ARGS(ARG(public_id), ARG(staff)), &r);
    if (rc != RC_OK)
        return rc;
    *out = (struct desk_request){
        .id = row_u64(&r, 0, 0),
        .intake = row_u64(&r, 0, 1),
        .public_id = row_str(&r, 0, 2),
        .reference = row_str(&r, 0, 3),
        .kind = row_str(&r, 0, 4),
        .state = row_str(&r, 0, 5),
        .origin = row_str(&r, 0, 6),
        .payer = row_str(&r, 0, 7),
        .name = row_str(&r, 0, 8),
        .email = row_str(&r, 0, 9),
        .organisation = row_str(&r, 0, 10),
        .reason = row_str(&r, 0, 11),
        .version = (unsigned)row_u64(&r, 0, 12),
        .module = row_u64(&r, 0, 13),
        .created = row_instant(&r, 0, 14),
        .waiting = row_instant(&r, 0, 15),
        .answered = row_instant(&r, 0, 16),
        .valid_until = row_day(&r, 0, 17),
        .last_number = row_str(&r, 0, 18),
        .bounces = (unsigned)row_u64(&r, 0, 19),
        .generation = (unsigned)row_u64(&r, 0, 20),
        .complained = row_instant(&r, 0, 21),
    };
    return RC_OK;
}

/* ---- as answers */

/* In the order of ANSWERS. */
static const char *const columns[] = {"kind", "payer", "mix", "module", "module_payer",
    "cpf_amount", "whom", "headcount", "trainees", "addressee_name", "addressee_siret",
    "addressee_address", "addressee_contact", "opco_name", "opco_reference", "purchase_reference",
    "chorus_service", "chorus_engagement", "name", "email", "phone", "note", "message"};
enum { COLUMNS = sizeof columns / sizeof *columns, AMENDED = 20 };

static int column_of(const char *name)
{
    for (int i = 0; i < COLUMNS; i++)
        if (strcmp(columns[i], name) == 0)
            return i;
    return -1;
}

enum rc desk_request_answers(struct db *db, struct arena *a, uint64_t staff, uint64_t request,
    const struct form *form, struct answers *out)
{
    struct rows r;
    enum rc rc =
        db_query_one(db, a, &desk_act_statements[ANSWERS], ARGS(ARG(request), ARG(staff)), &r);
    if (rc != RC_OK)
        return rc;
    *out = answers_new(a, form);
    for (size_t i = 0; i < form->n; i++) {
        int c = column_of(form->fields[i].name);
        if (c < 0)
            abort(); /* not a field of form_quote */
        answers_set(a, out, i, row_str(&r, 0, (size_t)c));
    }
    return RC_OK;
}

/* One answer as it is stored; a field that does not apply to the others is stored as absent. */
static struct arg answer_of(const struct answers *as, const char *name)
{
    const struct str absent = {NULL, 0};
    for (size_t i = 0; i < as->form->n; i++)
        if (strcmp(as->form->fields[i].name, name) == 0)
            return ARG(answers_applies(as, i) ? as->v[i].value : absent);
    return ARG(absent);
}

/* ---- changes */

static enum rc one(enum rc rc, const struct done *done)
{
    return rc == RC_OK && done->affected != 1 ? RC_CONFLICT : rc;
}

enum rc desk_request_answered(
    struct db *db, uint64_t staff, uint64_t request, struct instant now)
{
    struct done done;
    enum rc rc = db_exec(db, &desk_act_statements[ANSWERED],
        ARGS(ARG(now), ARG(now), ARG(request), ARG(staff)), &done);
    return one(rc, &done);
}

enum rc desk_request_amend(struct db *db, uint64_t staff, uint64_t request, unsigned version,
    const struct answers *as, uint64_t intake, struct instant now)
{
    const struct arg rest[] = {
        ARG(intake), ARG(now), ARG(request), ARG(version), ARG(staff)};
    struct arg args[AMENDED + 5];
    struct done done;
    for (size_t i = 0; i < AMENDED; i++) /* all but kind, which comes first */
        args[i] = answer_of(as, columns[i + 1]);
    memcpy(args + AMENDED, rest, sizeof rest);
    enum rc rc = db_exec(db, &desk_act_statements[AMEND], args, AMENDED + 5, &done);
    return one(rc, &done);
}

enum rc desk_request_entered(struct db *db, uint64_t staff, uint64_t request, struct str origin,
    struct day received, struct instant waiting)
{
    struct done done;
    enum rc rc = db_exec(db, &desk_act_statements[ENTERED],
        ARGS(ARG(origin), ARG(received), ARG(staff), ARG(waiting), ARG(request), ARG(staff)),
        &done);
    return one(rc, &done);
}
