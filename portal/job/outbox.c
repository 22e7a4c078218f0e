/* One claimed row a turn: render, compose, send, say what came of it.
 *
 * The row is ours by a lease that outlives the longest send, so no second worker can have it. A
 * death between the server's 250 and our commit lets the lease run out, and the mail goes once
 * more with the same Message-ID: at least once, never lost. */
#include "base/utf8.h"
#include "job/job.h"
#include "job/quote_file.h"
#include "job/retry.h"
#include "mail/compose.h"
#include "mail/kinds.h"
#include "mail/smtp.h"
#include "mail/status.h"
#include "mail/verp.h"
#include "store/address.h"
#include "store/outbox.h"
#include "store/quote_mine.h"
#include "store/tx.h"
#include "sys/clock.h"
#include "sys/config.h"
#include "sys/log.h"
#include "sys/refusal.h"

enum { LEASE_SECONDS = 300, REACH_AGAIN_MAX = 300, ERROR_MAX = 280, ASK_AGAIN = 60 };

enum fate { FATE_SENT, FATE_LATER, FATE_FAILED };

struct verdict {
    enum fate fate;
    int code;
    bool hard;           /* FATE_FAILED: the server says that there is no such address */
    struct instant next; /* FATE_LATER */
    struct str why;
};

static struct verdict failed(struct jobs *j, const char *what, struct str detail)
{
    struct str why = arena_printf(j->a, "%s%s%.*s", what, detail.n ? ": " : "", STR_ARG(detail));
    return (struct verdict){.fate = FATE_FAILED, .why = utf8_cut(why, ERROR_MAX)};
}

/* A database that does not answer is no fault of the mail. */
static struct verdict unanswered(const char *what)
{
    return (struct verdict){.fate = FATE_LATER, .next = {clock_now().s + ASK_AGAIN},
        .why = str_c(what)};
}

/* ---- from a row to bytes */

static struct mail_setting setting_of(const struct jobs *j)
{
    return (struct mail_setting){.base_url = str_c(j->config->site.base_url),
        .contact = facts_text(j->facts, "contact.general"),
        .contact_prices = facts_text(j->facts, "contact.quotes"),
        .phone = facts_text(j->facts, "contact.phone"),
        .keys = j->keys};
}

/* An answer to a mail about a request joins it, where answers are read at all. */
static struct str reply_to(struct jobs *j, const struct outbox_mail *row,
    const struct mail_kind *kind, struct str usual)
{
    const char *domain = j->config->smtp.reply_domain;
    if (!domain || kind->to != MAIL_TO_PERSON || !row->object_id ||
        !str_eq_c(row->object_kind, OUTBOX_QUOTE_REQUEST))
        return usual;
    return verp_make(j->a, j->keys, VERP_REQUEST, row->object_id, domain);
}

static bool make_bytes(struct jobs *j, const struct outbox_mail *row, const struct mail_rendered *r,
    const struct mail_file *file, struct buf *bytes, struct verdict *v)
{
    const struct mail m = {.from = str_c(j->config->smtp.from),
        .from_name = str_c(j->config->smtp.from_name),
        .to = row->recipient,
        .reply_to = r->reply_to,
        .subject = r->subject,
        .message_id = arena_printf(j->a, "%.*s@%s", STR_ARG(row->message_id),
            j->config->smtp.envelope_domain),
        .date = row->created,
        .text = r->text,
        .html = r->html,
        .file = *file};
    enum mail_fault fault = mail_compose(j->a, &m, bytes);
    if (fault != MAIL_OK)
        *v = failed(j, "compose", str_c(mail_fault_name(fault)));
    return fault == MAIL_OK;
}

/* ---- what the server's answer means for the row */

/* A mail that expires is tried until then, and the sweep ends it; another is given up after four
 * days, and staff see it. */
static struct verdict later(
    struct jobs *j, const struct outbox_mail *row, const struct smtp_result *r, bool soon)
{
    struct str why = arena_dup(j->a, str_c(r->line));
    int64_t now = clock_now().s;
    int64_t delay = retry_delay(row->attempts, soon, j->config->test.mail_fast != 0);
    if (r->about_us && delay > REACH_AGAIN_MAX)
        delay = REACH_AGAIN_MAX; /* the server is away, not the mailbox: be there when it is back */
    if (!soon && now + delay >= row->created.s + RETRY_GIVE_UP) {
        struct verdict v = failed(j, "given up after four days", why);
        v.code = r->code;
        return v;
    }
    return (struct verdict){
        .fate = FATE_LATER, .code = r->code, .next = {now + delay}, .why = why};
}

