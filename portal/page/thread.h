/* page/thread.h - what was written about a request, on a page of bounded size. */
#ifndef PAGE_THREAD_H
#define PAGE_THREAD_H

#include "page/page.h"

enum {
    THREAD_WHOLE_MAX = 192 * 1024, /* bytes of what is shown whole, the newest first … */
    THREAD_SHORT_MAX = 300,        /* … and of each other text */
};

struct thread_said {
    struct str *text, *remarks; /* of the view: shortened there; what is said beside a text goes altogether */
    bool cut;                   /* told: it did not fit */
};
/* In the order of time. */
void thread_fit(struct page *p, struct thread_said *all, size_t n);

#endif
