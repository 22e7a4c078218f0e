/* page/items.h - the two steps that repeat, diplomas and experiences: their list, with what it means
 * so far, and that there is none. One of them is page/item.h's. */
#ifndef PAGE_ITEMS_H
#define PAGE_ITEMS_H

#include "page/page.h"

enum rc page_items(struct page *p);      /* GET  /candidature/{}/diplomes, /experiences */
enum rc page_items_said(struct page *p); /* POST the same: the box that says there is none */
/* What the box does, for who says it otherwise; `none`: ticked. */
enum rc items_say(struct page *p, bool none);

#endif
