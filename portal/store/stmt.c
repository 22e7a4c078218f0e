#include "store/db_private.h"

#include "base/ascii.h"
#include "sys/log.h"

#include <errmsg.h>

/* What the server ends between two rows (a killed or too slow statement, a shutdown) is told to the
 * connection alone: the statement's own number stays 0. */
static enum rc stmt_failure(struct db *db, const char *what, MYSQL_STMT *st)
{
    unsigned number = mysql_stmt_errno(st);
    if (number)
        return db_failure(db, what, number, mysql_stmt_error(st));
    number = mysql_errno(db->my);
    return db_failure(db, what, number ? number : CR_SERVER_LOST, mysql_error(db->my));
}

/* ---- prepared handles, one per row of a statement table, found by the row's address ---- */

static size_t slot_of(const struct prepared *cache, size_t cap, const struct stmt *key)
{
    size_t i = ((uintptr_t)key >> 3) * 2654435761u & (cap - 1);
    while (cache[i].key && cache[i].key != key)
        i = (i + 1) & (cap - 1);
    return i;
}

static void cache_grow(struct db *db)
{
    size_t cap = db->cache_cap ? db->cache_cap * 2 : 128;
    struct prepared *next = calloc(cap, sizeof *next);
    if (!next)
        abort();
    for (size_t i = 0; i < db->cache_cap; i++)
        if (db->cache[i].key)
            next[slot_of(next, cap, db->cache[i].key)] = db->cache[i];
    free(db->cache);
    db->cache = next;
    db->cache_cap = cap;
}

static MYSQL_STMT *prepare(struct db *db, const struct stmt *s)
{
    MYSQL_STMT *st = mysql_stmt_init(db->my);
    if (!st)
        abort();
    if (mysql_stmt_prepare(st, s->sql, (unsigned long)strlen(s->sql)) != 0) {
        stmt_failure(db, s->name, st);
        mysql_stmt_close(st);
        return NULL;
    }
    /* Letters that do not fit the text are our own mistake. */
    if (mysql_stmt_param_count(st) != strlen(s->takes) ||
        mysql_stmt_field_count(st) != strlen(s->gives)) {
        fprintf(stderr, "statement %s: %lu ? for \"%s\", %u columns for \"%s\"\n", s->name,
            mysql_stmt_param_count(st), s->takes, mysql_stmt_field_count(st), s->gives);
        abort();
    }
    return st;
}

MYSQL_STMT *db_handle(struct db *db, const struct stmt *s)
{
    if ((db->cache_n + 1) * 4 > db->cache_cap * 3)
        cache_grow(db);
    struct prepared *p = &db->cache[slot_of(db->cache, db->cache_cap, s)];
    if (p->key)
        return p->handle;
    MYSQL_STMT *st = prepare(db, s);
    if (st) {
        *p = (struct prepared){s, st};
        db->cache_n++;
    }
    return st;
}

/* ---- arguments ---- */

static MYSQL_TIME time_of_day(struct day d)
{
    return (MYSQL_TIME){.year = (unsigned)d.y,
        .month = (unsigned)d.m,
        .day = (unsigned)d.d,
        .time_type = MYSQL_TIMESTAMP_DATE};
}

static MYSQL_TIME time_of_instant(struct instant t)
{
    int64_t days = t.s / 86400, rest = t.s % 86400;
    if (rest < 0) {
        rest += 86400;
        days--;
    }
    MYSQL_TIME out = time_of_day(day_from_number((int)days));
    out.hour = (unsigned)(rest / 3600);
    out.minute = (unsigned)(rest / 60 % 60);
    out.second = (unsigned)(rest % 60);
    out.time_type = MYSQL_TIMESTAMP_DATETIME;
    return out;
}

static bool arg_empty(const struct arg *a)
{
    switch (a->type) {
    case 's':
        return a->as.s.n == 0;
    case 'u':
        return a->as.u == 0;
    case 'i':
        return a->as.i == 0;
    case 't':
        return a->as.t.s == 0;
    default:
        return day_is_none(a->as.d);
    }
}

