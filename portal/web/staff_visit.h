/* web/staff_visit.h - who of the staff is there: the cookie `__Host-gestion`, and its session row.
 *
 * Before signing in it holds a visitor's signed id, as the applicants' does (web/visit.h), and
 * costs no row. A session lasts 30 minutes without use and 8 hours in all (requirements.md §6). */
#ifndef WEB_STAFF_VISIT_H
#define WEB_STAFF_VISIT_H

#include "page/page.h"

/* Reads the cookie and fills p->staff: one statement, which also brings the facts' revision, the
 * roles and the name. */
enum rc staff_visit_find(struct page *p, uint64_t *revision) MUST_USE;
/* Moves the idle end, at most once a minute. */
enum rc staff_visit_touch(struct page *p) MUST_USE;
/* What struct page_web lends to pages. */
enum rc staff_visit_start(struct page *p, uint64_t staff, enum staff_stage stage);
enum rc staff_visit_end(struct page *p);

#endif
