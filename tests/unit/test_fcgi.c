/* One request: what arrives, what goes back, what a bad one costs. */
#include "fcgi_stage.h"
#include "http/request.h"
#include "http/response.h"
#include "sys/clock.h"

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- requests and responses */

START_TEST(a_request_arrives_whole)
{
    start_with(usual, app_start);
    struct answer r = client_ask(sock, (struct ask){.method = "POST", .uri = "/a%20b?x=1?2",
        .body = STR("k=v&é"), .announce = -1, .cookie = "c=1"});
    ck_assert(r.ended && r.status == 200 && r.announced == r.body.n);
    ck_assert_str_is(r.body, "2|/a%20b|x=1?2|c=1|0123456789abcdef0123456789abcdef|k=v&é");
    ck_assert(memmem(r.out.p, r.out.n, "\r\nX-Test: yes\r\n", 15) != NULL);
    ck_assert(memmem(r.out.p, r.out.n, "Status: 200 OK\r\nContent-Type: text/html; charset=utf-8",
        54) == r.out.p);
    buf_free(&r.out);
    expect("/gone", 204);
    ck_assert_int_eq(stop_master(), 0);
    ck_assert_int_eq(count_log("worker.death"), 0);
    ck_assert(count_log("\"request\":\"0123456789abcdef0123456789abcdef\"") >= 2);
}
END_TEST

START_TEST(a_wrong_length_is_never_processed)
{
    static char body[BODY_FORM_MAX + 1];
    memset(body, 'x', sizeof body);
    const struct { struct ask ask; int status; size_t kept; } cases[] = {
        {{.method = "POST", .uri = "/", .body = STR("0123456789"), .announce = 20}, 400, 0},
        {{.method = "POST", .uri = "/", .body = STR("0123456789"), .announce = 5}, 400, 0},
        {{.method = "POST", .uri = "/", .body = STR("0123456789"), .length = "-1"}, 400, 0},
        {{.method = "POST", .uri = "/", .body = STR("0123456789"), .length = "1e1"}, 400, 0},
        {{.method = "POST", .uri = "/", .body = STR("0"), .length = "99999999999999999999"}, 400, 0},
        {{.method = "POST", .uri = "/", .length = ""}, 200, 0},
        {{.method = "POST", .uri = "/", .body = {body, BODY_FORM_MAX}, .announce = -1}, 200,
            BODY_FORM_MAX},
        {{.method = "POST", .uri = "/", .body = {body, BODY_FORM_MAX + 1}, .announce = -1}, 413, 0},
        {{.method = "GET", .uri = "/", .body = STR("ignored"), .announce = -1}, 200, 0},
    };
    start_with(usual, app_start);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer r = client_ask(sock, cases[i].ask);
        ck_assert_msg(r.ended && r.status == cases[i].status, "case %zu: %d", i, r.status);
        ck_assert_msg(r.body.n - 39 == cases[i].kept, "case %zu: %zu", i, r.body.n);
        buf_free(&r.out);
    }
    ck_assert_int_eq(stop_master(), 0);
    ck_assert_int_eq(count_log("worker.death"), 0);
}
END_TEST

START_TEST(headers_over_their_cap)
{
    char uri[PATH_MAX_BYTES + 10], *cookie = malloc(COOKIE_MAX + 2);
    memset(uri, 'u', sizeof uri);
    uri[0] = '/';
    uri[sizeof uri - 1] = 0;
    memset(cookie, 'c', COOKIE_MAX + 1);
    cookie[COOKIE_MAX + 1] = 0;
    start_with(usual, app_start);
    expect(uri, 400);
    struct answer r = client_ask(sock, (struct ask){.method = "GET", .uri = "/", .announce = -1,
        .cookie = cookie});
    ck_assert(r.ended && r.status == 400 && r.body.n < 100);
    buf_free(&r.out);
    cookie[COOKIE_MAX] = 0;
    r = client_ask(sock, (struct ask){.method = "GET", .uri = "/", .announce = -1, .cookie = cookie});
    ck_assert(r.ended && r.status == 200 && r.body.n > COOKIE_MAX);
    buf_free(&r.out);
    free(cookie);
    ck_assert_int_eq(stop_master(), 0);
}
END_TEST

START_TEST(big_answers_and_head)
{
    start_with(usual, app_start);
    struct answer r = client_get(sock, "/big");
    ck_assert(r.ended && r.status == 200 && r.body.n == BIG && r.announced == BIG);
    buf_free(&r.out);
    r = client_ask(sock, (struct ask){.method = "HEAD", .uri = "/big", .announce = -1});
    ck_assert(r.ended && r.status == 200 && r.body.n == 0 && r.announced == BIG);
    buf_free(&r.out);
    r = client_get(sock, "/huge");
    ck_assert(r.ended && r.status == 500 && r.body.n > 0 && r.body.n == r.announced);
    buf_free(&r.out);
    /* A client that leaves before its answer costs nobody anything. */
    for (int i = 0; i < 20; i++)
        client_ask(sock, (struct ask){.method = "GET", .uri = "/big", .announce = -1,
            .hang_up = true});
    expect("/", 200);
    ck_assert_int_eq(stop_master(), 0);
    ck_assert_int_eq(count_log("worker.death"), 0);
    ck_assert_int_eq(count_log("response.overflow"), 1);
}
END_TEST

