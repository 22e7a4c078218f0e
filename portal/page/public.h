/* page/public.h - the pages anyone may read without a form: the programme, and the small pages of
 * every footer. They read p->facts only, no statement of their own; a fact that nobody has set is
 * left out or said to be missing, never invented. RC_UNAVAILABLE while there are no facts. */
#ifndef PAGE_PUBLIC_H
#define PAGE_PUBLIC_H

#include "page/page.h"

struct view_known;

enum rc page_home(struct page *p);   /* / */
enum rc page_notice(struct page *p); /* /aide, /donnees…: the row of the table for this path */

/* A setting as one line. */
struct public_line {
    const char *label, *setting;
    bool owed;        /* the page owes it to the reader: missing is said, not hidden */
    const char *note; /* beside what is missing, or NULL */
};
/* What to put in an href for a value of a setting: mailto: for an address, tel: for a number, the
 * value itself for an https: link; empty for anything else. */
struct str public_href(struct arena *a, struct str value);
/* The lines that are set, as label, text and link. Returns how many. */
size_t public_known(
    const struct page *p, const struct public_line *l, size_t n, struct view_known **out);

#endif
