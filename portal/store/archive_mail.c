/* Statements: archive_mail.* below, each twice: of the live tables, of the archive's rows. */
#include "store/archive_mail.h"

#include "store/statements.h"

enum { MAILS, MAILS_MOVED, PARTS, PARTS_MOVED, PART, PART_MOVED };

#define NUMBER(path) "CAST(JSON_VALUE(content, '" path "') AS UNSIGNED)"

const struct stmt archive_mail_statements[] = {
    [MAILS] = {"archive_mail.list",
        "SELECT id, public_id, bytes FROM mail_raw WHERE request_id = ? ORDER BY id", "u", "usu", 0},
    [MAILS_MOVED] = {"archive_mail.list_moved",
        "SELECT " NUMBER("$.id") ", JSON_VALUE(content, '$.public_id'), " NUMBER("$.bytes")
        " FROM archive_row WHERE file_id = ? AND table_name = 'mail_raw' ORDER BY id",
        "u", "usu", 0},
    [PARTS] = {"archive_mail.parts",
        "SELECT m.id, m.id FROM mail_raw m JOIN " ARCHIVE_MAIL_PARTS " p ON p.raw_id = m.id"
        " WHERE m.request_id = ? ORDER BY m.id, p.part",
        "u", "uu", 0},
    [PARTS_MOVED] = {"archive_mail.parts_moved",
        "SELECT " NUMBER("$.raw_id") " AS mail, id FROM archive_row WHERE file_id = ?"
        " AND table_name = '" ARCHIVE_MAIL_PARTS "' ORDER BY mail, " NUMBER("$.part"),
        "u", "uu", 0},
    [PART] = {"archive_mail.part", "SELECT sealed FROM " ARCHIVE_MAIL_PARTS " WHERE raw_id = ? AND part = ?",
        "uu", "b", 0},
    [PART_MOVED] = {"archive_mail.part_moved",
        "SELECT FROM_BASE64(JSON_VALUE(content, '$.sealed')) FROM archive_row WHERE id = ? AND "
        NUMBER("$.part") " = ?",
        "uu", "b", 0},
    {0},
};

/* The parts that are this mail's. */
static void parts_of(struct arena *a, const struct rows *parts, struct archive_mail *m)
{
    uint64_t *at = ARENA_ARRAY(a, parts->n + 1, uint64_t);
    m->parts = at;
    for (size_t i = 0; i < parts->n; i++)
        if (row_u64(parts, i, 0) == m->id)
            at[m->parts_n++] = row_u64(parts, i, 1);
}

static enum rc of_one(struct db *db, struct arena *a, const struct archive_file *f,
    struct archive_mail **out, size_t *n)
{
    bool moved = f->file != 0;
    struct arg key = moved ? ARG(f->file) : ARG(f->object);
    struct rows mails, parts;
    *n = 0;
    if (f->kind != ARCHIVE_REQUEST)
        return RC_OK;
    enum rc rc = db_query(db, a, &archive_mail_statements[moved ? MAILS_MOVED : MAILS], &key, 1, &mails);
    if (rc == RC_OK)
        rc = db_query(db, a, &archive_mail_statements[moved ? PARTS_MOVED : PARTS], &key, 1, &parts);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, mails.n + 1, struct archive_mail);
    for (; *n < mails.n; (*n)++) {
        struct archive_mail *m = &(*out)[*n];
        *m = (struct archive_mail){.id = row_u64(&mails, *n, 0), .public_id = row_str(&mails, *n, 1),
            .bytes = row_u64(&mails, *n, 2), .moved = moved};
        parts_of(a, &parts, m);
    }
    return RC_OK;
}

enum rc archive_mails(struct db *db, struct arena *a, const struct archive_file *f, size_t files,
    struct archive_mail **out, size_t *n)
{
    *n = 0;
    *out = NULL;
    for (size_t i = 0; i < files; i++) {
        struct archive_mail *some = NULL;
        size_t some_n;
        enum rc rc = of_one(db, a, &f[i], &some, &some_n);
        if (rc != RC_OK)
            return rc;
        struct archive_mail *all = ARENA_ARRAY(a, *n + some_n + 1, struct archive_mail);
        for (size_t k = 0; k < *n + some_n; k++)
            all[k] = k < *n ? (*out)[k] : some[k - *n];
        *out = all;
        *n += some_n;
    }
    return RC_OK;
}

enum rc archive_mail_read(struct db *db, const struct keys *keys, const struct archive_mail *m,
    bool (*take)(void *arg, struct str part), void *arg)
{
    struct arena *a = arena_new();
    enum rc rc = RC_OK;
    uint64_t bytes = 0;
    for (size_t i = 0; rc == RC_OK && i < m->parts_n; i++) {
        struct rows r;
        struct str part;
        struct str place = arena_printf(a, "%.*s:%zu", STR_ARG(m->public_id), i); /* job/answers.c seals it so */
        rc = db_query_one(db, a, &archive_mail_statements[m->moved ? PART_MOVED : PART],
            ARGS(ARG(m->parts[i]), ARG((uint64_t)i)), &r);
        if (rc == RC_NOT_FOUND)
            rc = RC_FAULT;
        if (rc == RC_OK && !(crypto_open(a, keys, KEY_FIELD_BASE, row_str(&r, 0, 0), place, &part) && take(arg, part)))
            rc = RC_FAULT;
        bytes += rc == RC_OK ? part.n : 0;
        arena_reset(a);
    }
    arena_free(a);
    return rc == RC_OK && bytes != m->bytes ? RC_FAULT : rc;
}
