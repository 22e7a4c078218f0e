/* page/submit.h - checking everything and submitting once; taking it back is page/withdraw.h's.
 *
 * Submission is one transaction (design.md §6): the candidacy's row is locked, the deadline judged
 * on the database's clock, the answers frozen with their SHA-256, the identity's place taken or
 * found taken, audit and mails queued. The form's key makes it safe to send twice. */
#ifndef PAGE_SUBMIT_H
#define PAGE_SUBMIT_H

#include "page/page.h"

enum rc page_review(struct page *p); /* GET  /candidature/{}/verification */
enum rc page_submit(struct page *p); /* POST the same */

#endif
