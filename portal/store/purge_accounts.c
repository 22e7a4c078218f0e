/* Statements: purge.account* below. */
#include "store/purge_accounts.h"

#include "store/audit.h"
#include "store/statements.h"
#include "store/tx.h"

enum { DUE, GO };

/* Asked twice: to find accounts, and again as each goes, since somebody may have come back. */
#define EMPTY                                                                                      \
    " n.last_seen_at < ? AND NOT EXISTS (SELECT 1 FROM candidacy c WHERE c.account_id = n.id)"     \
    " AND NOT EXISTS (SELECT 1 FROM session s WHERE s.account_id = n.id)"                          \
    " AND NOT EXISTS (SELECT 1 FROM challenge h WHERE h.account_id = n.id)"                        \
    " AND NOT EXISTS (SELECT 1 FROM quote_request r WHERE r.email = n.email)"                      \
    " AND NOT EXISTS (SELECT 1 FROM archive_file f WHERE f.email = n.email)"

const struct stmt purge_accounts_statements[] = {
    [DUE] = {"purge.accounts_due", "SELECT n.id FROM account n WHERE" EMPTY " LIMIT ?", "tu", "u", STMT_SCAN},
    [GO] = {"purge.account", "DELETE n FROM account n WHERE n.id = ? AND" EMPTY, "ut", "", 0},
    {0},
};

struct purging {
    uint64_t account;
    struct instant before;
};

static enum rc purge_one(struct db *db, void *arg)
{
    const struct purging *p = arg;
    struct done done = {0};
    enum rc rc = db_exec(
        db, &purge_accounts_statements[GO], ARGS(ARG(p->account), ARG(p->before)), &done);
    if (rc != RC_OK || !done.affected)
        return rc == RC_OK ? RC_NOT_FOUND : rc; /* somebody came back, or another purger was faster */
    return audit_add(db, &(struct audit){"job", 0, "account.purge", "account", p->account, {0}});
}

enum rc purge_accounts(
    struct db *db, struct arena *a, struct instant before, uint64_t limit, uint64_t *gone)
{
    struct rows due;
    *gone = 0;
    if (limit > PURGE_ACCOUNTS_MAX)
        limit = PURGE_ACCOUNTS_MAX;
    enum rc rc = db_query(
        db, a, &purge_accounts_statements[DUE], ARGS(ARG(before), ARG(limit)), &due);
    for (size_t i = 0; rc == RC_OK && i < due.n; i++) {
        rc = tx_run(db, purge_one, &(struct purging){row_u64(&due, i, 0), before});
        if (rc == RC_OK)
            ++*gone;
        else if (rc == RC_NOT_FOUND)
            rc = RC_OK;
    }
    return rc;
}
