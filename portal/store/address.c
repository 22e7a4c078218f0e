/* Statements: address.* below. */
#include "store/address.h"

#include "base/utf8.h"
#include "store/audit.h"
#include "store/statements.h"

enum { FIND, CORRECT, PROVED, MAIL, BOUNCED, DELAYED, COUNT_HARD, ACCOUNT, PURGE, ABOUT, COMPLAIN, CLEAR,
    JUDGED, EVIDENCE, REJUDGE, COUNT, ENCODED, MEND };

const struct stmt address_statements[] = {
    [FIND] = {"address.find",
        "SELECT hard_bounces, last_at, corrected_at, why, complained_at FROM address_state"
        " WHERE email = ?",
        "s", "uttst", 0},
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
        "INSERT INTO address_state (email, hard_bounces, last_at, why, rules) VALUES (?, 1, ?, ?, ?)"
        " ON DUPLICATE KEY UPDATE last_at = VALUES(last_at), why = VALUES(why),"
        /* a count that older rules began is still to be judged */
        " rules = IF(hard_bounces = 0, VALUES(rules), rules), hard_bounces ="
        " LEAST(hard_bounces + IF(corrected_at IS NULL OR corrected_at < ?, 1, 0), 60000)",
        "stsut", "", 0},
    [ACCOUNT] = {"address.account",
        "UPDATE account c JOIN address_state s ON s.email = c.email SET c.address_state ="
        " CASE WHEN s.hard_bounces >= ? THEN 'dead' WHEN s.hard_bounces > 0 THEN 'to_check'"
        " ELSE c.address_state END WHERE c.email = ?",
        "us", "", 0},
    [PURGE] = {"address.purge", "DELETE FROM address_state WHERE last_at < ? LIMIT ?", "tu", "", 0},
    [ABOUT] = {"address.mail_about",
        "SELECT o.recipient, o.kind, COALESCE(o.sent_at, o.created_at), o.object_kind, r.reference,"
        " COALESCE(r.public_id, IF(c.submissions > 0, c.public_id, NULL)) FROM outbox o"
        " LEFT JOIN quote_request r ON o.object_kind = 'quote_request' AND r.id = o.object_id"
        " LEFT JOIN candidacy c ON o.object_kind = 'candidacy' AND c.id = o.object_id WHERE o.id = ?",
        "u", "sstsss", 0},
    [COMPLAIN] = {"address.mail_complaint",
        "INSERT INTO address_state (email, last_at, complained_at, complaint) VALUES (?, ?, ?, ?)"
        " ON DUPLICATE KEY UPDATE last_at = VALUES(last_at), complained_at = COALESCE(complained_at,"
        " IF(complaint_lifted_at IS NULL OR complaint_lifted_at < ?, VALUES(complained_at), NULL)),"
        " complaint = IF(complained_at IS NULL OR complaint <> '', complaint, VALUES(complaint))",
        "sttst", "", 0},
    [CLEAR] = {"address.complaint_clear",
        "UPDATE address_state SET complained_at = NULL, complaint = '', complaint_lifted_at = ?"
        " WHERE email = ? AND complained_at IS NOT NULL",
        "ts", "", 0},
    [JUDGED] = {"address.mail_judged",
        "SELECT email, why, hard_bounces FROM address_state WHERE rules < ? AND hard_bounces > 0"
        " ORDER BY rules, email LIMIT ?",
        "uu", "ssu", 0},
    /* the trail says which of them were counted */
    [EVIDENCE] = {"address.mail_evidence",
        "SELECT o.bounce_why FROM outbox o JOIN address_state s ON s.email = o.recipient"
        " JOIN audit t ON t.object_kind = 'outbox' AND t.object_id = o.id AND t.action = 'mail.bounced'"
        " AND t.detail = 'hard' WHERE o.recipient = ? AND o.bounced_at IS NOT NULL"
        " AND (s.corrected_at IS NULL OR s.corrected_at < COALESCE(o.sent_at, o.created_at)) LIMIT ?",
        "su", "s", STMT_SCAN},
    [REJUDGE] = {"address.mail_rejudge",
        "UPDATE address_state SET rejudged_at = IF(? < hard_bounces, ?, rejudged_at), hard_bounces = ?,"
        " rules = ? WHERE email = ? AND hard_bounces = ? AND rules < ?",
        "utuusuu", "", 0},
    [COUNT] = {"address.count_all",
        "SELECT COALESCE(SUM(hard_bounces >= ?), 0), COALESCE(SUM(complained_at IS NOT NULL), 0),"
        " COALESCE(SUM(rejudged_at IS NOT NULL), 0), COALESCE(SUM(rules < ? AND hard_bounces > 0), 0)"
        " FROM address_state",
        "uu", "uuuu", STMT_SCAN},
    [ENCODED] = {"address.mail_encoded",
        "SELECT id, email FROM quote_request WHERE id > ? AND email LIKE '%xn--%' ORDER BY id LIMIT ?", "uu", "us",
        STMT_SCAN},
    [MEND] = {"address.mail_mend", "UPDATE quote_request SET email = ? WHERE id = ? AND email = ?", "sus", "", 0},
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
        .complained = row_instant(&r, 0, 4),
    };
    return RC_OK;
}

