/* page/key.h - the key of a form that adds something: the same form sent twice adds it once.
 *
 * The page that shows such a form has a name of its own in its address (?cle=…): asked for without one
 * it is sent on to a fresh one (ROUTE_KEYED, web/router.c). So a page that the browser fetches again,
 * coming back to it or reloading it, is the same page with the same key, and leads to what it added.
 *
 * The key is made of that name, the path, and whom the page is shown to (this browser; at the desk, this
 * person): an address handed on to somebody else is a page of theirs, and reaches nothing of ours. */
#ifndef PAGE_KEY_H
#define PAGE_KEY_H

#include "page/page.h"

#define KEY_NAME "cle"       /* the page's name in its address */
#define KEY_READ_NAME "relire" /* beside it: what was typed there is read again before it is sent */

/* The one that was posted; else this address's; else, where it has none, a fresh one. */
struct str page_key(struct page *p);
/* Has it the shape of one? Whatever else was posted as a key is not to be trusted. */
bool page_key_sound(struct str key);
/* Its name in the address that was asked for, if that is one of ours; else empty. */
struct str page_key_name(const struct page *p);
/* `path`, which may have a query or an anchor, with that name; as it is where there is none. */
struct str page_keyed(const struct page *p, struct str path);
/* This address with a fresh name. */
struct str page_key_fresh(const struct page *p);
/* What was posted is another one than what its key added: from here on this page has a key and an
 * address of its own. */
void page_key_again(struct page *p);

#endif
