/* What the tests of issued quotes stand on: requests as /devis stores them, issued as a page does. */
#ifndef STORE_QUOTE_STAGE_H
#define STORE_QUOTE_STAGE_H

#include "harness.h"

#include "page/quote_issue.h"

extern struct facts *world; /* of the last page_of; NULL before */
struct page page_of(struct db *db, struct arena *a, struct instant now);
void forget_facts(void); /* a setting has changed */
/* A request of that payer, with the module; more columns by SQL ("state = 'sent'"), or NULL. */
uint64_t request(const char *payer, const char *more);
/* How many rows of it and its quotes (r, q) are so. */
uint64_t count_of(const char *where, uint64_t request);
struct quote_issue issue_at(uint64_t id, const char *key, struct instant now);
/* Its one quote, issued at noon. */
struct quote made(uint64_t id, const char *key);

#endif
