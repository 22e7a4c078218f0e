/* tests/unit/suite.h - one main for every test program: TESTS(suite_name, test_a, test_b…). */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>
#include <signal.h>
#include <stdlib.h>

/* A test name, for tables of START_TEST functions. */
typedef const TTest *suite_test;

static inline int suite_main(const char *name, const suite_test *tests, size_t n)
{
    Suite *suite = suite_create(name);
    TCase *tc = tcase_create(name);
    tcase_set_timeout(tc, 120);
    for (size_t i = 0; i < n; i++)
        tcase_add_test(tc, tests[i]);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#define SUITE_MAIN(name, ...)                                                                      \
    int main(void)                                                                                 \
    {                                                                                              \
        const suite_test tests[] = {__VA_ARGS__};                                                  \
        return suite_main(name, tests, sizeof tests / sizeof *tests);                              \
    }

/* Compares a struct str with a literal and shows both on failure. */
#define ck_assert_str_is(s, lit)                                                                   \
    do {                                                                                           \
        struct str got_ = (s);                                                                     \
        ck_assert_msg(str_eq_c(got_, lit), "got «%.*s», expected «%s»", STR_ARG(got_), lit);       \
    } while (0)

#endif
