/* store/purge.h - drafts that nobody came back to, removed with all that stands under them.
 *
 * Run on a connection of the role `purge`; of what serves, it alone may delete here (grants.sql; an
 * operator's erasure is store/archive.h's). The trigger candidacy_kept refuses anything that was
 * submitted, or younger than three months after its intake's closing, whatever this asks. Parked
 * drafts, those whose session is over and those whose address was never proved are drafts like others. */
#ifndef STORE_PURGE_H
#define STORE_PURGE_H

#include "store/stmt.h"

enum { PURGE_DRAFTS_MAX = 50 };

/* Of at most `limit` drafts (PURGE_DRAFTS_MAX at most): never submitted, of an intake that closed
 * more than three months ago and before `before`, untouched since `before`; oldest first. One
 * transaction each, with its audit row; *gone counts them. One that fails keeps none of the others:
 * the last failure is told at the end. An intake without a closing date keeps its drafts. */
enum rc purge_drafts(struct db *db, struct arena *a, struct instant now, struct instant before,
    uint64_t limit, uint64_t *gone) MUST_USE;

#endif
