#include "base/csv.h"

#include "base/utf8.h"

/* = + - @, and the full-width forms that an East Asian spreadsheet reads alike. */
static bool is_formula(uint32_t c)
{
    return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xff1d || c == 0xff0b || c == 0xff0d ||
           c == 0xff20;
}

/* Where somebody who opens a CSV may let a cell begin, whatever we put between ours: a semicolon, a
 * comma, a tab, a line end… Excel and LibreOffice offer these, and "another". */
static bool is_separator(uint32_t c)
{
    return c == ';' || c == ',' || c == ':' || c == '|' || c == '\t' || c == '\r' || c == '\n' ||
           c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Control characters are written as spaces. */
static bool is_space(uint32_t c)
{
    return c <= ' ' || c == 0x7f || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x3000;
}

/* What a cell may begin at, while a text is walked. */
enum begins { NOTHING, A_WORD, A_CELL };

/* After c. A space is a separator too, but then the cell ends at the next one. Quotes are dropped by
 * whoever reads the cell, spaces by many. */
static enum begins begins_after(enum begins now, uint32_t c)
{
    if (is_separator(c))
        return A_CELL;
    if (is_space(c))
        return now == A_CELL ? A_CELL : A_WORD;
    return c == '"' ? now : NOTHING;
}

/* Would a cell that begins with c, the rest from i on, be a formula? A lone sign between spaces is none. */
static bool opens_formula(enum begins now, uint32_t c, struct str s, size_t i)
{
    if (now == NOTHING || !is_formula(c))
        return false;
    return now == A_CELL || i == s.n || !is_space(utf8_next(s, &i));
}

static void put_safe(struct buf *out, struct str s)
{
    enum begins now = A_CELL;
    uint32_t before = 0;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = utf8_next(s, &i);
        if (c == UINT32_MAX)
            return; /* the caller's text is UTF-8 */
        bool other_half = c == '\n' && before == '\r';
        if (opens_formula(now, c, s, i) || (from == 0 && (c == '\t' || c == '\r' || c == '\n')))
            buf_putc(out, '\'');
        if (c == '\r' || (c == '\n' && !other_half))
            buf_putc(out, '\n');
        else if (!other_half && (c < 0x20 || c == 0x7f))
            buf_putc(out, ' ');
        else if (!other_half)
            buf_put(out, str_slice(s, from, i));
        now = begins_after(now, c);
        before = c;
    }
}

struct str table_safe(struct arena *a, struct str s)
{
    struct buf b;
    buf_init(&b, 2 * s.n + 2);
    put_safe(&b, s);
    return arena_take(a, &b);
}

static void put_text(struct buf *out, struct arena *a, struct str s)
{
    s = table_safe(a, s);
    buf_putc(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_putc(out, '"');
        buf_putc(out, s.p[i]);
    }
    buf_putc(out, '"');
}

/* A number below zero would begin with the sign that begins a formula: it is text then. */
static void put_number(struct buf *out, int64_t whole, int64_t cents, bool has_cents, bool minus)
{
    if (minus)
        buf_puts(out, "\"'-");
    buf_printf(out, "%lld", (long long)whole);
    if (has_cents)
        buf_printf(out, ",%02lld", (long long)cents);
    if (minus)
        buf_putc(out, '"');
}

static void put_instant(struct buf *out, struct instant t)
{
    struct wall w = wall_paris(t);
    day_format_iso(out, w.day);
    buf_printf(out, " %02d:%02d", w.h, w.min);
}

static int64_t without_sign(int64_t n)
{
    return n < 0 ? -n : n;
}

static void put_datum(struct buf *out, struct arena *a, const struct datum *d)
{
    if (d->blank)
        return;
    switch (d->kind) {
    case DATUM_TEXT: put_text(out, a, d->as.text); break;
    case DATUM_COUNT:
        put_number(out, without_sign(d->as.count), 0, false, d->as.count < 0);
        break;
    case DATUM_MONEY:
        put_number(out, without_sign(d->as.money.cents / 100),
            without_sign(d->as.money.cents % 100), true, d->as.money.cents < 0);
        break;
    case DATUM_DAY: day_format_iso(out, d->as.day); break;
    case DATUM_INSTANT: put_instant(out, d->as.instant); break;
    }
}

void csv_head(struct buf *out, struct arena *a, const struct table *t)
{
    buf_puts(out, "\xef\xbb\xbf");
    for (size_t i = 0; i < t->columns_n; i++) {
        if (i)
            buf_putc(out, ';');
        put_text(out, a, str_c(t->columns[i].label));
    }
    buf_puts(out, "\r\n");
}

void csv_row(struct buf *out, struct arena *a, const struct table *t, const void *row)
{
    for (size_t i = 0; i < t->columns_n; i++) {
        struct datum d = t->columns[i].of(a, row);
        if (i)
            buf_putc(out, ';');
        put_datum(out, a, &d);
    }
    buf_puts(out, "\r\n");
}