enum rc address_correct(struct db *db, struct str email, struct instant now)
{
    enum rc rc = db_exec(db, &address_statements[CORRECT], ARGS(ARG(now), ARG(email)), NULL);
    /* on its own: what came back may have been forgotten since (address_purge) */
    return rc == RC_OK ? db_exec(db, &address_statements[PROVED], ARGS(ARG(email)), NULL) : rc;
}

static enum rc account_follows(struct db *db, struct str email)
{
    return db_exec(db, &address_statements[ACCOUNT],
        ARGS(ARG((uint64_t)ADDRESS_BOUNCES_MAX), ARG(email)), NULL);
}

/* What was sent for a passer-by has no address any more once it is sent: the mail is marked, and
 * that is all. */
static enum rc count_against(struct db *db, struct str email, struct str why,
    const struct bounce_note *note, struct instant sent, struct instant now)
{
    if (email.n == 0)
        return RC_OK;
    enum rc rc = db_exec(db, &address_statements[COUNT_HARD],
        ARGS(ARG(email), ARG(now), ARG(why), ARG(note->rules), ARG(sent)), NULL);
    return rc == RC_OK ? account_follows(db, email) : rc;
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
        rc = count_against(db, row_str(&r, 0, 0), why, note, row_instant(&r, 0, 1), now);
    if (rc != RC_OK)
        return rc;
    const struct audit row = {"job", 0, "mail.bounced", "outbox", note->outbox,
        note->hard ? STR("hard") : STR("soft")};
    return audit_add(db, &row);
}

/* ---- a complaint */

/* RC_CONFLICT: it had complained, or has taken that back since. A passer-by's address went with the
 * mail: the trail keeps the complaint, and names nobody. */
static enum rc keep_complaint(struct db *db, struct arena *a, struct str email, struct str type,
    struct instant sent, struct instant now)
{
    struct address before, after;
    if (email.n == 0)
        return RC_OK;
    enum rc rc = address_find(db, a, email, &before);
    if (rc == RC_OK)
        rc = db_exec(db, &address_statements[COMPLAIN],
            ARGS(ARG(email), ARG(now), ARG(now), ARG(type), ARG(sent)), NULL);
    if (rc == RC_OK)
        rc = address_find(db, a, email, &after);
    if (rc == RC_OK && (before.complained.s || !after.complained.s))
        rc = RC_CONFLICT;
    return rc;
}

enum rc address_complained(struct db *db, struct arena *a, uint64_t outbox, struct str type,
    struct instant now, struct complaint *out)
{
    struct rows r;
    struct str word = utf8_cut(type, ADDRESS_COMPLAINT_MAX);
    enum rc rc = db_query_one(db, a, &address_statements[ABOUT], ARGS(ARG(outbox)), &r);
    if (rc != RC_OK)
        return rc;
    *out = (struct complaint){row_str(&r, 0, 1), row_instant(&r, 0, 2), row_str(&r, 0, 3),
        row_str(&r, 0, 4), row_str(&r, 0, 5)};
    rc = keep_complaint(db, a, row_str(&r, 0, 0), word, out->sent, now);
    return rc == RC_OK ? audit_add(db, &(struct audit){"job", 0, "mail.complained", "outbox",
                             outbox, word})
                       : rc;
}

