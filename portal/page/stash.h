/* page/stash.h - a POST whose session had ended is not lost: sealed for an hour, offered again in
 * the same browser after signing in. */
#ifndef PAGE_STASH_H
#define PAGE_STASH_H

#include "page/page.h"

/* Keeps this request's body and sends the person to /connexion; our script is told with 401. */
enum rc page_stash_keep(struct page *p);
/* Is something waiting for this browser? One statement. */
enum rc page_stash_waiting(struct page *p, bool *out);
/* What this POST replays has been sent again: forgotten. */
enum rc page_stash_done(struct page *p);
enum rc page_stash_offer(struct page *p);   /* GET  /connexion/reprise */
enum rc page_stash_forget(struct page *p);  /* POST /connexion/reprise: gone for good */

#endif
