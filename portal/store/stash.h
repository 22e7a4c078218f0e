/* store/stash.h - a POST whose session had ended: kept sealed for an hour, for the browser that
 * sent it and the page it was sent to, and offered again after signing in. Sealing is the caller's
 * (sys/crypto.h); a newer POST to the same page replaces the older.
 *
 * So is what was typed into a form that is read again before it is sent (page/kept.h): its place is a
 * path with a query (an "="), which no POST's path has, and it is not offered after signing in. */
#ifndef STORE_STASH_H
#define STORE_STASH_H

#include "store/stmt.h"

enum { STASH_DEVICE = 32, STASH_SECONDS = 3600, STASH_PER_DEVICE = 10 };

struct stash {
    uint64_t id;
    struct str path, sealed;
    struct instant created, expires;
};

/* RC_TOO_LARGE: this browser has STASH_PER_DEVICE of that sort already. */
enum rc stash_put(struct db *db, const unsigned char device[STASH_DEVICE], struct str path,
    struct str sealed, struct instant now) MUST_USE;
enum rc stash_find(struct db *db, struct arena *a, const unsigned char device[STASH_DEVICE],
    struct str path, struct instant now, struct stash *out) MUST_USE;
/* What is kept to be read again, in a room as large of its own: when there is none left, the oldest goes. */
enum rc stash_keep(struct db *db, const unsigned char device[STASH_DEVICE], struct str place,
    struct str sealed, struct instant now) MUST_USE;
/* The newest of this browser that waits for somebody to sign in, whatever the page: RC_NOT_FOUND without one. */
enum rc stash_latest(struct db *db, struct arena *a, const unsigned char device[STASH_DEVICE],
    struct instant now, struct stash *out) MUST_USE;
enum rc stash_delete(
    struct db *db, const unsigned char device[STASH_DEVICE], uint64_t id) MUST_USE;
enum rc stash_purge(struct db *db, struct instant now, uint64_t limit, uint64_t *gone) MUST_USE;

#endif