enum rc address_complaint_clear(struct db *db, struct str email, struct instant now)
{
    return db_exec(db, &address_statements[CLEAR], ARGS(ARG(now), ARG(email)), NULL);
}

/* ---- judged again */

enum rc address_judged_before(struct db *db, struct arena *a, unsigned rules,
    struct address_judged **out, size_t *n)
{
    struct rows r;
    enum rc rc = db_query(db, a, &address_statements[JUDGED],
        ARGS(ARG(rules), ARG((uint64_t)ADDRESS_REJUDGE_MAX)), &r);
    *n = 0;
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct address_judged);
    for (size_t i = 0; i < r.n; i++)
        (*out)[(*n)++] = (struct address_judged){
            row_str(&r, i, 0), row_str(&r, i, 1), (unsigned)row_u64(&r, i, 2)};
    return RC_OK;
}

enum rc address_evidence(
    struct db *db, struct arena *a, struct str email, struct str **out, size_t *n)
{
    struct rows r;
    enum rc rc = db_query(db, a, &address_statements[EVIDENCE],
        ARGS(ARG(email), ARG((uint64_t)ADDRESS_EVIDENCE_MAX)), &r);
    *n = 0;
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct str);
    for (size_t i = 0; i < r.n; i++)
        (*out)[(*n)++] = row_str(&r, i, 0);
    return RC_OK;
}

enum rc address_rejudge(struct db *db, struct str email, unsigned was, unsigned hard, unsigned rules,
    struct instant now)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &address_statements[REJUDGE],
        ARGS(ARG(hard), ARG(now), ARG(hard), ARG(rules), ARG(email), ARG(was), ARG(rules)), &done);
    if (rc != RC_OK || done.affected == 0)
        return rc == RC_OK ? RC_CONFLICT : rc;
    return hard ? account_follows(db, email)
                : db_exec(db, &address_statements[PROVED], ARGS(ARG(email)), NULL);
}

enum rc address_count(
    struct db *db, struct arena *a, unsigned rules, struct address_counts *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &address_statements[COUNT],
        ARGS(ARG((uint64_t)ADDRESS_BOUNCES_MAX), ARG(rules)), &r);
    if (rc == RC_OK)
        *out = (struct address_counts){
            row_u64(&r, 0, 0), row_u64(&r, 0, 1), row_u64(&r, 0, 2), row_u64(&r, 0, 3)};
    return rc;
}

/* ---- */

enum rc address_purge(struct db *db, struct instant before, uint64_t limit, uint64_t *gone)
{
    struct done done = {0};
    enum rc rc =
        db_exec(db, &address_statements[PURGE], ARGS(ARG(before), ARG(limit)), &done);
    *gone = done.affected;
    return rc;
}

enum rc address_encoded_after(struct db *db, struct arena *a, uint64_t after, struct address_encoded **out,
    size_t *n)
{
    struct rows r = {0};
    enum rc rc = db_query(
        db, a, &address_statements[ENCODED], ARGS(ARG(after), ARG(ADDRESS_ENCODED_MAX)), &r);
    *n = rc == RC_OK ? r.n : 0;
    *out = ARENA_ARRAY(a, *n + 1, struct address_encoded);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = (struct address_encoded){row_u64(&r, i, 0), row_str(&r, i, 1)};
    return rc;
}

enum rc address_mend(struct db *db, const struct address_encoded *was, struct str email)
{
    struct done done;
    enum rc rc = db_exec(
        db, &address_statements[MEND], ARGS(ARG(email), ARG(was->request), ARG(was->email)), &done);
    return rc == RC_OK && done.affected == 0 ? RC_CONFLICT : rc;
}
