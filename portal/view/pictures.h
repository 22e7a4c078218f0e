/* view/pictures.h - SVG drawn by the server: coloured by classes of the style sheet (no inline
 * style, CSP), described in words for who does not see it. The result lives in the arena. */
#ifndef VIEW_PICTURES_H
#define VIEW_PICTURES_H

#include "base/arena.h"
#include "base/day.h"
#include "view/put.h"

/* One cohort of the outcome survey, in whole per cent; -1: not known, drawn as nothing. */
struct cohort {
    int year;
    int employed_6m; /* overall insertion rate at 6 months */
    int target_6m;   /* in the job aimed at, at 6 months */
    int target_2y;   /* in the job aimed at, at 2 years */
};
/* Bars by cohort, in the order given; the table of the same figures stands beside it (RGAA 1.6).
 * `id` is unique on the page, [a-z-]+. */
struct trusted trusted_outcomes_chart(
    struct arena *a, const char *id, const struct cohort *v, size_t n);

/* One line of a simple bar chart; `said` is the value in words ("12", "10 005,00 €"). */
struct figure_bar {
    struct str label, said;
    int64_t value;
};
/* One bar a line, the longest as wide as the drawing; empty when every value is 0. `says` tells
 * the gist to who does not see it; the table of the same figures stands beside it. */
struct trusted trusted_bars(struct arena *a, const char *id, struct str title, struct str says,
    const struct figure_bar *v, size_t n);

enum bar_kind { BAR_COUNTED, BAR_REVIEW, BAR_UNCOUNTED };
struct bar { /* one experience */
    struct month from, to; /* both included; to none: still going on */
    enum bar_kind kind;
    struct str label; /* "Éducatrice, Les Mille Pas" */
};
struct timeline {
    const struct bar *bars;
    size_t n;
    struct month today;
    struct month closing, start; /* none: no mark */
    int counted, needed;         /* months; needed 0: no threshold known */
};
/* One bar an experience, in lanes so that overlaps show; below them a strip where each counted
 * month stands once; years on the axis; marks for today, closing and start; a legend under it. Empty without bars. */
struct trusted trusted_timeline(struct arena *a, const char *id, const struct timeline *t);

#endif
