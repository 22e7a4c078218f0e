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
/* For jobs: forgets windows that are over; at most `limit` rows. */
enum rc throttle_purge(struct db *db, struct instant now, uint64_t limit, uint64_t *gone) MUST_USE;

#endif