/* Is a text beyond ASCII asked of an ASCII column (stmt.h)? */
static bool beyond_ascii(const struct stmt *s, const struct arg *args, size_t n)
{
    for (size_t i = 0; i < n && s->takes[i]; i++)
        if ((s->takes[i] | 0x20) == 'a' && args[i].type == 's' && !str_is_ascii(args[i].as.s))
            return true;
    return false;
}

static void bind_one(MYSQL_BIND *b, MYSQL_TIME *t, const struct arg *a, char letter)
{
    char small = (char)(letter | 0x20);
    if (small == 'a')
        small = 's';
    /* A literal 0 or 1 is an int in C: let it stand for an unsigned column too. */
    bool fits = a->type == small || (small == 'b' && a->type == 's') ||
        (small == 'u' && a->type == 'i' && a->as.i >= 0);
    if (!fits)
        abort();
    if (letter <= 'Z' && arg_empty(a)) {
        b->buffer_type = MYSQL_TYPE_NULL;
        return;
    }
    switch (small) {
    case 's':
    case 'b':
        b->buffer_type = small == 'b' ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
        b->buffer = (void *)(uintptr_t)(a->as.s.n ? a->as.s.p : "");
        b->buffer_length = (unsigned long)a->as.s.n;
        return;
    case 'u':
    case 'i':
        b->buffer_type = MYSQL_TYPE_LONGLONG;
        b->is_unsigned = small == 'u';
        b->buffer = (void *)(uintptr_t)&a->as.u;
        return;
    default:
        *t = small == 't' ? time_of_instant(a->as.t) : time_of_day(a->as.d);
        b->buffer_type = small == 't' ? MYSQL_TYPE_DATETIME : MYSQL_TYPE_DATE;
        b->buffer = t;
    }
}

static enum rc execute(struct db *db, const struct stmt *s, const struct arg *args, size_t n,
    MYSQL_STMT **out)
{
    if (db->failed)
        return db->failed;
    if (!db->my)
        return db->failed = RC_UNAVAILABLE;
    if (n != strlen(s->takes) || n > STMT_ARGS_MAX)
        abort();
    MYSQL_STMT *st = *out = db_handle(db, s);
    if (!st)
        return db->failed;
    MYSQL_BIND binds[STMT_ARGS_MAX];
    MYSQL_TIME times[STMT_ARGS_MAX];
    memset(binds, 0, sizeof *binds * n);
    memset(times, 0, sizeof *times * n);
    for (size_t i = 0; i < n; i++)
        bind_one(&binds[i], &times[i], &args[i], s->takes[i]);
    bool bad = n && mysql_stmt_bind_param(st, binds);
    if (!bad) {
        bad = mysql_stmt_execute(st) != 0;
        db->executes++;
    }
    return bad ? stmt_failure(db, s->name, st) : RC_OK;
}

/* The first statement after an idle time may find that the server has hung up meanwhile. */
static enum rc execute_or_revive(struct db *db, const struct stmt *s, const struct arg *args,
    size_t n, MYSQL_STMT **out)
{
    enum rc rc = execute(db, s, args, n, out);
    if (rc == RC_UNAVAILABLE && db->lost && db->executes <= 1 && *s->gives) {
        db->executes = 0; /* a read: running it again changes nothing */
        if (db_revive(db))
            rc = execute(db, s, args, n, out);
    }
    return rc;
}

static enum rc refuse_text(const struct stmt *s)
{
    log_event(LOG_INFO, "db.not_ascii", LOG_TEXT("statement", s->name), LOG_END);
    return RC_INVALID;
}

