#include "migrate_rules.h"

#include "migrate_columns.h"

struct rules {
    struct arena *a;
    struct columns columns;
};

/* What a statement, or a clause, does to whoever runs the version before. */
enum effect { EITHER, WIDENS, NARROWS, WRONG };
struct verdict {
    enum effect effect;
    const char *why; /* of the last two */
};
#define OK(effect) ((struct verdict){effect, NULL})
#define NO(effect, why) ((struct verdict){effect, why})
#define ANSWER "; \"-- wider: NAME\" answers for it"

struct rules *rules_new(struct arena *a)
{
    struct rules *r = ARENA_NEW(a, struct rules);
    r->a = a;
    r->columns = (struct columns){.a = a, .v = ARENA_ARRAY(a, COLUMNS_MAX, struct column),
        .checks = ARENA_ARRAY(a, COLUMNS_MAX, struct check)};
    return r;
}

void rules_learn(struct rules *r, const struct migrate_file *f)
{
    struct migrate_shape s;
    for (size_t i = 0; i < f->n; i++)
        if (migrate_shape(r->a, f->v[i].sql, &s))
            columns_learn(&r->columns, &s, f->number);
}

/* ---- what is asked about */

struct asked {
    struct rules *r;
    const struct migrate_file *f;
    struct str sql;
    const struct migrate_shape *s;
};

/* Does a comment of the statement say that the author has compared? */
static bool is_answered_for(const struct asked *q, struct str name)
{
    struct str left = q->sql, line;
    const struct str note = STR("-- wider: ");
    while (str_cut(&left, '\n', &line))
        if (str_starts(line, note) && str_eq(str_trim(str_slice(line, note.n, line.n)), name))
            return true;
    return false;
}

static bool is_new(const struct asked *q, const struct column *c)
{
    return c && c->made == q->f->number;
}

static bool table_is_new(const struct asked *q)
{
    return is_new(q, columns_find(&q->r->columns, q->s->table, (struct str){0}));
}

/* Is one of these columns new, and NULL for who does not know it? Then nothing is compared for them. */
static bool has_new_null(const struct asked *q, struct sql_tokens names)
{
    for (size_t i = 0; i < names.n; i++) {
        const struct column *c = columns_find(&q->r->columns, q->s->table, names.v[i].text);
        if (is_new(q, c) && !c->computed && !c->required && str_eq_nocase(c->fallback, STR("NULL")))
            return true;
    }
    return false;
}

static bool drops(const struct migrate_shape *s, struct str name)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->clauses[i].row->kind == MIGRATE_DROPS && str_eq_nocase(s->clauses[i].name, name))
            return true;
    return false;
}

/* "c IN (list)": its list. */
static bool is_list(struct sql_tokens rule, struct str *column, struct sql_tokens *list)
{
    struct str caught[SQL_CAUGHT];
    size_t n;
    if (sql_match(rule, "@ IN (", caught, &n) == 0)
        return false;
    *column = caught[0];
    *list = columns_inside(rule);
    return list->n + 4 == rule.n;
}

static bool holds(struct sql_tokens list, struct str value)
{
    for (size_t i = 0; i < list.n; i++)
        if (str_eq(list.v[i].text, value))
            return true;
    return false;
}

static bool holds_all(struct sql_tokens list, struct sql_tokens values)
{
    for (size_t i = 0; i < values.n; i++)
        if (!holds(list, values.v[i].text))
            return false;
    return true;
}

/* ---- clause by clause */

static struct verdict add_column(const struct asked *q, const struct column *c)
{
    if (c->unknown.p)
        return NO(WRONG, "a column written in a way that this check does not know");
    if (c->unique)
        return NO(NARROWS, "a key of a column: say it as ADD UNIQUE KEY");
    if (c->required && !c->fallback.p && !c->computed && !table_is_new(q))
        return NO(NARROWS, "a column that who does not know it cannot leave out: NULL, or a DEFAULT");
    return OK(WIDENS);
}

static struct verdict set_column(
    const struct asked *q, const struct migrate_clause *c, struct sql_tokens from_name)
{
    struct column *was = columns_find(&q->r->columns, q->s->table, c->name), is;
    if (!was)
        return NO(WRONG, "a column that no migration has made");
    is = *was;
    if (sql_is(&c->tokens.v[0], "MODIFY"))
        is = column_of(from_name);
    else /* SET DEFAULT x, DROP DEFAULT */
        is.fallback = from_name.n > 3 ? from_name.v[3].text : (struct str){0};
    if (is.unknown.p)
        return NO(WRONG, "a column written in a way that this check does not know");
    return column_is_wider(was, &is) ? OK(WIDENS)
                                     : NO(NARROWS, "a column that holds less, or something else when left out");
}

