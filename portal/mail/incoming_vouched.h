/* mail/incoming_vouched.h - does the server that took a mail vouch for its From? Pure.
 *
 * Authentication-Results (RFC 8601), of that server only, by the name that it signs them with: it has to
 * take away those that came with its own name on them (§5). DMARC's verdict is the last word; without one a
 * DKIM signature, or SPF's sender, of the same domain as From or of one above or below it. */
#ifndef MAIL_INCOMING_VOUCHED_H
#define MAIL_INCOMING_VOUCHED_H

#include "mail/incoming.h"

#include <gmime/gmime.h>

/* `server`: its authserv-id; empty: nobody is trusted to say, VOUCHED_UNKNOWN. `from`: the address. */
enum vouched vouched_by(struct arena *a, GMimeMessage *msg, struct str server, struct str from);

#endif
