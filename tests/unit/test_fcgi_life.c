/* The pool's life: restarts, stops, its socket, its memory, and the program itself. */
#include "fcgi/listen.h"
#include "fcgi_stage.h"
#include "sys/holder.h"
#include "sys/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

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

struct shared {
    _Atomic int stop;
    _Atomic uint64_t served;
};

static bool in_common(const pid_t *a, int n, const pid_t *b, int m)
{
    for (int i = 0; i < n; i++)
        for (int k = 0; k < m; k++)
            if (a[i] == b[k])
                return true;
    return false;
}

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
        kill(master_pid, SIGHUP); /* two that come at once would be one */
        await_log_times("master.roll", roll + 1);
        usleep(300000);
    }
    int m = find_pids(after);
    for (int i = 0; i < 100 && in_common(before, n, after, m); i++, usleep(100000))
        m = find_pids(after);
    atomic_store(&shared->stop, 1);
    for (int i = 0; i < 6; i++) {
        int status;
        waitpid(loads[i], &status, 0);
        ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%d requests failed", status >> 8);
    }
    ck_assert_int_ge(n, 2);
    ck_assert_msg(!in_common(before, n, after, m), "a worker was not replaced");
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

/* ---- the socket */

START_TEST(sockets_live_and_dead)
{
    struct listener one, two;
    struct buf why;
    struct stat st;
    buf_init(&why, 1000);
    ck_assert(listen_open(&one, sock, LISTEN_BACKLOG, &why));
    ck_assert(stat(sock, &st) == 0 && (st.st_mode & 0777) == 0660);
    ck_assert(fcntl(one.fd, F_GETFL) & O_NONBLOCK && fcntl(one.fd, F_GETFD) & FD_CLOEXEC);
    ck_assert(!listen_open(&two, sock, LISTEN_BACKLOG, &why) && why.n > 0); /* our own lock */
    buf_reset(&why);
    char lock[80];
    snprintf(lock, sizeof lock, "%s.lock", sock);
    unlink(lock); /* as a program that takes no lock: the probe must see it */
    ck_assert(!listen_open(&two, sock, LISTEN_BACKLOG, &why) && why.n > 0);
    ck_assert(stat(sock, &st) == 0);
    close(one.fd); /* as after kill -9 */
    ck_assert(stat(sock, &st) == 0);
    buf_reset(&why);
    ck_assert_msg(listen_open(&two, sock, LISTEN_BACKLOG, &why), "%.*s", STR_ARG(buf_str(&why)));
    one.fd = -1;
    one.path[0] = 0;
    listen_close(&one);
    listen_close(&two);
    ck_assert(stat(sock, &st) != 0);
    int fd = open(sock, O_CREAT | O_WRONLY, 0600);
    ck_assert(fd >= 0 && !listen_open(&two, sock, LISTEN_BACKLOG, &why) && stat(sock, &st) == 0);
    close(fd);
    unlink(sock);
    ck_assert(!listen_open(&two, "/nowhere/at/all.sock", LISTEN_BACKLOG, &why));
    ck_assert(!listen_open(&two, NULL, LISTEN_BACKLOG, &why));
    buf_free(&why);
}
END_TEST

/* How many may come while nobody accepts; the next is refused, and told so at once. */
static int may_wait(void)
{
    enum { MOST = 20 };
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd[MOST], n = 0;
    snprintf(at.sun_path, sizeof at.sun_path, "%s", sock);
    while (n < MOST) {
        fd[n] = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (connect(fd[n++], (struct sockaddr *)&at, sizeof at) != 0)
            break;
    }
    int refused = errno;
    for (int i = 0; i < n; i++)
        close(fd[i]);
    ck_assert_msg(n < MOST && refused == EAGAIN, "%d came: %s", n, strerror(refused));
    return n - 1;
}

