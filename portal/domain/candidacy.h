/* domain/candidacy.h - all that one candidacy holds, as answers; pure. Borrowed from an arena. */
#ifndef DOMAIN_CANDIDACY_H
#define DOMAIN_CANDIDACY_H

#include "domain/eligibility.h"
#include "domain/forms.h"
#include "domain/pricing.h"

struct candidacy_answers {
    struct answers identity, project, funding, module, verification;
    struct answers *diplomas; /* at most ITEMS_MAX */
    size_t diplomas_n;
    struct answers *experiences; /* at most ITEMS_MAX */
    size_t experiences_n;
    bool email_confirmed;
};

/* Everything empty. */
struct candidacy_answers candidacy_answers_new(struct arena *a);
/* The verdict on what has been said so far; rows that say too little are left out. */
struct verdict candidacy_judge(struct arena *a, const struct candidacy_answers *ca,
    const struct day dates[AT_N], const struct rules *rules);
/* What to ask prices_of. */
struct price_wish candidacy_price_wish(const struct candidacy_answers *ca);
/* Facts for months_lay: one span per experience that can be counted; `out` has room for
 * ITEMS_MAX. */
size_t candidacy_spans(const struct candidacy_answers *ca, struct span *out);

#endif
