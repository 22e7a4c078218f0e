/* domain/name.h - what the name of a person or of an organisation may hold; pure; and how names are put together where one of
 * them is absent.
 *
 * A name that somebody unknown typed stands in our mails and papers. It is a name there, and no sign
 * that leads elsewhere: no address of a site, of a mailbox, no telephone number. Real names are odd
 * ("Dr. Martin", "St.Étienne", "Jean-Pierre d’Ormesson", "AC/DC", "Cyber@ction"), and organisations may
 * be called as their site ("Booking.com"): such a name passes, and is broken where it is shown
 * (base/links.h), as are names that were kept under older rules. */
#ifndef DOMAIN_NAME_H
#define DOMAIN_NAME_H

#include "base/arena.h"

enum { NAME_MAX_LENGTH = 80 }; /* characters of a person's name */

/* One name, valid UTF-8, whatever its length. */
bool name_of_person(struct str s);
/* An organisation, a service or a function: less is refused, since more is real. */
bool name_of_organisation(struct str s);

/* Is at least one letter in it? Digits, punctuation, symbols, lone marks and what is not assigned are
 * none; whatever else is one, of any script: no name is refused for what this portal does not know.
 * A letter is what domain/identity_key.h never drops, so a name that has one always makes a key. */
bool name_has_letter(struct str name);
/* How one is called: the first of the given names, without the comma that may follow it. */
struct str name_first(struct str given_names);
/* The two with one space between; only the other where one is empty. */
struct str name_join(struct arena *a, struct str one, struct str other);

#endif
