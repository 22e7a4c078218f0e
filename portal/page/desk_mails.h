/* page/desk_mails.h - mails that failed: all of them for administrators, and those of a file in its page. */
#ifndef PAGE_DESK_MAILS_H
#define PAGE_DESK_MAILS_H

#include "page/page.h"

enum rc page_desk_mails(struct page *p);       /* GET  /gestion/courriels */
enum rc page_desk_mails_again(struct page *p); /* POST /gestion/courriels/renvoi: all that can be */
enum rc page_desk_mail_again(struct page *p);  /* POST /gestion/courriels/{}/renvoi */
enum rc page_desk_mail_settle(struct page *p); /* POST /gestion/courriels/{}/classer */

enum rc page_desk_request_mail(struct page *p);   /* POST /gestion/devis/{}/courriels/{}/renvoi */
enum rc page_desk_candidacy_mail(struct page *p); /* POST /gestion/candidatures/{}/courriels/{}/renvoi */

/* What the page says after it, by the word of its redirection; p == NULL: not one of these. */
struct str desk_mail_said(struct str word);
/* It says that nothing was done. */
bool desk_mail_refused(struct str word);

#endif
