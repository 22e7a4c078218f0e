/* One claimed row a turn: delivered (job/delivery.h), then settled; and the way of all of them kept open
 * or closed (job/way.h). */
#include "job/delivery.h"
#include "job/retry.h"
#include "mail/status.h"
#include "store/address.h"
#include "store/tx.h"
#include "sys/clock.h"
#include "sys/config.h"
#include "sys/log.h"

enum { SETTLE_SECONDS = 5 };

static void tell(const struct outbox_mail *row, const struct verdict *v, int64_t ms)
{
    static const struct {
        enum log_level level;
        const char *event;
    } said[] = {[FATE_SENT] = {LOG_INFO, "mail.sent"}, [FATE_LATER] = {LOG_WARN, "mail.delayed"},
        [FATE_WAITS] = {LOG_INFO, "mail.waits"}, [FATE_FAILED] = {LOG_ERROR, "mail.failed"},
        [FATE_TAKEN] = {LOG_WARN, "mail.taken"}};
    enum log_level level = said[v->fate].level;
    if (v->fate == FATE_WAITS && str_eq_c(v->trouble, OUTBOX_KIND))
        level = str_eq(row->trouble, v->trouble) ? LOG_DEBUG : LOG_WARN; /* once, and not every minute */
    log_event(level, said[v->fate].event, LOG_INT("outbox", row->id),
        LOG_STR("kind", row->kind), LOG_INT("attempt", row->attempts), LOG_INT("code", v->code),
        LOG_STR("why", v->why), LOG_INT("ms", ms), LOG_END);
}

/* ---- the way of all mails */

static enum rc close_way(struct jobs *j, const struct mail_way *way, const struct verdict *v)
{
    struct mail_way now = {.closed = clock_now(), .stage = str_c(v->stage), .why = v->why};
    unsigned tries = way->closed.s ? way->tries + 1 : 1;
    int64_t rest = retry_rest(tries, v->code < 500, j->config->test.mail_fast != 0);
    now.try_at.s = now.closed.s + rest;
    log_event(way->closed.s ? LOG_WARN : LOG_ERROR, way->closed.s ? "mail.still_held" : "mail.held",
        LOG_TEXT("stage", v->stage), LOG_INT("code", v->code), LOG_STR("why", v->why),
        LOG_INT("tries", tries), LOG_INT("again_s", rest), LOG_END);
    return mail_way_close(j->db, &now);
}

static enum rc open_way(struct jobs *j, const struct mail_way *way)
{
    bool was = false;
    enum rc rc = mail_way_open(j->db, &was);
    if (was)
        log_event(LOG_INFO, "mail.released", LOG_INT("held_s", clock_now().s - way->closed.s), LOG_END);
    return rc;
}

static enum rc turn_way(struct jobs *j, const struct mail_way *way, const struct verdict *v)
{
    if (v->way == WAY_CLOSES)
        return close_way(j, way, v);
    return v->way == WAY_OPENS ? open_way(j, way) : RC_OK;
}

/* ---- what is kept */

struct failing {
    struct jobs *j;
    const struct outbox_mail *row;
    const struct verdict *v;
};

/* Refused at the door is what a bounce would have said later: it counts against the address too. */
static enum rc fail(struct db *db, void *arg)
{
    const struct failing *f = arg;
    const struct bounce_note note = {f->row->id, true, true, f->v->why, STATUS_RULES};
    enum rc rc =
        outbox_failed(db, f->row->id, str_c(f->j->owner), f->v->why, f->v->trouble);
    if (rc == RC_OK && f->v->hard)
        rc = address_bounced(db, f->j->a, &note, clock_now());
    return rc;
}

static enum rc settle(struct jobs *j, const struct outbox_mail *row, const struct verdict *v)
{
    struct str owner = str_c(j->owner);
    switch (v->fate) {
    case FATE_SENT:
        return outbox_sent(j->db, row->id, owner, clock_now());
    case FATE_LATER:
        return outbox_retry(j->db, row->id, owner, v->next, v->why, clock_now());
    case FATE_WAITS:
        return outbox_release(j->db, row->id, owner, v->next, v->why, v->trouble);
    case FATE_FAILED:
        return tx_run(j->db, fail, &(struct failing){j, row, v});
    case FATE_TAKEN:
        break;
    }
    return RC_OK;
}

/* What went out while the database was away is written down before anything else is sent. */
static enum rc settle_sent(struct jobs *j)
{
    enum rc rc = RC_OK;
    if (j->sent)
        rc = outbox_sent(j->db, j->sent, str_c(j->owner), j->now);
    if (rc == RC_OK || rc == RC_CONFLICT)
        j->sent = 0;
    return rc == RC_CONFLICT ? RC_OK : rc;
}

static enum rc one_mail(
    struct jobs *j, const struct outbox_mail *row, const struct mail_way *way, bool *more)
{
    int64_t began = clock_mono_ms();
    struct verdict v = deliver(j, row, way);
    tell(row, &v, clock_mono_ms() - began);
    if (v.fate == FATE_SENT)
        j->sent = row->id;
    enum rc rc = settle(j, row, &v);
    if (rc == RC_OK || rc == RC_CONFLICT) /* a lease that ran out: another has the row now */
        j->sent = 0;
    if (rc == RC_OK || rc == RC_CONFLICT)
        rc = turn_way(j, way, &v);
    /* what did not come to ask the relay has taken nobody's turn; unless the turn itself was another's */
    *more = v.way != WAY_CLOSES && !(v.fate == FATE_WAITS && v.next.s == 0);
    return rc;
}

/* Whoever went on while the database was away comes back with it, and may still hold what has run out. */
static enum rc sweep(struct jobs *j)
{
    if (j->now.s == j->swept.s || j->now.s - j->back.s < SETTLE_SECONDS)
        return RC_OK;
    j->swept = j->now;
    return outbox_sweep(j->db, j->now);
}

enum rc job_outbox(struct jobs *j, bool *more)
{
    struct outbox_mail *rows;
    struct mail_way way = {0};
    struct str owner = str_c(j->owner);
    size_t n = 0;
    enum rc rc = settle_sent(j);
    if (rc == RC_OK)
        rc = sweep(j);
    if (rc == RC_OK)
        rc = mail_way_read(j->db, j->a, &way);
    if (rc != RC_OK || (way.closed.s && j->now.s < way.try_at.s))
        return rc;
    rc = way.closed.s ? outbox_claim_early(j->db, j->a, owner, DELIVERY_LEASE, j->now, &rows, &n)
                      : outbox_claim(j->db, j->a, owner, DELIVERY_LEASE, 1, j->now, &rows, &n);
    return rc == RC_OK && n ? one_mail(j, &rows[0], &way, more) : rc;
}
