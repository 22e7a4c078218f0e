#include "page/quote_issue.h"

#include "page/quote.h"
#include "store/audit.h"
#include "store/tx.h"

#include <stdlib.h>

/* ---- what the decision is made from */

static struct str setting_text(const void *facts, const char *name)
{
    return facts_text(facts, name);
}

struct quote_world quote_world_of(const struct page *p, uint64_t intake)
{
    const struct intake *asked = intake ? facts_intake_by_id(p->facts, intake) : NULL;
    return (struct quote_world){
        .text = setting_text,
        .facts = p->facts,
        .intake = asked ? asked : facts_intake(p->facts, p->now),
        .tariffs = p->facts->tariffs,
        .tariffs_n = p->facts->tariffs_n,
        .programme = p->facts->title,
        .base_url = p->site->base_url,
        .demo = p->site->demo,
    };
}

struct document quote_preview(struct page *p, const struct quote_subject *s,
    const struct quote_ask *ask, const struct quote_terms *terms, struct quote_plan *plan)
{
    struct quote_world w = quote_world_of(p, s->intake);
    struct quote_terms staff = *terms;
    staff.begun = true;
    if (!ask)
        ask = &s->ask;
    *plan = quote_plan_make(&w, ask, &staff, p->today);
    return quote_document(p->a, &w, ask, &staff, plan, (struct str){0}, 1, p->today);
}

/* ---- one document */

struct writing { /* one part, until it is numbered */
    struct page *p;
    struct quote_world w;
    struct quote_ask ask;
    struct quote_terms terms;
    struct quote_plan plan;
};

static void write_document(void *ctx, struct str number, unsigned version, struct buf *json)
{
    struct writing *t = ctx;
    struct document d = quote_document(
        t->p->a, &t->w, &t->ask, &t->terms, &t->plan, number, version, t->p->today);
    document_write(json, t->p->a, &d);
}

static size_t parts_of(const struct quote_issue *q)
{
    return q->parts_n ? q->parts_n : 1;
}

static void plan_part(struct page *p, struct quote_issue *q, size_t i, struct writing *t)
{
    *t = (struct writing){.p = p, .w = quote_world_of(p, q->subject.intake), .terms = q->terms};
    t->terms.begun = p->staff.id != 0;
    t->ask = q->ask ? *q->ask : q->subject.ask;
    if (q->parts_n) {
        t->ask = q->parts[i].ask;
        t->terms.share = &q->parts[i].share;
    }
    t->ask.reference = q->subject.ask.reference;
    t->plan = quote_plan_make(&t->w, &t->ask, &t->terms, p->today);
}

static struct str key_of(struct page *p, const struct quote_issue *q, size_t part)
{
    return part ? arena_printf(p->a, "%.*s/%zu", STR_ARG(q->key), part + 1) : q->key;
}

static enum rc audit(struct page *p, const struct quote *made)
{
    struct audit row = {"session", p->visit.session, "quotes.issue", "quote", made->id,
        made->number_text};
    if (p->staff.id)
        row.actor = "staff", row.actor_id = p->staff.id;
    else if (p->visit.account)
        row.actor = "account", row.actor_id = p->visit.account;
    return audit_add(p->db, &row);
}

/* ---- the whole request */

struct history {
    struct quote *v;
    size_t n;
};

/* What that key made already; false when it has not served. */
static bool made_before(struct page *p, struct quote_issue *q, const struct history *before)
{
    for (size_t part = 0; part < parts_of(q); part++)
        for (size_t i = 0; i < before->n; i++)
            if (str_eq(before->v[i].idempotency_key, key_of(p, q, part)))
                q->made[q->made_n++] = before->v[i];
    q->again = q->made_n > 0;
    return q->again;
}

static enum rc hold(struct page *p, struct quote_issue *q)
{
    struct str by = quote_answer_by(p), text = quote_stop_person(&q->plan);
    q->reason_staff = quote_stop_staff(p->a, &q->plan);
    q->reason_person = text;
    if (by.n)
        q->reason_person =
            arena_printf(p->a, "%.*s Réponse %.*s.", STR_ARG(text), STR_ARG(by));
    return quote_wait(p->db, q->subject.id, q->reason_staff, p->now);
}

/* What a form carried back is not believed: the parts sum to the whole, or nothing is numbered. */
static bool parts_sum(struct page *p, const struct quote_issue *q)
{
    struct quote_share *shares = ARENA_ARRAY(p->a, q->parts_n, struct quote_share);
    for (size_t i = 0; i < q->parts_n; i++)
        shares[i] = q->parts[i].share;
    return q->parts_n == 0 || quote_shares_sum(shares, q->parts_n);
}

/* Nothing is numbered before every part may be. */
static enum rc issue(struct page *p, struct quote_issue *q, const struct history *before)
{
    size_t n = parts_of(q);
    struct writing *t = ARENA_ARRAY(p->a, n, struct writing);
    if (!parts_sum(p, q))
        return RC_CONFLICT;
    for (size_t i = n; i-- > 0;) {
        plan_part(p, q, i, &t[i]);
        if (q->stop == QUOTE_GO || t[i].plan.stop != QUOTE_GO) {
            q->plan = t[i].plan;
            q->stop = t[i].plan.stop;
        }
    }
    if (q->stop != QUOTE_GO)
        return hold(p, q);
    enum rc rc = RC_OK;
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        const struct quote_new row = {.subject = &q->subject, .before = before->v,
            .before_n = before->n, .part = (unsigned)i + 1, .plan = &t[i].plan,
            .terms = &t[i].terms, .payer = t[i].ask.payer, .year = p->today.y,
            .issued_by = p->staff.id, .idempotency_key = key_of(p, q, i),
            .write = write_document, .ctx = &t[i]};
        rc = quote_issue_row(p->db, p->a, &row, p->now, &q->made[q->made_n]);
        if (rc == RC_OK)
            rc = audit(p, &q->made[q->made_n++]);
    }
    return rc;
}

enum rc quote_issue_in(struct page *p, struct quote_issue *q)
{
    struct history before;
    if (q->parts_n > QUOTE_PARTS_MAX)
        abort(); /* our own mistake: the form says so first */
    q->stop = QUOTE_GO;
    q->made_n = 0;
    q->again = q->moot = false;
    q->reason_staff = q->reason_person = (struct str){0};
    enum rc rc = quote_subject_lock(p->db, p->a, q->request, &q->subject);
    if (rc == RC_OK)
        rc = quote_versions(p->db, p->a, q->request, &before.v, &before.n);
    if (rc != RC_OK || made_before(p, q, &before))
        return rc;
    q->moot = q->still && !q->still(p, &q->subject, before.v, before.n);
    if (q->moot)
        return RC_OK;
    rc = issue(p, q, &before);
    return rc == RC_OK && q->tell ? q->tell(p, q) : rc;
}

struct running {
    struct page *p;
    struct quote_issue *q;
};

static enum rc run(struct db *db, void *arg)
{
    struct running *r = arg;
    (void)db;
    return quote_issue_in(r->p, r->q);
}

enum rc quote_issue(struct page *p, struct quote_issue *q)
{
    struct running r = {p, q};
    return tx_run(p->db, run, &r);
}
