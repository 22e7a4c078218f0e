#include "domain/typed.h"

#include "base/ascii.h"
#include "base/day.h"
#include "base/utf8.h"
#include "domain/fold.h"

enum { PIECES = 8, YEAR_DIGITS = 4, WORD_MAX = 64 };

static bool is_letter(char c)
{
    return ascii_is_letter(c) || (unsigned char)c >= 0x80;
}

static bool has_letter(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (is_letter(s.p[i]))
            return true;
    return false;
}

/* ---- numbers of a known length */

struct finding {
    char *to;
    size_t n;
    unsigned found; /* different ones */
};

static void consider(struct finding *f, const char *digits, size_t n)
{
    if (n != f->n || (f->found && memcmp(f->to, digits, n) == 0))
        return;
    memcpy(f->to, digits, n);
    f->found++;
}

/* A run of digits from *i on, with `between` at most one sign between two of them. */
static void next_run(struct finding *f, struct str s, size_t *i, const char *between)
{
    char digits[TYPED_DIGITS];
    size_t n = 0;
    for (;; (*i)++) {
        if (*i < s.n && ascii_is_digit(s.p[*i])) {
            if (n < TYPED_DIGITS)
                digits[n] = s.p[*i];
            n++;
        } else if (!(*i + 1 < s.n && strchr(between, s.p[*i]) && ascii_is_digit(s.p[*i + 1]))) {
            break;
        }
    }
    if (n <= TYPED_DIGITS)
        consider(f, digits, n);
}

static void each_run(struct finding *f, struct str s, const char *between)
{
    for (size_t i = 0; i < s.n;)
        if (ascii_is_digit(s.p[i]))
            next_run(f, s, &i, between);
        else
            i++;
}

/* All of s: digits, and signs that only separate. */
static bool all_digits(struct str s, size_t n, char *to)
{
    size_t have = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (strchr(" .-", s.p[i]))
            continue;
        if (!ascii_is_digit(s.p[i]) || have == n)
            return false;
        to[have++] = s.p[i];
    }
    return have == n;
}

bool typed_digits(struct str plain, size_t n, char *to)
{
    struct finding f = {to, n, 0};
    to[n] = 0;
    if (!has_letter(plain))
        return all_digits(plain, n, to);
    each_run(&f, plain, "");
    each_run(&f, plain, " .-");
    return f.found == 1;
}

/* ---- dates */

struct pieces { /* of a text: its numbers, in order, and the month that it names */
    struct str number[PIECES];
    size_t n;
    struct str month;
    bool odd; /* too many, or two months */
};

static void add_word(struct pieces *p, struct str word)
{
    int m = has_letter(word) ? month_number_from_text(word) : 0;
    if (!m)
        return; /* "le", "lundi", "1er" */
    p->odd |= p->month.n && month_number_from_text(p->month) != m;
    p->month = word;
}

static struct pieces cut_up(struct str s)
{
    struct pieces p = {.n = 0};
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        if (ascii_is_digit(s.p[i])) {
            while (i < s.n && ascii_is_digit(s.p[i]))
                i++;
            if (p.n < PIECES)
                p.number[p.n++] = str_slice(s, from, i);
            else
                p.odd = true;
        } else if (is_letter(s.p[i])) {
            while (i < s.n && is_letter(s.p[i]))
                i++;
            add_word(&p, str_slice(s, from, i));
        } else {
            i++;
        }
    }
    return p;
}

static bool is_year(struct str s)
{
    return s.n == YEAR_DIGITS;
}

static bool is_day(const struct str *d)
{
    uint64_t v[3] = {0};
    for (int i = 0; i < 3; i++)
        if (!str_to_u64(d[i], 9999, &v[i]))
            return false;
    return v[2] >= 1900 && v[2] <= 2200 && day_valid((struct day){(int)v[2], (int)v[1], (int)v[0]});
}

/* "01021985": the day first, or the year first, if only one of them is a date. */
static bool eight_digits(struct str s, struct str out[3])
{
    struct str ours[3] = {str_slice(s, 0, 2), str_slice(s, 2, 4), str_slice(s, 4, 8)};
    struct str iso[3] = {str_slice(s, 6, 8), str_slice(s, 4, 6), str_slice(s, 0, 4)};
    if (s.n != 8 || is_day(ours) == is_day(iso))
        return false;
    memcpy(out, is_day(ours) ? ours : iso, sizeof ours);
    return true;
}

static bool give(struct str out[3], struct str d, struct str m, struct str y)
{
    out[0] = d;
    out[1] = m;
    out[2] = y;
    return true;
}

bool typed_date(struct str plain, bool month, struct str out[3])
{
    static const struct str NONE = {NULL, 0};
    struct pieces p = cut_up(plain);
    const struct str *v = p.number;
    bool named = p.month.n > 0;
    size_t all = p.n + named;
    if (p.odd || (all != 3 && all != 2))
        return p.odd || named || p.n != 1 ? false : eight_digits(v[0], out);
    bool year_first = is_year(v[0]);
    if (named && p.n == 2 && year_first)
        return false;
    if (all == 3)
        return named        ? give(out, v[0], p.month, v[1])
               : year_first ? give(out, v[2], v[1], v[0])
                            : give(out, v[0], v[1], v[2]);
    if (!month)
        return year_first ? false : give(out, v[0], named ? p.month : v[1], NONE);
    return named        ? give(out, NONE, p.month, v[0])
           : year_first ? give(out, NONE, v[1], v[0])
                        : give(out, NONE, v[0], v[1]);
}

/* ---- the others */

struct str typed_phone(struct str plain)
{
    size_t i = 0;
    while (i < plain.n && (is_letter(plain.p[i]) || strchr(" .:", plain.p[i])))
        i++;
    return i && i < plain.n && strchr("+(0123456789", plain.p[i]) ? str_slice(plain, i, plain.n) : plain;
}

bool typed_number(struct str plain, uint64_t *whole, bool *fraction, struct str *rest)
{
    size_t n = 0;
    while (n < plain.n && ascii_is_digit(plain.p[n]))
        n++;
    if (!str_to_u64(str_slice(plain, 0, n), 1000000, whole))
        return false;
    *fraction = false;
    size_t i = n;
    if (i + 1 < plain.n && strchr(",.", plain.p[i]) && ascii_is_digit(plain.p[i + 1]))
        for (i++; i < plain.n && ascii_is_digit(plain.p[i]); i++)
            *fraction |= plain.p[i] != '0';
    *rest = str_trim(str_slice(plain, i, plain.n));
    return true;
}

bool typed_unit(const char *units, struct str word)
{
    struct str all = str_c(units), one;
    struct buf b;
    bool found = false;
    buf_init(&b, WORD_MAX);
    for (size_t i = 0; i < word.n;) {
        uint32_t c = utf8_next(word, &i);
        if (c == UINT32_MAX)
            break;
        fold_put(&b, c);
    }
    while (str_cut(&all, '|', &one))
        found |= !b.overflow && str_eq(one, buf_str(&b));
    buf_free(&b);
    return found;
}
