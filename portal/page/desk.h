/* page/desk.h - what the pages of /gestion share. */
#ifndef PAGE_DESK_H
#define PAGE_DESK_H

#include "page/page.h"
#include "view/desk_shell.h"

/* What stands around every page of the desk: the entries that this person's roles open, their name,
 * the way out. Nothing is asked of the database. */
struct view_desk_shell desk_shell(struct page *p, const char *title, enum desk_nav nav);
/* A small number beside an entry ("12", "500+"); an entry that is not shown is left alone. */
void desk_count(struct view_desk_shell *shell, enum desk_nav nav, struct str count);
/* Was identity proved within the last ten minutes? What is privileged asks again else. */
bool desk_proved(const struct page *p);

enum rc page_desk(struct page *p); /* GET /gestion: to the first list of this person's */

#endif
