/* Statements: mail_raw.* below. */
#include "store/mail_raw.h"

#include "store/statements.h"

enum { COUNT, BYTES, TOTAL, PUT, PUT_PART, ENDED, ERASE_PARTS, ERASE };

const struct stmt mail_raw_statements[] = {
    [COUNT] = {"mail_raw.count",
        "SELECT COALESCE(SUM(mark = ''), 0), COALESCE(SUM(mark = 'unvouched'), 0),"
        " COALESCE(SUM(mark = 'automatic'), 0) FROM quote_message"
        " WHERE request_id = ? AND at >= ? AND idempotency_key LIKE 'mail:%'",
        "ut", "uuu", 0},
    [BYTES] = {"mail_raw.bytes", "SELECT COALESCE(SUM(bytes), 0) FROM mail_raw WHERE request_id = ?", "u",
        "u", 0},
    /* rows of a few bytes: the mails are in mail_raw_part */
    [TOTAL] = {"mail_raw.total", "SELECT COALESCE(SUM(bytes), 0) FROM mail_raw", "", "u", STMT_SCAN},
    [PUT] = {"mail_raw.put",
        "INSERT INTO mail_raw (public_id, request_id, bytes, received_at, ends_at) VALUES (?, ?, ?, ?, ?)",
        "auutt", "", 0},
    [PUT_PART] = {"mail_raw.put_part",
        "INSERT INTO mail_raw_part (raw_id, part, sealed) VALUES (?, ?, ?)", "uub", "", 0},
    [ENDED] = {"mail_raw.ended", "SELECT id FROM mail_raw WHERE ends_at < ? ORDER BY ends_at LIMIT ?", "tu",
        "u", 0},
    [ERASE_PARTS] = {"mail_raw.erase_parts", "DELETE FROM mail_raw_part WHERE raw_id = ?", "u", "", 0},
    [ERASE] = {"mail_raw.erase", "DELETE FROM mail_raw WHERE id = ?", "u", "", 0},
    {0},
};

enum rc mail_raw_count(struct db *db, struct arena *a, uint64_t request, struct instant since,
    struct mail_raw_counts *out)
{
    struct rows r;
    *out = (struct mail_raw_counts){0};
    enum rc rc = db_query_one(db, a, &mail_raw_statements[COUNT], ARGS(ARG(request), ARG(since)), &r);
    if (rc != RC_OK)
        return rc;
    out->people = row_u64(&r, 0, 0);
    out->unvouched = row_u64(&r, 0, 1);
    out->machines = row_u64(&r, 0, 2);
    rc = db_query_one(db, a, &mail_raw_statements[BYTES], ARGS(ARG(request)), &r);
    out->bytes = rc == RC_OK ? row_u64(&r, 0, 0) : 0;
    return rc;
}

enum rc mail_raw_total(struct db *db, struct arena *a, uint64_t *bytes)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &mail_raw_statements[TOTAL], NO_ARGS, &r);
    *bytes = rc == RC_OK ? row_u64(&r, 0, 0) : 0;
    return rc;
}

enum rc mail_raw_put(struct db *db, const struct mail_raw *m, uint64_t *id)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &mail_raw_statements[PUT],
        ARGS(ARG(m->public_id), ARG(m->request), ARG(m->bytes), ARG(m->received), ARG(m->ends)), &done);
    *id = done.id;
    return rc;
}

enum rc mail_raw_put_part(struct db *db, uint64_t raw, unsigned part, struct str sealed)
{
    return db_exec(
        db, &mail_raw_statements[PUT_PART], ARGS(ARG(raw), ARG((uint64_t)part), ARG(sealed)), NULL);
}

/* The parts first: a death in between leaves the row, and the next turn finds it again. */
enum rc mail_raw_purge(struct db *db, struct instant now, uint64_t limit, uint64_t *gone)
{
    struct rows r;
    struct arena *a = arena_new();
    *gone = 0;
    enum rc rc = db_query(db, a, &mail_raw_statements[ENDED], ARGS(ARG(now), ARG(limit)), &r);
    for (size_t i = 0; rc == RC_OK && i < r.n; i++) {
        uint64_t id = row_u64(&r, i, 0);
        rc = db_exec(db, &mail_raw_statements[ERASE_PARTS], ARGS(ARG(id)), NULL);
        if (rc == RC_OK)
            rc = db_exec(db, &mail_raw_statements[ERASE], ARGS(ARG(id)), NULL);
        *gone += rc == RC_OK;
    }
    arena_free(a);
    return rc;
}
