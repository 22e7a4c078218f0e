/* sys/maildir.h - a folder where a mail server leaves one file a mail: new, cur, tmp (Maildir).
 *
 * What was read moves from new to cur, marked seen; what nobody understood moves to .Failed/new,
 * where a person finds it. Nothing is deleted here but by
 * maildir_forget. Several may read one folder: a name that
 * is gone meanwhile is another's. */
#ifndef SYS_MAILDIR_H
#define SYS_MAILDIR_H

#include "base/arena.h"
#include "base/buf.h"

enum { MAILDIR_LIST_MAX = 20 };

/* Can mails be taken from it? False with one line in `why`. Makes nothing. */
bool maildir_ready(const char *path, struct buf *why);
/* Names in new, at most MAILDIR_LIST_MAX, oldest name first among those seen. False: unreadable. */
bool maildir_list(struct arena *a, const char *path, struct str *names, size_t *n);

enum maildir_read { MAILDIR_READ, MAILDIR_GONE, MAILDIR_REFUSED };
/* REFUSED: no ordinary file, above the maximum of `out`, or not ours to read. */
enum maildir_read maildir_read(struct arena *a, const char *path, struct str name, struct buf *out);
/* Out of new: to cur, or to .Failed/new (made when it is not there). False: it stays. */
bool maildir_move(struct arena *a, const char *path, struct str name, bool failed);
/* One that was moved to .Failed/new is deleted, also when a mail reader has shown it since. False: it is
 * there, and cannot be; true when there is none. */
bool maildir_forget(struct arena *a, const char *path, struct str name);

#endif
