/* page/kept.h - what was typed into a form that is read again before it is sent: sealed, under the name
 * of that page's address (page/key.h), for this browser (at the desk: this person) and an hour at most.
 * So the page where it is read has an address of its own, and the form is as it was left when one goes
 * back to it, without any script. The router keeps and finds it for the rows that say ROUTE_KEPT. */
#ifndef PAGE_KEPT_H
#define PAGE_KEPT_H

#include "page/page.h"

/* Keeps what was posted, and sends on to where GET shows it: the page where it is read again (p->reads)
 * or the form. Where it cannot be kept (too many of them at once) the answer stays in place. */
enum rc page_kept_put(struct page *p) MUST_USE;
/* Into p->form, and p->kept; RC_OK too when there is nothing. */
enum rc page_kept_find(struct page *p) MUST_USE;
/* It was sent: a hash stands there instead, so that a page which the browser had kept as it was, sent once
 * more, is known; with other words it becomes a page of its own. */
enum rc page_kept_done(struct page *p) MUST_USE;
/* What the button asked for. When GET shows again what was typed: "preview" where it is read again, else
 * "edit", or what made the form as it is ("text"); never anything that acts. */
struct str page_then(const struct page *p);

#endif
