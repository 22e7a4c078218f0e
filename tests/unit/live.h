/* tests/unit/live.h - would a mail client make a link of something in this text? As generous as the most
 * generous of them (Gmail, Outlook and Apple's data detectors: schemes, "www.", names of hosts with any
 * ending, addresses, telephone numbers), and written without base/links.h, which it judges. */
#ifndef TESTS_LIVE_H
#define TESTS_LIVE_H

#include "base/str.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

static inline bool live_word(char c)
{
    return (unsigned char)c >= 0x80 || isalnum((unsigned char)c) || c == '-' || c == '_';
}

/* "://" behind a scheme, "www.", "mailto:x", a folder of a network. */
static inline bool live_scheme(const char *p, char before)
{
    return (isalpha((unsigned char)before) && strncmp(p, "://", 3) == 0) ||
           (strncasecmp(p, "www.", 4) == 0 && live_word(p[4]) && p[4] != '-') ||
           (strncasecmp(p, "mailto:", 7) == 0 && (unsigned char)p[7] > 0x20 && p[7] != 0x7f) ||
           (strncmp(p, "\\\\", 2) == 0 && live_word(p[2]));
}

/* "word.tld": an ending of two characters or more, not all digits. */
static inline bool live_host(const char *p, char before)
{
    bool letters = false;
    int length = 0;
    if (*p != '.' || !live_word(before) || p[1] == '-')
        return false;
    for (p++; live_word(*p); p++) {
        letters |= !isdigit((unsigned char)*p);
        length += ((unsigned char)*p & 0xc0) != 0x80;
    }
    return letters && length > 1;
}

/* Seven digits, at most two marks between two of them. */
static inline bool live_phone(const char *p, char before)
{
    int digits = 0, marks = 0;
    if (!isdigit((unsigned char)*p) || (live_word(before) && (unsigned char)before < 0x80))
        return false;
    for (; *p && marks < 3; p++) {
        if (isdigit((unsigned char)*p)) {
            digits++;
            marks = 0;
        } else if (strchr(" .-/()+", *p)) {
            marks++;
        } else {
            break;
        }
    }
    return digits >= 7;
}

/* How many bytes of p a reader takes for one other sign: every space a space, every dot of a host a dot. */
static inline size_t live_sign(const char *p, size_t n, char *sign)
{
    static const char *const as[][2] = {{"\xc2\xa0", " "}, {"\xe1\x9a\x80", " "}, {"\xe2\x81\x9f", " "},
        {"\xe3\x80\x80", " "}, {"\xe2\x80\xa4", "."}, {"。", "."}, {"\xef\xb9\x92", "."}, {"．", "."},
        {"\xef\xbd\xa1", "."}};
    for (size_t k = 0; k < sizeof as / sizeof *as; k++)
        if (n >= strlen(as[k][0]) && memcmp(p, as[k][0], strlen(as[k][0])) == 0) {
            *sign = *as[k][1];
            return strlen(as[k][0]);
        }
    if (n > 2 && memcmp(p, "\xe2\x80", 2) == 0 &&
        ((unsigned char)p[2] <= 0x8a || p[2] == '\xa8' || p[2] == '\xa9' || p[2] == '\xaf')) {
        *sign = ' ';
        return 3;
    }
    *sign = *p;
    return 1;
}

static inline char *live_read(struct str s)
{
    char *to = malloc(s.n + 2);
    size_t n = 0;
    to[n++] = ' ';
    for (size_t i = 0; i < s.n;)
        i += live_sign(s.p + i, s.n - i, &to[n++]);
    to[n] = 0;
    return to;
}

static inline bool live_link(struct str s)
{
    char *text = live_read(s);
    bool live = false;
    for (const char *p = text + 1; *p && !live; p++)
        live = live_scheme(p, p[-1]) || live_host(p, p[-1]) || live_phone(p, p[-1]) ||
               (*p == '@' && live_word(p[-1]) && live_word(p[1]));
    free(text);
    return live;
}

#endif
