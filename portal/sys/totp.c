#include "sys/totp.h"

#include "base/ascii.h"
#include "sys/crypto.h"

#include <liboath/oath.h>
#include <qrencode.h>
#include <stdlib.h>

struct str totp_text(struct arena *a, const unsigned char secret[TOTP_SECRET])
{
    char *plain = NULL;
    size_t n = 0, k = 0;
    if (oath_base32_encode((const char *)secret, TOTP_SECRET, &plain, &n) != OATH_OK)
        abort(); /* only memory can be missing */
    char *out = arena_alloc(a, n + n / 4 + 1);
    for (size_t i = 0; i < n && plain[i] != '='; i++) {
        if (i && i % 4 == 0)
            out[k++] = ' ';
        out[k++] = plain[i];
    }
    free(plain);
    return (struct str){out, k};
}

static struct str percent(struct arena *a, struct str s)
{
    struct buf b;
    buf_init(&b, 4096);
    for (size_t i = 0; i < s.n; i++) {
        if (ascii_is_unreserved(s.p[i]))
            buf_putc(&b, s.p[i]);
        else
            buf_printf(&b, "%%%02X", (unsigned char)s.p[i]);
    }
    return arena_take(a, &b);
}

struct str totp_uri(struct arena *a, const unsigned char secret[TOTP_SECRET], struct str issuer,
    struct str account)
{
    struct str text = totp_text(a, secret), piece, bare = {NULL, 0};
    while (str_cut(&text, ' ', &piece))
        bare = arena_printf(a, "%.*s%.*s", STR_ARG(bare), STR_ARG(piece));
    struct str who = percent(a, issuer), mine = percent(a, account);
    return arena_printf(a,
        "otpauth://totp/%.*s:%.*s?secret=%.*s&issuer=%.*s&algorithm=SHA1&digits=%d&period=%d",
        STR_ARG(who), STR_ARG(mine), STR_ARG(bare), STR_ARG(who), TOTP_DIGITS, TOTP_SECONDS);
}

bool totp_check(const unsigned char secret[TOTP_SECRET], struct instant now, struct str code,
    uint64_t after, uint64_t *step)
{
    uint64_t here = (uint64_t)now.s / TOTP_SECONDS;
    bool good = false;
    for (uint64_t s = here ? here - 1 : 0; s <= here + 1; s++) { /* each, whatever the first says */
        char right[TOTP_DIGITS + 1];
        if (oath_totp_generate((const char *)secret, TOTP_SECRET, (time_t)(s * TOTP_SECONDS),
                TOTP_SECONDS, OATH_TOTP_DEFAULT_START_TIME, TOTP_DIGITS, right) != OATH_OK)
            abort();
        if (code.n == TOTP_DIGITS && crypto_equal(right, code.p, TOTP_DIGITS) && s > after) {
            good = true;
            *step = s;
        }
    }
    return good;
}

bool *qr_make(struct arena *a, struct str text, size_t *size)
{
    QRcode *qr = QRcode_encodeString(arena_dup(a, text).p, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (!qr)
        return NULL;
    *size = (size_t)qr->width;
    bool *out = ARENA_ARRAY(a, *size * *size, bool);
    for (size_t i = 0; i < *size * *size; i++)
        out[i] = qr->data[i] & 1;
    QRcode_free(qr);
    return out;
}
