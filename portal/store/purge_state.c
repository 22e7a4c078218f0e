/* Statements: purge_state.*, purge_report.* and purge_operator.* below. */
#include "store/purge_state.h"

#include "store/audit.h"
#include "store/statements.h"
#include "store/tx.h"

enum { FIND, ALL, SEEN, HOLD, HOLD_ENDS, TAKE, GIVE_BACK, TELL, REPORT_PURGE, REPORTS, RELEASE };
enum { SOURCES_MAX = 32, SQL_MAX = 8192, INSTANTS_MAX = 8 };

#define STATE                                                                                      \
    "SELECT kind, run_at, due, total, held_at, held_before, held_due, held_total, released_at,"    \
    " allowed FROM purge_state"
#define GIVES "stuuttuutu"

const struct stmt purge_state_statements[] = {
    [FIND] = {"purge_state.find", STATE " WHERE kind = ?", "a", GIVES, 0},
    [ALL] = {"purge_state.all", STATE " ORDER BY kind", "", GIVES, STMT_SCAN},
    [SEEN] = {"purge_state.seen",
        "INSERT INTO purge_state (kind, run_at, due, total) VALUES (?, ?, ?, ?)"
        " ON DUPLICATE KEY UPDATE run_at = VALUES(run_at), due = VALUES(due), total = VALUES(total)",
        "atuu", "", 0},
    [HOLD] = {"purge_state.hold",
        "UPDATE purge_state SET held_at = ?, held_before = ?, held_due = ?, held_total = ?,"
        " released_at = NULL, allowed = 0 WHERE kind = ?",
        "ttuua", "", 0},
    [HOLD_ENDS] = {"purge_state.hold_ends",
        "UPDATE purge_state SET held_at = NULL, held_before = NULL, held_due = 0, held_total = 0,"
        " released_at = NULL, allowed = 0 WHERE kind = ?",
        "a", "", 0},
    [TAKE] = {"purge_state.take",
        "UPDATE purge_state SET allowed = allowed - ? WHERE kind = ? AND allowed >= ?"
        " AND released_at IS NOT NULL",
        "uau", "", 0},
    [GIVE_BACK] = {"purge_state.give_back",
        "UPDATE purge_state SET allowed = allowed + ? WHERE kind = ? AND released_at IS NOT NULL", "ua", "", 0},
    [TELL] = {"purge_report.tell",
        "INSERT INTO purge_report (kind, run_at, before_at, due, total, gone, held)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        "attuuuu", "", 0},
    [REPORT_PURGE] = {
        "purge_report.purge", "DELETE FROM purge_report WHERE run_at < ? LIMIT ?", "tu", "", 0},
    [REPORTS] = {"purge_operator.reports",
        "SELECT kind, run_at, before_at, due, total, gone, held FROM purge_report"
        " ORDER BY id DESC LIMIT ?",
        "u", "sttuuuu", STMT_SCAN},
    [RELEASE] = {"purge_operator.release",
        "UPDATE purge_state SET released_at = ?, allowed = held_due"
        " WHERE kind = ? AND held_at IS NOT NULL AND released_at IS NULL",
        "ta", "", 0},
    {0},
};

bool purge_brakes(const struct purge_limits *l, const struct purge_count *c)
{
    return c->due > l->rows || (c->due > l->floor && c->due * 100 > l->percent * c->total);
}

/* ---- counted with the statement that removes */

static const struct stmt *named(const char *name)
{
    for (size_t t = 0; t < store_statements_n; t++)
        for (const struct stmt *s = store_statements[t]; s->name; s++)
            if (strcmp(s->name, name) == 0)
                return s;
    abort(); /* a kind names a statement that does not exist */
}

/* The text without its limit, behind DELETE or as a table of its own. */
static struct str counting(struct arena *a, const struct stmt *s, const char *table)
{
    static const char delete[] = "DELETE FROM ", limit[] = " LIMIT ?";
    struct str sql = str_c(s->sql);
    if (!str_ends(sql, str_c(limit)))
        abort();
    sql = str_slice(sql, 0, sql.n - (sizeof limit - 1));
    if (str_starts(sql, str_c(delete)))
        return arena_printf(a, "SELECT COUNT(*), (SELECT COUNT(*) FROM %s) FROM %.*s", table,
            STR_ARG(str_slice(sql, sizeof delete - 1, sql.n)));
    return arena_printf(
        a, "SELECT COUNT(*), (SELECT COUNT(*) FROM %s) FROM (%.*s) due", table, STR_ARG(sql));
}

/* Made once a process: a connection knows a prepared statement by its row's address. */
static const struct stmt *count_of(const struct purge_source *s)
{
    static struct arena *kept;
    static struct made {
        const char *name;
        struct stmt row;
    } made[SOURCES_MAX];
    size_t i = 0;
    if (!kept)
        kept = arena_new();
    while (made[i].name && strcmp(made[i].name, s->statement) != 0)
        if (++i == SOURCES_MAX)
            abort();
    if (!made[i].name) {
        const struct stmt *removes = named(s->statement);
        struct str takes = str_c(removes->takes);
        made[i].row = (struct stmt){"purge.count", counting(kept, removes, s->table).p,
            arena_dup(kept, str_slice(takes, 0, takes.n - 1)).p, "uu", STMT_SCAN};
        made[i].name = s->statement;
    }
    return &made[i].row;
}

enum rc purge_count(struct db *db, struct arena *a, const struct purge_source *s, struct instant now,
    struct instant before, struct purge_count *out)
{
    const struct stmt *st = count_of(s);
    struct arg v[INSTANTS_MAX];
    struct rows r;
    size_t n = strlen(st->takes);
    if (n > INSTANTS_MAX)
        abort();
    for (size_t i = 0; i < n; i++)
        v[i] = i == 0 && s->now_first ? ARG(now) : ARG(before);
    enum rc rc = db_query_one(db, a, st, v, n, &r);
    *out = (struct purge_count){0};
    if (rc == RC_OK)
        *out = (struct purge_count){row_u64(&r, 0, 0), row_u64(&r, 0, 1)};
    return rc;
}

/* ---- where each stands */

static struct purge_state row(const struct rows *r, size_t i)
{
    return (struct purge_state){
        .kind = row_str(r, i, 0),
        .run = row_instant(r, i, 1),
        .seen = {row_u64(r, i, 2), row_u64(r, i, 3)},
        .held = row_instant(r, i, 4),
        .held_before = row_instant(r, i, 5),
        .held_count = {row_u64(r, i, 6), row_u64(r, i, 7)},
        .released = row_instant(r, i, 8),
        .allowed = row_u64(r, i, 9),
    };
}

enum rc purge_state_find(struct db *db, struct arena *a, const char *kind, struct purge_state *out)
{
    struct rows r;
    enum rc rc = db_query(db, a, &purge_state_statements[FIND], ARGS(ARG(str_c(kind))), &r);
    *out = (struct purge_state){.kind = str_c(kind)};
    if (rc == RC_OK && r.n)
        *out = row(&r, 0);
    return rc;
}

enum rc purge_states(struct db *db, struct arena *a, struct purge_state **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &purge_state_statements[ALL], NO_ARGS, &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct purge_state);
    for (; *n < r.n; (*n)++)
        (*out)[*n] = row(&r, *n);
    return RC_OK;
}

