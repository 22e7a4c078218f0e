/* Statements: candidacy.* below. */
#include "store/candidacy.h"

#include "store/ident.h"
#include "store/statements.h"

enum {
    START,
    OF_YEAR,
    FIND,
    LIST_ALL,
    LOCK,
    TOUCH,
    CHANGE_STATE,
    SET_EMAIL,
    OF_EMAIL,
    ATTACH,
    FOLLOW,
    PARK,
    SUBMIT,
    LIST_PAYER,
    REMINDERS,
    REMINDED,
};

/* What the price depends on rides along, so that every step can show it in no further statement. */
#define COLUMNS                                                                                    \
    "SELECT c.id, c.public_id, c.account_id, c.session_id, c.draft_email, c.email_confirmed_at,"   \
    " c.programme_id, c.intake_id, c.year, c.state, c.version, c.contested,"        \
    " c.submissions, c.created_at, c.updated_at, c.submitted_at, c.withdrawn_at, f.payer,"         \
    " f.module_payer, f.cpf_amount, m.wanted FROM candidacy c"                                     \
    " LEFT JOIN candidacy_funding f ON f.candidacy_id = c.id"                                      \
    " LEFT JOIN candidacy_module m ON m.candidacy_id = c.id"
#define GIVES "usuustuuisuuuttttssss"

const struct stmt candidacy_statements[] = {
    /* Only the owner's unique key can collide here (0003_candidacy.sql). */
    [START] = {"candidacy.start",
        "INSERT INTO candidacy (public_id, account_id, session_id, programme_id, year, intake_id,"
        " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)",
        "aUUuiutt", "", 0},
    [OF_YEAR] = {"candidacy.of_year",
        COLUMNS " WHERE c.programme_id = ? AND c.year = ?"
                " AND (c.account_id = ? OR c.session_id = ?)",
        "uiUU", GIVES, 0},
    [FIND] = {"candidacy.find",
        COLUMNS " WHERE c.public_id = ? AND (c.account_id = ? OR c.session_id = ?)", "aUU",
        GIVES, 0},
    [LIST_ALL] = {"candidacy.list",
        COLUMNS " WHERE c.account_id = ? OR c.session_id = ? ORDER BY c.year DESC, c.id DESC", "UU",
        GIVES, 0},
    [LOCK] = {"candidacy.lock", COLUMNS " WHERE c.id = ? FOR UPDATE", "u", GIVES, 0},
    [TOUCH] = {
        "candidacy.touch",
        "UPDATE candidacy SET updated_at = ?, id = LAST_INSERT_ID(id) WHERE id = ? AND state = ?",
        "tua", "", 0},
    [CHANGE_STATE] = {"candidacy.change_state",
        "UPDATE candidacy SET state = ?, version = version + 1, updated_at = ?,"
        " withdrawn_at = IF(state = 'withdrawn', updated_at, withdrawn_at)"
        " WHERE id = ? AND state = ? AND version = ?",
        "atuau", "", 0},
    [SET_EMAIL] = {"candidacy.set_draft_email",
        "UPDATE candidacy SET draft_email = ?, updated_at = ?"
        " WHERE id = ? AND account_id IS NULL",
        "stu", "", 0},
    [OF_EMAIL] = {"candidacy.drafts_of_email",
        COLUMNS " WHERE c.draft_email = ? AND c.account_id IS NULL AND c.state = 'draft'"
                " ORDER BY c.session_id <=> ? DESC, c.updated_at DESC, c.id DESC LIMIT 100",
        "sU", GIVES, 0},
    [ATTACH] = {"candidacy.attach",
        "UPDATE candidacy SET account_id = ?, session_id = NULL, email_confirmed_at = ?,"
        " version = version + 1"
        " WHERE id = ? AND draft_email = ? AND account_id IS NULL AND state = 'draft'",
        "utus", "", 0},
    [FOLLOW] = {"candidacy.follow_session",
        "UPDATE candidacy SET session_id = ? WHERE session_id = ?", "uu", "", 0},
    [PARK] = {"candidacy.park",
        "UPDATE candidacy SET account_id = NULL, session_id = ?, draft_email = NULL,"
        " email_confirmed_at = NULL, updated_at = ?, version = version + 1"
        " WHERE id = ? AND account_id = ? AND state = 'draft' AND submissions = 0",
        "utuu", "", 0},
    [SUBMIT] = {"candidacy.submit",
        "UPDATE candidacy SET state = 'submitted', version = version + 1,"
        " submissions = submissions + 1, submitted_at = ?, updated_at = ?, withdrawn_at = NULL,"
        " identity_key = ?, identity_key_version = ?, contested = ?, submit_key = ?,"
        " last_reference = ?, last_verdict = ?, last_payer = ?, last_module = ?,"
        " last_birth_name = ?, last_usage_name = ?, last_given_names = ?"
        " WHERE id = ? AND state = ? AND version = ? AND account_id IS NOT NULL",
        "ssbuu" "saaaasss" "uau", "", 0},
    [LIST_PAYER] = {"candidacy.list_payer",
        "UPDATE candidacy SET last_payer = COALESCE((SELECT f.payer FROM candidacy_funding f"
        " WHERE f.candidacy_id = candidacy.id), '') WHERE id = ?",
        "u", "", 0},
    [REMINDERS] = {"candidacy.reminders_due",
        "SELECT c.id, c.intake_id, c.public_id, a.email, c.state = 'taken_back',"
        " e.candidacy_id IS NOT NULL AND NOT " ENTRY_TAKEN_UP("c", "a", "e") " FROM intake i"
        " JOIN candidacy c ON c.intake_id = i.id AND c.programme_id = i.programme_id"
        " AND c.year = i.year"
        " JOIN account a ON a.id = c.account_id"
        " LEFT JOIN candidacy_entry e ON e.candidacy_id = c.id"
        " WHERE i.closes_at > ? AND i.closes_at <= ?"
        " AND c.state IN ('draft', 'taken_back')"
        " AND c.reminded_at IS NULL AND c.updated_at <= ? AND a.address_state <> 'dead'"
        " AND NOT EXISTS (SELECT 1 FROM address_state s WHERE s.email = a.email"
        " AND s.complained_at IS NOT NULL)"
        " AND (e.candidacy_id IS NULL OR e.invited_at IS NOT NULL OR " ENTRY_TAKEN_UP("c", "a", "e") ")"
        " LIMIT 200",
        "ttt", "uussuu", STMT_SCAN},
    [REMINDED] = {"candidacy.reminded",
        "UPDATE candidacy SET reminded_at = ?"
        " WHERE id = ? AND reminded_at IS NULL AND state IN ('draft', 'taken_back')",
        "tu", "", 0},
    {0},
};

