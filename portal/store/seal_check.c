/* Statements: seal_check.* below. */
#include "store/seal_check.h"

#include "base/codec.h"
#include "store/statements.h"

enum { SEALS, ROWS, STRAY, BOUND, ONE, LAST, BEHIND, STATE, HOLDS, FAILS, SETTLE };
/* Of one step. A seal that says that it has more rows than seals have is not believed. */
enum { SEALS_AT_ONCE = 400, ROWS_AT_ONCE = 4000, STRAYS_AT_ONCE = 50000 };
/* Columns of STATE, and of ROWS. */
enum { STATE_MARK = 7, STATE_FROM = 10 };
enum { ROW_SEAL, ROW_ID, ROW_MAC, ROW_FIELDS };

const struct stmt seal_check_statements[] = {
    [SEALS] = {"seal_check.seals",
        "SELECT id, first_id, last_id, row_count, key_version, previous, digest, seal,"
        " CAST(sealed_at AS CHAR) FROM audit_seal WHERE id > ? ORDER BY id LIMIT ?",
        "uu", "uuuuubbbs", 0},
    [ROWS] = {"seal_check.rows",
        "SELECT s.seal_id, s.audit_id, s.mac, " SEAL_ROW_SQL " FROM audit_sealed s"
        " LEFT JOIN audit a ON a.id = s.audit_id WHERE s.seal_id BETWEEN ? AND ?"
        " ORDER BY s.seal_id, s.audit_id LIMIT ?",
        "uuu", "uub" SEAL_ROW_GIVES, STMT_SCAN},
    [STRAY] = {"seal_check.stray",
        "SELECT a.id FROM audit a LEFT JOIN audit_sealed s ON s.audit_id = a.id"
        " WHERE s.audit_id IS NULL AND a.id > ? AND a.id <= ? ORDER BY a.id LIMIT 1",
        "uu", "u", STMT_SCAN},
    [BOUND] = {"seal_check.bound", "SELECT " SEAL_BOUND_SQL, "", "u", STMT_SCAN},
    [ONE] = {"seal_check.one", "SELECT seal, key_version, last_id FROM audit_seal WHERE id = ?", "u", "buu", 0},
    [LAST] = {"seal_check.last", "SELECT id, seal FROM audit_seal WHERE ? IN (0, id) ORDER BY id DESC LIMIT 1", "u", "ub", STMT_SCAN},
    [BEHIND] = {"seal_check.behind",
        "SELECT COUNT(*) FROM audit WHERE id > COALESCE((SELECT last_id FROM audit_seal"
        " ORDER BY id DESC LIMIT 1), 0) AND at < ? - INTERVAL 600 SECOND",
        "t", "u", STMT_SCAN},
    [STATE] = {"seal_check.state",
        "SELECT checked_at, whole_at, failed_at, told_on, fault, failed_seal, failed_row, seal_id, seal, mac,"
        " from_id, from_seal, from_mac FROM audit_check WHERE id = 1",
        "", "tttdsuuubbubb", 0},
    [HOLDS] = {"seal_check.holds",
        "UPDATE audit_check SET checked_at = ?, whole_at = IF(?, checked_at, whole_at), seal_id = ?,"
        " seal = ?, mac = ?, failed_at = IF(?, NULL, failed_at), fault = IF(?, '', fault),"
        " failed_seal = IF(?, 0, failed_seal), failed_row = IF(?, 0, failed_row), told_on = COALESCE(?, told_on)"
        " WHERE id = 1 AND (told_on IS NULL OR told_on < COALESCE(?, '9999-12-31'))",
        "tuubbuuuuDD", "", 0},
    [FAILS] = {"seal_check.fails",
        "UPDATE audit_check SET checked_at = ?, failed_at = COALESCE(failed_at, checked_at), fault = ?,"
        " failed_seal = ?, failed_row = ?, told_on = COALESCE(?, told_on)"
        " WHERE id = 1 AND (told_on IS NULL OR told_on < COALESCE(?, '9999-12-31'))",
        "tauuDD", "", 0},
    [SETTLE] = {"seal_check.settle",
        "UPDATE audit_check SET from_id = ?, from_seal = ?, from_mac = ?, seal_id = ?, seal = ?, mac = ?,"
        " failed_at = NULL, fault = '', failed_seal = 0, failed_row = 0 WHERE id = 1",
        "ubbubb", "", 0},
    {0},
};

