/* Statements: migrate.* below; the tables they name are made by `bookkeeping`. */
#include "store/migrate.h"

#include "base/codec.h"
#include "store/lease.h"
#include "store/migrate_files.h"
#include "store/migrate_judge.h"
#include "store/statements.h"
#include "store/tx.h"
#include "sys/clock.h"
#include "sys/crypto.h"

enum { FILES, STEPS, BEGIN_FILE, END_FILE, BEGIN_STEP, RECORD_STEP, FORGET_STEP };

const struct stmt migrate_statements[] = {
    [FILES] = {"migrate.files",
        "SELECT number, name, checksum, done_at IS NOT NULL FROM migration ORDER BY number", "",
        "usbu", STMT_SCAN},
    [STEPS] = {"migrate.steps",
        "SELECT statement, checksum, done_at IS NOT NULL FROM migration_step WHERE number = ?"
        " ORDER BY statement",
        "u", "ubu", 0},
    [BEGIN_FILE] = {"migrate.begin_file",
        "INSERT INTO migration (number, name, checksum, begun_at)"
        " VALUES (?, ?, ?, UTC_TIMESTAMP())"
        " ON DUPLICATE KEY UPDATE name = VALUES(name), checksum = VALUES(checksum)",
        "uab", "", 0},
    [END_FILE] = {"migrate.end_file",
        "UPDATE migration SET done_at = UTC_TIMESTAMP() WHERE number = ?", "u", "", 0},
    [BEGIN_STEP] = {"migrate.begin_step",
        "INSERT INTO migration_step (number, statement, checksum, begun_at)"
        " VALUES (?, ?, ?, UTC_TIMESTAMP())"
        " ON DUPLICATE KEY UPDATE checksum = VALUES(checksum)",
        "uub", "", 0},
    [RECORD_STEP] = {"migrate.record_step",
        "INSERT INTO migration_step (number, statement, checksum, begun_at, done_at)"
        " VALUES (?, ?, ?, UTC_TIMESTAMP(), UTC_TIMESTAMP())"
        " ON DUPLICATE KEY UPDATE checksum = VALUES(checksum), done_at = VALUES(done_at)",
        "uub", "", 0},
    [FORGET_STEP] = {"migrate.forget_step",
        "DELETE FROM migration_step WHERE number = ? AND statement = ? AND done_at IS NULL", "uu", "", 0},
    {0},
};

static const char *const bookkeeping[] = {
    "CREATE TABLE IF NOT EXISTS lease ("
    " name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,"
    " owner VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
    " until_at DATETIME NOT NULL"
    ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci",
    "CREATE TABLE IF NOT EXISTS migration ("
    " number SMALLINT UNSIGNED NOT NULL PRIMARY KEY,"
    " name VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
    " checksum BINARY(32) NOT NULL, begun_at DATETIME NOT NULL, done_at DATETIME NULL"
    ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci",
    "CREATE TABLE IF NOT EXISTS migration_step ("
    " number SMALLINT UNSIGNED NOT NULL, statement SMALLINT UNSIGNED NOT NULL,"
    " checksum BINARY(32) NOT NULL, begun_at DATETIME NOT NULL, done_at DATETIME NULL,"
    " PRIMARY KEY (number, statement)"
    ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci",
};

struct run {
    struct db *db;
    struct arena *a;
    migrate_say say;
    void *ctx;
    struct str owner; /* of the lease; empty when only checking */
    struct migrate_file *files;
    size_t files_n, applied, now;
    bool *done; /* by file, before this run */
    bool quiet; /* what a runner that is gone may have left behind has ended */
};
enum progress { STEP_NEW, STEP_BEGUN, STEP_DONE };

static enum rc refuse(const struct run *r, enum migrate_event why, struct str text, size_t n)
{
    r->say(r->ctx, why, text, n);
    return RC_CONFLICT;
}

