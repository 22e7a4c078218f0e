/* Statements: health.* below. */
#include "store/health.h"

#include "store/aside.h"
#include "store/statements.h"

enum { MIGRATIONS, OUTBOX, FULL };

const struct stmt health_statements[] = {
    [MIGRATIONS] = {"health.migrations",
        "SELECT COALESCE(MAX(IF(done_at IS NULL, 0, number)), 0),"
        " COALESCE(SUM(done_at IS NULL), 0), UTC_TIMESTAMP(),"
        " (SELECT failed_at FROM audit_check WHERE id = 1),"
        " (SELECT full_at FROM revision WHERE id = 1) FROM migration",
        "", "uuttt", STMT_SCAN},
    [OUTBOX] = {"health.outbox",
        "SELECT COALESCE(SUM(state <> 'failed'), 0), COALESCE(SUM(state = 'failed'), 0),"
        " COALESCE(SUM(state = 'failed' AND trouble <> 'address' AND settled_at IS NULL), 0),"
        " COALESCE(SUM(state <> 'failed' AND trouble = 'kind'), 0),"
        " MIN(CASE WHEN state = 'failed' THEN NULL WHEN attempts > 0 THEN COALESCE(again_at, created_at)"
        " WHEN next_try_at <= UTC_TIMESTAMP() THEN next_try_at END),"
        " MIN(IF(state = 'queued', next_try_at, NULL)),"
        " (SELECT closed_at FROM mail_way WHERE id = 1), (SELECT stage FROM mail_way WHERE id = 1),"
        " (SELECT COUNT(*) FROM purge_state WHERE held_at IS NOT NULL AND released_at IS NULL)"
        " FROM outbox WHERE state IN ('queued', 'sending', 'failed')",
        "", "uuuutttsu", 0},
    [FULL] = {"health.full", "UPDATE revision SET full_at = ? WHERE id = 1", "t", "", 0},
    {0},
};

enum rc health_read(struct db *db, struct arena *a, struct health *out)
{
    struct rows m, o;
    uint64_t asides = 0;
    enum rc rc = db_query_one(db, a, &health_statements[MIGRATIONS], NO_ARGS, &m);
    if (rc == RC_OK)
        rc = db_query_one(db, a, &health_statements[OUTBOX], NO_ARGS, &o);
    if (rc == RC_OK)
        rc = aside_open(db, a, &asides);
    if (rc != RC_OK)
        return rc;
    *out = (struct health){.migration = row_u64(&m, 0, 0),
        .migrations_open = row_u64(&m, 0, 1),
        .clock = row_instant(&m, 0, 2),
        .audit_failed = row_instant(&m, 0, 3),
        .full = row_instant(&m, 0, 4),
        .queued = row_u64(&o, 0, 0),
        .failed = row_u64(&o, 0, 1),
        .unsettled = row_u64(&o, 0, 2),
        .unknown = row_u64(&o, 0, 3),
        .asides = asides,
        .oldest = row_instant(&o, 0, 4),
        .oldest_due = row_instant(&o, 0, 5),
        .held = row_instant(&o, 0, 6),
        .held_at = row_str(&o, 0, 7),
        .purges_held = row_u64(&o, 0, 8)};
    return RC_OK;
}

enum rc health_was_full(struct db *db, struct instant now)
{
    return db_exec(db, &health_statements[FULL], ARGS(ARG(now)), NULL);
}
