/* domain/steps.h - the wizard's steps, one row each, in any order; pure.
 * Each knows when it is done. */
#ifndef DOMAIN_STEPS_H
#define DOMAIN_STEPS_H

#include "domain/candidacy.h"

enum step_id {
    STEP_IDENTITY,
    STEP_DIPLOMAS,
    STEP_EXPERIENCES,
    STEP_PROJECT,
    STEP_FUNDING,
    STEP_MODULE,
    STEP_VERIFICATION,
    STEPS_N,
};

enum step_state {
    STEP_EMPTY,  /* nothing answered */
    STEP_BEGUN,  /* something, not all */
    STEP_DONE,
    STEP_CANNOT, /* not possible yet: the others first */
};

struct step {
    const char *segment; /* /candidature/{id}/SEGMENT */
    const char *title;   /* "Vos diplômes": task-list line and h1 */
    const char *others;  /* "Diplômes": the same, to staff who type or read somebody's */
    const char *lead;    /* what the step is for, one or two sentences */
    const char *next;    /* the one next action, as a sentence: "Dites-nous qui paiera…" */
    const struct form *form;
    size_t least;        /* > 0: the form repeats, that many at least; 0: it stands once */
};

extern const struct step steps[STEPS_N];

/* NULL when no step has that segment; the step of a form aborts when there is none. */
const struct step *step_by_segment(struct str segment);
const struct step *step_by_form(const struct form *f);
enum step_state step_state(const struct candidacy_answers *ca, enum step_id id);
/* The first step that is not done: verification once all the others are. */
const struct step *step_next(const struct candidacy_answers *ca);
/* The step that follows in the list; verification follows itself. */
const struct step *step_after(const struct step *s);
/* Steps done, verification apart: "4 étapes sur 6". */
size_t steps_done(const struct candidacy_answers *ca);
/* All steps done: what is left is the declaration. */
bool steps_all_done(const struct candidacy_answers *ca);

#endif
