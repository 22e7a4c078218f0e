/* HTML mail as plain text. Not a browser: what a person typed is all that is wanted. */
#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "mail/entities.h"
#include "mail/incoming.h"
#include "mail/incoming_charset.h"

#include <stdlib.h>

enum { TAG_NAME_MAX = 12, NUMBER_MAX = 12, LINK_MAX = 500, PICTURE_MAX = 16 };

static bool in_list(const char *const *list, struct str word)
{
    for (; *list; list++)
        if (str_eq_nocase(word, str_c(*list)))
            return true;
    return false;
}

/* ---- character references, as the standard reads them (WHATWG HTML, 13.2.5.72 on) */

/* "#8217" or "#x2019" at the start of s: its digits end at *end. 0: no character. */
static uint32_t numeric(struct str s, size_t *end)
{
    bool hex = s.n > 1 && (s.p[1] | 0x20) == 'x';
    size_t from = hex ? 2 : 1, i = from;
    uint32_t v = 0;
    for (; i < s.n && i < NUMBER_MAX && v <= 0x10ffff; i++) {
        char c = s.p[i] | 0x20;
        uint32_t digit = ascii_is_digit(s.p[i]) ? (uint32_t)(s.p[i] - '0')
                         : hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10) : UINT32_MAX;
        if (digit == UINT32_MAX)
            break;
        v = v * (hex ? 16 : 10) + digit;
    }
    *end = i;
    return i == from || v > 0x10ffff || (v >= 0xd800 && v < 0xe000) ? 0 : v;
}

static int by_name(const void *key, const void *member)
{
    return strcmp(key, ((const struct entity *)member)->name);
}

/* The longest name that s begins with; NULL: none. */
static const struct entity *named(struct str s)
{
    char name[ENTITY_NAME_MAX + 1];
    size_t n = 0;
    while (n < s.n && n < ENTITY_NAME_MAX && ascii_is_alnum(s.p[n]))
        n++;
    n += n < s.n && n < ENTITY_NAME_MAX && s.p[n] == ';';
    memcpy(name, s.p, n);
    for (; n > 1; n--) {
        name[n] = 0;
        const struct entity *e = bsearch(name, entities, entities_n, sizeof *entities, by_name);
        if (e)
            return e;
    }
    return NULL;
}

/* Behind "&": what it stands for, and how far it goes; 0 bytes: a bare "&". */
static size_t entity(struct str s, struct buf *out)
{
    char bytes[4];
    size_t end = 0;
    if (s.n > 1 && s.p[0] == '#') {
        uint32_t c = numeric(s, &end);
        if (!c)
            return 0;
        buf_put(out, (struct str){bytes, utf8_put(bytes, c)}); /* windows-1252's signs: charset_mend */
        return end + (end < s.n && s.p[end] == ';');
    }
    const struct entity *e = s.n ? named(s) : NULL;
    if (!e)
        return 0;
    buf_puts(out, e->text);
    return strlen(e->name);
}

/* ---- tags */

static struct str decoded(struct arena *a, struct str value)
{
    struct buf out;
    buf_init(&out, 2 * value.n + 16);
    for (size_t i = 0; i < value.n;) {
        size_t used = value.p[i] == '&' ? entity(str_slice(value, i + 1, value.n), &out) : 0;
        if (!used)
            buf_putc(&out, value.p[i]);
        i += 1 + used;
    }
    return arena_take(a, &out);
}

/* The value of an attribute of a tag, "<a href=…", as it stands; empty: it has none. */
static struct str attribute(struct str t, const char *name)
{
    struct str want = str_c(name);
    for (size_t i = 1; i + want.n < t.n; i++) {
        if ((unsigned char)t.p[i - 1] > ' ' || !str_eq_nocase(str_slice(t, i, i + want.n), want))
            continue;
        struct str rest = str_trim(str_slice(t, i + want.n, t.n));
        if (!str_starts(rest, STR("=")))
            continue;
        rest = str_trim(str_slice(rest, 1, rest.n));
        if (rest.n && (rest.p[0] == '"' || rest.p[0] == '\''))
            return str_slice(rest, 1, 1 + str_find(str_slice(rest, 1, rest.n), rest.p[0]));
        size_t n = 0;
        while (n < rest.n && (unsigned char)rest.p[n] > ' ' && rest.p[n] != '>')
            n++;
        return str_slice(rest, 0, n);
    }
    return (struct str){0};
}

