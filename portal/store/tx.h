/* store/tx.h - a write transaction is a function that can be run again.
 *
 * On deadlock, lock wait or certification failure (1213, 1205, 1020; COMMIT included) everything
 * is rolled back and `fn` is run once more, up to TX_TRIES times: so fn touches nothing outside
 * the database but what `arg` holds, and overwrites that. Any rc but RC_OK from fn rolls back and
 * is returned. A connection lost before COMMIT was sent is made anew, once a request, and fn run
 * again; lost during COMMIT it gives RC_UNAVAILABLE: whether it happened is told by the idempotency
 * key when the person tries again. Not nested. */
#ifndef STORE_TX_H
#define STORE_TX_H

#include "store/db.h"

enum { TX_TRIES = 6 };

enum rc tx_run(struct db *db, enum rc (*fn)(struct db *db, void *arg), void *arg) MUST_USE;

#endif
