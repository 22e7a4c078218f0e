/* Amounts: in bounds, and the written form reads back as the same cents. */
#include "base/money.h"
#include "fuzz.h"

static void fuzz_one(struct arena *a, struct str in)
{
    (void)a;
    struct money m, again;
    if (!money_parse(in, &m))
        return;
    FUZZ_HOLDS(m.cents >= 0 && m.cents <= 999999999);
    struct buf b;
    buf_init(&b, 100);
    money_format(&b, m);
    FUZZ_HOLDS(money_parse(buf_str(&b), &again) && again.cents == m.cents);
    buf_free(&b);
}
