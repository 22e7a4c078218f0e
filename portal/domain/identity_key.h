/* domain/identity_key.h - the same human behind two accounts: what is hashed; pure.
 *
 * Birth name, first given name and birth date, normalised, joined by '|' behind a version. The
 * caller makes HMAC-SHA-256 of it: the text itself is never stored. Version 1, published with the
 * vectors in tests/unit/test_domain_texts.c:
 *   1. compatibility decomposition, marks dropped, case folded (domain/fold.h);
 *   2. œ = oe, æ = ae, ø = o, ł = l, đ = d, ı = i: one name, several keyboards;
 *   3. apostrophes of every shape are dropped (O’Neill = ONeill);
 *   4. words are split on spaces, hyphens and commas of every shape; the birth name's words are
 *      joined by one space; of the given names only the first word stays.
 * The marks that are dropped are those of no script in particular (U+0300 and the other general
 * blocks). Vowel signs and points of Arabic, Hebrew, Devanagari and the like stay: they are letters
 * of their names, and a script without case is itself folded.
 * Version 2 is that of a person who has said to have only one of the two names: the other part is
 * '-', which rule 4 keeps out of every name. Whoever has both stays in version 1.
 * Two humans who share all three are told apart by staff: the key only marks, never refuses. */
#ifndef DOMAIN_IDENTITY_KEY_H
#define DOMAIN_IDENTITY_KEY_H

#include "base/arena.h"

enum { IDENTITY_KEY_BOTH = 1, IDENTITY_KEY_ONE = 2 }; /* versions */

struct identity {
    struct str birth_name, given_names;
    bool no_birth_name, no_given_names; /* said to have none: the name itself is not looked at */
    struct str birth_date;              /* canonical */
};

/* "1|de la fontaine|jean|1985-03-27", "2|suharto|-|1921-06-08". The version; 0, and no text, when a
 * name that should be there gives nothing, when neither is there, or without a date. */
unsigned identity_key_text(struct arena *a, const struct identity *who, struct str *out);

#endif
