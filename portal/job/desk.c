/* New requests and those that wait too long. Each is taken and told of in one transaction: the
 * conditional UPDATE decides who of two portal-jobs does it, and the mails' keys make a transaction
 * that is run again say it once. */
#include "job/desk.h"

#include "base/json.h"
#include "domain/desk_candidacies.h"
#include "domain/payers.h"
#include "domain/workdays.h"
#include "store/audit.h"
#include "store/outbox.h"
#include "store/tx.h"
#include "sys/config.h"
#include "sys/log.h"

enum { PARAMS_MAX = 4000, RAISE_AFTER = 2 /* working days */ };

struct str desk_what(const struct notice_request *r)
{
    if (str_eq_c(r->kind, "vae"))
        return STR("question sur la VAE");
    if (str_eq_c(r->kind, "question"))
        return STR("question");
    return str_eq_c(r->payer, "cpf") ? STR("demande d’information tarifaire")
                                     : STR("demande de devis");
}

/* On the morning of the day it had come, when somebody typed it in later. */
struct instant desk_received(const struct notice_request *r)
{
    struct instant morning = instant_from_paris(r->received, 9, 0, 0);
    return day_is_none(r->received) || morning.s > r->created.s ? r->created : morning;
}

static struct str params_of(struct jobs *j, const struct notice_request *r)
{
    struct buf b;
    const struct payer *payer = payer_find(r->payer);
    buf_init(&b, PARAMS_MAX);
    buf_putc(&b, '{');
    json_name(&b, "reference");
    json_string(&b, r->reference);
    json_name(&b, "what");
    json_string(&b, desk_what(r));
    if (payer) {
        json_name(&b, "payer");
        json_string(&b, str_c(payer_label(payer)));
    }
    if (r->entered_by) {
        json_name(&b, "entered");
        json_string(&b, str_c(candidacy_origin_label(r->origin)));
    }
    json_name(&b, "received");
    buf_printf(&b, "%lld", (long long)desk_received(r).s);
    if (r->waiting.s) {
        json_name(&b, "waiting");
        buf_printf(&b, "%lld", (long long)r->waiting.s);
    }
    json_name(&b, "link");
    json_string(&b, arena_printf(j->a, "%s/gestion/devis/%.*s", j->config->site.base_url,
                        STR_ARG(r->public_id)));
    buf_putc(&b, '}');
    return arena_take(j->a, &b);
}

static enum rc queue(struct jobs *j, struct outbox_new mail, const struct notice_request *about)
{
    mail.expires = (struct instant){j->now.s + OUTBOX_LIFE};
    mail.object_kind = about ? OUTBOX_QUOTE_REQUEST : NULL;
    mail.object_id = about ? about->id : 0;
    return outbox_put(j->db, j->a, &mail, j->now);
}

enum rc desk_queue(struct jobs *j, const char *kind, struct str to, struct str params,
    const struct notice_request *about, struct str key)
{
    return queue(j, (struct outbox_new){.dedupe_key = key, .kind = kind, .recipient = to, .params = params}, about);
}

static struct str mailbox_of(const struct jobs *j, const struct notice_request *r)
{
    struct str to = {0};
    if (str_eq_c(r->kind, "vae"))
        to = facts_text(j->facts, "contact.vae");
    else if (str_eq_c(r->kind, "question"))
        to = facts_text(j->facts, "contact.general");
    return to.n ? to : facts_text(j->facts, "contact.quotes");
}

struct teller {
    struct jobs *j;
    const char *kind;
    const struct notice_request *r;
    struct str about;
    int64_t every; /* seconds; 0: once */
};

/* `who`: 0 is the shared mailbox. */
static enum rc to_one(const struct teller *t, struct str email, uint64_t who)
{
    struct jobs *j = t->j;
    bool again = false;
    struct outbox_new mail = {.kind = t->kind, .recipient = email, .params = params_of(j, t->r), .again = &again};
    int64_t turn = t->every ? j->now.s / t->every : 0;
    enum rc rc = RC_OK;
    for (int i = 0; i < (t->every ? 2 : 1) && rc == RC_OK && (i == 0 || again); i++, turn++) {
        struct str about = t->every ? arena_printf(j->a, "%.*s:%lld", STR_ARG(t->about), (long long)turn) : t->about;
        mail.dedupe_key = arena_printf(
            j->a, "%s:%.*s:%llu", t->kind, STR_ARG(about), (unsigned long long)who);
        mail.due = (struct instant){i ? turn * t->every : 0};
        rc = queue(j, mail, t->r);
    }
    return rc;
}

