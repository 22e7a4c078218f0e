/* domain/siret.h - fourteen digits and their checksum; pure.
 *
 * Luhn over the fourteen digits, except La Poste (SIREN 356000000), whose establishments have
 * digits that sum to a multiple of five (INSEE). A failing checksum is doubtful, never refused:
 * some numbers in use fail. */
#ifndef DOMAIN_SIRET_H
#define DOMAIN_SIRET_H

#include "base/arena.h"

/* Fourteen digits; spaces of every kind, dots and hyphens between them are skipped. */
bool siret_read(struct arena *a, struct str typed, struct str *digits);
/* Does the checksum hold? `digits` as siret_read gave them. */
bool siret_sound(struct str digits);
/* "197 534 712 00017", with no-break spaces. */
struct str siret_display(struct arena *a, struct str digits);

#endif
