#include "base/links.h"

#include "base/ascii.h"
#include "base/utf8.h"

enum { PHONE_DIGITS = 7, GROUP_MAX = 5, IP_LABELS = 4 };

/* ---- what a word is made of */

static bool is_space(uint32_t c)
{
    return c <= ' ' || c == 0x7f || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
           c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* The full stop, and those that the names of the network take for one (UTS 46). */
static bool is_dot(uint32_t c)
{
    return c == '.' || c == 0x2024 || c == 0x3002 || c == 0xfe52 || c == 0xff0e || c == 0xff61;
}

/* A label of a host, of whatever script; of what is not ASCII only spaces and dots are none. */
static bool is_label(uint32_t c)
{
    return c < 0x80 ? ascii_is_url_safe((int)c) : c != UINT32_MAX && !is_space(c) && !is_dot(c);
}

/* The code point at i, UINT32_MAX at the end. */
static uint32_t peek(struct str s, size_t i)
{
    return i < s.n ? utf8_next(s, &i) : UINT32_MAX;
}

/* The end of the label that begins at i: its code points and whether all are digits. */
static size_t label_end(struct str s, size_t i, size_t *length, bool *digits)
{
    *length = 0;
    *digits = true;
    while (i < s.n) {
        size_t here = i;
        uint32_t c = utf8_next(s, &i);
        if (c == UINT32_MAX || !is_label(c))
            return here;
        (*length)++;
        *digits &= c < 0x80 && ascii_is_digit((int)c);
    }
    return i;
}

/* ---- each kind, at a place where a word begins; the end, or `from` when it is none */

/* No scheme is one letter: that is a disk. */
static size_t scheme_at(struct str s, size_t from)
{
    size_t i = from;
    while (i < s.n && (ascii_is_alnum(s.p[i]) || (i > from && strchr("+.-", s.p[i]))))
        i++;
    if (i < from + 2 || i + 1 >= s.n || s.p[i] != ':' || (s.p[i + 1] != '/' && s.p[i + 1] != '\\'))
        return from;
    for (i++; i < s.n && (s.p[i] == '/' || s.p[i] == '\\');)
        i++;
    return i;
}

/* Behind the dot at i: where the next label begins; 0 when none does, or with a hyphen ("J.-P."). */
static size_t label_next(struct str s, size_t i)
{
    if (!is_dot(peek(s, i)))
        return 0;
    utf8_next(s, &i);
    uint32_t c = peek(s, i);
    return is_label(c) && c != '-' ? i : 0;
}

/* Initials ("S.A.R.L.") and figures ("3.5") are no host: behind a dot it has a label of two characters
 * and not of digits alone, unless four numbers are an address, or "www" comes first. */
static size_t host_at(struct str s, size_t from)
{
    size_t length, labels = 0, end = from;
    bool digits, numbers = true;
    bool ending = false; /* of a host */
    for (size_t i = from; i > 0 || labels == 0; i = label_next(s, end)) {
        end = label_end(s, i, &length, &digits);
        labels++;
        numbers &= digits;
        bool www = length > 2 && str_eq_nocase(str_slice(s, end - 3, end), STR("www"));
        ending |= www || (labels > 1 && length > 1 && !digits);
    }
    return labels > 1 && (ending || (numbers && labels >= IP_LABELS)) ? end : from;
}

/* Digits, and between two of them a few of the marks that people write a number with. */
static size_t phone_at(struct str s, size_t from)
{
    size_t digits = 0, end = from, marks = 0;
    for (size_t i = from; i < s.n && marks < 4;) {
        uint32_t c = utf8_next(s, &i);
        if (c < 0x80 && ascii_is_digit((int)c)) {
            digits++;
            marks = 0;
            end = i;
        } else if (is_space(c) ? c != '\n' : is_dot(c) || (c < 0x80 && c && strchr("+-/()[]~", (int)c))) {
            marks++;
        } else {
            break;
        }
    }
    return digits >= PHONE_DIGITS ? end : from;
}

static size_t share_at(struct str s, size_t from)
{
    size_t i = from;
    while (i < s.n && s.p[i] == '\\')
        i++;
    return i > from + 1 ? i : from;
}

/* ---- */

static bool found(struct link *out, enum link_kind kind, size_t from, size_t to)
{
    *out = (struct link){kind, from, to};
    return to > from;
}

/* One that begins at `at`, where c stands behind `before`. */
static bool link_at(struct str s, size_t at, uint32_t before, uint32_t c, struct link *out)
{
    uint32_t next = peek(s, at + 1); /* for the marks, which are ASCII */
    bool word = !is_label(before);
    if (c == '@' && !is_space(before) && next != UINT32_MAX && !is_space(next) &&
        !(before == '[' && next == ']'))
        return found(out, LINK_AT, at, at + 1);
    bool letter = before < 0x80 && ascii_is_letter((int)before);
    if (c == ':' && (letter ? next != UINT32_MAX && !is_space(next)
                            : is_label(before) && (next == '/' || next == '\\')))
        return found(out, LINK_COLON, at, at + 1);
    if (c == '\\')
        return found(out, LINK_SHARE, at, share_at(s, at));
    /* for many, no letter but an ASCII one makes a word: "é06…" is a number to them */
    if ((word || before >= 0x80) && (c == '+' || c == '(' || (c < 0x80 && ascii_is_digit((int)c))) &&
        found(out, LINK_PHONE, at, phone_at(s, at)))
        return true;
    if (!word || !is_label(c))
        return false;
    return found(out, LINK_SCHEME, at, scheme_at(s, at)) || found(out, LINK_HOST, at, host_at(s, at));
}

/* What stands before i decides what may begin there. */
static uint32_t code_before(struct str s, size_t i)
{
    size_t from = i;
    while (from > 0 && i - from < 4 && ((unsigned char)s.p[--from] & 0xc0) == 0x80)
        ;
    return i == 0 ? ' ' : peek(s, from);
}

bool links_next(struct str s, size_t *i, struct link *out)
{
    uint32_t before = code_before(s, *i), c;
    while (*i < s.n) {
        size_t at = *i;
        c = utf8_next(s, i);
        if (c == UINT32_MAX)
            break;
        if (link_at(s, at, before, c, out)) {
            *i = out->to;
            return true;
        }
        before = c;
    }
    return false;
}

/* ---- broken */

static void put_digits(struct buf *out, struct str group, bool first)
{
    size_t piece = group.n > GROUP_MAX ? 2 : group.n;
    for (size_t i = 0; i < group.n; i += piece) {
        buf_puts(out, first && i == 0 ? "" : " · ");
        buf_put(out, str_slice(group, i, i + piece));
    }
}

/* The groups as they were typed, long ones in pairs. */
static void put_phone(struct buf *out, struct str s)
{
    bool first = true;
    if (s.p[0] == '+')
        buf_putc(out, '+');
    for (size_t i = 0, n; i < s.n; i += n) {
        for (n = 0; i + n < s.n && ascii_is_digit(s.p[i + n]);)
            n++;
        if (n) {
            put_digits(out, str_slice(s, i, i + n), first);
            first = false;
        } else {
            n = 1;
        }
    }
}

static void put_host(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        if (is_dot(utf8_next(s, &i)))
            buf_puts(out, " [.] ");
        else
            buf_put(out, str_slice(s, from, i));
    }
}

