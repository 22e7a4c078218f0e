/* What staff send: a first document, a version, the parts of a mix. One way, whatever the page. */
#include "base/words.h"
#include "domain/forms_desk.h"
#include "domain/payers.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_acts.h"
#include "page/desk_quotes.h"
#include "page/quote_pdf.h"
#include "store/tx.h"
#include "view/templates.h"

/* ---- seen first */

#define PDF_WORD "pdf-"

static const struct quote *latest(const struct desk_act *d, unsigned part, char series)
{
    for (size_t i = 0; i < d->quotes_n; i++)
        if (d->quotes[i].part == part && d->quotes[i].series == series)
            return &d->quotes[i];
    return NULL;
}

/* The number it will have: known for a version, drawn at the last moment for a first document. */
static struct str number_of(struct desk_issue *i, unsigned part, char series)
{
    const struct quote *q = latest(i->d, part, series);
    return q ? quote_number_text(i->d->p->a, q->series, q->year, q->number, q->version + 1)
             : STR("(numéro donné à l’envoi)");
}

struct told {
    struct str number, quote, replaces;
    struct money total;
    struct day until;
    char series;
    bool third;
    struct quote_subject subject; /* with this document's own payer */
};

static struct quote_subject with_ask(const struct quote_subject *s, const struct quote_ask *ask)
{
    struct quote_subject out = *s;
    out.ask = *ask;
    return out;
}

static void compose(struct desk_issue *i, const struct told *t, struct post *post)
{
    desk_act_post(i->d, post);
    post_text(post, "number", t->number);
    post_text(post, "quote", t->quote);
    post_text(post, "replaces", t->replaces);
    post_int(post, "total", t->total.cents);
    post_day(post, "until", t->until);
    if (t->series == 'I')
        post_flag(post, "information", true);
    post_text(post, "message", i->words);
    quote_mail_after(i->d->p, post, &t->subject, t->series, t->third);
}

static struct str recipient(const struct desk_issue *i)
{
    return i->ask ? answers_get(i->ask, "email") : i->d->r.email;
}

/* The n-th document as it would be, and for whom. */
static struct document draft(struct desk_issue *i, size_t n, const struct quote_subject *subject,
    struct quote_plan *plan, struct quote_ask *ask)
{
    struct quote_terms terms = i->terms;
    *ask = i->parts_n ? i->parts[n].ask : subject->ask;
    ask->reference = i->d->r.reference;
    if (i->parts_n)
        terms.share = &i->parts[n].share;
    return quote_preview(i->d->p, subject, ask, &terms, plan);
}

static enum rc show_one(struct desk_issue *i, size_t n, const struct quote_subject *subject,
    struct view_desk_sheet *out)
{
    struct page *p = i->d->p;
    struct quote_plan plan;
    struct post post;
    struct quote_ask ask;
    struct document *doc = ARENA_NEW(p->a, struct document);
    *doc = draft(i, n, subject, &plan, &ask);
    bool go = plan.stop == QUOTE_GO || (i->parts_n && plan.stop == QUOTE_STOP_SEVERAL);
    if (!go) {
        i->stop = plan.stop;
        i->reason = quote_stop_staff(p->a, &plan);
    }
    const struct quote *before = latest(i->d, (unsigned)n + 1, plan.series);
    const struct told t = {.number = number_of(i, (unsigned)n + 1, plan.series),
        .quote = STR("apercu"), .replaces = before ? before->number_text : (struct str){0},
        .total = plan.total, .until = plan.valid_until, .series = plan.series,
        .third = plan.paper == QUOTE_PAPER_THIRD, .subject = with_ask(subject, &ask)};
    compose(i, &t, &post);
    out->heading = i->parts_n > 1
                       ? arena_printf(p->a, "Document %zu sur %zu\u00a0: %s", n + 1, i->parts_n,
                             payer_label(payer_find(ask.payer)))
                       : STR("Le document");
    out->pdf = arena_printf(p->a, PDF_WORD "%zu", n + 1);
    out->paper = view_paper_make(p->a, doc, NULL);
    return desk_mail_show(p, "quote_version", &post, recipient(i), &out->mail);
}

