/* Statements: aside.*, desk_aside.* and health.aside below. */
#include "store/aside.h"

#include "store/statements.h"

enum { PUT, PURGE, LISTED, FIND, DONE, OPEN };

/* May this member of the staff administer, now? */
#define ALLOWED                                                                                    \
    " EXISTS (SELECT 1 FROM staff me JOIN staff_role mine ON mine.staff_id = me.id"                \
    " WHERE me.id = ? AND me.state = 'active' AND mine.role = 'admin')"
#define COLUMNS                                                                                    \
    "SELECT m.id, m.public_id, m.reason, m.received_at, m.bytes, m.file_name, m.done_at, s.name"
#define GIVES "usstusts"
#define FROM " FROM mail_aside m LEFT JOIN staff s ON s.id = m.done_by"

const struct stmt aside_statements[] = {
    [PUT] = {"aside.put",
        "INSERT INTO mail_aside (public_id, digest, received_at, reason, bytes, file_name, shown)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        "abtausB", "", 0},
    [PURGE] = {"aside.purge", "DELETE FROM mail_aside WHERE received_at < ? LIMIT ?", "tu", "", 0},
    [LISTED] = {"desk_aside.list",
        COLUMNS FROM " WHERE" ALLOWED " ORDER BY m.done_at IS NOT NULL, m.id DESC LIMIT ?", "uu",
        GIVES, STMT_SCAN},
    [FIND] = {"desk_aside.find", COLUMNS ", m.shown" FROM " WHERE m.public_id = ? AND" ALLOWED,
        "au", GIVES "b", 0},
    [DONE] = {"desk_aside.done",
        "UPDATE mail_aside SET done_at = ?, done_by = ? WHERE public_id = ? AND done_at IS NULL"
        " AND" ALLOWED,
        "tuau", "", 0},
    [OPEN] = {"health.aside", "SELECT COUNT(id) FROM mail_aside WHERE done_at IS NULL", "", "u", 0},
    {0},
};

static struct aside row(const struct rows *r, size_t i)
{
    return (struct aside){
        .id = row_u64(r, i, 0),
        .public_id = row_str(r, i, 1),
        .reason = row_str(r, i, 2),
        .received = row_instant(r, i, 3),
        .bytes = row_u64(r, i, 4),
        .file = row_str(r, i, 5),
        .done = row_instant(r, i, 6),
        .done_by = row_str(r, i, 7),
    };
}

enum rc aside_put(struct db *db, const struct aside *m, const unsigned char digest[ASIDE_DIGEST],
    struct instant now)
{
    enum rc rc = db_exec(db, &aside_statements[PUT],
        ARGS(ARG(m->public_id), ARG_BYTES(digest, ASIDE_DIGEST), ARG(now), ARG(m->reason),
            ARG(m->bytes), ARG(m->file), ARG(m->sealed)),
        NULL);
    return rc == RC_CONFLICT ? RC_OK : rc; /* delivered twice */
}

enum rc aside_purge(struct db *db, struct instant before, uint64_t limit, uint64_t *gone)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &aside_statements[PURGE], ARGS(ARG(before), ARG(limit)), &done);
    *gone = done.affected;
    return rc;
}

enum rc aside_list(struct db *db, struct arena *a, uint64_t staff, struct aside **out, size_t *n)
{
    struct rows r;
    enum rc rc = db_query(db, a, &aside_statements[LISTED],
        ARGS(ARG(staff), ARG((uint64_t)ASIDE_LISTED_MAX)), &r);
    *n = 0;
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct aside);
    for (size_t i = 0; i < r.n; i++)
        (*out)[(*n)++] = row(&r, i);
    return RC_OK;
}

enum rc aside_find(
    struct db *db, struct arena *a, uint64_t staff, struct str public_id, struct aside *out)
{
    struct rows r;
    enum rc rc =
        db_query_one(db, a, &aside_statements[FIND], ARGS(ARG(public_id), ARG(staff)), &r);
    if (rc != RC_OK)
        return rc;
    *out = row(&r, 0);
    out->sealed = row_str(&r, 0, 8);
    return RC_OK;
}

enum rc aside_done(struct db *db, uint64_t staff, struct str public_id, struct instant now)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &aside_statements[DONE],
        ARGS(ARG(now), ARG(staff), ARG(public_id), ARG(staff)), &done);
    return rc == RC_OK && done.affected == 0 ? RC_CONFLICT : rc;
}

enum rc aside_open(struct db *db, struct arena *a, uint64_t *n)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &aside_statements[OPEN], NO_ARGS, &r);
    *n = rc == RC_OK ? row_u64(&r, 0, 0) : 0;
    return rc;
}
