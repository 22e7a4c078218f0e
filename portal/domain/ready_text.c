#include "domain/ready_text.h"

#include "base/links.h"
#include "base/utf8.h"
#include "domain/fold.h"

#define READY_ROW(NAME, word, says) {word, says},
const struct ready_word_row ready_words[READY_N] = {READY_WORDS(READY_ROW)};

enum { WORD_MAX = 40, FOLDED_MAX = 4 * WORD_MAX };

/* Without case or accents, spaces of every kind one: how two words are compared. */
static struct str folded(struct str s, char *room)
{
    struct buf b;
    size_t i = 0, n = 0;
    buf_init(&b, FOLDED_MAX);
    while (i < s.n) {
        uint32_t c = utf8_next(s, &i);
        if (c == UINT32_MAX)
            break;
        if (c == 0xa0 || c == 0x202f)
            c = ' ';
        fold_put(&b, c);
    }
    if (!b.overflow && b.n) {
        memcpy(room, b.p, b.n);
        n = b.n;
    }
    buf_free(&b);
    return str_trim((struct str){room, n});
}

static int word_find(struct str inside)
{
    char asked[FOLDED_MAX], ours[FOLDED_MAX];
    struct str a = folded(inside, asked);
    for (int i = 0; i < READY_N; i++)
        if (str_eq(a, folded(str_c(ready_words[i].word), ours)))
            return i;
    return -1;
}

/* Has it a letter, and nothing that a word would not have? */
static bool is_words(struct str s)
{
    bool letter = false;
    size_t i = 0;
    while (i < s.n) {
        uint32_t c = utf8_next(s, &i);
        bool space = c == ' ' || c == 0xa0 || c == 0x202f || c == '-' || c == '\'' || c == 0x2019;
        bool alpha = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c < 0x250);
        if (!space && !alpha && c != '_')
            return false;
        letter |= alpha;
    }
    return letter;
}

/* The next "[…]" on one line and short enough to be one, at or after *from; false: there is none.
 * `whole` has the brackets, *from moves behind it. */
static bool bracket_next(struct str body, size_t *from, struct str *whole)
{
    for (size_t i = *from; i < body.n; i++) {
        if (body.p[i] != '[')
            continue;
        for (size_t k = i + 1; k < body.n && k - i <= WORD_MAX; k++) {
            if (body.p[k] == '[' || body.p[k] == '\n')
                break;
            if (body.p[k] != ']')
                continue;
            *whole = str_slice(body, i, k + 1);
            *from = k + 1;
            return true;
        }
    }
    return false;
}

static struct str inside(struct str whole)
{
    return str_slice(whole, 1, whole.n - 1);
}

struct str ready_text_unknown(struct str body)
{
    struct str whole;
    size_t from = 0;
    while (bracket_next(body, &from, &whole))
        if (is_words(inside(whole)) && word_find(inside(whole)) < 0)
            return whole;
    return (struct str){0};
}

struct str ready_text_left(struct str body)
{
    struct str whole;
    size_t from = 0;
    while (bracket_next(body, &from, &whole))
        if (word_find(inside(whole)) >= 0)
            return whole;
    return (struct str){0};
}

static void free_buf(void *arg)
{
    buf_free(arg);
}

struct str ready_text_fill(struct arena *a, struct str body, const struct ready_values *values)
{
    struct buf *b = ARENA_NEW(a, struct buf);
    struct str whole;
    size_t from = 0, done = 0;
    buf_init(b, 64 * 1024);
    arena_defer(a, free_buf, b);
    while (bracket_next(body, &from, &whole)) {
        int word = word_find(inside(whole));
        if (word < 0 || values->v[word].n == 0)
            continue;
        buf_put(b, str_slice(body, done, (size_t)(whole.p - body.p)));
        buf_put(b, links_broken(a, values->v[word])); /* a name may be whatever somebody typed */
        done = from;
    }
    buf_put(b, str_slice(body, done, body.n));
    return b->overflow ? body : buf_str(b);
}