/* What the database holds against what the folder holds. */
static enum rc compare(struct run *r)
{
    struct rows rows;
    enum rc rc = db_query(r->db, r->a, &migrate_statements[FILES], NO_ARGS, &rows);
    r->done = ARENA_ARRAY(r->a, r->files_n + 1, bool);
    for (size_t i = 0; rc == RC_OK && i < rows.n; i++) {
        uint64_t number = row_u64(&rows, i, 0);
        struct str name = row_str(&rows, i, 1);
        bool complete = row_u64(&rows, i, 3) != 0;
        const struct migrate_file *f = number <= r->files_n ? &r->files[number - 1] : NULL;
        if (!f || !str_eq(f->name, name))
            return refuse(r, MIGRATE_MISSING, name, 0);
        if (complete && memcmp(f->checksum, row_str(&rows, i, 2).p, CHECKSUM) != 0)
            return refuse(r, MIGRATE_EDITED, name, 0);
        r->done[number - 1] = complete;
        r->applied += complete;
    }
    return rc;
}

/* How far each statement of this file has come. What was begun must be the same still: nobody could
 * tell whether the other one took effect. */
static enum rc steps_of(
    struct run *r, const struct migrate_file *f, enum progress *steps, size_t *left)
{
    struct rows rows;
    const uint64_t number = f->number;
    enum rc rc = db_query(r->db, r->a, &migrate_statements[STEPS], ARGS(ARG(number)), &rows);
    *left = f->n;
    for (size_t i = 0; rc == RC_OK && i < rows.n; i++) {
        uint64_t k = row_u64(&rows, i, 0);
        if (k < 1 || k > f->n ||
            memcmp(f->v[k - 1].checksum, row_str(&rows, i, 1).p, CHECKSUM) != 0)
            return refuse(r, MIGRATE_EDITED, f->name, (size_t)k);
        steps[k - 1] = row_u64(&rows, i, 2) ? STEP_DONE : STEP_BEGUN;
        *left -= steps[k - 1] == STEP_DONE;
    }
    return rc;
}

/* The lease is renewed before each statement, so only a long one could outlive it. */
static enum rc keep_lease(struct run *r)
{
    bool held;
    enum rc rc = lease_take(r->db, r->a, "migrate", r->owner, MIGRATE_LEASE_SECONDS, &held);
    return rc == RC_OK && !held ? refuse(r, MIGRATE_BUSY, (struct str){0}, 0) : rc;
}

/* Half a second, up to MIGRATE_WAIT_SECONDS: false when they are over. Says once that it waits. */
static bool wait_more(struct run *r, int *tries)
{
    const struct timespec half = {.tv_nsec = 500 * 1000 * 1000};
    if (*tries == 0)
        r->say(r->ctx, MIGRATE_WAITING, (struct str){0}, 0);
    nanosleep(&half, NULL);
    return ++*tries < MIGRATE_WAIT_SECONDS * 2;
}

/* The statement that this run goes on with may still be running: its runner was killed, not the server. */
static enum rc wait_until_quiet(struct run *r, struct str sql)
{
    int tries = 0;
    for (bool busy = !r->quiet; busy;) {
        enum rc rc = migrate_under_way(r->db, r->a, sql, &busy);
        if (rc == RC_OK && busy)
            rc = wait_more(r, &tries) ? keep_lease(r) : refuse(r, MIGRATE_BUSY, (struct str){0}, 0);
        if (rc != RC_OK)
            return rc;
    }
    r->quiet = true;
    return RC_OK;
}

struct step {
    struct run *r;
    const struct migrate_file *f;
    size_t i;
    const struct migrate_shape *shape;
    bool begun;
};

static struct str sql_of(const struct step *s)
{
    return s->f->v[s->i].sql;
}

