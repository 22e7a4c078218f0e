/* domain/workdays.h - working days in France: Monday to Friday but for the eleven holidays of
 * article L3133-1 of the labour code, three of which follow Easter; pure.
 *
 * Days are Paris days. The institution's own closures are not known here. */
#ifndef DOMAIN_WORKDAYS_H
#define DOMAIN_WORKDAYS_H

#include "base/day.h"

/* Easter Sunday of a Gregorian year. */
struct day easter(int year);
/* "Lundi de Pâques"…; NULL on any other day. */
const char *holiday_name(struct day d);
bool is_workday(struct day d);
/* The n-th working day after d (n ≥ 1); n == 0: d itself when one works, else the next that is. */
struct day workdays_after(struct day d, int n);
/* When n whole working days have gone by since t: what came on a day off begins with the next
 * working day, at midnight. */
struct instant workdays_due(struct instant t, int n);
/* The latest t that was due by now: whatever came at or before it has waited n working days. */
struct instant workdays_since(struct instant now, int n);

#endif
