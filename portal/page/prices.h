/* page/prices.h - what it costs, as the blocks that every page with a price shows. */
#ifndef PAGE_PRICES_H
#define PAGE_PRICES_H

#include "domain/pricing.h"
#include "page/page.h"
#include "view/wizard.h"

/* One block when the tariff is known, two side by side when not; with the CPF the module apart and
 * what is left to pay. Adds a card with what must be known beside the figures. */
void page_prices_show(struct page *p, const struct price_wish *wish, struct view_prices *first,
    struct view_prices *second, struct view_cards *cards);
/* One more card after those. */
void page_prices_card(struct page *p, struct view_cards *cards, struct view_card card);
/* The same as page_prices_show by the tariffs of another day. */
void page_prices_at(struct page *p, const struct price_wish *wish, struct day day,
    struct view_prices *first, struct view_prices *second, struct view_cards *cards);

#endif
