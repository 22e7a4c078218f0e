/* page/signin.h - signing in by a code or a link sent to one's address. No password, and the same
 * page, work and mail whether the address is known or not (ASVS 6.3.8). */
#ifndef PAGE_SIGNIN_H
#define PAGE_SIGNIN_H

#include "page/page.h"
#include "store/challenge.h"

enum rc page_signin(struct page *p);       /* GET  /connexion */
enum rc page_signin_send(struct page *p);  /* POST /connexion */
enum rc page_code(struct page *p);         /* GET  /connexion/code */
enum rc page_code_check(struct page *p);   /* POST /connexion/code */
enum rc page_link(struct page *p);         /* GET  /lien/{}/{}: shows */
enum rc page_link_use(struct page *p);     /* POST /lien/{}/{}: acts */
enum rc page_signout(struct page *p);      /* POST /deconnexion */

/* Why a challenge that is no longer open does not serve; empty when it is. */
const char *signin_state_sentence(enum challenge_state state);
/* Where one goes after signing in: `suite` when it is a page of a candidacy, else /candidature. */
struct str signin_next(const struct page *p);

#endif
