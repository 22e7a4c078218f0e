/* Statements: audit.* below. */
#include "store/audit.h"

#include "store/statements.h"

const struct stmt audit_statements[] = {
    {"audit.add",
        "INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id, detail,"
        " request_id) VALUES (UTC_TIMESTAMP(6), ?, ?, ?, ?, ?, ?, ?)",
        "sussuss", "", 0},
    {0},
};

enum rc audit_add(struct db *db, const struct audit *row)
{
    return db_exec(db, &audit_statements[0],
        ARGS(ARG(str_c(row->actor)), ARG(row->actor_id), ARG(str_c(row->action)),
            ARG(str_c(row->object)), ARG(row->object_id), ARG(row->detail),
            ARG(db_request_id(db))),
        NULL);
}
