#include "job/answers.h"

#include "base/words.h"
#include "base/utf8.h"
#include "job/desk.h"
#include "store/audit.h"
#include "store/ident.h"
#include "store/mail_raw.h"
#include "store/quote.h"
#include "store/tx.h"
#include "sys/crypto.h"

enum { DAY = 24 * 3600, KEPT_DAYS = 90, DAYS_MOST = 36500, PART = 1 << 20, REMARKS_BYTES = 20000 };

struct keeping {
    struct jobs *j;
    const struct incoming *in;
    struct str bytes, key;
};

static bool by_machine(const struct keeping *k)
{
    return k->in->kind == INCOMING_MACHINE;
}

/* ---- the mail itself */

static struct instant kept_until(const struct jobs *j)
{
    uint64_t days;
    if (!str_to_u64(facts_text(j->facts, "retention.reply"), DAYS_MOST, &days) || !days)
        days = KEPT_DAYS;
    return (struct instant){j->now.s + (int64_t)days * DAY};
}

static enum rc keep_whole(struct db *db, const struct keeping *k, uint64_t request)
{
    struct jobs *j = k->j;
    uint64_t id;
    const struct mail_raw m = {.public_id = public_id_new(j->a), .request = request, .bytes = k->bytes.n,
        .received = j->now, .ends = kept_until(j)};
    enum rc rc = mail_raw_put(db, &m, &id);
    for (unsigned part = 0; rc == RC_OK && (size_t)part * PART < k->bytes.n; part++) {
        struct str piece = str_slice(k->bytes, (size_t)part * PART, ((size_t)part + 1) * PART);
        struct str place = arena_printf(j->a, "%.*s:%u", STR_ARG(m.public_id), part);
        rc = mail_raw_put_part(db, id, part, crypto_seal(j->a, j->keys, KEY_FIELD_BASE, piece, place));
    }
    return rc;
}

/* ---- what is said beside it */

static void say_sender(struct buf *b, const struct incoming *in, struct str expected)
{
    if (in->from.n == 0)
        buf_puts(b, "Expéditeur\u00a0: non indiqué.\n");
    else if (!str_eq_nocase(in->from, expected))
        buf_printf(b, "Envoyé depuis l’adresse %.*s, qui n’est pas celle de la demande.\n", STR_ARG(in->from));
    if (in->vouched == VOUCHED_NO && in->kind == INCOMING_REPLY)
        buf_puts(b, "Rien ne prouve que ce courriel vient de l’adresse qu’il indique\u00a0: avant de changer un prix, "
                    "un payeur ou une adresse, vérifiez auprès de la personne.\n");
}

static void say_kept(struct keeping *k, struct buf *b, bool whole)
{
    if (k->in->too_large)
        buf_printf(b, "Ce courriel dépasse %d\u00a0Mo\u00a0: seul son début a été lu.%s\n", INCOMING_BYTES_MAX >> 20,
            whole ? " Une personne qui administre peut retrouver le fichier, dans «\u00a0Courriels non compris\u00a0»." : "");
    struct str until = words_day(k->j->a, day_paris(kept_until(k->j)));
    if (whole)
        buf_printf(b, "%s, chiffré, jusqu’au %.*s.\n",
            k->in->too_large ? "Ce début est gardé" : "Le courriel entier est gardé", STR_ARG(until));
    else
        buf_puts(b, "Le courriel entier n’est pas gardé\u00a0: cette demande en a déjà reçu trop.\n");
}

static struct str remarks_of(struct keeping *k, struct str expected, bool whole)
{
    const struct incoming *in = k->in;
    struct buf b;
    buf_init(&b, REMARKS_BYTES);
    if (in->subject.n && in->text.n)
        buf_printf(&b, "Objet\u00a0: %.*s\n", STR_ARG(in->subject));
    say_sender(&b, in, expected);
    if (in->files.n)
        buf_printf(&b, "Fichiers joints\u00a0: %.*s. Le portail ne les ouvre pas encore\u00a0: s’il vous les faut, "
                       "demandez-les à la personne.\n", STR_ARG(in->files));
    if (in->cut)
        buf_puts(&b, "Ce courriel est long\u00a0: la suite n’est pas montrée.\n");
    say_kept(k, &b, whole);
    return str_trim(utf8_cut(arena_take(k->j->a, &b), ANSWERS_REMARKS_MAX));
}

