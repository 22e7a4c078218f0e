#include "sys/sysuser.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NUMBER_MOST = 0x7ffffffe };

static bool explain(struct buf *why, const char *about, const char *what)
{
    buf_printf(why, "%s\u00a0: %s", about, what);
    return false;
}

bool sysuser_find(const char *name, struct sysuser *out, struct buf *why)
{
    uint64_t number = 0;
    *out = (struct sysuser){name, geteuid(), getegid()};
    if (!name || !*name)
        return true;
    bool digits = str_to_u64(str_c(name), NUMBER_MOST, &number);
    struct passwd *pw = digits ? getpwuid((uid_t)number) : getpwnam(name);
    if (!pw && !digits) {
        buf_printf(why, "compte système «\u00a0%s\u00a0» inconnu", name);
        return false;
    }
    out->uid = pw ? pw->pw_uid : (uid_t)number;
    out->gid = pw ? pw->pw_gid : (gid_t)number;
    return true;
}

/* Its groups are those that its name has; a bare number has but its own. */
static bool become(const struct sysuser *a)
{
    struct passwd *pw = getpwuid(a->uid);
    bool grouped = pw ? initgroups(pw->pw_name, a->gid) == 0 : setgroups(0, NULL) == 0;
    return grouped && setresgid(a->gid, a->gid, a->gid) == 0 &&
           setresuid(a->uid, a->uid, a->uid) == 0 && (a->uid == 0 || setuid(0) != 0);
}

bool sysuser_become(const char *name, struct buf *why)
{
    struct sysuser a;
    if (!sysuser_find(name, &a, why))
        return false;
    if (geteuid() == a.uid && (geteuid() != 0 || !name || !*name))
        return true;
    if (geteuid() != 0) {
        buf_printf(why, "seul root peut devenir «\u00a0%s\u00a0»", name);
        return false;
    }
    if (become(&a))
        return true;
    buf_printf(why, "impossible de devenir «\u00a0%s\u00a0»\u00a0: %s", name, strerror(errno));
    return false;
}

/* ---- who else */

static bool is_ours(uid_t uid, const struct sysuser *a)
{
    return uid == 0 || uid == a->uid;
}

/* Everybody of the group: those who begin in it, and those whom it lists. */
static bool group_is_only(gid_t gid, const struct sysuser *a)
{
    bool only = true;
    struct passwd *pw;
    setpwent();
    while (only && (pw = getpwent()))
        only = pw->pw_gid != gid || is_ours(pw->pw_uid, a);
    endpwent();
    struct group *gr = only ? getgrgid(gid) : NULL;
    for (char **member = gr ? gr->gr_mem : NULL; only && member && *member; member++) {
        pw = getpwnam(*member);
        only = pw && is_ours(pw->pw_uid, a);
    }
    return only && (gr || gid == a->gid || gid == 0);
}

/* Whoever may write into the folder may put another file there. */
static bool folder_only(const char *path, const struct sysuser *a, struct buf *why)
{
    struct stat st;
    struct buf folder;
    const char *slash = strrchr(path, '/');
    buf_init(&folder, 4096);
    buf_put(&folder, (struct str){path, slash && slash > path ? (size_t)(slash - path) : 1});
    buf_putc(&folder, '\0');
    bool ok = folder.p && stat(folder.p, &st) == 0 && is_ours(st.st_uid, a) &&
              !(st.st_mode & S_IWOTH) && (!(st.st_mode & S_IWGRP) || group_is_only(st.st_gid, a));
    if (!ok)
        explain(why, folder.p ? folder.p : path,
            "d’autres comptes peuvent écrire dans ce dossier, donc remplacer ce qui s’y trouve");
    buf_free(&folder);
    return ok;
}

bool sysuser_only(const char *path, const struct sysuser *a, struct buf *why)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return explain(why, path, strerror(errno));
    bool only = S_ISREG(st.st_mode) && is_ours(st.st_uid, a) &&
                 !(st.st_mode & (S_IRWXO | S_IWGRP | S_IXGRP)) &&
                 (!(st.st_mode & S_IRGRP) || group_is_only(st.st_gid, a));
    if (!only) {
        buf_printf(why, "%s\u00a0: d’autres comptes que «\u00a0%s\u00a0» peuvent le lire\u00a0; en root\u00a0: "
                        "chown %s %s && chmod 400 %s", path, a->name ? a->name : "root",
            a->name ? a->name : "root", path, path);
        return false;
    }
    return folder_only(path, a, why);
}

static int try_open(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    return fd < 0 ? errno : 0;
}

bool sysuser_reads(const char *path, const struct sysuser *a, struct buf *why)
{
    int status = 0, code = EPERM;
    if (geteuid() == a->uid) {
        code = try_open(path);
    } else if (geteuid() != 0) {
        return explain(why, path, "seul root peut vérifier ce que lit un autre compte");
    } else {
        pid_t pid = fork();
        if (pid == 0)
            _exit(become(a) ? try_open(path) : EPERM);
        if (pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status))
            code = WEXITSTATUS(status);
    }
    return code == 0 || explain(why, path, strerror(code));
}
