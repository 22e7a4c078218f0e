/* base/str.h - borrowed bytes.
 *
 * A `struct str` points at bytes that somebody else owns (an arena, a request, a literal); it is
 * not terminated. An empty str may have p == NULL. Everything here is pure and ASCII-only where it
 * speaks of case or space: text in other scripts goes through base/utf8.h. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *p;
    size_t n;
};

/* A str over a string literal, usable in constant tables too. */
#define STR(lit) ((struct str){"" lit, sizeof(lit) - 1})
#define STR_INIT(lit)                                                                              \
    {                                                                                              \
        "" lit, sizeof(lit) - 1                                                                    \
    }
/* For printf-like functions: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, ((s).p ? (s).p : "")

static inline struct str str_c(const char *c)
{
    return (struct str){c, c ? strlen(c) : 0};
}

bool str_eq(struct str a, struct str b);
bool str_eq_c(struct str a, const char *b);
/* Equal but for the case of A-Z. */
bool str_eq_nocase(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Without the spaces, tabs, CR and LF at both ends. */
struct str str_trim(struct str s);
/* Offset of the first c, or s.n. */
size_t str_find(struct str s, char c);
/* Bytes [from, to) clamped to s. */
struct str str_slice(struct str s, size_t from, size_t to);
/* Takes what stands before the first `sep` off the front of *s (all of it when there is none, and
 * then *s becomes empty with p == NULL). False once *s has been used up: for loops. */
bool str_cut(struct str *s, char sep, struct str *piece);
/* The whole of s, decimal digits only, no sign, no space, at most `max`; false otherwise.
 * The one number parser of the portal (banned.h forbids the others). */
bool str_to_u64(struct str s, uint64_t max, uint64_t *out);
/* Is there a control byte (below 0x20 or 0x7f) that is not in `allowed`? */
bool str_has_control(struct str s, const char *allowed);

#endif