/* ---- heads */

struct str seal_head_text(struct arena *a, const struct seal_head *h)
{
    return arena_printf(a, "%llu:%.*s", (unsigned long long)h->id,
        STR_ARG(hex_encode(a, (struct str){(const char *)h->seal, SEAL_BYTES})));
}

bool seal_head_parse(struct str text, struct seal_head *out)
{
    struct str number;
    return text.n <= SEAL_HEAD_TEXT_MAX && str_cut(&text, ':', &number) &&
           str_to_u64(number, INT64_MAX, &out->id) && out->id && text.n == 2 * SEAL_BYTES &&
           hex_decode(text, out->seal, SEAL_BYTES);
}

/* Under the newest key: an older one may have been what leaked. */
static void mac_of_mark(
    const struct seal_keys *k, const char *what, const struct seal_head *h, unsigned char out[SEAL_BYTES])
{
    char text[64];
    int n = snprintf(text, sizeof text, "%s %llu", what, (unsigned long long)h->id);
    crypto_hmac2(k->keys, (enum key_purpose)(KEY_AUDIT + k->version - 1), (struct str){text, (size_t)n},
        (struct str){(const char *)h->seal, SEAL_BYTES}, out);
}

/* ---- beginning */

static void fail(struct seal_walk *w, enum seal_fault fault, const struct seal *s, uint64_t row)
{
    w->fault = fault;
    w->failed_seal = s ? s->id : 0;
    w->failed_row = row;
    w->failed_first = s ? s->first : 0;
    w->failed_last = s ? s->last : 0;
    w->ended = true;
}

/* A seal that was noted there, if it is we who did. */
static void read_noted(
    const struct seal_keys *k, const char *what, const struct rows *r, size_t at, struct seal_head *out)
{
    unsigned char mac[SEAL_BYTES], ours[SEAL_BYTES];
    struct seal_head noted = {.id = row_u64(r, 0, at)};
    if (noted.id == 0 || row_null(r, 0, at + 1) || row_null(r, 0, at + 2))
        return;
    row_bytes(r, 0, at + 1, noted.seal, SEAL_BYTES);
    row_bytes(r, 0, at + 2, mac, SEAL_BYTES);
    mac_of_mark(k, what, &noted, ours);
    if (crypto_equal(mac, ours, SEAL_BYTES))
        *out = noted;
}

/* Is that seal there, and what it was? Else a fault. *r: its row. */
static enum rc find_one(
    struct db *db, struct arena *a, struct seal_walk *w, const struct seal_head *h, struct rows *r)
{
    unsigned char there[SEAL_BYTES];
    const struct seal at = {.id = h->id};
    enum rc rc = db_query(db, a, &seal_check_statements[ONE], ARGS(ARG(h->id)), r);
    if (rc == RC_OK && r->n == 0)
        fail(w, SEAL_HEAD_GONE, &at, 0);
    if (rc != RC_OK || r->n == 0)
        return rc;
    row_bytes(r, 0, 0, there, SEAL_BYTES);
    if (!crypto_equal(there, h->seal, SEAL_BYTES))
        fail(w, SEAL_HEAD_OTHER, &at, 0);
    return rc;
}

/* Begins behind that seal, if it is what it was; what is told of it or of an earlier one is looked at here. */
static enum rc go_to(struct db *db, struct arena *a, struct seal_walk *w, const struct seal_head *h)
{
    struct rows r, other;
    enum rc rc = find_one(db, a, w, h, &r);
    if (rc != RC_OK || w->ended)
        return rc;
    w->head = *h;
    w->version = (unsigned)row_u64(&r, 0, 1);
    w->strays = row_u64(&r, 0, 2);
    if (w->mark.id && w->mark.id <= h->id) {
        rc = find_one(db, a, w, &w->mark, &other);
        w->seen_mark = true;
    }
    if (rc == RC_OK && !w->ended && w->expected.id && w->expected.id <= h->id) {
        rc = find_one(db, a, w, &w->expected, &other);
        w->seen_expected = true;
    }
    return rc;
}

