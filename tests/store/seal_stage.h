/* What the tests of the sealed audit trail stand on: an empty trail, rows, seals, and walks over them. */
#ifndef STORE_SEAL_STAGE_H
#define STORE_SEAL_STAGE_H

#include "harness.h"

#include "store/seal_check.h"

enum { EACH = 5 }; /* rows a seal */

/* Between begin_trail and end_trail. */
extern struct keys *keys;
extern struct seal_keys first; /* their first version */
extern struct db *clocked; /* portal-jobs, whose clock is the test's */

/* Empties the trail, as the database's administrator can: no trigger stands in their way. */
void begin_trail(void);
void end_trail(void);
/* The clock, so many seconds after noon. */
void at(int64_t seconds);
void add_rows(uint64_t n, const char *what);
/* How many rows it sealed. */
uint64_t seal_now(const struct seal_keys *k);
/* `n` seals of EACH rows, an hour apart from `hour` on; ids of rows follow on. */
void make_seals(const struct seal_keys *k, int64_t hour, unsigned n);
/* A walk to its end; `expected` NULL: no head is known elsewhere. */
struct seal_walk walked(const struct seal_keys *k, bool whole, const struct seal_head *expected);

#define ck_holds(w) ck_assert_msg((w).fault == SEAL_HOLDS, "%s, seal %llu, row %llu",                       \
    seal_fault_word((w).fault), (unsigned long long)(w).failed_seal, (unsigned long long)(w).failed_row)

#endif
