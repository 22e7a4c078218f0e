/* base/links.h - what a mail client, a PDF reader or a telephone makes a link of by itself; pure.
 *
 * Words that somebody unknown typed travel in our mails and papers: "http://…", "www.…", "site.fr", an
 * address, a telephone number would each be a link of ours there. They are broken where everybody sees
 * it, and can still be read: "site [.] fr", "nom [@] site [.] fr", "06 · 12 · 34 · 56 · 78"; a scheme
 * ("http://") goes. No invisible character: what is shown is what is there. Rather one dot too many
 * broken than one link. */
#ifndef BASE_LINKS_H
#define BASE_LINKS_H

#include "base/arena.h"

enum link_kind {
    LINK_SCHEME, /* "http://", whatever the scheme */
    LINK_HOST,   /* "site.fr", "www.site", "1.2.3.4": labels and their dots, of any script */
    LINK_AT,     /* the "@" between two words */
    LINK_COLON,  /* the ":" behind a word and before another: "mailto:x" */
    LINK_PHONE,  /* seven digits or more, with what people put between */
    LINK_SHARE,  /* two backslashes: a folder of a network */
};

struct link {
    enum link_kind kind;
    size_t from, to; /* bytes of the text */
};

/* The next one at or after *i in valid UTF-8, and *i moves behind it; false: there is none. They never
 * overlap. */
bool links_next(struct str s, size_t *i, struct link *out);
/* The text with all of them broken; itself when there is none. Twice is once. */
struct str links_broken(struct arena *a, struct str s);
/* The same with the figures left whole: a reference that somebody has to find again. */
struct str links_broken_but_figures(struct arena *a, struct str s);

#endif
