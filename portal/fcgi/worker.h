/* fcgi/worker.h - one process, one request at a time.
 *
 * worker_run never returns: it serves until told to stop (SIGTERM through a signalfd, looked at
 * before each accept) or until it is time to be replaced, then ends the process with a status of
 * enum worker_end. A request over pool->request_seconds dies by SIGALRM; so does a stream whose next
 * piece takes as long, or all of whose pieces take STREAM_TIMES as long. */
#ifndef FCGI_WORKER_H
#define FCGI_WORKER_H

#include "fcgi/app.h"
#include "fcgi/board.h"
#include "sys/config.h"

enum worker_end {
    WORKER_DONE = 0,      /* told to stop, or replaced for its age or size */
    WORKER_NO_START = 10, /* app->start returned NULL */
    WORKER_NO_SOCKET = 11,
};

_Noreturn void worker_run(int listen_fd, const struct config_pool *pool, const struct app *app,
    struct board *board, struct board_slot *slot);

#endif