static enum rc note(const struct step *s, const struct stmt *what)
{
    const uint64_t number = s->f->number, statement = s->i + 1;
    const struct arg args[] = {
        ARG(number), ARG(statement), ARG_BYTES(s->f->v[s->i].checksum, CHECKSUM)};
    return db_exec(s->r->db, what, args, strlen(what->takes), NULL);
}

/* Rows: they and the record are there, or neither is. */
static enum rc run_rows(struct db *db, void *arg)
{
    const struct step *s = arg;
    enum rc rc = db_run(db, sql_of(s));
    return rc == RC_OK ? note(s, &migrate_statements[RECORD_STEP]) : rc;
}

/* A change of the schema commits by itself, so it is marked before and recorded behind. One that the
 * server refused did nothing: its mark goes, and it may be written otherwise. */
static enum rc run_change(const struct step *s)
{
    struct db *db = s->r->db;
    enum rc rc = note(s, &migrate_statements[BEGIN_STEP]);
    if (rc != RC_OK)
        return rc;
    rc = db_run(db, sql_of(s));
    if (rc == RC_OK)
        return note(s, &migrate_statements[RECORD_STEP]);
    s->r->say(s->r->ctx, MIGRATE_FAILED, s->f->name, s->i + 1);
    if (db_alive(db)) {
        db_told(db);
        enum rc forgotten = note(s, &migrate_statements[FORGET_STEP]);
        rc = forgotten == RC_OK ? rc : forgotten;
    }
    return rc;
}

/* It was begun and not recorded. */
static enum rc resume_change(const struct step *s)
{
    struct run *r = s->r;
    enum migrate_effect effect;
    struct str object;
    enum rc rc = migrate_judge(r->db, r->a, sql_of(s), s->shape, &effect, &object);
    if (rc != RC_OK) {
        r->say(r->ctx, MIGRATE_FAILED, s->f->name, s->i + 1);
        return rc;
    }
    switch (effect) {
    case EFFECT_NONE:
        return run_change(s);
    case EFFECT_DONE:
        r->say(r->ctx, MIGRATE_FOUND, s->f->name, s->i + 1);
        return note(s, &migrate_statements[RECORD_STEP]);
    case EFFECT_OTHER:
        break;
    }
    struct str what = arena_printf(r->a, "%.*s (%.*s)", STR_ARG(s->f->name), STR_ARG(object));
    return refuse(r, MIGRATE_OTHER, what, s->i + 1);
}

static enum rc run_statement(struct step *s)
{
    enum rc rc = keep_lease(s->r);
    if (rc == RC_OK)
        rc = wait_until_quiet(s->r, sql_of(s));
    if (rc != RC_OK)
        return rc;
    if (s->shape->row->kind != MIGRATE_ROWS)
        return s->begun ? resume_change(s) : run_change(s);
    rc = tx_run(s->r->db, run_rows, s);
    if (rc != RC_OK)
        s->r->say(s->r->ctx, MIGRATE_FAILED, s->f->name, s->i + 1);
    return rc;
}

/* What each statement still to run does; none is begun before all are known. */
static enum rc shapes_of(struct run *r, const struct migrate_file *f, const enum progress *steps,
    struct migrate_shape *shapes)
{
    for (size_t i = 0; i < f->n; i++)
        if (steps[i] != STEP_DONE && !migrate_shape(r->a, f->v[i].sql, &shapes[i]))
            return refuse(r, MIGRATE_SHAPE, f->name, i + 1);
    return RC_OK;
}

