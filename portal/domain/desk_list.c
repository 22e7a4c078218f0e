#include "domain/desk_list.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "domain/fold.h"

struct desk_query desk_query_new(const struct desk_list *list)
{
    struct desk_query q = {.list = list};
    desk_query_set(&q, STR("file"), str_c(list->queues[0].value));
    return q;
}

static bool sort_find(const struct desk_list *list, struct str value, size_t *out)
{
    for (size_t i = 0; i < list->sorts_n; i++)
        if (str_eq_c(value, list->sorts[i].value)) {
            *out = i;
            return true;
        }
    return false;
}

static bool set_queue(struct desk_query *q, struct str value)
{
    for (size_t i = 0; i < q->list->queues_n; i++) {
        const struct desk_queue *queue = &q->list->queues[i];
        if (!str_eq_c(value, queue->value))
            continue;
        q->queue = i;
        if (!q->sorted) {
            q->sort = 0;
            if (queue->sort && !sort_find(q->list, str_c(queue->sort), &q->sort))
                abort(); /* a queue of our own tables names a sort that is not there */
        }
        return true;
    }
    return false;
}

static bool is_public_id(struct str s)
{
    return s.n == 22 && str_is_url_safe(s);
}

static bool filter_takes(const struct desk_filter *f, struct str value)
{
    if (value.n == 0)
        return true;
    uint64_t number;
    for (const struct choice *c = f->choices; c && c->value; c++)
        if (str_eq_c(value, c->value))
            return true;
    if (f->numbers)
        return str_to_u64(value, 9999, &number);
    return f->people && (str_eq_c(value, "moi") || str_eq_c(value, "personne") ||
                            is_public_id(value));
}

static bool set_day(struct day *to, struct str value)
{
    struct day d = {0};
    if (value.n && !day_parse_iso(value, &d))
        return false;
    *to = d;
    return true;
}

/* The end of the year 9999: no row lies beyond, and no DATETIME can. */
static const uint64_t LAST_SECOND = 253402300799;

/* "1763930000-173" */
static bool set_mark(struct desk_query *q, enum desk_way way, struct str value)
{
    struct str key;
    uint64_t seconds, id;
    if (!str_cut(&value, '-', &key) || !str_to_u64(key, LAST_SECOND, &seconds) ||
        !str_to_u64(value, INT64_MAX, &id))
        return false;
    q->way = way;
    q->mark = (struct desk_mark){{(int64_t)seconds}, id};
    return true;
}

bool desk_query_set(struct desk_query *q, struct str name, struct str value)
{
    if (str_eq_c(name, "file"))
        return set_queue(q, value);
    if (str_eq_c(name, "tri")) {
        bool known = sort_find(q->list, value, &q->sort);
        q->sorted |= known;
        return known;
    }
    if (str_eq_c(name, "du"))
        return set_day(&q->from, value);
    if (str_eq_c(name, "au"))
        return set_day(&q->to, value);
    if (str_eq_c(name, "apres"))
        return set_mark(q, DESK_AFTER, value);
    if (str_eq_c(name, "avant"))
        return set_mark(q, DESK_BEFORE, value);
    if (str_eq_c(name, "vue")) {
        if (!is_public_id(value))
            return false;
        q->view = value;
        return true;
    }
    for (size_t i = 0; i < q->list->filters_n; i++) {
        const struct desk_filter *f = &q->list->filters[i];
        if (!str_eq_c(name, f->name))
            continue;
        if (!filter_takes(f, value))
            return false;
        q->filter[i] = value;
        return true;
    }
    return false;
}

bool desk_query_names(const struct desk_list *list, struct str name)
{
    static const char *const common[] = {"file", "tri", "du", "au", "apres", "avant", "vue"};
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (str_eq_c(name, common[i]))
            return true;
    for (size_t i = 0; i < list->filters_n; i++)
        if (str_eq_c(name, list->filters[i].name))
            return true;
    return false;
}

static void put(struct buf *out, const char *name, struct str value)
{
    buf_printf(out, "%s%s=%.*s", out->n ? "&" : "", name, STR_ARG(value));
}

