/* mail/incoming_body.h - what a person wrote in a mail, and what came beside. Pure.
 *
 * Every text of it in its order, whatever stands between (a file in the midst of a text, Apple Mail's way);
 * of the same text in several forms the plain one, unless another says much more; of a mail that is attached,
 * who sent it, its subject and its text. What is no text is a file: its name and its size. */
#ifndef MAIL_INCOMING_BODY_H
#define MAIL_INCOMING_BODY_H

#include "base/arena.h"

#include <gmime/gmime.h>

struct body {
    struct str text;  /* at most INCOMING_TEXT_MAX bytes, clean; empty: none */
    struct str files; /* "bon de commande.pdf (12 Ko), image001.png (3 Ko)"; empty: none */
    bool cut;         /* there was more text */
};
struct body body_read(struct arena *a, GMimeObject *top);

/* RFC 3676: lines that a program cut are one again. Valid UTF-8; `delsp`: the space before the cut goes. */
struct str body_unflow(struct arena *a, struct str text, bool delsp);
/* A header's text, decoded, on one line of at most `max` characters. */
struct str body_header(struct arena *a, const char *decoded, size_t max);

#endif
