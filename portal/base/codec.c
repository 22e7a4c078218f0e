#include "base/codec.h"

#include <stdlib.h>

static const char HEX[] = "0123456789abcdef";
static const char B64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/* Digits and capitals without 0 O 1 I L U: 30 symbols. A byte is used only below 240 = 8 * 30, so
 * that each symbol stays equally likely; the caller gives spare bytes. */
static const char PLAIN[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

struct str hex_encode(struct arena *a, struct str bytes)
{
    char *to = arena_alloc(a, bytes.n * 2 + 1);
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        to[2 * i] = HEX[c >> 4];
        to[2 * i + 1] = HEX[c & 15];
    }
    return (struct str){to, bytes.n * 2};
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool hex_decode(struct str s, unsigned char *out, size_t n)
{
    if (s.n != 2 * n)
        return false;
    for (size_t i = 0; i < n; i++) {
        int hi = nibble(s.p[2 * i]), lo = nibble(s.p[2 * i + 1]);
        if (hi < 0 || lo < 0)
            return false;
        out[i] = (unsigned char)(hi << 4 | lo);
    }
    return true;
}

struct str base64url_encode(struct arena *a, struct str bytes)
{
    size_t n = (bytes.n * 4 + 2) / 3;
    char *to = arena_alloc(a, n + 1);
    for (size_t i = 0; i < n; i++) {
        size_t bit = i * 6, at = bit / 8;
        unsigned two = (unsigned)(unsigned char)bytes.p[at] << 8;
        if (at + 1 < bytes.n)
            two |= (unsigned char)bytes.p[at + 1];
        to[i] = B64[two >> (10 - bit % 8) & 63];
    }
    return (struct str){to, n};
}

static int sextet(char c)
{
    const char *at = c ? memchr(B64, c, 64) : NULL;
    return at ? (int)(at - B64) : -1;
}

bool base64url_decode(struct arena *a, struct str s, struct str *out)
{
    if (s.n % 4 == 1)
        return false;
    size_t n = s.n * 3 / 4;
    char *to = arena_alloc(a, n + 1);
    uint32_t bits = 0;
    size_t have = 0, put = 0;
    for (size_t i = 0; i < s.n; i++) {
        int v = sextet(s.p[i]);
        if (v < 0)
            return false;
        bits = (bits << 6 | (uint32_t)v) & 0xffffff;
        have += 6;
        if (have >= 8) {
            have -= 8;
            to[put++] = (char)(bits >> have & 0xff);
        }
    }
    /* one spelling per value: the spare bits must be zero */
    if (bits & ((1U << have) - 1))
        return false;
    *out = (struct str){to, put};
    return true;
}

struct str plain_code(struct arena *a, struct str bytes, size_t n)
{
    char *to = arena_alloc(a, n + 1);
    size_t put = 0;
    for (size_t i = 0; i < bytes.n && put < n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        if (c < 240)
            to[put++] = PLAIN[c % 30];
    }
    return (struct str){to, put};
}