enum rc db_exec(struct db *db, const struct stmt *s, const struct arg *args, size_t n,
    struct done *done)
{
    if (*s->gives)
        abort();
    if (!db->failed && beyond_ascii(s, args, n))
        return refuse_text(s);
    MYSQL_STMT *st = NULL;
    enum rc rc = execute(db, s, args, n, &st);
    /* Alone, a statement is its own transaction: after a deadlock it may simply run again. */
    for (int tries = 1; rc != RC_OK && db->retry && !db->in_tx && tries < 4; tries++) {
        db->failed = RC_OK;
        db->retry = false;
        rc = execute(db, s, args, n, &st);
    }
    if (rc == RC_OK && done)
        *done = (struct done){mysql_stmt_affected_rows(st), mysql_stmt_insert_id(st)};
    return rc;
}

enum rc db_prepare(struct db *db, const struct stmt *s)
{
    if (db->failed)
        return db->failed;
    if (!db->my)
        return db->failed = RC_UNAVAILABLE;
    return db_handle(db, s) ? RC_OK : db->failed;
}

/* ---- rows ---- */

struct column { /* where one column of the row at hand lands */
    union {
        uint64_t u;
        int64_t i;
        MYSQL_TIME t;
        char none;
    } at;
    unsigned long length;
    my_bool null, error;
};

static void bind_column(MYSQL_BIND *b, struct column *c, char letter)
{
    b->length = &c->length;
    b->is_null = &c->null;
    b->error = &c->error;
    b->buffer = &c->at;
    switch (letter) {
    case 's':
    case 'b': /* no room here: the length comes back, then the bytes go straight to the arena */
        b->buffer_type = letter == 'b' ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
        break;
    case 'u':
    case 'i':
        b->buffer_type = MYSQL_TYPE_LONGLONG;
        b->is_unsigned = letter == 'u';
        break;
    case 't':
        b->buffer_type = MYSQL_TYPE_DATETIME;
        break;
    case 'd':
        b->buffer_type = MYSQL_TYPE_DATE;
        break;
    default:
        abort();
    }
}

static struct day day_of_time(const MYSQL_TIME *t)
{
    return (struct day){(int)t->year, (int)t->month, (int)t->day};
}

static struct instant instant_of_time(const MYSQL_TIME *t)
{
    int64_t days = day_to_number(day_of_time(t));
    return (struct instant){days * 86400 + (int64_t)t->hour * 3600 + (int64_t)t->minute * 60 +
        (int64_t)t->second};
}

/* RC_FAULT when the value does not fit whole. */
static enum rc read_cell(struct db *db, struct arena *a, MYSQL_STMT *st, unsigned index,
    char letter, const struct column *c, struct cell *out)
{
    out->null = c->null;
    if (c->null)
        return RC_OK;
    if (letter == 't') {
        out->as.t = instant_of_time(&c->at.t);
    } else if (letter == 'd') {
        out->as.d = day_of_time(&c->at.t);
    } else if (letter == 'u' || letter == 'i') {
        if (c->error)
            return db_failure(db, "a number that does not fit", CR_UNKNOWN_ERROR, "");
        out->as.u = c->at.u;
    } else {
        if (c->length > STMT_CELL_MAX)
            return db_failure(db, "a cell above the cap", CR_UNKNOWN_ERROR, "");
        char *bytes = arena_alloc(a, c->length + 1);
        MYSQL_BIND b = {.buffer_type = letter == 'b' ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING,
            .buffer = bytes,
            .buffer_length = c->length};
        unsigned long length = 0;
        b.length = &length;
        if (c->length && mysql_stmt_fetch_column(st, &b, index, 0) != 0)
            return stmt_failure(db, "fetch", st);
        out->as.s = (struct str){bytes, c->length};
    }
    return RC_OK;
}

static void rows_grow(struct arena *a, struct rows *r, size_t *cap)
{
    size_t next = *cap ? *cap * 2 : 4;
    struct cell *cells = ARENA_ARRAY(a, next * r->columns, struct cell);
    if (r->n)
        memcpy(cells, r->cells, r->n * r->columns * sizeof *cells);
    r->cells = cells;
    *cap = next;
}

