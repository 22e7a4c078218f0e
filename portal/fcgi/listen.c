#include "fcgi/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { INHERITED_FD = 3 }; /* sd_listen_fds(3): they begin at 3 */

static bool explain(struct buf *why, const char *path, const char *what)
{
    buf_printf(why, "%s\u00a0: %s", path, what);
    return false;
}

static bool inherited(void)
{
    const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
    uint64_t p, n;
    return pid && count && str_to_u64(str_c(pid), INT32_MAX, &p) && (pid_t)p == getpid() &&
           str_to_u64(str_c(count), 1000, &n) && n > 0;
}

/* listen(2) again sets how many may wait, whatever the unit said. */
static bool take_inherited(struct listener *l, int backlog, struct buf *why)
{
    int domain = 0, type = 0, listening = 0;
    socklen_t n = sizeof domain, m = sizeof type, o = sizeof listening;
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    if (getsockopt(INHERITED_FD, SOL_SOCKET, SO_DOMAIN, &domain, &n) != 0 ||
        getsockopt(INHERITED_FD, SOL_SOCKET, SO_TYPE, &type, &m) != 0 ||
        getsockopt(INHERITED_FD, SOL_SOCKET, SO_ACCEPTCONN, &listening, &o) != 0 ||
        domain != AF_UNIX || type != SOCK_STREAM || !listening)
        return explain(why, "LISTEN_FDS", "le descripteur 3 doit être une socket Unix à l’écoute");
    if (fcntl(INHERITED_FD, F_SETFL, fcntl(INHERITED_FD, F_GETFL) | O_NONBLOCK) != 0 ||
        fcntl(INHERITED_FD, F_SETFD, FD_CLOEXEC) != 0 || listen(INHERITED_FD, backlog) != 0)
        return explain(why, "LISTEN_FDS", strerror(errno));
    l->fd = INHERITED_FD;
    return true;
}

static bool take_lock(struct listener *l, struct buf *why)
{
    char path[sizeof l->path + 8];
    snprintf(path, sizeof path, "%s.lock", l->path);
    l->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (l->lock < 0)
        return explain(why, path, strerror(errno));
    if (flock(l->lock, LOCK_EX | LOCK_NB) != 0)
        return explain(why, l->path, "un autre portal-web sert déjà cette socket");
    return true;
}

/* True when the path is free, or was a dead socket and is free now. */
static bool clear_path(const char *path, const struct sockaddr_un *at, struct buf *why)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return errno == ENOENT || explain(why, path, strerror(errno));
    if (!S_ISSOCK(st.st_mode))
        return explain(why, path, "existe et n’est pas une socket");
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool dead = probe >= 0 && connect(probe, (const struct sockaddr *)at, sizeof *at) != 0 &&
                errno == ECONNREFUSED;
    if (probe >= 0)
        close(probe);
    if (!dead)
        return explain(why, path, "un autre programme écoute déjà sur cette socket");
    return unlink(path) == 0 || explain(why, path, strerror(errno));
}

static bool bind_own(struct listener *l, int backlog, struct buf *why)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    memcpy(at.sun_path, l->path, sizeof at.sun_path);
    if (!take_lock(l, why) || !clear_path(l->path, &at, why))
        return false;
    l->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    mode_t mask = umask(0117); /* born 0660: no moment at which others may connect */
    bool ok = l->fd >= 0 && bind(l->fd, (struct sockaddr *)&at, sizeof at) == 0;
    umask(mask);
    ok = ok && listen(l->fd, backlog) == 0;
    return ok || explain(why, l->path, strerror(errno));
}

bool listen_open(struct listener *l, const char *path, int backlog, struct buf *why)
{
    *l = (struct listener){.fd = -1, .lock = -1};
    if (inherited())
        return take_inherited(l, backlog, why);
    size_t n = path ? strlen(path) : 0;
    if (n == 0 || n >= sizeof l->path)
        return explain(why, path ? path : "socket",
            "ni socket donnée par systemd, ni chemin d’au plus 107 octets");
    memcpy(l->path, path, n + 1);
    if (bind_own(l, backlog, why))
        return true;
    l->path[0] = 0; /* what stands there is not ours */
    listen_close(l);
    return false;
}

void listen_retire(struct listener *l)
{
    if (l->path[0])
        unlink(l->path);
    l->path[0] = 0;
}

void listen_close(struct listener *l)
{
    listen_retire(l);
    if (l->fd >= 0)
        close(l->fd);
    if (l->lock >= 0)
        close(l->lock); /* the lock's file stays: removing it would let two masters lock two files */
    l->fd = l->lock = -1;
}