enum rc seal_walk_begin(struct db *db, struct arena *a, struct seal_walk *w)
{
    struct rows r;
    *w = (struct seal_walk){.keys = w->keys, .whole = w->whole, .expected = w->expected};
    enum rc rc = db_query_one(db, a, &seal_check_statements[BOUND], NO_ARGS, &r);
    if (rc != RC_OK)
        return rc;
    w->bound = row_u64(&r, 0, 0);
    if ((rc = db_query_one(db, a, &seal_check_statements[STATE], NO_ARGS, &r)) != RC_OK)
        return rc;
    read_noted(&w->keys, "mark", &r, STATE_MARK, &w->mark);
    read_noted(&w->keys, "from", &r, STATE_FROM, &w->from);
    w->whole = w->whole || !w->mark.id;
    if (!w->whole)
        return go_to(db, a, w, &w->mark);
    return w->from.id ? go_to(db, a, w, &w->from) : RC_OK;
}

/* ---- one seal */

struct one {
    struct seal s;
    unsigned char seal[SEAL_BYTES];
};

static struct one read_seal(const struct rows *r, size_t i)
{
    struct one o = {.s = {.id = row_u64(r, i, 0),
                        .first = row_u64(r, i, 1),
                        .last = row_u64(r, i, 2),
                        .count = row_u64(r, i, 3),
                        .version = (unsigned)row_u64(r, i, 4),
                        .at = row_str(r, i, 8)}};
    row_bytes(r, i, 5, o.s.previous, SEAL_BYTES);
    row_bytes(r, i, 6, o.s.digest, SEAL_BYTES);
    row_bytes(r, i, 7, o.seal, SEAL_BYTES);
    return o;
}

/* Does it follow, and is it what its key gives? Only then is what it says of its rows believed. */
static bool seal_holds(struct seal_walk *w, const struct one *o)
{
    unsigned char ours[SEAL_BYTES];
    enum seal_fault fault = SEAL_HOLDS;
    if (o->s.version < w->version)
        fault = SEAL_OLDER_KEY;
    else if (o->s.version > w->keys.version)
        fault = SEAL_NO_KEY;
    else if (!crypto_equal(o->s.previous, w->head.seal, SEAL_BYTES))
        fault = SEAL_BROKEN;
    if (fault == SEAL_HOLDS) {
        seal_of(&w->keys, &o->s, ours);
        if (!crypto_equal(ours, o->seal, SEAL_BYTES))
            fault = SEAL_CHANGED;
    }
    if (fault != SEAL_HOLDS)
        fail(w, fault, &o->s, 0);
    return fault == SEAL_HOLDS;
}

static bool mac_is(const struct rows *r, size_t i, const unsigned char mac[SEAL_BYTES])
{
    unsigned char kept[SEAL_BYTES];
    if (row_str(r, i, ROW_MAC).n != SEAL_BYTES)
        return false;
    row_bytes(r, i, ROW_MAC, kept, SEAL_BYTES);
    return crypto_equal(kept, mac, SEAL_BYTES);
}

