/* store/purge_accounts.h - accounts that nothing hangs on: no candidacy, no connection or code that is
 * still kept, no request with that address, no file of theirs in the archive.
 *
 * On a connection of the role `purge`. */
#ifndef STORE_PURGE_ACCOUNTS_H
#define STORE_PURGE_ACCOUNTS_H

#include "store/stmt.h"

enum { PURGE_ACCOUNTS_MAX = 200 };

/* Of at most `limit` accounts (PURGE_ACCOUNTS_MAX at most) last seen before `before`. One transaction
 * each, with its audit row; *gone counts them. */
enum rc purge_accounts(struct db *db, struct arena *a, struct instant before, uint64_t limit,
    uint64_t *gone) MUST_USE;

#endif
