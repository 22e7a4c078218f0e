/* page/timeline.h - the months counted so far, as a sentence and as a picture. */
#ifndef PAGE_TIMELINE_H
#define PAGE_TIMELINE_H

#include "page/dossier.h"

void page_timeline(struct page *p, const struct dossier *d, struct view_items *v);
/* The picture alone, of answers judged on the verdict's own dates; empty without an experience. */
struct trusted page_timeline_picture(struct page *p, const struct candidacy_answers *ca,
    const struct intake *intake, const struct verdict *verdict);

#endif
