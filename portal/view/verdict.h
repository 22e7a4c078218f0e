/* view/verdict.h - the verdict in words; pure. The same words on /eligibilite, in the wizard,
 * before submitting and in mails.
 *
 * The heading is the sentence that answers. Nothing here says "refusé", nor "remplies" without
 * "semblent": it is a reading of what the person said, never a decision. Nothing can fail. */
#ifndef VIEW_VERDICT_H
#define VIEW_VERDICT_H

#include "domain/eligibility.h"
#include "view/parts.h"

struct verdict_way { /* one thing that helps; the link may be empty */
    struct str text, href, link;
};

struct verdict_words {
    struct str heading; /* "Vous aurez vos 3 ans en juin 2027, avant la rentrée" */
    struct str lead;    /* one paragraph */
    struct view_checks checks; /* diploma; then experience today, at closing, at the start */
    struct verdict_way *ways;  /* what would make it pass, what else counts, other ways */
    size_t ways_n;
    struct str note; /* how it was counted, when from approximate answers; may be empty */
    struct str rule; /* "Règle 2026-11-1, appliquée le 23 novembre 2026 ; clôture le …, rentrée le …" */
};

struct verdict_words verdict_words_make(struct arena *a, const struct verdict *v);
/* "31 mois comptés sur 36", for the experience page. */
struct str verdict_counted(struct arena *a, const struct verdict *v);
/* "7 mois", "1 an", "2 ans et 3 mois". */
struct str verdict_duration(struct arena *a, int months);

#endif