struct link {
    struct str href; /* empty: we are in none */
    size_t from;     /* where its words begin in what was written */
};

/* What a tag says beside its name: where words lead, unless they are that address; a sign that is a picture. */
static void attributes(struct arena *a, struct str t, struct link *link, struct buf *out)
{
    if (str_eq_nocase(str_slice(t, 0, 2), STR("<a")) && t.n > 2 && (unsigned char)t.p[2] <= ' ') {
        struct str href = attribute(t, "href");
        bool page = str_eq_nocase(str_slice(href, 0, 4), STR("http")) && href.n <= LINK_MAX;
        *link = (struct link){page ? decoded(a, href) : (struct str){0}, out->n};
    } else if (str_eq_nocase(str_slice(t, 0, 3), STR("</a")) && link->href.n) {
        struct str way = str_slice(link->href, str_find(link->href, ':') + 1, link->href.n);
        while (way.n && (way.p[0] == '/' || way.p[way.n - 1] == '/'))
            way = way.p[0] == '/' ? str_slice(way, 1, way.n) : str_slice(way, 0, way.n - 1);
        if (out->n > link->from && !memmem(out->p + link->from, out->n - link->from, way.p ? way.p : "", way.n))
            buf_printf(out, " (%.*s)", STR_ARG(link->href));
        link->href.n = 0;
    } else if (str_eq_nocase(str_slice(t, 0, 4), STR("<img"))) {
        struct str sign = attribute(t, "alt");
        sign = sign.n <= PICTURE_MAX ? decoded(a, sign) : (struct str){0};
        if (!str_is_ascii(sign))
            buf_put(out, sign);
    }
}

/* From "<" to behind ">": a line end where the tag makes one; the whole element where it holds
 * nothing to read. 0: no tag, a bare "<". */
static size_t tag(struct str s, struct buf *out)
{
    static const char *const lines[] = {"br", "p", "/p", "div", "/div", "tr", "li", "h1", "h2", "h3", "h4", "h5",
        "h6", "/h1", "/h2", "/h3", "/h4", "/h5", "/h6", "blockquote", "/blockquote", "hr", "pre", "/pre", "table",
        "/table", "ul", "/ul", "ol", "/ol", "dt", "dd", NULL};
    static const char *const silent[] = {"script", "style", "title", NULL};
    static const char *const cells[] = {"td", "th", NULL};
    if (str_starts(s, STR("<!--"))) {
        const char *shut = memmem(s.p + 2, s.n - 2, "-->", 3); /* "<!-->" is a whole one */
        return shut ? (size_t)(shut - s.p) + 3 : s.n;
    }
    if (s.n < 2 || !(ascii_is_letter(s.p[1]) || memchr("/!?", s.p[1], 3)))
        return 0; /* "moins de < 8 000 euros" */
    size_t end = str_find(s, '>'), n = 1;
    while (n < end && n <= TAG_NAME_MAX && s.p[n] > ' ' && (s.p[n] != '/' || n == 1))
        n++;
    struct str name = str_slice(s, 1, n);
    if (in_list(lines, name))
        buf_putc(out, '\n');
    if (in_list(cells, name))
        buf_putc(out, ' ');
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
    struct link link = {0};
    bool pre = false; /* its line ends are the writer's */
    buf_init(&out, 3 * html.n + 16);
    for (size_t i = 0; i < html.n;) {
        struct str rest = str_slice(html, i, html.n);
        size_t used = 0;
        if (html.p[i] == '<') {
            used = tag(rest, &out);
            attributes(a, str_slice(rest, 0, used), &link, &out);
            pre = (pre || str_eq_nocase(str_slice(rest, 0, 4), STR("<pre"))) &&
                  !str_eq_nocase(str_slice(rest, 0, 5), STR("</pre"));
        } else if (html.p[i] == '&') {
            used = entity(str_slice(rest, 1, rest.n), &out);
            used += used > 0;
        }
        if (used == 0) {
            char c = html.p[i];
            buf_putc(&out, (c == '\n' && !pre) || c == '\r' || c == '\t' ? ' ' : c);
            used = 1;
        }
        i += used;
    }
    return charset_mend(a, arena_take(a, &out));
}
