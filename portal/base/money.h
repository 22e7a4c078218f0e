/* base/money.h - amounts in integer euro cents. Nothing is ever derived by a rate: see
 * programme.md "Prices" (5 000,50 is not half of 10 005). */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/buf.h"

struct money {
    int64_t cents;
};

struct money money_add(struct money a, struct money b); /* aborts on overflow */
/* "10 005,00 €", U+202F between thousands and U+00A0 before the sign, so that it never wraps. */
void money_format(struct buf *out, struct money m);
/* What a person types: "1200", "1 200,50 €", "1200.5"; spaces of every kind are skipped. At most
 * 9 999 999,99; false when it is not an amount. */
bool money_parse(struct str s, struct money *out);

#endif
