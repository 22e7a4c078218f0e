/* page/items.h - the steps that repeat: diplomas and experiences. One list, one page each, and a
 * page before anything is removed (RGAA 11.12). */
#ifndef PAGE_ITEMS_H
#define PAGE_ITEMS_H

#include "page/page.h"

enum rc page_items(struct page *p);          /* GET  /candidature/{}/diplomes */
enum rc page_item_new(struct page *p);       /* GET  /candidature/{}/diplomes/ajouter */
enum rc page_item_add(struct page *p);       /* POST the same */
enum rc page_item(struct page *p);           /* GET  /candidature/{}/diplomes/{} */
enum rc page_item_save(struct page *p);      /* POST the same */
enum rc page_item_remove(struct page *p);    /* GET  /candidature/{}/diplomes/{}/retirer */
enum rc page_item_removed(struct page *p);   /* POST the same */

#endif
