/* Cents that are divided and sum to what they came from: never a rate that is rounded twice. */
#include "domain/quote_doc.h"

#include <stdlib.h>

bool quote_split_rest(struct money whole, const struct money *given, size_t n, struct money *out)
{
    struct money rest = whole;
    if (n == 0 || n > QUOTE_PARTS_MAX || whole.cents < 0)
        return false;
    for (size_t i = 0; i + 1 < n; i++) {
        if (given[i].cents < 0 || given[i].cents > rest.cents)
            return false;
        out[i] = given[i];
        rest.cents -= given[i].cents;
    }
    out[n - 1] = rest;
    return true;
}

/* whole * weight / sum, and what the division leaves; 128 bits hold every product. */
static int64_t share(struct money whole, unsigned weight, uint64_t sum, uint64_t *left)
{
    unsigned __int128 product = (unsigned __int128)whole.cents * weight;
    *left = (uint64_t)(product % sum);
    return (int64_t)(product / sum);
}

void quote_split_weights(struct money whole, const unsigned *weights, size_t n, struct money *out)
{
    uint64_t sum = 0, left[QUOTE_PARTS_MAX];
    int64_t given = 0;
    for (size_t i = 0; i < n; i++)
        sum += weights[i];
    if (n == 0 || n > QUOTE_PARTS_MAX || sum == 0 || whole.cents < 0)
        abort(); /* our own mistake */
    for (size_t i = 0; i < n; i++) {
        out[i].cents = share(whole, weights[i], sum, &left[i]);
        given += out[i].cents;
    }
    for (int64_t cents = whole.cents - given; cents > 0; cents--) {
        size_t most = 0;
        for (size_t i = 1; i < n; i++)
            if (left[i] > left[most])
                most = i;
        out[most].cents++;
        left[most] = 0;
    }
}

size_t quote_dues(struct money total, unsigned count, struct money out[QUOTE_DUES_MAX])
{
    if (count == 0 || count >= QUOTE_DUES_MAX || total.cents < 0)
        abort(); /* the setting was judged before */
    out[0].cents = total.cents / 100 * 30 + total.cents % 100 * 30 / 100; /* rounded down */
    int64_t rest = total.cents - out[0].cents;
    for (unsigned i = 0; i < count; i++)
        out[i + 1].cents = rest / count + (i < (unsigned)(rest % count));
    return count + 1;
}

bool quote_shares_sum(const struct quote_share *shares, size_t n)
{
    for (int item = TARIFF_DIPLOMA; item <= TARIFF_MODULE; item++) {
        struct money sum = {0};
        for (size_t i = 0; i < n; i++) {
            if (shares[i].amount[item].cents < 0 ||
                shares[i].whole[item].cents != shares[0].whole[item].cents)
                return false;
            sum = money_add(sum, shares[i].amount[item]);
        }
        if (n == 0 || sum.cents != shares[0].whole[item].cents)
            return false;
    }
    return true;
}