enum rc purge_seen(struct db *db, const char *kind, struct instant now, const struct purge_count *c)
{
    return db_exec(db, &purge_state_statements[SEEN],
        ARGS(ARG(str_c(kind)), ARG(now), ARG(c->due), ARG(c->total)), NULL);
}

enum rc purge_hold(struct db *db, const char *kind, struct instant now, struct instant before,
    const struct purge_count *c)
{
    return db_exec(db, &purge_state_statements[HOLD],
        ARGS(ARG(now), ARG(before), ARG(c->due), ARG(c->total), ARG(str_c(kind))), NULL);
}

enum rc purge_hold_ends(struct db *db, const char *kind)
{
    return db_exec(db, &purge_state_statements[HOLD_ENDS], ARGS(ARG(str_c(kind))), NULL);
}

enum rc purge_take(struct db *db, const char *kind, uint64_t n)
{
    struct done done = {0};
    enum rc rc = db_exec(
        db, &purge_state_statements[TAKE], ARGS(ARG(n), ARG(str_c(kind)), ARG(n)), &done);
    return rc == RC_OK && !done.affected ? RC_CONFLICT : rc;
}

enum rc purge_give_back(struct db *db, const char *kind, uint64_t n)
{
    return n ? db_exec(db, &purge_state_statements[GIVE_BACK], ARGS(ARG(n), ARG(str_c(kind))), NULL) : RC_OK;
}

/* ---- reports */

enum rc purge_tell(struct db *db, const struct purge_report *r)
{
    return db_exec(db, &purge_state_statements[TELL],
        ARGS(ARG(r->kind), ARG(r->run), ARG(r->before), ARG(r->count.due), ARG(r->count.total),
            ARG(r->gone), ARG(r->held)),
        NULL);
}

enum rc purge_report_purge(struct db *db, struct instant before, uint64_t limit, uint64_t *gone)
{
    struct done done = {0};
    enum rc rc =
        db_exec(db, &purge_state_statements[REPORT_PURGE], ARGS(ARG(before), ARG(limit)), &done);
    *gone = done.affected;
    return rc;
}

enum rc purge_reports(
    struct db *db, struct arena *a, uint64_t limit, struct purge_report **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &purge_state_statements[REPORTS], ARGS(ARG(limit)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct purge_report);
    for (; *n < r.n; (*n)++)
        (*out)[*n] = (struct purge_report){
            .kind = row_str(&r, *n, 0),
            .run = row_instant(&r, *n, 1),
            .before = row_instant(&r, *n, 2),
            .count = {row_u64(&r, *n, 3), row_u64(&r, *n, 4)},
            .gone = row_u64(&r, *n, 5),
            .held = row_u64(&r, *n, 6) != 0,
        };
    return RC_OK;
}

/* ---- let pass */

struct releasing {
    struct arena *a;
    const char *kind;
    uint64_t by;
    struct str reason;
    struct instant now;
    struct purge_state *out;
};

static enum rc release(struct db *db, void *arg)
{
    struct releasing *x = arg;
    struct done done = {0};
    enum rc rc = db_exec(
        db, &purge_state_statements[RELEASE], ARGS(ARG(x->now), ARG(str_c(x->kind))), &done);
    if (rc == RC_OK && !done.affected)
        return RC_CONFLICT;
    if (rc == RC_OK)
        rc = purge_state_find(db, x->a, x->kind, x->out);
    if (rc != RC_OK)
        return rc;
    return audit_add(db, &(struct audit){"admin", x->by, "purge.release", "purge", 0,
                             arena_printf(x->a, "%s %llu; %.*s", x->kind,
                                 (unsigned long long)x->out->allowed, STR_ARG(x->reason))});
}

enum rc purge_release(struct db *db, struct arena *a, const char *kind, uint64_t by, struct str reason,
    struct instant now, struct purge_state *out)
{
    return tx_run(db, release, &(struct releasing){a, kind, by, reason, now, out});
}
