/* domain/questionnaire.h - a few questions, no account, and the same judgement; pure.
 *
 * The answers are those of form_eligibility. Questions come one page at a time, months only near
 * a threshold, and stop once the answer is clear; the payer comes last, for the price. */
#ifndef DOMAIN_QUESTIONNAIRE_H
#define DOMAIN_QUESTIONNAIRE_H

#include "domain/eligibility.h"

struct question {
    const char *name;      /* "diplome": also the end of the page's address */
    const char *title;     /* h1 when it asks several fields; NULL: its only label is */
    const char *fields[4]; /* names in form_eligibility, NULL-ended */
};
extern const struct question questions[];
extern const size_t questions_n;

struct asking { /* when and by which rules */
    struct day dates[AT_N];
    struct rules rules;
};

/* NULL when the name is not one of ours. */
const struct question *question_find(struct str name);
/* The next question that these answers need; NULL: nothing more, show the verdict. */
const struct question *questionnaire_next(const struct answers *as, const struct asking *when);
/* The verdict, with REASON_APPROXIMATE; years of several kinds are added as if they had never
 * overlapped, and REASON_OVERLAP says so when that makes the difference. */
struct verdict questionnaire_judge(const struct answers *as, const struct asking *when);
/* Is it asked at all, given the answers so far; has any of its fields an answer? */
bool question_applies(const struct answers *as, const struct question *q);
bool question_answered(const struct answers *as, const struct question *q);
struct progress {
    int number; /* of this question, from 1 */
    int left;   /* how many may still follow it, at most */
};
/* `now` is one of questions[]. */
struct progress questionnaire_progress(
    const struct answers *as, const struct asking *when, const struct question *now);
/* Does the field belong to this question? */
bool question_asks(const struct question *q, const char *field);

#endif
