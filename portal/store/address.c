/* Statements: address.* below. */
#include "store/address.h"

#include "base/utf8.h"
#include "store/audit.h"
#include "store/statements.h"

enum { FIND, CORRECT, PROVED, MAIL, BOUNCED, DELAYED, COUNT_HARD, ACCOUNT, PURGE };

const struct stmt address_statements[] = {
    [FIND] = {"address.find",
        "SELECT hard_bounces, last_at, corrected_at, why FROM address_state WHERE email = ?", "s",
        "utts", 0},
    [CORRECT] = {"address.correct",
        "UPDATE address_state SET hard_bounces = 0, corrected_at = ? WHERE email = ?"
        " AND hard_bounces > 0",
        "ts", "", 0},
    [PROVED] = {"address.proved",
        "UPDATE account SET address_state = 'proved' WHERE email = ? AND address_state <> 'proved'",
        "s", "", 0},
    [MAIL] = {"address.mail_lock",
        "SELECT recipient, COALESCE(sent_at, created_at), bounced_at FROM outbox WHERE id = ?"
        " FOR UPDATE",
        "u", "stt", 0},
    [BOUNCED] = {"address.mail_bounced",
        "UPDATE outbox SET bounced_at = ?, bounce_why = ? WHERE id = ? AND bounced_at IS NULL",
        "tsu", "", 0},
    [DELAYED] = {"address.mail_delayed",
        "UPDATE outbox SET bounce_why = ? WHERE id = ? AND bounced_at IS NULL", "su", "", 0},
    [COUNT_HARD] = {"address.count",
        "INSERT INTO address_state (email, hard_bounces, last_at, why) VALUES (?, 1, ?, ?)"
        " ON DUPLICATE KEY UPDATE last_at = VALUES(last_at), why = VALUES(why), hard_bounces ="
        " LEAST(hard_bounces + IF(corrected_at IS NULL OR corrected_at < ?, 1, 0), 60000)",
        "stst", "", 0},
    [ACCOUNT] = {"address.account",
        "UPDATE account c JOIN address_state s ON s.email = c.email SET c.address_state ="
        " CASE WHEN s.hard_bounces >= ? THEN 'dead' WHEN s.hard_bounces > 0 THEN 'to_check'"
        " ELSE c.address_state END WHERE c.email = ?",
        "us", "", 0},
    [PURGE] = {"address.purge", "DELETE FROM address_state WHERE last_at < ? LIMIT ?", "tu", "", 0},
    {0},
};

enum rc address_find(struct db *db, struct arena *a, struct str email, struct address *out)
{
    struct rows r;
    enum rc rc = db_query(db, a, &address_statements[FIND], ARGS(ARG(email)), &r);
    *out = (struct address){0};
    if (rc != RC_OK || r.n == 0)
        return rc;
    *out = (struct address){
        .hard = (unsigned)row_u64(&r, 0, 0),
        .last = row_instant(&r, 0, 1),
        .corrected = row_instant(&r, 0, 2),
        .why = row_str(&r, 0, 3),
    };
    return RC_OK;
}

enum rc address_correct(struct db *db, struct str email, struct instant now)
{
    enum rc rc = db_exec(db, &address_statements[CORRECT], ARGS(ARG(now), ARG(email)), NULL);
    /* on its own: what came back may have been forgotten since (address_purge) */
    return rc == RC_OK ? db_exec(db, &address_statements[PROVED], ARGS(ARG(email)), NULL) : rc;
}

/* What was sent for a passer-by has no address any more once it is sent: the mail is marked, and
 * that is all. */
static enum rc count_against(struct db *db, struct str email, struct str why, struct instant sent,
    struct instant now)
{
    if (email.n == 0)
        return RC_OK;
    enum rc rc = db_exec(db, &address_statements[COUNT_HARD],
        ARGS(ARG(email), ARG(now), ARG(why), ARG(sent)), NULL);
    return rc == RC_OK ? db_exec(db, &address_statements[ACCOUNT],
                             ARGS(ARG((uint64_t)ADDRESS_BOUNCES_MAX), ARG(email)), NULL)
                       : rc;
}

enum rc address_bounced(
    struct db *db, struct arena *a, const struct bounce_note *note, struct instant now)
{
    struct rows r;
    struct str why = utf8_cut(note->why, ADDRESS_WHY_MAX);
    enum rc rc = db_query_one(db, a, &address_statements[MAIL], ARGS(ARG(note->outbox)), &r);
    if (rc != RC_OK)
        return rc;
    if (!row_null(&r, 0, 2))
        return RC_CONFLICT;
    if (!note->failed)
        return db_exec(
            db, &address_statements[DELAYED], ARGS(ARG(why), ARG(note->outbox)), NULL);
    rc = db_exec(
        db, &address_statements[BOUNCED], ARGS(ARG(now), ARG(why), ARG(note->outbox)), NULL);
    if (rc == RC_OK && note->hard)
        rc = count_against(db, row_str(&r, 0, 0), why, row_instant(&r, 0, 1), now);
    if (rc != RC_OK)
        return rc;
    const struct audit row = {"job", 0, "mail.bounced", "outbox", note->outbox,
        note->hard ? STR("hard") : STR("soft")};
    return audit_add(db, &row);
}

enum rc address_purge(struct db *db, struct instant before, uint64_t limit, uint64_t *gone)
{
    struct done done = {0};
    enum rc rc =
        db_exec(db, &address_statements[PURGE], ARGS(ARG(before), ARG(limit)), &done);
    *gone = done.affected;
    return rc;
}
