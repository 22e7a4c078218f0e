/* sys/clock.h - the one clock of the portal.
 *
 * Everything that decides by the date takes clock_now() as an argument, so that a demonstration or
 * a test can live on another day (design.md §8 "time travel"); the database connection gets the
 * same shift by SET timestamp. Durations are measured on the monotonic clock, never shifted. */
#ifndef SYS_CLOCK_H
#define SYS_CLOCK_H

#include "base/day.h"

struct instant clock_now(void);
/* Milliseconds since 1970-01-01T00:00:00Z, shifted too: for the log. */
int64_t clock_now_ms(void);
/* Moves clock_now by this many seconds from the real time (not cumulative). Set from the
 * configuration, which allows it in a demonstration only. */
void clock_shift(int64_t seconds);
int64_t clock_shifted(void);
/* For tests: clock_now stands still there, and only clock_shift moves it; .s == 0: it runs again. */
void clock_stop(struct instant at);
/* Milliseconds since some fixed point; only differences mean anything. */
int64_t clock_mono_ms(void);

#endif
