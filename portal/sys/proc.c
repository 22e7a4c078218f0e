#include "sys/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROC_TEXT = 4096, PROC_PATH = 64 };

/* Files of /proc are read in one go: what they say is made at the read. */
static bool read_proc(pid_t pid, const char *name, char text[PROC_TEXT])
{
    char path[PROC_PATH];
    if (pid == 0)
        snprintf(path, sizeof path, "/proc/self/%s", name);
    else
        snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t n = read(fd, text, PROC_TEXT - 1);
    close(fd);
    if (n <= 0)
        return false;
    text[n] = 0;
    return true;
}

static long second_number(const char *text)
{
    const char *space = strchr(text, ' ');
    return space ? strtol(space + 1, NULL, 10) : -1;
}

static long sum_private(const char *text)
{
    long kb = 0;
    for (const char *at = strstr(text, "\nPrivate_"); at; at = strstr(at + 1, "\nPrivate_")) {
        const char *colon = strchr(at, ':');
        kb += colon ? strtol(colon + 1, NULL, 10) : 0;
    }
    return kb;
}

struct proc_memory proc_memory(pid_t pid, bool private_too)
{
    struct proc_memory m = {-1, -1};
    char text[PROC_TEXT];
    if (read_proc(pid, "statm", text))
        m.rss_kb = second_number(text) * (sysconf(_SC_PAGESIZE) / 1024);
    if (private_too && read_proc(pid, "smaps_rollup", text))
        m.private_kb = sum_private(text);
    return m;
}

void proc_set_name(const char *name)
{
    prctl(PR_SET_NAME, name);
}

static bool explain(struct buf *why, const char *path, const char *what)
{
    buf_printf(why, "%s\u00a0: %s", path, what);
    return false;
}

bool proc_read_file(const char *path, size_t max, bool secret, struct buf *out, struct buf *why)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return explain(why, path, strerror(errno));
    bool ok = false;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        explain(why, path, "un fichier ordinaire est attendu");
    else if (secret && (st.st_mode & (S_IRWXO | S_IWGRP)))
        explain(why, path, "d’autres comptes peuvent le lire ou l’écrire\u00a0; attendu\u00a0: mode 0600 ou 0640");
    else if (st.st_size < 0 || (size_t)st.st_size > max)
        explain(why, path, "fichier trop gros pour ce qu’il doit contenir");
    else
        ok = true;
    /* Room for all of it at once: a secret leaves no copies behind in grown buffers. */
    char *to = ok ? buf_room(out, (size_t)st.st_size + 1) : NULL;
    if (ok && !to)
        ok = explain(why, path, "fichier trop gros pour ce qu’il doit contenir");
    for (size_t left = ok ? (size_t)st.st_size : 0; left;) {
        ssize_t n = read(fd, to, left);
        if (n < 0 && errno != EINTR)
            ok = explain(why, path, strerror(errno));
        if (n == 0 || !ok)
            break;
        if (n > 0) {
            to += n;
            out->n += (size_t)n;
            left -= (size_t)n;
        }
    }
    close(fd);
    return ok;
}

void proc_no_dump(void)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}
