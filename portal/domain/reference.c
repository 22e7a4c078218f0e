#include "domain/reference.h"

#include "base/ascii.h"
#include "base/codec.h"
#include "base/utf8.h"

enum { SYMBOLS = 8 };

static struct str written(struct arena *a, struct str prefix, struct str code)
{
    return arena_printf(a, "%.*s-%.*s-%.*s", STR_ARG(prefix), STR_ARG(str_slice(code, 0, 4)),
        STR_ARG(str_slice(code, 4, SYMBOLS)));
}

struct str reference_make(struct arena *a, struct str prefix, struct str random)
{
    struct str code = plain_code(a, random, SYMBOLS);
    return code.n == SYMBOLS ? written(a, prefix, code) : (struct str){NULL, 0};
}

/* Upper-case letters and digits of `s`, at most `max`; SIZE_MAX when something else is there. */
static size_t bare(struct str s, char *to, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == ' ' || c == '-')
            continue;
        if (!ascii_is_alnum(c) || n == max)
            return SIZE_MAX;
        to[n++] = ascii_upper(c);
    }
    return n;
}

bool reference_parse(struct arena *a, struct str prefix, struct str typed, struct str *out)
{
    char code[REFERENCE_PREFIX + SYMBOLS];
    size_t n = bare(utf8_plain(a, utf8_clean_line(a, typed)), code, sizeof code);
    struct str s = {code, n == SIZE_MAX ? 0 : n};
    if (s.n == prefix.n + SYMBOLS && str_starts(s, prefix))
        s = str_slice(s, prefix.n, s.n);
    if (s.n != SYMBOLS)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (strchr("01OILU", s.p[i])) /* never given out: look-alikes */
            return false;
    *out = written(a, prefix, s);
    return true;
}