static struct verdict add_check(const struct asked *q, const struct migrate_clause *c)
{
    struct sql_tokens rule = columns_inside(c->tokens), list, before;
    struct str column, column_before;
    const struct check *was = columns_check(&q->r->columns, q->s->table, c->name);
    if (table_is_new(q) || is_answered_for(q, c->name))
        return OK(WIDENS);
    if (is_list(rule, &column, &list)) {
        const struct column *of = columns_find(&q->r->columns, q->s->table, column);
        bool here = was && (was->dropped == q->f->number || drops(q->s, c->name));
        if (is_new(q, of) && (str_eq_nocase(of->fallback, STR("NULL")) || holds(list, of->fallback)))
            return OK(WIDENS);
        if (here && is_list(was->rule, &column_before, &before) && str_eq_nocase(column, column_before) &&
            holds_all(list, before))
            return OK(WIDENS);
    }
    return NO(NARROWS, "a CHECK that may refuse what the version before writes" ANSWER);
}

static struct verdict add_key(const struct asked *q, const struct migrate_clause *c)
{
    bool compares = c->row->part == MIGRATE_FOREIGN;
    for (size_t i = 0; i < c->tokens.n && c->tokens.v[i].depth == c->tokens.v[0].depth; i++)
        compares |= sql_is(&c->tokens.v[i], "UNIQUE");
    if (!compares || table_is_new(q) || has_new_null(q, columns_inside(c->tokens)))
        return OK(WIDENS);
    return NO(NARROWS, "a key that may refuse what the version before writes");
}

static struct verdict clause(const struct asked *q, const struct migrate_clause *c)
{
    size_t at = 0;
    while (at < c->tokens.n && c->tokens.v[at].text.p != c->name.p)
        at++;
    const struct sql_tokens from_name = sql_from(c->tokens, at);
    if (c->row->kind == MIGRATE_DROPS)
        return c->row->part == MIGRATE_COLUMN ? NO(NARROWS, "it takes a column away")
               : c->row->part == MIGRATE_KEY  ? NO(NARROWS, "it takes a key away")
                                              : OK(EITHER);
    if (c->row->kind == MIGRATE_SETS)
        return set_column(q, c, from_name);
    if (drops(q->s, c->name) && (c->row->repeats || c->row->part == MIGRATE_FOREIGN))
        return NO(WRONG, c->row->repeats
                ? "DROP and IF NOT EXISTS of one name in one statement: the server drops it, and adds nothing"
                : "DROP and ADD of one foreign key in one statement: the server refuses that");
    if (!c->row->repeats && !drops(q->s, c->name))
        return NO(WRONG, "it cannot run twice: IF NOT EXISTS");
    if (c->row->part == MIGRATE_COLUMN) {
        const struct column column = column_of(from_name);
        return add_column(q, &column);
    }
    return c->row->part == MIGRATE_CHECK ? add_check(q, c) : add_key(q, c);
}

/* ---- statement by statement */

static struct verdict rows(const struct asked *q)
{
    const struct sql_tokens t = q->s->tokens;
    struct str caught[SQL_CAUGHT];
    size_t n;
    bool once = false;
    if (!sql_is(&t.v[0], "INSERT"))
        return sql_find(t, "WHERE") < t.n ? OK(EITHER)
                                          : NO(WRONG, "it cannot run twice: no WHERE says what is left to do");
    for (size_t i = 0; i < t.n; i++) {
        struct sql_tokens rest = sql_from(t, i);
        once |= sql_match(rest, "ON DUPLICATE KEY UPDATE", caught, &n) ||
                sql_match(rest, "WHERE NOT EXISTS (", caught, &n) ||
                sql_match(rest, "INSERT IGNORE", caught, &n);
    }
    return once ? OK(EITHER)
                : NO(WRONG, "it cannot run twice: ON DUPLICATE KEY UPDATE, IGNORE, or WHERE NOT EXISTS");
}

