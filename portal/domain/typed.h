/* domain/typed.h - what is meant by what was typed or pasted, in fields that hold digits; pure.
 *
 * People paste: a line of a mail with the code in it, a whole date into the day, a number with its label.
 * Here is found what can be read in one way only; the rest is for the person to say. `plain` is a text after
 * utf8_plain: digits are ASCII, a dash is '-', a space is ' '. */
#ifndef DOMAIN_TYPED_H
#define DOMAIN_TYPED_H

#include "base/arena.h"

enum { TYPED_DIGITS = 14 }; /* the longest number that is looked for */

/* The number of exactly n digits (at most TYPED_DIGITS) into to[n + 1]. Without a letter, all of `plain` is
 * that number, whatever spaces, dots and dashes stand in it; in a sentence, it is the one such number there
 * (the same twice is one). False: there is none, or several. */
bool typed_digits(struct str plain, size_t n, char *to);
/* More than a day in the box of the day: a date ("01/02/1985", "1985-02-01", "le 1er février 1985", "01021985")
 * or its beginning ("27 mars"); with `month`, more than a month in that box ("09/2021", "sept. 2021"). Day,
 * month and year as each stood, not judged; empty: not in it. False, out untouched, when it is not one, or
 * could be two. */
bool typed_date(struct str plain, bool month, struct str out[3]);
/* A telephone number without the label before it: "Tél. : 06 12", "tel:+33". Its own signs are not judged. */
struct str typed_phone(struct str plain);
/* A number in front ("35h": 35, "4,50": 4 with a fraction), and what follows it, trimmed. False without one. */
bool typed_number(struct str plain, uint64_t *whole, bool *fraction, struct str *rest);
/* Is `word` among those of `units`, '|' between, but for case and accents? */
bool typed_unit(const char *units, struct str word);

#endif
