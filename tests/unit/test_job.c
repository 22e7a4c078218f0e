#include "job/retry.h"
#include "suite.h"

START_TEST(delays_grow_to_six_hours)
{
    static const int64_t minutes[] = {1, 5, 15, 30, 60, 120, 180, 360, 360, 360};
    for (unsigned i = 0; i < sizeof minutes / sizeof *minutes; i++) {
        ck_assert_int_eq(retry_delay(i + 1, false, false), minutes[i] * 60);
        ck_assert_int_eq(retry_delay(i + 1, false, true), minutes[i]);
        ck_assert_int_eq(retry_delay(i + 1, true, false), RETRY_SOON);
    }
    ck_assert_int_eq(retry_delay(0, false, false), 60);
    ck_assert_int_eq(retry_delay(UINT32_MAX, false, false), 6 * 3600);
}
END_TEST

/* RFC 5321 §4.5.4.1: at least two tries in the first hour; and an end after four or five days. */
START_TEST(enough_tries_in_the_first_hour)
{
    int64_t at = 0;
    unsigned tries = 1;
    while ((at += retry_delay(tries, false, false)) < 3600)
        tries++;
    ck_assert_uint_ge(tries, 3);
    while ((at += retry_delay(tries, false, false)) < RETRY_GIVE_UP)
        tries++;
    ck_assert_uint_ge(tries, 15);
    ck_assert_uint_le(tries, 40);
}
END_TEST

START_TEST(a_silent_server_is_left_alone_for_a_little)
{
    static const int64_t seconds[] = {2, 4, 8, 16, 30, 30};
    for (unsigned i = 0; i < sizeof seconds / sizeof *seconds; i++)
        ck_assert_int_eq(retry_rest(i + 1), seconds[i]);
    ck_assert_int_eq(retry_rest(UINT32_MAX), 30);
}
END_TEST

SUITE_MAIN("job", delays_grow_to_six_hours, enough_tries_in_the_first_hour,
    a_silent_server_is_left_alone_for_a_little)
