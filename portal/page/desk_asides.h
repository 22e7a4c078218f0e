/* page/desk_asides.h - /gestion/courriels-recus: mails that came to us and that nobody understood. */
#ifndef PAGE_DESK_ASIDES_H
#define PAGE_DESK_ASIDES_H

#include "page/page.h"

enum rc page_desk_asides(struct page *p);
enum rc page_desk_aside(struct page *p);
enum rc page_desk_aside_done(struct page *p);

#endif
