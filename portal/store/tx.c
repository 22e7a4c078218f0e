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

static enum rc once(struct db *db, enum rc (*fn)(struct db *db, void *arg), void *arg)
{
    enum rc rc = db_run(db, STR("START TRANSACTION"));
    if (rc != RC_OK)
        return rc;
    db->in_tx = true;
    rc = fn(db, arg);
    if (rc == RC_OK) /* fn may have looked away: what failed is sticky */
        rc = db->failed;
    if (rc == RC_OK)
        rc = db_run(db, STR("COMMIT"));
    return rc;
}

enum rc tx_run(struct db *db, enum rc (*fn)(struct db *db, void *arg), void *arg)
{
    if (db->in_tx)
        abort();
    for (int tries = 1;; tries++) {
        enum rc rc = once(db, fn, arg);
        bool again = db->retry;
        if (!db->in_tx || rc == RC_OK || db->lost) {
            db->in_tx = false;
            return rc;
        }
        db->in_tx = false;
        db->failed = RC_OK;
        db->retry = false;
        enum rc back = db_run(db, STR("ROLLBACK"));
        if (back != RC_OK)
            return back;
        if (!again || tries == TX_TRIES)
            return rc;
        log_event(LOG_INFO, "db.again", LOG_INT("tries", tries), LOG_END);
        nap(db, tries);
    }
}
