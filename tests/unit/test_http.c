#include "http/path.h"
#include "http/request.h"
#include "http/response.h"
#include "suite.h"

static struct arena *a;

START_TEST(form_bodies)
{
    struct params ps;
    bool dup = false;
    ck_assert_int_eq(params_parse(a, STR("a=1&b=%C3%A9+x&&c&d=%3D%26"), &ps), RC_OK);
    ck_assert_uint_eq(ps.n, 4);
    ck_assert_str_is(params_get(&ps, "b", &dup), "é x");
    ck_assert_str_is(params_get(&ps, "d", &dup), "=&");
    ck_assert(params_get(&ps, "c", &dup).n == 0 && !dup);
    ck_assert(params_get(&ps, "absent", &dup).p == NULL && !dup);
    ck_assert_int_eq(params_parse(a, STR("a=1&a=2"), &ps), RC_OK);
    ck_assert_str_is(params_get(&ps, "a", &dup), "1");
    ck_assert(dup);
}
END_TEST

START_TEST(broken_bodies)
{
    static const struct str bad[] = {STR_INIT("a=%"), STR_INIT("a=%4"), STR_INIT("a=%zz"),
        STR_INIT("a=%00"), STR_INIT("a=%ff"), STR_INIT("%C3=1"), STR_INIT("=x"), STR_INIT("a=\xe9")};
    struct params ps;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(params_parse(a, bad[i], &ps) == RC_INVALID, "%s", bad[i].p);
    struct buf b;
    buf_init(&b, 1 << 20);
    for (int i = 0; i <= PARAMS_MAX; i++)
        buf_puts(&b, "a=1&");
    ck_assert_int_eq(params_parse(a, buf_str(&b), &ps), RC_TOO_LARGE);
    while (b.n <= BODY_FORM_MAX)
        buf_puts(&b, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    ck_assert_int_eq(params_parse(a, buf_str(&b), &ps), RC_TOO_LARGE);
    buf_free(&b);
}
END_TEST

START_TEST(params_round_trip)
{
    struct buf b;
    struct params ps;
    buf_init(&b, 1000);
    params_put(&b, STR("nom"), STR("L’Éveil & Cie = 100 %+"));
    params_put(&b, STR("x"), STR(""));
    ck_assert_int_eq(params_parse(a, buf_str(&b), &ps), RC_OK);
    ck_assert_str_is(params_get(&ps, "nom", NULL), "L’Éveil & Cie = 100 %+");
    buf_free(&b);
}
END_TEST

START_TEST(cookies)
{
    ck_assert_str_is(cookie_get(STR("a=1; __Host-sid=v.x.y; b=2"), "__Host-sid"), "v.x.y");
    ck_assert(cookie_get(STR("__Host-sid=1; __Host-sid=2"), "__Host-sid").p == NULL);
    ck_assert(cookie_get(STR("x__Host-sid=1"), "__Host-sid").p == NULL);
    ck_assert(cookie_get(STR("__Host-sid="), "__Host-sid").p == NULL);
    ck_assert(cookie_get(STR("__Host-sid"), "__Host-sid").p == NULL);
    ck_assert(cookie_get(STR("__Host-sid=\"1\""), "__Host-sid").p == NULL);
    ck_assert(cookie_get((struct str){0}, "__Host-sid").p == NULL);
}
END_TEST

START_TEST(paths)
{
    struct str part[PATH_PARTS];
    ck_assert(path_match("/", STR("/"), part));
    ck_assert(path_match("/candidature/{}/diplomes/{}", STR("/candidature/aB_9-/diplomes/7"), part));
    ck_assert_str_is(part[0], "aB_9-");
    ck_assert_str_is(part[1], "7");
    static const char *const no[] = {"/candidature//diplomes/7", "/candidature/a/diplomes/",
        "/candidature/a/diplomes/7/", "/candidature/a%2e/diplomes/7", "/candidature/../diplomes/7",
        "/candidature/a/diplomes", "", "//candidature/a/diplomes/7"};
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        ck_assert_msg(!path_match("/candidature/{}/diplomes/{}", str_c(no[i]), part), "%s", no[i]);
}
END_TEST

START_TEST(responses)
{
    struct response r;
    response_init(&r);
    response_cookie(&r, "__Host-sid", STR("x"), 60);
    ck_assert_str_is(buf_str(&r.headers),
        "Set-Cookie: __Host-sid=x; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60\r\n");
    response_reset(&r);
    response_redirect(&r, STR("/candidature"));
    ck_assert_int_eq(r.status, 303);
    ck_assert_str_is(buf_str(&r.headers), "Location: /candidature\r\n");
    response_free(&r);
}
END_TEST

START_TEST(header_splitting_aborts)
{
    struct response r;
    response_init(&r);
    response_header(&r, "X", STR("a\r\nSet-Cookie: b"));
}
END_TEST

START_TEST(open_redirect_aborts)
{
    struct response r;
    response_init(&r);
    response_redirect(&r, STR("//evil.example"));
}
END_TEST

int main(void)
{
    a = arena_new();
    Suite *suite = suite_create("http");
    TCase *tc = tcase_create("http");
    const suite_test tests[] = {form_bodies, broken_bodies, params_round_trip, cookies, paths, responses};
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(tc, tests[i]);
    tcase_add_test_raise_signal(tc, header_splitting_aborts, SIGABRT);
    tcase_add_test_raise_signal(tc, open_redirect_aborts, SIGABRT);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    arena_free(a);
    return failed != 0;
}
