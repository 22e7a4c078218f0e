/* domain/postcode.h - does a postcode look like those of its country? pure.
 *
 * Only of countries that are written often here, and only to ask once more: a doubt, never a refusal. */
#ifndef DOMAIN_POSTCODE_H
#define DOMAIN_POSTCODE_H

#include "base/arena.h"

/* NULL: it does, or we do not know that country. Else what is usual there: "cinq chiffres". */
const char *postcode_expected(struct str country, struct str code);

#endif
