/* What the dates and the registration of an intake mean. */
#include "domain/intake.h"
#include "suite.h"

static struct intake dated(void)
{
    return (struct intake){.number = 34, .year = 2027,
        .opens_at = instant_from_paris((struct day){2026, 10, 1}, 8, 0, 0),
        .closes_at = instant_from_paris((struct day){2027, 6, 30}, 23, 59, 59),
        .starts_on = {2027, 11, 8}};
}

START_TEST(both_ends_are_included)
{
    struct intake i = dated();
    ck_assert_int_eq(intake_phase(&i, (struct instant){i.opens_at.s - 1}), INTAKE_BEFORE);
    ck_assert_int_eq(intake_phase(&i, i.opens_at), INTAKE_OPEN);
    ck_assert_int_eq(intake_phase(&i, i.closes_at), INTAKE_OPEN);
    ck_assert_int_eq(intake_phase(&i, (struct instant){i.closes_at.s + 1}), INTAKE_CLOSED);
    i.closes_at.s = 0;
    ck_assert_int_eq(intake_phase(&i, i.opens_at), INTAKE_UNDATED);
}
END_TEST

START_TEST(a_registration_covers_the_start_or_does_not)
{
    struct intake i = dated();
    ck_assert(!intake_registration_valid(&i));
    i.rncp_code = STR("RNCP1");
    i.rncp_registered_on = i.starts_on;
    i.rncp_ends_on = i.starts_on;
    ck_assert(intake_registration_valid(&i));
    i.rncp_ends_on = day_add(i.starts_on, -1);
    ck_assert(!intake_registration_valid(&i));
    i.rncp_ends_on = day_add(i.starts_on, 1);
    i.rncp_registered_on = day_add(i.starts_on, 1);
    ck_assert(!intake_registration_valid(&i));
}
END_TEST

START_TEST(it_is_called_by_what_is_known)
{
    struct arena *a = arena_new();
    struct intake i = dated();
    ck_assert_str_is(intake_words(a, &i), "34e promotion, rentrée de novembre\u00a02027");
    i.number = 0;
    i.starts_on.m = 10;
    ck_assert_str_is(intake_words(a, &i), "rentrée d’octobre\u00a02027");
    i.number = 1;
    i.starts_on = (struct day){0};
    ck_assert_str_is(intake_words(a, &i), "1re promotion, rentrée 2027");
    ck_assert_uint_eq(intake_words(a, NULL).n, 0);
    arena_free(a);
}
END_TEST

SUITE_MAIN("domain intake", both_ends_are_included, a_registration_covers_the_start_or_does_not,
    it_is_called_by_what_is_known)
