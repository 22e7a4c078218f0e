#include "fcgi/worker.h"

#include "fcgi/gateway.h"
#include "sys/clock.h"
#include "sys/crypto.h"
#include "sys/log.h"
#include "sys/proc.h"

#include <errno.h>
#include <fcgiapp.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { MEMORY_EVERY = 16, KEEP_BODY = 128 * 1024 };

struct worker {
    const struct config_pool *pool;
    const struct app *app;
    struct board *board;
    struct board_slot *slot;
    int listen_fd, signal_fd;
    int wait_fd; /* epoll: both of them */
    uint64_t requests_left;
    void *state; /* the app's */
    struct arena *arena;
    struct response response;
    FCGX_Request fcgi;
    struct str request_id;
    int64_t begun_ms; /* clock_mono_ms of the request */
    bool told;
};

/* Signals are blocked for good, but SIGALRM, which must kill even a worker stuck in a system call,
 * and those that a fault of our own raises. A signal during a request would break it: EINTR is a
 * hard error in libfcgi [design.md §5]. */
static int block_signals(void)
{
    static const int free_ones[] = {SIGALRM, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP,
        SIGSYS};
    sigset_t blocked, watched;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGALRM, SIG_DFL);
    signal(SIGCHLD, SIG_DFL);
    sigfillset(&blocked);
    for (size_t i = 0; i < sizeof free_ones / sizeof *free_ones; i++)
        sigdelset(&blocked, free_ones[i]);
    sigprocmask(SIG_SETMASK, &blocked, NULL);
    sigemptyset(&watched);
    sigaddset(&watched, SIGTERM);
    int fd = signalfd(-1, &watched, SFD_NONBLOCK | SFD_CLOEXEC);
    if (fd < 0)
        abort();
    return fd;
}

static void note(void *arg, const char *route)
{
    struct worker *w = arg;
    board_note(w->slot, w->request_id, route);
    log_set_route(route);
}

/* A page of unusual size does not stay with the worker. */
static void forget(struct worker *w)
{
    if (w->response.body.cap > KEEP_BODY) {
        response_free(&w->response);
        response_init(&w->response);
    } else {
        response_reset(&w->response);
    }
    arena_reset(w->arena);
    log_set_request((struct str){NULL, 0}, (struct str){NULL, 0});
}

/* A piece of a stream is through: the next has a request's time again, until all of them have had
 * STREAM_TIMES as much. */
static void still_sending(void *arg)
{
    struct worker *w = arg;
    int64_t now = clock_mono_ms(), most = (int64_t)w->pool->request_seconds * 1000 * STREAM_TIMES;
    if (now - w->begun_ms > most)
        return;
    alarm((unsigned)w->pool->request_seconds);
    board_renew(w->slot, now);
}

static void serve(struct worker *w)
{
    struct request q;
    uint64_t bytes;
    int64_t begun = w->begun_ms = clock_mono_ms();
    board_begin(w->slot, begun);
    gateway_read(w->arena, &w->fcgi, w->app->body_max ? w->app->body_max : BODY_FORM_MAX, &q);
    w->request_id = q.id;
    log_set_request(q.id, (struct str){NULL, 0});
    note(w, "unrouted");
    w->app->handle(w->state, w->arena, &q, &w->response, note, w);
    enum gateway_end end = gateway_write(&w->fcgi, &q, &w->response, still_sending, w, &bytes);
    if (end == GATEWAY_CUT)
        FCGX_Free(&w->fcgi, 1); /* without the record that says it was whole */
    else
        FCGX_Finish_r(&w->fcgi);
    alarm(0);
    log_event(LOG_INFO, "request",
        LOG_INT("status", end == GATEWAY_SORRY ? 500 : w->response.status),
        LOG_INT("ms", clock_mono_ms() - begun), LOG_INT("bytes", bytes), LOG_END);
    forget(w);
    board_end(w->slot);
}

/* False when the listening socket itself is of no more use. */
static bool accept_one(struct worker *w)
{
    alarm((unsigned)w->pool->request_seconds);
    int rc = FCGX_Accept_r(&w->fcgi);
    if (rc == 0) {
        serve(w);
        return true;
    }
    alarm(0);
    /* -EAGAIN: a sister took it, or it was dropped as no FastCGI request of ours. */
    if (rc == -EAGAIN || rc == -EINTR || rc == -ECONNABORTED || rc == -EMFILE || rc == -ENFILE ||
        rc == -ENOMEM || rc == -ENOBUFS)
        return true;
    log_event(LOG_ERROR, "worker.accept", LOG_INT("errno", -rc), LOG_END);
    return false;
}

