/* domain/asides.h - why a mail that came to us was not understood, in words for the people of the desk; pure. */
#ifndef DOMAIN_ASIDES_H
#define DOMAIN_ASIDES_H

#include "base/str.h"

/* "Compte rendu d’envoi d’une forme inconnue"; the reason itself when it is not known here. */
struct str aside_label(struct str reason);

#endif
