/* mail/incoming_machine.h - did a machine answer, and nobody? Pure.
 *
 * Only what machines say of themselves counts: the usual headers and subjects of an absence, in French and in
 * English, a receipt that a mail was read, a calendar's answer, a server's report. A list, a rule, a ticket
 * tool or an empty envelope stand between people too: what cannot be told apart is a person's. */
#ifndef MAIL_INCOMING_MACHINE_H
#define MAIL_INCOMING_MACHINE_H

#include "base/arena.h"

#include <gmime/gmime.h>

bool machine_wrote(struct arena *a, GMimeMessage *msg);
/* RFC 3834 and the older ways of saying that nobody typed this, tools between people among them. */
bool machine_automatic(GMimeMessage *msg);
/* A mail server's own: it says whom it could not reach, or is called so. */
bool machine_is_server(GMimeMessage *msg);
bool machine_from_nobody(GMimeMessage *msg);

#endif
