#include "base/csv.h"

#include "base/utf8.h"

/* = + - @, and the full-width forms that an East Asian spreadsheet reads alike. */
static bool begins_formula(struct str s)
{
    static const uint32_t begins[] = {
        '=', '+', '-', '@', '\t', '\r', '\n', 0xff1d, 0xff0b, 0xff0d, 0xff20};
    size_t i = 0;
    uint32_t c = s.n ? utf8_next(s, &i) : 0;
    for (size_t k = 0; k < sizeof begins / sizeof *begins; k++)
        if (c == begins[k])
            return true;
    return false;
}

struct str table_safe(struct arena *a, struct str s)
{
    bool guard = begins_formula(s);
    if (!guard && !str_has_control(s, "\n"))
        return s;
    char *to = arena_alloc(a, s.n + 2);
    size_t n = 0;
    if (guard)
        to[n++] = '\'';
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '\r')
            to[n++] = '\n';
        else
            to[n++] = (c < 0x20 && c != '\n') || c == 0x7f ? ' ' : (char)c;
        if (c == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
            i++;
    }
    return (struct str){to, n};
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
