/* Statements: migrate.* below. */
#include "store/migrate_judge.h"

#include "store/statements.h"

enum { PARTS, TRIGGER, UNDER_WAY };
enum { KIND, NAME, DEFINITION }; /* columns of PARTS */

#define OF_TABLE(schema) " WHERE " schema " = DATABASE() AND table_name = ?"

const struct stmt migrate_judge_statements[] = {
    [PARTS] = {"migrate.parts",
        "SELECT 'table', '', CONCAT_WS(' ', engine, table_collation)"
        " FROM information_schema.tables" OF_TABLE("table_schema")
        " UNION ALL SELECT 'column', column_name, CONCAT_WS(' ', column_type, is_nullable,"
        " IFNULL(column_default, 'no default'), IFNULL(collation_name, ''), extra,"
        " IFNULL(generation_expression, ''), column_comment)"
        " FROM information_schema.columns" OF_TABLE("table_schema")
        " UNION ALL SELECT IF(non_unique, 'key', 'unique'), index_name, CONCAT_WS(' ', index_type,"
        " GROUP_CONCAT(column_name, ' ', IFNULL(sub_part, ''), IFNULL(collation, '')"
        " ORDER BY seq_in_index)) FROM information_schema.statistics" OF_TABLE("table_schema")
        " GROUP BY non_unique, index_name, index_type"
        " UNION ALL SELECT 'check', constraint_name, check_clause"
        " FROM information_schema.check_constraints" OF_TABLE("constraint_schema")
        " UNION ALL SELECT 'foreign', k.constraint_name, CONCAT_WS(' ',"
        " GROUP_CONCAT(k.column_name ORDER BY k.ordinal_position), k.referenced_table_name,"
        " GROUP_CONCAT(k.referenced_column_name ORDER BY k.ordinal_position), r.update_rule,"
        " r.delete_rule) FROM information_schema.key_column_usage k"
        " JOIN information_schema.referential_constraints r ON r.constraint_schema = k.table_schema"
        " AND r.table_name = k.table_name AND r.constraint_name = k.constraint_name"
        " WHERE k.table_schema = DATABASE() AND k.table_name = ?"
        " GROUP BY k.constraint_name, k.referenced_table_name, r.update_rule, r.delete_rule",
        "sssss", "sss", STMT_SCAN},
    [TRIGGER] = {"migrate.trigger",
        "SELECT event_object_table, action_timing, event_manipulation, action_statement"
        " FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND trigger_name = ?",
        "s", "ssss", STMT_SCAN},
    [UNDER_WAY] = {"migrate.under_way",
        "SELECT COUNT(*) FROM information_schema.processlist"
        " WHERE id <> CONNECTION_ID() AND db = DATABASE() AND LEFT(info, 200) = LEFT(?, 200)",
        "s", "u", STMT_SCAN},
    {0},
};

#define PROBE "migration_probe"
/* Behind the name of each foreign key on the probe: such a name stands once in a schema. */
#define MARK '~'

static enum rc parts_of(struct db *db, struct arena *a, struct str table, struct rows *out)
{
    const struct arg t = ARG(table);
    return db_query(db, a, &migrate_judge_statements[PARTS], ARGS(t, t, t, t, t), out);
}

static const char *const part_names[][4] = {
    [MIGRATE_COLUMN] = {"column"},
    [MIGRATE_KEY] = {"key", "unique"},
    [MIGRATE_CHECK] = {"check"},
    [MIGRATE_FOREIGN] = {"foreign"},
    [MIGRATE_CONSTRAINT] = {"check", "foreign", "unique"},
};

static struct str unmarked(struct str name)
{
    return name.n && name.p[name.n - 1] == MARK ? str_slice(name, 0, name.n - 1) : name;
}

/* The row of that part, or rows->n. Names are compared as the server compares them: of a column, a key
 * or a constraint without regard to case. */
static size_t find(const struct rows *rows, unsigned part, struct str name)
{
    for (size_t i = 0; i < rows->n; i++)
        for (const char *const *kind = part_names[part]; kind < part_names[part] + 4 && *kind; kind++)
            if (str_eq_c(row_str(rows, i, KIND), *kind) &&
                str_eq_nocase(unmarked(row_str(rows, i, NAME)), name))
                return i;
    return rows->n;
}

static bool same(const struct rows *a, size_t i, const struct rows *b, size_t k)
{
    return i < a->n && k < b->n && str_eq(row_str(a, i, KIND), row_str(b, k, KIND)) &&
           str_eq(row_str(a, i, DEFINITION), row_str(b, k, DEFINITION));
}

/* ---- the probe */