/* ---- streams */

START_TEST(a_stream_is_longer_than_any_answer)
{
    start_with(usual, app_start);
    for (int i = 0; i < 3; i++) {
        struct answer r = client_get(sock, "/stream");
        ck_assert(r.ended && r.status == 200 && r.announced == 0);
        ck_assert_uint_eq(r.body.n, (size_t)(STREAM_PIECES - STREAM_PIECES / 7) * STREAM_PIECE);
        ck_assert(r.body.n > (size_t)RESPONSE_MAX && r.body.p[0] == 'b');
        ck_assert(memmem(r.out.p, r.out.n, "\r\nX-Test: yes\r\n", 15) != NULL);
        buf_free(&r.out);
    }
    struct answer r = client_ask(sock, (struct ask){.method = "HEAD", .uri = "/stream",
        .announce = -1});
    ck_assert(r.ended && r.status == 200 && r.body.n == 0 && r.announced == 0);
    buf_free(&r.out);
    r = client_get(sock, "/stream/empty");
    ck_assert(r.ended && r.status == 200 && r.body.n == 0);
    buf_free(&r.out);
    for (int i = 0; i < 20; i++)
        client_ask(sock, (struct ask){.method = "GET", .uri = "/stream", .announce = -1,
            .hang_up = true});
    expect("/", 200);
    ck_assert_int_eq(stop_master(), 0);
    ck_assert_int_eq(count_log("worker.death"), 0);
}
END_TEST

/* Before the first byte an error is said; after it, what was sent never looks whole. */
START_TEST(a_stream_that_breaks)
{
    static const char *const cut[] = {"/stream/cut", "/stream/huge"};
    struct config_pool one = usual;
    one.workers = 1; /* so that a connection that was cut is seen to serve the next */
    start_with(one, app_start);
    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++) {
        struct answer r = client_get(sock, cut[i]);
        ck_assert_msg(!r.ended && r.status == 200 && r.body.n > 0, "%s: %d", cut[i], r.status);
        buf_free(&r.out);
        expect("/", 200);
        r = client_get(sock, "/stream/sorry");
        ck_assert(r.ended && r.status == 500 && r.body.n == r.announced && r.body.n > 0);
        buf_free(&r.out);
    }
    ck_assert_int_eq(stop_master(), 0);
    ck_assert_int_eq(count_log("worker.death"), 0);
    ck_assert_int_eq(count_log("response.stream_broke"), 4);
}
END_TEST

/* Five pieces of 0.7 s pass where a request has two seconds and the master kills after three; a
 * piece that never comes does not. */
START_TEST(a_stream_has_its_time_anew_for_each_piece)
{
    start_with(hasty, app_start);
    struct answer r = client_get(sock, "/stream/slow");
    ck_assert(r.ended && r.status == 200 && r.body.n == 5 * (size_t)STREAM_PIECE);
    buf_free(&r.out);
    ck_assert_int_eq(count_log("worker.death"), 0);
    r = client_get(sock, "/stream/stuck");
    ck_assert(!r.ended);
    buf_free(&r.out);
    await_log("\"signal\":14,\"exit\":0,\"ready\":true,\"in_route\":\"test.stream\"");
    expect("/", 200);
    ck_assert_int_eq(stop_master(), 0);
}
END_TEST

/* ---- deaths */

START_TEST(a_death_costs_one_request_and_is_named)
{
    start_with(usual, app_start);
    for (int i = 0; i < 6; i++) {
        struct answer r = client_get(sock, "/abort");
        ck_assert(!r.ended && r.out.n == 0);
        buf_free(&r.out);
        expect("/", 200);
    }
    await_log("\"signal\":6,\"exit\":0,\"ready\":true,\"in_route\":\"test.abort\","
              "\"in_request\":\"0123456789abcdef0123456789abcdef\"");
    ck_assert_int_eq(stop_master(), 0);
    ck_assert_int_eq(count_log("worker.death"), 6);
}
END_TEST

START_TEST(a_hanging_request_is_ended)
{
    start_with(hasty, app_start);
    int64_t begun = clock_mono_ms();
    struct answer r = client_get(sock, "/hang");
    ck_assert(!r.ended && clock_mono_ms() - begun >= 1900);
    buf_free(&r.out);
    await_log("\"signal\":14,\"exit\":0,\"ready\":true,\"in_route\":\"test.hang\"");
    r = client_get(sock, "/deaf");
    ck_assert(!r.ended && clock_mono_ms() - begun >= 4900);
    buf_free(&r.out);
    await_log("worker.stuck");
    await_log("\"signal\":9,\"exit\":0,\"ready\":true,\"in_route\":\"test.deaf\"");
    expect("/", 200);
    ck_assert_int_eq(stop_master(), 0);
}
END_TEST