static void rest(struct jobs *j, const struct smtp_result *r)
{
    j->silent = r->about_us ? j->silent + 1 : 0;
    j->rest_until = (struct instant){r->about_us ? clock_now().s + retry_rest(j->silent) : 0};
}

static struct verdict send(
    struct jobs *j, const struct outbox_mail *row, struct str bytes, bool soon)
{
    struct smtp_result r;
    struct str to;
    if (!mail_address_ascii(j->a, row->recipient, &to))
        return failed(j, "recipient refused", (struct str){0});
    /* a mail that comes back names its row */
    struct str from =
        verp_make(j->a, j->keys, VERP_BOUNCE, row->id, j->config->smtp.envelope_domain);
    smtp_send(j->smtp, from, to, bytes, &r);
    rest(j, &r);
    if (r.outcome == SMTP_SENT)
        return (struct verdict){.fate = FATE_SENT, .code = r.code};
    if (r.outcome == SMTP_PERMANENT) {
        struct verdict v = failed(j, "refused", arena_dup(j->a, str_c(r.line)));
        v.code = r.code;
        v.hard = status_line_condemns(str_c(r.line));
        return v;
    }
    return later(j, row, &r, soon);
}

/* The file that goes with it, if any. */
static bool attach(struct jobs *j, const struct mail_rendered *r, struct mail_file *file,
    struct buf *why, struct verdict *v)
{
    *file = (struct mail_file){0};
    if (r->quote.n == 0)
        return true;
    enum rc rc = quote_file(j, r->quote, file, why);
    if (rc == RC_OK)
        return true;
    *v = failed(j, rc == RC_NOT_FOUND ? "no such quote" : "attachment", buf_str(why));
    if (rc == RC_UNAVAILABLE)
        *v = unanswered("attachment: the database does not answer");
    return false;
}

static struct verdict deliver_kind(
    struct jobs *j, const struct outbox_mail *row, const struct mail_kind *kind, struct buf *why)
{
    struct mail_setting setting = setting_of(j);
    struct mail_rendered r;
    struct mail_file file;
    struct verdict v;
    struct buf bytes;
    bool soon = kind->flags & MAIL_EXPIRES;
    setting.to = row->recipient;
    if (!mail_render(j->a, kind, &setting, row->params, &r, why))
        return failed(j, "render", buf_str(why));
    if (soon && r.expires.s <= j->now.s) /* the row said that it would live longer */
        return failed(j, "too late to be of use", (struct str){0});
    if (!attach(j, &r, &file, why, &v))
        return v;
    r.reply_to = reply_to(j, row, kind, r.reply_to);
    buf_init(&bytes, file.bytes.n ? MAIL_WITH_FILE_MAX : MAIL_BYTES_MAX);
    if (make_bytes(j, row, &r, &file, &bytes, &v))
        v = send(j, row, buf_str(&bytes), soon);
    buf_free(&bytes);
    return v;
}

/* What is known of the address, and why that stops this mail; NULL: it does not. Two that came back
 * stop what may wait until the address is corrected, a complaint what its owner may refuse. What is owed
 * goes all the same: a code is asked for by hand, and proves the address. The desk's own boxes are
 * settings: a fault there must not silence the portal. */
static enum rc stopped(
    struct jobs *j, const struct outbox_mail *row, const struct mail_kind *kind, const char **why)
{
    struct address s;
    *why = NULL;
    if (kind->to != MAIL_TO_PERSON)
        return RC_OK;
    enum rc rc = address_find(j->db, j->a, row->recipient, &s);
    if (rc == RC_OK && address_stopped(&s) && mail_kind_may_wait(kind))
        *why = "adresse à vérifier: deux messages en sont revenus";
    else if (rc == RC_OK && s.complained.s && mail_kind_unwanted(kind))
        *why = "adresse qui s’est plainte: elle a signalé un de nos messages comme indésirable";
    return rc;
}