/* The statement for the probe instead of its table, each foreign key under a name of its own. */
static struct str for_probe(struct arena *a, struct str sql, const struct migrate_shape *s)
{
    const struct sql_tokens t = s->tokens;
    struct buf out;
    size_t from = 0;
    struct str caught[SQL_CAUGHT];
    size_t n;
    buf_init(&out, 2 * sql.n + 1000);
    for (size_t i = 0; i < t.n; i++) {
        bool table = t.v[i].text.p == s->table.p;
        bool key = i > 0 && sql_match(sql_from(t, i - 1), "CONSTRAINT @ FOREIGN KEY", caught, &n);
        if (!table && !key)
            continue;
        buf_put(&out, str_slice(sql, from, t.v[i].begin));
        if (table)
            buf_puts(&out, PROBE);
        else
            buf_printf(&out, "`%.*s%c`", STR_ARG(t.v[i].text), MARK);
        from = t.v[i].end;
    }
    buf_put(&out, str_slice(sql, from, sql.n));
    return arena_take(a, &out);
}

/* ALTER TABLE on a copy that has not got yet what the statement adds. */
static enum rc probe_before(
    struct db *db, struct arena *a, const struct migrate_shape *s, const struct rows *here)
{
    static const char *const drop[] = {[MIGRATE_COLUMN] = "COLUMN", [MIGRATE_KEY] = "KEY",
        [MIGRATE_CHECK] = "CONSTRAINT"};
    struct buf out;
    const char *comma = " ";
    enum rc rc = db_run(db, arena_printf(a, "CREATE TABLE " PROBE " LIKE `%.*s`", STR_ARG(s->table)));
    buf_init(&out, 64 * 1024);
    buf_puts(&out, "ALTER TABLE " PROBE);
    for (size_t i = 0; i < s->n; i++) {
        const struct migrate_clause *c = &s->clauses[i];
        if (c->row->kind != MIGRATE_ADDS || c->row->part == MIGRATE_FOREIGN /* LIKE copies none */ ||
            find(here, c->row->part, c->name) == here->n)
            continue;
        buf_printf(&out, "%sDROP %s `%.*s`", comma, drop[c->row->part], STR_ARG(c->name));
        comma = ", ";
    }
    if (rc == RC_OK && strcmp(comma, " ") != 0)
        rc = db_run(db, buf_str(&out));
    buf_free(&out);
    return rc;
}

/* What the statement makes on an empty table. */
static enum rc probe(struct db *db, struct arena *a, struct str sql, const struct migrate_shape *s,
    const struct rows *here, struct rows *out)
{
    enum rc rc = db_run(db, STR("DROP TABLE IF EXISTS " PROBE));
    if (rc == RC_OK && s->row->kind == MIGRATE_ALTER)
        rc = probe_before(db, a, s, here);
    if (rc == RC_OK)
        rc = db_run(db, for_probe(a, sql, s));
    if (rc == RC_OK)
        rc = parts_of(db, a, STR(PROBE), out);
    if (rc == RC_OK)
        rc = db_run(db, STR("DROP TABLE " PROBE));
    return rc;
}

/* ---- one kind of statement after the other */

static void is_other(struct arena *a, struct str table, struct str name, enum migrate_effect *out,
    struct str *object)
{
    *out = EFFECT_OTHER;
    *object = name.n ? arena_printf(a, "%.*s.%.*s", STR_ARG(table), STR_ARG(name)) : table;
}

/* The first row of `a` that `b` has not got in the same way, or a->n. */
static size_t unlike(const struct rows *a, const struct rows *b)
{
    for (size_t i = 0; i < a->n; i++) {
        size_t k = 0;
        while (k < b->n && !(same(a, i, b, k) &&
                               str_eq(unmarked(row_str(a, i, NAME)), unmarked(row_str(b, k, NAME)))))
            k++;
        if (k == b->n)
            return i;
    }
    return a->n;
}

static enum rc judge_table(struct db *db, struct arena *a, struct str sql,
    const struct migrate_shape *s, enum migrate_effect *out, struct str *object)
{
    struct rows here, there;
    enum rc rc = parts_of(db, a, s->table, &here);
    if (rc != RC_OK || here.n == 0)
        return rc;
    rc = probe(db, a, sql, s, &here, &there);
    if (rc != RC_OK)
        return rc;
    size_t i = unlike(&here, &there), k = unlike(&there, &here);
    *out = EFFECT_DONE;
    if (i < here.n || k < there.n)
        is_other(a, s->table,
            i < here.n ? row_str(&here, i, NAME) : unmarked(row_str(&there, k, NAME)), out, object);
    return RC_OK;
}

static enum rc judge_no_table(
    struct db *db, struct arena *a, const struct migrate_shape *s, enum migrate_effect *out)
{
    struct rows here;
    enum rc rc = parts_of(db, a, s->table, &here);
    if (rc == RC_OK && here.n == 0)
        *out = EFFECT_DONE;
    return rc;
}