/* The judge (store/migrate_judge.h) finds a foreign key by its name, and puts a mark behind it. */
static bool has_nameless_key(struct sql_tokens t)
{
    struct str caught[SQL_CAUGHT];
    size_t n;
    for (size_t i = 0; i < t.n; i++)
        if ((sql_match(sql_from(t, i), "FOREIGN KEY (", caught, &n) ||
                sql_match(sql_from(t, i), "FOREIGN KEY IF NOT EXISTS (", caught, &n)) &&
            !(i >= 2 && sql_match(sql_from(t, i - 2), "CONSTRAINT @", caught, &n) && caught[0].n < 64))
            return true;
    return false;
}

static struct verdict worst_clause(const struct asked *q)
{
    struct verdict worst = OK(EITHER);
    for (size_t i = 0; i < q->s->n; i++) {
        struct verdict v = clause(q, &q->s->clauses[i]);
        columns_learn_clause(&q->r->columns, q->s->table, &q->s->clauses[i], q->f->number);
        if (v.effect == WRONG)
            return v;
        bool both = (v.effect == NARROWS && worst.effect == WIDENS) ||
                    (v.effect == WIDENS && worst.effect == NARROWS);
        if (both && q->f->since)
            return NO(WRONG, "one clause widens and another narrows: two files");
        worst = v.effect > worst.effect ? v : worst;
    }
    return worst;
}

static struct verdict statement(const struct asked *q)
{
    bool known = columns_find(&q->r->columns, q->s->table, (struct str){0}) != NULL;
    switch ((enum migrate_kind)q->s->row->kind) {
    case MIGRATE_NO_TRIGGER:
        return OK(EITHER);
    case MIGRATE_TABLE:
        if (!q->s->row->repeats)
            return NO(WRONG, "it cannot run twice: IF NOT EXISTS");
        if (has_nameless_key(q->s->tokens))
            return NO(WRONG, "a foreign key without a name of at most 63 letters");
        return known ? NO(WRONG, "a table that is there already") : OK(WIDENS);
    case MIGRATE_TRIGGER:
        if (!q->s->row->repeats)
            return NO(WRONG, "it cannot run twice: CREATE OR REPLACE TRIGGER");
        if (known && !table_is_new(q) && !is_answered_for(q, q->s->name))
            return NO(NARROWS, "a trigger may refuse what the version before writes" ANSWER);
        return known ? OK(WIDENS) : NO(WRONG, "a table that no migration has made");
    case MIGRATE_NO_TABLE:
        return NO(NARROWS, "it takes a table away");
    case MIGRATE_ROWS:
        return rows(q);
    case MIGRATE_ALTER:
        if (has_nameless_key(q->s->tokens))
            return NO(WRONG, "a foreign key without a name of at most 63 letters");
        return known ? worst_clause(q) : NO(WRONG, "a table that no migration has made");
    }
    return NO(WRONG, "a kind of statement that this check does not know");
}

/* The note that lets a file narrow: what it says, and that it is said for something. */
static struct str note(struct rules *r, const struct migrate_file *f, size_t narrows)
{
    for (size_t i = 0; i < f->n; i++) {
        struct str left = f->v[i].sql, line;
        while (str_cut(&left, '\n', &line))
            if (str_starts(line, STR("-- narrows")) && (i > 0 || !f->since))
                return arena_printf(r->a, "narrows: not understood; \"-- narrows: since NNNN\" in the head");
    }
    if (f->since >= f->number)
        return arena_printf(r->a, "narrows: since %04u, which is no file before this one", f->since);
    if (f->since && !narrows)
        return arena_printf(r->a, "narrows: nothing here does");
    return (struct str){0};
}

struct str rules_judge(struct rules *r, const struct migrate_file *f)
{
    size_t narrows = 0;
    for (size_t i = 0; i < f->n; i++) {
        struct migrate_shape s;
        struct verdict v = NO(WRONG, "no shape that migrate_shape.c knows");
        if (migrate_shape(r->a, f->v[i].sql, &s))
            v = statement(&(struct asked){r, f, f->v[i].sql, &s});
        if (v.effect == NARROWS && f->since)
            v = OK(EITHER), narrows++;
        else if (v.effect == WIDENS && f->since)
            v = NO(WRONG, "it widens: in a file of its own, before the one that narrows");
        if (v.effect == NARROWS || v.effect == WRONG)
            return arena_printf(r->a, "statement %zu: %s", i + 1, v.why);
        if (!s.n) /* else clause by clause */
            columns_learn(&r->columns, &s, f->number);
    }
    return note(r, f, narrows);
}
