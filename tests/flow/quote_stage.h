/* tests/flow/quote_stage.h - somebody asks for a quote through the front door, and what became of it. */
#ifndef TESTS_QUOTE_STAGE_H
#define TESTS_QUOTE_STAGE_H

#include "flow.h"

#define EMPLOYER                                                                                   \
    "kind=quote&payer=employer&module=yes&whom=self&addressee_name=Les+Mille+Pas"                  \
    "&addressee_address=1+rue+du+Port%0D%0A35000+Rennes"
#define INDIVIDUAL "kind=quote&payer=individual&module=yes&addressee_address=2+rue+Basse"
enum { DAY = 24 * 3600 };

#define ck_says_at(page, words)                                                                    \
    do {                                                                                           \
        struct reply at_ = (page);                                                                 \
        ck_says(at_, words);                                                                       \
    } while (0)

/* Through the form and its check page; the reply to the last button. */
struct reply asked(struct browser *b, struct str email, const char *more);
/* The same, to the link page; its path. */
struct str quoted(struct browser *b, struct str email, const char *more);
/* A column, or an expression, of the newest request of that address; of its newest quote (q). */
struct str of_request(const char *column, struct str email);
struct str of_quote(const char *column, struct str email);
/* Mails of that kind to or about the address: how many, and the facts of the newest. */
uint64_t mails(const char *kind, struct str email);
struct str params_of(const char *kind, struct str email);
const char *under(struct str path, struct str tail); /* "path/tail" */

#endif
