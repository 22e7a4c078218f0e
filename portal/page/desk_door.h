/* page/desk_door.h - /gestion: in and out, and who one is confirmed again. */
#ifndef PAGE_DESK_DOOR_H
#define PAGE_DESK_DOOR_H

#include "page/page.h"

enum rc page_desk_signin(struct page *p);       /* GET  /gestion/connexion */
enum rc page_desk_signin_check(struct page *p); /* POST: the first factor */
enum rc page_desk_code(struct page *p);         /* GET  /gestion/connexion/code */
enum rc page_desk_code_check(struct page *p);   /* POST: the second one */
enum rc page_desk_signout(struct page *p);      /* POST /gestion/deconnexion */
enum rc page_desk_identity(struct page *p);     /* GET  /gestion/identite */
enum rc page_desk_identity_check(struct page *p);

/* A privileged act: *go when identity was proved within the last ten minutes; else the answer asks
 * for it, and what was posted is kept meanwhile. */
enum rc desk_ask_identity(struct page *p, bool *go);
/* Where to go once in: what was asked for, when it is a page of the desk; kept text first. */
enum rc desk_go_on(struct page *p);

#endif
