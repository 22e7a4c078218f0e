#include "domain/identity_key.h"

#include "base/day.h"
#include "base/utf8.h"
#include "domain/fold.h"

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == '`' || c == 0xb4 || c == 0x2bc || c == 0x2bb || c == 0x2018 ||
           c == 0x2019 || c == 0x201b || c == 0x2032 || c == 0xff07;
}

/* Spaces, hyphens and dashes, commas. */
static bool splits(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '-' || c == ',' || c == ';' ||
           c == 0xa0 || (c >= 0x2000 && c <= 0x2015) || c == 0x202f || c == 0x205f ||
           c == 0x2212 || c == 0x3000 || c == 0xff0c || c == 0xff0d || c == 0x3001;
}

/* Folded words with one space between; with `only_first`, the first one. */
static struct str words(struct arena *a, struct str s, bool only_first)
{
    struct buf b;
    bool between = false;
    buf_init(&b, 4096);
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (c == UINT32_MAX)
            break;
        if (is_apostrophe(c))
            continue;
        if (splits(c)) {
            between = b.n > 0;
            continue;
        }
        size_t before = b.n;
        if (between && only_first)
            break;
        if (between)
            buf_putc(&b, ' ');
        fold_put(&b, c);
        if (b.n == before + between) /* a lone mark: not a word */
            b.n = before;
        else
            between = false;
    }
    return arena_take(a, &b);
}

unsigned identity_key_text(struct arena *a, const struct identity *who, struct str *out)
{
    static const struct str ABSENT = STR_INIT("-");
    struct day d;
    struct str name = who->no_birth_name ? ABSENT : words(a, who->birth_name, false);
    struct str first = who->no_given_names ? ABSENT : words(a, who->given_names, true);
    bool one = who->no_birth_name || who->no_given_names;
    if (name.n == 0 || first.n == 0 || (who->no_birth_name && who->no_given_names) ||
        !day_parse_iso(who->birth_date, &d))
        return 0;
    unsigned version = one ? IDENTITY_KEY_ONE : IDENTITY_KEY_BOTH;
    *out = arena_printf(a, "%u|%.*s|%.*s|%.*s", version, STR_ARG(name), STR_ARG(first),
        STR_ARG(who->birth_date));
    return version;
}
