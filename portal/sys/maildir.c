#include "sys/maildir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOOKED_AT_MAX = 2000 }; /* names of one turn, so that a flooded folder costs a bounded time */

bool maildir_ready(const char *path, struct buf *why)
{
    static const char *const folders[] = {"new", "cur"};
    struct arena *a = arena_new();
    bool ok = true;
    for (size_t i = 0; i < 2 && ok; i++) {
        struct str folder = arena_printf(a, "%s/%s", path, folders[i]);
        ok = access(folder.p, R_OK | W_OK | X_OK) == 0;
        if (!ok)
            buf_printf(why, "%s\u00a0: %s", folder.p, strerror(errno));
    }
    if (ok && access(path, W_OK | X_OK) != 0) {
        buf_printf(why, "%s\u00a0: %s", path, strerror(errno));
        ok = false;
    }
    arena_free(a);
    return ok;
}

static bool before(struct str x, struct str y)
{
    int c = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);
    return c ? c < 0 : x.n < y.n;
}

/* Names begin with the second of delivery: the oldest come first. */
static void keep(struct arena *a, struct str *names, size_t *n, struct str name)
{
    size_t at = *n;
    if (*n == MAILDIR_LIST_MAX && !before(name, names[*n - 1]))
        return;
    if (*n < MAILDIR_LIST_MAX)
        ++*n;
    else
        at--;
    for (; at > 0 && before(name, names[at - 1]); at--)
        names[at] = names[at - 1];
    names[at] = arena_dup(a, name);
}

bool maildir_list(struct arena *a, const char *path, struct str *names, size_t *n)
{
    *n = 0;
    DIR *dir = opendir(arena_printf(a, "%s/new", path).p);
    if (!dir)
        return false;
    struct dirent *e;
    for (int seen = 0; seen < LOOKED_AT_MAX && (e = readdir(dir)); seen++)
        if (e->d_name[0] != '.')
            keep(a, names, n, str_c(e->d_name));
    closedir(dir);
    return true;
}

enum maildir_read maildir_read(struct arena *a, const char *path, struct str name, struct buf *out)
{
    struct stat st;
    int fd = open(arena_printf(a, "%s/new/%.*s", path, STR_ARG(name)).p,
        O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT ? MAILDIR_GONE : MAILDIR_REFUSED;
    bool ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    for (ssize_t got = 1; ok && got;) {
        char part[16384];
        got = read(fd, part, sizeof part);
        if (got > 0)
            buf_put(out, (struct str){part, (size_t)got});
        ok = (got >= 0 || errno == EINTR) && !out->overflow;
    }
    close(fd);
    return ok ? MAILDIR_READ : MAILDIR_REFUSED;
}

static bool failed_folder(struct arena *a, const char *path)
{
    static const char *const parts[] = {"", "/new", "/cur", "/tmp"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (mkdir(arena_printf(a, "%s/.Failed%s", path, parts[i]).p, 0700) != 0 && errno != EEXIST)
            return false;
    return true;
}

bool maildir_end(struct arena *a, const char *path, struct str name, enum maildir_end end)
{
    struct str from = arena_printf(a, "%s/new/%.*s", path, STR_ARG(name));
    bool failed = end == MAILDIR_FAILED;
    if (end == MAILDIR_DELETED)
        return unlink(from.p) == 0 || errno == ENOENT;
    struct str bare = str_slice(name, 0, str_find(name, ':'));
    struct str to = failed ? arena_printf(a, "%s/.Failed/new/%.*s", path, STR_ARG(bare))
                           : arena_printf(a, "%s/cur/%.*s:2,S", path, STR_ARG(bare));
    if (failed && !failed_folder(a, path))
        return false;
    return rename(from.p, to.p) == 0 || errno == ENOENT;
}

unsigned maildir_seen_purge(struct arena *a, const char *path, int64_t before)
{
    const char *folder = arena_printf(a, "%s/cur", path).p;
    DIR *dir = opendir(folder);
    unsigned gone = 0;
    for (const struct dirent *e; dir && gone < MAILDIR_OLD_MAX && (e = readdir(dir));) {
        struct stat st;
        int at = dirfd(dir);
        if (e->d_name[0] != '.' && fstatat(at, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
            st.st_mtime < before && unlinkat(at, e->d_name, 0) == 0)
            gone++;
    }
    if (dir)
        closedir(dir);
    return gone;
}

bool maildir_forget(struct arena *a, const char *path, struct str name)
{
    struct str bare = str_slice(name, 0, str_find(name, ':'));
    if (!bare.n || str_find(bare, '/') < bare.n)
        return !bare.n;
    if (unlink(arena_printf(a, "%s/.Failed/new/%.*s", path, STR_ARG(bare)).p) != 0 && errno != ENOENT)
        return false;
    const char *folder = arena_printf(a, "%s/.Failed/cur", path).p;
    DIR *dir = opendir(folder);
    bool ok = dir || errno == ENOENT;
    for (const struct dirent *e; dir && (e = readdir(dir));) {
        struct str there = str_c(e->d_name);
        if (str_eq(str_slice(there, 0, str_find(there, ':')), bare))
            ok = unlink(arena_printf(a, "%s/%s", folder, e->d_name).p) == 0 && ok;
    }
    if (dir)
        closedir(dir);
    return ok;
}
