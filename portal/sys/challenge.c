#include "sys/challenge.h"

#include "base/codec.h"

static void digits_of(const struct keys *k, struct str id, char out[CHALLENGE_DIGITS + 1])
{
    unsigned char mac[HASH_BYTES];
    uint64_t n = 0;
    crypto_hmac2(k, KEY_CHALLENGE, STR("code"), id, mac);
    for (size_t i = 0; i < 8; i++) /* 64 bits: the bias of % 1 000 000 is below 2^-44 */
        n = n << 8 | mac[i];
    n %= 1000000;
    for (size_t i = CHALLENGE_DIGITS; i-- > 0; n /= 10)
        out[i] = (char)('0' + n % 10);
    out[CHALLENGE_DIGITS] = '\0';
}

struct str challenge_code(struct arena *a, const struct keys *k, struct str id)
{
    char digits[CHALLENGE_DIGITS + 1];
    digits_of(k, id, digits);
    return arena_dup(a, (struct str){digits, CHALLENGE_DIGITS});
}

struct str challenge_link_token(struct arena *a, const struct keys *k, struct str id)
{
    unsigned char mac[HASH_BYTES];
    crypto_hmac2(k, KEY_CHALLENGE, STR("link"), id, mac);
    return base64url_encode(a, (struct str){(const char *)mac, CHALLENGE_TOKEN_BYTES});
}

struct str challenge_link_path(struct arena *a, const struct keys *k, struct str id)
{
    struct str token = challenge_link_token(a, k, id);
    return arena_printf(a, "/lien/%.*s/%.*s", STR_ARG(id), STR_ARG(token));
}

/* U+00A0, U+2007, U+2009 and U+202F are what mail programs and keyboards put between digits. */
static size_t space_bytes(struct str s, size_t i)
{
    static const char *const wide[] = {"\xc2\xa0", "\xe2\x80\x87", "\xe2\x80\x89", "\xe2\x80\xaf"};
    if (strchr(" \t\r\n.-", s.p[i]) && s.p[i])
        return 1;
    for (size_t w = 0; w < sizeof wide / sizeof *wide; w++)
        if (str_starts(str_slice(s, i, s.n), str_c(wide[w])))
            return strlen(wide[w]);
    return 0;
}

bool challenge_code_is(const struct keys *k, struct str id, struct str typed)
{
    char digits[CHALLENGE_DIGITS + 1], got[CHALLENGE_DIGITS] = {0};
    size_t n = 0;
    for (size_t i = 0; i < typed.n;) {
        size_t skip = space_bytes(typed, i);
        if (skip) {
            i += skip;
            continue;
        }
        if (n == CHALLENGE_DIGITS)
            return false;
        got[n++] = typed.p[i++];
    }
    digits_of(k, id, digits);
    return n == CHALLENGE_DIGITS && crypto_equal(got, digits, CHALLENGE_DIGITS);
}

bool challenge_link_is(const struct keys *k, struct str id, struct str token)
{
    struct arena *a = arena_new();
    struct str ours = challenge_link_token(a, k, id);
    bool same = token.n == ours.n && crypto_equal(token.p, ours.p, ours.n);
    arena_free(a);
    return same;
}
