/* Statements: made from the field tables, step_sql.c. */
#include "store/step.h"

#include "base/buf.h"
#include "store/ident.h"
#include "store/step_sql.h"

#include <jansson.h>

/* ---- what was typed and cannot live in a typed column: {"field": ["as typed", fault]} ---- */

static bool is_pending(const struct answers *as, size_t i)
{
    const struct answer *one = &as->v[i];
    return step_sql_stored(&as->form->fields[i]) && one->fault != FAULT_NONE && !one->value.n &&
        one->typed.n;
}

static struct str pending_write(struct arena *a, const struct answers *as)
{
    json_t *all = json_object();
    for (size_t i = 0; i < as->form->n; i++) {
        if (!is_pending(as, i))
            continue;
        json_t *pair = json_array();
        json_array_append_new(pair, json_stringn(as->v[i].typed.p, as->v[i].typed.n));
        json_array_append_new(pair, json_integer(as->v[i].fault));
        json_object_set_new(all, as->form->fields[i].name, pair);
    }
    struct str out = {NULL, 0};
    if (json_object_size(all)) {
        char *text = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
        if (!text)
            abort(); /* typed text is valid UTF-8 by then (http/query.c) */
        out = arena_dup(a, str_c(text));
        free(text);
    }
    json_decref(all);
    return out;
}

static void pending_read(struct arena *a, struct str json, struct answers *as)
{
    json_t *all = json.n ? json_loadb(json.p, json.n, 0, NULL) : NULL;
    for (size_t i = 0; all && i < as->form->n; i++) {
        const json_t *pair = json_object_get(all, as->form->fields[i].name);
        const json_t *typed = json_array_get(pair, 0), *fault = json_array_get(pair, 1);
        if (!json_is_string(typed) || !json_is_integer(fault))
            continue;
        struct str s = {json_string_value(typed), json_string_length(typed)};
        as->v[i] = (struct answer){
            .typed = arena_dup(a, s), .fault = (enum fault)json_integer_value(fault)};
    }
    json_decref(all);
}

/* ---- rows to answers, answers to arguments ---- */

/* Reads the form's columns from `column` on; returns the next column. */
static size_t read_step(struct arena *a, const struct form *f, const struct rows *r, size_t row,
    size_t column, struct step_row *out)
{
    *out = (struct step_row){.answers = answers_new(a, f)};
    for (size_t i = 0; i < f->n; i++)
        if (step_sql_stored(&f->fields[i]))
            answers_set(a, &out->answers, i, row_str(r, row, column++));
    pending_read(a, row_str(r, row, column), &out->answers);
    answers_rejudge(&out->answers);
    out->writers = row_str(r, row, column + 1);
    out->updated = row_instant(r, row, column + 2);
    out->stored = !row_null(r, row, column + 2);
    return column + 3;
}

static void put_arg(struct arg *args, size_t *n, struct arg one)
{
    if (*n == STMT_ARGS_MAX)
        abort();
    args[(*n)++] = one;
}

static void put_answers(struct arena *a, struct arg *args, size_t *n, const struct answers *as,
    struct str writers, struct instant now)
{
    const struct str absent = {NULL, 0};
    for (size_t i = 0; i < as->form->n; i++)
        if (step_sql_stored(&as->form->fields[i]))
            put_arg(args, n, ARG(answers_applies(as, i) ? as->v[i].value : absent));
    put_arg(args, n, ARG(pending_write(a, as)));
    put_arg(args, n, ARG(writers));
    put_arg(args, n, ARG(now));
}

/* ---- steps of one row ---- */

enum rc step_load(struct db *db, struct arena *a, const struct form *f, uint64_t candidacy,
    bool lock, struct step_row *out)
{
    struct rows r;
    const struct stmt *s = &step_sql(f, false)[lock ? STEP_LOCK : STEP_LOAD];
    enum rc rc = db_query(db, a, s, ARGS(ARG(candidacy)), &r);
    if (rc != RC_OK)
        return rc;
    if (r.n)
        read_step(a, f, &r, 0, 0, out);
    else
        *out = (struct step_row){.answers = answers_new(a, f)};
    return RC_OK;
}

