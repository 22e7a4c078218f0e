#include "domain/tariff.h"

static bool valid_on(const struct tariff *t, struct day on)
{
    return day_cmp(t->from, on) <= 0 && (day_is_none(t->to) || day_cmp(on, t->to) <= 0);
}

const struct tariff *tariff_find(const struct tariff *rows, size_t n, enum payer_kind payer,
    enum tariff_item item, struct day on)
{
    const struct tariff *best = NULL;
    for (size_t i = 0; i < n; i++) {
        const struct tariff *t = &rows[i];
        if (t->payer == payer && t->item == item && valid_on(t, on) &&
            (!best || day_cmp(t->from, best->from) > 0))
            best = t;
    }
    return best;
}
