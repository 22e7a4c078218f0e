#include "store/migrate_shape.h"

#define TRIGGER "@ BEFORE|AFTER INSERT|UPDATE|DELETE ON @ FOR EACH ROW"

const struct migrate_row migrate_statement_rows[] = {
    {"CREATE TABLE IF NOT EXISTS @ (", MIGRATE_TABLE, 0, true},
    {"CREATE TABLE @ (", MIGRATE_TABLE, 0, false},
    {"DROP TABLE IF EXISTS @ $", MIGRATE_NO_TABLE, 0, true},
    {"CREATE OR REPLACE TRIGGER " TRIGGER, MIGRATE_TRIGGER, 0, true},
    {"CREATE TRIGGER " TRIGGER, MIGRATE_TRIGGER, 0, false},
    {"DROP TRIGGER IF EXISTS @ $", MIGRATE_NO_TRIGGER, 0, true},
    {"CREATE INDEX IF NOT EXISTS @ ON @ (", MIGRATE_ALTER, 0, true},
    {"CREATE UNIQUE|FULLTEXT INDEX IF NOT EXISTS @ ON @ (", MIGRATE_ALTER, 0, true},
    {"ALTER TABLE @", MIGRATE_ALTER, 0, true},
    {"INSERT IGNORE INTO @", MIGRATE_ROWS, 0, true},
    {"INSERT INTO @", MIGRATE_ROWS, 0, true},
    {"UPDATE @", MIGRATE_ROWS, 0, true},
    {"DELETE FROM @", MIGRATE_ROWS, 0, true},
};
const size_t migrate_statement_rows_n = sizeof migrate_statement_rows / sizeof *migrate_statement_rows;

/* As MariaDB 10.11 takes them: IF NOT EXISTS stands before the name of a CHECK and behind FOREIGN KEY. */
const struct migrate_row migrate_clause_rows[] = {
    {"ADD COLUMN IF NOT EXISTS @", MIGRATE_ADDS, MIGRATE_COLUMN, true},
    {"ADD COLUMN @", MIGRATE_ADDS, MIGRATE_COLUMN, false},
    {"ADD KEY|INDEX IF NOT EXISTS @ (", MIGRATE_ADDS, MIGRATE_KEY, true},
    {"ADD KEY|INDEX @ (", MIGRATE_ADDS, MIGRATE_KEY, false},
    {"ADD UNIQUE|FULLTEXT KEY|INDEX IF NOT EXISTS @ (", MIGRATE_ADDS, MIGRATE_KEY, true},
    {"ADD UNIQUE|FULLTEXT KEY|INDEX @ (", MIGRATE_ADDS, MIGRATE_KEY, false},
    {"ADD CONSTRAINT IF NOT EXISTS @ CHECK (", MIGRATE_ADDS, MIGRATE_CHECK, true},
    {"ADD CONSTRAINT @ CHECK (", MIGRATE_ADDS, MIGRATE_CHECK, false},
    {"ADD CONSTRAINT @ FOREIGN KEY IF NOT EXISTS (", MIGRATE_ADDS, MIGRATE_FOREIGN, true},
    {"ADD CONSTRAINT @ FOREIGN KEY (", MIGRATE_ADDS, MIGRATE_FOREIGN, false},
    {"DROP COLUMN IF EXISTS @ $", MIGRATE_DROPS, MIGRATE_COLUMN, true},
    {"DROP KEY|INDEX IF EXISTS @ $", MIGRATE_DROPS, MIGRATE_KEY, true},
    {"DROP CONSTRAINT IF EXISTS @ $", MIGRATE_DROPS, MIGRATE_CONSTRAINT, true},
    {"DROP FOREIGN KEY IF EXISTS @ $", MIGRATE_DROPS, MIGRATE_FOREIGN, true},
    {"MODIFY COLUMN @", MIGRATE_SETS, MIGRATE_COLUMN, true},
    {"ALTER COLUMN @ SET DEFAULT", MIGRATE_SETS, MIGRATE_COLUMN, true},
    {"ALTER COLUMN @ DROP DEFAULT $", MIGRATE_SETS, MIGRATE_COLUMN, true},
};
const size_t migrate_clause_rows_n = sizeof migrate_clause_rows / sizeof *migrate_clause_rows;

static const struct migrate_row *row_of(const struct migrate_row *rows, size_t rows_n,
    struct sql_tokens t, struct str *caught, size_t *n, size_t *taken)
{
    for (size_t i = 0; i < rows_n; i++)
        if ((*taken = sql_match(t, rows[i].pattern, caught, n)) > 0)
            return &rows[i];
    return NULL;
}

static bool clauses_of(struct arena *a, struct sql_tokens t, struct migrate_shape *out)
{
    struct sql_tokens piece;
    struct str caught[SQL_CAUGHT];
    size_t n, taken;
    out->clauses = ARENA_ARRAY(a, t.n + 1, struct migrate_clause);
    while (sql_cut(&t, &piece)) {
        struct migrate_clause *c = &out->clauses[out->n++];
        c->row = row_of(migrate_clause_rows, migrate_clause_rows_n, piece, caught, &n, &taken);
        if (!c->row)
            return false;
        c->name = caught[n - 1];
        c->tokens = piece;
    }
    return out->n > 0;
}

/* CREATE INDEX: what the same clause of an ALTER TABLE would be. */
static void index_of(struct arena *a, struct str name, struct migrate_shape *out)
{
    static const struct migrate_row row = {"", MIGRATE_ADDS, MIGRATE_KEY, true};
    out->clauses = ARENA_NEW(a, struct migrate_clause);
    out->clauses[out->n++] = (struct migrate_clause){&row, name, out->tokens};
}

bool migrate_shape(struct arena *a, struct str sql, struct migrate_shape *out)
{
    struct str caught[SQL_CAUGHT];
    size_t n, taken;
    *out = (struct migrate_shape){.tokens = sql_tokens(a, sql)};
    out->row = row_of(migrate_statement_rows, migrate_statement_rows_n, out->tokens, caught, &n, &taken);
    if (!out->row)
        return false;
    out->table = caught[n - 1];
    switch ((enum migrate_kind)out->row->kind) {
    case MIGRATE_TABLE: /* and no rows beside it: those would not be looked up */
        return sql_find(out->tokens, "SELECT") == out->tokens.n;
    case MIGRATE_NO_TRIGGER:
        out->name = caught[0];
        return true;
    case MIGRATE_TRIGGER:
        out->name = caught[0];
        out->timing = caught[1];
        out->event = caught[2];
        out->body = str_trim(str_slice(sql, out->tokens.v[taken - 1].end, sql.n));
        return out->body.n > 0;
    case MIGRATE_ALTER:
        if (sql_is(&out->tokens.v[0], "ALTER"))
            return clauses_of(a, sql_from(out->tokens, taken), out);
        index_of(a, caught[n - 2], out);
        return true;
    case MIGRATE_NO_TABLE:
    case MIGRATE_ROWS:
        return true;
    }
    return false;
}