enum rc step_save(struct db *db, struct arena *a, const struct form *f, uint64_t candidacy,
    const struct answers *as, struct str writers, struct instant now)
{
    struct arg args[STMT_ARGS_MAX];
    size_t n = 0;
    put_arg(args, &n, ARG(candidacy));
    put_answers(a, args, &n, as, writers, now);
    return db_exec(db, &step_sql(f, false)[STEP_SAVE], args, n, NULL);
}

enum rc step_load_all(struct db *db, struct arena *a, const struct form *const *forms, size_t n,
    uint64_t candidacy, struct step_row *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, step_sql_all(forms, n), ARGS(ARG(candidacy)), &r);
    if (rc != RC_OK)
        return rc;
    size_t column = 0;
    for (size_t i = 0; i < n; i++)
        column = read_step(a, forms[i], &r, 0, column, &out[i]);
    return RC_OK;
}

/* ---- items ---- */

static void read_item(struct arena *a, const struct form *f, const struct rows *r, size_t row,
    struct item *out)
{
    out->id = row_u64(r, row, 0);
    out->public_id = row_str(r, row, 1);
    out->position = (int)row_i64(r, row, 2);
    read_step(a, f, r, row, 3, &out->step);
}

enum rc item_list(struct db *db, struct arena *a, const struct form *f, uint64_t candidacy,
    struct item **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &step_sql(f, true)[ITEM_LIST], ARGS(ARG(candidacy)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct item);
    for (; *n < r.n; (*n)++)
        read_item(a, f, &r, *n, &(*out)[*n]);
    return RC_OK;
}

enum rc item_find(struct db *db, struct arena *a, const struct form *f, uint64_t candidacy,
    struct str public_id, bool lock, struct item *out)
{
    struct rows r;
    const struct stmt *s = &step_sql(f, true)[lock ? ITEM_LOCK : ITEM_FIND];
    enum rc rc = db_query_one(db, a, s, ARGS(ARG(candidacy), ARG(public_id)), &r);
    if (rc == RC_OK)
        read_item(a, f, &r, 0, out);
    return rc;
}

enum rc item_insert(struct db *db, struct arena *a, const struct form *f, uint64_t candidacy,
    const struct answers *as, struct str writers, struct instant now, struct str *public_id)
{
    struct arg args[STMT_ARGS_MAX];
    size_t n = 0;
    struct done done = {0};
    if (!public_id_valid(*public_id))
        *public_id = public_id_new(a);
    put_arg(args, &n, ARG(*public_id));
    put_arg(args, &n, ARG(candidacy));
    put_answers(a, args, &n, as, writers, now);
    put_arg(args, &n, ARG(candidacy));
    enum rc rc = db_exec(db, &step_sql(f, true)[ITEM_INSERT], args, n, &done);
    return rc == RC_OK && done.affected != 1 ? RC_TOO_LARGE : rc;
}

enum rc item_update(struct db *db, struct arena *a, const struct form *f, uint64_t candidacy,
    struct str public_id, const struct answers *as, struct str writers, struct instant now)
{
    struct arg args[STMT_ARGS_MAX];
    size_t n = 0;
    struct done done = {0};
    put_answers(a, args, &n, as, writers, now);
    put_arg(args, &n, ARG(candidacy));
    put_arg(args, &n, ARG(public_id));
    enum rc rc = db_exec(db, &step_sql(f, true)[ITEM_UPDATE], args, n, &done);
    if (rc != RC_OK || done.affected == 1)
        return rc;
    /* Nothing changed: the same answers in the same second, or not this candidacy's item. */
    struct item item;
    return item_find(db, a, f, candidacy, public_id, false, &item);
}

enum rc item_delete(
    struct db *db, const struct form *f, uint64_t candidacy, struct str public_id)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &step_sql(f, true)[ITEM_DELETE],
        ARGS(ARG(candidacy), ARG(public_id)), &done);
    return rc == RC_OK && done.affected != 1 ? RC_NOT_FOUND : rc;
}

enum rc item_not_none(struct db *db, const struct form *f, uint64_t candidacy)
{
    return db_exec(db, &step_sql(f, true)[ITEM_NOT_NONE], ARGS(ARG(candidacy)), NULL);
}
