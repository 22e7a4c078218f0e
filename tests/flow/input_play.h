/* tests/flow/input_play.h - every form as somebody hostile fills it in: each field of a right form in
 * turn holds something odd. An answer is either fine or says what is wrong; nothing else is lost. */
#ifndef TESTS_INPUT_PLAY_H
#define TESTS_INPUT_PLAY_H

#include "flow.h"

enum { BAD_N = 59 };
/* Odd values, encoded. */
extern const char *const BAD[BAD_N];
const char *times(const char *what, size_t n);

struct pairs { /* the parameters of a whole, right form */
    struct str name[200], value[200];
    size_t field[200], n;
};

struct pairs right_form(const struct form *f);
/* The whole body with one parameter replaced; `which` == n: none. */
struct str body_of(const struct pairs *ps, size_t which, const char *bad, struct str token);

struct place;
/* What else is done each time that something odd was taken. */
typedef void (*taken_fn)(const struct place *pl, const char *name, const char *bad);

struct place { /* one form, as one person reaches it */
    taken_fn taken; /* or NULL */
    struct browser *b;
    const char *path, *back; /* back: where what was kept is seen, or NULL */
    const struct form *form;
    struct str token, email; /* email: a candidacy's is its account's */
};

/* The status is one of those that such an answer may have, and the page says something. */
void sane(const struct reply *r, const struct place *pl, const char *name, const char *bad);
/* Each field with each of these; how many were sent. `bad` NULL: with letters of two and four bytes, and
 * with accents of their own, around the field's limit and around forty, behind none to three letters of
 * one byte, so that whatever cuts by bytes cuts inside one. */
size_t play(const struct place *pl, const char *const *bad, size_t bad_n);
/* Every form of the candidacy at that path, of that person or in the hands of staff; whatever is not
 * played with is whole meanwhile. */
size_t each_step_at(struct browser b, const char *path, struct str email,
    const char *const *bad, size_t bad_n, taken_fn taken);

#endif
