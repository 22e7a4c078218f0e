/* Statements: throttle.* below. */
#include "store/throttle.h"

#include "store/statements.h"

enum { HIT, BACK, MARK, MARKED, PURGE };

const struct stmt throttle_statements[] = {
    /* LAST_INSERT_ID carries the count back, so that counting and asking are one statement. */
    [HIT] = {"throttle.hit",
        "INSERT INTO throttle (bucket, window_start, acts, expires_at) VALUES (?, ?, 1, ?)"
        " ON DUPLICATE KEY UPDATE acts = LAST_INSERT_ID(acts + 1)",
        "btt", "", 0},
    [BACK] = {"throttle.back",
        "UPDATE throttle SET acts = acts - 1 WHERE bucket = ? AND window_start = ? AND acts > 0",
        "bt", "", 0},
    /* one row, whatever the day: its end moves */
    [MARK] = {"throttle.mark",
        "INSERT INTO throttle (bucket, window_start, acts, expires_at)"
        " VALUES (?, '2000-01-01 00:00:00', 1, ?)"
        " ON DUPLICATE KEY UPDATE expires_at = VALUES(expires_at)",
        "bt", "", 0},
    [MARKED] = {"throttle.marked",
        "SELECT COUNT(*) FROM throttle WHERE bucket = ? AND expires_at > ?", "bt", "u", 0},
    [PURGE] = {
        "throttle.purge", "DELETE FROM throttle WHERE expires_at < ? LIMIT ?", "tu", "", 0},
    {0},
};

static struct instant window_of(struct instant now, int64_t seconds)
{
    return (struct instant){now.s - now.s % seconds};
}

enum rc throttle_hit(struct db *db, const unsigned char *bucket, int64_t window_seconds,
    struct instant now, uint64_t *count)
{
    struct instant start = window_of(now, window_seconds);
    struct instant end = {start.s + window_seconds};
    struct done done = {0};
    enum rc rc = db_exec(db, &throttle_statements[HIT],
        ARGS(ARG_BYTES(bucket, THROTTLE_BUCKET), ARG(start), ARG(end)), &done);
    *count = done.affected == 1 ? 1 : done.id;
    return rc;
}

enum rc throttle_back(
    struct db *db, const unsigned char *bucket, int64_t window_seconds, struct instant now)
{
    return db_exec(db, &throttle_statements[BACK],
        ARGS(ARG_BYTES(bucket, THROTTLE_BUCKET), ARG(window_of(now, window_seconds))), NULL);
}

enum rc throttle_mark(struct db *db, const unsigned char *bucket, struct instant until)
{
    return db_exec(db, &throttle_statements[MARK],
        ARGS(ARG_BYTES(bucket, THROTTLE_BUCKET), ARG(until)), NULL);
}

enum rc throttle_marked(struct db *db, struct arena *a, const unsigned char *bucket,
    struct instant now, bool *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &throttle_statements[MARKED],
        ARGS(ARG_BYTES(bucket, THROTTLE_BUCKET), ARG(now)), &r);
    *out = rc == RC_OK && row_u64(&r, 0, 0) > 0;
    return rc;
}

enum rc throttle_purge(struct db *db, struct instant now, uint64_t limit, uint64_t *gone)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &throttle_statements[PURGE], ARGS(ARG(now), ARG(limit)), &done);
    *gone = done.affected;
    return rc;
}
