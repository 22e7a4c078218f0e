/* Statements: mine.* and refusal.* below. */
#include "store/quote_mine.h"

#include "store/statements.h"

enum { MINE, HAS, PUT, LIFT };

const struct stmt quote_mine_statements[] = {
    [MINE] = {"mine.list",
        "SELECT public_id, reference, kind, state, payer, last_number, created_at, valid_until,"
        " link_generation, id"
        " FROM quote_request WHERE email = ? ORDER BY created_at DESC LIMIT ?",
        "su", "sssssstduu", 0},
    [HAS] = {"refusal.has", "SELECT COUNT(*) FROM quote_refusal WHERE email_hash = ?", "b", "u", 0},
    [PUT] = {"refusal.put", "INSERT IGNORE INTO quote_refusal (email_hash, refused_at) VALUES (?, ?)",
        "bt", "", 0},
    [LIFT] = {"refusal.lift", "DELETE FROM quote_refusal WHERE email_hash = ?", "b", "", 0},
    {0},
};

enum rc quote_mine_list(
    struct db *db, struct arena *a, struct str email, struct quote_mine **out, size_t *n)
{
    struct rows r;
    enum rc rc = db_query(
        db, a, &quote_mine_statements[MINE], ARGS(ARG(email), ARG((uint64_t)QUOTE_MINE_MAX)), &r);
    *n = rc == RC_OK ? r.n : 0;
    *out = ARENA_ARRAY(a, *n, struct quote_mine);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = (struct quote_mine){
            .public_id = row_str(&r, i, 0),
            .reference = row_str(&r, i, 1),
            .kind = row_str(&r, i, 2),
            .state = row_str(&r, i, 3),
            .payer = row_str(&r, i, 4),
            .number = row_str(&r, i, 5),
            .created = row_instant(&r, i, 6),
            .valid_until = row_day(&r, i, 7),
            .generation = (unsigned)row_u64(&r, i, 8),
            .id = row_u64(&r, i, 9),
        };
    return rc;
}

enum rc refusal_has(
    struct db *db, struct arena *a, const unsigned char hash[REFUSAL_HASH], bool *out)
{
    struct rows r;
    enum rc rc = db_query_one(
        db, a, &quote_mine_statements[HAS], ARGS(ARG_BYTES(hash, REFUSAL_HASH)), &r);
    *out = rc == RC_OK && row_u64(&r, 0, 0) > 0;
    return rc;
}

enum rc refusal_put(struct db *db, const unsigned char hash[REFUSAL_HASH], struct instant now)
{
    return db_exec(db, &quote_mine_statements[PUT],
        ARGS(ARG_BYTES(hash, REFUSAL_HASH), ARG(now)), NULL);
}

enum rc refusal_lift(struct db *db, const unsigned char hash[REFUSAL_HASH])
{
    return db_exec(
        db, &quote_mine_statements[LIFT], ARGS(ARG_BYTES(hash, REFUSAL_HASH)), NULL);
}
