/* sys/totp.h - the staff's second factor: time-based codes (RFC 6238: SHA-1, six digits, thirty
 * seconds) over liboath, and the picture that brings the secret into an application. */
#ifndef SYS_TOTP_H
#define SYS_TOTP_H

#include "base/arena.h"
#include "base/day.h"

enum { TOTP_SECRET = 20, TOTP_SECONDS = 30, TOTP_DIGITS = 6 };

/* The secret as people type it: base32 in groups of four. */
struct str totp_text(struct arena *a, const unsigned char secret[TOTP_SECRET]);
/* otpauth://totp/ISSUER:ACCOUNT?… for the picture. */
struct str totp_uri(struct arena *a, const unsigned char secret[TOTP_SECRET], struct str issuer,
    struct str account);
/* Is it the code of this half minute, of the one before or after, and later than step `after` (a
 * code serves once)? *step is the one it belongs to. */
bool totp_check(const unsigned char secret[TOTP_SECRET], struct instant now, struct str code,
    uint64_t after, uint64_t *step);

/* A QR code: `size` squares a side, row by row, true is dark; NULL when the text is too long. */
bool *qr_make(struct arena *a, struct str text, size_t *size);

#endif
