/* base/codec.h - bytes as text. */
#ifndef BASE_CODEC_H
#define BASE_CODEC_H

#include "base/arena.h"

/* Lower-case hexadecimal. */
struct str hex_encode(struct arena *a, struct str bytes);
/* Exactly 2 * n hex digits into n bytes. */
bool hex_decode(struct str s, unsigned char *out, size_t n);
/* RFC 4648 §5 without padding. */
struct str base64url_encode(struct arena *a, struct str bytes);
/* False on any byte outside the alphabet or a length no encoding has. */
bool base64url_decode(struct arena *a, struct str s, struct str *out);
/* Up to n symbols of an alphabet without look-alikes (no 0 O 1 I L U), for references that people
 * read aloud. Of random `bytes` one in sixteen is skipped so that no symbol is favoured: give
 * 2 * n + 8 of them and look at the length. */
struct str plain_code(struct arena *a, struct str bytes, size_t n);

#endif
