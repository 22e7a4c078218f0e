/* Statements: seal.* below. */
#include "store/seal.h"

#include "base/codec.h"
#include "store/statements.h"
#include "store/tx.h"

enum { LAST, NOW, ROWS, ADD, COVER };

const struct stmt seal_statements[] = {
    [LAST] = {"seal.last", "SELECT seal FROM audit_seal ORDER BY id DESC LIMIT 1", "", "b", 0},
    [NOW] = {"seal.now", "SELECT CAST(UTC_TIMESTAMP(6) AS CHAR)", "", "s", 0},
    /* Begins where a seal ended some minutes before the last one, not at the first row: a row that was
     * committed late is still found, and the trail may be long. */
    [ROWS] = {"seal.rows",
        "SELECT " SEAL_ROW_SQL " FROM audit a LEFT JOIN audit_sealed s ON s.audit_id = a.id"
        " WHERE s.audit_id IS NULL AND a.id > " SEAL_BOUND_SQL " ORDER BY a.id LIMIT ?",
        "u", SEAL_ROW_GIVES, STMT_SCAN}, /* a few minutes of seals, back along their key */
    [ADD] = {"seal.add",
        "INSERT INTO audit_seal (first_id, last_id, row_count, key_version, previous, digest, seal,"
        " sealed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        "uuuubbbs", "", 0},
    [COVER] = {"seal.cover",
        "INSERT INTO audit_sealed (audit_id, seal_id, mac) SELECT t.id, ?, UNHEX(t.mac)"
        " FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$[0]',"
        " mac CHAR(64) PATH '$[1]')) t",
        "us", "", 0},
    {0},
};

/* ---- what is hashed */

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

static void put_bytes(struct buf *b, const unsigned char bytes[SEAL_BYTES])
{
    put_field(b, (struct str){(const char *)bytes, SEAL_BYTES});
}

/* Version 0 had no key. */
static void finish(const struct seal_keys *k, unsigned version, struct buf *b, unsigned char out[SEAL_BYTES])
{
    if (version)
        crypto_hmac(k->keys, (enum key_purpose)(KEY_AUDIT + version - 1), buf_str(b), out);
    else
        crypto_sha256(buf_str(b), out);
    buf_free(b);
}

void seal_of_row(const struct seal_keys *k, unsigned version, const struct rows *r, size_t i, size_t from,
    unsigned char out[SEAL_BYTES])
{
    struct buf b;
    buf_init(&b, 64 * 1024);
    if (version)
        put_field(&b, STR("row"));
    for (size_t column = from; column < from + sizeof SEAL_ROW_GIVES - 1; column++) {
        if (r->stmt->gives[column] == 'u')
            put_number(&b, row_u64(r, i, column));
        else
            put_field(&b, row_str(r, i, column));
    }
    finish(k, version, &b, out);
}

void seal_of(const struct seal_keys *k, const struct seal *s, unsigned char out[SEAL_BYTES])
{
    struct buf b;
    buf_init(&b, 1024);
    if (s->version) {
        put_field(&b, STR("seal"));
        put_number(&b, s->version);
    }
    put_bytes(&b, s->previous);
    put_number(&b, s->first);
    put_number(&b, s->last);
    put_number(&b, s->count);
    put_bytes(&b, s->digest);
    if (s->version)
        put_field(&b, s->at);
    finish(k, s->version, &b, out);
}

/* ---- one more seal */

struct work {
    struct arena *a;
    const struct seal_keys *k;
    uint64_t sealed;
};

/* The digest; `covers` becomes [[id, "mac"], …]. */
static void take_rows(const struct work *w, const struct rows *r, struct seal *s, struct buf *covers)
{
    unsigned char *macs = arena_array(w->a, r->n, SEAL_BYTES);
    for (size_t i = 0; i < r->n; i++) {
        unsigned char *mac = macs + i * SEAL_BYTES;
        seal_of_row(w->k, s->version, r, i, 0, mac);
        buf_printf(covers, "%s[%llu,\"%.*s\"]", i ? "," : "[", (unsigned long long)row_u64(r, i, 0),
            STR_ARG(hex_encode(w->a, (struct str){(const char *)mac, SEAL_BYTES})));
    }
    buf_putc(covers, ']');
    s->first = row_u64(r, 0, 0);
    s->last = row_u64(r, r->n - 1, 0);
    s->count = r->n;
    crypto_sha256((struct str){(const char *)macs, r->n * SEAL_BYTES}, s->digest);
}

static enum rc add(struct db *db, const struct work *w, const struct seal *s, struct str covers)
{
    struct done done = {0};
    unsigned char seal[SEAL_BYTES];
    seal_of(w->k, s, seal);
    enum rc rc = db_exec(db, &seal_statements[ADD],
        ARGS(ARG(s->first), ARG(s->last), ARG(s->count), ARG(s->version),
            ARG_BYTES(s->previous, SEAL_BYTES), ARG_BYTES(s->digest, SEAL_BYTES),
            ARG_BYTES(seal, SEAL_BYTES), ARG(s->at)),
        &done);
    if (rc == RC_OK)
        rc = db_exec(db, &seal_statements[COVER], ARGS(ARG(done.id), ARG(covers)), NULL);
    return rc;
}

static enum rc seal_tx(struct db *db, void *arg)
{
    struct work *w = arg;
    struct rows last, now, r;
    struct buf covers;
    struct seal s = {.version = w->k->version};
    w->sealed = 0;
    enum rc rc = db_query(db, w->a, &seal_statements[LAST], NO_ARGS, &last);
    if (rc == RC_OK)
        rc = db_query(db, w->a, &seal_statements[ROWS], ARGS(ARG((uint64_t)SEAL_ROWS_MAX)), &r);
    if (rc != RC_OK || !r.n)
        return rc;
    if ((rc = db_query_one(db, w->a, &seal_statements[NOW], NO_ARGS, &now)) != RC_OK)
        return rc;
    s.at = row_str(&now, 0, 0);
    if (last.n)
        row_bytes(&last, 0, 0, s.previous, SEAL_BYTES);
    buf_init(&covers, SEAL_ROWS_MAX * 100);
    take_rows(w, &r, &s, &covers);
    rc = add(db, w, &s, buf_str(&covers));
    buf_free(&covers);
    if (rc == RC_OK)
        w->sealed = r.n;
    return rc;
}

enum rc seal_rows(struct db *db, struct arena *a, const struct seal_keys *k, uint64_t *sealed)
{
    struct work w = {a, k, 0};
    enum rc rc = tx_run(db, seal_tx, &w);
    *sealed = w.sealed;
    return rc;
}