static enum rc run_file(struct run *r, const struct migrate_file *f)
{
    size_t left;
    const uint64_t number = f->number;
    enum progress *steps = ARENA_ARRAY(r->a, f->n + 1, enum progress);
    struct migrate_shape *shapes = ARENA_ARRAY(r->a, f->n + 1, struct migrate_shape);
    enum rc rc = steps_of(r, f, steps, &left);
    if (rc == RC_OK)
        rc = shapes_of(r, f, steps, shapes);
    if (rc != RC_OK)
        return rc;
    r->say(r->ctx, MIGRATE_FILE, f->name, left);
    rc = db_exec(r->db, &migrate_statements[BEGIN_FILE],
        ARGS(ARG(number), ARG(f->name), ARG_BYTES(f->checksum, CHECKSUM)), NULL);
    for (size_t i = 0; rc == RC_OK && i < f->n; i++)
        if (steps[i] != STEP_DONE) {
            struct step s = {r, f, i, &shapes[i], steps[i] == STEP_BEGUN};
            rc = run_statement(&s);
        }
    if (rc == RC_OK)
        rc = db_exec(r->db, &migrate_statements[END_FILE], ARGS(ARG(number)), NULL);
    if (rc == RC_OK)
        r->say(r->ctx, MIGRATE_FILE_DONE, f->name, f->n);
    return rc;
}

/* Would this file take away what somebody still uses? When the run began, there was a portal here, and
 * perhaps of a version before the one that does without it. */
static bool is_held(const struct run *r, const struct migrate_file *f)
{
    return f->since && f->since <= r->files_n && r->applied && !r->done[f->since - 1];
}

static enum rc wait_for_lease(struct run *r)
{
    char random[12];
    int tries = 0;
    random_bytes(random, sizeof random);
    r->owner = hex_encode(r->a, (struct str){random, sizeof random});
    do {
        bool held;
        enum rc rc = lease_take(r->db, r->a, "migrate", r->owner, MIGRATE_LEASE_SECONDS, &held);
        if (rc != RC_OK || held)
            return rc;
    } while (wait_more(r, &tries));
    r->owner = (struct str){0};
    return refuse(r, MIGRATE_BUSY, (struct str){0}, 0);
}

static enum rc run_all(struct run *r)
{
    bool held = false;
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < sizeof bookkeeping / sizeof *bookkeeping; i++)
        rc = db_run(r->db, str_c(bookkeeping[i]));
    if (rc == RC_OK)
        rc = wait_for_lease(r);
    if (rc == RC_OK) /* only now: the other run may have applied what we would have */
        rc = compare(r);
    for (size_t i = 0; rc == RC_OK && !held && i < r->files_n; i++) {
        const struct migrate_file *f = &r->files[i];
        if (r->done[i])
            continue;
        held = is_held(r, f);
        if (held)
            r->say(r->ctx, MIGRATE_HELD, f->name, f->since);
        else
            rc = run_file(r, f);
        r->now += rc == RC_OK;
    }
    if (rc == RC_OK && !held)
        r->say(r->ctx, MIGRATE_DONE, (struct str){0}, r->now);
    /* A failure is sticky until the next request: this begins one, so that the lease can be given
     * back and the next run need not wait for its end. */
    if (r->owner.n) {
        enum rc gone = db_request(r->db, (struct str){0}, clock_now());
        if (gone == RC_OK)
            gone = lease_release(r->db, "migrate", r->owner);
        rc = rc == RC_OK ? gone : rc;
    }
    return rc;
}

enum rc migrate_run(struct db *db, const char *folder, migrate_say say, void *ctx)
{
    struct arena *a = arena_new();
    struct run r = {.db = db, .a = a, .say = say, .ctx = ctx};
    enum rc rc = RC_CONFLICT;
    if (migrate_files(a, folder, &r.files, &r.files_n, say, ctx))
        rc = run_all(&r);
    arena_free(a);
    return rc;
}

enum rc migrate_check(struct db *db, const char *folder, migrate_say say, void *ctx,
    struct migrate_state *out)
{
    struct arena *a = arena_new();
    struct run r = {.db = db, .a = a, .say = say, .ctx = ctx};
    enum rc rc = RC_CONFLICT;
    if (migrate_files(a, folder, &r.files, &r.files_n, say, ctx))
        rc = compare(&r);
    *out = (struct migrate_state){r.files_n, r.applied};
    arena_free(a);
    return rc;
}