/* ---- */

static struct quote_message message_of(struct keeping *k, struct str expected, bool whole)
{
    const struct incoming *in = k->in;
    struct str body = in->text.n ? in->text : in->subject.n ? in->subject : STR("(message sans texte)");
    return (struct quote_message){.kind = STR("person"), .body = body, .at = k->j->now,
        .mark = by_machine(k) ? STR(QUOTE_AUTOMATIC)
                : in->vouched == VOUCHED_NO ? STR(QUOTE_UNVOUCHED) : STR(""),
        .remarks = remarks_of(k, expected, whole)};
}

static enum rc tell(struct db *db, struct keeping *k, const struct notice_request *r)
{
    enum rc rc = quote_wait(db, r->id, STR(""), k->j->now);
    if (rc == RC_OK)
        rc = audit_add(db, &(struct audit){"job", 0, "request.reply_by_mail", "quote_request", r->id, {0}});
    return rc == RC_OK ? desk_tell(k->j, "desk_reply", r,
                             arena_printf(k->j->a, "%llu", (unsigned long long)r->id), ANSWERS_TOLD_EVERY)
                       : rc;
}

/* Locked first: two that come at once are counted one after the other. */
static enum rc find(struct db *db, struct keeping *k, struct notice_request *r, struct mail_raw_counts *c)
{
    struct quote_subject locked;
    enum rc rc = quote_subject_lock(db, k->j->a, k->in->id, &locked);
    if (rc == RC_OK)
        rc = notice_request_find(db, k->j->a, k->in->id, r);
    return rc == RC_OK ? mail_raw_count(db, k->j->a, r->id, (struct instant){k->j->now.s - DAY}, c) : rc;
}

static enum rc keep(struct db *db, void *arg)
{
    struct keeping *k = arg;
    struct notice_request r;
    struct mail_raw_counts c;
    enum rc rc = find(db, k, &r, &c);
    if (rc != RC_OK)
        return rc;
    bool whole = c.bytes + k->bytes.n <= ANSWERS_KEPT_MAX;
    const struct quote_message m = message_of(k, r.email, whole);
    rc = quote_message_add(db, r.id, &m, k->key);
    if (rc == RC_OK && (by_machine(k) ? c.machines >= ANSWERS_MACHINES_A_DAY : c.people >= ANSWERS_A_DAY))
        return RC_THROTTLED; /* one that was there already is none too many */
    if (rc == RC_OK && whole)
        rc = keep_whole(db, k, r.id);
    return rc == RC_OK && !by_machine(k) ? tell(db, k, &r) : rc;
}

/* Once a day, for the people of the desk. */
static enum rc say_many(struct db *db, void *arg)
{
    struct keeping *k = arg;
    struct quote_message m = {.kind = STR("person"), .at = k->j->now, .mark = STR(QUOTE_AUTOMATIC),
        .body = arena_printf(k->j->a, "Plus de %d réponses par courriel sont arrivées en un jour\u00a0: les suivantes ne sont "
                                      "pas ici. Une personne qui administre les lit dans «\u00a0Courriels non compris\u00a0».",
            ANSWERS_A_DAY)};
    struct str key = arena_printf(k->j->a, "mail:many:%llu:%d", (unsigned long long)k->in->id,
        day_to_number(day_paris(k->j->now)));
    enum rc rc = quote_message_add(db, k->in->id, &m, key);
    return rc == RC_CONFLICT ? RC_OK : rc;
}

enum rc answers_keep(struct jobs *j, const struct incoming *in, struct str bytes, struct str key)
{
    struct keeping k = {j, in, str_slice(bytes, 0, INCOMING_BYTES_MAX), key};
    enum rc rc = tx_run(j->db, keep, &k);
    if (rc != RC_THROTTLED || by_machine(&k))
        return rc;
    enum rc said = tx_run(j->db, say_many, &k);
    return said == RC_OK ? rc : said;
}
