/* A real master with real workers on a socket of its own, driven by tests/unit/fcgi_client. */
#include "fcgi/board.h"
#include "fcgi/listen.h"
#include "fcgi/master.h"
#include "fcgi_client.h"
#include "suite.h"
#include "sys/clock.h"
#include "sys/log.h"
#include "sys/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BIG = 1 << 20, PIDS = 64, WORKERS = 4 };

static char folder[] = "/tmp/portal-fcgi-XXXXXX", sock[64], log_path[64];
static pid_t master_pid;

/* ---- the app under test */

static void *app_start(void *ctx)
{
    return ctx;
}

static void app_stop(void *worker)
{
    ck_assert_ptr_nonnull(worker);
}

static _Noreturn void hang(void)
{
    for (;;)
        pause();
}

/* Deaf to SIGALRM: only the master's SIGKILL is left. */
static _Noreturn void hang_deaf(void)
{
    signal(SIGALRM, SIG_IGN);
    hang();
}

static void echo(const struct request *q, struct response *r)
{
    r->status = q->too_large ? 413 : q->malformed ? 400 : 200;
    response_header(r, "X-Test", STR("yes"));
    buf_printf(&r->body, "%d|%.*s|%.*s|%.*s|%.*s|", (int)q->method, STR_ARG(q->path),
        STR_ARG(q->query), STR_ARG(q->cookie), STR_ARG(q->id));
    buf_put(&r->body, q->body);
}

static void app_handle(void *worker, struct arena *a, const struct request *q, struct response *r,
    app_note note, void *arg)
{
    ck_assert(worker && a);
    if (str_eq(q->path, STR("/abort"))) {
        note(arg, "test.abort");
        abort();
    } else if (str_eq(q->path, STR("/hang"))) {
        note(arg, "test.hang");
        hang();
    } else if (str_eq(q->path, STR("/deaf"))) {
        note(arg, "test.deaf");
        hang_deaf();
    } else if (str_eq(q->path, STR("/big")) || str_eq(q->path, STR("/huge"))) {
        size_t n = str_eq(q->path, STR("/big")) ? BIG : RESPONSE_MAX + 1;
        for (size_t i = 0; i < n; i += 1024)
            buf_put(&r->body, arena_dup(a, (struct str){arena_alloc(a, 1024), 1024}));
    } else if (str_eq(q->path, STR("/grow"))) {
        static char *volatile kept[PIDS];
        static int n;
        kept[n] = malloc(20 << 20);
        memset(kept[n++], 1, 20 << 20);
    } else if (str_eq(q->path, STR("/gone"))) {
        r->status = 204;
    } else if (str_eq(q->path, STR("/slow"))) {
        usleep(200000);
        buf_puts(&r->body, "slow");
    } else if (str_eq(q->path, STR("/pid"))) {
        usleep(2000);
        buf_printf(&r->body, "%d", (int)getpid());
    } else {
        echo(q, r);
    }
}

/* ---- the fixture */

static const struct config_pool usual = {.name = "test", .socket = NULL, .workers = WORKERS,
    .max_requests = 100000, .max_memory_mb = 1000, .request_seconds = 1, .kill_seconds = 2,
    .drain_seconds = 5};

