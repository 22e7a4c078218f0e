/* store/stmt.h - a statement is one row of a const table: its text beside what it takes and gives.
 *
 * Prepared at first use on a connection and kept. Each argument and each column has a letter:
 *   s text    b bytes    u uint64_t    i int64_t    t instant (DATETIME, UTC)    d day (DATE)
 *   a text that meets an ASCII column (a key, a stored word); an argument's letter only
 * As an argument, a capital letter is NULL when the value is empty (str.n == 0, 0, or "none"); a
 * small one is never NULL. As a column, NULL reads as that same empty value. A value whose type is
 * not its letter's is our own mistake and aborts.
 *
 * What is not ASCII stands in no ASCII column, and MariaDB refuses to compare or to store it (errno
 * 1267, 1366). So an `a` that is not never reaches the server: a statement that gives rows finds none,
 * one that writes is RC_INVALID (neither is sticky). A test sends such a text to each argument of every
 * statement: a forgotten `a` fails there, and one too many. */
#ifndef STORE_STMT_H
#define STORE_STMT_H

#include "base/arena.h"
#include "store/db.h"

enum stmt_flag {
    STMT_SCAN = 1, /* may read a whole table: small tables, jobs; the plan test lets it pass */
};

struct stmt {
    const char *name; /* "session.find": for the log and the tests */
    const char *sql;
    const char *takes;
    const char *gives; /* "" when it gives no rows */
    unsigned flags;
};

enum { STMT_ARGS_MAX = 64, STMT_ROWS_MAX = 10000, STMT_CELL_MAX = 8 * 1024 * 1024 };

struct arg {
    char type; /* s u i t d; s also serves a and b */
    union {
        struct str s;
        uint64_t u;
        int64_t i;
        struct instant t;
        struct day d;
    } as;
};

static inline struct arg arg_str(struct str v) { return (struct arg){'s', {.s = v}}; }
static inline struct arg arg_u64(uint64_t v) { return (struct arg){'u', {.u = v}}; }
static inline struct arg arg_i64(int64_t v) { return (struct arg){'i', {.i = v}}; }
static inline struct arg arg_instant(struct instant v) { return (struct arg){'t', {.t = v}}; }
static inline struct arg arg_day(struct day v) { return (struct arg){'d', {.d = v}}; }
#define ARG(v)                                                                                     \
    _Generic((v), struct str : arg_str, uint64_t : arg_u64, unsigned : arg_u64,                    \
        _Bool : arg_u64, int64_t : arg_i64, int : arg_i64, struct instant : arg_instant,           \
        struct day : arg_day)(v)
/* Bytes of a fixed size: ARG_BYTES(hash, 32). */
#define ARG_BYTES(p, n) arg_str((struct str){(const char *)(p), (n)})
#define ARGS(...)                                                                                  \
    (const struct arg[]){__VA_ARGS__},                                                             \
        sizeof((const struct arg[]){__VA_ARGS__}) / sizeof(struct arg)
#define NO_ARGS NULL, 0

struct cell {
    bool null;
    union {
        struct str s;
        uint64_t u;
        int64_t i;
        struct instant t;
        struct day d;
    } as;
};

struct rows {
    const struct stmt *stmt;
    size_t n, columns;
    struct cell *cells; /* n * columns */
};

/* What an execute did. */
struct done {
    uint64_t affected; /* rows changed (an UPDATE that changes nothing counts 0) */
    uint64_t id;       /* LAST_INSERT_ID */
};

/* For statements that give no rows; `done` may be NULL. RC_CONFLICT on a duplicate key, RC_INVALID for
 * a text that no ASCII column holds (neither is sticky: they are answers), RC_UNAVAILABLE when the
 * server is away or too slow, RC_FAULT else. */
enum rc db_exec(struct db *db, const struct stmt *s, const struct arg *args, size_t n,
    struct done *done) MUST_USE;
/* Reads every row into the arena; more than STMT_ROWS_MAX rows or a cell above STMT_CELL_MAX is
 * RC_FAULT, never a shortened value. No row is RC_OK with out->n == 0. */
enum rc db_query(struct db *db, struct arena *a, const struct stmt *s, const struct arg *args,
    size_t n, struct rows *out) MUST_USE;
/* The same for exactly one row: RC_NOT_FOUND without one. */
enum rc db_query_one(struct db *db, struct arena *a, const struct stmt *s, const struct arg *args,
    size_t n, struct rows *out) MUST_USE;
/* Prepares without running: for the test that walks every table. */
enum rc db_prepare(struct db *db, const struct stmt *s) MUST_USE;
/* A text that cannot be prepared (SET, migrations): run as it is, no value ever in it. */
enum rc db_run(struct db *db, struct str sql) MUST_USE;

struct str row_str(const struct rows *r, size_t row, size_t column); /* s and b; NUL behind it */
uint64_t row_u64(const struct rows *r, size_t row, size_t column);
int64_t row_i64(const struct rows *r, size_t row, size_t column);
struct instant row_instant(const struct rows *r, size_t row, size_t column);
struct day row_day(const struct rows *r, size_t row, size_t column);
bool row_null(const struct rows *r, size_t row, size_t column);
/* Exactly n bytes of column into out; a NULL cell gives zeroes; aborts on another length. */
void row_bytes(const struct rows *r, size_t row, size_t column, unsigned char *out, size_t n);

#endif
