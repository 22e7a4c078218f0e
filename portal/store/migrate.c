/* Statements: migrate.* below; the tables they name are made by `bookkeeping`. */
#include "store/migrate.h"

#include "base/codec.h"
#include "store/lease.h"
#include "store/migrate_files.h"
#include "store/statements.h"
#include "sys/clock.h"
#include "sys/crypto.h"

enum { FILES, STEPS, BEGIN_FILE, END_FILE, BEGIN_STEP, END_STEP };

const struct stmt migrate_statements[] = {
    [FILES] = {"migrate.files",
        "SELECT number, name, checksum, done_at IS NOT NULL FROM migration ORDER BY number", "",
        "usbu", STMT_SCAN},
    [STEPS] = {"migrate.steps",
        "SELECT statement, checksum FROM migration_step"
        " WHERE number = ? AND done_at IS NOT NULL ORDER BY statement",
        "u", "ub", 0},
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
    [END_STEP] = {"migrate.end_step",
        "UPDATE migration_step SET done_at = UTC_TIMESTAMP() WHERE number = ? AND statement = ?",
        "uu", "", 0},
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
    bool *done; /* by file */
};

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

/* Which statements of this file have run; they must be the same still. */
static enum rc steps_done(struct run *r, const struct migrate_file *f, bool *done, size_t *left)
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
        done[k - 1] = true;
        (*left)--;
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

static enum rc run_statement(struct run *r, const struct migrate_file *f, size_t i)
{
    const uint64_t number = f->number, statement = i + 1;
    enum rc rc = keep_lease(r);
    if (rc == RC_OK)
        rc = db_exec(r->db, &migrate_statements[BEGIN_STEP],
            ARGS(ARG(number), ARG(statement), ARG_BYTES(f->v[i].checksum, CHECKSUM)), NULL);
    if (rc != RC_OK)
        return rc;
    rc = db_run(r->db, f->v[i].sql);
    if (rc != RC_OK) {
        r->say(r->ctx, MIGRATE_FAILED, f->name, i + 1);
        return rc;
    }
    return db_exec(
        r->db, &migrate_statements[END_STEP], ARGS(ARG(number), ARG(statement)), NULL);
}

static enum rc run_file(struct run *r, const struct migrate_file *f)
{
    size_t left;
    const uint64_t number = f->number;
    bool *done = ARENA_ARRAY(r->a, f->n + 1, bool);
    enum rc rc = steps_done(r, f, done, &left);
    if (rc != RC_OK)
        return rc;
    r->say(r->ctx, MIGRATE_FILE, f->name, left);
    rc = db_exec(r->db, &migrate_statements[BEGIN_FILE],
        ARGS(ARG(number), ARG(f->name), ARG_BYTES(f->checksum, CHECKSUM)), NULL);
    for (size_t i = 0; rc == RC_OK && i < f->n; i++)
        if (!done[i])
            rc = run_statement(r, f, i);
    if (rc == RC_OK)
        rc = db_exec(r->db, &migrate_statements[END_FILE], ARGS(ARG(number)), NULL);
    if (rc == RC_OK)
        r->say(r->ctx, MIGRATE_FILE_DONE, f->name, f->n);
    return rc;
}

static enum rc wait_for_lease(struct run *r)
{
    const struct timespec half = {.tv_nsec = 500 * 1000 * 1000};
    char random[12];
    random_bytes(random, sizeof random);
    r->owner = hex_encode(r->a, (struct str){random, sizeof random});
    for (int i = 0; i < MIGRATE_WAIT_SECONDS * 2; i++) {
        bool held;
        enum rc rc = lease_take(r->db, r->a, "migrate", r->owner, MIGRATE_LEASE_SECONDS, &held);
        if (rc != RC_OK || held)
            return rc;
        if (i == 0)
            r->say(r->ctx, MIGRATE_WAITING, (struct str){0}, 0);
        nanosleep(&half, NULL);
    }
    r->owner = (struct str){0};
    return refuse(r, MIGRATE_BUSY, (struct str){0}, 0);
}

static enum rc run_all(struct run *r)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < sizeof bookkeeping / sizeof *bookkeeping; i++)
        rc = db_run(r->db, str_c(bookkeeping[i]));
    if (rc == RC_OK)
        rc = wait_for_lease(r);
    if (rc == RC_OK) /* only now: the other run may have applied what we would have */
        rc = compare(r);
    for (size_t i = 0; rc == RC_OK && i < r->files_n; i++)
        if (!r->done[i]) {
            rc = run_file(r, &r->files[i]);
            r->now += rc == RC_OK;
        }
    if (rc == RC_OK)
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
