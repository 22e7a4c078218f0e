/* sys/maildir.h - a folder where a mail server leaves one file a mail: new, cur, tmp (Maildir).
 *
 * What was read moves from new to cur, marked seen, or is deleted where it is kept elsewhere; what nobody
 * understood moves to .Failed/new, where a person finds it. Several may read one folder: a name that is
 * gone meanwhile is another's. */
#ifndef SYS_MAILDIR_H
#define SYS_MAILDIR_H

#include "base/arena.h"
#include "base/buf.h"

enum { MAILDIR_LIST_MAX = 20, MAILDIR_OLD_MAX = 1000 };

/* Can mails be taken from it? False with one line in `why`. Makes nothing. */
bool maildir_ready(const char *path, struct buf *why);
/* Names in new, at most MAILDIR_LIST_MAX, oldest name first among those seen. False: unreadable. */
bool maildir_list(struct arena *a, const char *path, struct str *names, size_t *n);

enum maildir_read { MAILDIR_READ, MAILDIR_GONE, MAILDIR_REFUSED };
/* REFUSED: no ordinary file, above the maximum of `out`, or not ours to read. */
enum maildir_read maildir_read(struct arena *a, const char *path, struct str name, struct buf *out);
enum maildir_end { MAILDIR_SEEN, MAILDIR_FAILED, MAILDIR_DELETED };
/* Out of new: to cur, to .Failed/new (made when it is not there), or nowhere. False: it stays. */
bool maildir_end(struct arena *a, const char *path, struct str name, enum maildir_end end);
/* Deletes from cur what came before that second of 1970; how many. At most MAILDIR_OLD_MAX of one turn. */
unsigned maildir_seen_purge(struct arena *a, const char *path, int64_t before);
/* One that was moved to .Failed/new is deleted, also when a mail reader has shown it since. False: it is
 * there, and cannot be; true when there is none. */
bool maildir_forget(struct arena *a, const char *path, struct str name);

#endif
