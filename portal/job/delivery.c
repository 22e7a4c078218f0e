/* From a row to the relay's answer. The row is ours by a lease that is renewed while we are at it, and
 * looked at once more just before the server gets the first byte: whoever comes back from a long sleep
 * finds that another has the mail, and lets go of it. A death between the server's 250 and our commit
 * lets the lease run out, and the mail goes once more with the same Message-ID: at least once, never
 * lost. */
#include "job/delivery.h"

#include "base/utf8.h"
#include "job/quote_file.h"
#include "job/retry.h"
#include "mail/compose.h"
#include "mail/kinds.h"
#include "mail/smtp.h"
#include "mail/status.h"
#include "mail/verp.h"
#include "store/address.h"
#include "store/quote_mine.h"
#include "sys/clock.h"
#include "sys/config.h"
#include "sys/refusal.h"

enum { ERROR_MAX = SMTP_LINE_MAX, ASK_AGAIN = 60 };

static struct verdict failed(struct jobs *j, const char *trouble, const char *what, struct str detail)
{
    struct str why = arena_printf(j->a, "%s%s%.*s", what, detail.n ? ": " : "", STR_ARG(detail));
    return (struct verdict){
        .fate = FATE_FAILED, .trouble = str_c(trouble), .why = utf8_cut(why, ERROR_MAX)};
}

/* Back in the queue: as soon as it may be, or after `seconds`. */
static struct verdict waits(const struct outbox_mail *row, int64_t seconds, struct str why)
{
    return (struct verdict){.fate = FATE_WAITS, .trouble = row->trouble, .why = why,
        .next = {seconds ? clock_now().s + seconds : 0}};
}

/* A database that does not answer is no fault of the mail. */
static struct verdict unanswered(const struct outbox_mail *row, const char *what)
{
    return waits(row, ASK_AGAIN, str_c(what));
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
        *v = failed(j, OUTBOX_FAULT, "compose", str_c(mail_fault_name(fault)));
    return fault == MAIL_OK;
}

/* ---- the lease, while the relay is at it */

struct holding {
    struct jobs *j;
    uint64_t id;
    struct instant renewed;
    bool taken; /* another has it */
};

/* The connection to the database rests while libcurl is at work, so that this may use it; one that broke
 * is made anew, since what comes after wants it too. */
static bool hold(void *ctx, bool at_data)
{
    struct holding *h = ctx;
    struct jobs *j = h->j;
    struct instant now = clock_now();
    if (!at_data && now.s - h->renewed.s < DELIVERY_RENEW)
        return true;
    h->renewed = now; /* or asked for, at least: not every second of an outage */
    enum rc rc = db_failed(j->db);
    if (rc != RC_OK)
        rc = db_request(j->db, arena_dup(j->a, db_request_id(j->db)), now);
    if (rc == RC_OK)
        rc = outbox_extend(j->db, j->a, h->id, str_c(j->owner),
            (struct instant){now.s + DELIVERY_LEASE});
    h->taken = rc == RC_CONFLICT;
    return rc == RC_OK || (rc != RC_CONFLICT && !at_data);
}

/* ---- what the answer means for the row */

static bool fast(const struct jobs *j)
{
    return j->config->test.mail_fast != 0;
}

/* Tried again: a mail that expires until then, and the sweep ends it; another for four days since it was
 * first refused, then staff have it. */
static struct verdict later(
    struct jobs *j, const struct outbox_mail *row, const struct smtp_result *r, bool soon)
{
    struct str why = arena_dup(j->a, str_c(r->line));
    int64_t now = clock_now().s, delay = retry_delay(row->attempts, soon, fast(j));
    if (!soon && row->refused.s && now + delay >= row->refused.s + RETRY_GIVE_UP)
        return failed(j, OUTBOX_REFUSED, "given up after four days", why);
    return (struct verdict){.fate = FATE_LATER, .next = {now + delay}, .why = why};
}

static struct verdict refused_as(
    struct jobs *j, const struct outbox_mail *row, const struct smtp_result *r, bool soon)
{
    struct str line = arena_dup(j->a, str_c(r->line));
    enum answer_about about = answer_about(j->a, r);
    if (about == ANSWER_WAY && r->stage < SMTP_MAIL) /* it has not even been named */
        return waits(row, 0, line);
    if (about != ANSWER_RECIPIENT)
        return later(j, row, r, soon);
    struct verdict v = failed(j, OUTBOX_ADDRESS, "refused", line);
    v.hard = status_line_condemns(line);
    return v;
}

static struct verdict answered(struct jobs *j, const struct outbox_mail *row,
    const struct mail_way *way, const struct smtp_result *r, bool soon)
{
    const struct way_look look = {r, row->recipient, row->error, clock_now()};
    struct verdict v = {.fate = FATE_SENT};
    if (r->outcome == SMTP_REFUSED)
        v = refused_as(j, row, r, soon);
    v.code = r->code;
    v.way = way_judge(&j->way, j->a, way, &look, &v.stage);
    int64_t turns = look.now.s + 2 * retry_rest(1, false, fast(j));
    if (v.way == WAY_CLOSES && v.fate == FATE_LATER && v.next.s < turns)
        v.next.s = turns; /* the next turn is another mail's */
    return v;
}

