#include "mail/incoming_charset.h"

#include "base/ascii.h"
#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>

enum { LABEL_MAX = 40, META_BYTES_MAX = 4096, META_TAGS_MAX = 50, BYTES_PER_ODD = 20, GROWTH = 4 };

/* What windows-1252 has where iso-8859-1 has control codes, from 0x80 on; 0: nothing. */
static const uint16_t signs[32] = {0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030,
    0x160, 0x2039, 0x152, 0, 0x17d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122,
    0x161, 0x203a, 0x153, 0, 0x17e, 0x178};

static void put_char(struct buf *out, uint32_t c)
{
    char bytes[4];
    uint32_t sign = c >= 0x80 && c < 0xa0 ? signs[c - 0x80] : 0;
    buf_put(out, (struct str){bytes, utf8_put(bytes, sign ? sign : c)});
}

struct str charset_mend(struct arena *a, struct str text)
{
    struct buf out;
    if (!memchr(text.p ? text.p : "", 0xc2, text.n)) /* none of them has another first byte */
        return text;
    buf_init(&out, 2 * text.n + 8);
    for (size_t i = 0; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        if (c == UINT32_MAX)
            break;
        put_char(&out, c);
    }
    return arena_take(a, &out);
}

/* ---- by the label */

static const struct known {
    const char *label; /* "*" at its end: all that begin so */
    const char *name;  /* for iconv; NULL: the label itself */
    bool shifts;       /* its bytes are ASCII's, and mean something else */
} known[] = {
    {"utf-7", "UTF-7", true}, {"unicode-1-1-utf-7", "UTF-7", true}, {"iso-2022-jp", "ISO-2022-JP", true},
    {"iso-2022-kr", "ISO-2022-KR", true}, {"hz-gb-2312", "HZ", true}, {"utf-16", "UTF-16BE", true},
    {"utf-16be", NULL, true}, {"utf-16le", NULL, true}, {"utf-32be", NULL, true}, {"utf-32le", NULL, true},
    {"iso-8859-8-i", "ISO-8859-8", false}, {"iso-8859-2", NULL, false}, {"iso-8859-3", NULL, false},
    {"iso-8859-4", NULL, false}, {"iso-8859-5", NULL, false}, {"iso-8859-6", NULL, false},
    {"iso-8859-7", NULL, false}, {"iso-8859-8", NULL, false}, {"iso-8859-9", NULL, false},
    {"iso-8859-10", NULL, false}, {"iso-8859-11", NULL, false}, {"iso-8859-13", NULL, false},
    {"iso-8859-14", NULL, false}, {"iso-8859-15", NULL, false}, {"latin-9", "ISO-8859-15", false},
    {"latin9", "ISO-8859-15", false}, {"iso-8859-16", NULL, false}, {"windows-1250", NULL, false},
    {"windows-1251", NULL, false}, {"windows-1253", NULL, false}, {"windows-1254", NULL, false},
    {"windows-1255", NULL, false}, {"windows-1256", NULL, false}, {"windows-1257", NULL, false},
    {"windows-1258", NULL, false}, {"windows-874", "CP874", false}, {"koi8-r", NULL, false},
    {"koi8-u", NULL, false}, {"macintosh", NULL, false}, {"mac-roman", "MACINTOSH", false}, {"ibm850", NULL, false},
    {"ibm437", NULL, false}, {"gb*", "GB18030", false}, {"big5*", "BIG5-HKSCS", false}, {"euc-jp", NULL, false},
    {"euc-kr", "CP949", false}, {"ks_c_5601*", "CP949", false}, {"shift_jis", "CP932", false},
    {"sjis", "CP932", false}, {"tis-620", NULL, false},
};

/* "X-Mac-Roman", "ISO8859-15", "cp1250": as the table has it, in `out`; empty when it is no name at all. */
static struct str plain_label(struct str label, char out[LABEL_MAX + 8])
{
    static const char *const pairs[][2] = {{"x-", ""}, {"cp125", "windows-125"}, {"iso8859", "iso-8859"},
        {"iso_8859", "iso-8859"}, {"iso-8859_", "iso-8859-"}, {"cp850", "ibm850"}, {"cp437", "ibm437"}};
    char low[LABEL_MAX];
    label = str_trim(label);
    if (label.n == 0 || label.n > LABEL_MAX)
        return (struct str){0};
    for (size_t i = 0; i < label.n; i++) {
        low[i] = ascii_lower(label.p[i]);
        if (!ascii_is_url_safe(low[i]))
            return (struct str){0};
    }
    struct str s = {low, label.n};
    const char *head = "";
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs && !*head; i++)
        if (str_starts(s, str_c(pairs[i][0]))) {
            s = str_slice(s, strlen(pairs[i][0]), s.n);
            head = pairs[i][1];
        }
    int n = snprintf(out, LABEL_MAX + 8, "%s%.*s", head, STR_ARG(s));
    return (struct str){out, (size_t)n};
}

static const struct known *known_find(struct str label)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct str k = str_c(known[i].label);
        bool begins = str_ends(k, STR("*"));
        if (begins ? str_starts(label, str_slice(k, 0, k.n - 1)) : str_eq(label, k))
            return &known[i];
    }
    return NULL;
}

