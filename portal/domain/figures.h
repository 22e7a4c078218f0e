/* domain/figures.h - a period of the desk's figures, cut into weeks as they are lived in Paris; pure.
 *
 * The database keeps UTC and counts by UTC day and late hour; only between 22 h and midnight UTC is
 * it another day in Paris, so three counts a day are enough to be exact. */
#ifndef DOMAIN_FIGURES_H
#define DOMAIN_FIGURES_H

#include "base/arena.h"
#include "base/day.h"

enum { FIGURES_DAYS_MAX = 366, FIGURES_WEEKS_MAX = 54 };

struct period { /* both days included */
    struct day from, to;
};

struct week {
    struct day from, to; /* Monday to Sunday, clipped to the period */
    unsigned requests, quotes_asked, issued;
};

struct weeks {
    struct week v[FIGURES_WEEKS_MAX];
    size_t n;
};

/* The `weeks` weeks that end today, from a Monday on. */
struct period period_last(struct day today, int weeks);
struct instant period_begin(const struct period *p); /* the first instant of it */
struct instant period_end(const struct period *p);   /* the first instant after it */
/* At most FIGURES_DAYS_MAX days, and in order? */
bool period_sound(const struct period *p);

/* Every week of a sound period, nothing counted yet. */
void weeks_lay(const struct period *p, struct weeks *out);
/* The week in which the Paris day of this instant lies; NULL when it is outside the period. */
struct week *weeks_at(struct weeks *w, struct instant t);
/* "semaine du 2 novembre 2026", or "du 3 au 5 novembre 2026"'s first day alone when it is clipped. */
struct str week_label(struct arena *a, const struct week *w);
/* "moins d’une minute", "12 min", "3 h 20 min", "2 jours 4 h". */
struct str duration_words(struct arena *a, int64_t seconds);

#endif
