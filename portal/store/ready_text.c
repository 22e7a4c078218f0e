/* Statements: ready_text.* below. */
#include "store/ready_text.h"

#include "store/ident.h"
#include "store/statements.h"

enum { EVERY, FIND, ADD, SAVE, REMOVE };

#define COLUMNS                                                                                    \
    "SELECT t.id, t.public_id, t.title, t.body, t.version, t.updated_at, s.name FROM ready_text t" \
    " LEFT JOIN staff s ON s.id = t.updated_by"
#define GIVES "usssuts"

const struct stmt ready_text_statements[] = {
    [EVERY] = {"ready_text.list", COLUMNS " ORDER BY t.title, t.id LIMIT ?", "u", GIVES, STMT_SCAN},
    [FIND] = {"ready_text.find", COLUMNS " WHERE t.public_id = ?", "a", GIVES, 0},
    [ADD] = {"ready_text.add",
        "INSERT INTO ready_text (public_id, title, body, idempotency_key, created_at, updated_at,"
        " updated_by) SELECT ?, ?, ?, ?, ?, ?, ? FROM DUAL WHERE (SELECT COUNT(*) FROM ready_text"
        " all_of) < ?",
        "assattuu", "", 0},
    [SAVE] = {"ready_text.save",
        "UPDATE ready_text SET title = ?, body = ?, version = version + 1, updated_at = ?,"
        " updated_by = ? WHERE id = ? AND version = ?",
        "sstuuu", "", 0},
    [REMOVE] = {
        "ready_text.remove", "DELETE FROM ready_text WHERE id = ? AND version = ?", "uu", "", 0},
    {0},
};

static struct ready_text row(const struct rows *r, size_t i)
{
    return (struct ready_text){
        .id = row_u64(r, i, 0),
        .public_id = row_str(r, i, 1),
        .title = row_str(r, i, 2),
        .body = row_str(r, i, 3),
        .version = (unsigned)row_u64(r, i, 4),
        .updated = row_instant(r, i, 5),
        .updated_by = row_str(r, i, 6),
    };
}

enum rc ready_text_list(struct db *db, struct arena *a, struct ready_text **out, size_t *n)
{
    struct rows r;
    enum rc rc =
        db_query(db, a, &ready_text_statements[EVERY], ARGS(ARG((uint64_t)READY_TEXTS_MAX)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n ? r.n : 1, struct ready_text);
    *n = r.n;
    for (size_t i = 0; i < r.n; i++)
        (*out)[i] = row(&r, i);
    return RC_OK;
}

enum rc ready_text_find(
    struct db *db, struct arena *a, struct str public_id, struct ready_text *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &ready_text_statements[FIND], ARGS(ARG(public_id)), &r);
    if (rc == RC_OK)
        *out = row(&r, 0);
    return rc;
}

enum rc ready_text_add(struct db *db, const struct ready_text *t, uint64_t staff, struct str key,
    struct instant now, uint64_t *id)
{
    struct done done;
    enum rc rc = db_exec(db, &ready_text_statements[ADD],
        ARGS(ARG(t->public_id), ARG(t->title), ARG(t->body), ARG(key), ARG(now), ARG(now),
            ARG(staff), ARG((uint64_t)READY_TEXTS_MAX)),
        &done);
    *id = rc == RC_OK ? done.id : 0;
    return rc == RC_OK && done.affected == 0 ? RC_CONFLICT : rc;
}

static enum rc one(enum rc rc, const struct done *done)
{
    return rc == RC_OK && done->affected != 1 ? RC_CONFLICT : rc;
}

enum rc ready_text_save(
    struct db *db, const struct ready_text *t, uint64_t staff, struct instant now)
{
    struct done done;
    enum rc rc = db_exec(db, &ready_text_statements[SAVE],
        ARGS(ARG(t->title), ARG(t->body), ARG(now), ARG(staff), ARG(t->id), ARG(t->version)),
        &done);
    return one(rc, &done);
}

enum rc ready_text_remove(struct db *db, const struct ready_text *t)
{
    struct done done;
    enum rc rc = db_exec(
        db, &ready_text_statements[REMOVE], ARGS(ARG(t->id), ARG(t->version)), &done);
    return one(rc, &done);
}
