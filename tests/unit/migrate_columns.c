#include "migrate_columns.h"

#include <stdlib.h>

struct sql_tokens columns_inside(struct sql_tokens t)
{
    size_t open = sql_find(t, "("), close = open;
    while (close < t.n && !(close > open && sql_is(&t.v[close], ")") && t.v[close].depth == t.v[open].depth))
        close++;
    t.n = close;
    return sql_from(t, open + 1);
}

static bool same_name(struct str a, struct str b)
{
    return str_eq_nocase(a, b);
}

struct column *columns_find(const struct columns *c, struct str table, struct str name)
{
    for (size_t i = 0; i < c->n; i++)
        if (!c->v[i].dropped && same_name(c->v[i].table, table) && same_name(c->v[i].name, name))
            return &c->v[i];
    return NULL;
}

struct check *columns_check(const struct columns *c, struct str table, struct str name)
{
    for (size_t i = c->checks_n; i-- > 0;)
        if (same_name(c->checks[i].table, table) && same_name(c->checks[i].name, name))
            return &c->checks[i];
    return NULL;
}

/* ---- a column */

/* A word of its definition, and what follows it; how many tokens that is, 0: not known. */
static size_t read_word(struct column *c, struct sql_tokens t)
{
    struct str caught[SQL_CAUGHT];
    size_t n, k;
    if (sql_match(t, "NOT NULL", caught, &n)) {
        c->required = true;
        return 2;
    }
    if (sql_is(&t.v[0], "NULL"))
        return 1;
    if (sql_is(&t.v[0], "UNSIGNED"))
        return c->is_unsigned = true;
    if (sql_is(&t.v[0], "STORED") || sql_is(&t.v[0], "FIRST"))
        return 1;
    if (sql_match(t, "AFTER @", caught, &n))
        return 2;
    if (sql_match(t, "AUTO_INCREMENT", caught, &n)) {
        c->fallback = STR("AUTO_INCREMENT");
        return 1;
    }
    if ((k = sql_match(t, "PRIMARY KEY", caught, &n)) || (k = sql_match(t, "UNIQUE", caught, &n))) {
        c->unique = true;
        return k;
    }
    if ((k = sql_match(t, "CHARACTER SET @", caught, &n)) > 0) {
        c->charset = caught[0];
        return k;
    }
    if ((k = sql_match(t, "COLLATE @", caught, &n)) > 0) {
        c->collation = caught[0];
        return k;
    }
    if (sql_match(t, "AS (", caught, &n)) {
        c->computed = true;
        return 1 + columns_inside(t).n + 2;
    }
    if (sql_is(&t.v[0], "DEFAULT") && t.n > 1 && !sql_is(&t.v[1], "(")) {
        c->fallback = t.v[1].text;
        return 2;
    }
    return 0;
}

struct column column_of(struct sql_tokens t)
{
    struct column c = {0};
    if (t.n < 2)
        return (struct column){.unknown = STR("nothing")};
    c.name = t.v[0].text;
    c.type = t.v[1].text;
    size_t at = 2;
    if (at < t.n && sql_is(&t.v[at], "(")) {
        struct sql_tokens inside = columns_inside(t);
        if (inside.n != 1 || !str_to_u64(inside.v[0].text, 100000, &c.size))
            c.unknown = c.type;
        at += inside.n + 2;
    }
    for (size_t taken; at < t.n && !c.unknown.p; at += taken) {
        taken = read_word(&c, sql_from(t, at));
        if (!taken)
            c.unknown = t.v[at].text;
    }
    if (!c.required && !c.fallback.p)
        c.fallback = STR("NULL");
    return c;
}

enum { TEXTS = 1, MEDIUMTEXT = 3 }; /* below: the row of texts, and the place of that one */

/* The place of a type among those that differ only in how much they hold; 0: it is of no such row. */
static size_t step_of(struct str type, size_t *row)
{
    static const char *const rows[][6] = {{"TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT"},
        {"TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT"}, {"TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB"}};
    for (*row = 0; *row < sizeof rows / sizeof *rows; (*row)++)
        for (size_t i = 0; rows[*row][i]; i++)
            if (str_eq_nocase(type, str_c(rows[*row][i])))
                return i + 1;
    return 0;
}