static void put_day(struct buf *out, const char *name, struct day d)
{
    put(out, name, (struct str){0});
    if (!day_is_none(d))
        day_format_iso(out, d);
}

static bool same_day(struct day a, struct day b)
{
    return a.y == b.y && a.m == b.m && a.d == b.d;
}

void desk_query_write(const struct desk_query *q, const struct desk_query *base, struct buf *out)
{
    const struct desk_list *list = q->list;
    if (q->view.n)
        put(out, "vue", q->view);
    if (q->queue != base->queue)
        put(out, "file", str_c(list->queues[q->queue].value));
    for (size_t i = 0; i < list->filters_n; i++)
        if (!str_eq(q->filter[i], base->filter[i]))
            put(out, list->filters[i].name, q->filter[i]);
    if (!same_day(q->from, base->from))
        put_day(out, "du", q->from);
    if (!same_day(q->to, base->to))
        put_day(out, "au", q->to);
    if (q->sorted && !(base->sorted && base->sort == q->sort))
        put(out, "tri", str_c(list->sorts[q->sort].value));
}

void desk_mark_write(enum desk_way way, struct desk_mark mark, struct buf *out)
{
    buf_printf(out, "%s%s=%lld-%llu", out->n ? "&" : "", way == DESK_AFTER ? "apres" : "avant",
        (long long)mark.key.s, (unsigned long long)mark.id);
}

bool desk_query_narrowed(const struct desk_query *q)
{
    bool any = !day_is_none(q->from) || !day_is_none(q->to);
    for (size_t i = 0; i < q->list->filters_n; i++)
        any |= q->filter[i].n > 0;
    return any;
}

/* ---- what was typed into the search box ---- */

static void put_like(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '%' || s.p[i] == '_' || s.p[i] == '\\')
            buf_putc(out, '\\');
        buf_putc(out, s.p[i]);
    }
    buf_putc(out, '%');
}

/* Digits alone once spaces and points are gone: how many; 0 when anything else stands there. */
static size_t digits_of(struct str s, char *to, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ' ' || s.p[i] == '.')
            continue;
        if (!ascii_is_digit(s.p[i]) || n == max)
            return 0;
        to[n++] = s.p[i];
    }
    return n;
}

bool desk_search_number(struct str typed, unsigned *year, unsigned *number)
{
    struct str s = str_trim(typed);
    uint64_t y = 0, n = 0;
    size_t dash = str_find(s, '-');
    struct str tail = dash < s.n ? str_slice(s, dash + 1, s.n) : s;
    if (dash < s.n && (dash != 4 || !str_to_u64(str_slice(s, 0, dash), 9999, &y)))
        return false;
    if (tail.n == 0 || tail.n > 6 || !str_to_u64(tail, 999999, &n))
        return false;
    *year = (unsigned)y;
    *number = (unsigned)n;
    return true;
}

/* "D-2026-123" is "D-2026-000123": people leave the zeroes out. */
static bool read_number(struct str s, struct buf *out)
{
    struct str series, year, number, rest = s;
    uint64_t v;
    if (!str_cut(&rest, '-', &series) || !str_cut(&rest, '-', &year) ||
        !str_cut(&rest, '-', &number) || series.n != 1 || year.n != 4 ||
        !str_to_u64(year, 9999, &v) || number.n >= 6 || !str_to_u64(number, 999999, &v))
        return false;
    buf_printf(out, "%c-%.*s-%06llu", ascii_upper(series.p[0]), STR_ARG(year), (unsigned long long)v);
    if (rest.n)
        buf_printf(out, "-%.*s", STR_ARG(rest));
    buf_putc(out, '%');
    return true;
}

/* A whole reference that happens to have no digit (one in twelve), in whichever case: "d-qxkm-htrw".
 * Its letters are those that are given out (domain/reference.c), and a name of three such groups is
 * rarer than that. */
