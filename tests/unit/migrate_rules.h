/* tests/unit/migrate_rules.h - the rules that a new migration is held to (README "How to add a
 * migration"): each statement can run twice, and the file either widens or narrows the schema, never
 * both. They judge texts, with what the files before it have made; no database. What they cannot judge
 * they ask the author to answer for, by a line "-- wider: NAME" above the statement. */
#ifndef TESTS_MIGRATE_RULES_H
#define TESTS_MIGRATE_RULES_H

#include "store/migrate_files.h"

struct rules;
struct rules *rules_new(struct arena *a);
/* The first thing that is wrong, "statement 2: why"; empty: nothing. Files come in order. */
struct str rules_judge(struct rules *r, const struct migrate_file *f);
/* From now on what it makes is there. */
void rules_learn(struct rules *r, const struct migrate_file *f);

#endif
