/* domain/password.h - is a password good enough to be chosen? pure.
 *
 * Requirements.md §6: at least twelve characters, any of them, no composition asked; refused are
 * those that hold the person's own name or address, that follow the keyboard or repeat themselves,
 * and those built on a common word. The long list of common words is a file (sys/wordlist.h): this
 * gives the words to look for in it. */
#ifndef DOMAIN_PASSWORD_H
#define DOMAIN_PASSWORD_H

#include "base/arena.h"

enum { PASSWORD_LEAST = 12, PASSWORD_MOST = 128, PASSWORD_CORES = 4 };

enum password_fault {
    PASSWORD_GOOD,
    PASSWORD_SHORT,
    PASSWORD_LONG,
    PASSWORD_PERSONAL, /* holds the person's name or address, or the service's */
    PASSWORD_SIMPLE,   /* few characters, a piece that repeats, a row of the keyboard, a number */
    PASSWORD_COMMON,   /* a common word with things around it */
};

enum password_fault password_judge(
    struct arena *a, struct str typed, struct str name, struct str email);
/* What is left once digits and signs around it, and letters written as digits, are undone: the
 * words to look for in a list. Returns how many were written into out. */
size_t password_cores(struct arena *a, struct str typed, struct str out[PASSWORD_CORES]);
/* What to do about it, as a sentence; empty for PASSWORD_GOOD. */
struct str password_sentence(enum password_fault fault);

#endif
