/* sys/sysuser.h - accounts of the system, and what a file of theirs lets others do. */
#ifndef SYS_SYSUSER_H
#define SYS_SYSUSER_H

#include "base/buf.h"
#include <sys/types.h>

struct sysuser {
    const char *name; /* as it was given, borrowed */
    uid_t uid;
    gid_t gid;
};

/* By its name, or by its number as in chown(1): a number that no name stands for is its own group's
 * too. NULL or "": whoever we are. False with one line in `why`. */
bool sysuser_find(const char *name, struct sysuser *out, struct buf *why);
/* Gives root's rights up for this account and its groups, for good; true at once when it is empty or
 * already us. False with one line in `why`. */
bool sysuser_become(const char *name, struct buf *why);
/* Is the file this account's alone (or root's, who reads everything anyway)? False with one line in
 * `why` that says who else could read it or put another in its place, and what to do. */
bool sysuser_only(const char *path, const struct sysuser *a, struct buf *why);
/* Could this account open the file, the folders above it included? Asked of the system itself, in a
 * child that becomes it; only root may ask for somebody else (false, with that in `why`). */
bool sysuser_reads(const char *path, const struct sysuser *a, struct buf *why);

#endif
