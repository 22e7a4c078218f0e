/* Statements: staff_session.* below. The revision row comes first in find, so that the one statement
 * answers even when there is no such session. */
#include "store/staff_session.h"

#include "domain/roles.h"
#include "store/ident.h"
#include "store/statements.h"

enum { FIND, INSERT, TOUCH, END, END_OTHERS, END_ONE, LIST_ALL, PURGE };

static const char *const stages[] = {
    [STAFF_PASSWORD] = "password", [STAFF_ENROL] = "enrol", [STAFF_FULL] = "full"};

const struct stmt staff_session_statements[] = {
    [FIND] = {"staff_session.find",
        "SELECT r.number, s.id, s.staff_id,"
        " s.ended_at IS NULL AND s.idle_ends_at > ? AND s.absolute_ends_at > ?"
        " AND p.state <> 'disabled' AND (s.stage <> 'full' OR p.state = 'active'),"
        " s.stage, p.public_id, p.email, p.name,"
        " (SELECT GROUP_CONCAT(o.role) FROM staff_role o WHERE o.staff_id = p.id),"
        " s.proved_at, s.last_seen_at, s.absolute_ends_at,"
        " (SELECT closed_at FROM mail_way WHERE id = 1), (SELECT stage FROM mail_way WHERE id = 1),"
        " (SELECT COUNT(*) FROM outbox WHERE state = 'failed' AND settled_at IS NULL),"
        " (SELECT COUNT(*) FROM purge_state WHERE held_at IS NOT NULL AND released_at IS NULL)"
        " FROM revision r"
        " LEFT JOIN staff_session s ON s.token_hash = ?"
        " LEFT JOIN staff p ON p.id = s.staff_id"
        " WHERE r.id = 1",
        "ttb", "uuuussssstttt" "suu", 0},
    [INSERT] = {"staff_session.insert",
        "INSERT INTO staff_session (public_id, token_hash, staff_id, stage, proved_at, created_at,"
        " last_seen_at, idle_ends_at, absolute_ends_at, browser)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, LEAST(?, ?), ?, ?)",
        "abuaTttttts", "", 0},
    [TOUCH] = {"staff_session.touch",
        "UPDATE staff_session SET last_seen_at = ?, idle_ends_at = LEAST(absolute_ends_at, ?)"
        " WHERE id = ? AND ended_at IS NULL",
        "ttu", "", 0},
    [END] = {"staff_session.end",
        "UPDATE staff_session SET ended_at = ? WHERE id = ? AND ended_at IS NULL", "tu", "", 0},
    [END_OTHERS] = {"staff_session.end_others",
        "UPDATE staff_session SET ended_at = ? WHERE staff_id = ? AND id <> ? AND ended_at IS NULL",
        "tuu", "", 0},
    [END_ONE] = {"staff_session.end_one",
        "UPDATE staff_session SET ended_at = ? WHERE public_id = ? AND staff_id = ?"
        " AND ended_at IS NULL",
        "tau", "", 0},
    [LIST_ALL] = {"staff_session.list",
        "SELECT id, public_id, created_at, last_seen_at, browser FROM staff_session WHERE staff_id = ?"
        " AND ended_at IS NULL AND idle_ends_at > ? AND absolute_ends_at > ? AND stage = 'full'"
        " ORDER BY last_seen_at DESC, id DESC LIMIT ?",
        "uttu", "ustts", 0},
    [PURGE] = {"staff_session.purge",
        "DELETE FROM staff_session WHERE absolute_ends_at < ? LIMIT ?", "tu", "", 0},
    {0},
};

static enum staff_stage stage_of(struct str value)
{
    for (enum staff_stage i = STAFF_PASSWORD; i < STAFF_FULL; i++)
        if (str_eq_c(value, stages[i]))
            return i;
    return STAFF_FULL;
}

