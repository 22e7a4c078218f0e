/* sys/proc.h - what a process knows of itself and asks of the system. */
#ifndef SYS_PROC_H
#define SYS_PROC_H

#include "base/buf.h"
#include <sys/types.h>

/* Memory in use, in kilobytes; -1 when /proc does not say. */
struct proc_memory {
    long rss_kb;     /* resident, shared pages included: /proc/PID/statm */
    long private_kb; /* this process's own: Private_* of /proc/PID/smaps_rollup (slower) */
};
/* pid 0 is the caller. `private` asks for the slower figure. */
struct proc_memory proc_memory(pid_t pid, bool private_too);
/* The name that ps and /proc/PID/comm show, at most 15 bytes. */
void proc_set_name(const char *name);
/* Reads a small file whole (at most `max` bytes) into `out`. A `secret` one must be a regular file
 * that others can neither read nor write. False with one line in `why`, which never quotes the
 * content. */
bool proc_read_file(const char *path, size_t max, bool secret, struct buf *out, struct buf *why);
/* Core files hold people's answers: none, and no other process of the user may attach. */
void proc_no_dump(void);

#endif
