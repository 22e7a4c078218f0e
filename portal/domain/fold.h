/* domain/fold.h - letters without case or accents; pure.
 *
 * Unicode's compatibility decomposition with marks dropped and case folded, for the Latin letters
 * up to U+023F and of U+1E00..1EFF, but for µ, ŀ, ŉ, ǯ and ẚ; Greek and Cyrillic only change case;
 * every other code point stays as it is. */
#ifndef DOMAIN_FOLD_H
#define DOMAIN_FOLD_H

#include "base/buf.h"

/* Simple lower case: one code point for one. */
uint32_t fold_lower(uint32_t c);
/* Writes c folded: "É" gives "e", "ß" gives "ss", a combining mark nothing. */
void fold_put(struct buf *out, uint32_t c);

#endif
