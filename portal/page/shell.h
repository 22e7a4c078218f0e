/* page/shell.h - what pages have in common. */
#ifndef PAGE_SHELL_H
#define PAGE_SHELL_H

#include "page/page.h"
#include "view/shell.h"

/* The frame of a page; robots are asked away from all but the public ones (the caller clears
 * no_index there). */
struct view_shell page_shell(struct page *p, const char *title, enum nav nav);
/* Something on the page is wrong: its title says so. */
void page_shell_error(struct view_shell *shell, bool error);
/* The address of the people who help; empty while nobody has set it. */
struct str page_contact(const struct page *p);
/* A path of ours as a mail needs it: with the site's address before it. */
struct str page_url(const struct page *p, struct str path);
/* "Settings": a fact's text, empty when unknown or when the database never answered. */
struct str page_fact(const struct page *p, const char *name);

#endif
