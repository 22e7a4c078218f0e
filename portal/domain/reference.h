/* domain/reference.h - the name of a submission, made to be read aloud: MOVSC-7K3M-9QX2; pure. */
#ifndef DOMAIN_REFERENCE_H
#define DOMAIN_REFERENCE_H

#include "base/arena.h"

enum { REFERENCE_RANDOM = 32 }; /* random bytes to give */

/* Empty when the bytes held too few usable ones (once in 10^15): draw again. */
struct str reference_make(struct arena *a, struct str random);
/* As people type it: any case, spaces or dashes anywhere or nowhere, with or without "MOVSC".
 * *out is the canonical form. */
bool reference_parse(struct arena *a, struct str typed, struct str *out);

#endif
