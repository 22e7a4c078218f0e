/* domain/months.h - counting months of experience; pure.
 *
 * A grid of months: both ends of a span are included (2021-09 to 2024-08 is 36), a month that
 * several spans cover counts once, a span that goes on covers every month to come. Source:
 * programme.md "Counting". */
#ifndef DOMAIN_MONTHS_H
#define DOMAIN_MONTHS_H

#include "base/day.h"

enum nature {
    NATURE_EMPLOYEE,
    NATURE_SELF_EMPLOYED,
    NATURE_APPRENTICE,
    NATURE_VOLUNTEER,
    NATURE_UNION,
    NATURE_CIVIC_SERVICE,
    NATURE_INTERNSHIP,
    NATURE_N,
};

/* From the stored word ("employee"…); false when it is not one of ours. */
bool nature_from_word(struct str word, enum nature *out);
const char *nature_word(enum nature n);

/* What a span is, as one bit: its nature, and whether it lies outside the course's fields. Sets
 * of kinds are or-ed bits. */
typedef uint16_t kinds;
#define KIND(nature, outside) ((kinds)(1U << ((int)(nature) + ((outside) ? (int)NATURE_N : 0))))

struct span {
    struct month from, to; /* to is read only when the span does not go on */
    bool ongoing;
    kinds kind;
    int percent; /* of full time, 1..100; 0: not asked, counted as full */
};

enum { MONTHS_MAX = 301 * 12 };

struct months { /* about 7 kB: lives on the caller's stack */
    struct month first;
    int n;
    kinds at[MONTHS_MAX];
};

/* Lays the spans out, the ones that go on up to `horizon`. A span without a beginning, or that
 * ends before it begins, covers nothing. */
void months_lay(struct months *out, const struct span *spans, size_t n, struct month horizon);
/* Months up to `until` (included) that a span of one of these kinds covers. */
int months_count(const struct months *ms, kinds wanted, struct month until);
/* The month with which the count reaches `needed` (> 0); none when it does not before the
 * horizon. */
struct month months_reached(const struct months *ms, kinds wanted, int needed);
/* The same months, each weighing min(100, sum of the working times), in hundredths of a month:
 * shown to staff, never decides. Never above 100 * months_count. */
int months_weighted(const struct span *spans, size_t n, kinds wanted, struct month until);

struct gap {
    struct month from, to; /* both included, nothing of these kinds in between */
};
/* Fills at most `max` gaps between the first covered month and `until`; returns how many there
 * are. */
size_t months_gaps(
    const struct months *ms, kinds wanted, struct month until, struct gap *out, size_t max);

#endif
