/* Statements: outbox.* below. */
#include "store/outbox.h"

#include "base/utf8.h"
#include "store/address.h"
#include "store/ident.h"
#include "store/statements.h"
#include "store/tx.h"

enum { PUT, DUE, EARLY, CLAIM, EXTEND, HELD, SENT, RETRY, RELEASE, FAILED, EXPIRE, RECLAIM, PURGE, COUNT,
    LOST };

#define FOUND                                                                                      \
    "SELECT id, kind, recipient, params, sealed, message_id, attempts, COALESCE(again_at, created_at),"  \
    " expires_at, object_kind, object_id, trouble, last_error, refused_at"
#define FOUND_GIVES "usssbsuttsusst"

#define MINE " WHERE id = ? AND lease_owner = ? AND state = 'sending'"

/* What was sent on behalf of a passer-by keeps neither address nor facts (page/eligibility_share.c
 * says so to the person). */
#define FORGET                                                                                     \
    " recipient = IF(kind IN ('eligibility_self', 'employer_info'), '', recipient),"               \
    " params = IF(kind IN ('eligibility_self', 'employer_info'), '{}', params),"

const struct stmt outbox_statements[] = {
    [PUT] = {"outbox.put",
        "INSERT INTO outbox (dedupe_key, kind, recipient, params, sealed, next_try_at,"
        " message_id, request_id, created_at, expires_at, object_kind, object_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "aassBtaattau", "", 0},
    /* What is worthless soonest goes first: a code that somebody waits for never queues behind the
     * mails of the morning's reminders, which may take a month. */
    [DUE] = {"outbox.due",
        FOUND " FROM outbox WHERE state = 'queued' AND next_try_at <= ? AND expires_at > ?"
        " ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED",
        "ttu", FOUND_GIVES, 0},
    /* Refused before, and not yet due again; what is not to be sent before a day has never been tried. */
    [EARLY] = {"outbox.due_early",
        FOUND " FROM outbox WHERE state = 'queued' AND next_try_at > ? AND expires_at > ?"
        " AND refused_at IS NOT NULL ORDER BY next_try_at LIMIT ? FOR UPDATE SKIP LOCKED",
        "ttu", FOUND_GIVES, 0},
    [CLAIM] = {"outbox.claim",
        "UPDATE outbox SET state = 'sending', lease_owner = ?, lease_until = ?,"
        " attempts = attempts + 1 WHERE id = ? AND state = 'queued'",
        "atu", "", 0},
    [EXTEND] = {"outbox.extend", "UPDATE outbox SET lease_until = ?" MINE, "tua", "", 0},
    [HELD] = {"outbox.held", "SELECT id FROM outbox" MINE, "ua", "u", 0},
    [SENT] = {"outbox.sent",
        "UPDATE outbox SET" FORGET " state = 'sent', sent_at = ?, lease_until = NULL, sealed = NULL,"
        " last_error = '', trouble = ''" MINE,
        "tua", "", 0},
    [RETRY] = {"outbox.retry",
        "UPDATE outbox SET state = 'queued', next_try_at = ?, lease_until = NULL, last_error = ?,"
        " trouble = 'refused', refused_at = COALESCE(refused_at, ?)" MINE,
        "tstua", "", 0},
    [RELEASE] = {"outbox.release",
        "UPDATE outbox SET state = 'queued', next_try_at = COALESCE(?, next_try_at), lease_until = NULL,"
        " attempts = attempts - 1, last_error = ?, trouble = ?" MINE,
        "Tssua", "", 0},
    [FAILED] = {"outbox.failed",
        "UPDATE outbox SET" FORGET " state = 'failed', lease_until = NULL, sealed = NULL,"
        " last_error = ?, trouble = ?" MINE,
        "saua", "", 0},
    [EXPIRE] = {"outbox.expire",
        "UPDATE outbox SET" FORGET " state = 'expired', sealed = NULL"
        " WHERE state = 'queued' AND expires_at <= ?",
        "t", "", 0},
    [RECLAIM] = {"outbox.reclaim",
        "UPDATE outbox SET state = 'queued', lease_until = NULL"
        " WHERE state = 'sending' AND lease_until <= ?",
        "t", "", 0},
    [PURGE] = {"outbox.purge",
        "DELETE FROM outbox WHERE state IN ('sent', 'expired', 'failed') AND next_try_at < ?"
        " AND IF(state = 'failed', created_at, COALESCE(sent_at, expires_at)) < ? LIMIT ?",
        "ttu", "", 0},
    [COUNT] = {"outbox.count",
        "SELECT COALESCE(SUM(state = 'queued'), 0), COALESCE(SUM(state = 'sending'), 0),"
        " COALESCE(SUM(state = 'failed'), 0), MIN(IF(state = 'failed', NULL, created_at))"
        " FROM outbox WHERE state IN ('queued', 'sending', 'failed')",
        "", "uuut", 0},
    [LOST] = {"outbox.lost",
        "SELECT COALESCE(SUM(state = 'failed'), 0), COALESCE(SUM(state = 'sent' AND"
        " bounced_at IS NOT NULL), 0),"
        " (SELECT COUNT(*) FROM address_state WHERE hard_bounces >= ?) FROM outbox",
        "u", "uuu", STMT_SCAN},
    {0},
};

enum rc outbox_put(
    struct db *db, struct arena *a, const struct outbox_new *m, struct instant now)
{
    struct str message_id = public_id_new(a);
    struct instant due = m->due.s ? m->due : now;
    enum rc rc = db_exec(db, &outbox_statements[PUT],
        ARGS(ARG(m->dedupe_key), ARG(str_c(m->kind)), ARG(m->recipient), ARG(m->params),
            ARG(m->sealed), ARG(due), ARG(message_id), ARG(db_request_id(db)), ARG(now),
            ARG(m->expires), ARG(str_c(m->object_kind)), ARG(m->object_id)),
        NULL);
    if (m->again)
        *m->again = rc == RC_CONFLICT;
    return rc == RC_CONFLICT ? RC_OK : rc; /* said once already */
}

struct claim {
    struct arena *a;
    struct str owner;
    struct instant now, until;
    uint64_t most;
    bool early;
    struct outbox_mail *v;
    size_t n;
};

static struct outbox_mail mail_of(const struct rows *r, size_t i)
{
    return (struct outbox_mail){
        .id = row_u64(r, i, 0),
        .kind = row_str(r, i, 1),
        .recipient = row_str(r, i, 2),
        .params = row_str(r, i, 3),
        .sealed = row_str(r, i, 4),
        .message_id = row_str(r, i, 5),
        .attempts = (unsigned)row_u64(r, i, 6) + 1,
        .created = row_instant(r, i, 7),
        .expires = row_instant(r, i, 8),
        .object_kind = row_str(r, i, 9),
        .object_id = row_u64(r, i, 10),
        .trouble = row_str(r, i, 11),
        .error = row_str(r, i, 12),
        .refused = row_instant(r, i, 13),
    };
}

static enum rc claim(struct db *db, void *arg)
{
    struct claim *c = arg;
    struct rows r = {0};
    enum rc rc = RC_OK;
    c->n = 0;
    for (int which = DUE; rc == RC_OK && r.n == 0 && which <= (c->early ? EARLY : DUE); which++)
        rc = db_query(db, c->a, &outbox_statements[which],
            ARGS(ARG(c->now), ARG(c->now), ARG(c->most)), &r);
    if (rc != RC_OK)
        return rc;
    c->v = ARENA_ARRAY(c->a, r.n + 1, struct outbox_mail);
    for (size_t i = 0; i < r.n; i++) {
        c->v[c->n++] = mail_of(&r, i);
        rc = db_exec(db, &outbox_statements[CLAIM],
            ARGS(ARG(c->owner), ARG(c->until), ARG(row_u64(&r, i, 0))), NULL);
        if (rc != RC_OK)
            return rc;
    }
    return RC_OK;
}

static enum rc take(struct db *db, struct claim *c, struct outbox_mail **out, size_t *n)
{
    enum rc rc = tx_run(db, claim, c);
    *out = c->v;
    *n = rc == RC_OK ? c->n : 0;
    return rc;
}

enum rc outbox_claim(struct db *db, struct arena *a, struct str owner, int64_t lease_seconds,
    size_t most, struct instant now, struct outbox_mail **out, size_t *n)
{
    struct claim c = {.a = a, .owner = owner, .now = now, .until = {now.s + lease_seconds},
        .most = most < OUTBOX_BATCH_MAX ? most : OUTBOX_BATCH_MAX};
    return take(db, &c, out, n);
}

enum rc outbox_claim_early(struct db *db, struct arena *a, struct str owner, int64_t lease_seconds,
    struct instant now, struct outbox_mail **out, size_t *n)
{
    struct claim c = {.a = a, .owner = owner, .now = now, .until = {now.s + lease_seconds}, .most = 1,
        .early = true};
    return take(db, &c, out, n);
}

static enum rc mine(struct db *db, int which, const struct arg *args, size_t n)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &outbox_statements[which], args, n, &done);
    return rc == RC_OK && done.affected != 1 ? RC_CONFLICT : rc;
}

