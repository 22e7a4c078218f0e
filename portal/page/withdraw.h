/* page/withdraw.h - taking a submission back to correct it, giving a candidacy up, starting it again:
 * the row and its answers stay, only the state moves (domain/state.h), each after a page that asks
 * (RGAA 11.12) and with the mails that the transition names. */
#ifndef PAGE_WITHDRAW_H
#define PAGE_WITHDRAW_H

#include "page/page.h"

/* What the person may do with it now, judged for the links of the task list. */
bool withdraw_possible(const struct page *p);
bool restart_possible(const struct page *p);
bool take_back_possible(const struct page *p);

enum rc page_withdraw(struct page *p);      /* GET  /candidature/{}/retrait */
enum rc page_withdraw_done(struct page *p); /* POST the same */
enum rc page_restart(struct page *p);       /* GET  /candidature/{}/recommencer */
enum rc page_restart_done(struct page *p);  /* POST the same */
enum rc page_take_back(struct page *p);      /* GET  /candidature/{}/reprise */
enum rc page_take_back_done(struct page *p); /* POST the same */

#endif
