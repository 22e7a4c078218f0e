/* Months of experience: properties of counting them, on random experiences (the seed is fixed: a failure
 * can be seen again). */
#include "domain/eligibility.h"
#include "suite.h"

static uint32_t seed = 20261123;

static int draw(int below)
{
    seed = seed * 1664525U + 1013904223U;
    return (int)((seed >> 8) % (uint32_t)below);
}

enum { SPANS = 12, ROUNDS = 3000 };
static const struct month UNTIL = {2026 * 12 + 10}, HORIZON = {2033 * 12};
static const kinds ALL = 0x7f;

static size_t draw_spans(struct span *out)
{
    size_t n = (size_t)draw(SPANS) + 1;
    for (size_t i = 0; i < n; i++) {
        int from = 2010 * 12 + draw(200);
        out[i] = (struct span){{from}, {from + draw(60)}, draw(6) == 0,
            KIND(draw(NATURE_N), draw(5) == 0), draw(100) + 1};
    }
    return n;
}

static int count(const struct span *spans, size_t n, kinds wanted)
{
    static struct months grid;
    months_lay(&grid, spans, n, HORIZON);
    return months_count(&grid, wanted, UNTIL);
}

/* The same by another road: each month by itself, no grid. */
static int count_plainly(const struct span *s, size_t n, kinds wanted)
{
    int total = 0;
    for (int m = 2000 * 12; m <= UNTIL.n; m++) {
        bool covered = false;
        for (size_t i = 0; i < n; i++)
            covered |= (s[i].kind & wanted) && s[i].from.n <= m && (s[i].ongoing || m <= s[i].to.n);
        total += covered;
    }
    return total;
}

START_TEST(months_have_their_properties)
{
    struct span s[SPANS + 2], t[SPANS + 2];
    for (int round = 0; round < ROUNDS; round++) {
        size_t n = draw_spans(s);
        int all = count(s, n, ALL), some = count(s, n, KIND(NATURE_EMPLOYEE, false));
        ck_assert_int_eq(all, count_plainly(s, n, ALL));
        ck_assert_int_le(some, all);
        ck_assert_int_ge(all, count(s, n - 1, ALL)); /* adding never lowers */
        memcpy(t, s, sizeof s);
        t[n] = s[draw((int)n)]; /* a duplicate adds nothing */
        ck_assert_int_eq(count(t, n + 1, ALL), all);
        for (size_t i = n; i-- > 1;) { /* order does not matter */
            size_t k = (size_t)draw((int)i + 1);
            struct span swap = t[i];
            t[i] = t[k];
            t[k] = swap;
        }
        t[n] = s[0];
        ck_assert_int_eq(count_plainly(t, n + 1, ALL), count(t, n + 1, ALL));
        int weighted = months_weighted(s, n, ALL, UNTIL);
        ck_assert_int_le(weighted, 100 * all);
        ck_assert_int_ge(weighted, all); /* each month weighs at least one hundredth */
    }
}
END_TEST

START_TEST(order_and_splitting_change_nothing)
{
    struct span s[SPANS + 1], t[SPANS + 1];
    for (int round = 0; round < ROUNDS; round++) {
        size_t n = draw_spans(s);
        int all = count(s, n, ALL), weighted = months_weighted(s, n, ALL, UNTIL);
        for (size_t i = 0; i < n; i++)
            t[i] = s[n - 1 - i];
        ck_assert_int_eq(count(t, n, ALL), all);
        ck_assert_int_eq(months_weighted(t, n, ALL, UNTIL), weighted);
        memcpy(t, s, sizeof s);
        size_t k = (size_t)draw((int)n);
        int last = s[k].ongoing ? s[k].from.n + 30 : s[k].to.n;
        int cut = s[k].from.n + draw(last - s[k].from.n + 1);
        t[n] = s[k]; /* [from, cut] and [cut + 1, to] */
        t[k].ongoing = false;
        t[k].to.n = cut;
        t[n].from.n = cut + 1;
        ck_assert_int_eq(count(t, n + 1, ALL), all);
        ck_assert_int_eq(months_weighted(t, n + 1, ALL, UNTIL), weighted);
    }
}
END_TEST

START_TEST(reached_and_gaps)
{
    static struct months grid;
    struct gap gaps[2];
    struct span s[SPANS];
    for (int round = 0; round < ROUNDS; round++) {
        size_t n = draw_spans(s);
        months_lay(&grid, s, n, HORIZON);
        int needed = draw(80) + 1;
        struct month m = months_reached(&grid, ALL, needed);
        if (m.n) {
            ck_assert_int_eq(months_count(&grid, ALL, m), needed);
            ck_assert_int_eq(months_count(&grid, ALL, (struct month){m.n - 1}), needed - 1);
        } else
            ck_assert_int_lt(months_count(&grid, ALL, HORIZON), needed);
    }
    struct span two[] = {{{24000}, {24010}, false, 1, 50}, {{24013}, {24020}, false, 1, 50}};
    months_lay(&grid, two, 2, HORIZON);
    ck_assert_uint_eq(months_gaps(&grid, ALL, (struct month){24030}, gaps, 2), 2);
    ck_assert(gaps[0].from.n == 24011 && gaps[0].to.n == 24012);
    ck_assert(gaps[1].from.n == 24021 && gaps[1].to.n == 24030);
    ck_assert_uint_eq(months_gaps(&grid, ALL, (struct month){24020}, gaps, 2), 1);
    ck_assert_uint_eq(months_gaps(&grid, 2, (struct month){24030}, gaps, 2), 0);
    ck_assert_int_eq(months_weighted(two, 2, ALL, (struct month){24030}), 19 * 50);
    months_lay(&grid, two, 0, HORIZON);
    ck_assert_int_eq(months_count(&grid, ALL, HORIZON), 0);
    ck_assert_uint_eq(months_gaps(&grid, ALL, HORIZON, gaps, 2), 0);
}
END_TEST

SUITE_MAIN("domain months", months_have_their_properties, order_and_splitting_change_nothing,
    reached_and_gaps)
