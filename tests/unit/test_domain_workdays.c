/* Working days: Easter against known dates, the year's holidays, and what has waited long enough. */
#include "domain/workdays.h"
#include "suite.h"

START_TEST(easter_falls_where_the_tables_say)
{
    static const struct day known[] = {{1961, 4, 2}, {1981, 4, 19}, {1954, 4, 18}, {2000, 4, 23},
        {2008, 3, 23}, {2011, 4, 24}, {2016, 3, 27}, {2019, 4, 21}, {2024, 3, 31}, {2025, 4, 20},
        {2026, 4, 5}, {2027, 3, 28}, {2028, 4, 16}, {2029, 4, 1}, {2030, 4, 21}, {2038, 4, 25},
        {2049, 4, 18}, {2076, 4, 19}, {2100, 3, 28}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        ck_assert_int_eq(day_cmp(easter(known[i].y), known[i]), 0);
}
END_TEST

/* Meeus's other way to the same Sunday, for each year that a struct day holds. */
static struct day by_meeus(int y)
{
    int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25;
    int g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return (struct day){y, n / 31, n % 31 + 1};
}

START_TEST(easter_agrees_with_another_method)
{
    for (int y = 1900; y <= 2200; y++)
        ck_assert_msg(day_cmp(easter(y), by_meeus(y)) == 0, "%d", y);
}
END_TEST

START_TEST(a_year_has_eleven_holidays)
{
    static const struct day of_2026[] = {{2026, 1, 1}, {2026, 4, 6}, {2026, 5, 1}, {2026, 5, 8},
        {2026, 5, 14}, {2026, 5, 25}, {2026, 7, 14}, {2026, 8, 15}, {2026, 11, 1}, {2026, 11, 11},
        {2026, 12, 25}};
    size_t at = 0, works = 0;
    for (struct day d = {2026, 1, 1}; d.y == 2026; d = day_add(d, 1)) {
        works += is_workday(d);
        if (!holiday_name(d))
            continue;
        ck_assert_uint_lt(at, 11);
        ck_assert_int_eq(day_cmp(d, of_2026[at++]), 0);
        ck_assert(!is_workday(d));
    }
    ck_assert_uint_eq(at, 11);
    ck_assert_uint_eq(works, 252); /* 261 weekdays, nine holidays among them */
    ck_assert_str_eq(holiday_name((struct day){2027, 5, 6}), "Ascension");
    ck_assert(!is_workday((struct day){2026, 11, 21}) && !is_workday((struct day){2026, 11, 22}));
    ck_assert(is_workday((struct day){2026, 11, 23}));
}
END_TEST

static struct instant at(int m, int d, int h)
{
    return instant_from_paris((struct day){2026, m, d}, h, 0, 0);
}

START_TEST(two_working_days_are_counted_over_what_is_off)
{
    static const struct {
        int m, d, h, due_m, due_d, due_h;
    } table[] = {
        {11, 23, 15, 11, 25, 15}, /* Monday to Wednesday */
        {11, 26, 9, 11, 30, 9},   /* Thursday, over the week-end */
        {11, 27, 18, 12, 1, 18},  /* Friday */
        {11, 28, 10, 12, 2, 0},   /* Saturday: as from Monday, midnight */
        {11, 29, 23, 12, 2, 0},
        {11, 10, 12, 11, 13, 12}, /* over 11 November */
        {11, 11, 12, 11, 16, 0},  /* on it: from Thursday midnight, Friday, and the week-end */
        {4, 2, 16, 4, 7, 16},     /* Maundy Thursday: Good Friday works, Easter Monday does not */
        {5, 13, 8, 5, 18, 8},     /* the day before Ascension */
        {12, 24, 17, 12, 29, 17},
        {3, 27, 12, 3, 31, 12},   /* over the night that clocks go forward: the same hour */
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct instant t = at(table[i].m, table[i].d, table[i].h);
        struct instant due = at(table[i].due_m, table[i].due_d, table[i].due_h);
        ck_assert_msg(workdays_due(t, 2).s == due.s, "row %zu: %lld", i,
            (long long)workdays_due(t, 2).s - (long long)due.s);
    }
    ck_assert_int_eq(day_cmp(workdays_after((struct day){2026, 11, 21}, 1),
                         (struct day){2026, 11, 23}), 0);
    ck_assert_int_eq(day_cmp(workdays_after((struct day){2026, 11, 20}, 1),
                         (struct day){2026, 11, 23}), 0);
    ck_assert_int_eq(day_cmp(workdays_after((struct day){2026, 11, 21}, 0),
                         (struct day){2026, 11, 23}), 0);
    ck_assert_int_eq(day_cmp(workdays_after((struct day){2026, 11, 20}, 5),
                         (struct day){2026, 11, 27}), 0);
}
END_TEST

/* What a query asks ("came at or before that") and what a request is due say the same, each hour
 * of a year and a half. */
START_TEST(both_ways_agree)
{
    struct instant first = at(1, 1, 0);
    for (int64_t h = 0; h < 540 * 24; h += 5) {
        struct instant now = {first.s + h * 3600};
        struct instant since = workdays_since(now, 2);
        ck_assert_msg(workdays_due(since, 2).s <= now.s, "hour %lld", (long long)h);
        ck_assert_msg(
            workdays_due((struct instant){since.s + 3601}, 2).s > now.s, "hour %lld", (long long)h);
    }
}
END_TEST

SUITE_MAIN("domain workdays", easter_falls_where_the_tables_say,
    easter_agrees_with_another_method, a_year_has_eleven_holidays,
    two_working_days_are_counted_over_what_is_off, both_ways_agree)
