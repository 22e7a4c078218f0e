/* domain/name.h - what the name of a person or of an organisation may hold; pure.
 *
 * A name that somebody unknown typed stands in our mails and papers. It is a name there, and no sign
 * that leads elsewhere: no address of a site, of a mailbox, no telephone number. Real names are odd
 * ("Dr. Martin", "St.Étienne", "Jean-Pierre d’Ormesson", "AC/DC", "Cyber@ction"), and organisations may
 * be called as their site ("Booking.com"): such a name passes, and is broken where it is shown
 * (base/links.h), as are names that were kept under older rules. */
#ifndef DOMAIN_NAME_H
#define DOMAIN_NAME_H

#include "base/str.h"

enum { NAME_MAX_LENGTH = 80 }; /* characters of a person's name */

/* One name, valid UTF-8, whatever its length. */
bool name_of_person(struct str s);
/* An organisation, a service or a function: less is refused, since more is real. */
bool name_of_organisation(struct str s);

#endif
