/* store/throttle.h - counts acts in fixed windows: one row a bucket and window, one statement an
 * act. A bucket is a keyed hash of who does what: no address is kept. */
#ifndef STORE_THROTTLE_H
#define STORE_THROTTLE_H

#include "store/stmt.h"

enum { THROTTLE_BUCKET = 16 };

/* Counts one act and tells how many there have been in the window, this one included. Reads the
 * first THROTTLE_BUCKET bytes of `bucket`. */
enum rc throttle_hit(struct db *db, const unsigned char *bucket, int64_t window_seconds,
    struct instant now, uint64_t *count) MUST_USE;
/* Takes one act back: it turned out to be none of those that are limited. */
enum rc throttle_back(struct db *db, const unsigned char *bucket, int64_t window_seconds,
    struct instant now) MUST_USE;
/* A bucket of another sort counts nothing and says "seen", until then; and: is it still? */
enum rc throttle_mark(struct db *db, const unsigned char *bucket, struct instant until) MUST_USE;
enum rc throttle_marked(struct db *db, struct arena *a, const unsigned char *bucket,
    struct instant now, bool *out) MUST_USE;
/* For jobs: forgets windows that are over; at most `limit` rows. */
enum rc throttle_purge(struct db *db, struct instant now, uint64_t limit, uint64_t *gone) MUST_USE;

#endif
