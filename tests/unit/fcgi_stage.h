/* tests/unit/fcgi_stage.h - a real master with real workers on a socket of its own, in a folder
 * of its own, and an app whose paths do what must be survived: /abort, /hang, /deaf, /big, /huge,
 * /grow, /gone, /slow, /pid, /stream…; any other echoes the request. */
#ifndef TESTS_FCGI_STAGE_H
#define TESTS_FCGI_STAGE_H

#include "base/buf.h"
#include "fcgi_client.h"
#include "suite.h"
#include "sys/config.h"

#include <sys/types.h>

enum { BIG = 1 << 20, PIDS = 64, WORKERS = 4, STREAM_PIECES = 100, STREAM_PIECE = 40 * 1024 };

extern char folder[], sock[64], log_path[64];
extern pid_t master_pid; /* 0: none */
/* Limits that no busy machine meets, and some that a request is meant to. */
extern const struct config_pool usual, hasty;

void *app_start(void *ctx);
/* Unlinks the log, starts a master, waits until it listens. */
void start_with(struct config_pool pool, void *(*start)(void *));
/* Waits for the master, at most 8 s; its exit status, or -1 when it had to be killed. */
int wait_master(void);
int stop_master(void);
int count_log(const char *what);
void await_log(const char *what);
void await_log_times(const char *what, int times);
/* Until so many different workers have answered. */
void await_ready(int workers);
/* Different workers that answer 60 questions. */
int find_pids(pid_t *pids);
/* A GET that must be answered whole with this status. */
void expect(const char *uri, int status);
void write_text(const char *name, const char *text);

/* main() of a test program on the stage. */
int stage_main(const char *name, const suite_test *tests, size_t n);

#endif
