/* Statements: submission.* and slot.* below. */
#include "store/submission.h"

#include "base/codec.h"
#include "store/statements.h"

enum { GATE, INSERT, LATEST, LIST_ALL, WITH_BEFORE, VERIFY, HELD, WAITING, SETTLE, PASS_ON,
    GIVE_BACK, TAKE, HOLDER };

#define READ(snapshot)                                                                             \
    "SELECT id, candidacy_id, sequence, reference, " snapshot ", sha256,"                          \
    " DATE_FORMAT(submitted_at, '%Y-%m-%d %H:%i:%s.%f'), submitted_at, rule_version, verdict,"     \
    " idempotency_key FROM submission"
#define GIVES "uuussbstsss"
/* Submitted, and in the shadow of another candidacy of the same person. */
#define WAITS                                                                                      \
    " state IN ('submitted', 'taken_back', 'review') AND contested = 1 AND identity_key = ?"

const struct stmt submission_statements[] = {
    [GATE] = {"submission.gate",
        "SELECT DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%d %H:%i:%s.%f'), UTC_TIMESTAMP(),"
        " opens_at, closes_at,"
        " COALESCE(UTC_TIMESTAMP(6) >= opens_at"
        " AND UTC_TIMESTAMP(6) < closes_at + INTERVAL 1 SECOND, 0)"
        " FROM intake WHERE id = ?",
        "u", "stttu", 0},
    [INSERT] = {"submission.insert",
        "INSERT INTO submission (candidacy_id, sequence, reference, snapshot, sha256,"
        " submitted_at, rule_version, verdict, idempotency_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "uuasbsaaa", "", 0},
    [LATEST] = {"submission.latest",
        READ("snapshot") " WHERE candidacy_id = ? ORDER BY sequence DESC LIMIT 1", "u", GIVES, 0},
    [LIST_ALL] = {"submission.list",
        READ("''") " WHERE candidacy_id = ? ORDER BY sequence DESC LIMIT 1000", "u", GIVES, 0},
    [WITH_BEFORE] = {"submission.version",
        READ("snapshot") " WHERE candidacy_id = ? AND sequence IN (?, ?) ORDER BY sequence DESC",
        "uuu", GIVES, 0},
    [VERIFY] = {"submission.verify", READ("''") " WHERE reference = ?", "a", GIVES, 0},
    [HELD] = {"slot.held",
        "SELECT id, identity_key FROM identity_slot WHERE candidacy_id = ? AND identity_key <> ?"
        " FOR UPDATE",
        "ub", "ub", 0},
    /* Read without a lock, so that nobody's submission waits: SETTLE says whether it still holds. */
    [WAITING] = {"slot.waiting",
        "SELECT id FROM candidacy WHERE programme_id = ? AND year = ? AND" WAITS
        " ORDER BY submitted_at, id LIMIT 1",
        "uib", "u", 0},
    [SETTLE] = {"slot.settle", "UPDATE candidacy SET contested = 0 WHERE id = ? AND" WAITS, "ub",
        "", 0},
    [PASS_ON] = {
        "slot.pass_on", "UPDATE identity_slot SET candidacy_id = ? WHERE id = ?", "uu", "", 0},
    [GIVE_BACK] = {"slot.give_back", "DELETE FROM identity_slot WHERE id = ?", "u", "", 0},
    [TAKE] = {"slot.take",
        "INSERT INTO identity_slot (programme_id, year, identity_key, key_version, candidacy_id,"
        " taken_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)",
        "uibuus", "", 0},
    [HOLDER] = {"slot.holder",
        "SELECT candidacy_id FROM identity_slot"
        " WHERE programme_id = ? AND year = ? AND identity_key = ?",
        "uib", "u", 0},
    {0},
};

enum rc submission_gate(struct db *db, struct arena *a, uint64_t intake, struct gate *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &submission_statements[GATE], ARGS(ARG(intake)), &r);
    if (rc != RC_OK)
        return rc;
    *out = (struct gate){
        .at = row_str(&r, 0, 0),
        .now = row_instant(&r, 0, 1),
        .opens_at = row_instant(&r, 0, 2),
        .closes_at = row_instant(&r, 0, 3),
        .open = row_u64(&r, 0, 4) != 0,
    };
    return RC_OK;
}

struct str submission_fingerprint(struct arena *a, const struct submission *s)
{
    return hex_encode(a, (struct str){(const char *)s->sha256, sizeof s->sha256});
}

enum rc submission_insert(struct db *db, struct submission *s)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &submission_statements[INSERT],
        ARGS(ARG(s->candidacy), ARG(s->sequence), ARG(s->reference), ARG(s->snapshot),
            ARG_BYTES(s->sha256, SUBMISSION_SHA256), ARG(s->at), ARG(s->rule_version),
            ARG(s->verdict), ARG(s->idempotency_key)),
        &done);
    s->id = done.id;
    return rc;
}

