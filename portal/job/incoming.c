/* A report marks the mail and the address that it speaks of; a complaint marks the address, and the
 * shared mailbox is told; an answer joins its request. All of it in one transaction. */
#include "job/incoming.h"

#include "base/codec.h"
#include "base/json.h"
#include "base/utf8.h"
#include "domain/mails.h"
#include "job/answers.h"
#include "job/desk.h"
#include "mail/status.h"
#include "store/address.h"
#include "store/aside.h"
#include "store/ident.h"
#include "store/outbox.h"
#include "store/tx.h"
#include "sys/config.h"
#include "sys/crypto.h"
#include "sys/log.h"

enum { KEY_MAX = 48, PARAMS_MAX = 2000 };

struct taking {
    struct jobs *j;
    const struct incoming *in;
};

static enum rc keep_bounce(struct db *db, void *arg)
{
    const struct taking *t = arg;
    const struct bounce_note note = {
        t->in->id, t->in->failed, t->in->hard, t->in->why, STATUS_RULES};
    return address_bounced(db, t->j->a, &note, t->j->now);
}

/* ---- a complaint: one mail to the mailbox that answers for what was sent */

static struct str complaint_params(struct jobs *j, const struct complaint *c)
{
    bool request = str_eq_c(c->object_kind, OUTBOX_QUOTE_REQUEST);
    struct buf b;
    buf_init(&b, PARAMS_MAX);
    buf_putc(&b, '{');
    json_name(&b, "mail");
    json_string(&b, mail_label(c->kind));
    json_name(&b, "sent");
    buf_printf(&b, "%lld", (long long)c->sent.s);
    if (c->reference.n) {
        json_name(&b, "reference");
        json_string(&b, c->reference);
    }
    if (c->public_id.n) {
        json_name(&b, "link");
        json_string(&b, arena_printf(j->a, "%s/gestion/%s/%.*s", j->config->site.base_url,
                            request ? "devis" : "candidatures", STR_ARG(c->public_id)));
    }
    buf_putc(&b, '}');
    return arena_take(j->a, &b);
}

static enum rc keep_complaint(struct db *db, void *arg)
{
    const struct taking *t = arg;
    struct jobs *j = t->j;
    struct complaint c;
    enum rc rc = address_complained(db, j->a, t->in->id, t->in->why, j->now, &c);
    bool request = rc == RC_OK && str_eq_c(c.object_kind, OUTBOX_QUOTE_REQUEST);
    struct str to = facts_text(j->facts, request ? "contact.quotes" : "contact.general");
    if (rc != RC_OK || to.n == 0)
        return rc;
    return desk_queue(j, "desk_complaint", to, complaint_params(j, &c), NULL,
        arena_printf(j->a, "complaint:%llu", (unsigned long long)t->in->id));
}

/* ---- an answer (job/answers.h) */

/* By its Message-ID, which a second delivery keeps; without one, by its bytes. */
static struct str key_of(struct jobs *j, const struct incoming *in, struct str bytes)
{
    unsigned char hash[HASH_BYTES];
    struct str what = in->message_id.n ? arena_printf(j->a, "%llu:%.*s", (unsigned long long)in->id,
                                             STR_ARG(in->message_id))
                                       : bytes;
    crypto_sha256(what, hash);
    struct str hex = hex_encode(j->a, (struct str){(const char *)hash, sizeof hash});
    return arena_printf(j->a, "mail:%.*s", STR_ARG(str_slice(hex, 0, KEY_MAX)));
}

/* ---- what nobody understood */

