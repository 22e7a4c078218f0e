/* Statements: desk_act.* below. */
#include "store/desk_act.h"

#include "store/account.h"
#include "store/ident.h"
#include "store/statements.h"

enum { FIND, ANSWERS, ANSWERED, AMEND, ENTERED, ACCOUNT, INVITE, INVITED, IDENTITY, ENTRY,
    ENTRIES, TOLD };

/* May that member of the staff read candidacies? */
#define READER                                                                                     \
    "EXISTS (SELECT 1 FROM staff me JOIN staff_role mine ON mine.staff_id = me.id"                 \
    " WHERE me.id = ? AND me.state = 'active' AND mine.role IN ('reviewer', 'admin'))"

/* The last argument of each. */
#define MAY                                                                                        \
    " AND EXISTS (SELECT 1 FROM staff s JOIN staff_role sr ON sr.staff_id = s.id"                  \
    " WHERE s.id = ? AND s.state = 'active' AND sr.role IN ('quotes', 'admin'))"

const struct stmt desk_act_statements[] = {
    [FIND] = {"desk_act.find",
        "SELECT r.id, r.intake_id, r.public_id, r.reference, r.kind, r.state, r.origin, r.payer,"
        " r.name, r.email, r.addressee_name, r.to_staff_reason, r.version, r.module = 'yes',"
        " r.created_at, r.waiting_since, r.answered_at, r.valid_until, r.last_number, b.hard_bounces"
        " FROM quote_request r LEFT JOIN address_state b ON b.email = r.email WHERE r.public_id = ?" MAY,
        "su", "uussssss" "ssssuu" "tttdsu", 0},
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
        "SSSSSSSSSS" "SSSSSSS" "SsS" "Utuuu", "", 0},
    [ENTERED] = {"desk_act.entered",
        "UPDATE quote_request r SET origin = ?, received_on = ?, entered_by = ?,"
        " waiting_since = ? WHERE r.id = ?" MAY,
        "sdutuu", "", 0},
    /* Nothing opens it but the code that is sent to that address, which proves it. */
    [ACCOUNT] = {"desk_act.account",
        "INSERT INTO account (public_id, email, created_at, last_seen_at) VALUES (?, ?, ?, ?)",
        "sstt", "", 0},
    [INVITE] = {"desk_act.invite",
        "INSERT INTO candidacy (public_id, account_id, programme_id, year, intake_id, created_at,"
        " updated_at) SELECT ?, ?, ?, ?, ?, ?, ? FROM DUAL WHERE " READER,
        "suuiuttu", "", 0},
    [INVITED] = {"desk_act.invited", "SELECT id FROM candidacy WHERE public_id = ? AND account_id = ?",
        "su", "u", 0},
    [IDENTITY] = {"desk_act.identity",
        "INSERT INTO candidacy_identity (birth_name, usage_name, given_names, birth_date, phone,"
        " street, postal_code, city, country, email, candidacy_id, updated_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "SSSSSSSSSsut", "", 0},
    [ENTRY] = {"desk_act.entry",
        "INSERT INTO candidacy_entry (candidacy_id, origin, received_on, note, entered_by,"
        " entered_at) VALUES (?, ?, ?, ?, ?, ?)",
        "usdsut", "", 0},
    [ENTRIES] = {"desk_act.entries",
        "SELECT c.id, c.public_id, c.intake_id, ac.email, ac.address_state, i.birth_name,"
        " i.given_names, e.origin, e.received_on, e.note, s.name, e.entered_at, o.state,"
        " o.bounced_at, o.bounce_why, ac.id, ac.last_seen_at, e.invited_at FROM candidacy_entry e JOIN candidacy c ON c.id ="
        " e.candidacy_id JOIN account ac ON ac.id = c.account_id JOIN staff s ON s.id ="
        " e.entered_by LEFT JOIN candidacy_identity i ON i.candidacy_id = c.id LEFT JOIN outbox o"
        " ON o.id = (SELECT MAX(m.id) FROM outbox m WHERE m.object_kind = 'candidacy'"
        " AND m.object_id = c.id AND m.kind = 'candidacy_invite') WHERE c.submit_key IS NULL"
        " AND c.state = 'draft' AND (? = '' OR c.public_id = ?) AND " READER
        " ORDER BY e.entered_at DESC, c.id DESC LIMIT ?",
        "ssuu", "usu" "ssss" "sdsst" "sts" "utt", STMT_SCAN /* what staff typed: a small table */},
    [TOLD] = {"desk_act.entry_told",
        "UPDATE candidacy_entry SET invited_at = ? WHERE candidacy_id = ? AND " READER, "tuu", "", 0},
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

/* A field that does not apply to the others is stored as absent. */
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

/* ---- a candidacy on paper */

static const char *const identity[] = {"birth_name", "usage_name", "given_names", "birth_date",
    "phone", "street", "postal_code", "city", "country"};
enum { IDENTITY_N = sizeof identity / sizeof *identity };

static enum rc account_of(
    struct db *db, struct arena *a, struct str email, struct instant now, uint64_t *id)
{
    struct account account;
    enum rc rc = account_find_by_email(db, a, email, &account);
    if (rc == RC_OK)
        *id = account.id;
    if (rc != RC_NOT_FOUND)
        return rc;
    struct done done;
    rc = db_exec(db, &desk_act_statements[ACCOUNT],
        ARGS(ARG(public_id_new(a)), ARG(email), ARG(now), ARG(now)), &done);
    if (rc == RC_CONFLICT) { /* they have just signed in for the first time */
        rc = account_find_by_email(db, a, email, &account);
        *id = rc == RC_OK ? account.id : 0;
        return rc;
    }
    *id = done.id;
    return rc;
}

static enum rc write_identity(struct db *db, uint64_t candidacy, const struct answers *as,
    struct str email, struct instant now)
{
    const struct arg rest[] = {ARG(email), ARG(candidacy), ARG(now)};
    struct arg args[IDENTITY_N + 3];
    for (size_t i = 0; i < IDENTITY_N; i++)
        args[i] = answer_of(as, identity[i]);
    memcpy(args + IDENTITY_N, rest, sizeof rest);
    return db_exec(db, &desk_act_statements[IDENTITY], args, IDENTITY_N + 3, NULL);
}

enum rc desk_invite(struct db *db, struct arena *a, uint64_t staff, const struct desk_invite *i,
    struct instant now, uint64_t *candidacy, bool *again)
{
    uint64_t account = 0;
    struct done done;
    struct rows r;
    enum rc rc = account_of(db, a, i->email, now, &account);
    if (rc != RC_OK)
        return rc;
    rc = db_query_one(
        db, a, &desk_act_statements[INVITED], ARGS(ARG(i->public_id), ARG(account)), &r);
    if (rc != RC_NOT_FOUND) {
        *candidacy = rc == RC_OK ? row_u64(&r, 0, 0) : 0;
        *again = rc == RC_OK;
        return rc;
    }
    rc = db_exec(db, &desk_act_statements[INVITE],
        ARGS(ARG(i->public_id), ARG(account), ARG(i->intake->programme),
            ARG((int64_t)i->intake->year), ARG(i->intake->id), ARG(now), ARG(now), ARG(staff)),
        &done);
    if (rc == RC_OK && done.affected == 0)
        return RC_NOT_FOUND;
    *candidacy = done.id;
    if (rc == RC_OK)
        rc = write_identity(db, *candidacy, i->identity, i->email, now);
    return rc == RC_OK ? db_exec(db, &desk_act_statements[ENTRY],
                             ARGS(ARG(*candidacy), ARG(i->origin), ARG(i->received), ARG(i->note),
                                 ARG(staff), ARG(now)),
                             NULL)
                       : rc;
}

static struct desk_entry entry_of(const struct rows *r, size_t row)
{
    return (struct desk_entry){
        .id = row_u64(r, row, 0),
        .public_id = row_str(r, row, 1),
        .intake = row_u64(r, row, 2),
        .email = row_str(r, row, 3),
        .address_state = row_str(r, row, 4),
        .birth_name = row_str(r, row, 5),
        .given_names = row_str(r, row, 6),
        .origin = row_str(r, row, 7),
        .received = row_day(r, row, 8),
        .note = row_str(r, row, 9),
        .by = row_str(r, row, 10),
        .entered = row_instant(r, row, 11),
        .mail_state = row_str(r, row, 12),
        .bounced = row_instant(r, row, 13),
        .bounce_why = row_str(r, row, 14),
        .account = row_u64(r, row, 15),
        .taken_up = row_instant(r, row, 16).s > row_instant(r, row, 11).s,
        .invited = row_instant(r, row, 17),
    };
}

enum rc desk_entries(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct desk_entry **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &desk_act_statements[ENTRIES],
        ARGS(ARG(public_id), ARG(public_id), ARG(staff), ARG((uint64_t)DESK_ENTRIES_MAX)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct desk_entry);
    for (; *n < r.n; (*n)++)
        (*out)[*n] = entry_of(&r, *n);
    return RC_OK;
}

enum rc desk_entry_told(
    struct db *db, uint64_t staff, uint64_t candidacy, struct instant now)
{
    return db_exec(db, &desk_act_statements[TOLD], ARGS(ARG(now), ARG(candidacy), ARG(staff)), NULL);
}

enum rc desk_entry_open(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct candidacy *out)
{
    struct desk_entry *found = NULL;
    size_t n = 0;
    enum rc rc = desk_entries(db, a, staff, public_id, &found, &n);
    if (rc == RC_OK && (n != 1 || found->taken_up))
        return RC_NOT_FOUND;
    return rc == RC_OK
        ? candidacy_find(db, a, public_id, (struct owner){.account = found->account}, out)
        : rc;
}
