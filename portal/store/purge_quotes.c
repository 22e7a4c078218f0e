/* Statements: purge.quote* below. */
#include "store/purge_quotes.h"

#include "store/audit.h"
#include "store/statements.h"
#include "store/tx.h"

enum { DUE, LOCK, ANSWERS, QUOTES, MESSAGES, MAIL_PARTS, MAILS, REQUEST };

/* Asked twice: to find requests, and again under the lock, since somebody may have written. */
#define LEFT                                                                                       \
    " r.state IN ('sent', 'answered', 'declined', 'cancelled', 'closed')"                          \
    " AND r.waiting_since IS NULL"                                                                \
    " AND COALESCE(r.updated_at, r.created_at) < ?"                                                \
    " AND (r.valid_until IS NULL OR r.valid_until < ?)"                                            \
    " AND NOT EXISTS (SELECT 1 FROM quote q WHERE q.request_id = r.id AND q.state = 'accepted')"   \
    " AND NOT EXISTS (SELECT 1 FROM quote q JOIN quote_answer w ON w.quote_id = q.id"              \
    " WHERE q.request_id = r.id AND w.kind = 'accepted')"                                          \
    " AND NOT EXISTS (SELECT 1 FROM quote_message m WHERE m.request_id = r.id AND m.at >= ?)"

const struct stmt purge_quotes_statements[] = {
    [DUE] = {"purge.quotes_due",
        "SELECT r.id FROM quote_request r WHERE r.created_at < ? AND" LEFT " LIMIT ?", "ttttu", "u",
        STMT_SCAN},
    [LOCK] = {"purge.quote_lock",
        "SELECT r.last_number FROM quote_request r WHERE r.id = ? AND" LEFT " FOR UPDATE", "uttt",
        "s", 0},
    [ANSWERS] = {"purge.quote_answers",
        "DELETE w FROM quote_answer w JOIN quote q ON q.id = w.quote_id WHERE q.request_id = ?", "u",
        "", 0},
    [QUOTES] = {"purge.quotes", "DELETE FROM quote WHERE request_id = ?", "u", "", 0},
    [MESSAGES] = {
        "purge.quote_messages", "DELETE FROM quote_message WHERE request_id = ?", "u", "", 0},
    [MAIL_PARTS] = {"purge.quote_mail_parts",
        "DELETE p FROM mail_raw_part p JOIN mail_raw m ON m.id = p.raw_id WHERE m.request_id = ?", "u", "", 0},
    [MAILS] = {"purge.quote_mails", "DELETE FROM mail_raw WHERE request_id = ?", "u", "", 0},
    [REQUEST] = {"purge.quote_request",
        "DELETE FROM quote_request WHERE id = ? AND state <> 'accepted'", "u", "", 0},
    {0},
};

struct purging {
    struct arena *a;
    uint64_t request;
    struct instant before;
};

static enum rc purge_one(struct db *db, void *arg)
{
    const struct purging *p = arg;
    struct rows r;
    struct done done = {0};
    enum rc rc = db_query_one(db, p->a, &purge_quotes_statements[LOCK],
        ARGS(ARG(p->request), ARG(p->before), ARG(p->before), ARG(p->before)), &r);
    if (rc != RC_OK)
        return rc;
    for (int part = ANSWERS; rc == RC_OK && part <= REQUEST; part++)
        rc = db_exec(db, &purge_quotes_statements[part], ARGS(ARG(p->request)), &done);
    if (rc == RC_OK && done.affected != 1)
        rc = RC_FAULT; /* it was locked a moment ago */
    if (rc != RC_OK)
        return rc;
    return audit_add(db, &(struct audit){"job", 0, "request.purge", "quote_request", p->request,
                             row_str(&r, 0, 0)});
}

enum rc purge_quotes(
    struct db *db, struct arena *a, struct instant before, uint64_t limit, uint64_t *gone)
{
    struct rows due;
    *gone = 0;
    if (limit > PURGE_QUOTES_MAX)
        limit = PURGE_QUOTES_MAX;
    enum rc rc = db_query(db, a, &purge_quotes_statements[DUE],
        ARGS(ARG(before), ARG(before), ARG(before), ARG(before), ARG(limit)), &due);
    for (size_t i = 0; rc == RC_OK && i < due.n; i++) {
        struct purging p = {a, row_u64(&due, i, 0), before};
        rc = tx_run(db, purge_one, &p);
        if (rc == RC_OK)
            ++*gone;
        else if (rc == RC_NOT_FOUND) /* somebody wrote meanwhile, or another purger was faster */
            rc = RC_OK;
    }
    return rc;
}
