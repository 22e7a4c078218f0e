#include "web/limit.h"

#include "store/account.h"
#include "store/throttle.h"
#include "sys/crypto.h"
#include "sys/log.h"
#include "web/known.h"

#include <stdlib.h>

enum { HOUR = 3600, DAY = 24 * HOUR };

const struct limit limits[] = {
    /* By network: a training room of thirty behind one works, and begins again after the break; what
     * protects a person is counted for them, below. */
    {"start.address", 150, HOUR, LIMIT_NETWORK, 0},
    {"stash.address", 100, HOUR, LIMIT_NETWORK, 0},
    {"kept.address", 300, HOUR, LIMIT_NETWORK, 0}, /* beyond, what is read again stays in place */
    {"login.address", 150, HOUR, LIMIT_NETWORK, 0},
    /* Five codes an hour for who asks from where they are (ASVS 6.1.1). Whoever asks for somebody
     * else's mailbox, from however many networks, makes strangers wait for theirs. */
    {"login.pair", 5, HOUR, LIMIT_PAIR, 0},
    {"login.email", 30, DAY, LIMIT_MAILBOX, HOUR},
    {"change.email", 5, HOUR, LIMIT_PLAIN, 0},
    {"code.address", 300, HOUR, LIMIT_NETWORK, 0},
    /* Guesses at one mailbox's codes are one in a million each (ASVS 6.6.3). A stranger's are bounded
     * by the challenges: CHALLENGE_ATTEMPTS for each of some sixty a day, and nobody else's count
     * against the code that a mailbox has just received. A known browser's, by this: */
    {"code.browser", 60, DAY, LIMIT_BROWSER, 0},
    {"quote.address", 20, HOUR, LIMIT_NETWORK, 0},
    {"quote.email", 5, HOUR, LIMIT_MAILBOX, 12 * HOUR},
    {"quote.link", 20, HOUR, LIMIT_PLAIN, 0},   /* answers and messages on one request's link … */
    {"mailbox.link", 20, HOUR, LIMIT_PLAIN, 0}, /* … and on the link that its mailbox alone has */
    {"share.address", 10, HOUR, LIMIT_NETWORK, 0},
    {"share.email", 3, HOUR, LIMIT_MAILBOX, 12 * HOUR},
    {"confirm.draft", 5, HOUR, LIMIT_PLAIN, 0},
    {"verify.address", 60, HOUR, LIMIT_NETWORK, 0},
    /* Mails to mailboxes that nobody has ever proved here, all together: no flood through our mail.
     * They leave later, none is dropped. */
    {"mail.unproved", 2000, HOUR, LIMIT_SITE, 0},
    /* The staff's door. Passwords are counted for the account and the network together, so that
     * whoever tries them elsewhere locks nobody out; and for the network, whatever the account. */
    {"staff.address", 60, 900, LIMIT_NETWORK, 0},
    {"staff.pair", 10, 900, LIMIT_PAIR, 0},
    /* Wrong codes, once the password is right: one in a million each, three are good at a time. Over
     * all networks too (ASVS 6.6.3), but for those where the person gave a right one lately: somebody
     * who has the password needs four networks to use these up, and still locks nobody out of theirs
     * (page/staff_proof.c). */
    {"staff.code.pair", 10, 900, LIMIT_PLAIN_PAIR, 0},
    {"staff.code.day", 30, DAY, LIMIT_PLAIN_PAIR, 0},
    {"staff.code", 100, DAY, LIMIT_PLAIN, 0},
};
const size_t limits_n = sizeof limits / sizeof *limits;

enum { DEMO_WIDER = 50 };

static const struct limit *find(const char *name)
{
    for (size_t i = 0; i < limits_n; i++)
        if (strcmp(limits[i].name, name) == 0)
            return &limits[i];
    abort(); /* a page named a limit that does not exist */
}

static struct throttle_rule rule_of(const struct page *p, const struct limit *l)
{
    unsigned wider = l->whose == LIMIT_NETWORK && p->site->demo ? DEMO_WIDER : 1;
    return (struct throttle_rule){.most = l->most * wider, .seconds = l->seconds, .late = l->late};
}

/* ---- whose turn it is ---- */

/* An IPv6 subscriber holds a whole prefix: three groups count, as nginx writes them. What follows a
 * "::" is theirs to choose, and ends it too. */
