/* page/thread.h - what was written about a request, on a page of bounded size. */
#ifndef PAGE_THREAD_H
#define PAGE_THREAD_H

#include "page/page.h"

enum {
    THREAD_WHOLE_MAX = 192 * 1024, /* bytes of texts that are shown whole, the newest first … */
    THREAD_SHORT_MAX = 300,        /* … and of each other one */
};

/* Texts in the order of time: those that do not fit are shortened in place, and cut[i] says so. */
void thread_fit(struct page *p, struct str *const *texts, bool *cut, size_t n);

#endif
