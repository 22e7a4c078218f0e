/* page/desk_account.h - /gestion/compte: one's sessions, notices, password, recovery codes. */
#ifndef PAGE_DESK_ACCOUNT_H
#define PAGE_DESK_ACCOUNT_H

#include "page/page.h"

enum rc page_desk_account(struct page *p);          /* GET  /gestion/compte */
enum rc page_desk_account_notice(struct page *p);   /* POST /gestion/compte */
enum rc page_desk_account_end(struct page *p);      /* POST /gestion/compte/sessions/{id} */
enum rc page_desk_account_end_others(struct page *p); /* POST /gestion/compte/sessions */
enum rc page_desk_password(struct page *p);         /* GET  /gestion/compte/mot-de-passe */
enum rc page_desk_password_change(struct page *p);
enum rc page_desk_codes(struct page *p);            /* GET  /gestion/compte/codes */
enum rc page_desk_codes_new(struct page *p);

/* "Devis, Candidatures". */
struct str desk_roles_words(struct page *p, unsigned roles);

#endif
