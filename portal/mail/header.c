#include "mail/header.h"

#include "base/ascii.h"

/* An encoded word may have 75 bytes, its line 76 (RFC 2047 §2). */
enum { LINE = 76 };
static const char OPEN[] = "=?UTF-8?Q?";
static const char SHUT[] = "?=";

static bool is_plain(struct str s, size_t column, const char *forbidden)
{
    if (column + s.n > LINE || !s.n || s.p[0] == ' ' || s.p[s.n - 1] == ' ')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < 0x20 || s.p[i] > 0x7e || strchr(forbidden, s.p[i]))
            return false;
        if (s.p[i] == '=' && i + 1 < s.n && s.p[i + 1] == '?')
            return false; /* would be read as an encoded word */
    }
    return true;
}

/* The bytes that RFC 2047 §5.3 lets stand in a phrase; they are safe in a Subject too. */
static bool stands_alone(char c)
{
    return ascii_is_alnum(c) || (c && strchr("!*+-/", c));
}

static size_t character_bytes(struct str s, size_t i)
{
    size_t n = 1;
    while (i + n < s.n && ((unsigned char)s.p[i + n] & 0xc0) == 0x80)
        n++;
    return n;
}

static size_t encoded_bytes(struct str c)
{
    size_t n = 0;
    for (size_t i = 0; i < c.n; i++)
        n += c.p[i] == ' ' || stands_alone(c.p[i]) ? 1 : 3;
    return n;
}

static void put_character(struct buf *out, struct str c)
{
    for (size_t i = 0; i < c.n; i++) {
        if (c.p[i] == ' ')
            buf_putc(out, '_');
        else if (stands_alone(c.p[i]))
            buf_putc(out, c.p[i]);
        else
            buf_printf(out, "=%02X", (unsigned)(unsigned char)c.p[i]);
    }
}

static void put_encoded(struct buf *out, struct str s, size_t column)
{
    const size_t frame = sizeof OPEN - 1 + sizeof SHUT - 1;
    size_t at = column + frame;
    buf_puts(out, OPEN);
    for (size_t i = 0, n; i < s.n; i += n) {
        n = character_bytes(s, i);
        struct str c = str_slice(s, i, i + n);
        if (at + encoded_bytes(c) > LINE) {
            buf_printf(out, "%s\n %s", SHUT, OPEN);
            at = 1 + frame;
        }
        put_character(out, c);
        at += encoded_bytes(c);
    }
    buf_puts(out, SHUT);
}

void header_put_text(struct buf *out, struct str s, size_t column)
{
    if (is_plain(s, column, ""))
        buf_put(out, s);
    else
        put_encoded(out, s, column);
}

void header_put_phrase(struct buf *out, struct str s, size_t column)
{
    if (is_plain(s, column + 2, "\"\\"))
        buf_printf(out, "\"%.*s\"", STR_ARG(s));
    else
        put_encoded(out, s, column);
}
