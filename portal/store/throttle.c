/* Statements: throttle.* below. */
#include "store/throttle.h"

#include "store/statements.h"

enum { HIT, PURGE };

const struct stmt throttle_statements[] = {
    /* LAST_INSERT_ID carries the count back, so that counting and asking are one statement. */
    [HIT] = {"throttle.hit",
        "INSERT INTO throttle (bucket, window_start, acts, expires_at) VALUES (?, ?, 1, ?)"
        " ON DUPLICATE KEY UPDATE acts = LAST_INSERT_ID(acts + 1)",
        "btt", "", 0},
    [PURGE] = {
        "throttle.purge", "DELETE FROM throttle WHERE expires_at < ? LIMIT ?", "tu", "", 0},
    {0},
};

enum rc throttle_hit(struct db *db, const unsigned char *bucket, int64_t window_seconds,
    struct instant now, uint64_t *count)
{
    struct instant start = {now.s - now.s % window_seconds};
    struct instant end = {start.s + window_seconds};
    struct done done = {0};
    enum rc rc = db_exec(db, &throttle_statements[HIT],
        ARGS(ARG_BYTES(bucket, THROTTLE_BUCKET), ARG(start), ARG(end)), &done);
    *count = done.affected == 1 ? 1 : done.id;
    return rc;
}

enum rc throttle_purge(struct db *db, struct instant now, uint64_t limit, uint64_t *gone)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &throttle_statements[PURGE], ARGS(ARG(now), ARG(limit)), &done);
    *gone = done.affected;
    return rc;
}