static bool is_old(struct worker *w)
{
    uint64_t served = atomic_load(&w->slot->served);
    if (served >= w->requests_left)
        return true;
    if (served == 0 || served % MEMORY_EVERY != 0)
        return false;
    long kb = proc_memory(0, false).rss_kb;
    if (kb / 1024 < w->pool->max_memory_mb)
        return false;
    log_event(LOG_WARN, "worker.grown", LOG_INT("mb", kb / 1024), LOG_INT("served", served), LOG_END);
    return true;
}

/* A connection wakes one worker that waits, not all of them (EPOLLEXCLUSIVE): with poll alone three
 * of four woke for nothing at each request, which cost more than the page. A worker that is woken
 * and ends without accepting leaves the connection to its successor, whose first look finds it. */
static int open_wait(const struct worker *w)
{
    struct epoll_event signals = {.events = EPOLLIN, .data.fd = w->signal_fd};
    struct epoll_event connections = {.events = EPOLLIN | EPOLLEXCLUSIVE, .data.fd = w->listen_fd};
    int fd = epoll_create1(EPOLL_CLOEXEC);
    if (fd < 0 || epoll_ctl(fd, EPOLL_CTL_ADD, w->signal_fd, &signals) != 0 ||
        epoll_ctl(fd, EPOLL_CTL_ADD, w->listen_fd, &connections) != 0)
        abort();
    return fd;
}

static void hear_signal(struct worker *w)
{
    struct signalfd_siginfo info;
    while (read(w->signal_fd, &info, sizeof info) > 0)
        w->told = true;
}

/* Sleeps until there is something, and hears a signal; what there is at the listening socket. A
 * drained pool does not sleep: what its backlog holds was not told to every worker. */
static uint32_t wait_for_work(struct worker *w, bool draining)
{
    struct epoll_event events[2];
    struct pollfd backlog = {w->listen_fd, POLLIN, 0};
    uint32_t connections = 0;
    if (draining)
        return poll(&backlog, 1, 0) > 0 ? (uint32_t)backlog.revents : 0;
    int n = epoll_wait(w->wait_fd, events, 2, -1);
    for (int i = 0; i < n; i++)
        if (events[i].data.fd == w->listen_fd)
            connections = events[i].events;
        else
            hear_signal(w);
    return connections;
}

/* The signal is looked at first: after a SIGTERM no request is begun, unless the whole pool is
 * drained: then what already waits in the backlog, and nothing later, is served. */
static bool loop_once(struct worker *w)
{
    bool draining = w->told && atomic_load(&w->board->draining);
    uint32_t connections = wait_for_work(w, draining);
    if (!draining && w->told)
        return atomic_load(&w->board->draining);
    if (!connections)
        return !draining;
    return !(connections & (EPOLLERR | EPOLLHUP)) && accept_one(w) && !is_old(w);
}

/* 10 % either way, so that workers born together are not replaced together. */
static uint64_t jittered(int max)
{
    uint32_t dice;
    random_bytes(&dice, sizeof dice);
    uint64_t tenth = (uint64_t)max / 10;
    return (uint64_t)max - tenth + dice % (2 * tenth + 1);
}

void worker_run(int listen_fd, const struct config_pool *pool, const struct app *app,
    struct board *board, struct board_slot *slot)
{
    struct worker w = {.pool = pool, .app = app, .board = board, .slot = slot,
        .listen_fd = listen_fd};
    /* Before our own signals: the library sets handlers where it finds none. */
    if (FCGX_Init() != 0 || FCGX_InitRequest(&w.fcgi, listen_fd, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
        _exit(WORKER_NO_SOCKET);
    w.signal_fd = block_signals();
    w.wait_fd = open_wait(&w);
    w.requests_left = jittered(pool->max_requests);
    alarm((unsigned)pool->request_seconds);
    w.state = app->start(app->ctx);
    if (!w.state)
        _exit(WORKER_NO_START);
    w.arena = arena_new();
    response_init(&w.response);
    alarm(0);
    atomic_store(&slot->ready, true);
    while (loop_once(&w))
        continue;
    alarm((unsigned)pool->request_seconds);
    app->stop(w.state);
    response_free(&w.response);
    arena_free(w.arena);
    FCGX_Free(&w.fcgi, 1);
    exit(WORKER_DONE);
}
