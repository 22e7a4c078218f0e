#include "domain/name.h"

#include "base/ascii.h"
#include "base/links.h"
#include "base/utf8.h"
#include "domain/fold.h"

/* Code points that are no letters, first and last of each run, in order. Unicode's own classes, in
 * broad strokes: the few letters among them (a superscript n, the Kelvin sign) name nobody alone. */
static const uint32_t NONE[][2] = {
    {0, 0x40}, {0x5b, 0x60}, {0x7b, 0xa9}, {0xab, 0xb4}, {0xb6, 0xb9}, {0xbb, 0xbf}, {0xd7, 0xd7},
    {0xf7, 0xf7},
    {0x2b0, 0x36f},     /* modifiers and combining marks: an accent without its letter */
    {0x375, 0x375}, {0x37e, 0x37e}, {0x384, 0x385}, {0x387, 0x387}, {0x482, 0x489},
    {0x55a, 0x55f}, {0x589, 0x5cf},   /* punctuation of Armenian; points of Hebrew, */
    {0x600, 0x61f}, {0x640, 0x640}, {0x64b, 0x66d}, /* and of Arabic, with its digits */
    {0x6d4, 0x6d4}, {0x6dd, 0x6de}, {0x6e9, 0x6e9}, {0x6f0, 0x6f9},
    {0x964, 0x96f},     /* dandas and digits of Devanagari */
    {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff},             /* more combining marks */
    {0x2000, 0x2bff},   /* punctuation, signs, arrows, mathematics, pictures */
    {0x2e00, 0x2e7f}, {0x3000, 0x3004}, {0x3008, 0x3020}, {0x302a, 0x3030}, {0x303d, 0x303f},
    {0x3099, 0x309c}, {0x30fb, 0x30fc},
    {0xd800, 0xf8ff},   /* surrogates, private use */
    {0xfe00, 0xfe6f}, {0xfeff, 0xff20}, {0xff3b, 0xff40}, {0xff5b, 0xff65}, {0xffe0, 0xffff},
    {0x1f000, 0x1faff}, {0xe0000, 0x10ffff}, /* pictures; tags and private use */
};

static bool is_letter(uint32_t c)
{
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        if (c <= NONE[i][1])
            return c < NONE[i][0];
    return true;
}

bool name_has_letter(struct str name)
{
    for (size_t i = 0; i < name.n;) {
        uint32_t c = utf8_next(name, &i);
        if (c == UINT32_MAX)
            return false;
        if (is_letter(c))
            return true;
    }
    return false;
}

struct str name_first(struct str given_names)
{
    struct str rest = given_names, first;
    while (str_cut(&rest, ' ', &first)) {
        first = str_slice(first, 0, str_find(first, ','));
        if (first.n)
            return first;
    }
    return given_names;
}

struct str name_join(struct arena *a, struct str one, struct str other)
{
    return arena_printf(
        a, "%.*s%s%.*s", STR_ARG(one), one.n && other.n ? " " : "", STR_ARG(other));
}

/* A capital, in any script that has them. */
static bool is_capital(struct str s)
{
    size_t i = 0;
    uint32_t c = s.n ? utf8_next(s, &i) : 0;
    return c != UINT32_MAX && fold_lower(c) != c;
}

/* "J", "Dr", "Mme": at most three letters, of which only the first is a capital. */
static bool is_abbreviation(struct str label)
{
    size_t i = 0, n = 0;
    if (!is_capital(label))
        return false;
    while (i < label.n) {
        struct str rest = str_slice(label, i, label.n);
        if (utf8_next(label, &i) == UINT32_MAX || (n > 0 && is_capital(rest)) || ++n > 3)
            return false;
    }
    return true;
}

/* "Dr.Martin", "J.P.Dupont": every dot ends an abbreviation, and a name comes last. */
static bool is_abbreviated(struct str host)
{
    struct str label;
    while (str_find(host, '.') < host.n) {
        str_cut(&host, '.', &label);
        if (!is_abbreviation(label))
            return false;
    }
    return is_capital(host);
}

bool name_of_person(struct str s)
{
    struct link l;
    for (size_t i = 0; links_next(s, &i, &l);)
        if (l.kind != LINK_HOST || !is_abbreviated(str_slice(s, l.from, l.to)))
            return false;
    return true;
}

/* "www.site", "site.fr/page", "site.fr?x", "site.fr:8080": more than a name. */
static bool leads_somewhere(struct str s, const struct link *host)
{
    struct str it = str_slice(s, host->from, host->to);
    if (it.n > 4 && str_eq_nocase(str_slice(it, 0, 4), STR("www.")))
        return true;
    struct str rest = str_slice(s, host->to, s.n);
    if (rest.n == 0)
        return false;
    return rest.p[0] == '/' || rest.p[0] == '\\' ||
           (rest.n > 1 && strchr("?#:", rest.p[0]) && ascii_is_url_safe(rest.p[1]));
}

bool name_of_organisation(struct str s)
{
    struct link l, before = {0};
    for (size_t i = 0; links_next(s, &i, &l); before = l) {
        bool mailbox = l.kind == LINK_HOST && before.kind == LINK_AT && before.to == l.from && l.from > 0;
        bool elsewhere = l.kind == LINK_HOST && leads_somewhere(s, &l);
        if (l.kind == LINK_SCHEME || l.kind == LINK_SHARE || mailbox || elsewhere)
            return false;
    }
    return true;
}
