#include "fcgi_stage.h"

#include "fcgi/listen.h"
#include "fcgi/master.h"
#include "sys/proc.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

char folder[] = "/tmp/portal-fcgi-XXXXXX", sock[64], log_path[64];
pid_t master_pid;

/* ---- the app under test */

void *app_start(void *ctx)
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

/* A hundred pieces of 40 kB, between which it is sometimes busy; or whatever the path asks for. */
static enum rc stream(void *ctx, struct buf *out, bool *end)
{
    static int piece;
    struct str path = *(const struct str *)ctx;
    if (str_eq(path, STR("/stream/sorry")))
        return RC_UNAVAILABLE;
    if (str_eq(path, STR("/stream/empty"))) {
        *end = true;
        return RC_OK;
    }
    if (str_eq(path, STR("/stream/cut")) && piece == 40) {
        piece = 0;
        return RC_UNAVAILABLE;
    }
    if (str_eq(path, STR("/stream/huge")) && piece == 1) {
        piece = 0;
        ck_assert_ptr_null(buf_room(out, RESPONSE_MAX + 1));
        return RC_OK;
    }
    if (str_eq(path, STR("/stream/slow")))
        usleep(700000);
    if (str_eq(path, STR("/stream/stuck")) && piece == 2)
        hang();
    if (++piece % 7 != 0)
        for (int i = 0; i < STREAM_PIECE; i++)
            buf_putc(out, (char)('a' + piece % 26));
    *end = piece == (str_eq(path, STR("/stream/slow")) ? 5 : STREAM_PIECES);
    if (*end)
        piece = 0;
    return RC_OK;
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
    } else if (str_starts(q->path, STR("/stream"))) {
        note(arg, "test.stream");
        r->stream = stream;
        r->stream_ctx = (void *)(uintptr_t)&q->path;
        response_header(r, "X-Test", STR("yes"));
    } else {
        echo(q, r);
    }
}

/* ---- the fixture */

const struct config_pool usual = {.name = "test", .socket = NULL, .workers = WORKERS,
    .max_requests = 100000, .max_memory_mb = 1000, .request_seconds = 15, .kill_seconds = 17,
    .drain_seconds = 20};
const struct config_pool hasty = {.name = "test", .socket = NULL, .workers = WORKERS,
    .max_requests = 100000, .max_memory_mb = 1000, .request_seconds = 2, .kill_seconds = 3,
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
    if (listen_open(&l, sock, LISTEN_BACKLOG, &why)) {
        rc = master_run(&l, pool, &app);
        listen_close(&l);
    }
    buf_free(&why);
    _exit(rc);
}

void start_with(struct config_pool pool, void *(*start)(void *))
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
int wait_master(void)
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

int stop_master(void)
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

int count_log(const char *what)
{
    struct buf text = read_log();
    int n = 0;
    for (const char *at = strstr(text.p, what); at; at = strstr(at + 1, what))
        n++;
    buf_free(&text);
    return n;
}

void await_log_times(const char *what, int times)
{
    for (int i = 0; i < 1500; i++) {
        if (count_log(what) >= times)
            return;
        usleep(10000);
    }
    struct buf text = read_log();
    ck_abort_msg("«%s» is not %d times in the log:\n%s", what, times, text.p);
}

void await_log(const char *what)
{
    await_log_times(what, 1);
}

void await_ready(int workers)
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

void expect(const char *uri, int status)
{
    struct answer r = client_get(sock, uri);
    ck_assert_msg(r.ended && r.status == status, "%s: %d", uri, r.status);
    buf_free(&r.out);
}

int find_pids(pid_t *pids)
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

void write_text(const char *name, const char *text)
{
    char path[80];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
    ck_assert(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
}

static void clean(void)
{
    static const char *const names[] = {"s", "s.lock", "log", "conf", "applicants"};
    char path[80];
    if (master_pid > 0)
        stop_master();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
}

int stage_main(const char *name, const suite_test *tests, size_t n)
{
    if (!mkdtemp(folder))
        return EXIT_FAILURE;
    snprintf(sock, sizeof sock, "%s/s", folder);
    snprintf(log_path, sizeof log_path, "%s/log", folder);
    Suite *suite = suite_create(name);
    TCase *tc = tcase_create(name);
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, clean, clean);
    for (size_t i = 0; i < n; i++)
        tcase_add_test(tc, tests[i]);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    rmdir(folder);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
