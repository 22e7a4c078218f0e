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
 * Two humans who share all three are told apart by staff: the key only marks, never refuses. */
#ifndef DOMAIN_IDENTITY_KEY_H
#define DOMAIN_IDENTITY_KEY_H

#include "base/arena.h"

enum { IDENTITY_KEY_VERSION = 1 };

/* "1|de la fontaine|jean|1985-03-27"; birth_date is canonical. False when a part is empty. */
bool identity_key_text(struct arena *a, struct str birth_name, struct str given_names,
    struct str birth_date, struct str *out);

#endif
