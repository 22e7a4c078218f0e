/* page/eligibility.h - /eligibilite: may I apply, and what does it cost? No account, no row, no
 * cookie: the answers are in the page's address (page/eligibility_query.h). Only the two pages that
 * send a mail have a token, and with it the visitor's cookie. */
#ifndef PAGE_ELIGIBILITY_H
#define PAGE_ELIGIBILITY_H

#include "domain/questionnaire.h"
#include "page/page.h"
#include "view/parts.h"
#include "view/verdict.h"

enum rc page_eligibility(struct page *p);        /* GET  /eligibilite */
enum rc page_eligibility_result(struct page *p); /* GET  /eligibilite/resultat */
enum rc page_share(struct page *p);              /* GET  /eligibilite/envoi, /employeur */
enum rc page_share_send(struct page *p);         /* POST the same */

/* What its pages share: the answers, judged by the intake that speaks today. */
struct suitability {
    const struct intake *intake; /* may be NULL */
    struct answers answers;
    struct asking when;
};
struct suitability suitability_read(struct page *p);
/* Can the verdict be told, or is a question still open? */
bool suitability_whole(const struct suitability *s);
/* The questions answered before `before` (NULL: all), each with its « Modifier ». */
struct view_summary suitability_summary(
    struct page *p, const struct suitability *s, const struct question *before);

#endif