/* As much of a server's words as the column holds. */
static struct str error_cut(struct str s)
{
    return utf8_cut(s, 300);
}

enum rc outbox_extend(
    struct db *db, struct arena *a, uint64_t id, struct str owner, struct instant until)
{
    struct rows r;
    enum rc rc = mine(db, EXTEND, ARGS(ARG(until), ARG(id), ARG(owner)));
    if (rc != RC_CONFLICT)
        return rc;
    rc = db_query(db, a, &outbox_statements[HELD], ARGS(ARG(id), ARG(owner)), &r);
    return rc == RC_OK && r.n == 0 ? RC_CONFLICT : rc; /* it may have ended at that very second already */
}

enum rc outbox_sent(struct db *db, uint64_t id, struct str owner, struct instant now)
{
    return mine(db, SENT, ARGS(ARG(now), ARG(id), ARG(owner)));
}

enum rc outbox_retry(struct db *db, uint64_t id, struct str owner, struct instant next_try,
    struct str error, struct instant now)
{
    return mine(db, RETRY,
        ARGS(ARG(next_try), ARG(error_cut(error)), ARG(now), ARG(id), ARG(owner)));
}

enum rc outbox_release(struct db *db, uint64_t id, struct str owner, struct instant next_try,
    struct str error, struct str trouble)
{
    return mine(db, RELEASE,
        ARGS(ARG(next_try), ARG(error_cut(error)), ARG(trouble), ARG(id), ARG(owner)));
}