static enum rc fetch_all(struct db *db, struct arena *a, const struct stmt *s, MYSQL_STMT *st,
    struct column *columns, struct rows *out)
{
    size_t cap = 0;
    for (;;) {
        int got = mysql_stmt_fetch(st);
        if (got == MYSQL_NO_DATA)
            return RC_OK;
        if (got != 0 && got != MYSQL_DATA_TRUNCATED)
            return stmt_failure(db, s->name, st);
        if (out->n == STMT_ROWS_MAX)
            return db_failure(db, s->name, CR_UNKNOWN_ERROR, "too many rows");
        if (out->n == cap)
            rows_grow(a, out, &cap);
        for (unsigned i = 0; i < out->columns; i++) {
            struct cell *cell = &out->cells[out->n * out->columns + i];
            enum rc rc = read_cell(db, a, st, i, s->gives[i], &columns[i], cell);
            if (rc != RC_OK)
                return rc;
        }
        out->n++;
    }
}

enum rc db_query(struct db *db, struct arena *a, const struct stmt *s, const struct arg *args,
    size_t n, struct rows *out)
{
    *out = (struct rows){.stmt = s, .columns = strlen(s->gives)};
    if (!out->columns || out->columns > STMT_ARGS_MAX)
        abort();
    if (!db->failed && beyond_ascii(s, args, n))
        return RC_OK; /* it stands nowhere */
    MYSQL_STMT *st = NULL;
    enum rc rc = execute_or_revive(db, s, args, n, &st);
    if (rc != RC_OK)
        return rc;
    MYSQL_BIND binds[STMT_ARGS_MAX];
    struct column columns[STMT_ARGS_MAX];
    memset(binds, 0, sizeof *binds * out->columns);
    memset(columns, 0, sizeof *columns * out->columns);
    for (size_t i = 0; i < out->columns; i++)
        bind_column(&binds[i], &columns[i], s->gives[i]);
    if (mysql_stmt_bind_result(st, binds))
        rc = stmt_failure(db, s->name, st);
    else
        rc = fetch_all(db, a, s, st, columns, out);
    mysql_stmt_free_result(st);
    return rc;
}

enum rc db_query_one(struct db *db, struct arena *a, const struct stmt *s, const struct arg *args,
    size_t n, struct rows *out)
{
    enum rc rc = db_query(db, a, s, args, n, out);
    return rc != RC_OK ? rc : out->n ? RC_OK : RC_NOT_FOUND;
}

/* The cell, if its column has one of these letters; anything else is our own mistake. */
static const struct cell *cell_at(
    const struct rows *r, size_t row, size_t column, const char *letters)
{
    if (row >= r->n || column >= r->columns || !strchr(letters, r->stmt->gives[column]))
        abort();
    return &r->cells[row * r->columns + column];
}

struct str row_str(const struct rows *r, size_t row, size_t column)
{
    return cell_at(r, row, column, "sb")->as.s;
}

uint64_t row_u64(const struct rows *r, size_t row, size_t column)
{
    return cell_at(r, row, column, "u")->as.u;
}

int64_t row_i64(const struct rows *r, size_t row, size_t column)
{
    return cell_at(r, row, column, "i")->as.i;
}

struct instant row_instant(const struct rows *r, size_t row, size_t column)
{
    return cell_at(r, row, column, "t")->as.t;
}

struct day row_day(const struct rows *r, size_t row, size_t column)
{
    return cell_at(r, row, column, "d")->as.d;
}

bool row_null(const struct rows *r, size_t row, size_t column)
{
    return cell_at(r, row, column, "sbuitd")->null;
}

void row_bytes(const struct rows *r, size_t row, size_t column, unsigned char *out, size_t n)
{
    const struct cell *c = cell_at(r, row, column, "b");
    if (c->null) {
        memset(out, 0, n);
        return;
    }
    if (c->as.s.n != n)
        abort();
    memcpy(out, c->as.s.p, n);
}
