/* cmd/admin_out.h - a file that portal-admin writes for one pair of eyes: ours alone (0600), and never
 * over something that is there. What goes wrong is printed, and then no half of a file is left. */
#ifndef CMD_ADMIN_OUT_H
#define CMD_ADMIN_OUT_H

#include "base/str.h"

struct out_file {
    const char *path;
    int fd; /* -1: not open */
    bool ok;
};
bool out_open(struct out_file *o, const char *path);
/* `o` is a struct out_file. */
bool out_put(void *o, struct str part);
/* False, and nothing is there, when any of it went wrong or `whole` is not true. */
bool out_close(struct out_file *o, bool whole);

/* All of it at once. */
bool out_write(const char *path, struct str s);
/* To a descriptor that is open. */
bool out_all(int fd, struct str s);

#endif
