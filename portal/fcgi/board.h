/* fcgi/board.h - the scoreboard: what each worker is doing, in memory shared with the master.
 *
 * A worker writes its own slot only; the master reads, and clears a slot between two workers. The
 * numbers are atomic; the two texts are read once their worker is dead (or for a log line, where a
 * torn name does no harm): they always end with a NUL that is never written. */
#ifndef FCGI_BOARD_H
#define FCGI_BOARD_H

#include "base/str.h"

#include <stdatomic.h>
#include <sys/types.h>

enum { BOARD_ROUTE_MAX = 64, BOARD_REQUEST_MAX = 32 };

struct board_slot {
    /* the master's */
    pid_t pid;              /* 0: nobody */
    int64_t started_ms;     /* clock_mono_ms */
    unsigned generation;    /* of the last roll */
    int failures;           /* deaths outside a request in a row, before anything was served */
    int64_t not_before_ms;  /* back-off */
    bool told;              /* SIGTERM was sent */
    bool killed;            /* SIGKILL was sent */
    /* the worker's */
    _Atomic bool ready;     /* start() is done: it accepts */
    _Atomic int64_t busy_ms;/* clock_mono_ms of the request's begin; 0: idle */
    _Atomic uint64_t served;
    char request[BOARD_REQUEST_MAX + 1];
    char route[BOARD_ROUTE_MAX + 1];
};

struct board {
    int n;
    _Atomic bool draining; /* the listener is retired: serve what waits, then end */
    struct board_slot slots[];
};

/* Shared with children forked later; aborts when there is no memory. */
struct board *board_new(int n);
void board_free(struct board *b);
void board_begin(struct board_slot *s, int64_t now_ms);
void board_note(struct board_slot *s, struct str request_id, const char *route);
/* The same request goes on, and has its time anew. */
void board_renew(struct board_slot *s, int64_t now_ms);
void board_end(struct board_slot *s);

#endif
