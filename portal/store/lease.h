/* store/lease.h - one of several processes may do a thing: a row names the holder until a time on
 * the database's clock. A holder that dies lets it run out. */
#ifndef STORE_LEASE_H
#define STORE_LEASE_H

#include "store/stmt.h"

/* Takes or renews it; *held says whether it is ours. */
enum rc lease_take(struct db *db, struct arena *a, const char *name, struct str owner,
    int64_t seconds, bool *held) MUST_USE;
/* Gives it back early; nothing happens when it is not ours. */
enum rc lease_release(struct db *db, const char *name, struct str owner) MUST_USE;

#endif
