/* page/timeline.h - the months counted so far, as a sentence and as a picture. */
#ifndef PAGE_TIMELINE_H
#define PAGE_TIMELINE_H

#include "page/dossier.h"

void page_timeline(struct page *p, const struct dossier *d, struct view_items *v);
/* The picture alone, by the verdict's own dates and rules; empty without an experience. */
struct trusted page_timeline_picture(
    struct page *p, const struct candidacy_answers *ca, const struct verdict *verdict);

#endif
