/* page/desk_thread.h - what was written about a request, as staff read it: in its file, and one message on a
 * page of its own when the file has no room for all of it. */
#ifndef PAGE_DESK_THREAD_H
#define PAGE_DESK_THREAD_H

#include "page/page.h"
#include "store/desk_file.h"
#include "view/desk_request.h"

/* Its EVENT_MESSAGEs, in the order of time; `v->thread` has room for n. */
void desk_thread_fill(struct page *p, const struct desk_file *f, const struct desk_event *events, size_t n,
    struct view_desk_request *v);

enum rc page_desk_said(struct page *p); /* GET /gestion/devis/{}/messages/{} */

#endif
