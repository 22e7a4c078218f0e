/* store/purge_quotes.h - requests for a quote, and questions, that led to nothing, removed with all that
 * stands under them: answers, quotes, messages.
 *
 * Run on a connection of the role `purge`, the only one that serves which the triggers let
 * delete what was issued. What was accepted is never touched, nor what still waits for an answer of
 * ours, nor a quote that still holds. The numbers stay in the audit trail, so that a missing one is
 * explained; the counters do not move. */
#ifndef STORE_PURGE_QUOTES_H
#define STORE_PURGE_QUOTES_H

#include "store/stmt.h"

enum { PURGE_QUOTES_MAX = 50 };

/* Of at most `limit` requests (PURGE_QUOTES_MAX at most) untouched since `before`. One transaction
 * each, with its audit row; *gone counts them. */
enum rc purge_quotes(struct db *db, struct arena *a, struct instant before, uint64_t limit,
    uint64_t *gone) MUST_USE;

#endif