enum rc outbox_failed(
    struct db *db, uint64_t id, struct str owner, struct str error, struct str trouble)
{
    return mine(db, FAILED, ARGS(ARG(error_cut(error)), ARG(trouble), ARG(id), ARG(owner)));
}

enum rc outbox_sweep(struct db *db, struct instant now)
{
    enum rc rc = db_exec(db, &outbox_statements[RECLAIM], ARGS(ARG(now)), NULL);
    return rc == RC_OK ? db_exec(db, &outbox_statements[EXPIRE], ARGS(ARG(now)), NULL) : rc;
}

enum rc outbox_purge(
    struct db *db, struct instant sent_before, uint64_t limit, uint64_t *gone)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &outbox_statements[PURGE],
        ARGS(ARG(sent_before), ARG(sent_before), ARG(limit)), &done);
    *gone = done.affected;
    return rc;
}

enum rc outbox_count(struct db *db, struct arena *a, struct outbox_counts *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &outbox_statements[COUNT], NO_ARGS, &r);
    if (rc != RC_OK)
        return rc;
    *out = (struct outbox_counts){
        row_u64(&r, 0, 0), row_u64(&r, 0, 1), row_u64(&r, 0, 2), row_instant(&r, 0, 3)};
    return RC_OK;
}

enum rc outbox_lost(struct db *db, struct arena *a, struct outbox_lost *out)
{
    struct rows r;
    enum rc rc = db_query_one(
        db, a, &outbox_statements[LOST], ARGS(ARG((uint64_t)ADDRESS_BOUNCES_MAX)), &r);
    if (rc == RC_OK)
        *out = (struct outbox_lost){row_u64(&r, 0, 0), row_u64(&r, 0, 1), row_u64(&r, 0, 2)};
    return rc;
}
