/* Statements: lease.* below. */
#include "store/lease.h"

#include "store/statements.h"

enum { TAKE, HOLDER, RELEASE };

const struct stmt lease_statements[] = {
    /* owner is set first: until_at then sees who holds it now. */
    [TAKE] = {"lease.take",
        "INSERT INTO lease (name, owner, until_at)"
        " VALUES (?, ?, UTC_TIMESTAMP() + INTERVAL ? SECOND) ON DUPLICATE KEY UPDATE"
        " owner = IF(until_at <= UTC_TIMESTAMP(), VALUES(owner), owner),"
        " until_at = IF(owner = VALUES(owner), VALUES(until_at), until_at)",
        "aai", "", 0},
    [HOLDER] = {"lease.holder", "SELECT owner FROM lease WHERE name = ?", "a", "s", 0},
    [RELEASE] = {"lease.release",
        "UPDATE lease SET until_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND"
        " WHERE name = ? AND owner = ?",
        "aa", "", 0},
    {0},
};

enum rc lease_take(struct db *db, struct arena *a, const char *name, struct str owner,
    int64_t seconds, bool *held)
{
    struct rows r;
    *held = false;
    enum rc rc = db_exec(
        db, &lease_statements[TAKE], ARGS(ARG(str_c(name)), ARG(owner), ARG(seconds)), NULL);
    if (rc == RC_OK)
        rc = db_query_one(db, a, &lease_statements[HOLDER], ARGS(ARG(str_c(name))), &r);
    if (rc == RC_OK)
        *held = str_eq(row_str(&r, 0, 0), owner);
    return rc;
}

enum rc lease_release(struct db *db, const char *name, struct str owner)
{
    return db_exec(
        db, &lease_statements[RELEASE], ARGS(ARG(str_c(name)), ARG(owner)), NULL);
}
