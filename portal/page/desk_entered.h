/* page/desk_entered.h - candidacies that came on paper: those that wait for their owners, and what
 * staff type into them. */
#ifndef PAGE_DESK_ENTERED_H
#define PAGE_DESK_ENTERED_H

#include "page/page.h"
#include "store/desk_entry.h"
#include "view/desk_entered.h"

struct desk_told { /* whom, about which draft */
    uint64_t candidacy;
    struct str email, about; /* about: one mail for each */
    struct day received;
    const struct intake *intake;
};
/* Inside a transaction: the invitation. *again: it was queued before. */
enum rc desk_entered_tell(struct page *p, const struct desk_told *t, bool *again);
enum rc desk_entered_note(
    struct page *p, const char *action, uint64_t candidacy, struct str detail);
/* One of them as its list and its own page show it. */
struct view_desk_entered_row desk_entered_row(struct page *p, const struct desk_entry *e);
/* /gestion/candidatures/saisies/ID, and its TAIL. */
struct str desk_filled_path(const struct page *p, struct str public_id, const char *tail);

enum rc page_desk_entered(struct page *p);         /* GET  /gestion/candidatures/saisies */
enum rc page_desk_filled(struct page *p);          /* GET  …/saisies/{}: what is typed so far */
enum rc page_desk_filled_address(struct page *p);  /* GET  …/saisies/{}/courriel: another address */
enum rc page_desk_filled_move(struct page *p);     /* POST the same */
enum rc page_desk_entered_invite(struct page *p);  /* POST …/saisies/{}/invitation */
enum rc page_desk_entered_address(struct page *p); /* POST …/saisies/{}/adresse */

#endif
