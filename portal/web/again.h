/* web/again.h - pages that come back: asked for again with Back, Forward or a reload, they do nothing a
 * second time and lose nothing. The rows of a table of routes say which (web/route.h). */
#ifndef WEB_AGAIN_H
#define WEB_AGAIN_H

#include "web/route.h"

/* Before the page: a ROUTE_KEYED one whose address has no name is sent on to one (true: the answer is
 * made); what is kept under the name of a ROUTE_KEPT one comes back. RC_OK without it. */
bool again_named(const struct route *route, struct page *p);
enum rc again_kept(const struct route *route, struct page *p) MUST_USE;
/* After it, a ROUTE_KEPT one: what it only showed gets an address, where GET shows it; what it did is
 * kept no longer, and should that fail, it is for the rest of its hour. */
enum rc again_shown(const struct route *route, struct page *p) MUST_USE;
enum rc again_done(const struct route *route, struct page *p) MUST_USE;
/* struct page's `at`: the address of that route's page, with its query; for what is only posted to, the
 * nearest page above it. "/" at the end. */
struct str again_at(const struct route_table *table, const struct route *route, const struct page *p);

#endif
