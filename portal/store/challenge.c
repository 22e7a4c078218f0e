/* Statements: challenge.* below. */
#include "store/challenge.h"

#include "store/ident.h"
#include "store/statements.h"

enum { SUPERSEDE, INSERT, FIND, BY_DEVICE, ATTEMPT, CONSUME, BOTH, PURGE };

#define COLUMNS                                                                                    \
    "SELECT id, public_id, purpose, email, new_email, account_id, candidacy_id, device,"           \
    " created_at, expires_at, used_at, superseded_at, attempts FROM challenge"
#define GIVES "ussssuubttttu"

const struct stmt challenge_statements[] = {
    [SUPERSEDE] = {"challenge.supersede",
        "UPDATE challenge SET superseded_at = ? WHERE device = ? AND purpose = ? AND email = ?"
        " AND used_at IS NULL AND superseded_at IS NULL",
        "tbas", "", 0},
    [INSERT] = {"challenge.insert",
        "INSERT INTO challenge (public_id, purpose, email, new_email, account_id, candidacy_id,"
        " device, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "aasSUUbtt", "", 0},
    [FIND] = {"challenge.find", COLUMNS " WHERE public_id = ?", "a", GIVES, 0},
    [BY_DEVICE] = {"challenge.by_device",
        COLUMNS " WHERE device = ? AND purpose = ? ORDER BY id DESC LIMIT 1", "ba", GIVES, 0},
    [ATTEMPT] = {"challenge.attempt",
        "UPDATE challenge SET attempts = attempts + 1 WHERE id = ? AND attempts < ?"
        " AND used_at IS NULL AND superseded_at IS NULL AND expires_at > ?",
        "uut", "", 0},
    [CONSUME] = {"challenge.consume",
        "UPDATE challenge SET used_at = ? WHERE id = ? AND device = ? AND attempts <= ?"
        " AND used_at IS NULL AND superseded_at IS NULL AND expires_at > ?",
        "tubut", "", 0},
    [BOTH] = {"challenge.both_proved",
        "SELECT COUNT(DISTINCT purpose) FROM challenge WHERE account_id = ? AND new_email = ?"
        " AND purpose IN ('change_old', 'change_new') AND used_at >= ? AND superseded_at IS NULL",
        "ust", "u", 0},
    [PURGE] = {
        "challenge.purge", "DELETE FROM challenge WHERE expires_at < ? LIMIT ?", "tu", "", 0},
    {0},
};

static const struct str purposes[] = {
    [CHALLENGE_LOGIN] = STR_INIT("login"),
    [CHALLENGE_CONFIRM] = STR_INIT("confirm"),
    [CHALLENGE_OLD] = STR_INIT("change_old"),
    [CHALLENGE_NEW] = STR_INIT("change_new"),
    [CHALLENGE_QUOTES] = STR_INIT("quotes"),
};

static enum challenge_purpose purpose_from(struct str s)
{
    for (size_t i = 0; i < sizeof purposes / sizeof *purposes; i++)
        if (str_eq(s, purposes[i]))
            return (enum challenge_purpose)i;
    abort(); /* the column's CHECK has the same list */
}

enum rc challenge_create(struct db *db, struct arena *a, struct challenge *c, struct instant now)
{
    struct str purpose = purposes[c->purpose];
    enum rc rc = db_exec(db, &challenge_statements[SUPERSEDE],
        ARGS(ARG(now), ARG_BYTES(c->device, CHALLENGE_DEVICE), ARG(purpose), ARG(c->email)),
        NULL);
    if (rc != RC_OK)
        return rc;
    c->public_id = public_id_new(a);
    c->created = now;
    struct done done = {0};
    rc = db_exec(db, &challenge_statements[INSERT],
        ARGS(ARG(c->public_id), ARG(purpose), ARG(c->email), ARG(c->new_email), ARG(c->account),
            ARG(c->candidacy), ARG_BYTES(c->device, CHALLENGE_DEVICE),
            ARG(now), ARG(c->expires)),
        &done);
    c->id = done.id;
    return rc;
}

static void read_challenge(const struct rows *r, struct challenge *out)
{
    *out = (struct challenge){
        .id = row_u64(r, 0, 0),
        .public_id = row_str(r, 0, 1),
        .purpose = purpose_from(row_str(r, 0, 2)),
        .email = row_str(r, 0, 3),
        .new_email = row_str(r, 0, 4),
        .account = row_u64(r, 0, 5),
        .candidacy = row_u64(r, 0, 6),
        .created = row_instant(r, 0, 8),
        .expires = row_instant(r, 0, 9),
        .used = row_instant(r, 0, 10),
        .superseded = row_instant(r, 0, 11),
        .attempts = (unsigned)row_u64(r, 0, 12),
    };
    row_bytes(r, 0, 7, out->device, CHALLENGE_DEVICE);
}

enum rc challenge_find(
    struct db *db, struct arena *a, struct str public_id, struct challenge *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &challenge_statements[FIND], ARGS(ARG(public_id)), &r);
    if (rc == RC_OK)
        read_challenge(&r, out);
    return rc;
}

enum rc challenge_find_by_device(struct db *db, struct arena *a,
    const unsigned char device[CHALLENGE_DEVICE], enum challenge_purpose purpose,
    struct challenge *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &challenge_statements[BY_DEVICE],
        ARGS(ARG_BYTES(device, CHALLENGE_DEVICE), ARG(purposes[purpose])), &r);
    if (rc == RC_OK)
        read_challenge(&r, out);
    return rc;
}

enum challenge_state challenge_state(const struct challenge *c, struct instant now)
{
    if (c->used.s)
        return CHALLENGE_USED;
    if (c->superseded.s)
        return CHALLENGE_SUPERSEDED;
    if (now.s >= c->expires.s)
        return CHALLENGE_EXPIRED;
    return c->attempts >= CHALLENGE_ATTEMPTS ? CHALLENGE_EXHAUSTED : CHALLENGE_OPEN;
}

static enum rc changed_one(enum rc rc, const struct done *done)
{
    return rc == RC_OK && done->affected != 1 ? RC_CONFLICT : rc;
}

enum rc challenge_attempt(struct db *db, uint64_t id, struct instant now)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &challenge_statements[ATTEMPT],
        ARGS(ARG(id), ARG(CHALLENGE_ATTEMPTS), ARG(now)), &done);
    return changed_one(rc, &done);
}

enum rc challenge_consume(struct db *db, uint64_t id,
    const unsigned char device[CHALLENGE_DEVICE], struct instant now)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &challenge_statements[CONSUME],
        ARGS(ARG(now), ARG(id), ARG_BYTES(device, CHALLENGE_DEVICE), ARG(CHALLENGE_ATTEMPTS),
            ARG(now)),
        &done);
    return changed_one(rc, &done);
}

enum rc challenge_both_proved(struct db *db, struct arena *a, uint64_t account,
    struct str new_email, struct instant since, bool *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &challenge_statements[BOTH],
        ARGS(ARG(account), ARG(new_email), ARG(since)), &r);
    *out = rc == RC_OK && row_u64(&r, 0, 0) == 2;
    return rc;
}

enum rc challenge_purge(
    struct db *db, struct instant before, uint64_t limit, uint64_t *gone)
{
    struct done done = {0};
    enum rc rc =
        db_exec(db, &challenge_statements[PURGE], ARGS(ARG(before), ARG(limit)), &done);
    *gone = done.affected;
    return rc;
}
