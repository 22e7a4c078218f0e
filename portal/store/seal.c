/* Statements: seal.* below. */
#include "store/seal.h"

#include "store/statements.h"
#include "store/tx.h"
#include "sys/crypto.h"

enum { LAST, ROWS, ADD, COVER };

const struct stmt seal_statements[] = {
    [LAST] = {"seal.last", "SELECT id, seal FROM audit_seal ORDER BY id DESC LIMIT 1",
        "", "ub", 0},
    /* Begins where a seal ended some minutes ago, not at the first row: a row that was committed
     * late is still found, and the trail may be long. */
    [ROWS] = {"seal.rows",
        "SELECT a.id, CAST(a.at AS CHAR), a.actor_kind, a.actor_id, a.action, a.object_kind,"
        " a.object_id, a.detail, a.request_id FROM audit a"
        " LEFT JOIN audit_sealed s ON s.audit_id = a.id"
        " WHERE s.audit_id IS NULL AND a.id > COALESCE((SELECT b.last_id FROM audit_seal b"
        " WHERE b.sealed_at < ? ORDER BY b.id DESC LIMIT 1), 0) ORDER BY a.id LIMIT ?",
        "tu", "ussussuss", STMT_SCAN}, /* a few minutes of seals, back along their key */
    [ADD] = {"seal.add",
        "INSERT INTO audit_seal (first_id, last_id, row_count, previous, digest, seal, sealed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6))",
        "uuubbb", "", 0},
    [COVER] = {"seal.cover",
        "INSERT INTO audit_sealed (audit_id, seal_id) SELECT t.id, ? FROM JSON_TABLE(?, '$[*]'"
        " COLUMNS (id BIGINT UNSIGNED PATH '$')) t",
        "us", "", 0},
    {0},
};

static void put_field(struct buf *b, struct str s)
{
    buf_printf(b, "%zu:", s.n);
    buf_put(b, s);
    buf_putc(b, ',');
}

static void put_number(struct buf *b, uint64_t n)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
    put_field(b, str_c(digits));
}

static void hash(struct buf *b, unsigned char out[SEAL_BYTES])
{
    crypto_sha256(buf_str(b), out);
    buf_reset(b);
}

static void hash_row(struct buf *b, const struct rows *r, size_t i, unsigned char out[SEAL_BYTES])
{
    for (size_t column = 0; column < r->columns; column++) {
        if (r->stmt->gives[column] == 'u')
            put_number(b, row_u64(r, i, column));
        else
            put_field(b, row_str(r, i, column));
    }
    hash(b, out);
}

struct work {
    struct arena *a;
    struct instant late;
    uint64_t sealed;
};

struct chain {
    unsigned char previous[SEAL_BYTES], digest[SEAL_BYTES], seal[SEAL_BYTES];
    uint64_t first, last, count;
    struct buf ids; /* JSON */
};

static void make_chain(struct arena *a, const struct rows *r, struct chain *c)
{
    struct buf b;
    unsigned char *hashes = arena_array(a, r->n, SEAL_BYTES);
    buf_init(&b, 64 * 1024);
    for (size_t i = 0; i < r->n; i++) {
        hash_row(&b, r, i, hashes + i * SEAL_BYTES);
        buf_printf(&c->ids, "%c%llu", i ? ',' : '[', (unsigned long long)row_u64(r, i, 0));
    }
    buf_putc(&c->ids, ']');
    c->first = row_u64(r, 0, 0);
    c->last = row_u64(r, r->n - 1, 0);
    c->count = r->n;
    crypto_sha256((struct str){(const char *)hashes, r->n * SEAL_BYTES}, c->digest);
    put_field(&b, (struct str){(const char *)c->previous, SEAL_BYTES});
    put_number(&b, c->first);
    put_number(&b, c->last);
    put_number(&b, c->count);
    put_field(&b, (struct str){(const char *)c->digest, SEAL_BYTES});
    hash(&b, c->seal);
    buf_free(&b);
}

static enum rc add_chain(struct db *db, const struct chain *c)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &seal_statements[ADD],
        ARGS(ARG(c->first), ARG(c->last), ARG(c->count), ARG_BYTES(c->previous, SEAL_BYTES),
            ARG_BYTES(c->digest, SEAL_BYTES), ARG_BYTES(c->seal, SEAL_BYTES)),
        &done);
    if (rc == RC_OK)
        rc = db_exec(db, &seal_statements[COVER], ARGS(ARG(done.id), ARG(buf_str(&c->ids))), NULL);
    return rc;
}

static enum rc seal_tx(struct db *db, void *arg)
{
    struct work *w = arg;
    struct rows last, r;
    struct chain c = {.first = 0};
    w->sealed = 0;
    enum rc rc = db_query(db, w->a, &seal_statements[LAST], NO_ARGS, &last);
    if (rc == RC_OK)
        rc = db_query(db, w->a, &seal_statements[ROWS],
            ARGS(ARG(w->late), ARG((uint64_t)SEAL_ROWS_MAX)), &r);
    if (rc != RC_OK || !r.n)
        return rc;
    if (last.n)
        row_bytes(&last, 0, 1, c.previous, SEAL_BYTES);
    buf_init(&c.ids, 32 * 1024);
    make_chain(w->a, &r, &c);
    rc = add_chain(db, &c);
    buf_free(&c.ids);
    if (rc == RC_OK)
        w->sealed = r.n;
    return rc;
}

enum rc seal_rows(struct db *db, struct arena *a, struct instant now, uint64_t *sealed)
{
    struct work w = {a, {now.s - SEAL_LATE_SECONDS}, 0};
    enum rc rc = tx_run(db, seal_tx, &w);
    *sealed = w.sealed;
    return rc;
}