static _Noreturn void be_master(const struct config_pool *pool, void *(*start)(void *))
{
    static int ctx;
    struct app app = {start, app_handle, app_stop, &ctx, 0};
    struct listener l;
    struct buf why;
    buf_init(&why, 1000);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    int fd = open(log_path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    dup2(fd, STDERR_FILENO);
    int rc = 99;
    if (listen_open(&l, sock, &why)) {
        rc = master_run(&l, pool, &app);
        listen_close(&l);
    }
    buf_free(&why);
    _exit(rc);
}

static void start_with(struct config_pool pool, void *(*start)(void *))
{
    unlink(log_path);
    master_pid = fork();
    ck_assert(master_pid >= 0);
    if (master_pid == 0)
        be_master(&pool, start);
    for (int i = 0; i < 500; i++) {
        int fd = client_connect(sock);
        if (fd >= 0) {
            close(fd);
            return;
        }
        usleep(10000);
    }
    ck_abort_msg("the master does not listen");
}

/* Waits for the master, at most 8 s; its exit status, or -1 when it had to be killed. */
static int wait_master(void)
{
    int status;
    for (int i = 0; i < 800; i++) {
        if (waitpid(master_pid, &status, WNOHANG) == master_pid) {
            master_pid = 0;
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        }
        usleep(10000);
    }
    kill(master_pid, SIGKILL);
    waitpid(master_pid, &status, 0);
    master_pid = 0;
    return -1;
}

static int stop_master(void)
{
    kill(master_pid, SIGTERM);
    return wait_master();
}

static struct buf read_log(void)
{
    struct buf text, why;
    buf_init(&text, 8 << 20);
    buf_init(&why, 1000);
    proc_read_file(log_path, 7 << 20, false, &text, &why);
    buf_putc(&text, 0);
    buf_free(&why);
    return text;
}

static int count_log(const char *what)
{
    struct buf text = read_log();
    int n = 0;
    for (const char *at = strstr(text.p, what); at; at = strstr(at + 1, what))
        n++;
    buf_free(&text);
    return n;
}

static void await_log(const char *what)
{
    for (int i = 0; i < 600; i++) {
        if (count_log(what) > 0)
            return;
        usleep(10000);
    }
    struct buf text = read_log();
    ck_abort_msg("«%s» is not in the log:\n%s", what, text.p);
}

static void await_ready(int workers)
{
    pid_t seen[PIDS];
    int n = 0;
    for (int i = 0; i < 1000 && n < workers; i++) {
        struct answer r = client_get(sock, "/pid");
        pid_t pid = r.body.n ? (pid_t)strtol(r.body.p, NULL, 10) : 0;
        buf_free(&r.out);
        bool known = pid == 0;
        for (int k = 0; k < n; k++)
            known |= seen[k] == pid;
        if (!known)
            seen[n++] = pid;
        usleep(1000);
    }
}

static void expect(const char *uri, int status)
{
    struct answer r = client_get(sock, uri);
    ck_assert_msg(r.ended && r.status == status, "%s: %d", uri, r.status);
    buf_free(&r.out);
}

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
    start_with(usual, app_start);
    int64_t begun = clock_mono_ms();
    struct answer r = client_get(sock, "/hang");
    ck_assert(!r.ended && clock_mono_ms() - begun >= 900 && clock_mono_ms() - begun < 1900);
    buf_free(&r.out);
    await_log("\"signal\":14,\"exit\":0,\"ready\":true,\"in_route\":\"test.hang\"");
    r = client_get(sock, "/deaf");
    ck_assert(!r.ended && clock_mono_ms() - begun >= 2900);
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
    /* at 0, 100, 300, 700 ms: 4, one less on a slow machine; without back-off, hundreds */
    int deaths = count_log("\"exit\":10");
    ck_assert_msg(deaths >= 3 && deaths <= 5, "%d", deaths);
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

/* ---- restarts */

/* Asks until *stop; exits with the number of requests that failed, 250 at most; the pids of the
 * workers that answered go into shared memory. */
static pid_t load(const _Atomic int *stop, _Atomic uint64_t *served)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    int failed = 0;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (!atomic_load(stop)) {
        struct answer r = client_get(sock, "/pid");
        failed += !(r.ended && r.status == 200 && r.body.n > 0);
        buf_free(&r.out);
        atomic_fetch_add(served, 1);
    }
    _exit(failed > 250 ? 250 : failed);
}

static int find_pids(pid_t *pids)
{
    int n = 0;
    for (int i = 0; i < 60; i++) {
        struct answer r = client_get(sock, "/pid");
        pid_t pid = (pid_t)strtol(r.body.p, NULL, 10);
        bool known = false;
        for (int k = 0; k < n; k++)
            known |= pids[k] == pid;
        if (!known && n < PIDS)
            pids[n++] = pid;
        buf_free(&r.out);
    }
    return n;
}

struct shared {
    _Atomic int stop;
    _Atomic uint64_t served;
};

