#include "fcgi/master.h"

#include "fcgi/board.h"
#include "fcgi/worker.h"
#include "sys/clock.h"
#include "sys/log.h"
#include "sys/notify.h"
#include "sys/proc.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TICK_MS = 100, IDLE_TICK_MS = 1000, BACKOFF_MS = 100, BACKOFF_MAX_MS = 10000 };

struct master {
    struct listener *listener;
    const struct config_pool *pool;
    const struct app *app;
    struct board *board;
    int signal_fd;
    unsigned generation;  /* raised by each SIGHUP */
    int64_t stop_by_ms;   /* 0: not stopping */
    bool killed;          /* somebody had to be killed while stopping */
    bool told_ready;
};

static int watch_signals(sigset_t *before)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGCHLD);
    signal(SIGCHLD, SIG_DFL); /* if inherited as ignored, deaths would not be told */
    sigprocmask(SIG_BLOCK, &set, before);
    int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (fd < 0)
        abort();
    return fd;
}

/* The child: nothing of the master's but the listening socket and the board. A master that dies
 * takes its workers along (SIGTERM: they finish what they began). */
static _Noreturn void become_worker(struct master *m, struct board_slot *slot, pid_t master)
{
    char name[16];
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != master)
        _exit(WORKER_DONE);
    close(m->signal_fd);
    if (m->listener->lock >= 0)
        close(m->listener->lock);
    snprintf(name, sizeof name, "web-%s", m->pool->name);
    proc_set_name(name);
    worker_run(m->listener->fd, m->pool, m->app, m->board, slot);
}

static void spawn(struct master *m, struct board_slot *slot)
{
    pid_t master = getpid();
    slot->started_ms = clock_mono_ms();
    slot->generation = m->generation;
    slot->told = slot->killed = false;
    atomic_store(&slot->ready, false);
    atomic_store(&slot->busy_ms, 0);
    atomic_store(&slot->served, 0);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        become_worker(m, slot, master);
    if (pid < 0) {
        log_event(LOG_ERROR, "worker.fork", LOG_INT("errno", errno), LOG_END);
        slot->not_before_ms = slot->started_ms + BACKOFF_MAX_MS;
        return;
    }
    slot->pid = pid;
}

/* A death in a request says nothing about the next start; one before anything was served does. */
static void set_backoff(struct board_slot *slot, bool early, int64_t now)
{
    slot->failures = early ? slot->failures + 1 : 0;
    int64_t delay = slot->failures == 0 ? 0 : BACKOFF_MAX_MS;
    if (slot->failures > 0 && slot->failures < 8)
        delay = (int64_t)BACKOFF_MS << (slot->failures - 1);
    slot->not_before_ms = now + (delay < BACKOFF_MAX_MS ? delay : BACKOFF_MAX_MS);
}

