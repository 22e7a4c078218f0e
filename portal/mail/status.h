/* mail/status.h - what a server says of a mail in numbers (enhanced status codes, RFC 3463) and in
 * words, whether it says so at once (mail/smtp.h) or in a report afterwards (mail/incoming.h), and
 * whether the address is to blame. Pure.
 *
 * Only a clear "this address does not exist" or "is closed" condemns it. A refusal that speaks of
 * anything else (who sent it, a policy, the content, a size, a full or disabled mailbox, too many at
 * once, a loop, a delay, the other system), or of nothing, does not. The most precise evidence
 * decides: a code among the words comes before the one beside them, words that name another cause
 * come before any code. */
#ifndef MAIL_STATUS_H
#define MAIL_STATUS_H

#include "base/arena.h"

/* By which version of these rules something was judged: one more whenever they change, and what is
 * kept of addresses is judged again (job/rejudge.c). */
enum { STATUS_RULES = 1 };

/* "5.1.1" at the beginning: class, subject, detail. False: not one. *number: its text. */
bool status_read(struct str s, unsigned part[3], struct str *number);
/* Does a failure condemn the address? `status` as in a report ("5.1.1 (unknown)"), or empty; `words`
 * are all the server's own, codes among them, or empty. */
bool status_condemns(struct str status, struct str words);
/* The same of a whole line of an SMTP server: "550 5.1.1 no such user". One without a code that
 * speaks of the address condemns nobody, whatever its words. */
bool status_line_condemns(struct str line);
/* Does this text hold a server's answer: "550 …", "#5.1.1"? */
bool status_said(struct str text);
/* Do words alone say that an address does not exist or is closed, and nothing else? */
bool status_words_condemn(struct str words);

#endif
