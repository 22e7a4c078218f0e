/* domain/name.h - somebody's names: what can be one, and how they are put together where one of them
 * is absent (not everybody has two); pure. */
#ifndef DOMAIN_NAME_H
#define DOMAIN_NAME_H

#include "base/arena.h"

/* Is at least one letter in it? Digits, punctuation, symbols, lone marks and what is not assigned are
 * none; whatever else is one, of any script: no name is refused for what this portal does not know.
 * A letter is what domain/identity_key.h never drops, so a name that has one always makes a key. */
bool name_has_letter(struct str name);
/* How one is called: the first of the given names, without the comma that may follow it. */
struct str name_first(struct str given_names);
/* The two with one space between; only the other where one is empty. */
struct str name_join(struct arena *a, struct str one, struct str other);

#endif