bool column_is_wider(const struct column *was, const struct column *is)
{
    size_t row_was, row_is, step_was = step_of(was->type, &row_was), step_is = step_of(is->type, &row_is);
    bool varies = str_eq_nocase(was->type, STR("VARCHAR")) || str_eq_nocase(was->type, STR("VARBINARY"));
    bool text = str_eq_nocase(was->type, STR("VARCHAR")) && row_is == TEXTS &&
                step_is >= MEDIUMTEXT; /* which holds any VARCHAR */
    bool holds = text || (step_was && step_is ? row_was == row_is && step_was <= step_is
                                     : str_eq_nocase(was->type, is->type) &&
                                           (varies ? was->size <= is->size : was->size == is->size));
    bool same_left_out = !was->fallback.p || (is->fallback.p && str_eq(was->fallback, is->fallback));
    return holds && same_left_out && was->is_unsigned == is->is_unsigned && (was->required || !is->required) &&
           was->computed == is->computed && !is->unique && str_eq_nocase(was->charset, is->charset) &&
           str_eq_nocase(was->collation, is->collation);
}

/* ---- learning */

static void add_column(struct columns *c, struct str table, struct column column, unsigned number)
{
    struct column *there = columns_find(c, table, column.name);
    column.table = table;
    column.made = there ? there->made : number;
    if (!there && c->n == COLUMNS_MAX)
        abort();
    *(there ? there : &c->v[c->n++]) = column;
}

static void add_check(
    struct columns *c, struct str table, struct str name, struct sql_tokens rule, unsigned number)
{
    if (c->checks_n == COLUMNS_MAX)
        abort();
    c->checks[c->checks_n++] = (struct check){table, name, number, 0, columns_inside(rule)};
}

static void learn_table(struct columns *c, const struct migrate_shape *s, unsigned number)
{
    static const char *const not_columns[] = {
        "PRIMARY", "UNIQUE", "KEY", "INDEX", "FULLTEXT", "CHECK", "FOREIGN"};
    struct sql_tokens left = columns_inside(s->tokens), item;
    struct str caught[SQL_CAUGHT];
    size_t n;
    if (columns_find(c, s->table, (struct str){0}))
        return; /* IF NOT EXISTS */
    add_column(c, s->table, (struct column){0}, number);
    while (sql_cut(&left, &item)) {
        bool column = !sql_is(&item.v[0], "CONSTRAINT");
        for (size_t i = 0; i < sizeof not_columns / sizeof *not_columns; i++)
            column &= !sql_is(&item.v[0], not_columns[i]);
        if (column)
            add_column(c, s->table, column_of(item), number);
        else if (sql_match(item, "CONSTRAINT @ CHECK (", caught, &n))
            add_check(c, s->table, caught[0], item, number);
    }
}

void columns_learn_clause(
    struct columns *c, struct str table, const struct migrate_clause *clause, unsigned number)
{
    struct column *column = columns_find(c, table, clause->name);
    struct check *check = columns_check(c, table, clause->name);
    bool is_column = clause->row->part == MIGRATE_COLUMN;
    size_t at = 0;
    while (at < clause->tokens.n && clause->tokens.v[at].text.p != clause->name.p)
        at++;
    if (clause->row->kind == MIGRATE_DROPS) {
        if (is_column && column)
            column->dropped = true;
        if (!is_column && check)
            check->dropped = number;
    } else if (is_column && sql_is(&clause->tokens.v[0], "ALTER")) {
        if (column) /* SET DEFAULT x, DROP DEFAULT */
            column->fallback = at + 3 < clause->tokens.n ? clause->tokens.v[at + 3].text : (struct str){0};
    } else if (is_column && !(clause->row->kind == MIGRATE_ADDS && column)) {
        add_column(c, table, column_of(sql_from(clause->tokens, at)), number);
    } else if (clause->row->part == MIGRATE_CHECK) {
        add_check(c, table, clause->name, clause->tokens, number);
    }
}

void columns_learn(struct columns *c, const struct migrate_shape *s, unsigned number)
{
    if (s->row->kind == MIGRATE_TABLE)
        learn_table(c, s, number);
    for (size_t i = 0; i < c->n && s->row->kind == MIGRATE_NO_TABLE; i++)
        c->v[i].dropped |= str_eq_nocase(c->v[i].table, s->table);
    for (size_t i = 0; i < s->n; i++)
        columns_learn_clause(c, s->table, &s->clauses[i], number);
}
