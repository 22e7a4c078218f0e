#include "domain/workdays.h"

#include <stddef.h>

enum { SATURDAY = 5 }; /* Monday is 0 */

/* The ecclesiastical full moon's epact, and the Sunday after it (Gregorian computus). */
struct day easter(int year)
{
    int golden = year % 19 + 1, century = year / 100 + 1;
    int dropped = 3 * century / 4 - 12, moon = (8 * century + 5) / 25 - 5;
    int sunday = 5 * year / 4 - dropped - 10;
    int epact = (11 * golden + 20 + moon - dropped) % 30;
    epact = epact < 0 ? epact + 30 : epact;
    if ((epact == 25 && golden > 11) || epact == 24)
        epact++;
    int full = epact > 23 ? 74 - epact : 44 - epact; /* as a day of March */
    full += 7 - (sunday + full) % 7;
    return day_add((struct day){year, 3, 1}, full - 1);
}

static const struct {
    int m, d;
    const char *name;
} fixed[] = {
    {1, 1, "Jour de l’an"},
    {5, 1, "Fête du travail"},
    {5, 8, "Victoire de 1945"},
    {7, 14, "Fête nationale"},
    {8, 15, "Assomption"},
    {11, 1, "Toussaint"},
    {11, 11, "Armistice de 1918"},
    {12, 25, "Noël"},
};

static const struct {
    int after; /* days after Easter Sunday */
    const char *name;
} moving[] = {
    {1, "Lundi de Pâques"},
    {39, "Ascension"},
    {50, "Lundi de Pentecôte"},
};

const char *holiday_name(struct day d)
{
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (fixed[i].m == d.m && fixed[i].d == d.d)
            return fixed[i].name;
    int since = day_to_number(d) - day_to_number(easter(d.y));
    for (size_t i = 0; i < sizeof moving / sizeof *moving; i++)
        if (moving[i].after == since)
            return moving[i].name;
    return NULL;
}

/* 1970-01-01 was a Thursday. */
static int weekday(struct day d)
{
    int n = (day_to_number(d) + 3) % 7;
    return n < 0 ? n + 7 : n;
}

bool is_workday(struct day d)
{
    return weekday(d) < SATURDAY && !holiday_name(d);
}

static struct day step(struct day d, int n, int way)
{
    while (!is_workday(d))
        d = day_add(d, way);
    for (; n > 0; n--)
        do
            d = day_add(d, way);
        while (!is_workday(d));
    return d;
}

struct day workdays_after(struct day d, int n)
{
    if (n > 0 && !is_workday(d)) /* the first one after it is the first */
        n--;
    return step(d, n, 1);
}

struct instant workdays_due(struct instant t, int n)
{
    struct wall w = wall_paris(t);
    if (!is_workday(w.day))
        return instant_from_paris(step(w.day, n, 1), 0, 0, 0);
    return instant_from_paris(step(w.day, n, 1), w.h, w.min, w.s);
}

/* A day off adds nothing to what was waiting when the last working day ended. */
struct instant workdays_since(struct instant now, int n)
{
    struct wall w = wall_paris(now);
    if (is_workday(w.day))
        return instant_from_paris(step(w.day, n, -1), w.h, w.min, w.s);
    return instant_from_paris(step(w.day, n, -1), 23, 59, 59);
}
