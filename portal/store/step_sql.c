#include "store/step_sql.h"

#include "base/buf.h"

enum { FORMS_MAX = 16, SQL_MAX = 16 * 1024 };

static struct made {
    const struct form *form;
    bool items;
    struct stmt rows[STEP_STATEMENTS];
} made[FORMS_MAX];

static struct made_all {
    const struct form *forms[STEPS_ALL_MAX];
    size_t n;
    struct stmt row;
} made_all[4];

bool step_sql_stored(const struct field *f)
{
    return !(f->flags & FIELD_UNSTORED);
}

/* A column as the field's canonical text. */
static void put_read(struct buf *out, const char *alias, const struct field *f)
{
    const char *wrap = f->kind == FIELD_DATE ? "DATE_FORMAT(%s`%s`, '%%Y-%%m-%%d')"
        : f->kind == FIELD_MONTH             ? "DATE_FORMAT(%s`%s`, '%%Y-%%m')"
        : f->kind == FIELD_YEAR || f->kind == FIELD_NUMBER || f->kind == FIELD_AMOUNT ||
            f->kind == FIELD_BOX
        ? "CAST(%s`%s` AS CHAR)"
        : "%s`%s`";
    char text[160];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(text, sizeof text, wrap, alias, f->name); /* one of the literals above */
#pragma GCC diagnostic pop
    buf_printf(out, "%s, ", text);
}

static void put_reads(struct buf *out, const char *alias, const struct form *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (step_sql_stored(&f->fields[i]))
            put_read(out, alias, &f->fields[i]);
    buf_printf(out, "%spending, %swriters, %supdated_at", alias, alias, alias);
}

/* The canonical text as a value of the column: a month is its first day. */
static const char *write_as(const struct field *f)
{
    return f->kind == FIELD_MONTH ? "CONCAT(?, '-01')" : "?";
}

static size_t columns_of(const struct form *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        n += step_sql_stored(&f->fields[i]);
    return n;
}

/* As an argument: chosen, counted or of digits alone is ASCII (store/stmt.h); each may be NULL. */
static char taken_as(const struct field *f)
{
    switch (f->kind) {
    case FIELD_YEAR:
    case FIELD_NUMBER:
    case FIELD_AMOUNT:
    case FIELD_SIRET:
    case FIELD_CODE:
    case FIELD_RADIO:
    case FIELD_SELECT:
    case FIELD_CHECKS:
    case FIELD_BOX: return 'A';
    case FIELD_TEXT:
    case FIELD_AREA:
    case FIELD_EMAIL:
    case FIELD_PHONE:
    case FIELD_DATE:
    case FIELD_MONTH:
    case FIELD_SECRET: break;
    }
    return 'S';
}

static char *kept(struct buf *out)
{
    buf_putc(out, '\0');
    if (out->overflow)
        abort(); /* a form with more fields than a statement takes */
    return out->p;
}

/* The letters: `head`, one for each column of `f` (NULL: none), then `tail`. */
static char *takes(const char *head, const struct form *f, const char *tail)
{
    struct buf out;
    buf_init(&out, STMT_ARGS_MAX + 1);
    buf_puts(&out, head);
    for (size_t i = 0; f && i < f->n; i++)
        if (step_sql_stored(&f->fields[i]))
            buf_putc(&out, taken_as(&f->fields[i]));
    buf_puts(&out, tail);
    return kept(&out);
}

static char *gives(const char *head, const struct form *f, const char *tail)
{
    struct buf out;
    buf_init(&out, STMT_ARGS_MAX + 1);
    buf_puts(&out, head);
    for (size_t n = f ? columns_of(f) : 0; n; n--)
        buf_putc(&out, 's');
    buf_puts(&out, tail);
    return kept(&out);
}

static struct stmt make(
    const char *what, const struct form *f, struct buf *sql, char *taken, char *given)
{
    char name[64];
    snprintf(name, sizeof name, "%s.%s", f->table, what);
    buf_putc(sql, '\0');
    if (sql->overflow)
        abort();
    struct stmt s = {strdup(name), sql->p, taken, given, 0}; /* kept as long as the process */
    if (!s.name)
        abort();
    return s;
}

static struct stmt make_read(const char *what, const struct form *f, bool item,
    const char *where, const char *taken)
{
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    buf_printf(&sql, "SELECT %s", item ? "id, public_id, position, " : "");
    put_reads(&sql, "", f);
    buf_printf(&sql, " FROM %s WHERE %s", f->table, where);
    return make(what, f, &sql, takes(taken, NULL, ""), gives(item ? "usi" : "", f, "sst"));
}

static struct stmt make_save(const struct form *f)
{
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    buf_printf(&sql, "INSERT INTO %s (candidacy_id", f->table);
    for (size_t i = 0; i < f->n; i++)
        if (step_sql_stored(&f->fields[i]))
            buf_printf(&sql, ", `%s`", f->fields[i].name);
    buf_puts(&sql, ", pending, writers, updated_at) VALUES (?");
    for (size_t i = 0; i < f->n; i++)
        if (step_sql_stored(&f->fields[i]))
            buf_printf(&sql, ", %s", write_as(&f->fields[i]));
    buf_puts(&sql, ", ?, ?, ?) ON DUPLICATE KEY UPDATE ");
    for (size_t i = 0; i < f->n; i++)
        if (step_sql_stored(&f->fields[i]))
            buf_printf(&sql, "`%s` = VALUES(`%s`), ", f->fields[i].name, f->fields[i].name);
    buf_puts(&sql, "pending = VALUES(pending), writers = VALUES(writers),"
                   " updated_at = VALUES(updated_at)");
    return make("save", f, &sql, takes("u", f, "SAt"), gives("", NULL, ""));
}

