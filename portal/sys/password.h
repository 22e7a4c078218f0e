/* sys/password.h - passwords at rest: scrypt (RFC 7914) over OpenSSL, N=2^15 r=8 p=3, 16 bytes of
 * salt, 32 of hash, written "scrypt$32768$8$3$SALT$HASH" (OWASP's figures for scrypt; the figures
 * stand in the text, so that they can be raised later without locking anybody out).
 *
 * One costs about 32 MB and a tenth of a second, on purpose. */
#ifndef SYS_PASSWORD_H
#define SYS_PASSWORD_H

#include "base/arena.h"

/* `typed`: valid UTF-8; its letters are composed first (NFC). */
struct str password_hash(struct arena *a, struct str typed);
/* The same work whatever `stored` is (twice where letters were typed in parts): an empty or unreadable
 * one is compared with a made-up one, and is false. */
bool password_is(struct arena *a, struct str stored, struct str typed);
/* Is one of the words a line of that file (one word a line, lower case)? False when the file cannot
 * be read; *found says. */
bool wordlist_has(const char *path, const struct str *words, size_t n, bool *found);

#endif