/* Somebody who wants no mail gets none: the document is issued all the same, for another way. */
static enum rc show_refusal(struct desk_issue *i, struct view_desk_preview *v)
{
    struct page *p = i->d->p;
    bool allowed = true;
    enum rc rc = quote_mail_allowed(p, recipient(i), &allowed);
    if (rc != RC_OK || allowed)
        return rc;
    desk_notice_add(p, &v->notices, (struct view_notice){.title = STR("Cette personne ne veut pas de courriel du portail"),
        .text = STR("Aucun courriel ne partira\u00a0: remettez-lui le document autrement."),
        .tone = TONE_WATCH});
    for (size_t k = 0; k < v->items_n; k++)
        v->items[k].mail = (struct view_desk_mail){0};
    return RC_OK;
}

/* The request as it is, or as it will be. */
static enum rc subject_of(struct desk_issue *i, struct quote_subject *out)
{
    struct page *p = i->d->p;
    enum rc rc = quote_subject_find(p->db, p->a, i->d->r.public_id, out);
    if (rc == RC_OK && i->ask) {
        out->intake = i->intake;
        out->ask = quote_ask_of(i->ask);
        out->ask.reference = i->d->r.reference;
    }
    return rc;
}

bool desk_issue_wants_pdf(const struct page *p)
{
    return str_starts(page_form(p, "then"), STR(PDF_WORD));
}

enum rc desk_issue_pdf(struct desk_issue *i)
{
    struct page *p = i->d->p;
    struct str then = page_form(p, "then");
    struct quote_ask ask;
    struct quote_subject subject;
    struct quote_plan plan;
    uint64_t part = 0;
    size_t most = i->parts_n ? i->parts_n : 1;
    if (!str_to_u64(str_slice(then, strlen(PDF_WORD), then.n), most, &part) || part == 0)
        return RC_NOT_FOUND;
    enum rc rc = subject_of(i, &subject);
    if (rc != RC_OK)
        return rc;
    struct document doc = draft(i, (size_t)part - 1, &subject, &plan, &ask);
    return quote_pdf_preview(p, &doc);
}

enum rc desk_issue_show(struct desk_issue *i, struct view_desk_preview *v)
{
    struct page *p = i->d->p;
    struct quote_subject subject;
    enum rc rc = subject_of(i, &subject);
    if (rc != RC_OK)
        return rc;
    v->items_n = i->parts_n ? i->parts_n : 1;
    v->items = ARENA_ARRAY(p->a, v->items_n, struct view_desk_sheet);
    for (size_t n = 0; n < v->items_n && rc == RC_OK; n++)
        rc = show_one(i, n, &subject, &v->items[n]);
    if (str_eq(recipient(i), i->d->r.email)) /* else it is being mended */
        desk_act_address(i->d, &v->notices);
    return rc == RC_OK ? show_refusal(i, v) : rc;
}

/* ---- sent */

static enum rc tell(struct page *p, const struct quote_issue *q)
{
    struct desk_issue *i = q->tell_arg;
    bool allowed = true;
    enum rc rc = quote_mail_allowed(p, recipient(i), &allowed);
    for (size_t n = 0; n < q->made_n && rc == RC_OK && allowed; n++) {
        const struct quote *made = &q->made[n];
        const struct quote *before = latest(i->d, made->part, made->series);
        const struct told t = {.number = made->number_text, .quote = made->public_id,
            .replaces = before ? before->number_text : (struct str){0}, .total = made->total,
            .until = made->valid_until, .series = made->series,
            .third = str_eq(made->tariff_kind, STR("third")),
            .subject = with_ask(&q->subject, i->parts_n ? &i->parts[n].ask : &q->subject.ask)};
        struct post post;
        compose(i, &t, &post);
        rc = post_queue(
            p, &post, "quote_version", recipient(i), made->public_id, (struct instant){0});
    }
    return rc;
}

