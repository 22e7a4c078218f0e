/* domain/siret.h - fourteen digits and their checksums; pure.
 *
 * Nine digits name the enterprise (SIREN), five its establishment; Luhn holds over the nine and over the
 * fourteen, except La Poste (SIREN 356000000), whose establishments have digits that sum to a multiple of
 * five (INSEE). Neither part is all zeros. A number that fails is doubtful, never refused: some in use fail. */
#ifndef DOMAIN_SIRET_H
#define DOMAIN_SIRET_H

#include "base/arena.h"

/* Fourteen digits; spaces, dots and dashes of every kind between them are skipped, and so is a sentence
 * around them (domain/typed.h). */
bool siret_read(struct arena *a, struct str typed, struct str *digits);
/* Do the checksums hold? `digits` as siret_read gave them. */
bool siret_sound(struct str digits);
/* "197 534 712 00017", with no-break spaces. */
struct str siret_display(struct arena *a, struct str digits);

#endif