static bool is_reference(struct str s)
{
    static const size_t groups[] = {0, 4, 4};
    struct str group;
    size_t n = 0;
    for (; str_cut(&s, '-', &group); n++) {
        if (n == 3 || (groups[n] && group.n != groups[n]))
            return false;
        for (size_t i = 0; i < group.n; i++)
            if (n > 0 && strchr("ILOU", ascii_upper(group.p[i])))
                return false;
    }
    return n == 3;
}

/* Letters and digits in groups of which the first is a few letters: "D-7K3M-9QX2", "MOVSC-7K3M". */
static bool looks_like_number(struct str s)
{
    size_t dash = str_find(s, '-');
    if (dash == 0 || dash > 5 || dash + 1 >= s.n || s.n > 24)
        return false;
    bool digit = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!ascii_is_alnum(c) && c != '-')
            return false;
        if (i < dash && ascii_is_digit(c))
            return false;
        digit |= ascii_is_digit(c);
    }
    return digit || is_reference(s);
}

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return ascii_is_alnum((int)c);
    /* Signs of Latin-1, general punctuation to dingbats, CJK signs: they part words. */
    return c >= 0xc0 && c != 0xd7 && c != 0xf7 && !(c >= 0x2000 && c <= 0x2bff) &&
           !(c >= 0x3000 && c <= 0x3004);
}

enum { WORD_LEAST = 3, WORDS_MOST = 8 }; /* InnoDB indexes words of three characters and more */

/* The next word of s from *at; its length in code points in *length. */
static struct str next_word(struct str s, size_t *at, size_t *length)
{
    size_t from = *at, i = *at;
    *length = 0;
    while (i < s.n) {
        size_t here = i;
        uint32_t c = utf8_next(s, &i);
        if (c == UINT32_MAX) {
            i = s.n;
            break;
        }
        if (is_letter(c)) {
            if (*length == 0)
                from = here;
            (*length)++;
        } else if (*length) {
            *at = i;
            return str_slice(s, from, here);
        }
    }
    *at = s.n;
    return str_slice(s, from, *length ? s.n : from);
}

static bool read_words(struct str s, struct buf *out)
{
    size_t at = 0, length, words = 0;
    while (at < s.n && words < WORDS_MOST) {
        struct str word = next_word(s, &at, &length);
        if (length < WORD_LEAST)
            continue;
        buf_printf(out, "%s+%.*s*", out->n ? " " : "", STR_ARG(word));
        words++;
    }
    return words > 0;
}

enum desk_search desk_search_read(struct str typed, struct buf *out)
{
    char digits[14];
    struct str s = utf8_cut(str_trim(typed), DESK_SEARCH_MAX);
    buf_reset(out);
    if (s.n == 0)
        return DESK_SEARCH_NONE;
    if (str_find(s, '@') < s.n) {
        struct buf lower;
        buf_init(&lower, 4 * DESK_SEARCH_MAX + 4);
        for (size_t i = 0; i < s.n;) {
            uint32_t c = utf8_next(s, &i);
            if (c == UINT32_MAX)
                break;
            char bytes[4];
            buf_put(&lower, (struct str){bytes, utf8_put(bytes, fold_lower(c))});
        }
        put_like(out, buf_str(&lower));
        buf_free(&lower);
        return DESK_SEARCH_EMAIL;
    }
    size_t n = digits_of(s, digits, sizeof digits);
    if (n >= 9) {
        put_like(out, (struct str){digits, n});
        return DESK_SEARCH_SIRET;
    }
    if (looks_like_number(s)) {
        if (!read_number(s, out)) {
            for (size_t i = 0; i < s.n; i++)
                buf_putc(out, ascii_upper(s.p[i]));
            buf_putc(out, '%');
        }
        return DESK_SEARCH_NUMBER;
    }
    bool words = read_words(s, out);
    if (desk_search_number(s, &(unsigned){0}, &(unsigned){0}))
        return DESK_SEARCH_BARE;
    if (words)
        return DESK_SEARCH_WORDS;
    put_like(out, s);
    return DESK_SEARCH_START;
}