START_TEST(a_roll_under_load_fails_no_request)
{
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t loads[6], before[PIDS], after[PIDS];
    start_with(usual, app_start);
    await_ready(WORKERS);
    for (int i = 0; i < 6; i++)
        loads[i] = load(&shared->stop, &shared->served);
    int n = find_pids(before);
    for (int roll = 0; roll < 4; roll++) {
        kill(master_pid, SIGHUP);
        usleep(700000);
    }
    int m = find_pids(after);
    atomic_store(&shared->stop, 1);
    for (int i = 0; i < 6; i++) {
        int status;
        waitpid(loads[i], &status, 0);
        ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%d requests failed", status >> 8);
    }
    ck_assert_int_ge(n, 2);
    for (int i = 0; i < n; i++)
        for (int k = 0; k < m; k++)
            ck_assert_msg(before[i] != after[k], "worker %d was not replaced", (int)before[i]);
    ck_assert(atomic_load(&shared->served) > 200);
    ck_assert_int_eq(stop_master(), 0);
    ck_assert_int_eq(count_log("master.roll"), 4);
    ck_assert_int_eq(count_log("worker.death"), 0);
    munmap(shared, sizeof *shared);
}
END_TEST

START_TEST(a_stop_serves_what_was_begun_and_what_waits)
{
    enum { ASKED = 12 };
    int fds[ASKED];
    const struct ask slow = {.method = "GET", .uri = "/slow", .announce = -1};
    start_with(usual, app_start);
    await_ready(WORKERS);
    for (int i = 0; i < ASKED; i++) {
        fds[i] = client_connect(sock);
        ck_assert_int_ge(fds[i], 0);
        client_send(fds[i], &slow);
    }
    usleep(50000);
    ck_assert_int_eq(stop_master(), 0);
    for (int i = 0; i < ASKED; i++) {
        char text[2000];
        ssize_t n = read(fds[i], text, sizeof text);
        ck_assert_msg(n > 0 && memmem(text, (size_t)n, "slow", 4), "request %d was lost", i);
        close(fds[i]);
    }
    ck_assert_int_eq(client_connect(sock), -1);
    ck_assert_int_eq(errno, ENOENT);
}
END_TEST