START_TEST(so_many_wait_and_one_more)
{
    struct listener l;
    struct buf why;
    buf_init(&why, 1000);
    ck_assert(listen_open(&l, sock, 4, &why));
    ck_assert_int_eq(may_wait(), 5);
    listen_close(&l);
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
    ck_assert(!listen_open(&l, NULL, LISTEN_BACKLOG, &why)); /* it does not listen */
    ck_assert(listen(3, 511) == 0);
    setenv("LISTEN_PID", pid, 1);
    setenv("LISTEN_FDS", "1", 1);
    ck_assert(listen_open(&l, NULL, 2, &why) && l.fd == 3 && l.path[0] == 0);
    ck_assert(fcntl(3, F_GETFL) & O_NONBLOCK && fcntl(3, F_GETFD) & FD_CLOEXEC);
    ck_assert_ptr_null(getenv("LISTEN_FDS"));
    ck_assert_int_eq(may_wait(), 3); /* whatever the unit said */
    listen_close(&l);
    struct stat st;
    ck_assert(stat(sock, &st) == 0); /* not ours to remove */
    setenv("LISTEN_PID", "1", 1); /* meant for another process */
    setenv("LISTEN_FDS", "1", 1);
    ck_assert(!listen_open(&l, NULL, LISTEN_BACKLOG, &why));
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

/* ---- the program */

/* With no database at all: it starts, and says so. Its keys, as portal-admin keys split would give
 * them; each is `hex`. */
static void write_settings(const char *hex)
{
    char text[4000], *to = text;
    for (int i = 0; i < KEY_PURPOSES; i++)
        if (holder_find("applicants")->keys & KEY_BIT(i))
            to += snprintf(to, 100, "%s %s\n", key_label((enum key_purpose)i), hex);
    write_text("applicants", text);
    snprintf(text, sizeof text,
        "[site]\nbase_url = http://localhost\ndemo = true\n[pool applicants]\nsocket = %s\n"
        "workers = 2\nmax_requests = 100000\n[database]\nsocket = %s/nobody\nname = movsc\nweb_user = w\njobs_user = j\n"
        "[smtp]\nhost = localhost\nfrom = a@b.fr\nenvelope_domain = b.fr\n"
        "[secrets]\nkeys_folder = %s\n", sock, folder, folder);
    write_text("conf", text);
}

static const char *const hex64 = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

static void start_program(const char *option)
{
    char conf[80];
    snprintf(conf, sizeof conf, "%s/conf", folder);
    master_pid = fork();
    ck_assert(master_pid >= 0);
    if (master_pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        int fd = open(log_path, O_CREAT | O_WRONLY | O_APPEND, 0600);
        dup2(fd, STDERR_FILENO);
        execl("./portal-web", "portal-web", "--config", conf, option, (char *)NULL);
        _exit(127);
    }
}

START_TEST(the_program_names_what_is_wrong)
{
    write_settings("too short");
    start_program("--check");
    ck_assert_int_eq(wait_master(), 78);
    ck_assert_int_eq(count_log("[secrets] keys_folder\u00a0: "), 1);
    ck_assert_int_eq(count_log("ligne 1 illisible"), 1);
    write_settings(hex64);
    start_program("--check");
    ck_assert_int_eq(wait_master(), 0);
    start_program("--pool=staff");
    ck_assert_int_eq(wait_master(), 78);
    ck_assert_int_eq(count_log("[pool staff]\u00a0: rubrique absente"), 1);
    start_program("--nonsense");
    ck_assert_int_eq(wait_master(), 64);
    write_text("conf", "[site]\nbase_url = x\n");
    start_program(NULL);
    ck_assert_int_eq(wait_master(), 78);
    ck_assert_int_eq(count_log("clé absente"), 7);
}
END_TEST

START_TEST(the_program_serves_without_a_database)
{
    write_settings(hex64);
    start_program(NULL);
    int fd = -1;
    for (int i = 0; i < 500 && (fd = client_connect(sock)) < 0; i++)
        usleep(10000);
    ck_assert_int_ge(fd, 0);
    close(fd);
    expect("/sante", 200);
    for (int i = 0; i < 1000; i++)
        expect("/sante", 200);
    kill(master_pid, SIGHUP);
    expect("/sante", 200);
    ck_assert_int_eq(stop_master(), 0);
    ck_assert_int_eq(count_log("worker.death"), 0);
    ck_assert(count_log("\"route\":\"health.live\"") > 1000);
}
END_TEST

/* ---- what systemd hears */

static bool hears(int fd, const char *what, int tenths)
{
    char text[64];
    for (int i = 0; i <= tenths; i++, usleep(100000))
        for (ssize_t n; (n = recv(fd, text, sizeof text - 1, MSG_DONTWAIT)) >= 0;) {
            text[n] = '\0';
            if (strcmp(text, what) == 0)
                return true;
        }
    return false;
}

static void *dies(void *ctx)
{
    (void)ctx;
    _exit(3);
}

START_TEST(alive_is_who_serves)
{
    char path[100];
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    snprintf(path, sizeof path, "%s/notify", folder);
    snprintf(at.sun_path, sizeof at.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ck_assert(fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0);
    ck_assert_int_eq(setenv("NOTIFY_SOCKET", path, 1), 0);
    start_with(usual, app_start);
    ck_assert(hears(fd, "READY=1", 50));
    ck_assert(hears(fd, "WATCHDOG=1", 50));
    ck_assert(hears(fd, "WATCHDOG=1", 50)); /* and goes on */
    ck_assert_int_eq(stop_master(), 0);
    ck_assert(hears(fd, "STOPPING=1", 0));
    /* a master that goes round, and nobody who serves */
    start_with(usual, dies);
    await_log_times("worker.death", 2 * WORKERS);
    ck_assert(!hears(fd, "READY=1", 0));
    ck_assert(!hears(fd, "WATCHDOG=1", 0));
    stop_master();
    unsetenv("NOTIFY_SOCKET");
    close(fd);
    unlink(path);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {a_roll_under_load_fails_no_request, a_stop_serves_what_was_begun_and_what_waits,
        workers_do_not_outlive_their_master, sockets_live_and_dead, so_many_wait_and_one_more,
        a_socket_from_systemd,
        a_worker_stays_small, the_program_names_what_is_wrong,
        the_program_serves_without_a_database, alive_is_who_serves};
    return stage_main("fcgi_life", tests, sizeof tests / sizeof *tests);
}
