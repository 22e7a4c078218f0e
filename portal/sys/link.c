#include "sys/link.h"

#include "base/codec.h"

struct str link_quote(struct arena *a, const struct keys *k, struct str public_id)
{
    unsigned char mac[HASH_BYTES];
    crypto_hmac2(k, KEY_LINK, STR("quote"), public_id, mac);
    return base64url_encode(a, (struct str){(const char *)mac, LINK_TOKEN_BYTES});
}

struct str link_quote_path(struct arena *a, const struct keys *k, struct str public_id)
{
    struct str token = link_quote(a, k, public_id);
    return arena_printf(a, "/devis/%.*s/%.*s", STR_ARG(public_id), STR_ARG(token));
}

bool link_quote_is(const struct keys *k, struct str public_id, struct str token)
{
    struct arena *a = arena_new();
    struct str ours = link_quote(a, k, public_id);
    bool same = token.n == ours.n && crypto_equal(token.p, ours.p, ours.n);
    arena_free(a);
    return same;
}
