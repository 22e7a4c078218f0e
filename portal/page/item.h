/* page/item.h - one diploma or experience: a page of its own, and one before it is taken away (RGAA
 * 11.12). */
#ifndef PAGE_ITEM_H
#define PAGE_ITEM_H

#include "page/page.h"

enum rc page_item_new(struct page *p);       /* GET  /candidature/{}/diplomes/ajouter */
enum rc page_item_add(struct page *p);       /* POST the same */
enum rc page_item(struct page *p);           /* GET  /candidature/{}/diplomes/{} */
enum rc page_item_save(struct page *p);      /* POST the same */
enum rc page_item_remove(struct page *p);    /* GET  /candidature/{}/diplomes/{}/retirer */
enum rc page_item_removed(struct page *p);   /* POST the same */

#endif