static void bury(struct master *m, struct board_slot *slot, int status)
{
    int64_t now = clock_mono_ms(), busy = atomic_load(&slot->busy_ms);
    bool well = WIFEXITED(status) && WEXITSTATUS(status) == WORKER_DONE;
    if (!well)
        log_event(LOG_ERROR, "worker.death", LOG_TEXT("pool", m->pool->name),
            LOG_INT("worker", slot->pid), LOG_INT("signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0),
            LOG_INT("exit", WIFEXITED(status) ? WEXITSTATUS(status) : 0),
            LOG_BOOL("ready", atomic_load(&slot->ready)),
            LOG_TEXT("in_route", busy ? slot->route : ""),
            LOG_TEXT("in_request", busy ? slot->request : ""),
            LOG_INT("busy_ms", busy ? now - busy : 0),
            LOG_INT("served", atomic_load(&slot->served)), LOG_END);
    set_backoff(slot, !well && !busy && atomic_load(&slot->served) == 0, now);
    slot->pid = 0;
}

static void reap(struct master *m)
{
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
        for (int i = 0; i < m->board->n; i++)
            if (m->board->slots[i].pid == pid)
                bury(m, &m->board->slots[i], status);
}

static void tell_to_stop(struct board_slot *slot)
{
    if (slot->pid && !slot->told)
        kill(slot->pid, SIGTERM);
    slot->told = true;
}

/* One worker at a time, and only while every other is ready; the longest outdated first, so that
 * rolls that follow each other closely pass nobody over. */
static void roll(struct master *m)
{
    struct board_slot *old = NULL;
    for (int i = 0; i < m->board->n; i++) {
        struct board_slot *s = &m->board->slots[i];
        if (s->pid == 0 || s->told || !atomic_load(&s->ready))
            return;
        if (s->generation != m->generation && (!old || s->generation < old->generation))
            old = s;
    }
    if (old)
        tell_to_stop(old);
}

static bool rolling(const struct master *m)
{
    for (int i = 0; i < m->board->n; i++)
        if (m->board->slots[i].pid == 0 || m->board->slots[i].generation != m->generation)
            return true;
    return false;
}

static void kill_stuck(struct master *m, int64_t now)
{
    int64_t limit = (int64_t)m->pool->kill_seconds * 1000;
    for (int i = 0; i < m->board->n; i++) {
        struct board_slot *s = &m->board->slots[i];
        int64_t busy = atomic_load(&s->busy_ms);
        bool start = s->pid && !atomic_load(&s->ready) && now - s->started_ms > limit;
        if (!s->pid || s->killed || (!start && !(busy && now - busy > limit)))
            continue;
        log_event(LOG_ERROR, "worker.stuck", LOG_INT("worker", s->pid), LOG_END);
        kill(s->pid, SIGKILL);
        s->killed = true;
    }
}

static int alive(const struct master *m)
{
    int n = 0;
    for (int i = 0; i < m->board->n; i++)
        n += m->board->slots[i].pid != 0;
    return n;
}

/* A master whose workers all die as they begin is no service, however well it goes round. */
static bool serving(const struct master *m)
{
    for (int i = 0; i < m->board->n; i++)
        if (m->board->slots[i].pid && atomic_load(&m->board->slots[i].ready))
            return true;
    return false;
}

/* systemd is told of the first worker that accepts, and from then on while there is one. */
static void tell_alive(struct master *m)
{
    if (!serving(m) && !m->stop_by_ms)
        return;
    if (!m->told_ready)
        notify_say("READY=1");
    m->told_ready = true;
    notify_alive();
}

static void begin_stop(struct master *m)
{
    if (m->stop_by_ms)
        return;
    notify_say("STOPPING=1");
    log_event(LOG_INFO, "master.stop", LOG_TEXT("pool", m->pool->name), LOG_END);
    m->stop_by_ms = clock_mono_ms() + (int64_t)m->pool->drain_seconds * 1000;
    /* Our own socket: nobody new can connect, so the backlog is finite and is served. systemd's
     * stays, and what waits there is the next start's. */
    if (m->listener->path[0]) {
        listen_retire(m->listener);
        atomic_store(&m->board->draining, true);
    }
    for (int i = 0; i < m->board->n; i++)
        tell_to_stop(&m->board->slots[i]);
}

static void end_stop(struct master *m, int64_t now)
{
    if (now < m->stop_by_ms)
        return;
    for (int i = 0; i < m->board->n; i++) {
        struct board_slot *s = &m->board->slots[i];
        if (!s->pid || s->killed)
            continue;
        kill(s->pid, SIGKILL);
        s->killed = m->killed = true;
    }
}

static void hear(struct master *m)
{
    struct signalfd_siginfo info;
    while (read(m->signal_fd, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
            begin_stop(m);
        if (info.ssi_signo == SIGHUP && !m->stop_by_ms) {
            m->generation++;
            log_event(LOG_INFO, "master.roll", LOG_TEXT("pool", m->pool->name), LOG_END);
        }
    }
}

static void fill(struct master *m, int64_t now)
{
    for (int i = 0; i < m->board->n; i++)
        if (m->board->slots[i].pid == 0 && now >= m->board->slots[i].not_before_ms)
            spawn(m, &m->board->slots[i]);
}

static void loop(struct master *m)
{
    for (;;) {
        reap(m);
        int64_t now = clock_mono_ms();
        kill_stuck(m, now);
        if (m->stop_by_ms) {
            if (alive(m) == 0)
                return;
            end_stop(m, now);
        } else {
            fill(m, now);
            roll(m);
        }
        tell_alive(m);
        struct pollfd fd = {m->signal_fd, POLLIN, 0};
        if (poll(&fd, 1, m->stop_by_ms || rolling(m) || !m->told_ready ? TICK_MS : IDLE_TICK_MS) > 0)
            hear(m);
    }
}

int master_run(struct listener *l, const struct config_pool *pool, const struct app *app)
{
    sigset_t before;
    struct master m = {.listener = l, .pool = pool, .app = app};
    /* How long the library waits for nginx to close first: its default is 2 s [design.md §5]. */
    setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "200", 1);
    m.board = board_new(pool->workers);
    m.signal_fd = watch_signals(&before);
    log_event(LOG_INFO, "master.start", LOG_TEXT("pool", pool->name),
        LOG_INT("workers", pool->workers), LOG_BOOL("inherited_socket", !l->path[0]), LOG_END);
    loop(&m);
    log_event(LOG_INFO, "master.end", LOG_TEXT("pool", pool->name), LOG_BOOL("killed", m.killed),
        LOG_END);
    close(m.signal_fd);
    board_free(m.board);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return m.killed ? 1 : 0;
}
