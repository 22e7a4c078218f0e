/* page/candidacy.h - /candidature: one's own, a choice of years, or a beginning. */
#ifndef PAGE_CANDIDACY_H
#define PAGE_CANDIDACY_H

#include "page/page.h"

enum rc page_candidacy(struct page *p);       /* GET  /candidature */
enum rc page_candidacy_start(struct page *p); /* POST /candidature */

#endif
