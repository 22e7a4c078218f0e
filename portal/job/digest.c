/* Once each working morning, to whoever chose it: what came in since the last one, and how much
 * waits. Nothing to say, nothing sent. */
#include "base/json.h"
#include "base/words.h"
#include "domain/payers.h"
#include "domain/workdays.h"
#include "job/desk.h"
#include "mail/params.h"
#include "store/aside.h"
#include "store/tx.h"
#include "sys/config.h"
#include "sys/log.h"

/* A mail that is read on a telephone: the rest is in the list, which it links to. */
enum { MORNING = 8, PARAMS_MAX = 32 * 1024, SHOWN_MAX = 20 };
_Static_assert((int)SHOWN_MAX <= (int)PARAMS_LIST_MAX, "a mail refuses a longer list");
_Static_assert((int)SHOWN_MAX < (int)NOTICE_ROWS_MAX, "one more than is shown says that there are others");

struct digest {
    struct jobs *j;
    const struct notice_person *who;
    struct day today;
    struct str params; /* empty: nothing to say */
};

static void put_item(struct jobs *j, struct buf *b, const struct notice_request *r)
{
    const struct payer *payer = payer_find(r->payer);
    json_comma(b);
    buf_putc(b, '{');
    json_name(b, "label");
    json_string(b, arena_printf(j->a, "%.*s, %.*s%s%s", STR_ARG(r->reference),
                       STR_ARG(desk_what(r)), payer ? "\u00a0: " : "",
                       payer ? payer_label(payer) : ""));
    json_name(b, "state");
    json_string(b, arena_printf(j->a, "reçue le %.*s%s", STR_ARG(words_instant(j->a, desk_received(r))),
                       r->waiting.s ? ", attend notre réponse" : ""));
    buf_putc(b, '}');
}

static void put_count(struct jobs *j, struct buf *b, uint64_t n, const char *one, const char *many)
{
    if (n == 0)
        return;
    json_comma(b);
    json_string(b, words_count(j->a, n, one, many));
}

static struct str params_of(
    struct jobs *j, const struct notice_request *v, size_t n, const struct notice_counts *c,
    uint64_t asides)
{
    struct buf b;
    buf_init(&b, PARAMS_MAX);
    buf_putc(&b, '{');
    json_name(&b, "items");
    buf_putc(&b, '[');
    for (size_t i = 0; i < n && i < SHOWN_MAX; i++)
        put_item(j, &b, &v[i]);
    buf_putc(&b, ']');
    json_name(&b, "more");
    buf_puts(&b, n > SHOWN_MAX ? "true" : "false");
    json_name(&b, "counts");
    buf_putc(&b, '[');
    put_count(j, &b, c->fresh, "demande que personne n’a encore prise",
        "demandes que personne n’a encore prises");
    put_count(j, &b, c->waiting, "demande attend notre réponse", "demandes attendent notre réponse");
    put_count(j, &b, c->ending, "devis expire dans les sept jours",
        "devis expirent dans les sept jours");
    put_count(j, &b, asides, "courriel reçu n’est pas compris\u00a0: une personne qui administre peut le lire",
        "courriels reçus ne sont pas compris\u00a0: une personne qui administre peut les lire");
    put_count(j, &b, c->ended, "devis a expiré sans réponse", "devis ont expiré sans réponse");
    buf_putc(&b, ']');
    json_name(&b, "link");
    json_string(&b, arena_printf(j->a, "%s/gestion/devis", j->config->site.base_url));
    buf_putc(&b, '}');
    return arena_take(j->a, &b);
}

/* The morning of the last digest, or of the working day before today. */
static struct instant since(const struct digest *d)
{
    struct day last = d->who->digest;
    if (day_is_none(last))
        last = day_paris(workdays_since(
            instant_from_paris(d->today, MORNING, 0, 0), 1));
    return instant_from_paris(last, MORNING, 0, 0);
}

static enum rc gather(struct digest *d)
{
    struct notice_request *v;
    struct notice_counts c = {0};
    size_t n = 0;
    uint64_t asides = 0;
    enum rc rc = notice_since(d->j->db, d->j->a, since(d), &v, &n);
    if (rc == RC_OK)
        rc = notice_count(d->j->db, d->j->a, d->today, &c);
    if (rc == RC_OK)
        rc = aside_open(d->j->db, d->j->a, &asides);
    bool any = n || c.waiting || c.ending || asides;
    if (rc == RC_OK)
        d->params = any ? params_of(d->j, v, n, &c, asides) : (struct str){0};
    return rc;
}

static enum rc send(struct db *db, void *arg)
{
    const struct digest *d = arg;
    enum rc rc = notice_digest_take(db, d->who->id, d->today);
    if (rc != RC_OK || d->params.n == 0)
        return rc;
    struct buf day;
    buf_init(&day, 40);
    day_format_iso(&day, d->today);
    struct str key = arena_printf(d->j->a, "desk_digest:%llu:%.*s", (unsigned long long)d->who->id,
        STR_ARG(buf_str(&day)));
    buf_free(&day);
    return desk_queue(d->j, "desk_digest", d->who->email, d->params, NULL, key);
}

enum rc job_digest(struct jobs *j, bool *more)
{
    struct wall now = wall_paris(j->now);
    struct notice_person *people;
    size_t n;
    (void)more;
    if (now.h < MORNING || !is_workday(now.day))
        return RC_OK;
    enum rc rc = notice_people(j->db, j->a, &people, &n);
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        struct digest d = {.j = j, .who = &people[i], .today = now.day};
        if (!str_eq_c(people[i].notice, "daily") ||
            (!day_is_none(people[i].digest) && day_cmp(people[i].digest, now.day) >= 0))
            continue;
        rc = gather(&d);
        if (rc == RC_OK)
            rc = tx_run(j->db, send, &d);
        if (rc == RC_OK)
            log_event(LOG_INFO, "desk.digest", LOG_INT("staff", people[i].id),
                LOG_BOOL("mail", d.params.n > 0), LOG_END);
        else if (rc == RC_CONFLICT)
            rc = RC_OK;
    }
    return rc;
}