/* One statement finds the next position and refuses one item too many. */
static struct stmt make_item_insert(const struct form *f)
{
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    buf_printf(&sql, "INSERT INTO %s (public_id, candidacy_id, position", f->table);
    for (size_t i = 0; i < f->n; i++)
        if (step_sql_stored(&f->fields[i]))
            buf_printf(&sql, ", `%s`", f->fields[i].name);
    buf_puts(&sql, ", pending, writers, updated_at)"
                   " SELECT ?, ?, COALESCE(MAX(x.position), 0) + 1");
    for (size_t i = 0; i < f->n; i++)
        if (step_sql_stored(&f->fields[i]))
            buf_printf(&sql, ", %s", write_as(&f->fields[i]));
    buf_printf(&sql, ", ?, ?, ? FROM %s x WHERE x.candidacy_id = ? HAVING COUNT(x.id) < %d",
        f->table, ITEMS_MAX);
    return make("insert", f, &sql, takes("au", f, "SAtu"), gives("", NULL, ""));
}

static struct stmt make_item_update(const struct form *f)
{
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    buf_printf(&sql, "UPDATE %s SET ", f->table);
    for (size_t i = 0; i < f->n; i++)
        if (step_sql_stored(&f->fields[i]))
            buf_printf(&sql, "`%s` = %s, ", f->fields[i].name, write_as(&f->fields[i]));
    buf_puts(&sql, "pending = ?, writers = ?, updated_at = ? WHERE candidacy_id = ?"
                   " AND public_id = ?");
    return make("update", f, &sql, takes("", f, "SAtua"), gives("", NULL, ""));
}

static struct stmt make_item_delete(const struct form *f)
{
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    buf_printf(&sql, "DELETE FROM %s WHERE candidacy_id = ? AND public_id = ?", f->table);
    return make("delete", f, &sql, takes("ua", NULL, ""), gives("", NULL, ""));
}

/* Of a form that has none (struct field's `none`), the row that says so. */
static struct stmt make_item_not_none(const struct form *f)
{
    struct buf sql;
    const struct field *says = form_none(f);
    buf_init(&sql, SQL_MAX);
    buf_printf(&sql, "DELETE FROM %s WHERE candidacy_id = ? AND `%s` = '%s'", f->table, says->name,
        says->none);
    return make("not_none", f, &sql, takes("u", NULL, ""), gives("", NULL, ""));
}

static void make_form(struct made *m)
{
    const struct form *f = m->form;
    if (!m->items) {
        m->rows[STEP_LOAD] = make_read("load", f, false, "candidacy_id = ?", "u");
        m->rows[STEP_LOCK] = make_read("lock", f, false, "candidacy_id = ? FOR UPDATE", "u");
        m->rows[STEP_SAVE] = make_save(f);
        return;
    }
    m->rows[ITEM_LIST] =
        make_read("list", f, true, "candidacy_id = ? ORDER BY position, id LIMIT 100", "u");
    m->rows[ITEM_FIND] =
        make_read("find", f, true, "candidacy_id = ? AND public_id = ?", "ua");
    m->rows[ITEM_LOCK] =
        make_read("lock", f, true, "candidacy_id = ? AND public_id = ? FOR UPDATE", "ua");
    m->rows[ITEM_INSERT] = make_item_insert(f);
    m->rows[ITEM_UPDATE] = make_item_update(f);
    m->rows[ITEM_DELETE] = make_item_delete(f);
    m->rows[ITEM_NOT_NONE] = make_item_not_none(f);
}

const struct stmt *step_sql(const struct form *f, bool items)
{
    size_t i = 0;
    if (!f->table)
        abort();
    while (i < FORMS_MAX && made[i].form && (made[i].form != f || made[i].items != items))
        i++;
    if (i == FORMS_MAX)
        abort();
    if (!made[i].form) {
        made[i].form = f;
        made[i].items = items;
        make_form(&made[i]);
    }
    return made[i].rows;
}

static void make_all(struct made_all *m)
{
    struct buf sql, given;
    buf_init(&sql, SQL_MAX);
    buf_init(&given, STMT_ARGS_MAX + 1);
    buf_puts(&sql, "SELECT ");
    for (size_t i = 0; i < m->n; i++) {
        char alias[24];
        snprintf(alias, sizeof alias, "t%zu.", i);
        buf_puts(&sql, i ? ", " : "");
        put_reads(&sql, alias, m->forms[i]);
        for (size_t k = columns_of(m->forms[i]); k > 0; k--)
            buf_putc(&given, 's');
        buf_puts(&given, "sst");
    }
    buf_puts(&sql, " FROM candidacy c");
    for (size_t i = 0; i < m->n; i++)
        buf_printf(&sql, " LEFT JOIN %s t%zu ON t%zu.candidacy_id = c.id", m->forms[i]->table, i,
            i);
    buf_puts(&sql, " WHERE c.id = ?");
    buf_putc(&sql, '\0');
    buf_putc(&given, '\0');
    if (sql.overflow || given.overflow)
        abort();
    m->row = (struct stmt){"step.load_all", sql.p, "u", given.p, 0};
}

const struct stmt *step_sql_all(const struct form *const *forms, size_t n)
{
    const size_t most = sizeof made_all / sizeof *made_all;
    if (!n || n > STEPS_ALL_MAX)
        abort();
    for (size_t i = 0; i < most; i++) {
        struct made_all *m = &made_all[i];
        if (!m->n) {
            m->n = n;
            memcpy(m->forms, forms, n * sizeof *forms);
            make_all(m);
        }
        if (m->n == n && memcmp(m->forms, forms, n * sizeof *forms) == 0)
            return &m->row;
    }
    abort();
}

const struct stmt *step_statements(const struct form *f, bool items)
{
    return step_sql(f, items);
}
