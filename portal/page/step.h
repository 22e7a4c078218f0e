/* page/step.h - one step of a candidacy that is one row: identité, projet, financement, module.
 * One way for all of them: load, merge, store, show; what is particular to a step is a row of the
 * table in step.c. */
#ifndef PAGE_STEP_H
#define PAGE_STEP_H

#include "page/page.h"

enum rc page_step_show(struct page *p);
enum rc page_step_save(struct page *p);

#endif
