/* store/throttle.h - counts acts in fixed windows: one row a bucket and window, one statement an
 * act. A bucket is a keyed hash of who does what: no address is kept. Beyond the free acts of a
 * window nobody is shut out: each next one is due THROTTLE_FIRST seconds after the one before, then
 * twice as long, up to THROTTLE_LONGEST; the next window begins at nothing. */
#ifndef STORE_THROTTLE_H
#define STORE_THROTTLE_H

#include "store/stmt.h"

enum { THROTTLE_BUCKET = 16, THROTTLE_FIRST = 60, THROTTLE_LONGEST = 3600 };

struct throttle_rule {
    unsigned most;   /* acts, at least 2, … */
    int64_t seconds; /* … in this window, are free */
    int64_t late;    /* an act that is due this much later is taken all the same: it is done then.
                        0: it has to be asked for again when it is due */
};

/* Counts one act. *wait: seconds until it is due; 0: now. More than rule->late: it was not taken and
 * not counted, and may be asked for again *wait - rule->late seconds from now. Reads the first
 * THROTTLE_BUCKET bytes of `bucket`. */
enum rc throttle_hit(struct db *db, const unsigned char *bucket, const struct throttle_rule *rule,
    struct instant now, int64_t *wait) MUST_USE;
/* Takes one act back: it turned out to be none of those that are limited. */
enum rc throttle_back(struct db *db, const unsigned char *bucket, const struct throttle_rule *rule,
    struct instant now) MUST_USE;
/* A pace that everybody shares: `most` acts at once, and then evenly as many each `seconds`, however
 * many come. *wait: seconds until this one's turn; each is taken. */
enum rc throttle_pace(struct db *db, const unsigned char *bucket, const struct throttle_rule *rule,
    struct instant now, int64_t *wait) MUST_USE;
enum rc throttle_pace_back(
    struct db *db, const unsigned char *bucket, const struct throttle_rule *rule) MUST_USE;
/* How long the next one would wait; it takes no turn. */
enum rc throttle_paced(struct db *db, struct arena *a, const unsigned char *bucket,
    const struct throttle_rule *rule, struct instant now, int64_t *wait) MUST_USE;
/* A bucket of another sort counts nothing and says "seen", until then; and: is it still? */
enum rc throttle_mark(struct db *db, const unsigned char *bucket, struct instant until) MUST_USE;
enum rc throttle_marked(struct db *db, struct arena *a, const unsigned char *bucket,
    struct instant now, bool *out) MUST_USE;
/* For jobs: forgets windows that are over; at most `limit` rows. */
enum rc throttle_purge(struct db *db, struct instant now, uint64_t limit, uint64_t *gone) MUST_USE;

#endif