enum rc incoming_aside(
    struct jobs *j, struct str bytes, struct str file, enum incoming_fault fault)
{
    unsigned char digest[HASH_BYTES];
    struct str name = utf8_clean_line(j->a, utf8_valid(file) ? file : STR("?"));
    struct aside m = {.public_id = public_id_new(j->a), .reason = str_c(incoming_fault_name(fault)),
        .bytes = bytes.n, .file = utf8_cut(name, ASIDE_FILE_MAX)};
    struct str shown = incoming_show(j->a, bytes);
    if (shown.n)
        m.sealed = crypto_seal(j->a, j->keys, KEY_FIELD_BASE, shown, m.public_id);
    crypto_sha256(bytes.n ? bytes : file, digest);
    enum rc rc = aside_put(j->db, &m, digest, j->now);
    log_event(rc == RC_OK ? LOG_WARN : LOG_ERROR, "mail.aside",
        LOG_TEXT("reason", incoming_fault_name(fault)), LOG_INT("bytes", bytes.n),
        LOG_TEXT("rc", rc_name(rc)), LOG_END);
    return rc;
}

/* What is too large is there as far as it was read, and its file is said to administrators: also when it
 * was there already, since we may have died in between. One too many is theirs altogether, and so is one
 * whose request is away (store/archive.h) or gone: its writer may be asking about just that. A machine's is
 * nobody's. */
static enum incoming_fault fault_of(const struct incoming *in, enum rc kept)
{
    bool person = in->kind == INCOMING_REPLY;
    if (kept == RC_OK || kept == RC_CONFLICT)
        return in->too_large ? UNREAD_TOO_LARGE : UNREAD_NONE;
    if (kept == RC_THROTTLED && person)
        return UNREAD_MANY;
    return kept == RC_NOT_FOUND && person ? UNREAD_NOT_KEPT : UNREAD_NONE;
}

static enum rc take_answer(
    struct jobs *j, struct incoming *in, struct str bytes, struct str file, bool *whole)
{
    enum rc rc = answers_keep(j, in, bytes, key_of(j, in, bytes), whole);
    enum incoming_fault fault = fault_of(in, rc);
    if (fault == UNREAD_NONE)
        return rc == RC_THROTTLED ? RC_OK : rc;
    in->kind = INCOMING_UNREADABLE;
    return incoming_aside(j, bytes, file, fault);
}

enum rc incoming_take(struct jobs *j, struct str bytes, struct str file, struct incoming_end *end)
{
    static const char *const words[] = {[INCOMING_UNREADABLE] = "unreadable",
        [INCOMING_STRANGER] = "stranger", [INCOMING_AUTOMATIC] = "automatic",
        [INCOMING_BOUNCE] = "bounce", [INCOMING_COMPLAINT] = "complaint", [INCOMING_REPLY] = "reply",
        [INCOMING_MACHINE] = "machine"};
    struct incoming in;
    enum rc rc = RC_OK;
    *end = (struct incoming_end){0};
    incoming_read(j->a, j->keys, str_c(j->config->smtp.authserv_id), bytes, &in);
    struct taking t = {j, &in};
    if (in.kind == INCOMING_BOUNCE)
        rc = tx_run(j->db, keep_bounce, &t);
    else if (in.kind == INCOMING_COMPLAINT)
        rc = tx_run(j->db, keep_complaint, &t);
    else if (in.kind == INCOMING_UNREADABLE)
        rc = incoming_aside(j, bytes, file, in.fault);
    else if (in.kind == INCOMING_REPLY || in.kind == INCOMING_MACHINE)
        rc = take_answer(j, &in, bytes, file, &end->kept);
    end->kind = in.kind;
    bool again = rc == RC_CONFLICT, forgotten = rc == RC_NOT_FOUND; /* that row is long purged */
    if (rc == RC_OK || again || forgotten)
        log_event(in.kind == INCOMING_UNREADABLE ? LOG_WARN : LOG_INFO, "mail.came",
            LOG_TEXT("kind", words[in.kind]), LOG_INT("about", in.id), LOG_BOOL("failed", in.failed),
            LOG_BOOL("hard", in.hard), LOG_BOOL("again", again), LOG_BOOL("forgotten", forgotten),
            LOG_END);
    return again || forgotten ? RC_OK : rc;
}
