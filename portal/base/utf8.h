/* base/utf8.h - text as people type it. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"

/* Strict UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
bool utf8_valid(struct str s);
/* The code point at *i (below s.n), and moves *i behind it; UINT32_MAX, *i unmoved, when the bytes
 * there are not strict UTF-8. */
uint32_t utf8_next(struct str s, size_t *i);
/* One code point as 1..4 bytes; `to` has room for four. */
size_t utf8_put(char *to, uint32_t c);
/* Code points in valid UTF-8. */
size_t utf8_length(struct str s);
/* The beginning of s, at most `max` code points, which is how fields and VARCHARs count. It ends between
 * what a person sees as two characters: no letter loses its accent, no emoji its other half, unless
 * one alone is longer than that. Ends before bytes that are not UTF-8. The one way to shorten a text. */
struct str utf8_cut(struct str s, size_t max);
/* The same for a room that counts bytes, whatever they are: never inside a code point. */
struct str utf8_fit(struct str s, size_t bytes);
/* Cleans one line of typed text, valid UTF-8 in: spaces of every kind (tabs, NBSP, line ends
 * included) become one space each run, invisible characters (zero width, bidi overrides, BOM,
 * controls) go, ends are trimmed. */
struct str utf8_clean_line(struct arena *a, struct str s);
/* The same for a text area: line ends become \n and stay, at most two in a row. */
struct str utf8_clean_text(struct arena *a, struct str s);

#endif