/* Asked again at the last moment: an address may refuse while its mail waits its turn. */
static enum rc refused(
    struct jobs *j, const struct outbox_mail *row, const struct mail_kind *kind, bool *out)
{
    unsigned char hash[HASH_BYTES];
    *out = false;
    if (!(kind->flags & MAIL_REFUSABLE))
        return RC_OK;
    refusal_hash(j->keys, row->recipient, hash);
    return refusal_has(j->db, j->a, hash, out);
}

static struct verdict deliver(struct jobs *j, const struct outbox_mail *row)
{
    const struct mail_kind *kind = mail_kind_find(row->kind);
    struct buf why;
    if (!kind)
        return failed(j, "unknown kind", row->kind);
    if (row->sealed.n) /* none of the mails has a secret but codes, which are computed */
        return failed(j, "sealed parameters", (struct str){0});
    const char *why_not;
    bool no = false;
    if (stopped(j, row, kind, &why_not) != RC_OK)
        return unanswered("address: the database does not answer");
    if (why_not)
        return failed(j, why_not, STR(""));
    if (refused(j, row, kind, &no) != RC_OK)
        return unanswered("refusal: the database does not answer");
    if (no)
        return failed(j, "adresse refusée", STR("elle ne veut plus de message au sujet d’un devis"));
    buf_init(&why, ERROR_MAX);
    struct verdict v = deliver_kind(j, row, kind, &why);
    buf_free(&why);
    return v;
}

/* ---- what is kept */

static void tell(const struct outbox_mail *row, const struct verdict *v, int64_t ms)
{
    static const struct {
        enum log_level level;
        const char *event;
    } said[] = {[FATE_SENT] = {LOG_INFO, "mail.sent"}, [FATE_LATER] = {LOG_WARN, "mail.delayed"},
        [FATE_FAILED] = {LOG_ERROR, "mail.failed"}};
    log_event(said[v->fate].level, said[v->fate].event, LOG_INT("outbox", row->id),
        LOG_STR("kind", row->kind), LOG_INT("attempt", row->attempts), LOG_INT("code", v->code),
        LOG_STR("why", v->why), LOG_INT("ms", ms), LOG_END);
}

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
    enum rc rc = outbox_failed(db, f->row->id, str_c(f->j->owner), f->v->why);
    if (rc == RC_OK && f->v->hard)
        rc = address_bounced(db, f->j->a, &note, clock_now());
    return rc;
}

static enum rc settle(struct jobs *j, const struct outbox_mail *row, const struct verdict *v)
{
    struct str owner = str_c(j->owner);
    if (v->fate == FATE_SENT)
        return outbox_sent(j->db, row->id, owner, clock_now());
    if (v->fate == FATE_LATER)
        return outbox_retry(j->db, row->id, owner, v->next, v->why);
    return tx_run(j->db, fail, &(struct failing){j, row, v});
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

static enum rc one_mail(struct jobs *j, const struct outbox_mail *row)
{
    int64_t began = clock_mono_ms();
    struct verdict v = deliver(j, row);
    tell(row, &v, clock_mono_ms() - began);
    if (v.fate == FATE_SENT)
        j->sent = row->id;
    enum rc rc = settle(j, row, &v);
    if (rc == RC_OK || rc == RC_CONFLICT) /* a lease that ran out: another has the row now */
        j->sent = 0;
    return rc == RC_CONFLICT ? RC_OK : rc;
}

enum rc job_outbox(struct jobs *j, bool *more)
{
    struct outbox_mail *rows;
    size_t n;
    enum rc rc = settle_sent(j);
    if (rc == RC_OK && j->now.s != j->swept.s) {
        rc = outbox_sweep(j->db, j->now);
        j->swept = j->now;
    }
    if (rc != RC_OK || j->now.s < j->rest_until.s)
        return rc;
    rc = outbox_claim(j->db, j->a, str_c(j->owner), LEASE_SECONDS, 1, j->now, &rows, &n);
    if (rc != RC_OK || !n)
        return rc;
    rc = one_mail(j, &rows[0]);
    *more = j->now.s >= j->rest_until.s;
    return rc;
}