static void put_share(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        buf_puts(out, i ? " \\" : "\\");
}

static void put_broken(struct buf *out, enum link_kind kind, struct str s)
{
    switch (kind) {
    case LINK_SCHEME: break;
    case LINK_HOST: put_host(out, s); break;
    case LINK_AT: buf_puts(out, " [@] "); break;
    case LINK_COLON: buf_puts(out, " [:] "); break;
    case LINK_PHONE: put_phone(out, s); break;
    case LINK_SHARE: put_share(out, s); break;
    }
}

static bool next_broken(struct str s, size_t *i, struct link *l, bool figures)
{
    while (links_next(s, i, l))
        if (figures || l->kind != LINK_PHONE)
            return true;
    return false;
}

static struct str broken(struct arena *a, struct str s, bool figures)
{
    struct link l;
    /* Again, since what stood around a scheme has come together. */
    for (size_t i = 0, done = 0; next_broken(s, &i, &l, figures); i = done = 0) {
        struct buf out;
        buf_init(&out, 6 * s.n + 16); /* each byte becomes " [.] " at most */
        do {
            buf_put(&out, str_slice(s, done, l.from));
            put_broken(&out, l.kind, str_slice(s, l.from, l.to));
            done = l.to;
        } while (next_broken(s, &i, &l, figures));
        buf_put(&out, str_slice(s, done, s.n));
        s = arena_take(a, &out);
    }
    return s;
}

struct str links_broken(struct arena *a, struct str s)
{
    return broken(a, s, true);
}

struct str links_broken_but_figures(struct arena *a, struct str s)
{
    return broken(a, s, false);
}
