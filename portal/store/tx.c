#include "store/tx.h"

#include "store/db_private.h"
#include "sys/log.h"

/* Two transactions that met once should not meet again at the same instant. */
static void nap(const struct db *db, int tries)
{
    unsigned long id = mysql_thread_id(db->my);
    long ms = (1L << tries) + (long)(id * 7 % 5);
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL);
}

/* *committing: COMMIT was sent, so that a connection lost then does not say what became of it. */
static enum rc once(
    struct db *db, enum rc (*fn)(struct db *db, void *arg), void *arg, bool *committing)
{
    *committing = false;
    enum rc rc = db_run(db, STR("START TRANSACTION"));
    if (rc != RC_OK)
        return rc;
    db->in_tx = true;
    rc = fn(db, arg);
    if (rc == RC_OK) /* fn may have looked away: what failed is sticky */
        rc = db->failed;
    if (rc != RC_OK)
        return rc;
    *committing = true;
    return db_run(db, STR("COMMIT"));
}

/* After a deadlock and the like: is it to be run once more? */
static enum rc roll_back(struct db *db, bool *again)
{
    *again = db->retry;
    db->in_tx = false;
    db->failed = RC_OK;
    db->retry = false;
    return db_run(db, STR("ROLLBACK"));
}

enum rc tx_run(struct db *db, enum rc (*fn)(struct db *db, void *arg), void *arg)
{
    if (db->in_tx)
        abort();
    for (int tries = 1;; tries++) {
        bool committing, again = true;
        enum rc rc = once(db, fn, arg, &committing);
        bool begun = db->in_tx;
        if (rc == RC_OK || db->lost || !begun) {
            db->in_tx = false;
            if (rc == RC_OK || !db->lost || committing || !db_again(db))
                return rc;
        } else {
            enum rc back = roll_back(db, &again);
            if (back != RC_OK)
                return back;
        }
        if (!again || tries == TX_TRIES)
            return rc;
        log_event(LOG_INFO, "db.again", LOG_INT("tries", tries), LOG_END);
        nap(db, tries);
    }
}
