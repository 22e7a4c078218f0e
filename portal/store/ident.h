/* store/ident.h - names that are drawn: public ids (128 random bits, 22 characters of base64url) and
 * references (domain/reference.h). */
#ifndef STORE_IDENT_H
#define STORE_IDENT_H

#include "base/arena.h"

enum { PUBLIC_ID_BYTES = 16, PUBLIC_ID_CHARS = 22 };

struct str public_id_new(struct arena *a);
/* Has it the shape of one? */
bool public_id_valid(struct str s);
/* "MOVSC-7K3M-9QX2": whether it is free is for a unique key to say. */
struct str reference_new(struct arena *a, struct str prefix);

#endif
