/* base/words.h - amounts, days and instants as a person reads them, in an arena.
 *
 * The forms are those of base/money.h and base/day.h; here they become a str that can stand in a
 * sentence or a view. A day or month "none" and an instant of 0 are the empty str. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include "base/arena.h"
#include "base/day.h"
#include "base/money.h"

struct str words_money(struct arena *a, struct money m);           /* 10 005,00 € */
struct str words_day(struct arena *a, struct day d);               /* 23 novembre 2026 */
struct str words_month(struct arena *a, struct month m);           /* novembre 2026 */
struct str words_instant(struct arena *a, struct instant t);       /* 23 novembre 2026 à 18 h 40 */
/* … à 18 h 40 min 05 s (heure de Paris, UTC+1) */
struct str words_instant_exact(struct arena *a, struct instant t);
/* "3 diplômes": 0 and 1 take `one`, as French does. */
struct str words_count(struct arena *a, size_t n, const char *one, const char *many);

/* How long to wait, in whole minutes or, from two on, hours, rounded up: "4 minutes", "2 heures". */
struct str words_wait(struct arena *a, int64_t seconds);
/* "1 octet", "12 Ko", "3,4 Mo": 1024 octets make a Ko; rounded down, never to nothing. */
struct str words_size(struct arena *a, uint64_t bytes);

#endif
