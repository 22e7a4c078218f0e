#include "web/known.h"

#include "base/codec.h"
#include "sys/crypto.h"

enum { ID_BYTES = 16, TAG_BYTES = 16, DAY = 24 * 3600 };

struct known {
    struct str id, tag;
};

static const char *name_of(const struct page *p)
{
    return p->desk ? "__Host-gestion-connu" : "__Host-connu";
}

static struct str hash(const struct page *p, const char *what, struct str of)
{
    unsigned char full[HASH_BYTES];
    crypto_hmac2(p->site->keys, KEY_COOKIE, str_c(what), of, full);
    return base64url_encode(p->a, (struct str){(const char *)full, TAG_BYTES});
}

static struct str sign(const struct page *p, struct str said)
{
    return hash(p, p->desk ? "known browser of the desk" : "known browser", said);
}

static struct str tag_of(const struct page *p, struct str email)
{
    return hash(p, "known mailbox", email);
}

static bool same(struct str a, struct str b)
{
    return a.n == b.n && crypto_equal(a.p, b.p, a.n);
}

static bool read(const struct page *p, struct known *out)
{
    struct str value = cookie_get(p->req->cookie, name_of(p)), said, end, mac;
    uint64_t until = 0;
    if (!str_starts(value, STR("k.")))
        return false;
    struct str rest = str_slice(value, 2, value.n);
    if (!str_cut(&rest, '.', &out->id) || !str_cut(&rest, '.', &end) ||
        !str_cut(&rest, '.', &out->tag) || !str_cut(&rest, '.', &mac) || rest.p)
        return false;
    said = str_slice(value, 2, value.n - mac.n - 1);
    return str_to_u64(end, INT64_MAX, &until) && (int64_t)until > p->now.s && same(mac, sign(p, said));
}

int64_t known_seconds(const struct page *p)
{
    uint64_t days = 0;
    const struct setting *s = facts_setting(p->facts, "retention.known");
    if (!s || !str_to_u64(s->value, 100000, &days))
        return 0;
    return (int64_t)(days < KNOWN_DAYS_MAX ? days : KNOWN_DAYS_MAX) * DAY;
}

struct str known_browser(const struct page *p)
{
    struct known k;
    return read(p, &k) ? k.id : (struct str){0};
}

bool known_mailbox(const struct page *p, struct str email)
{
    struct known k;
    return email.n && read(p, &k) && same(k.tag, tag_of(p, email));
}

void known_from_now(struct page *p, struct str email)
{
    unsigned char bytes[ID_BYTES];
    int64_t seconds = known_seconds(p);
    struct known k;
    if (!seconds)
        return;
    if (!read(p, &k)) { /* a browser keeps its id: what it did stays counted */
        random_bytes(bytes, sizeof bytes);
        k.id = base64url_encode(p->a, (struct str){(const char *)bytes, sizeof bytes});
    }
    struct str said = arena_printf(p->a, "%.*s.%lld.%.*s", STR_ARG(k.id),
        (long long)(p->now.s + seconds), STR_ARG(tag_of(p, email)));
    response_cookie(p->res, name_of(p),
        arena_printf(p->a, "k.%.*s.%.*s", STR_ARG(said), STR_ARG(sign(p, said))), (int)seconds);
}