static bool any_accepted(const struct desk_act *d)
{
    for (size_t i = 0; i < d->quotes_n; i++)
        if (str_eq(d->quotes[i].state, STR("accepted")))
            return true;
    return false;
}

bool desk_issue_served(const struct desk_act *d, struct str key)
{
    for (size_t i = 0; i < d->quotes_n; i++)
        if (str_eq(d->quotes[i].idempotency_key, key))
            return true;
    return false;
}

static enum rc mend(struct db *db, struct desk_issue *i)
{
    struct page *p = i->d->p;
    struct quote_message m = {
        .kind = STR("note"), .staff = p->staff.id, .body = i->changes, .at = p->now};
    enum rc rc = desk_request_amend(
        db, p->staff.id, i->d->r.id, i->version, i->ask, i->intake, p->now);
    if (rc != RC_OK || i->changes.n == 0)
        return rc;
    return quote_message_add(
        db, i->d->r.id, &m, arena_printf(p->a, "%.*s/note", STR_ARG(i->key)));
}

static enum rc issue(struct desk_issue *i)
{
    struct page *p = i->d->p;
    struct quote_issue q = {.request = i->d->r.id, .terms = i->terms, .parts = i->parts,
        .parts_n = i->parts_n, .key = i->key, .tell = tell, .tell_arg = i};
    for (size_t n = 0; n < i->parts_n; n++)
        i->parts[n].share.confirmed = true;
    enum rc rc = quote_issue_in(p, &q);
    if (rc != RC_OK || q.made_n)
        return rc;
    i->stop = q.stop;
    i->reason = q.reason_staff;
    return RC_INVALID; /* takes back what was amended, and the wait that was written */
}

static enum rc send(struct db *db, void *arg)
{
    struct desk_issue *i = arg;
    struct desk_act *d = i->d;
    struct page *p = d->p;
    struct quote_subject locked;
    i->reason = (struct str){0};
    i->accepted = false;
    enum rc rc = quote_subject_lock(db, p->a, d->r.id, &locked);
    if (rc == RC_OK)
        rc = quote_versions(db, p->a, d->r.id, &d->quotes, &d->quotes_n);
    if (rc == RC_OK) /* here, since nothing may fail once it is sent */
        rc = quote_mail_allowed(p, recipient(i), &i->mailed);
    if (rc != RC_OK || desk_issue_served(d, i->key))
        return rc;
    if (!i->ask && locked.version != i->version)
        return RC_CONFLICT;
    if (!i->keep_only && any_accepted(d) && !i->replace) {
        i->accepted = true;
        return RC_INVALID;
    }
    if (i->ask)
        rc = mend(db, i);
    if (rc == RC_OK && !i->keep_only)
        rc = issue(i);
    if (rc == RC_OK && i->keep_only)
        return desk_request_told(p, "quotes.amend", d->r.id, (struct str){0});
    /* a first document has its own line, with its number (page/quote_issue.c) */
    return rc == RC_OK && d->act != QUOTE_ACT_ISSUE ? desk_act_note(d, STR("sent")) : rc;
}

enum rc desk_issue_send(struct desk_issue *i)
{
    enum rc rc = tx_run(i->d->p->db, send, i);
    return rc == RC_INVALID && !desk_issue_sent(i) ? RC_OK : rc;
}

bool desk_issue_sent(const struct desk_issue *i)
{
    return !i->accepted && i->reason.n == 0;
}

enum rc desk_issue_there(struct desk_act *d)
{
    desk_act_done(d, "deja-emis");
    return RC_OK;
}

void desk_issue_done(struct desk_issue *i)
{
    bool unreached = desk_act_unreached(i->d) && str_eq(recipient(i), i->d->r.email);
    desk_act_done(i->d, i->mailed && !unreached ? "envoi" : "emis");
}
