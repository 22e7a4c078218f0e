/* page/funding.h - the one step that may change after submission: staff are told. */
#ifndef PAGE_FUNDING_H
#define PAGE_FUNDING_H

#include "domain/merge.h"
#include "page/page.h"

/* step.c's hook, inside the transaction that saves. The snapshot of the submission stays as it
 * was; one mail an hour at most, so that several small changes make one notice. */
enum rc funding_saved(struct page *p, const struct answers *before, const struct merge *m);

#endif
