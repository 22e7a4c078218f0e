#include "base/money.h"

#include "base/ascii.h"
#include <inttypes.h>
#include <stdlib.h>

#define NARROW_NBSP "\xe2\x80\xaf"
#define NBSP "\xc2\xa0"
#define EURO "\xe2\x82\xac"

struct money money_add(struct money a, struct money b)
{
    struct money sum;
    if (__builtin_add_overflow(a.cents, b.cents, &sum.cents))
        abort();
    return sum;
}

static void put_thousands(struct buf *out, uint64_t euros)
{
    if (euros >= 1000) {
        put_thousands(out, euros / 1000);
        buf_printf(out, NARROW_NBSP "%03" PRIu64, euros % 1000);
    } else {
        buf_printf(out, "%" PRIu64, euros);
    }
}

void money_format(struct buf *out, struct money m)
{
    uint64_t abs = m.cents < 0 ? (uint64_t)0 - (uint64_t)m.cents : (uint64_t)m.cents;
    if (m.cents < 0)
        buf_puts(out, "\xe2\x88\x92"); /* minus sign, not a hyphen */
    put_thousands(out, abs / 100);
    buf_printf(out, ",%02" PRIu64 NBSP EURO, abs % 100);
}

/* Skips one space of the kinds that French keyboards and spreadsheets produce. */
static bool skip_space(struct str *s)
{
    static const struct str spaces[] = {
        STR_INIT(" "), STR_INIT(NBSP), STR_INIT(NARROW_NBSP), STR_INIT("\t")};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (str_starts(*s, spaces[i])) {
            *s = str_slice(*s, spaces[i].n, s->n);
            return true;
        }
    return false;
}

bool money_parse(struct str s, struct money *out)
{
    uint64_t cents = 0;
    int digits = 0, decimals = -1;
    while (s.n && str_has_control(s, "\t") == false) {
        if (skip_space(&s))
            continue;
        if (str_eq_c(s, EURO) || (str_starts(s, str_c(EURO)) && str_trim(str_slice(s, 3, s.n)).n == 0))
            break;
        char c = s.p[0];
        if ((c == ',' || c == '.') && decimals < 0)
            decimals = 0;
        else if (ascii_is_digit(c) && digits < 9 && decimals < 2) {
            cents = cents * 10 + (uint64_t)(c - '0');
            digits++;
            decimals += decimals >= 0;
        } else
            return false;
        s = str_slice(s, 1, s.n);
    }
    if (digits == 0 || (s.n && !str_starts(s, str_c(EURO))))
        return false;
    for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
        cents *= 10;
    if (cents > 999999999)
        return false;
    out->cents = (int64_t)cents;
    return true;
}