enum rc staff_session_find(struct db *db, struct arena *a, const unsigned char hash[STAFF_HASH],
    struct instant now, struct staff_session *out)
{
    struct rows r;
    *out = (struct staff_session){0};
    enum rc rc = db_query_one(db, a, &staff_session_statements[FIND],
        ARGS(ARG(now), ARG(now), ARG_BYTES(hash, STAFF_HASH)), &r);
    if (rc == RC_NOT_FOUND)
        return RC_FAULT; /* the revision row is made by a migration */
    if (rc != RC_OK)
        return rc;
    out->revision = row_u64(&r, 0, 0);
    out->id = row_u64(&r, 0, 1);
    if (out->id == 0)
        return RC_OK;
    out->staff = row_u64(&r, 0, 2);
    out->alive = row_u64(&r, 0, 3) != 0;
    out->stage = stage_of(row_str(&r, 0, 4));
    out->public_id = row_str(&r, 0, 5);
    out->email = row_str(&r, 0, 6);
    out->name = row_str(&r, 0, 7);
    out->roles = roles_read(row_str(&r, 0, 8));
    out->proved = row_instant(&r, 0, 9);
    out->last_seen = row_instant(&r, 0, 10);
    out->absolute_end = row_instant(&r, 0, 11);
    out->mails_held = row_instant(&r, 0, 12);
    out->mails_held_at = row_str(&r, 0, 13);
    out->mails_failed = row_u64(&r, 0, 14);
    out->purges_held = row_u64(&r, 0, 15);
    return RC_OK;
}

enum rc staff_session_insert(struct db *db, struct arena *a, const struct staff_session_new *s,
    struct instant now, uint64_t *id)
{
    struct instant idle = {now.s + STAFF_IDLE_SECONDS}, end = s->absolute_end;
    struct done done = {0};
    if (end.s == 0)
        end.s = now.s + STAFF_ABSOLUTE_SECONDS;
    enum rc rc = db_exec(db, &staff_session_statements[INSERT],
        ARGS(ARG(public_id_new(a)), ARG_BYTES(s->token_hash, STAFF_HASH), ARG(s->staff),
            ARG(str_c(stages[s->stage])), ARG(s->proved), ARG(now), ARG(now), ARG(idle), ARG(end),
            ARG(end), ARG(s->browser)),
        &done);
    *id = done.id;
    return rc;
}

enum rc staff_session_touch(struct db *db, uint64_t id, struct instant now)
{
    struct instant idle = {now.s + STAFF_IDLE_SECONDS};
    return db_exec(db, &staff_session_statements[TOUCH], ARGS(ARG(now), ARG(idle), ARG(id)), NULL);
}

enum rc staff_session_end(struct db *db, uint64_t id, struct instant now)
{
    return db_exec(db, &staff_session_statements[END], ARGS(ARG(now), ARG(id)), NULL);
}

enum rc staff_session_end_others(
    struct db *db, uint64_t staff, uint64_t keep, struct instant now)
{
    return db_exec(db, &staff_session_statements[END_OTHERS],
        ARGS(ARG(now), ARG(staff), ARG(keep)), NULL);
}

enum rc staff_session_end_one(
    struct db *db, uint64_t staff, struct str public_id, struct instant now)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &staff_session_statements[END_ONE],
        ARGS(ARG(now), ARG(public_id), ARG(staff)), &done);
    return rc == RC_OK && done.affected == 0 ? RC_NOT_FOUND : rc;
}

enum rc staff_session_list(struct db *db, struct arena *a, uint64_t staff, struct instant now,
    struct staff_session_seen **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &staff_session_statements[LIST_ALL],
        ARGS(ARG(staff), ARG(now), ARG(now), ARG(STAFF_SESSIONS_LISTED)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct staff_session_seen);
    for (; *n < r.n; (*n)++)
        (*out)[*n] = (struct staff_session_seen){.id = row_u64(&r, *n, 0),
            .public_id = row_str(&r, *n, 1), .created = row_instant(&r, *n, 2),
            .last_seen = row_instant(&r, *n, 3), .browser = row_str(&r, *n, 4)};
    return RC_OK;
}

enum rc staff_session_purge(
    struct db *db, struct instant ended_before, uint64_t limit, uint64_t *gone)
{
    struct done done = {0};
    enum rc rc = db_exec(
        db, &staff_session_statements[PURGE], ARGS(ARG(ended_before), ARG(limit)), &done);
    *gone = done.affected;
    return rc;
}
