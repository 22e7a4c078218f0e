/* base/utf8.h - text as people type it. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"

/* Strict UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
bool utf8_valid(struct str s);
/* The code point at *i (below s.n), and moves *i behind it; UINT32_MAX, *i unmoved, when the bytes
 * there are not strict UTF-8. */
uint32_t utf8_next(struct str s, size_t *i);
/* One of Unicode's 66 that are no character and never will be: U+FFFE, U+FFFF and their like. */
bool utf8_no_character(uint32_t c);
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
/* The door of every text that comes from outside, valid UTF-8 in: each field of each form, and what stands
 * beside them, is cleaned here once, before anything else looks at it. Spaces of every kind (tabs, line ends
 * included) become one space each run; what is invisible goes (zero width, direction, variation selectors,
 * BOM, controls), and what is no character; ends are trimmed; and what is left is composed (NFC): one text,
 * one spelling. */
struct str utf8_clean_line(struct arena *a, struct str s);
/* The same for a text area: line ends become \n and stay, at most two in a row. */
struct str utf8_clean_text(struct arena *a, struct str s);
/* Composed only (NFC): of what was kept before the door composed. Valid UTF-8 in. */
struct str utf8_compose(struct arena *a, struct str s);
/* What holds digits (a telephone, a number, a date, a code), for whoever reads it: full-width forms and the
 * digits of every script as ASCII, and one sign for all that mean the same: '-' for the dashes, ' ' for the
 * spaces, '/' and '.' for theirs. Compatibility forms are taken apart (NFKC): never for what is kept as text. */
struct str utf8_plain(struct arena *a, struct str s);

#endif
