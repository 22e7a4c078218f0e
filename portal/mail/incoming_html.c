/* HTML mail as plain text. Not a browser: what a person typed is all that is wanted. */
#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "mail/incoming.h"

enum { TAG_NAME_MAX = 12, ENTITY_MAX = 10 };

static const struct {
    const char *name;
    uint32_t c;
} entities[] = {
    {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xa0},
    {"laquo", 0xab}, {"raquo", 0xbb}, {"deg", 0xb0}, {"middot", 0xb7}, {"euro", 0x20ac},
    {"rsquo", 0x2019}, {"lsquo", 0x2018}, {"ldquo", 0x201c}, {"rdquo", 0x201d}, {"hellip", 0x2026},
    {"ndash", 0x2013}, {"mdash", 0x2014}, {"bull", 0x2022}, {"oelig", 0x153}, {"OElig", 0x152},
    {"agrave", 0xe0}, {"acirc", 0xe2}, {"auml", 0xe4}, {"aelig", 0xe6}, {"ccedil", 0xe7},
    {"egrave", 0xe8}, {"eacute", 0xe9}, {"ecirc", 0xea}, {"euml", 0xeb}, {"icirc", 0xee},
    {"iuml", 0xef}, {"ocirc", 0xf4}, {"ouml", 0xf6}, {"ugrave", 0xf9}, {"ucirc", 0xfb},
    {"uuml", 0xfc}, {"Agrave", 0xc0}, {"Acirc", 0xc2}, {"Ccedil", 0xc7}, {"Egrave", 0xc8},
    {"Eacute", 0xc9}, {"Ecirc", 0xca}, {"Icirc", 0xce}, {"Ocirc", 0xd4}, {"Ugrave", 0xd9},
};

static bool in_list(const char *const *list, struct str word)
{
    for (; *list; list++)
        if (str_eq_nocase(word, str_c(*list)))
            return true;
    return false;
}

static uint32_t numeric(struct str s)
{
    bool hex = s.n > 1 && (s.p[0] == 'x' || s.p[0] == 'X');
    uint32_t v = 0;
    for (size_t i = hex; i < s.n; i++) {
        char c = s.p[i] | 0x20;
        uint32_t digit = ascii_is_digit(c) ? (uint32_t)(c - '0')
                         : hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10) : UINT32_MAX;
        if (digit == UINT32_MAX || v > 0x10ffff)
            return 0;
        v = v * (hex ? 16 : 10) + digit;
    }
    return v > 0x10ffff || (v >= 0xd800 && v < 0xe000) ? 0 : v;
}

/* Behind "&": what it stands for, and how far it goes; 0 bytes: a bare "&". */
static size_t entity(struct str s, struct buf *out)
{
    size_t end = str_find(str_slice(s, 0, ENTITY_MAX), ';');
    char bytes[4];
    uint32_t c = 0;
    if (end == ENTITY_MAX || end >= s.n)
        return 0;
    struct str name = str_slice(s, 0, end);
    if (name.n > 1 && name.p[0] == '#')
        c = numeric(str_slice(name, 1, name.n));
    for (size_t i = 0; !c && i < sizeof entities / sizeof *entities; i++)
        if (str_eq_c(name, entities[i].name))
            c = entities[i].c;
    if (!c)
        return 0;
    buf_put(out, (struct str){bytes, utf8_put(bytes, c)});
    return end + 1;
}

/* From "<" to behind ">": a line end where the tag makes one; the whole element where it holds
 * nothing to read. */
static size_t tag(struct str s, struct buf *out)
{
    static const char *const lines[] = {"br", "p", "/p", "div", "/div", "tr", "li", "h1", "h2",
        "h3", "/h1", "/h2", "/h3", "blockquote", "/blockquote", "hr", NULL};
    static const char *const silent[] = {"script", "style", "head", "title", NULL};
    if (str_starts(s, STR("<!--"))) {
        const char *shut = s.n > 4 ? memmem(s.p + 4, s.n - 4, "-->", 3) : NULL;
        return shut ? (size_t)(shut - s.p) + 3 : s.n;
    }
    size_t end = str_find(s, '>'), n = 1;
    while (n < end && n <= TAG_NAME_MAX && s.p[n] > ' ' && (s.p[n] != '/' || n == 1))
        n++;
    struct str name = str_slice(s, 1, n);
    if (in_list(lines, name))
        buf_putc(out, '\n');
    if (!in_list(silent, name))
        return end < s.n ? end + 1 : s.n;
    for (size_t i = end; i + name.n + 2 <= s.n; i++)
        if (s.p[i] == '<' && s.p[i + 1] == '/' &&
            str_eq_nocase(str_slice(s, i + 2, i + 2 + name.n), name))
            return i; /* its end tag is read next */
    return s.n;
}

struct str incoming_plain(struct arena *a, struct str html)
{
    struct buf out;
    buf_init(&out, 2 * html.n + 16);
    for (size_t i = 0; i < html.n;) {
        struct str rest = str_slice(html, i, html.n);
        size_t used = 0;
        if (html.p[i] == '<') {
            used = tag(rest, &out);
        } else if (html.p[i] == '&') {
            used = entity(str_slice(rest, 1, rest.n), &out);
            used += used > 0;
        }
        if (used == 0) {
            char c = html.p[i];
            buf_putc(&out, c == '\r' || c == '\n' || c == '\t' ? ' ' : c);
            used = 1;
        }
        i += used;
    }
    struct str text = arena_dup(a, buf_str(&out));
    buf_free(&out);
    return text;
}
