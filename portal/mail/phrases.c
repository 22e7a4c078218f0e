#include "mail/phrases.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "domain/fold.h"

enum { GAP_MAX = 6 };

/* "mx.example[192.0.2.1]:", "https://…": but "exist.Please" are two words that lack a space, and
 * "RESOLVER.ADR.RecipNotFound" is how one server says things. */
static bool names_machine(struct str token)
{
    if (str_eq_nocase(str_slice(token, 0, 9), STR("resolver.")))
        return false;
    for (size_t i = 1; i + 1 < token.n; i++)
        if (token.p[i] == '.' && ascii_is_alnum(token.p[i - 1]) && ascii_is_lower(token.p[i + 1]))
            return true;
    return memmem(token.p, token.n, "://", 3) != NULL;
}

static bool word_byte(char c)
{
    return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* Its words, folded, each followed by a space; "doesn't" is one. */
static void put_words(struct buf *out, struct str token)
{
    for (size_t i = 0; i < token.n;) {
        size_t next = i;
        uint32_t c = utf8_next(token, &next);
        bool joined = (token.p[i] == '\'' || c == 0x2019) && i > 0 &&
                      (token.p[i - 1] == 'n' || token.p[i - 1] == 'N') && next < token.n &&
                      ascii_lower(token.p[next]) == 't';
        if (c == UINT32_MAX)
            next = i + 1;
        else if (word_byte(token.p[i]) && c != 0x2019 && c != 0xa0)
            fold_put(out, c);
        else if (!joined)
            buf_putc(out, ' ');
        i = next;
    }
    buf_putc(out, ' ');
}

struct phrases_text phrases_read(struct arena *a, struct str text)
{
    struct phrases_text t = {.words = ARENA_ARRAY(a, PHRASES_WORDS_MAX, struct str)};
    struct buf folded;
    struct str token;
    buf_init(&folded, 4 * PHRASES_BYTES_MAX);
    text = utf8_fit(text, PHRASES_BYTES_MAX);
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        while (i < text.n && (unsigned char)text.p[i] > ' ')
            i++;
        token = str_slice(text, from, i++);
        if (memchr(token.p, '@', token.n))
            buf_puts(&folded, "@ ");
        else if (!names_machine(token))
            put_words(&folded, token);
    }
    struct str all = arena_take(a, &folded);
    while (t.n < PHRASES_WORDS_MAX && str_cut(&all, ' ', &token))
        if (token.n)
            t.words[t.n++] = token;
    return t;
}

static bool word_is(struct str word, struct str pattern)
{
    struct str one;
    while (str_cut(&pattern, '|', &one)) {
        bool prefix = one.n && one.p[one.n - 1] == '*';
        struct str stem = str_slice(one, 0, one.n - prefix);
        if (prefix ? str_starts(word, stem) : str_eq(word, stem))
            return true;
    }
    return false;
}

/* Does the phrase stand at word `at`? A gap is tried from the shortest on. */
static bool stands_at(const struct phrases_text *t, size_t at, struct str phrase)
{
    struct str pattern;
    while (str_cut(&phrase, ' ', &pattern)) {
        if (str_eq(pattern, STR("~"))) {
            for (size_t gap = 0; gap <= GAP_MAX && at + gap < t->n; gap++)
                if (stands_at(t, at + gap, phrase))
                    return true;
            return false;
        }
        if (at >= t->n || !word_is(t->words[at++], pattern))
            return false;
    }
    return true;
}

bool phrases_any(const struct phrases_text *t, const char *const *phrases)
{
    for (; *phrases; phrases++)
        for (size_t at = 0; at < t->n; at++)
            if (stands_at(t, at, str_c(*phrases)))
                return true;
    return false;
}
