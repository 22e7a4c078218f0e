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

#endif