/* One byte in twenty may be wrong and becomes U+FFFD; with more it is not in that charset, which is false. */
static bool converted(struct arena *a, struct str bytes, const char *name, struct str *out)
{
    iconv_t how = iconv_open("UTF-8", name);
    char *from = (char *)(uintptr_t)bytes.p, *start = arena_alloc(a, GROWTH * bytes.n + 16), *to = start;
    size_t left = bytes.n, room = GROWTH * bytes.n + 16, odd = 0;
    if (how == (iconv_t)-1)
        return false;
    while (left && iconv(how, &from, &left, &to, &room) == (size_t)-1 && errno == EILSEQ && room > 3) {
        odd++;
        from++;
        left--;
        size_t n = utf8_put(to, 0xfffd);
        to += n;
        room -= n;
    }
    iconv_close(how);
    *out = (struct str){start, (size_t)(to - start)};
    return odd * BYTES_PER_ODD <= bytes.n && left < 4 && utf8_valid(*out);
}

/* ---- by the bytes */

struct evidence {
    size_t sequences; /* characters of UTF-8 that take several bytes */
    size_t odd;       /* bytes that belong to none */
};

static struct evidence look_at(struct str bytes)
{
    struct evidence e = {0};
    for (size_t i = 0; i < bytes.n;) {
        size_t from = i;
        if (utf8_next(bytes, &i) == UINT32_MAX) {
            e.odd++;
            i++;
        } else {
            e.sequences += i - from > 1;
        }
    }
    return e;
}

/* `sequences`: those of UTF-8 are kept, in a text that is nearly all UTF-8. */
static struct str from_windows(struct arena *a, struct str bytes, bool sequences)
{
    struct buf out;
    buf_init(&out, 3 * bytes.n + 8);
    for (size_t i = 0; i < bytes.n;) {
        size_t next = i;
        uint32_t c = sequences ? utf8_next(bytes, &next) : UINT32_MAX;
        if (c == UINT32_MAX) {
            c = (unsigned char)bytes.p[i];
            next = i + 1;
        }
        put_char(&out, c);
        i = next;
    }
    return arena_take(a, &out);
}

static bool begins_with_mark(struct str *bytes, const char **name)
{
    static const struct {
        struct str mark;
        const char *name;
    } marks[] = {{STR_INIT("\xef\xbb\xbf"), "UTF-8"}, {STR_INIT("\xff\xfe"), "UTF-16LE"},
        {STR_INIT("\xfe\xff"), "UTF-16BE"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(*bytes, marks[i].mark)) {
            *name = marks[i].name;
            *bytes = str_slice(*bytes, marks[i].mark.n, bytes->n);
            return true;
        }
    return false;
}

struct str charset_text(struct arena *a, struct str bytes, struct str label)
{
    char name[LABEL_MAX + 8];
    const char *marked = "";
    struct str out, plain = plain_label(label, name);
    struct str rest = bytes;
    if (begins_with_mark(&rest, &marked) && converted(a, rest, marked, &out))
        return charset_mend(a, out);
    const struct known *k = known_find(plain);
    const char *of_iconv = k && k->name ? k->name : k ? k->label : NULL;
    bool wide = of_iconv && str_starts(str_c(of_iconv), STR("UTF-")) && strcmp(of_iconv, "UTF-7") != 0;
    bool wide_too = bytes.n && memchr(bytes.p, 0, bytes.n); /* French in UTF-16 has such bytes */
    if (k && k->shifts && (!wide || wide_too) && converted(a, bytes, of_iconv, &out))
        return charset_mend(a, out);
    struct evidence e = look_at(bytes);
    if (!e.odd)
        return charset_mend(a, bytes);
    if (k && !k->shifts && converted(a, bytes, of_iconv, &out))
        return charset_mend(a, out);
    return from_windows(a, bytes, e.sequences > 3 * e.odd);
}

/* ---- what HTML says of itself */

static size_t find_nocase(struct str s, struct str what, size_t from)
{
    for (size_t i = from; i + what.n <= s.n; i++)
        if (str_eq_nocase(str_slice(s, i, i + what.n), what))
            return i;
    return s.n;
}

struct str charset_of_html(struct str bytes)
{
    struct str head = str_slice(bytes, 0, META_BYTES_MAX);
    size_t at = 0;
    for (int tags = 0; tags < META_TAGS_MAX && (at = find_nocase(head, STR("<meta"), at)) < head.n; tags++) {
        struct str tag = str_slice(head, at, at + str_find(str_slice(head, at, head.n), '>'));
        size_t eq = find_nocase(tag, STR("charset"), 0) + 7;
        while (eq < tag.n && (tag.p[eq] == ' ' || tag.p[eq] == '=' || tag.p[eq] == '"' || tag.p[eq] == '\''))
            eq++;
        size_t end = eq;
        while (end < tag.n && (ascii_is_url_safe(tag.p[end]) || tag.p[end] == '.'))
            end++;
        if (end > eq)
            return str_slice(tag, eq, end);
        at++;
    }
    return (struct str){0};
}