static struct str prefix(struct str address)
{
    size_t groups = 0;
    if (str_find(address, ':') == address.n)
        return address;
    for (size_t i = 1; i < address.n; i++)
        if (address.p[i] == ':' && (address.p[i - 1] == ':' || ++groups == 3))
            return str_slice(address, 0, i);
    return address;
}

/* "who where": neither has a space of its own. */
static struct str at(struct page *p, struct str who, struct str where)
{
    return arena_printf(p->a, "%.*s %.*s", STR_ARG(who), STR_ARG(where));
}

static struct str browser(struct page *p)
{
    struct str id = known_browser(p);
    return id.n ? at(p, STR("browser"), id) : id;
}

/* What the row counts for; empty: it does not count this act at all. */
static struct str counted_for(struct page *p, const struct limit *l, struct str who)
{
    struct str network = prefix(p->req->address);
    bool known = known_mailbox(p, who);
    switch (l->whose) {
    case LIMIT_NETWORK: who = browser(p); return who.n ? who : network;
    case LIMIT_PAIR: return at(p, who, known ? browser(p) : network);
    case LIMIT_PLAIN_PAIR: return at(p, who, network);
    case LIMIT_BROWSER: return known ? at(p, who, browser(p)) : (struct str){0};
    case LIMIT_SITE: return STR("all");
    case LIMIT_MAILBOX:
    case LIMIT_PLAIN: break;
    }
    return who;
}

static void bucket_of(
    struct page *p, const char *name, struct str whose, unsigned char bucket[HASH_BYTES])
{
    crypto_hmac2(p->site->keys, KEY_LIMIT, str_c(name), whose, bucket);
}

/* ---- counted, and given back ---- */

static void remember(struct page *p, const struct limit *l, const unsigned char *bucket)
{
    if (p->counted_n == PAGE_COUNTED_MAX)
        abort(); /* no page counts that much */
    struct page_counted *c = &p->counted[p->counted_n++];
    c->limit = l;
    memcpy(c->bucket, bucket, sizeof c->bucket);
}

static enum rc too_soon(struct page *p, const struct limit *l, int64_t wait)
{
    log_event(LOG_WARN, "limit.reached", LOG_TEXT("limit", l->name), LOG_INT("wait", wait), LOG_END);
    response_header(p->res, "Retry-After", arena_printf(p->a, "%lld", (long long)wait));
    p->wait = wait;
    return RC_THROTTLED;
}

/* *due: seconds until a mail may leave. */
static enum rc count(struct page *p, const struct limit *l, struct str whose, int64_t *due)
{
    unsigned char bucket[HASH_BYTES];
    const struct throttle_rule rule = rule_of(p, l);
    int64_t wait = 0;
    bucket_of(p, l->name, whose, bucket);
    enum rc rc = l->whose == LIMIT_SITE ? throttle_pace(p->db, bucket, &rule, p->now, &wait)
                                        : throttle_hit(p->db, bucket, &rule, p->now, &wait);
    if (rc != RC_OK)
        return rc;
    if (l->whose != LIMIT_SITE && wait > l->late)
        return too_soon(p, l, wait - l->late);
    remember(p, l, bucket);
    if (wait > *due)
        *due = wait;
    return RC_OK;
}

enum rc limit_count(struct page *p, const char *name, struct str who)
{
    const struct limit *l = find(name);
    struct str whose = counted_for(p, l, who);
    int64_t due = 0;
    return whose.n ? count(p, l, whose, &due) : RC_OK;
}

enum rc limit_back(struct page *p, const char *name, struct str who)
{
    const struct limit *l = find(name);
    const struct throttle_rule rule = rule_of(p, l);
    unsigned char bucket[HASH_BYTES];
    bucket_of(p, name, counted_for(p, l, who), bucket);
    return throttle_back(p->db, bucket, &rule, p->now);
}

/* Best effort: where the database is away, there is nothing to give back to. */
void limit_undo(struct page *p)
{
    enum rc rc = RC_OK;
    while (rc == RC_OK && p->counted_n) {
        const struct page_counted *c = &p->counted[--p->counted_n];
        const struct limit *l = c->limit;
        const struct throttle_rule rule = rule_of(p, l);
        rc = l->whose == LIMIT_SITE ? throttle_pace_back(p->db, c->bucket, &rule)
                                    : throttle_back(p->db, c->bucket, &rule, p->now);
    }
}