static void read_submission(const struct rows *r, size_t i, struct submission *out)
{
    *out = (struct submission){
        .id = row_u64(r, i, 0),
        .candidacy = row_u64(r, i, 1),
        .sequence = (unsigned)row_u64(r, i, 2),
        .reference = row_str(r, i, 3),
        .snapshot = row_str(r, i, 4),
        .at = row_str(r, i, 6),
        .submitted = row_instant(r, i, 7),
        .rule_version = row_str(r, i, 8),
        .verdict = row_str(r, i, 9),
        .idempotency_key = row_str(r, i, 10),
    };
    row_bytes(r, i, 5, out->sha256, SUBMISSION_SHA256);
}

static enum rc read_one(struct db *db, struct arena *a, int which, const struct arg *args,
    size_t n, struct submission *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &submission_statements[which], args, n, &r);
    if (rc == RC_OK)
        read_submission(&r, 0, out);
    return rc;
}

enum rc submission_latest(
    struct db *db, struct arena *a, uint64_t candidacy, struct submission *out)
{
    return read_one(db, a, LATEST, ARGS(ARG(candidacy)), out);
}

enum rc submission_list(struct db *db, struct arena *a, uint64_t candidacy,
    struct submission **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &submission_statements[LIST_ALL], ARGS(ARG(candidacy)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct submission);
    for (; *n < r.n; (*n)++)
        read_submission(&r, *n, &(*out)[*n]);
    return RC_OK;
}

enum rc submission_version(struct db *db, struct arena *a, uint64_t candidacy, unsigned sequence,
    struct submission *out, struct submission *before)
{
    struct rows r;
    *before = (struct submission){0};
    enum rc rc = db_query_one(db, a, &submission_statements[WITH_BEFORE],
        ARGS(ARG(candidacy), ARG(sequence), ARG(sequence ? sequence - 1 : 0)), &r);
    if (rc != RC_OK)
        return rc;
    read_submission(&r, 0, out);
    if (r.n > 1)
        read_submission(&r, 1, before);
    return out->sequence == sequence ? RC_OK : RC_NOT_FOUND;
}

enum rc submission_verify(
    struct db *db, struct arena *a, struct str reference, struct submission *out)
{
    struct submission all;
    enum rc rc = read_one(db, a, VERIFY, ARGS(ARG(reference)), &all);
    *out = (struct submission){0};
    if (rc != RC_OK)
        return rc;
    out->reference = all.reference;
    out->submitted = all.submitted;
    out->at = all.at;
    memcpy(out->sha256, all.sha256, sizeof out->sha256);
    return RC_OK;
}

/* The first who still waits for that identity is contested no more: *heir, 0 when there is none. */
static enum rc find_heir(struct db *db, struct arena *a, const struct slot *s,
    const unsigned char *key, uint64_t *heir)
{
    struct rows r;
    struct done done = {0};
    *heir = 0;
    while (done.affected == 0) {
        enum rc rc = db_query(db, a, &submission_statements[WAITING],
            ARGS(ARG(s->programme), ARG(s->year), ARG_BYTES(key, IDENTITY_KEY)), &r);
        if (rc != RC_OK || r.n == 0)
            return rc;
        rc = db_exec(db, &submission_statements[SETTLE],
            ARGS(ARG(row_u64(&r, 0, 0)), ARG_BYTES(key, IDENTITY_KEY)), &done);
        if (rc != RC_OK)
            return rc;
    }
    *heir = row_u64(&r, 0, 0);
    return RC_OK;
}

/* A place held under another identity: passed on, or given back. */
static enum rc leave_place(struct db *db, struct arena *a, const struct slot *s, uint64_t *heir)
{
    struct rows held;
    unsigned char key[IDENTITY_KEY];
    *heir = 0;
    enum rc rc = db_query(db, a, &submission_statements[HELD],
        ARGS(ARG(s->candidacy), ARG_BYTES(s->key, IDENTITY_KEY)), &held);
    if (rc != RC_OK || held.n == 0)
        return rc;
    uint64_t place = row_u64(&held, 0, 0);
    row_bytes(&held, 0, 1, key, IDENTITY_KEY);
    rc = find_heir(db, a, s, key, heir);
    if (rc != RC_OK)
        return rc;
    return *heir ? db_exec(db, &submission_statements[PASS_ON], ARGS(ARG(*heir), ARG(place)), NULL)
                 : db_exec(db, &submission_statements[GIVE_BACK], ARGS(ARG(place)), NULL);
}

enum rc slot_take(struct db *db, struct arena *a, const struct slot *s, uint64_t *holder,
    uint64_t *heir)
{
    enum rc rc = leave_place(db, a, s, heir);
    if (rc == RC_OK)
        rc = db_exec(db, &submission_statements[TAKE],
            ARGS(ARG(s->programme), ARG(s->year), ARG_BYTES(s->key, IDENTITY_KEY),
                ARG(s->key_version), ARG(s->candidacy), ARG(s->at)),
            NULL);
    if (rc != RC_OK)
        return rc;
    struct rows r;
    rc = db_query_one(db, a, &submission_statements[HOLDER],
        ARGS(ARG(s->programme), ARG(s->year), ARG_BYTES(s->key, IDENTITY_KEY)), &r);
    if (rc == RC_OK)
        *holder = row_u64(&r, 0, 0);
    return rc == RC_NOT_FOUND ? RC_FAULT : rc;
}
