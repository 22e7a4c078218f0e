/* domain/reference.h - the name of a submission or a quote request, made to be read aloud:
 * MOVSC-7K3M-9QX2, D-7K3M-9QX2; pure. The prefix is the programme's code, or "D". */
#ifndef DOMAIN_REFERENCE_H
#define DOMAIN_REFERENCE_H

#include "base/arena.h"

enum { REFERENCE_RANDOM = 32, REFERENCE_PREFIX = 16 }; /* random bytes to give; letters */

/* Empty when the bytes held too few usable ones (once in 10^15): draw again. */
struct str reference_make(struct arena *a, struct str prefix, struct str random);
/* As people type it: any case, spaces or dashes anywhere or nowhere, with or without the prefix
 * (at most REFERENCE_PREFIX letters).
 * *out is the canonical form. */
bool reference_parse(struct arena *a, struct str prefix, struct str typed, struct str *out);

#endif