/* ---- who is at home, and what was proved ---- */

static enum rc mark(struct page *p, const char *what, struct str of)
{
    unsigned char bucket[HASH_BYTES];
    int64_t seconds = known_seconds(p);
    if (!seconds)
        return RC_OK;
    bucket_of(p, what, of, bucket);
    return throttle_mark(p->db, bucket, (struct instant){p->now.s + seconds});
}

enum rc limit_at_home(struct page *p, struct str who)
{
    return mark(p, "known", at(p, who, prefix(p->req->address)));
}

enum rc limit_is_home(struct page *p, struct str who, bool *home)
{
    unsigned char bucket[HASH_BYTES];
    bucket_of(p, "known", at(p, who, prefix(p->req->address)), bucket);
    return throttle_marked(p->db, p->a, bucket, p->now, home);
}

enum rc limit_proved(struct page *p, struct str email)
{
    enum rc rc = limit_at_home(p, email);
    if (rc == RC_OK)
        rc = mark(p, "proved", email);
    if (rc == RC_OK)
        known_from_now(p, email);
    return rc;
}

/* ---- mails ---- */

static enum rc standing_of(struct page *p, struct str email, struct account_standing *out)
{
    unsigned char home[HASH_BYTES], proved[HASH_BYTES];
    *out = (struct account_standing){.proved = true};
    if (known_mailbox(p, email))
        return RC_OK;
    bucket_of(p, "known", at(p, email, prefix(p->req->address)), home);
    bucket_of(p, "proved", email, proved);
    return account_standing(
        p->db, p->a, email, &(struct account_marks){home, proved}, p->now, out);
}

/* Whose mails to that mailbox count with these: strangers' all together, those of a known browser
 * with its own, those from a usual network with that network's. */
static struct str asker_of(struct page *p, struct str email, bool home)
{
    if (known_mailbox(p, email))
        return at(p, email, browser(p));
    return home ? at(p, email, prefix(p->req->address)) : email;
}

/* The turn among all mails to mailboxes never proved. One that has been takes none, and asks all the
 * same: that an address has an account shows neither in the answer nor in its time. */
static enum rc site_waits(struct page *p, bool proved, int64_t *wait)
{
    int64_t turn = 0;
    enum rc rc = proved ? limit_flood(p, &turn) : count(p, find("mail.unproved"), STR("all"), &turn);
    if (proved || rc != RC_OK)
        return rc;
    if (turn)
        log_event(LOG_ERROR, "mail.flood", LOG_INT("wait", turn), LOG_END);
    if (turn > *wait)
        *wait = turn;
    return RC_OK;
}

enum rc limit_mail(struct page *p, const char *name, struct str email, struct instant *due)
{
    struct account_standing s;
    int64_t wait = 0;
    enum rc rc = standing_of(p, email, &s);
    if (rc == RC_OK)
        rc = count(p, find(name), asker_of(p, email, s.home), &wait);
    if (rc == RC_OK)
        rc = site_waits(p, s.proved, &wait);
    *due = (struct instant){wait ? p->now.s + wait : 0};
    return rc;
}

enum rc limit_flood(struct page *p, int64_t *wait)
{
    const struct limit *l = find("mail.unproved");
    const struct throttle_rule rule = rule_of(p, l);
    unsigned char bucket[HASH_BYTES];
    bucket_of(p, l->name, STR("all"), bucket);
    return throttle_paced(p->db, p->a, bucket, &rule, p->now, wait);
}

/* ---- forgotten */

size_t limit_buckets_of(
    const struct keys *keys, struct str who, unsigned char out[LIMIT_BUCKETS_MAX][HASH_BYTES])
{
    size_t n = 0;
    if (limits_n + 1 > LIMIT_BUCKETS_MAX)
        abort(); /* the table has grown */
    for (size_t i = 0; i < limits_n; i++)
        if (limits[i].whose != LIMIT_SITE)
            crypto_hmac2(keys, KEY_LIMIT, str_c(limits[i].name), who, out[n++]);
    crypto_hmac2(keys, KEY_LIMIT, STR("proved"), who, out[n++]);
    return n;
}
