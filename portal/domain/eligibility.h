/* domain/eligibility.h - who may apply; pure. Source: programme.md "Who may apply".
 *
 * One function judges the wizard's answers, the short questionnaire's and a submission's. It never
 * refuses anybody: its outcomes say what seems met, what staff must look at, and what is missing.
 * The sentences are the view's (view/verdict.h). A snapshot keeps `rule` and the three dates. */
#ifndef DOMAIN_ELIGIBILITY_H
#define DOMAIN_ELIGIBILITY_H

#include "domain/diplomas.h"
#include "domain/months.h"

#define ELIGIBILITY_RULE "2026-11-1"

enum judged_at { AT_TODAY, AT_CLOSING, AT_START, AT_N };

/* What the institution confirms (⚖): the default is our reading of the programme. Sets of natures
 * are or-ed KIND(nature, false) bits. */
struct rules {
    enum judged_at decides;      /* the date that decides */
    kinds with_diploma;          /* natures that add up to 36 months with a diploma (route A) */
    kinds without;               /* natures that add up to 72 months without one (route B) */
    kinds review;                /* natures that count only if staff say so */
    int needed_with, needed_without; /* months: 36 and 72 */
};
struct rules rules_default(void);
/* From what the institution wrote: `decides` "today", "closing" or "start"; `counted`, the natures
 * that count without a diploma, as stored words or in French ("salariée, indépendante, bénévole");
 * `apprenticeship` "oui", "non" or "à examiner". An empty text keeps the default. False when a text
 * was not understood: its default is kept, and somebody should be told. */
bool rules_read(struct rules *out, struct str decides, struct str counted,
    struct str apprenticeship);

enum recognition {
    RECOGNITION_UNSAID,
    RECOGNITION_OBTAINED,
    RECOGNITION_REQUESTED,
    RECOGNITION_NONE,
};

struct diploma_fact {
    const struct diploma_kind *kind;
    int level; /* as said: 3..8; 0 unknown or not asked */
    bool in_progress;
    int year; /* 0: not said */
    enum recognition recognition;
};
struct experience_fact {
    enum nature nature;
    bool outside; /* field "other" */
    struct month from, to;
    bool ongoing;
    int percent; /* 0: not asked */
};
enum { ITEMS_MAX = 40 }; /* diplomas, and experiences, that a candidacy may have */

struct judging {
    const struct diploma_fact *diplomas;
    size_t diplomas_n; /* 0: nothing said yet, which is not "none" */
    const struct experience_fact *experiences;
    size_t experiences_n;
    struct day dates[AT_N]; /* closing and start may be none (⚖): judged as the date before */
    struct rules rules;
};

enum verdict_outcome {
    VERDICT_UNSAID,            /* no diploma and not even "none" yet: months as for route A */
    VERDICT_MET,               /* route A seems met */
    VERDICT_MET_LATER,         /* route A, by a post that goes on, in time for what decides */
    VERDICT_DEROGATION,        /* route B can be considered: staff decide */
    VERDICT_DEROGATION_REVIEW, /* route B only if staff count other kinds too */
    VERDICT_REVIEW,            /* route A, if staff accept what is doubtful */
    VERDICT_NOT_YET,
};
enum verdict_route { ROUTE_DIPLOMA, ROUTE_DEROGATION };
enum condition { CONDITION_NOT, CONDITION_CHECK, CONDITION_MET };

/* Why, as or-ed bits: for words, for staff, for the snapshot. */
enum verdict_reason {
    REASON_BY_NAME = 1,          /* DEES, DEASS, DECESF */
    REASON_LEVEL_UNKNOWN = 2,
    REASON_LEVEL_DISAGREES = 4,  /* what is said and what the name or year tells */
    REASON_FOREIGN = 8,          /* without a recognition certificate */
    REASON_IN_PROGRESS = 16,
    REASON_KIND_REVIEW = 32,     /* months of a nature that staff must accept would help */
    REASON_FIELD_OTHER = 64,     /* months outside the course's fields would help */
    REASON_INTERNSHIP = 128,     /* an internship was given: it does not count */
    REASON_LATER = 256,          /* met only by a post that goes on */
    REASON_AFTER = 512,          /* would be met, but after the date that decides */
    REASON_ALSO_DEROGATION = 1024, /* should the diploma not count, 72 professional months */
    REASON_FUTURE = 2048,        /* a start in the future was left out */
    REASON_APPROXIMATE = 4096,   /* about so many years: from the questionnaire */
    REASON_OVERLAP = 8192,       /* kinds of experience were added as if they never overlapped */
    REASON_UNPAID = 16384,       /* route B: months that are not professional would help */
};
enum { REASONS_N = 15 };

struct verdict {
    const char *rule;
    enum verdict_outcome outcome;
    enum verdict_route route;
    enum condition diploma;
    enum condition experience[AT_N]; /* for this route */
    int needed;                      /* months, for this route */
    int counted[AT_N], missing[AT_N];
    int with_review[AT_N]; /* counted, and what staff might add */
    int weighted;          /* hundredths of months, today: for staff */
    struct month reached;  /* month in which `needed` is (or will be) reached; none: never */
    struct day dates[AT_N];
    enum judged_at decides;
    unsigned reasons;
    struct rules rules; /* by which it was judged */
};

struct verdict eligibility_judge(const struct judging *j);

/* Is the person asked to explain? Whoever is not there yet must; whoever needs a look may. */
enum verdict_explanation { EXPLANATION_NOT_ASKED, EXPLANATION_WELCOME, EXPLANATION_REQUIRED };
enum verdict_explanation verdict_explanation(enum verdict_outcome outcome);

/* ASCII words for the database and the snapshot: "met", "met_later"…; "level_unknown"… for the
 * i-th reason bit. */
const char *verdict_word(enum verdict_outcome outcome);
const char *reason_word(int i);

/* Facts out of answered forms (form_diploma, form_experience). False when too little is said for
 * it to be judged: no kind; no nature, field or beginning, or neither an end nor "ongoing". */
bool diploma_fact_read(const struct answers *as, struct diploma_fact *out);
bool experience_fact_read(const struct answers *as, struct experience_fact *out);

#endif
