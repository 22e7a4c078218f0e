#include "view/quote.h"

struct view_prices quote_prices(struct arena *a, const struct quote_told *told)
{
    struct view_prices v = {.items = ARENA_ARRAY(a, told->n, struct view_price),
        .items_n = told->n, .total = told->total};
    if (told->total.cents)
        v.total_label = STR("au total");
    for (size_t i = 0; i < told->n; i++) {
        v.items[i].label = quote_line_label(a, told, &told->lines[i]);
        v.items[i].amount = told->lines[i].amount;
        if (told->lines[i].apart)
            v.items[i].note = STR("À part, hors total");
    }
    return v;
}
