/* domain/tariff.h - one row of the price list; pure. Every amount is a row with its dates of
 * validity: nothing is derived (programme.md "Prices"). */
#ifndef DOMAIN_TARIFF_H
#define DOMAIN_TARIFF_H

#include "base/day.h"
#include "base/money.h"

enum payer_kind { PAYER_THIRD, PAYER_INDIVIDUAL };
enum tariff_item { TARIFF_DIPLOMA, TARIFF_MODULE };

struct tariff {
    uint64_t id;
    enum payer_kind payer;
    enum tariff_item item;
    struct money price;
    struct day from, to; /* both included; to "none": still valid */
};

/* The row that speaks for that payer and item on that day; where two are valid, the one that began
 * last. NULL: there is none, and no amount may be told. */
const struct tariff *tariff_find(const struct tariff *rows, size_t n, enum payer_kind payer,
    enum tariff_item item, struct day on);

#endif
