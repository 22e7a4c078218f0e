/* page/timeline.h - the months counted so far, as a sentence and as a picture. */
#ifndef PAGE_TIMELINE_H
#define PAGE_TIMELINE_H

#include "page/dossier.h"

void page_timeline(struct page *p, const struct dossier *d, struct view_items *v);

#endif
