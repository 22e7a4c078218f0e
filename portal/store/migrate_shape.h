/* store/migrate_shape.h - what a statement of a migration does, told from its text; no database.
 *
 * Two tables of the shapes that migrations are written in, one of statements and one of the clauses of
 * an ALTER TABLE, and nothing else: the runner does not begin what has none of them, since it could not
 * tell afterwards whether it was done (store/migrate_judge.h). RENAME and CHANGE are not there on
 * purpose: a name changes by a new one beside it. */
#ifndef STORE_MIGRATE_SHAPE_H
#define STORE_MIGRATE_SHAPE_H

#include "store/sql_tokens.h"

enum migrate_kind {
    MIGRATE_TABLE,      /* CREATE TABLE */
    MIGRATE_NO_TABLE,   /* DROP TABLE */
    MIGRATE_TRIGGER,    /* CREATE TRIGGER */
    MIGRATE_NO_TRIGGER, /* DROP TRIGGER */
    MIGRATE_ALTER,      /* ALTER TABLE; CREATE INDEX, as the one clause that it is */
    MIGRATE_ROWS,       /* INSERT, UPDATE, DELETE: one transaction with the record that it was done */
};
enum migrate_verb { MIGRATE_ADDS, MIGRATE_DROPS, MIGRATE_SETS };
enum migrate_part {
    MIGRATE_COLUMN,
    MIGRATE_KEY,
    MIGRATE_CHECK,
    MIGRATE_FOREIGN,
    MIGRATE_CONSTRAINT, /* a CHECK, a foreign or a unique key: DROP CONSTRAINT does not say which */
};

struct migrate_row { /* of one of the two tables */
    const char *pattern; /* sql_match; it catches the object's name last, of a statement the table's */
    unsigned kind, part; /* kind: enum migrate_kind, of a clause enum migrate_verb */
    bool repeats;        /* the server takes it twice: IF NOT EXISTS, OR REPLACE, … */
};
extern const struct migrate_row migrate_statement_rows[], migrate_clause_rows[];
extern const size_t migrate_statement_rows_n, migrate_clause_rows_n;

struct migrate_clause {
    const struct migrate_row *row;
    struct str name; /* of the column, key or constraint */
    struct sql_tokens tokens;
};
struct migrate_shape {
    const struct migrate_row *row;
    struct sql_tokens tokens;
    struct str table;
    struct str name, timing, event, body; /* of a trigger: AFTER, INSERT */
    struct migrate_clause *clauses;       /* of MIGRATE_ALTER, else none */
    size_t n;
};

/* False: the statement, or a clause of it, has no shape. Everything is in the arena or in sql. */
bool migrate_shape(struct arena *a, struct str sql, struct migrate_shape *out);

#endif