/* Rows [from, to) are those that say that they are under it. */
static bool rows_hold(
    struct seal_walk *w, struct arena *a, const struct seal *s, const struct rows *r, size_t from, size_t to)
{
    unsigned char *macs = arena_array(a, to - from + 1, SEAL_BYTES), digest[SEAL_BYTES];
    for (size_t i = from; i < to; i++) {
        uint64_t id = row_u64(r, i, ROW_ID);
        unsigned char *mac = macs + (i - from) * SEAL_BYTES;
        enum seal_fault fault = SEAL_HOLDS;
        if (row_null(r, i, ROW_FIELDS)) {
            fault = SEAL_ROW_MISSING;
        } else {
            seal_of_row(&w->keys, s->version, r, i, ROW_FIELDS, mac);
            if (s->version && !mac_is(r, i, mac))
                fault = to - from > s->count ? SEAL_ROW_ADDED : SEAL_ROW_CHANGED;
        }
        if (fault != SEAL_HOLDS) {
            fail(w, fault, s, id);
            return false;
        }
    }
    crypto_sha256((struct str){(const char *)macs, (to - from) * SEAL_BYTES}, digest);
    if (to - from == s->count && crypto_equal(digest, s->digest, SEAL_BYTES))
        return true;
    fail(w, to - from < s->count ? SEAL_ROW_MISSING : to - from > s->count ? SEAL_ROW_ADDED : SEAL_ROW_CHANGED,
        s, s->first == s->last ? s->first : 0);
    return false;
}

/* A seal that was told elsewhere under this number must be this one. */
static bool is_expected(struct seal_walk *w, const struct one *o)
{
    const struct {
        const struct seal_head *h;
        bool *seen;
    } told[] = {{&w->mark, &w->seen_mark}, {&w->expected, &w->seen_expected}};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        if (told[i].h->id != o->s.id)
            continue;
        *told[i].seen = true;
        if (!crypto_equal(told[i].h->seal, o->seal, SEAL_BYTES)) {
            fail(w, SEAL_HEAD_OTHER, &o->s, 0);
            return false;
        }
    }
    return true;
}

/* True, and one step further, when all of it holds. */
static bool one_holds(
    struct seal_walk *w, struct arena *a, const struct one *o, const struct rows *r, size_t from, size_t to)
{
    if (!seal_holds(w, o) || !rows_hold(w, a, &o->s, r, from, to))
        return false;
    w->rows += to - from;
    w->seals++;
    w->version = o->s.version;
    w->head.id = o->s.id;
    memcpy(w->head.seal, o->seal, SEAL_BYTES);
    return is_expected(w, o);
}

/* ---- a piece */

/* How many of them are taken together, by the rows that they say they have. */
static size_t taken(const struct rows *seals, uint64_t *rows)
{
    size_t n = 0;
    *rows = 0;
    for (; n < seals->n; n++) {
        uint64_t count = row_u64(seals, n, 3);
        if (n && *rows + count > ROWS_AT_ONCE)
            break;
        *rows += count < SEAL_ROWS_MAX ? count : SEAL_ROWS_MAX;
    }
    return n;
}

static enum rc step_seals(struct db *db, struct arena *a, struct seal_walk *w)
{
    struct rows seals, r;
    uint64_t rows;
    size_t at = 0;
    enum rc rc = db_query(db, a, &seal_check_statements[SEALS],
        ARGS(ARG(w->head.id), ARG((uint64_t)SEALS_AT_ONCE)), &seals);
    if (rc != RC_OK)
        return rc;
    size_t n = taken(&seals, &rows);
    w->to_strays = n == 0;
    if (n == 0)
        return RC_OK;
    rc = db_query(db, a, &seal_check_statements[ROWS],
        ARGS(ARG(row_u64(&seals, 0, 0)), ARG(row_u64(&seals, n - 1, 0)), ARG(rows + 1)), &r);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        struct one o = read_seal(&seals, i);
        size_t from = at;
        while (at < r.n && row_u64(&r, at, ROW_SEAL) == o.s.id)
            at++;
        if (!one_holds(w, a, &o, &r, from, at))
            break;
    }
    return rc;
}

