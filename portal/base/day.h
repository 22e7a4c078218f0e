/* base/day.h - days, months and Paris time, without the C library's calendar.
 *
 * The database keeps UTC; people read Paris time, computed here (EU rule: summer time from the
 * last Sunday of March to the last Sunday of October, both at 01:00 UTC; directive 2000/84/EC). */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include "base/buf.h"

struct day { /* proleptic Gregorian; y 1900..2200, m 1..12, d 1..31; {0,0,0} is "none" */
    int y, m, d;
};
struct month { /* n = year * 12 + (month - 1); 0 is "none" */
    int n;
};
struct instant { /* seconds since 1970-01-01T00:00:00Z */
    int64_t s;
};
struct wall { /* what a clock on a Paris wall shows */
    struct day day;
    int h, min, s;
    bool summer;
};

bool day_valid(struct day d);
bool day_is_none(struct day d);
int day_cmp(struct day a, struct day b);
/* Days since 1970-01-01, and back. */
int day_to_number(struct day d);
struct day day_from_number(int n);
struct day day_add(struct day d, int days);
/* "2026-11-23", exactly. */
bool day_parse_iso(struct str s, struct day *out);
/* "2026-11-23", and nothing for the day "none". */
void day_format_iso(struct buf *out, struct day d);
/* "23 novembre 2026", "1er janvier 2027": no-break spaces inside. */
void day_format_fr(struct buf *out, struct day d);

struct month month_make(int y, int m);
struct month month_of(struct day d);
int month_year(struct month m);
int month_number(struct month m); /* 1..12 */
struct day month_last_day(struct month m);
/* "2026-11", exactly. */
bool month_parse_iso(struct str s, struct month *out);
void month_format_iso(struct buf *out, struct month m);
/* "novembre 2026" */
void month_format_fr(struct buf *out, struct month m);
/* "novembre" for 11; "" out of range. */
const char *month_name_fr(int number);
/* A month as people type it: "9", "09", "sept.", "Septembre", "decembre": 1..12, or 0. */
int month_number_from_text(struct str s);

struct wall wall_paris(struct instant t);
/* The instant at which a Paris clock shows this; in the autumn's doubled hour, the first. */
struct instant instant_from_paris(struct day d, int h, int min, int s);
struct day day_paris(struct instant t);
/* "2026-11-23 17:40:05" (UTC, as SQL DATETIME), and back; fractions of a second are dropped. */
void instant_format_sql(struct buf *out, struct instant t);
bool instant_parse_sql(struct str s, struct instant *out);
/* "23 novembre 2026 à 18 h 40", Paris time; with seconds and zone: "… à 18 h 40 min 05 s
 * (heure de Paris, UTC+1)", as an acknowledgement must say. */
void instant_format_fr(struct buf *out, struct instant t);
void instant_format_fr_exact(struct buf *out, struct instant t);

#endif
