/* Statements: audit.* below. */
#include "store/audit.h"

#include "store/statements.h"

enum { ADD, OF_OBJECT };

const struct stmt audit_statements[] = {
    [ADD] = {"audit.add",
        "INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id, detail,"
        " request_id) VALUES (UTC_TIMESTAMP(6), ?, ?, ?, ?, ?, ?, ?)",
        "auaausa", "", 0},
    [OF_OBJECT] = {"audit.of_object",
        "SELECT a.at, a.actor_kind, a.action, a.detail, a.actor_id, s.name FROM audit a"
        " LEFT JOIN staff s ON a.actor_kind = 'staff' AND s.id = a.actor_id"
        " WHERE a.object_kind = ? AND a.object_id = ? ORDER BY a.id DESC LIMIT ?",
        "auu", "tsssus", 0},
    {0},
};

enum rc audit_add(struct db *db, const struct audit *row)
{
    return db_exec(db, &audit_statements[ADD],
        ARGS(ARG(str_c(row->actor)), ARG(row->actor_id), ARG(str_c(row->action)),
            ARG(str_c(row->object)), ARG(row->object_id), ARG(row->detail),
            ARG(db_request_id(db))),
        NULL);
}

enum rc audit_of_object(struct db *db, struct arena *a, const char *object, uint64_t id,
    struct audit_line **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &audit_statements[OF_OBJECT],
        ARGS(ARG(str_c(object)), ARG(id), ARG((uint64_t)AUDIT_LISTED_MAX)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct audit_line);
    for (; *n < r.n; (*n)++)
        (*out)[*n] = (struct audit_line){
            .at = row_instant(&r, *n, 0),
            .actor = row_str(&r, *n, 1),
            .action = row_str(&r, *n, 2),
            .detail = row_str(&r, *n, 3),
            .actor_id = row_u64(&r, *n, 4),
            .name = row_str(&r, *n, 5),
        };
    return RC_OK;
}
