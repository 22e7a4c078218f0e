/* page/desk_enrol.h - /gestion: from an invitation to an account: a password, a second factor, ten
 * recovery codes. */
#ifndef PAGE_DESK_ENROL_H
#define PAGE_DESK_ENROL_H

#include "page/page.h"
#include "page/staff_proof.h"

enum rc page_desk_invite(struct page *p);      /* GET  /gestion/invitation/{token} */
enum rc page_desk_invite_use(struct page *p);  /* POST: the password is chosen */
enum rc page_desk_enrol(struct page *p);       /* GET  /gestion/inscription */
enum rc page_desk_enrol_check(struct page *p); /* POST: the application shows the right code */

/* The page that shows them, this once. */
void desk_show_codes(struct page *p, const struct staff_codes *codes, const char *heading,
    const char *lead, struct str href, const char *link);
/* A chosen password, judged: the sentence to show beside it, empty when it is good. */
enum rc desk_judge_password(struct page *p, struct str typed, struct str name, struct str email,
    struct str *sentence);

#endif
