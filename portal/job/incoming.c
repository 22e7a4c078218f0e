/* A report marks the mail and the address that it speaks of; an answer joins its request, which
 * then waits for us, and the desk is told. All of it in one transaction. */
#include "job/incoming.h"

#include "base/codec.h"
#include "job/desk.h"
#include "store/address.h"
#include "store/audit.h"
#include "store/notice.h"
#include "store/quote.h"
#include "store/tx.h"
#include "sys/crypto.h"
#include "sys/log.h"

enum { KEY_MAX = 48 };

struct taking {
    struct jobs *j;
    const struct incoming *in;
    struct str key; /* of the message: an answer read twice is kept once */
};

static enum rc keep_bounce(struct db *db, void *arg)
{
    const struct taking *t = arg;
    const struct bounce_note note = {t->in->id, t->in->failed, t->in->hard, t->in->why};
    return address_bounced(db, t->j->a, &note, t->j->now);
}

/* What the desk should know beside the text: it came from elsewhere, and files were with it. */
static struct str body_of(struct jobs *j, const struct incoming *in, struct str expected)
{
    struct str text = in->text.n ? in->text : STR("(message sans texte)");
    struct str from = {0}, files = {0};
    if (in->from.n && !str_eq_nocase(in->from, expected))
        from = arena_printf(j->a, "\n\n[Envoyé depuis l’adresse %.*s]", STR_ARG(in->from));
    if (in->files.n)
        files = arena_printf(j->a,
            "\n\n[Fichiers joints, que le portail ne garde pas\u00a0: %.*s. Si vous en avez besoin, "
            "demandez-les à la personne.]",
            STR_ARG(in->files));
    return arena_printf(
        j->a, "%.*s%.*s%.*s", STR_ARG(text), STR_ARG(from), STR_ARG(files));
}

static enum rc keep_reply(struct db *db, void *arg)
{
    const struct taking *t = arg;
    struct jobs *j = t->j;
    struct notice_request r;
    struct quote_subject locked;
    enum rc rc = quote_subject_lock(db, j->a, t->in->id, &locked);
    if (rc == RC_OK)
        rc = notice_request_find(db, j->a, t->in->id, &r);
    if (rc != RC_OK)
        return rc;
    const struct quote_message m = {
        .kind = STR("person"), .body = body_of(j, t->in, r.email), .at = j->now};
    rc = quote_message_add(db, r.id, &m, t->key);
    if (rc == RC_OK)
        rc = quote_wait(db, r.id, STR(""), j->now);
    if (rc == RC_OK)
        rc = audit_add(db, &(struct audit){"job", 0, "request.reply_by_mail", "quote_request", r.id, {0}});
    return rc == RC_OK ? desk_tell(j, "desk_reply", &r, t->key) : rc;
}

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

enum rc incoming_take(struct jobs *j, struct str bytes, enum incoming_kind *kind)
{
    static const char *const words[] = {[INCOMING_UNREADABLE] = "unreadable",
        [INCOMING_STRANGER] = "stranger", [INCOMING_AUTOMATIC] = "automatic",
        [INCOMING_BOUNCE] = "bounce", [INCOMING_REPLY] = "reply"};
    struct incoming in;
    enum rc rc = RC_OK;
    incoming_read(j->a, j->keys, bytes, &in);
    struct taking t = {j, &in, {0}};
    if (in.kind == INCOMING_BOUNCE) {
        rc = tx_run(j->db, keep_bounce, &t);
    } else if (in.kind == INCOMING_REPLY) {
        t.key = key_of(j, &in, bytes);
        rc = tx_run(j->db, keep_reply, &t);
    }
    *kind = in.kind;
    bool again = rc == RC_CONFLICT, forgotten = rc == RC_NOT_FOUND; /* that row is long purged */
    if (rc == RC_OK || again || forgotten)
        log_event(in.kind == INCOMING_UNREADABLE ? LOG_WARN : LOG_INFO, "mail.came",
            LOG_TEXT("kind", words[in.kind]), LOG_INT("about", in.id), LOG_BOOL("failed", in.failed),
            LOG_BOOL("hard", in.hard), LOG_BOOL("again", again), LOG_BOOL("forgotten", forgotten),
            LOG_END);
    return again || forgotten ? RC_OK : rc;
}