/* Behind the seals: is each that was told there, and has no row come between those that are old? */
static enum rc step_strays(struct db *db, struct arena *a, struct seal_walk *w)
{
    struct rows r;
    const struct seal mark = {.id = w->mark.id}, expected = {.id = w->expected.id};
    if (w->mark.id && !w->seen_mark)
        fail(w, SEAL_HEAD_GONE, &mark, 0);
    else if (w->expected.id && !w->seen_expected)
        fail(w, SEAL_HEAD_GONE, &expected, 0);
    if (w->ended)
        return RC_OK;
    uint64_t to = w->bound < w->strays + STRAYS_AT_ONCE ? w->bound : w->strays + STRAYS_AT_ONCE;
    enum rc rc = db_query(db, a, &seal_check_statements[STRAY], ARGS(ARG(w->strays), ARG(to)), &r);
    if (rc != RC_OK)
        return rc;
    if (r.n)
        fail(w, SEAL_ROW_ADDED, NULL, row_u64(&r, 0, 0));
    w->strays = to;
    w->ended = w->ended || to >= w->bound;
    return RC_OK;
}

enum rc seal_walk_step(struct db *db, struct arena *a, struct seal_walk *w)
{
    if (w->ended)
        return RC_OK;
    return w->to_strays ? step_strays(db, a, w) : step_seals(db, a, w);
}

enum rc seal_walk_behind(struct db *db, struct arena *a, struct instant now, uint64_t *rows)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &seal_check_statements[BEHIND], ARGS(ARG(now)), &r);
    *rows = rc == RC_OK ? row_u64(&r, 0, 0) : 0;
    return rc;
}

/* ---- what is remembered */

enum rc seal_state_read(struct db *db, struct arena *a, struct seal_state *out)
{
    struct rows r;
    *out = (struct seal_state){0};
    enum rc rc = db_query_one(db, a, &seal_check_statements[STATE], NO_ARGS, &r);
    if (rc == RC_OK)
        *out = (struct seal_state){.checked = row_instant(&r, 0, 0),
            .whole = row_instant(&r, 0, 1),
            .failed = row_instant(&r, 0, 2),
            .told = row_day(&r, 0, 3),
            .fault = row_str(&r, 0, 4),
            .failed_seal = row_u64(&r, 0, 5),
            .failed_row = row_u64(&r, 0, 6),
            .head = row_u64(&r, 0, 7)};
    return rc;
}

enum rc seal_state_write(struct db *db, const struct seal_walk *w, struct instant now, struct day night)
{
    struct done done = {0};
    unsigned char mac[SEAL_BYTES];
    enum rc rc;
    if (w->fault == SEAL_HOLDS) {
        mac_of_mark(&w->keys, "mark", &w->head, mac);
        rc = db_exec(db, &seal_check_statements[HOLDS],
            ARGS(ARG(now), ARG(w->whole), ARG(w->head.id), ARG_BYTES(w->head.seal, SEAL_BYTES),
                ARG_BYTES(mac, SEAL_BYTES), ARG(w->whole), ARG(w->whole), ARG(w->whole), ARG(w->whole),
                ARG(night), ARG(night)),
            &done);
    } else {
        rc = db_exec(db, &seal_check_statements[FAILS],
            ARGS(ARG(now), ARG(str_c(seal_fault_word(w->fault))), ARG(w->failed_seal), ARG(w->failed_row),
                ARG(night), ARG(night)),
            &done);
    }
    return rc == RC_OK && done.affected != 1 && !day_is_none(night) ? RC_CONFLICT : rc;
}

enum rc seal_settle(struct db *db, struct arena *a, const struct seal_keys *k, struct seal_head *from)
{
    struct rows r;
    unsigned char from_mac[SEAL_BYTES], mark_mac[SEAL_BYTES];
    enum rc rc = db_query_one(db, a, &seal_check_statements[LAST], ARGS(ARG(from->id)), &r);
    if (rc != RC_OK)
        return rc;
    from->id = row_u64(&r, 0, 0);
    row_bytes(&r, 0, 1, from->seal, SEAL_BYTES);
    mac_of_mark(k, "from", from, from_mac);
    mac_of_mark(k, "mark", from, mark_mac);
    return db_exec(db, &seal_check_statements[SETTLE],
        ARGS(ARG(from->id), ARG_BYTES(from->seal, SEAL_BYTES), ARG_BYTES(from_mac, SEAL_BYTES), ARG(from->id),
            ARG_BYTES(from->seal, SEAL_BYTES), ARG_BYTES(mark_mac, SEAL_BYTES)),
        NULL);
}
