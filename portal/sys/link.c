#include "sys/link.h"

#include "base/codec.h"

static struct str token_of(
    struct arena *a, const struct keys *k, enum key_purpose purpose, struct str what, struct str id)
{
    unsigned char mac[HASH_BYTES];
    crypto_hmac2(k, purpose, what, id, mac);
    return base64url_encode(a, (struct str){(const char *)mac, LINK_TOKEN_BYTES});
}

struct str link_quote(
    struct arena *a, const struct keys *k, struct str public_id, unsigned generation)
{
    struct str what =
        generation ? arena_printf(a, "quote %u", generation) : STR("quote");
    return token_of(a, k, KEY_LINK, what, public_id);
}

struct str link_quote_path(
    struct arena *a, const struct keys *k, struct str public_id, unsigned generation)
{
    struct str token = link_quote(a, k, public_id, generation);
    return arena_printf(a, "/devis/%.*s/%.*s", STR_ARG(public_id), STR_ARG(token));
}

/* The asker's token is in it, and with that the generation. */
static struct str mailbox(struct arena *a, const struct keys *k, struct str public_id,
    struct str asker, struct str email)
{
    struct str what = arena_printf(a, "%.*s %.*s", STR_ARG(public_id), STR_ARG(asker));
    return token_of(a, k, KEY_MAILBOX, what, email);
}

struct str link_mailbox_path(
    struct arena *a, const struct keys *k, struct str asker_path, struct str email)
{
    static const char before[] = "/devis/";
    struct str rest = str_slice(asker_path, sizeof before - 1, asker_path.n), id;
    if (!str_starts(asker_path, str_c(before)) || !str_cut(&rest, '/', &id) || rest.n == 0)
        return (struct str){0};
    struct str token = mailbox(a, k, id, rest, email);
    return arena_printf(a, "/devis/%.*s/%.*s", STR_ARG(id), STR_ARG(token));
}

static bool same(struct str a, struct str b)
{
    return a.n == b.n && crypto_equal(a.p, b.p, a.n);
}

static bool old(struct arena *a, const struct keys *k, struct str public_id, unsigned generation,
    struct str email, struct str token)
{
    for (unsigned g = 0; g < generation; g++) {
        struct str asker = link_quote(a, k, public_id, g);
        if (same(token, asker) ||
            (email.n && same(token, mailbox(a, k, public_id, asker, email))))
            return true;
    }
    return false;
}

enum link_holder link_judge(const struct keys *k, struct str public_id, unsigned generation,
    struct str email, struct str token)
{
    struct arena *a = arena_new();
    struct str asker = link_quote(a, k, public_id, generation);
    enum link_holder who = LINK_NOBODY;
    if (same(token, asker))
        who = LINK_ASKER;
    else if (email.n && same(token, mailbox(a, k, public_id, asker, email)))
        who = LINK_MAILBOX;
    else if (old(a, k, public_id, generation, email, token))
        who = LINK_OLD;
    arena_free(a);
    return who;
}
