/* application/x-www-form-urlencoded, both ways (WHATWG URL §5), with caps. */
#include "base/ascii.h"
#include "base/utf8.h"
#include "http/request.h"

static int hex_digit(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* RC_INVALID on a broken escape, a NUL or bytes that are not UTF-8. */
static enum rc decode(struct arena *a, struct str s, struct str *out)
{
    char *to = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '+')
            c = ' ';
        else if (c == '%') {
            int hi = i + 1 < s.n ? hex_digit(s.p[i + 1]) : -1;
            int lo = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;
            if (hi < 0 || lo < 0)
                return RC_INVALID;
            c = (char)(hi << 4 | lo);
            i += 2;
        }
        if (c == '\0')
            return RC_INVALID;
        to[n++] = c;
    }
    *out = (struct str){to, n};
    return utf8_valid(*out) ? RC_OK : RC_INVALID;
}

enum rc params_parse(struct arena *a, struct str encoded, struct params *out)
{
    *out = (struct params){0};
    if (encoded.n > BODY_FORM_MAX)
        return RC_TOO_LARGE;
    size_t most = 1;
    for (size_t i = 0; i < encoded.n; i++)
        most += encoded.p[i] == '&';
    if (most > PARAMS_MAX)
        return RC_TOO_LARGE;
    out->v = ARENA_ARRAY(a, most, struct param);
    struct str piece, name;
    while (str_cut(&encoded, '&', &piece)) {
        if (piece.n == 0)
            continue;
        struct str value = piece;
        str_cut(&value, '=', &name);
        struct param *p = &out->v[out->n];
        enum rc rc = decode(a, name, &p->name);
        if (rc == RC_OK)
            rc = decode(a, value, &p->value);
        if (rc != RC_OK)
            return rc;
        if (p->name.n == 0 || p->name.n > PARAM_NAME_MAX)
            return RC_INVALID;
        out->n++;
    }
    return RC_OK;
}

struct str params_get(const struct params *ps, const char *name, bool *dup)
{
    struct str found = {0};
    for (size_t i = 0; i < ps->n; i++) {
        if (!str_eq_c(ps->v[i].name, name))
            continue;
        if (found.p) {
            if (dup)
                *dup = true;
            break;
        }
        found = ps->v[i].value;
    }
    return found;
}

void percent_encode(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (ascii_is_unreserved(s.p[i]))
            buf_putc(out, s.p[i]);
        else
            buf_printf(out, "%%%02X", (unsigned char)s.p[i]);
    }
}

void params_put(struct buf *out, struct str name, struct str value)
{
    if (out->n)
        buf_putc(out, '&');
    percent_encode(out, name);
    buf_putc(out, '=');
    percent_encode(out, value);
}
