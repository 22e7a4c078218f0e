/* domain/quote_mentions.h - what a paper must carry, by who pays, in one table; pure. Sources:
 * requirements.md 1.2 and 1.6, labour code L6353-1 to L6353-7, D6353-1. */
#ifndef DOMAIN_QUOTE_MENTIONS_H
#define DOMAIN_QUOTE_MENTIONS_H

#include "domain/quote_doc.h"

struct quote_mention {
    const char *source;  /* a setting, or "intake.…": a fact of the intake */
    const char *label;   /* French, for staff */
    unsigned papers;     /* 1 << enum quote_paper: where it stands */
    bool required;
    unsigned most;       /* a number between 1 and this; 0: a text */
};

extern const struct quote_mention quote_mentions[];
extern const size_t quote_mentions_n;

/* Its value; empty when unknown, or when it should be a number and is not. */
struct str quote_mention_value(const struct quote_world *w, const struct quote_mention *m);
/* The number that a setting of the table holds; 0 without one. */
unsigned quote_mention_number(const struct quote_world *w, const char *source);

#endif
