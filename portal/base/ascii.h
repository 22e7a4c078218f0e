/* base/ascii.h - what a byte is, in ASCII and nowhere else: no locale, nothing above 0x7f is a letter.
 * They take a char or an unsigned char alike: of a byte above 0x7f none of them is true. Code points
 * have base/utf8.h. */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include "base/str.h"

static inline bool ascii_is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_lower(int c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool ascii_is_upper(int c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool ascii_is_letter(int c)
{
    return ascii_is_lower(c) || ascii_is_upper(c);
}

static inline bool ascii_is_alnum(int c)
{
    return ascii_is_letter(c) || ascii_is_digit(c);
}

/* What our own ids and the segments of our paths are made of: base64url's letters (RFC 4648 §5). */
static inline bool ascii_is_url_safe(int c)
{
    return ascii_is_alnum(c) || c == '-' || c == '_';
}

/* What no address has to encode (RFC 3986 §2.3). */
static inline bool ascii_is_unreserved(int c)
{
    return ascii_is_url_safe(c) || c == '.' || c == '~';
}

static inline char ascii_lower(char c)
{
    return ascii_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static inline char ascii_upper(char c)
{
    return ascii_is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

static inline bool str_is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* Every byte of s is url-safe; true of an empty one. */
static inline bool str_is_url_safe(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_url_safe(s.p[i]))
            return false;
    return true;
}

#endif
