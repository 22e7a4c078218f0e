/* Statements: session.* below. The revision row comes first in session.find, so that the one
 * statement answers even when there is no such session. */
#include "store/session.h"

#include "store/statements.h"

enum { FIND, INSERT, TOUCH, END, END_OTHERS, LIST_ALL, PURGE };

const struct stmt session_statements[] = {
    [FIND] = {"session.find",
        "SELECT r.number, s.id, s.account_id, a.email, a.address_state, s.device, s.created_at, s.last_seen_at,"
        " s.idle_ends_at, s.absolute_ends_at, s.long_stay,"
        " s.idle_ends_at > ? AND s.absolute_ends_at > ?"
        " FROM revision r"
        " LEFT JOIN session s ON s.token_hash = ? AND s.ended_at IS NULL"
        " LEFT JOIN account a ON a.id = s.account_id"
        " WHERE r.id = 1",
        "ttb", "uuussbttttuu", 0},
    [INSERT] = {"session.insert",
        "INSERT INTO session (token_hash, device, account_id, long_stay, created_at, last_seen_at,"
        " idle_seconds, idle_ends_at, absolute_ends_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "bbUuttitt", "", 0},
    [TOUCH] = {"session.touch",
        "UPDATE session SET last_seen_at = ?,"
        " idle_ends_at = LEAST(absolute_ends_at, ? + INTERVAL idle_seconds SECOND)"
        " WHERE id = ? AND ended_at IS NULL",
        "ttu", "", 0},
    [END] = {"session.end",
        "UPDATE session SET ended_at = ? WHERE id = ? AND ended_at IS NULL", "tu", "", 0},
    [END_OTHERS] = {"session.end_others",
        "UPDATE session SET ended_at = ? WHERE account_id = ? AND id <> ? AND ended_at IS NULL",
        "tuu", "", 0},
    [LIST_ALL] = {"session.list",
        "SELECT id, created_at, last_seen_at, long_stay FROM session WHERE account_id = ?"
        " AND ended_at IS NULL AND idle_ends_at > ? AND absolute_ends_at > ?"
        " ORDER BY last_seen_at DESC, id DESC LIMIT ?",
        "uttu", "uttu", 0},
    [PURGE] = {"session.purge",
        "DELETE FROM session WHERE absolute_ends_at < ?"
        " AND NOT EXISTS (SELECT 1 FROM candidacy c WHERE c.session_id = session.id) LIMIT ?",
        "tu", "", 0},
    {0},
};

enum rc session_find(struct db *db, struct arena *a, const unsigned char hash[SESSION_HASH],
    struct instant now, struct session *out)
{
    *out = (struct session){0};
    struct rows r;
    enum rc rc = db_query_one(db, a, &session_statements[FIND],
        ARGS(ARG(now), ARG(now), ARG_BYTES(hash, SESSION_HASH)), &r);
    if (rc == RC_NOT_FOUND)
        return RC_FAULT; /* the revision row is made by a migration */
    if (rc != RC_OK)
        return rc;
    out->revision = row_u64(&r, 0, 0);
    row_bytes(&r, 0, 5, out->device, SESSION_HASH);
    out->timed_out = row_u64(&r, 0, 1) && !row_u64(&r, 0, 11);
    out->idle_end = row_instant(&r, 0, 8);
    out->absolute_end = row_instant(&r, 0, 9);
    if (out->timed_out)
        return RC_OK;
    out->id = row_u64(&r, 0, 1);
    out->account = row_u64(&r, 0, 2);
    out->email = row_str(&r, 0, 3);
    struct str address = row_str(&r, 0, 4);
    out->address_to_check = address.n && !str_eq_c(address, "proved");
    out->created = row_instant(&r, 0, 6);
    out->last_seen = row_instant(&r, 0, 7);
    out->day = row_u64(&r, 0, 10) != 0;
    return RC_OK;
}

enum rc session_insert(
    struct db *db, const struct session_new *s, struct instant now, uint64_t *id)
{
    int64_t idle = s->idle_seconds < s->absolute_seconds ? s->idle_seconds : s->absolute_seconds;
    struct instant idle_end = {now.s + idle}, absolute_end = {now.s + s->absolute_seconds};
    struct done done = {0};
    enum rc rc = db_exec(db, &session_statements[INSERT],
        ARGS(ARG_BYTES(s->token_hash, SESSION_HASH), ARG_BYTES(s->device, SESSION_HASH),
            ARG(s->account), ARG(s->day), ARG(now), ARG(now), ARG(s->idle_seconds),
            ARG(idle_end), ARG(absolute_end)),
        &done);
    *id = done.id;
    return rc;
}

bool session_wants_touch(const struct session *s, struct instant now)
{
    return s->id && now.s - s->last_seen.s >= SESSION_TOUCH_SECONDS;
}

enum rc session_touch(struct db *db, uint64_t id, struct instant now)
{
    return db_exec(
        db, &session_statements[TOUCH], ARGS(ARG(now), ARG(now), ARG(id)), NULL);
}

enum rc session_end(struct db *db, uint64_t id, struct instant now)
{
    return db_exec(db, &session_statements[END], ARGS(ARG(now), ARG(id)), NULL);
}

enum rc session_end_others(struct db *db, uint64_t account, uint64_t keep, struct instant now)
{
    return db_exec(db, &session_statements[END_OTHERS],
        ARGS(ARG(now), ARG(account), ARG(keep)), NULL);
}

enum rc session_list(struct db *db, struct arena *a, uint64_t account, struct instant now,
    struct session_seen **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &session_statements[LIST_ALL],
        ARGS(ARG(account), ARG(now), ARG(now), ARG(SESSIONS_LISTED)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct session_seen);
    for (; *n < r.n; (*n)++)
        (*out)[*n] = (struct session_seen){row_u64(&r, *n, 0), row_instant(&r, *n, 1),
            row_instant(&r, *n, 2), row_u64(&r, *n, 3) != 0};
    return RC_OK;
}

enum rc session_purge(
    struct db *db, struct instant ended_before, uint64_t limit, uint64_t *gone)
{
    struct done done = {0};
    enum rc rc =
        db_exec(db, &session_statements[PURGE], ARGS(ARG(ended_before), ARG(limit)), &done);
    *gone = done.affected;
    return rc;
}
