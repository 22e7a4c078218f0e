/* page/error.h - what the world did, said to a person: what happened, what became of what they
 * typed, what to do. Needs no database. */
#ifndef PAGE_ERROR_H
#define PAGE_ERROR_H

#include "page/page.h"

/* Replaces whatever was begun by the page of that rc, with its status; JSON for our own script. With
 * p->unsaved what was typed is shown again, ready to be sent. */
void page_error(struct page *p, enum rc rc);
/* 403: signed in at the desk, without the role that this page asks for. */
void page_not_for_you(struct page *p);

#endif
