/* web/known.h - a browser in which a mailbox has been proved before: a signed cookie, no row.
 *
 * "k.ID.END.TAG.MAC": a random id, the day it ends (seconds of 1970), a keyed hash of the mailbox,
 * and the signature of all three. It opens nothing: it only says that who is here is no stranger to
 * that mailbox, so that what strangers do does not slow them (web/limit.h). A browser holds one a
 * pool, of the mailbox proved last. It lives as long as retention.known says, 90 days at most; with
 * no such setting none is made. */
#ifndef WEB_KNOWN_H
#define WEB_KNOWN_H

#include "page/page.h"

enum { KNOWN_DAYS_MAX = 90 };

/* How long a browser or a network is remembered, in seconds; 0: it is not. */
int64_t known_seconds(const struct page *p);
/* This browser's id, from a cookie that is ours and has not ended; empty: it is a stranger's. */
struct str known_browser(const struct page *p);
/* Has that mailbox been proved in it? */
bool known_mailbox(const struct page *p, struct str email);
/* From now on it has. */
void known_from_now(struct page *p, struct str email);

#endif
