/* tests/unit/migrate_columns.h - the columns and CHECKs that migrations have made, read from their texts. */
#ifndef TESTS_MIGRATE_COLUMNS_H
#define TESTS_MIGRATE_COLUMNS_H

#include "store/migrate_shape.h"

struct column {
    struct str table, name; /* the table itself: no name */
    unsigned made;          /* by which file */
    bool dropped;
    struct str type, charset, collation, fallback; /* fallback: its default; p NULL: none */
    uint64_t size;                                 /* VARCHAR(size), else 0 */
    bool is_unsigned, required, computed, unique;
    struct str unknown; /* a word that is none of those */
};
struct check {
    struct str table, name;
    unsigned made, dropped; /* by which file; dropped 0: it is there */
    struct sql_tokens rule; /* what stands between its parentheses */
};
struct columns {
    struct arena *a;
    struct column *v;
    struct check *checks;
    size_t n, checks_n;
};
enum { COLUMNS_MAX = 2000 };

/* What that statement of file `number` makes or takes away. */
void columns_learn(struct columns *c, const struct migrate_shape *s, unsigned number);
void columns_learn_clause(
    struct columns *c, struct str table, const struct migrate_clause *clause, unsigned number);
/* NULL: not there. A table: name empty. */
struct column *columns_find(const struct columns *c, struct str table, struct str name);
/* The last CHECK of that name, though it be dropped. */
struct check *columns_check(const struct columns *c, struct str table, struct str name);
/* "c VARCHAR(20) NOT NULL": from the name on. */
struct column column_of(struct sql_tokens t);
/* Does whatever was written to `was`, by who knows only that, still fit? */
bool column_is_wider(const struct column *was, const struct column *is);
/* What stands between the first parentheses of t. */
struct sql_tokens columns_inside(struct sql_tokens t);

#endif
