/* page/intake.h - an intake in words. */
#ifndef PAGE_INTAKE_H
#define PAGE_INTAKE_H

#include "page/page.h"

/* "34e promotion, rentrée de novembre 2027"; what is not set is left out, empty without an intake. */
struct str page_intake_label(struct arena *a, const struct intake *i);
/* The title that holds for this intake: its own, else the programme's. */
struct str page_intake_title(const struct page *p, const struct intake *i);

#endif
