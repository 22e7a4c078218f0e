#include "base/utf8.h"

#include "base/ascii.h"

#include <stdlib.h>
#include <unictype.h>
#include <uninorm.h>

uint32_t utf8_next(struct str s, size_t *i)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char c = (unsigned char)s.p[*i];
    size_t len = c < 0x80 ? 1 : (c & 0xe0) == 0xc0 ? 2 : (c & 0xf0) == 0xe0 ? 3
                 : (c & 0xf8) == 0xf0              ? 4
                                                   : 0;
    if (len == 0 || len > s.n - *i)
        return UINT32_MAX;
    uint32_t v = len == 1 ? c : c & (0x7fU >> len);
    for (size_t k = 1; k < len; k++) {
        unsigned char t = (unsigned char)s.p[*i + k];
        if ((t & 0xc0) != 0x80)
            return UINT32_MAX;
        v = v << 6 | (t & 0x3f);
    }
    if (v < least[len] || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
        return UINT32_MAX;
    *i += len;
    return v;
}

bool utf8_valid(struct str s)
{
    for (size_t i = 0; i < s.n;)
        if (utf8_next(s, &i) == UINT32_MAX)
            return false;
    return true;
}

size_t utf8_length(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return n;
}

size_t utf8_put(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t k = len; k-- > 1; c >>= 6)
        to[k] = (char)(0x80 | (c & 0x3f));
    to[0] = (char)((0xf0 << (4 - len) & 0xff) | c);
    return len;
}

/* Braille's empty cell is none for Unicode, and yet nothing is to be seen there. */
static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\t' || (c >= 0x80 && (uc_is_property_white_space(c) || c == 0x2800));
}

static bool is_line_end(uint32_t c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool utf8_no_character(uint32_t c)
{
    return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

/* Controls, marks of annotation, and what Unicode says to show nothing for: joiners, direction, soft
 * hyphens, variation selectors, fillers, tags; and what is no character, which neither cairo nor XML takes. */
static bool is_invisible(uint32_t c)
{
    return c < 0x20 || utf8_no_character(c) || (c >= 0x7f && c <= 0x9f) || (c >= 0xfff9 && c <= 0xfffb) ||
           (c >= 0x80 && uc_is_property_default_ignorable_code_point(c));
}

/* Only a lack of memory fails, in bytes that are UTF-8. */
static struct str normalise(struct arena *a, uninorm_t form, struct str s)
{
    size_t n = 0;
    if (str_is_ascii(s))
        return s;
    uint8_t *made = u8_normalize(form, (const uint8_t *)s.p, s.n, NULL, &n);
    if (!made)
        abort();
    struct str out = arena_dup(a, (struct str){(const char *)made, n});
    free(made);
    return out;
}

struct str utf8_compose(struct arena *a, struct str s)
{
    return normalise(a, UNINORM_NFC, s);
}

/* The one sign that c is a way to write, in what holds digits; 0: c is none of those. */
static char plain_of(uint32_t c)
{
    int digit = uc_decimal_value(c);
    if (digit >= 0)
        return (char)('0' + digit);
    if (is_space(c))
        return ' ';
    if (uc_is_property_dash(c) || c == 0x2043)
        return '-';
    switch (c) {
    case 0x2044:
    case 0x2215: return '/';
    case 0xb7:
    case 0x2022:
    case 0x2024:
    case 0x2027:
    case 0x2219:
    case 0x30fb: return '.';
    case 0x66b: return ',';
    case 0x2019: return '\'';
    default: return 0;
    }
}

struct str utf8_plain(struct arena *a, struct str s)
{
    s = normalise(a, UNINORM_NFKC, s);
    char *to = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t start = i;
        uint32_t c = utf8_next(s, &i);
        if (c == UINT32_MAX)
            break;
        char plain = c < 0x80 ? (char)c : plain_of(c);
        if (plain) {
            to[n++] = plain;
        } else {
            memcpy(to + n, s.p + start, i - start);
            n += i - start;
        }
    }
    return (struct str){to, n};
}

/* Both cleaners: `lines` keeps line ends (at most two in a row). A run of white space shrinks to
 * one space, or to its line ends. The zero-width joiner goes too: no French name needs it. Composed last:
 * what stood between a letter and its accent is gone by then. */
static struct str clean(struct arena *a, struct str s, bool lines)
{
    char *to = arena_alloc(a, s.n + 1);
    size_t n = 0;
    int ends = 0;
    bool space = false;
    for (size_t i = 0; i < s.n;) {
        size_t start = i;
        uint32_t c = utf8_next(s, &i);
        if (c == UINT32_MAX)
            break; /* the caller checked: nothing valid is left */
        if (c == '\r' && i < s.n && s.p[i] == '\n')
            continue;
        if (is_line_end(c) && lines)
            ends++;
        else if (is_space(c) || is_line_end(c))
            space = true;
        else if (!is_invisible(c)) {
            for (int k = 0; n && k < ends && k < 2; k++)
                to[n++] = '\n';
            if (n && ends == 0 && space)
                to[n++] = ' ';
            ends = 0;
            space = false;
            memcpy(to + n, s.p + start, i - start);
            n += i - start;
        }
    }
    return utf8_compose(a, (struct str){to, n});
}

/* Is c a part of the character that stands before it: an accent of its own, a joiner, a skin tone? The
 * scripts of names that are typed here; of Unicode's long list (UAX 29) no more is needed. */
static bool joins(uint32_t c)
{
    static const uint32_t ranges[][2] = {{0x300, 0x36f}, {0x483, 0x489}, {0x591, 0x5bd},
        {0x610, 0x61a}, {0x64b, 0x65f}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200c, 0x200d},
        {0x20d0, 0x20ff}, {0x3099, 0x309a}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0x1f3fb, 0x1f3ff},
        {0xe0020, 0xe007f}, {0xe0100, 0xe01ef}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    return false;
}

static bool is_flag_half(uint32_t c)
{
    return c >= 0x1f1e6 && c <= 0x1f1ff;
}

struct str utf8_cut(struct str s, size_t max)
{
    enum { JOINER = 0x200d };
    size_t whole = 0, i = 0, halves = 0;
    uint32_t before = 0;
    for (size_t n = 0;; n++) {
        size_t here = i;
        uint32_t c = i < s.n ? utf8_next(s, &i) : UINT32_MAX;
        if (c == UINT32_MAX)
            return str_slice(s, 0, here);
        if (!joins(c) && before != JOINER && (halves % 2 == 0 || !is_flag_half(c)))
            whole = here; /* what stands before it may end here */
        if (n == max)
            return str_slice(s, 0, whole ? whole : here);
        halves = is_flag_half(c) ? halves + 1 : 0;
        before = c;
    }
}

struct str utf8_fit(struct str s, size_t bytes)
{
    size_t n = s.n < bytes ? s.n : bytes;
    while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;
    return str_slice(s, 0, n);
}

struct str utf8_clean_line(struct arena *a, struct str s)
{
    return clean(a, s, false);
}

struct str utf8_clean_text(struct arena *a, struct str s)
{
    return clean(a, s, true);
}
