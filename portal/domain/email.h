/* domain/email.h - is this an address that our mail can carry? pure.
 *
 * Rules: RFC 5321 lengths (64 before the @, 254 in all), a dot-atom before the @ (no quoted local
 * part), a domain of at least two labels. Letters outside ASCII before the @ would need SMTPUTF8
 * all the way: refused with a fault of their own, so that the person is told why. A domain with
 * accents becomes the ASCII form that its registry gave it (IDNA2008 over UTS 46, libidn2), the only
 * one that the rest of the house stores and compares; people are shown the other. All of it becomes lower
 * case: an address names an account, a phone begins a field with a capital, and no mail server of
 * today tells Jeanne from jeanne. Nothing is guessed: what is no domain is refused, never changed
 * into one; what looks like a slip ("gmail.con") is asked about, and kept. */
#ifndef DOMAIN_EMAIL_H
#define DOMAIN_EMAIL_H

#include "domain/field.h"

/* `typed` is one clean line: the address, or one with what programs put around it ("Ana <a@b.fr>",
 * "mailto:"). FAULT_NONE and the canonical address (what stands before the @ in lower case, the domain in
 * lower-case ASCII), or FAULT_FORMAT, FAULT_TOO_LONG, FAULT_ACCENT. */
enum fault email_read(struct arena *a, struct str typed, struct str *out);
/* A canonical address as its owner writes it: "zoe@société.fr". As it is where that could pass for another
 * (letters of alphabets that look alike), or would not be read as the same again. */
struct str email_shown(struct arena *a, struct str email);
/* Does the domain look like a slip of the hand for one that nearly everybody here means, end in what no domain
 * ends in, or come from older rules (email_mended)? email_meant: the address that it looks like, as it is
 * shown; empty when it does not. */
bool email_doubtful(struct str email);
struct str email_meant(struct arena *a, struct str email);
/* Was this address, stored under rules that only encoded what was typed, meant to be another? The address that
 * today's rules read in what was typed then; empty when it is the same, or when it cannot be known. */
struct str email_mended(struct arena *a, struct str email);

#endif
