/* page/stash.h - a POST whose session had ended is not lost: sealed for an hour, offered again after
 * signing in, to be read again and sent: to an applicant in the same browser, to one of the staff wherever they are. */
#ifndef PAGE_STASH_H
#define PAGE_STASH_H

#include "page/page.h"

/* Keeps this request's body and asks the person to sign in; our script is told with 401. */
enum rc page_stash_keep(struct page *p);
/* Is something waiting for this browser? One statement. */
enum rc page_stash_waiting(struct page *p, bool *out);
/* What this POST replays has been sent again: forgotten. */
enum rc page_stash_done(struct page *p);
/* This request's form, whose token is of an earlier session, shown again with what was typed and a
 * button that sends it with today's token (403). The caller knows that a page of ours sent it. */
enum rc page_stash_stale(struct page *p);
enum rc page_stash_offer(struct page *p);   /* GET  /connexion/reprise, /gestion/reprise */
/* Staff were typing in a draft that its owner has taken up: their text, and why it was not kept. */
enum rc page_stash_taken_up(struct page *p);
/* This request's form, which came to nothing by our fault, shown again with what was typed and a button that
 * sends it as it came. Needs no database, and sets no status. */
void page_stash_unsaved(struct page *p, const char *heading, struct str lead, struct str contact);
enum rc page_stash_forget(struct page *p);  /* POST, the same: gone for good */

/* To what a sealed text is bound: that place and this browser. */
struct str page_stash_bound(struct page *p, struct str path);

#endif
