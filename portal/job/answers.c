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
#include "sys/log.h"

enum { DAY = 24 * 3600, KEPT_DAYS = 90, DAYS_MOST = 36500, PART = 1 << 20, REMARKS_BYTES = 20000 };

/* For the mail itself; or what is full. */
enum room { ROOM, ROOM_NONE_OF_REQUEST, ROOM_NONE_AT_ALL };

struct keeping {
    struct jobs *j;
    const struct incoming *in;
    struct str bytes, key;
    enum room room;
};

static bool by_machine(const struct keeping *k)
{
    return k->in->kind == INCOMING_MACHINE;
}

static const char *mark_of(const struct keeping *k)
{
    return by_machine(k) ? QUOTE_AUTOMATIC : k->in->vouched == VOUCHED_NO ? QUOTE_UNVOUCHED : "";
}

/* ---- the mail itself */

static struct instant kept_until(const struct jobs *j)
{
    uint64_t days;
    if (!str_to_u64(facts_text(j->facts, "retention.reply"), DAYS_MOST, &days) || !days)
        days = KEPT_DAYS;
    return (struct instant){j->now.s + (int64_t)days * DAY};
}

/* Whoever was shown the address can fill half of the room and no more. */
static enum rc find_room(struct db *db, struct keeping *k, const struct mail_raw_counts *c)
{
    uint64_t all = 0, share = k->in->vouched == VOUCHED_NO ? 2 : 1;
    k->room = c->bytes + k->bytes.n > ANSWERS_KEPT_MAX / share ? ROOM_NONE_OF_REQUEST : ROOM;
    if (k->room != ROOM)
        return RC_OK;
    enum rc rc = mail_raw_total(db, k->j->a, &all);
    if (rc == RC_OK && all + k->bytes.n > ANSWERS_KEPT_ALL_MAX / share)
        k->room = ROOM_NONE_AT_ALL;
    return rc;
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

static void say_kept(struct keeping *k, struct buf *b)
{
    if (k->in->too_large)
        buf_puts(b, "Une personne qui administre peut retrouver le fichier, dans «\u00a0Courriels non compris\u00a0».\n");
    struct str until = words_day(k->j->a, day_paris(kept_until(k->j)));
    if (k->room == ROOM)
        buf_printf(b, "%s, chiffré, jusqu’au %.*s.\n",
            k->in->too_large ? "Ce début est gardé" : "Le courriel entier est gardé", STR_ARG(until));
    else
        buf_printf(b, "Le courriel entier n’est pas gardé\u00a0: %s.\n",
            k->room == ROOM_NONE_OF_REQUEST ? "cette demande en a déjà reçu trop"
                                            : "le portail en garde déjà autant qu’il le peut");
}

/* Its writer may read this too. */
static void say_mail(struct buf *b, const struct incoming *in)
{
    if (in->subject.n && in->text.n)
        buf_printf(b, "Objet\u00a0: %.*s\n", STR_ARG(in->subject));
    if (in->files.n)
        buf_printf(b, "Fichiers joints\u00a0: %.*s.\n", STR_ARG(in->files));
    if (in->too_large)
        buf_printf(b, "Ce courriel dépasse %d\u00a0Mo\u00a0: seul son début a été lu.\n", INCOMING_BYTES_MAX >> 20);
    if (in->cut)
        buf_puts(b, "Ce courriel est long\u00a0: la suite n’est pas montrée.\n");
}

static struct str remarks_of(struct keeping *k, struct str expected)
{
    const struct incoming *in = k->in;
    struct buf b;
    buf_init(&b, REMARKS_BYTES);
    say_mail(&b, in);
    if (b.n)
        buf_puts(&b, "\n"); /* QUOTE_REMARKS_DESK, after a line's end */
    say_sender(&b, in, expected);
    if (in->files.n)
        buf_puts(&b, "Le portail n’ouvre pas encore les fichiers joints\u00a0: s’il vous les faut, demandez-les à la "
                     "personne.\n");
    say_kept(k, &b);
    return str_trim(utf8_cut(arena_take(k->j->a, &b), ANSWERS_REMARKS_MAX));
}

/* ---- */

static struct quote_message message_of(struct keeping *k, struct str expected)
{
    const struct incoming *in = k->in;
    struct str body = in->text.n ? in->text : in->subject.n ? in->subject : STR("(message sans texte)");
    return (struct quote_message){.kind = STR("person"), .body = body, .at = k->j->now,
        .mark = str_c(mark_of(k)), .remarks = remarks_of(k, expected)};
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

static bool too_many(const struct keeping *k, const struct mail_raw_counts *c)
{
    if (by_machine(k))
        return c->machines >= ANSWERS_MACHINES_A_DAY;
    return k->in->vouched == VOUCHED_NO ? c->unvouched >= ANSWERS_UNVOUCHED_A_DAY : c->people >= ANSWERS_A_DAY;
}

static enum rc keep(struct db *db, void *arg)
{
    struct keeping *k = arg;
    struct notice_request r;
    struct mail_raw_counts c;
    enum rc rc = find(db, k, &r, &c);
    if (rc == RC_OK && !too_many(k, &c))
        rc = find_room(db, k, &c);
    if (rc != RC_OK)
        return rc;
    const struct quote_message m = message_of(k, r.email);
    rc = quote_message_add(db, r.id, &m, k->key);
    if (rc == RC_OK && too_many(k, &c))
        return RC_THROTTLED; /* one that was there already is none too many */
    if (rc == RC_OK && k->room == ROOM)
        rc = keep_whole(db, k, r.id);
    return rc == RC_OK && !by_machine(k) ? tell(db, k, &r) : rc;
}

/* Once a day, of each. */
static enum rc say_many(struct db *db, void *arg)
{
    struct keeping *k = arg;
    bool unvouched = k->in->vouched == VOUCHED_NO;
    struct quote_message m = {.kind = STR("person"), .at = k->j->now, .mark = STR(QUOTE_AUTOMATIC),
        .body = arena_printf(k->j->a, "Plus de %d réponses par courriel%s sont arrivées en un jour\u00a0: l’équipe reçoit "
                                      "les suivantes à part, elles ne sont pas montrées ici.",
            unvouched ? ANSWERS_UNVOUCHED_A_DAY : ANSWERS_A_DAY, unvouched ? ", d’expéditeurs non vérifiés," : ""),
        .remarks = STR("Une personne qui administre les lit dans «\u00a0Courriels non compris\u00a0».")};
    struct str key = arena_printf(k->j->a, "mail:many:%s:%llu:%d", mark_of(k), (unsigned long long)k->in->id,
        day_to_number(day_paris(k->j->now)));
    enum rc rc = quote_message_add(db, k->in->id, &m, key);
    return rc == RC_CONFLICT ? RC_OK : rc;
}

enum rc answers_keep(struct jobs *j, const struct incoming *in, struct str bytes, struct str key, bool *whole)
{
    struct keeping k = {j, in, str_slice(bytes, 0, INCOMING_BYTES_MAX), key, ROOM};
    enum rc rc = tx_run(j->db, keep, &k);
    *whole = rc == RC_OK && k.room == ROOM && !in->too_large;
    if (rc == RC_OK && k.room == ROOM_NONE_AT_ALL)
        log_event(LOG_WARN, "mail.not_whole", LOG_INT("about", in->id), LOG_INT("bytes", k.bytes.n), LOG_END);
    if (rc != RC_THROTTLED || by_machine(&k))
        return rc;
    enum rc said = tx_run(j->db, say_many, &k);
    return said == RC_OK ? rc : said;
}
