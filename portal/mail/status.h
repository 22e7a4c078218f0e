/* mail/status.h - enhanced status codes (RFC 3463): what a server says of a mail in numbers, whether it
 * says so at once (mail/smtp.h) or in a report afterwards (mail/incoming.h). Pure. */
#ifndef MAIL_STATUS_H
#define MAIL_STATUS_H

#include "base/str.h"

/* "5.1.1" at the beginning: class, subject, detail. False: not one. *number: its text. */
bool status_read(struct str s, unsigned part[3], struct str *number);
/* Does it say that the address itself is wrong? */
bool status_condemns(const unsigned part[3]);
/* The same of a whole line of an SMTP server: "550 5.1.1 no such user". A bare "550" may be about
 * anything, and condemns nobody. */
bool status_line_condemns(struct str line);

#endif
