/* The draft that waits, or the candidacy taken back and not submitted again: one mail, once, in the
 * week before its intake closes. The mark on the draft
 * and the mail in the outbox are one transaction. */
#include "base/json.h"
#include "job/job.h"
#include "store/audit.h"
#include "store/candidacy.h"
#include "store/outbox.h"
#include "store/tx.h"
#include "sys/config.h"
#include "sys/log.h"

enum { DAY_SECONDS = 86400, DAYS_BEFORE = 7, IDLE_DAYS = 1 };

struct remind {
    struct jobs *j;
    const struct reminder *r;
    struct str params;
    struct instant closes;
};

static struct str params_of(struct jobs *j, const struct intake *i, const struct reminder *r)
{
    struct buf b;
    buf_init(&b, 1000);
    buf_putc(&b, '{');
    json_name(&b, "intake");
    json_string(&b, intake_words(j->a, i));
    json_name(&b, "link");
    json_string(&b, arena_printf(j->a, "%s/candidature/%.*s", j->config->site.base_url,
                        STR_ARG(r->public_id)));
    json_name(&b, "closes");
    buf_printf(&b, "%lld", (long long)i->closes_at.s);
    json_name(&b, "taken_back");
    buf_puts(&b, r->taken_back ? "true" : "false");
    json_name(&b, "entered");
    buf_puts(&b, r->entered ? "true}" : "false}");
    return arena_take(j->a, &b);
}

static enum rc remind(struct db *db, void *arg)
{
    const struct remind *m = arg;
    enum rc rc = candidacy_reminded(db, m->r->candidacy, m->j->now);
    if (rc != RC_OK)
        return rc;
    const struct audit row = {"job", 0, "candidacy.remind", "candidacy", m->r->candidacy, {0}};
    if ((rc = audit_add(db, &row)) != RC_OK)
        return rc;
    const struct outbox_new mail = {
        .dedupe_key = arena_printf(
            m->j->a, "draft_waiting:%llu", (unsigned long long)m->r->candidacy),
        .kind = "draft_waiting",
        .recipient = m->r->email,
        .params = m->params,
        .expires = m->closes,
        .object_kind = OUTBOX_CANDIDACY,
        .object_id = m->r->candidacy};
    return outbox_put(db, m->j->a, &mail, m->j->now);
}

enum rc job_reminders(struct jobs *j, bool *more)
{
    struct reminder *due;
    size_t n;
    enum rc rc = candidacy_reminders_due(j->db, j->a, j->now,
        (struct instant){j->now.s + DAYS_BEFORE * DAY_SECONDS},
        (struct instant){j->now.s - IDLE_DAYS * DAY_SECONDS}, &due, &n);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        const struct intake *intake = facts_intake_by_id(j->facts, due[i].intake);
        if (!intake)
            continue;
        struct remind m = {j, &due[i], params_of(j, intake, &due[i]), intake->closes_at};
        rc = tx_run(j->db, remind, &m);
        if (rc == RC_CONFLICT) /* somebody was faster, or it has just been submitted */
            rc = RC_OK;
        else if (rc == RC_OK)
            log_event(LOG_INFO, "reminder.queued", LOG_INT("candidacy", due[i].candidacy), LOG_END);
    }
    (void)more;
    return rc;
}
