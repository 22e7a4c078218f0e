/* Statements: throttle.* below. */
#include "store/throttle.h"

#include "store/statements.h"

enum { HIT, BACK, PACE, PACE_BACK, PACED, MARK, MARKED, PURGE };

/* Seconds from now until the next act beyond the free ones is due. */
#define WAIT "TIMESTAMPDIFF(SECOND, ?, COALESCE(next_at, ?))"

const struct stmt throttle_statements[] = {
    /* LAST_INSERT_ID carries the wait back, so that counting and asking are one statement. Columns
     * are set in this order: an act that has to wait for longer than it may changes neither. */
    [HIT] = {"throttle.hit",
        "INSERT INTO throttle (bucket, window_start, acts, expires_at) VALUES (?, ?, 1, ?)"
        " ON DUPLICATE KEY UPDATE"
        " acts = acts + (LAST_INSERT_ID(IF(acts < ?, 0, GREATEST(0, " WAIT "))) <= ?),"
        " next_at = CASE WHEN acts < ? THEN NULL WHEN next_at IS NOT NULL AND " WAIT " > ? THEN next_at"
        " ELSE GREATEST(?, COALESCE(next_at, ?)) + INTERVAL"
        " LEAST(?, ? * POW(2, LEAST(acts - ?, 12))) SECOND END",
        "btt" "utti" "utti" "tt" "iiu", "", 0},
    [BACK] = {"throttle.back",
        "UPDATE throttle SET acts = acts - 1, next_at = IF(acts < ?, NULL, next_at)"
        " WHERE bucket = ? AND window_start = ? AND acts > 0",
        "ubt", "", 0},
    /* One row for good. next_at is when the acts so far would be over, had each its share of the time. */
    [PACE] = {"throttle.pace",
        "INSERT INTO throttle (bucket, window_start, acts, expires_at, next_at)"
        " VALUES (?, '2000-01-01 00:00:00', 1, ? + INTERVAL 1 DAY, ? + INTERVAL ? MICROSECOND)"
        " ON DUPLICATE KEY UPDATE"
        " next_at = GREATEST(?, next_at) + INTERVAL ? MICROSECOND,"
        " acts = 1 + 0 * LAST_INSERT_ID(GREATEST(0, TIMESTAMPDIFF(SECOND, ?, next_at) - ?)),"
        " expires_at = next_at + INTERVAL 1 DAY",
        "btti" "ti" "ti", "", 0},
    [PACE_BACK] = {"throttle.pace_back",
        "UPDATE throttle SET next_at = next_at - INTERVAL ? MICROSECOND"
        " WHERE bucket = ? AND window_start = '2000-01-01 00:00:00'",
        "ib", "", 0},
    [PACED] = {"throttle.paced",
        "SELECT GREATEST(0, TIMESTAMPDIFF(SECOND, ?, next_at) - ?) FROM throttle WHERE bucket = ?"
        " AND window_start = '2000-01-01 00:00:00'",
        "tib", "u", 0},
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

enum rc throttle_hit(struct db *db, const unsigned char *bucket, const struct throttle_rule *rule,
    struct instant now, int64_t *wait)
{
    struct instant start = window_of(now, rule->seconds);
    struct instant end = {start.s + rule->seconds};
    uint64_t most = rule->most;
    int64_t longest = THROTTLE_LONGEST, first = THROTTLE_FIRST;
    struct done done = {0};
    enum rc rc = db_exec(db, &throttle_statements[HIT],
        ARGS(ARG_BYTES(bucket, THROTTLE_BUCKET), ARG(start), ARG(end), ARG(most), /* acts */ ARG(now),
            ARG(now), ARG(rule->late), /* next_at */ ARG(most), ARG(now), ARG(now), ARG(rule->late), ARG(now),
            ARG(now), ARG(longest), ARG(first), ARG(most)),
        &done);
    *wait = (int64_t)done.id;
    if (*wait > rule->late && now.s + *wait - rule->late > end.s)
        *wait = end.s - now.s + rule->late; /* the next window begins at nothing */
    return rc;
}

enum rc throttle_back(struct db *db, const unsigned char *bucket, const struct throttle_rule *rule,
    struct instant now)
{
    uint64_t most = rule->most;
    return db_exec(db, &throttle_statements[BACK],
        ARGS(ARG(most), ARG_BYTES(bucket, THROTTLE_BUCKET), ARG(window_of(now, rule->seconds))), NULL);
}

static int64_t share(const struct throttle_rule *rule)
{
    return rule->seconds * 1000000 / rule->most;
}

enum rc throttle_pace(struct db *db, const unsigned char *bucket, const struct throttle_rule *rule,
    struct instant now, int64_t *wait)
{
    struct done done = {0};
    int64_t each = share(rule);
    enum rc rc = db_exec(db, &throttle_statements[PACE],
        ARGS(ARG_BYTES(bucket, THROTTLE_BUCKET), ARG(now), ARG(now), ARG(each), ARG(now), ARG(each),
            ARG(now), ARG(rule->seconds)),
        &done);
    *wait = (int64_t)done.id;
    return rc;
}

enum rc throttle_pace_back(
    struct db *db, const unsigned char *bucket, const struct throttle_rule *rule)
{
    int64_t each = share(rule);
    return db_exec(db, &throttle_statements[PACE_BACK],
        ARGS(ARG(each), ARG_BYTES(bucket, THROTTLE_BUCKET)), NULL);
}

enum rc throttle_paced(struct db *db, struct arena *a, const unsigned char *bucket,
    const struct throttle_rule *rule, struct instant now, int64_t *wait)
{
    struct rows r;
    enum rc rc = db_query(db, a, &throttle_statements[PACED],
        ARGS(ARG(now), ARG(rule->seconds), ARG_BYTES(bucket, THROTTLE_BUCKET)), &r);
    *wait = rc == RC_OK && r.n ? (int64_t)row_u64(&r, 0, 0) : 0;
    return rc;
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
