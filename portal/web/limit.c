#include "web/limit.h"

#include "store/throttle.h"
#include "sys/crypto.h"
#include "sys/log.h"

#include <stdlib.h>

const struct limit limits[] = {
    {"start.address", 20, 3600},
    {"stash.address", 30, 3600},
    {"login.address", 30, 3600},
    {"login.email", 5, 3600},
    {"code.address", 60, 3600},
    {"quote.address", 20, 3600},
    {"quote.email", 5, 3600},
    {"share.address", 10, 3600},
    {"share.email", 3, 3600},
    {"confirm.draft", 5, 3600},
    {"verify.address", 60, 3600},
};
const size_t limits_n = sizeof limits / sizeof *limits;

enum { DEMO_WIDER = 50, BUCKET = 16 };

static const struct limit *find(const char *name)
{
    for (size_t i = 0; i < limits_n; i++)
        if (strcmp(limits[i].name, name) == 0)
            return &limits[i];
    abort(); /* a page named a limit that does not exist */
}

/* An IPv6 subscriber holds a whole prefix: its first 56 bits count, written as typed by nginx
 * (lower case, "::" possible): three groups and the first half of the fourth. */
static struct str prefix(struct str address)
{
    size_t groups = 0;
    if (str_find(address, ':') == address.n)
        return address;
    for (size_t i = 0; i < address.n; i++)
        if (address.p[i] == ':' && ++groups == 3)
            return str_slice(address, 0, i);
    return address;
}

enum rc limit_count(struct page *p, const char *name, struct str who)
{
    const struct limit *l = find(name);
    unsigned char bucket[HASH_BYTES];
    uint64_t count = 0;
    bool by_address = who.n == 0;
    crypto_hmac2(p->site->keys, KEY_LIMIT, str_c(name), by_address ? prefix(p->req->address) : who,
        bucket);
    enum rc rc = throttle_hit(p->db, bucket, l->seconds, p->now, &count);
    if (rc != RC_OK)
        return rc;
    if (count <= (uint64_t)l->most * (by_address && p->site->demo ? DEMO_WIDER : 1))
        return RC_OK;
    log_event(LOG_WARN, "limit.reached", LOG_TEXT("limit", name), LOG_END);
    response_header(p->res, "Retry-After", arena_printf(p->a, "%lld", (long long)l->seconds));
    return RC_THROTTLED;
}