START_TEST(workers_do_not_outlive_their_master)
{
    struct config_pool pool = usual;
    pool.workers = 1;
    start_with(pool, app_start);
    struct answer r = client_get(sock, "/pid");
    pid_t worker = (pid_t)strtol(r.body.p, NULL, 10);
    buf_free(&r.out);
    kill(master_pid, SIGKILL);
    waitpid(master_pid, NULL, 0);
    master_pid = 0;
    int fd = -1;
    for (int i = 0; i < 300 && (fd = client_connect(sock)) >= 0; i++) {
        close(fd);
        usleep(10000);
    }
    ck_assert_msg(fd < 0 && errno == ECONNREFUSED, "worker %d still listens", (int)worker);
    start_with(pool, app_start); /* over the dead socket */
    expect("/", 200);
    ck_assert_int_eq(stop_master(), 0);
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

/* ---- the socket */

START_TEST(sockets_live_and_dead)
{
    struct listener one, two;
    struct buf why;
    struct stat st;
    buf_init(&why, 1000);
    ck_assert(listen_open(&one, sock, &why));
    ck_assert(stat(sock, &st) == 0 && (st.st_mode & 0777) == 0660);
    ck_assert(fcntl(one.fd, F_GETFL) & O_NONBLOCK && fcntl(one.fd, F_GETFD) & FD_CLOEXEC);
    ck_assert(!listen_open(&two, sock, &why) && why.n > 0); /* our own lock */
    buf_reset(&why);
    char lock[80];
    snprintf(lock, sizeof lock, "%s.lock", sock);
    unlink(lock); /* as a program that takes no lock: the probe must see it */
    ck_assert(!listen_open(&two, sock, &why) && why.n > 0);
    ck_assert(stat(sock, &st) == 0);
    close(one.fd); /* as after kill -9 */
    ck_assert(stat(sock, &st) == 0);
    buf_reset(&why);
    ck_assert_msg(listen_open(&two, sock, &why), "%.*s", STR_ARG(buf_str(&why)));
    one.fd = -1;
    one.path[0] = 0;
    listen_close(&one);
    listen_close(&two);
    ck_assert(stat(sock, &st) != 0);
    int fd = open(sock, O_CREAT | O_WRONLY, 0600);
    ck_assert(fd >= 0 && !listen_open(&two, sock, &why) && stat(sock, &st) == 0);
    close(fd);
    unlink(sock);
    ck_assert(!listen_open(&two, "/nowhere/at/all.sock", &why) && !listen_open(&two, NULL, &why));
    buf_free(&why);
}
END_TEST

START_TEST(a_socket_from_systemd)
{
    struct listener l;
    struct buf why;
    char pid[20];
    buf_init(&why, 1000);
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    snprintf(at.sun_path, sizeof at.sun_path, "%s", sock);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    ck_assert(bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && dup2(fd, 3) == 3);
    snprintf(pid, sizeof pid, "%d", (int)getpid());
    setenv("LISTEN_PID", pid, 1);
    setenv("LISTEN_FDS", "1", 1);
    ck_assert(!listen_open(&l, NULL, &why)); /* it does not listen */
    ck_assert(listen(3, 5) == 0);
    setenv("LISTEN_PID", pid, 1);
    setenv("LISTEN_FDS", "1", 1);
    ck_assert(listen_open(&l, NULL, &why) && l.fd == 3 && l.path[0] == 0);
    ck_assert(fcntl(3, F_GETFL) & O_NONBLOCK && fcntl(3, F_GETFD) & FD_CLOEXEC);
    ck_assert_ptr_null(getenv("LISTEN_FDS"));
    listen_close(&l);
    struct stat st;
    ck_assert(stat(sock, &st) == 0); /* not ours to remove */
    setenv("LISTEN_PID", "1", 1); /* meant for another process */
    setenv("LISTEN_FDS", "1", 1);
    ck_assert(!listen_open(&l, NULL, &why));
    buf_free(&why);
}
END_TEST

/* ---- memory */

START_TEST(a_worker_stays_small)
{
    struct config_pool pool = usual;
    pool.workers = 1;
    start_with(pool, app_start);
    for (int i = 0; i < 1000; i++) {
        struct answer r = client_ask(sock, (struct ask){.method = "POST",
            .uri = i % 100 ? "/echo" : "/big", .body = STR("a=b"), .announce = -1});
        ck_assert(r.ended && r.status == 200);
        buf_free(&r.out);
    }
    struct answer r = client_get(sock, "/pid");
    pid_t worker = (pid_t)strtol(r.body.p, NULL, 10);
    buf_free(&r.out);
    usleep(300000);
    struct proc_memory m = proc_memory(worker, true);
    printf("worker idle after 1000 requests: %ld kB private, %ld kB resident\n", m.private_kb, m.rss_kb);
    ck_assert(m.private_kb > 0 && m.rss_kb > 0);
#ifndef __SANITIZE_ADDRESS__
    ck_assert_int_le(m.private_kb, 8 * 1024);
#endif
    ck_assert_int_eq(stop_master(), 0);
}
END_TEST

static void clean(void)
{
    static const char *const names[] = {"s", "s.lock", "log"};
    char path[80];
    if (master_pid > 0)
        stop_master();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
}

int main(void)
{
    if (!mkdtemp(folder))
        return EXIT_FAILURE;
    snprintf(sock, sizeof sock, "%s/s", folder);
    snprintf(log_path, sizeof log_path, "%s/log", folder);
    const suite_test tests[] = {a_request_arrives_whole, a_wrong_length_is_never_processed,
        headers_over_their_cap, big_answers_and_head, a_death_costs_one_request_and_is_named,
        a_hanging_request_is_ended, a_start_that_fails_is_tried_more_and_more_slowly,
        workers_are_replaced_for_age_and_size, a_roll_under_load_fails_no_request,
        a_stop_serves_what_was_begun_and_what_waits, workers_do_not_outlive_their_master,
        garbage_kills_nobody, a_silent_client_frees_its_worker, sockets_live_and_dead,
        a_socket_from_systemd, a_worker_stays_small};
    Suite *suite = suite_create("fcgi");
    TCase *tc = tcase_create("fcgi");
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, clean, clean);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(tc, tests[i]);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    rmdir(folder);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