static void read_candidacy(const struct rows *r, size_t i, struct candidacy *out)
{
    *out = (struct candidacy){
        .id = row_u64(r, i, 0),
        .public_id = row_str(r, i, 1),
        .account = row_u64(r, i, 2),
        .session = row_u64(r, i, 3),
        .draft_email = row_str(r, i, 4),
        .email_confirmed = row_instant(r, i, 5),
        .programme = row_u64(r, i, 6),
        .intake = row_u64(r, i, 7),
        .year = (int)row_i64(r, i, 8),
        .version = (unsigned)row_u64(r, i, 10),
        .contested = row_u64(r, i, 11) != 0,
        .submissions = (unsigned)row_u64(r, i, 12),
        .created = row_instant(r, i, 13),
        .updated = row_instant(r, i, 14),
        .submitted = row_instant(r, i, 15),
        .withdrawn = row_instant(r, i, 16),
        .payer = row_str(r, i, 17),
        .module_payer = row_str(r, i, 18),
        .cpf_amount = row_str(r, i, 19),
        .wanted = row_str(r, i, 20),
    };
    if (!state_from_word(row_str(r, i, 9), &out->state))
        abort(); /* the column's CHECK and domain/state.c are one list */
}

static enum rc read_one(struct db *db, struct arena *a, int which, const struct arg *args,
    size_t n, struct candidacy *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &candidacy_statements[which], args, n, &r);
    if (rc == RC_OK)
        read_candidacy(&r, 0, out);
    return rc;
}

static enum rc read_many(struct db *db, struct arena *a, int which, const struct arg *args,
    size_t args_n, struct candidacy **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &candidacy_statements[which], args, args_n, &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct candidacy);
    for (; *n < r.n; (*n)++)
        read_candidacy(&r, *n, &(*out)[*n]);
    return RC_OK;
}

/* Conditional updates touch one row or none. */
static enum rc change(
    struct db *db, int which, const struct arg *args, size_t n, enum rc when_none)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &candidacy_statements[which], args, n, &done);
    return rc == RC_OK && done.affected != 1 ? when_none : rc;
}

enum rc candidacy_start(struct db *db, struct arena *a, struct owner who, const struct intake *i,
    struct instant now, struct candidacy *out)
{
    /* Who has an account never starts on a session: the row's owner is one of the two. */
    struct owner one = who.account ? (struct owner){.account = who.account} : who;
    if (!one.account && !one.session)
        abort();
    struct str public_id = public_id_new(a);
    struct done done = {0};
    enum rc rc = db_exec(db, &candidacy_statements[START],
        ARGS(ARG(public_id), ARG(one.account), ARG(one.session), ARG(i->programme), ARG(i->year),
            ARG(i->id), ARG(now), ARG(now)),
        &done);
    if (rc != RC_OK)
        return rc;
    rc = read_one(db, a, OF_YEAR,
        ARGS(ARG(i->programme), ARG(i->year), ARG(one.account), ARG(one.session)), out);
    if (rc == RC_OK)
        out->made = done.affected == 1; /* one that was there is not changed: none */
    return rc == RC_NOT_FOUND ? RC_FAULT : rc;
}

enum rc candidacy_find(struct db *db, struct arena *a, struct str public_id, struct owner who,
    struct candidacy *out)
{
    return read_one(
        db, a, FIND, ARGS(ARG(public_id), ARG(who.account), ARG(who.session)), out);
}

