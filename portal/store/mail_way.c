/* Statements: mail_way.* below. */
#include "store/mail_way.h"

#include "base/utf8.h"
#include "store/statements.h"

enum { READ, CLOSE, TAKE, OPEN };

const struct stmt mail_way_statements[] = {
    [READ] = {"mail_way.read",
        "SELECT closed_at, stage, why, tries, try_at FROM mail_way WHERE id = 1", "", "tssut", 0},
    /* tries is set first: it still sees whether it was closed. */
    [CLOSE] = {"mail_way.close",
        "INSERT INTO mail_way (id, closed_at, stage, why, tries, try_at) VALUES (1, ?, ?, ?, 1, ?)"
        " ON DUPLICATE KEY UPDATE tries = IF(closed_at IS NULL, 1, LEAST(tries + 1, 60000)),"
        " closed_at = COALESCE(closed_at, VALUES(closed_at)), stage = VALUES(stage),"
        " why = VALUES(why), try_at = VALUES(try_at)",
        "tast", "", 0},
    [TAKE] = {"mail_way.take",
        "UPDATE mail_way SET try_at = ? WHERE id = 1 AND closed_at IS NOT NULL AND try_at <= ?",
        "tt", "", 0},
    [OPEN] = {"mail_way.open",
        "UPDATE mail_way SET closed_at = NULL, stage = '', why = '', tries = 0"
        " WHERE id = 1 AND closed_at IS NOT NULL",
        "", "", 0},
    {0},
};

enum rc mail_way_read(struct db *db, struct arena *a, struct mail_way *out)
{
    struct rows r;
    *out = (struct mail_way){0};
    enum rc rc = db_query(db, a, &mail_way_statements[READ], NO_ARGS, &r);
    if (rc == RC_OK && r.n && row_instant(&r, 0, 0).s)
        *out = (struct mail_way){.closed = row_instant(&r, 0, 0),
            .stage = row_str(&r, 0, 1),
            .why = row_str(&r, 0, 2),
            .tries = (unsigned)row_u64(&r, 0, 3),
            .try_at = row_instant(&r, 0, 4)};
    return rc;
}

enum rc mail_way_close(struct db *db, const struct mail_way *now)
{
    return db_exec(db, &mail_way_statements[CLOSE],
        ARGS(ARG(now->closed), ARG(now->stage), ARG(utf8_cut(now->why, MAIL_WAY_WHY_MAX)),
            ARG(now->try_at)),
        NULL);
}

enum rc mail_way_take(struct db *db, struct instant now, struct instant next)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &mail_way_statements[TAKE], ARGS(ARG(next), ARG(now)), &done);
    return rc == RC_OK && done.affected != 1 ? RC_CONFLICT : rc;
}

enum rc mail_way_open(struct db *db, bool *was)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &mail_way_statements[OPEN], NO_ARGS, &done);
    if (was)
        *was = done.affected == 1;
    return rc;
}