static void *no_start(void *ctx)
{
    return ctx == sock ? ctx : NULL;
}

START_TEST(a_start_that_fails_is_tried_more_and_more_slowly)
{
    struct config_pool pool = usual;
    pool.workers = 1;
    start_with(pool, no_start);
    usleep(1300000);
    /* at 0, 100, 300, 700 ms; without back-off, hundreds */
    int deaths = count_log("\"exit\":10");
    ck_assert_msg(deaths >= 1 && deaths <= 5, "%d", deaths);
    ck_assert_int_eq(stop_master(), 0);
}
END_TEST

START_TEST(workers_are_replaced_for_age_and_size)
{
    struct config_pool pool = usual;
    pool.workers = 1;
    pool.max_requests = 10;
    start_with(pool, app_start);
    pid_t pids[60];
    int changes = 0;
    for (int i = 0; i < 60; i++) {
        struct answer r = client_get(sock, "/pid");
        ck_assert(r.ended && r.status == 200);
        pids[i] = (pid_t)strtol(r.body.p, NULL, 10);
        changes += i > 0 && pids[i] != pids[i - 1];
        buf_free(&r.out);
    }
    ck_assert_msg(changes >= 4 && changes <= 7, "%d", changes);
    ck_assert_int_eq(stop_master(), 0);
    ck_assert_int_eq(count_log("worker.death"), 0);
    pool.max_requests = 1000;
    pool.max_memory_mb = 20;
    start_with(pool, app_start);
    for (int i = 0; i < 20; i++)
        expect("/grow", 200);
    ck_assert_int_eq(stop_master(), 0);
    ck_assert_int_eq(count_log("worker.grown"), 1);
}
END_TEST

/* ---- hostile bytes */

static void throw(struct str bytes, int wait_ms)
{
    int fd = client_connect(sock);
    ck_assert_int_ge(fd, 0);
    ck_assert(send(fd, bytes.p, bytes.n, MSG_NOSIGNAL) >= 0 || bytes.n == 0);
    usleep((useconds_t)wait_ms * 1000);
    close(fd);
}

START_TEST(garbage_kills_nobody)
{
    start_with(usual, app_start);
    unsigned seed = 7;
    char noise[600];
    for (int i = 0; i < 200; i++) {
        for (size_t k = 0; k < sizeof noise; k++)
            noise[k] = (char)((seed = seed * 1103515245 + 12345) >> 16);
        if (i % 2)
            noise[0] = 1; /* the right version */
        throw((struct str){noise, (size_t)(i * 3 % 600)}, 0);
    }
    throw(STR("\1\11\0\0\0\21\0\0\16\0FCGI_MAX_CONNS"), 0); /* FCGI_GET_VALUES */
    throw(STR("\1\11\0\0\377\377\0\0\377\377\377\377\377\377\377\377"), 0);
    throw(STR("\1\13\0\0\0\10\0\0\77\0\0\0\0\0\0\0"), 0);
    throw(STR("\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0\1\4\0\1\0\4\0\0\377\377\377\377"), 0);
    throw(STR("GET / HTTP/1.0\r\n\r\n"), 0);
    for (int i = 0; i < 8; i++)
        expect("/", 200);
    ck_assert_int_eq(kill(master_pid, 0), 0);
    ck_assert_int_eq(stop_master(), 0);
}
END_TEST

START_TEST(a_silent_client_frees_its_worker)
{
    struct config_pool pool = usual;
    pool.workers = 1;
    start_with(pool, app_start);
    expect("/", 200);
    int fd = client_connect(sock); /* says nothing: SIGALRM after a second */
    usleep(50000);
    expect("/", 200);
    close(fd);
    fd = client_connect(sock);
    ck_assert(send(fd, "\1\1\0\1", 4, MSG_NOSIGNAL) == 4); /* half a record */
    usleep(50000);
    expect("/", 200);
    close(fd);
    ck_assert_int_eq(stop_master(), 0);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {a_request_arrives_whole, a_wrong_length_is_never_processed, headers_over_their_cap,
        big_answers_and_head, a_stream_is_longer_than_any_answer, a_stream_that_breaks,
        a_stream_has_its_time_anew_for_each_piece, a_death_costs_one_request_and_is_named,
        a_hanging_request_is_ended, a_start_that_fails_is_tried_more_and_more_slowly,
        workers_are_replaced_for_age_and_size, garbage_kills_nobody,
        a_silent_client_frees_its_worker};
    return stage_main("fcgi", tests, sizeof tests / sizeof *tests);
}
