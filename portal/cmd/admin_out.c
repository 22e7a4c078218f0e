#include "cmd/admin_out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool out_all(int fd, struct str s)
{
    while (s.n) {
        ssize_t n = write(fd, s.p, s.n);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            s = str_slice(s, (size_t)n, s.n);
    }
    return true;
}

/* Once a file. */
static bool stumble(struct out_file *o, bool ok)
{
    if (!ok && o->ok)
        printf("✗ %s\u00a0: %s\n", o->path, strerror(errno));
    return o->ok = o->ok && ok;
}

bool out_open(struct out_file *o, const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    *o = (struct out_file){path, fd, true};
    return stumble(o, fd >= 0 && fchmod(fd, 0600) == 0);
}

bool out_put(void *arg, struct str part)
{
    struct out_file *o = arg;
    return stumble(o, o->fd >= 0 && out_all(o->fd, part));
}

bool out_close(struct out_file *o, bool whole)
{
    if (o->fd < 0)
        return false;
    stumble(o, !whole || fsync(o->fd) == 0);
    stumble(o, close(o->fd) == 0);
    o->fd = -1;
    if (!o->ok || !whole)
        unlink(o->path);
    return o->ok && whole;
}

bool out_write(const char *path, struct str s)
{
    struct out_file o;
    bool whole = out_open(&o, path) && out_put(&o, s);
    return out_close(&o, whole);
}
