/* fcgi/listen.h - the socket where nginx speaks to a pool.
 *
 * Either systemd holds it (LISTEN_FDS, so that no connection is lost while the portal restarts) or
 * we bind our own: mode 0660, non-blocking, close-on-exec. A socket that somebody
 * still listens on is refused; one left by a dead process is replaced; anything else at that path
 * is left alone. Never TCP (design.md §5). */
#ifndef FCGI_LISTEN_H
#define FCGI_LISTEN_H

#include "base/buf.h"

enum { LISTEN_BACKLOG = 511 }; /* for whoever does not count those that wait */

struct listener {
    int fd;
    int lock;  /* "PATH.lock", held while we live, so that two masters starting at once cannot
                * replace each other's socket; -1 when inherited */
    char path[108]; /* empty when inherited: systemd's to remove */
};

/* Takes an inherited socket when there is one, else binds `path` (NULL: only inherited). Of those that come
 * while every worker is busy, `backlog` and one more wait; the next is refused at once (EAGAIN, which nginx
 * makes 502), whatever the unit that holds the socket says. False with one line in `why`. */
bool listen_open(struct listener *l, const char *path, int backlog, struct buf *why);
/* New connections are refused from now on; those waiting can still be accepted. */
void listen_retire(struct listener *l);
void listen_close(struct listener *l);

#endif
