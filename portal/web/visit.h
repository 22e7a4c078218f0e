/* web/visit.h - who is there: one cookie, its session row, and the token of every form.
 *
 * `__Host-sid` holds either a visitor's signed id, "v.<16 bytes>.<mac>", which costs no row (robots
 * get none either), or a session's token, "s.<32 bytes>", of which the database keeps only the
 * hash (ASVS 7.2.3). Limits (requirements.md §6, 7.3): 60 minutes idle and 12 hours in all, or 24
 * hours for who chose « 24 h sur cet appareil » (RGAA 13.1.4). */
#ifndef WEB_VISIT_H
#define WEB_VISIT_H

#include "page/page.h"

/* Reads the cookie and finds the session: one statement, which also brings the facts' revision. */
enum rc visit_find(struct page *p, uint64_t *revision) MUST_USE;
/* Moves the idle limit, at most once a minute. */
enum rc visit_touch(struct page *p) MUST_USE;
/* The functions that struct page_web lends to pages. */
struct str visit_csrf(struct page *p);
/* Does nothing that the browser says speak against a page of ours? */
bool visit_same_origin(const struct page *p);
/* Does it say itself that the request comes from one? Enough to show what was typed again, not to
 * act on it. */
bool visit_from_our_page(const struct page *p);
enum rc visit_session_start(struct page *p, uint64_t account, bool day);
enum rc visit_session_end(struct page *p);
/* What the staff's visit (web/staff_visit.h) shares: the cookie of this pool, read and judged, with
 * the hash by which its session is found (zeroes: it names none)… */
void visit_read_cookie(struct page *p, unsigned char hash[SESSION_HASH]);
/* … a fresh token in it, of which the database keeps the hash… */
void visit_new_token(struct page *p, unsigned char hash[SESSION_HASH], int max_age);
/* … and nothing: the browser is asked to forget. */
void visit_forget(struct page *p);
const char *visit_cookie_name(const struct page *p);
/* Is the form's token the right one for this browser (the staff's: this session)? */
bool visit_csrf_ok(const struct page *p);

#endif
