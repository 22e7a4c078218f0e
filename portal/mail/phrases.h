/* mail/phrases.h - what a mail server says in words, whatever its case, accents and punctuation. Pure.
 *
 * A text is read as words: a host's name or a link is left out, since "spam-filter.example" or
 * "https://…/blocked" says nothing of why; an address is the word "@". A phrase is words with one
 * space between: "word|other" either of them, "word*" any that begins so, "~" up to six of any kind. */
#ifndef MAIL_PHRASES_H
#define MAIL_PHRASES_H

#include "base/arena.h"

enum { PHRASES_BYTES_MAX = 4000, PHRASES_WORDS_MAX = 800 }; /* of a text: the rest is not looked at */

struct phrases_text {
    struct str *words; /* folded: lower case, no accent */
    size_t n;
};

struct phrases_text phrases_read(struct arena *a, struct str text);
/* Is one of the phrases there? The table ends with NULL. */
bool phrases_any(const struct phrases_text *t, const char *const *phrases);

#endif