static struct verdict send(struct jobs *j, const struct outbox_mail *row,
    const struct mail_way *way, struct str bytes, bool soon)
{
    struct smtp_result r;
    struct holding h = {.j = j, .id = row->id, .renewed = j->now};
    struct instant now = clock_now();
    struct str to;
    if (!mail_address_ascii(j->a, row->recipient, &to))
        return failed(j, OUTBOX_ADDRESS, "recipient refused", (struct str){0});
    if (way->closed.s &&
        mail_way_take(j->db, now, (struct instant){now.s + retry_rest(1, false, fast(j))}) != RC_OK)
        return waits(row, 0, row->error); /* the turn is another's */
    /* a mail that comes back names its row */
    struct str from =
        verp_make(j->a, j->keys, VERP_BOUNCE, row->id, j->config->smtp.envelope_domain);
    smtp_send(j->smtp, from, to, bytes, hold, &h, &r);
    if (r.outcome == SMTP_UNFIT)
        return failed(j, OUTBOX_ADDRESS, "recipient refused", (struct str){0});
    if (r.outcome != SMTP_LET_GO)
        return answered(j, row, way, &r, soon);
    return h.taken ? (struct verdict){.fate = FATE_TAKEN, .why = STR("another has it")}
                   : unanswered(row, "lease: the database does not answer");
}

/* ---- what keeps it from leaving */

/* The file that goes with it, if any. */
static bool attach(struct jobs *j, const struct outbox_mail *row, const struct mail_rendered *r,
    struct mail_file *file, struct buf *why, struct verdict *v)
{
    *file = (struct mail_file){0};
    if (r->quote.n == 0)
        return true;
    enum rc rc = quote_file(j, r->quote, file, why);
    if (rc == RC_OK)
        return true;
    *v = failed(j, OUTBOX_FAULT, rc == RC_NOT_FOUND ? "no such quote" : "attachment", buf_str(why));
    if (rc == RC_UNAVAILABLE)
        *v = unanswered(row, "attachment: the database does not answer");
    return false;
}

static struct verdict deliver_kind(struct jobs *j, const struct outbox_mail *row,
    const struct mail_way *way, const struct mail_kind *kind, struct buf *why)
{
    struct mail_setting setting = setting_of(j);
    struct mail_rendered r;
    struct mail_file file;
    struct verdict v;
    struct buf bytes;
    bool soon = kind->flags & MAIL_EXPIRES;
    setting.to = row->recipient;
    if (!mail_render(j->a, kind, &setting, row->params, &r, why))
        return failed(j, OUTBOX_FAULT, "render", buf_str(why));
    if (soon && r.expires.s <= j->now.s) /* the row said that it would live longer */
        return failed(j, OUTBOX_FAULT, "too late to be of use", (struct str){0});
    if (!attach(j, row, &r, &file, why, &v))
        return v;
    r.reply_to = reply_to(j, row, kind, r.reply_to);
    buf_init(&bytes, file.bytes.n ? MAIL_WITH_FILE_MAX : MAIL_BYTES_MAX);
    if (make_bytes(j, row, &r, &file, &bytes, &v))
        v = send(j, row, way, buf_str(&bytes), soon);
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

/* The web may be upgraded first, and queue what only the next portal-jobs can write. */
static struct verdict unknown(struct jobs *j, const struct outbox_mail *row)
{
    struct verdict v = waits(row, fast(j) ? 1 : ASK_AGAIN, STR("kind not known to this version"));
    v.trouble = STR(OUTBOX_KIND);
    return v;
}

struct verdict deliver(
    struct jobs *j, const struct outbox_mail *row, const struct mail_way *way)
{
    const struct mail_kind *kind = mail_kind_find(row->kind);
    struct buf why;
    if (!kind)
        return unknown(j, row);
    if (row->sealed.n) /* none of the mails has a secret but codes, which are computed */
        return failed(j, OUTBOX_FAULT, "sealed parameters", (struct str){0});
    const char *why_not;
    bool no = false;
    if (stopped(j, row, kind, &why_not) != RC_OK)
        return unanswered(row, "address: the database does not answer");
    if (why_not)
        return failed(j, OUTBOX_ADDRESS, why_not, STR(""));
    if (refused(j, row, kind, &no) != RC_OK)
        return unanswered(row, "refusal: the database does not answer");
    if (no)
        return failed(j, OUTBOX_ADDRESS, "adresse refusée", STR("elle ne veut plus de message au sujet d’un devis"));
    buf_init(&why, ERROR_MAX);
    struct verdict v = deliver_kind(j, row, way, kind, &why);
    buf_free(&why);
    return v;
}
