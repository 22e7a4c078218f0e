/* fcgi/master.h - the process that keeps a pool's workers alive.
 *
 * Forks pool->workers processes, replaces each that ends, at once when it died in a request (logged
 * with signal, route and request id: "worker.death") and more and more slowly, up to 10 s, when it
 * cannot start. SIGTERM or SIGINT: new connections stop, what was begun or waits is served, then
 * the master returns. SIGHUP: each worker in turn is replaced by a fresh one; the next only when
 * the fresh one is ready, so a start that fails stops the roll and not the service. A request older
 * than pool->kill_seconds is ended by SIGKILL, whatever SIGALRM did. Serves nothing itself. */
#ifndef FCGI_MASTER_H
#define FCGI_MASTER_H

#include "fcgi/app.h"
#include "fcgi/listen.h"
#include "sys/config.h"

/* Returns the process's exit status: 0 after a drain, 1 when workers had to be killed to stop. The
 * listener is retired, not closed. */
int master_run(struct listener *l, const struct config_pool *pool, const struct app *app);

#endif
