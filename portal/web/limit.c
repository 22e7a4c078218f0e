#include "web/limit.h"

#include "store/throttle.h"
#include "sys/crypto.h"
#include "sys/log.h"

#include <stdlib.h>

const struct limit limits[] = {
    /* By address: a training room of thirty behind one works, and begins again after the break; what
     * protects a person is counted for them, below. */
    {"start.address", 150, 3600, false},
    {"stash.address", 100, 3600, false},
    {"login.address", 150, 3600, false},
    /* Five codes an hour for who asks from where they are; whoever asks for somebody else's address
     * needs four networks to keep them out, and still cannot fill their mailbox (ASVS 6.1.1). */
    {"login.pair", 5, 3600, true},
    {"login.email", 20, 3600, false},
    {"change.email", 5, 3600, false},
    {"code.address", 300, 3600, false},
    /* Guesses at one address's codes, over all challenges: one in a million each (ASVS 6.6.3). */
    {"code.pair", 30, 24 * 3600, true},
    {"code.email", 300, 24 * 3600, false},
    {"quote.address", 20, 3600, false},
    {"quote.email", 5, 3600, false},
    {"quote.hour", 2000, 3600, false}, /* from everybody together: no flood through our mail */
    {"quote.link", 20, 3600, false},   /* answers and messages on one request's link */
    {"share.address", 10, 3600, false},
    {"share.email", 3, 3600, false},
    {"confirm.draft", 5, 3600, false},
    {"verify.address", 60, 3600, false},
    /* The staff's door. Passwords are counted for the account and the network together, so that
     * whoever tries them elsewhere locks nobody out; and for the network, whatever the account. */
    {"staff.address", 60, 900, false},
    {"staff.pair", 10, 900, true},
    /* Wrong codes, once the password is right: one in a million each, three are good at a time. Over
     * all networks too (ASVS 6.6.3), but for those where the person gave a right one lately: somebody
     * who has the password needs four networks to use these up, and still locks nobody out of theirs
     * (page/staff_proof.c). */
    {"staff.code.pair", 10, 900, true},
    {"staff.code.day", 30, 24 * 3600, true},
    {"staff.code", 100, 24 * 3600, false},
};
const size_t limits_n = sizeof limits / sizeof *limits;

enum { DEMO_WIDER = 50, KNOWN_SECONDS = 60 * 24 * 3600 };

static const struct limit *find(const char *name)
{
    for (size_t i = 0; i < limits_n; i++)
        if (strcmp(limits[i].name, name) == 0)
            return &limits[i];
    abort(); /* a page named a limit that does not exist */
}

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

static void bucket_of(struct page *p, const char *name, struct str who, bool pair,
    unsigned char bucket[HASH_BYTES])
{
    struct str from = prefix(p->req->address);
    if (who.n == 0)
        who = from;
    else if (pair)
        who = arena_printf(p->a, "%.*s %.*s", STR_ARG(who), STR_ARG(from));
    crypto_hmac2(p->site->keys, KEY_LIMIT, str_c(name), who, bucket);
}

enum rc limit_back(struct page *p, const char *name, struct str who)
{
    const struct limit *l = find(name);
    unsigned char bucket[HASH_BYTES];
    bucket_of(p, name, who, l->pair, bucket);
    return throttle_back(p->db, bucket, l->seconds, p->now);
}

enum rc limit_know(struct page *p, struct str who)
{
    unsigned char bucket[HASH_BYTES];
    bucket_of(p, "known", who, true, bucket);
    return throttle_mark(p->db, bucket, (struct instant){p->now.s + KNOWN_SECONDS});
}

enum rc limit_known(struct page *p, struct str who, bool *known)
{
    unsigned char bucket[HASH_BYTES];
    bucket_of(p, "known", who, true, bucket);
    return throttle_marked(p->db, p->a, bucket, p->now, known);
}

enum rc limit_count(struct page *p, const char *name, struct str who)
{
    const struct limit *l = find(name);
    unsigned char bucket[HASH_BYTES];
    uint64_t count = 0;
    bool by_address = who.n == 0;
    bucket_of(p, name, who, l->pair, bucket);
    enum rc rc = throttle_hit(p->db, bucket, l->seconds, p->now, &count);
    if (rc != RC_OK)
        return rc;
    if (count <= (uint64_t)l->most * (by_address && p->site->demo ? DEMO_WIDER : 1))
        return RC_OK;
    log_event(LOG_WARN, "limit.reached", LOG_TEXT("limit", name), LOG_END);
    response_header(p->res, "Retry-After", arena_printf(p->a, "%lld", (long long)l->seconds));
    return RC_THROTTLED;
}
