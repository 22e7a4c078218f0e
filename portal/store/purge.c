/* Statements: purge.* below. */
#include "store/purge.h"

#include "store/audit.h"
#include "store/statements.h"
#include "store/tx.h"

enum { DUE, LOCK, FIRST_PART, LAST_PART = FIRST_PART + 9, CANDIDACY };

/* Asked twice: to find drafts, and again under the lock, since somebody may have come back. */
#define CLOSED " i.closes_at < ? - INTERVAL 3 MONTH AND i.closes_at < ?"
#define LEFT                                                                                       \
    " AND c.updated_at < ? AND c.state = 'draft' AND c.submissions = 0 AND c.submitted_at IS NULL" \
    " AND NOT EXISTS (SELECT 1 FROM submission s WHERE s.candidacy_id = c.id)"
#define PART(table) "DELETE FROM " table " WHERE candidacy_id = ?"

const struct stmt purge_statements[] = {
    [DUE] = {"purge.due",
        "SELECT c.id FROM intake i JOIN candidacy c ON c.intake_id = i.id"
        " AND c.programme_id = i.programme_id AND c.year = i.year WHERE" CLOSED LEFT
        " ORDER BY c.id LIMIT ?",
        "tttu", "u", STMT_SCAN},
    /* Not a join: nobody who starts another candidacy waits for the intake's row. */
    [LOCK] = {"purge.lock",
        "SELECT c.id FROM candidacy c WHERE c.id = ? AND EXISTS (SELECT 1 FROM intake i"
        " WHERE i.id = c.intake_id AND" CLOSED ")" LEFT " FOR UPDATE",
        "uttt", "u", 0},
    [FIRST_PART] = {"purge.experience", PART("experience"), "u", "", 0},
    {"purge.diploma", PART("diploma"), "u", "", 0},
    {"purge.identity", PART("candidacy_identity"), "u", "", 0},
    {"purge.project", PART("candidacy_project"), "u", "", 0},
    {"purge.funding", PART("candidacy_funding"), "u", "", 0},
    {"purge.module", PART("candidacy_module"), "u", "", 0},
    {"purge.entry", PART("candidacy_entry"), "u", "", 0},
    {"purge.verification", PART("candidacy_verification"), "u", "", 0},
    {"purge.challenge", PART("challenge"), "u", "", 0},
    /* A request that was asked from the draft is the desk's, and outlives it. */
    [LAST_PART] = {"purge.quote_request",
        "UPDATE quote_request SET candidacy_id = NULL WHERE candidacy_id = ?", "u", "", 0},
    [CANDIDACY] = {"purge.candidacy",
        "DELETE FROM candidacy WHERE id = ? AND state = 'draft' AND submissions = 0", "u", "", 0},
    {0},
};

struct purging {
    struct arena *a;
    uint64_t candidacy;
    struct instant now, before;
};

static enum rc purge_one(struct db *db, void *arg)
{
    const struct purging *p = arg;
    struct rows r;
    struct done done = {0};
    enum rc rc = db_query_one(db, p->a, &purge_statements[LOCK],
        ARGS(ARG(p->candidacy), ARG(p->now), ARG(p->before), ARG(p->before)), &r);
    for (int part = FIRST_PART; rc == RC_OK && part <= LAST_PART; part++)
        rc = db_exec(db, &purge_statements[part], ARGS(ARG(p->candidacy)), NULL);
    if (rc == RC_OK)
        rc = db_exec(db, &purge_statements[CANDIDACY], ARGS(ARG(p->candidacy)), &done);
    if (rc == RC_OK && done.affected != 1)
        rc = RC_FAULT; /* it was locked as a draft a moment ago */
    if (rc != RC_OK)
        return rc;
    return audit_add(
        db, &(struct audit){"job", 0, "candidacy.purge", "candidacy", p->candidacy, {0}});
}

enum rc purge_drafts(struct db *db, struct arena *a, struct instant now, struct instant before,
    uint64_t limit, uint64_t *gone)
{
    struct rows due;
    *gone = 0;
    if (limit > PURGE_DRAFTS_MAX)
        limit = PURGE_DRAFTS_MAX;
    enum rc rc = db_query(db, a, &purge_statements[DUE],
        ARGS(ARG(now), ARG(before), ARG(before), ARG(limit)), &due);
    for (size_t i = 0; rc != RC_UNAVAILABLE && i < due.n; i++) {
        struct purging p = {a, row_u64(&due, i, 0), now, before};
        enum rc one = tx_run(db, purge_one, &p);
        if (one == RC_OK)
            ++*gone;
        else if (one != RC_NOT_FOUND) /* somebody came back to it, or another purger was faster */
            rc = one; /* one draft that stays must not keep the others */
    }
    return rc;
}