static enum rc judge_trigger(struct db *db, struct arena *a, const struct migrate_shape *s,
    enum migrate_effect *out, struct str *object)
{
    struct rows r;
    enum rc rc = db_query(db, a, &migrate_judge_statements[TRIGGER], ARGS(ARG(s->name)), &r);
    bool there = rc == RC_OK && r.n > 0;
    if (rc != RC_OK)
        return rc;
    if (s->row->kind == MIGRATE_NO_TRIGGER)
        *out = there ? EFFECT_NONE : EFFECT_DONE;
    else if (there && str_eq(row_str(&r, 0, 0), s->table) && str_eq_nocase(row_str(&r, 0, 1), s->timing) &&
        str_eq_nocase(row_str(&r, 0, 2), s->event) && str_eq(str_trim(row_str(&r, 0, 3)), s->body))
        *out = EFFECT_DONE;
    else if (there && !s->row->repeats) /* else it is replaced */
        is_other(a, s->table, s->name, out, object);
    return RC_OK;
}

/* Does a clause of the same statement take away what this one adds? */
static bool is_replaced(const struct migrate_shape *s, const struct migrate_clause *added)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->clauses[i].row->kind == MIGRATE_DROPS && str_eq_nocase(s->clauses[i].name, added->name))
            return true;
    return false;
}

static bool is_added(const struct migrate_shape *s, struct str name)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->clauses[i].row->kind == MIGRATE_ADDS && str_eq_nocase(s->clauses[i].name, name))
            return true;
    return false;
}

/* EFFECT_NONE of a clause: the statement must run for its sake. */
static enum migrate_effect clause_effect(const struct migrate_shape *s, const struct migrate_clause *c,
    const struct rows *here, const struct rows *there)
{
    size_t i = find(here, c->row->part, c->name), k = find(there, c->row->part, c->name);
    switch ((enum migrate_verb)c->row->kind) {
    case MIGRATE_DROPS:
        return i < here->n && !is_added(s, c->name) ? EFFECT_NONE : EFFECT_DONE;
    case MIGRATE_SETS:
        return same(here, i, there, k) ? EFFECT_DONE : EFFECT_NONE;
    case MIGRATE_ADDS:
        break;
    }
    if (same(here, i, there, k))
        return EFFECT_DONE;
    return i == here->n || is_replaced(s, c) ? EFFECT_NONE : EFFECT_OTHER;
}

/* A statement takes effect whole or not at all; so if one clause is still to be done, no other may be
 * there that the server would not take twice. */
static enum rc judge_alter(struct db *db, struct arena *a, struct str sql,
    const struct migrate_shape *s, enum migrate_effect *out, struct str *object)
{
    struct rows here, there;
    const struct migrate_clause *once = NULL;
    size_t left = 0;
    enum rc rc = parts_of(db, a, s->table, &here);
    if (rc != RC_OK || here.n == 0)
        return rc;
    rc = probe(db, a, sql, s, &here, &there);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < s->n; i++) {
        const struct migrate_clause *c = &s->clauses[i];
        enum migrate_effect effect = clause_effect(s, c, &here, &there);
        if (effect == EFFECT_OTHER) {
            is_other(a, s->table, c->name, out, object);
            return RC_OK;
        }
        left += effect == EFFECT_NONE;
        if (effect == EFFECT_DONE && c->row->kind == MIGRATE_ADDS && !c->row->repeats && !is_replaced(s, c))
            once = c;
    }
    if (left && once)
        is_other(a, s->table, once->name, out, object);
    else if (!left)
        *out = EFFECT_DONE;
    return RC_OK;
}

enum rc migrate_judge(struct db *db, struct arena *a, struct str sql, const struct migrate_shape *s,
    enum migrate_effect *out, struct str *object)
{
    *out = EFFECT_NONE;
    switch ((enum migrate_kind)s->row->kind) {
    case MIGRATE_TABLE:
        return judge_table(db, a, sql, s, out, object);
    case MIGRATE_NO_TABLE:
        return judge_no_table(db, a, s, out);
    case MIGRATE_TRIGGER:
    case MIGRATE_NO_TRIGGER:
        return judge_trigger(db, a, s, out, object);
    case MIGRATE_ALTER:
        return judge_alter(db, a, sql, s, out, object);
    case MIGRATE_ROWS:
        break;
    }
    abort(); /* rows and their record are one transaction: never begun and not recorded */
}

enum rc migrate_under_way(struct db *db, struct arena *a, struct str sql, bool *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &migrate_judge_statements[UNDER_WAY], ARGS(ARG(sql)), &r);
    *out = rc == RC_OK && row_u64(&r, 0, 0) > 0;
    return rc;
}