enum rc candidacy_list(
    struct db *db, struct arena *a, struct owner who, struct candidacy **out, size_t *n)
{
    return read_many(db, a, LIST_ALL, ARGS(ARG(who.account), ARG(who.session)), out, n);
}

enum rc candidacy_lock(struct db *db, struct arena *a, uint64_t id, struct candidacy *out)
{
    return read_one(db, a, LOCK, ARGS(ARG(id)), out);
}

/* The row it matched, changed or not (the same second): LAST_INSERT_ID carries the id back. */
static enum rc still(struct db *db, int which, const struct arg *args, size_t n)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &candidacy_statements[which], args, n, &done);
    return rc == RC_OK && done.id == 0 ? RC_CONFLICT : rc;
}

enum rc candidacy_touch(struct db *db, const struct candidacy *c, struct instant now)
{
    return still(db, TOUCH, ARGS(ARG(now), ARG(c->id), ARG(str_c(state_word(c->state)))));
}

enum rc candidacy_change_state(struct db *db, uint64_t id, enum candidacy_state from,
    unsigned version, enum candidacy_state to, struct instant now)
{
    return change(db, CHANGE_STATE,
        ARGS(ARG(str_c(state_word(to))), ARG(now), ARG(id), ARG(str_c(state_word(from))),
            ARG(version)),
        RC_CONFLICT);
}

enum rc candidacy_set_draft_email(
    struct db *db, uint64_t id, struct str email, struct instant now)
{
    return db_exec(
        db, &candidacy_statements[SET_EMAIL], ARGS(ARG(email), ARG(now), ARG(id)), NULL);
}

enum rc candidacy_drafts_of_email(struct db *db, struct arena *a, struct str email,
    uint64_t session, struct candidacy **out, size_t *n)
{
    return read_many(db, a, OF_EMAIL, ARGS(ARG(email), ARG(session)), out, n);
}

enum rc candidacy_attach(struct db *db, struct arena *a, uint64_t draft, uint64_t account,
    struct str email, struct instant now, struct candidacy *existing)
{
    struct candidacy c;
    enum rc rc = candidacy_lock(db, a, draft, &c);
    if (rc != RC_OK)
        return rc;
    rc = change(db, ATTACH, ARGS(ARG(account), ARG(now), ARG(draft), ARG(email)), RC_NOT_FOUND);
    if (rc != RC_CONFLICT) /* the duplicate key: this account has one for that year */
        return rc;
    const uint64_t no_session = 0;
    rc = read_one(db, a, OF_YEAR,
        ARGS(ARG(c.programme), ARG(c.year), ARG(account), ARG(no_session)), existing);
    return rc == RC_OK ? RC_CONFLICT : rc == RC_NOT_FOUND ? RC_FAULT : rc;
}

enum rc candidacy_park(
    struct db *db, uint64_t id, uint64_t account, uint64_t session, struct instant now)
{
    return change(
        db, PARK, ARGS(ARG(session), ARG(now), ARG(id), ARG(account)), RC_CONFLICT);
}

enum rc candidacy_follow_session(struct db *db, uint64_t from, uint64_t to)
{
    return db_exec(db, &candidacy_statements[FOLLOW], ARGS(ARG(to), ARG(from)), NULL);
}

enum rc candidacy_submit(struct db *db, const struct candidacy_submitted *s)
{
    struct str day_and_time = str_slice(s->at, 0, 19);
    return change(db, SUBMIT,
        ARGS(ARG(s->at), ARG(day_and_time), ARG_BYTES(s->identity_key, IDENTITY_KEY),
            ARG(s->identity_key_version), ARG(s->contested), ARG(day_and_time),
            ARG(s->reference), ARG(s->verdict), ARG(s->payer), ARG(s->wanted), ARG(s->birth_name),
            ARG(s->usage_name), ARG(s->given_names), ARG(s->id),
            ARG(str_c(state_word(s->state))), ARG(s->version)),
        RC_CONFLICT);
}

enum rc candidacy_list_payer(struct db *db, uint64_t id)
{
    return db_exec(db, &candidacy_statements[LIST_PAYER], ARGS(ARG(id)), NULL);
}

enum rc candidacy_reminders_due(struct db *db, struct arena *a, struct instant now,
    struct instant closes_before, struct instant idle, struct reminder **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &candidacy_statements[REMINDERS],
        ARGS(ARG(now), ARG(closes_before), ARG(idle)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct reminder);
    for (; *n < r.n; (*n)++)
        (*out)[*n] = (struct reminder){
            .candidacy = row_u64(&r, *n, 0),
            .intake = row_u64(&r, *n, 1),
            .public_id = row_str(&r, *n, 2),
            .email = row_str(&r, *n, 3),
            .taken_back = row_u64(&r, *n, 4) != 0,
            .entered = row_u64(&r, *n, 5) != 0,
        };
    return RC_OK;
}

enum rc candidacy_reminded(struct db *db, uint64_t id, struct instant now)
{
    return change(db, REMINDED, ARGS(ARG(now), ARG(id)), RC_CONFLICT);
}