enum rc desk_tell(struct jobs *j, const char *kind, const struct notice_request *r, struct str about,
    int64_t every)
{
    const struct teller t = {j, kind, r, about, every};
    struct notice_person *people;
    size_t n;
    struct str mailbox = mailbox_of(j, r);
    bool held = false;
    enum rc rc = notice_people(j->db, j->a, &people, &n);
    for (size_t i = 0; i < n; i++)
        held = held || people[i].id == r->assigned;
    for (size_t i = 0; i < n && rc == RC_OK; i++)
        if (held ? people[i].id == r->assigned : !str_eq_c(people[i].notice, "none"))
            rc = to_one(&t, people[i].email, people[i].id);
    return rc != RC_OK || mailbox.n == 0 ? rc : to_one(&t, mailbox, 0);
}

struct telling {
    struct jobs *j;
    const struct notice_request *r;
};

static struct str number(struct jobs *j, uint64_t id)
{
    return arena_printf(j->a, "%llu", (unsigned long long)id);
}

/* ---- a new request: the shared mailbox has had its own mail from the page; whoever typed it in
 * knows */

static enum rc tell_new(struct db *db, void *arg)
{
    const struct telling *t = arg;
    struct notice_person *people;
    size_t n;
    enum rc rc = notice_new_take(db, t->r->id, t->j->now);
    if (rc == RC_OK)
        rc = notice_people(db, t->j->a, &people, &n);
    for (size_t i = 0; rc == RC_OK && i < n; i++)
        if (str_eq_c(people[i].notice, "at_once") && people[i].id != t->r->entered_by)
            rc = to_one(&(struct teller){t->j, "desk_new", t->r, number(t->j, t->r->id), 0}, people[i].email,
                people[i].id);
    return rc;
}

/* ---- two working days without an answer. Another wait of the same request may be raised again:
 * the key holds since when. */

static enum rc tell_raised(struct db *db, void *arg)
{
    const struct telling *t = arg;
    enum rc rc = notice_raise_take(db, t->r->id, t->j->now);
    if (rc == RC_OK)
        rc = audit_add(
            db, &(struct audit){"job", 0, "request.raise", "quote_request", t->r->id, {0}});
    if (rc != RC_OK)
        return rc;
    return desk_tell(t->j, "desk_raised", t->r,
        arena_printf(t->j->a, "%llu:%lld", (unsigned long long)t->r->id,
            (long long)t->r->waiting.s), 0);
}

static enum rc each(struct jobs *j, const struct notice_request *v, size_t n, const char *what,
    enum rc (*tell)(struct db *db, void *arg))
{
    enum rc rc = RC_OK;
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        struct telling t = {j, &v[i]};
        rc = tx_run(j->db, tell, &t);
        if (rc == RC_OK)
            log_event(LOG_INFO, what, LOG_INT("request", v[i].id), LOG_END);
        else if (rc == RC_CONFLICT) /* somebody was faster */
            rc = RC_OK;
    }
    return rc;
}

enum rc job_desk(struct jobs *j, bool *more)
{
    struct notice_request *fresh, *late;
    size_t fresh_n = 0, late_n = 0;
    enum rc rc = notice_new_due(j->db, j->a, &fresh, &fresh_n);
    if (rc == RC_OK)
        rc = each(j, fresh, fresh_n, "desk.new", tell_new);
    if (rc == RC_OK)
        rc = notice_raise_due(
            j->db, j->a, workdays_since(j->now, RAISE_AFTER), &late, &late_n);
    if (rc == RC_OK)
        rc = each(j, late, late_n, "desk.raised", tell_raised);
    *more = rc == RC_OK && (fresh_n == NOTICE_ROWS_MAX || late_n == NOTICE_ROWS_MAX);
    return rc;
}
