/* domain/email.h - is this an address that our mail can carry? pure.
 *
 * Rules: RFC 5321 lengths (64 before the @, 254 in all), a dot-atom before the @ (no quoted local
 * part), a domain of at least two labels. Letters outside ASCII before the @ would need SMTPUTF8
 * all the way: refused with a fault of their own, so that the person is told why. A domain with
 * accents becomes its ASCII form (RFC 3492), the only one that the rest of the house sees. All of
 * it becomes lower case: an address names an account, a phone begins a field with a capital, and
 * no mail server of today tells Jeanne from jeanne. */
#ifndef DOMAIN_EMAIL_H
#define DOMAIN_EMAIL_H

#include "domain/field.h"

/* `typed` is one clean line. FAULT_NONE and the canonical address (what stands before the @
 * in lower case, the domain in lower-case ASCII), or FAULT_FORMAT, FAULT_TOO_LONG, FAULT_ACCENT. */
enum fault email_read(struct arena *a, struct str typed, struct str *out);

#endif
