#include "store/db_private.h"

#include "sys/log.h"
#include <errmsg.h>
#include <mysqld_error.h>

/* Names that one of the two servers lacks. */
enum {
    SERVER_STATEMENT_TIMEOUT = 1969, /* MariaDB: max_statement_time */
    SERVER_QUERY_TIMEOUT = 3024,     /* MySQL: max_execution_time */
    SERVER_KILLED = 1927,            /* MariaDB: connection was killed */
    SERVER_WSREP = 1047,             /* a cluster's node that is not ready */
    SERVER_TEMP_FILE = 1878,         /* MySQL's: temporary file write failure */
    /* Of the server's own files, below 1000 (mysys_err.h, which is not installed). */
    FILE_CREATE = 1,
    FILE_WRITE = 3,
    FILE_CLOSE = 4,
    FILE_DISK_FULL = 20,
    FILE_SYNC = 27,
};

static void cache_drop(struct db *db)
{
    for (size_t i = 0; i < db->cache_cap; i++)
        if (db->cache[i].handle)
            mysql_stmt_close(db->cache[i].handle);
    free(db->cache);
    db->cache = NULL;
    db->cache_n = db->cache_cap = 0;
}

static void disconnect(struct db *db)
{
    cache_drop(db);
    if (db->my)
        mysql_close(db->my);
    db->my = NULL;
}

static bool is_lost(unsigned number)
{
    switch (number) {
    case CR_CONNECTION_ERROR:
    case CR_CONN_HOST_ERROR:
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case CR_SERVER_LOST_EXTENDED:
    case CR_COMMANDS_OUT_OF_SYNC: /* a reply was left half read: start anew */
    case ER_SERVER_SHUTDOWN:
    case ER_NET_READ_ERROR:
    case ER_NET_READ_INTERRUPTED:
    case ER_NET_ERROR_ON_WRITE:
    case ER_NET_WRITE_INTERRUPTED:
    case ER_CON_COUNT_ERROR:
    case ER_ERROR_DURING_COMMIT: /* whether it happened is not known, as when the line goes dead */
    case SERVER_KILLED:
    case SERVER_WSREP:
        return true;
    default:
        return false;
    }
}

static bool is_retry(unsigned number)
{
    return number == ER_LOCK_DEADLOCK || number == ER_LOCK_WAIT_TIMEOUT || number == ER_CHECKREAD;
}

static bool is_busy(unsigned number)
{
    return number == SERVER_STATEMENT_TIMEOUT || number == SERVER_QUERY_TIMEOUT ||
        number == ER_QUERY_INTERRUPTED ||
        number == ER_OPTION_PREVENTS_STATEMENT /* read only: a node being replaced */;
}

/* What the system said of the file goes with the message: 28 is ENOSPC, 122 EDQUOT. */
static bool says_no_room(const char *message)
{
    static const char *const words[] = {
        "rrcode: 28 ", "rrcode: 122 ", "rrno: 28 ", "rrno: 122 ", "error 28 ", "error 122 ", "No space left"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(message, words[i]))
            return true;
    return false;
}

/* InnoDB gives the first when a table cannot grow; the rest are temporary tables, sorts and logs. */
static bool is_full(unsigned number, const char *message)
{
    switch (number) {
    case ER_RECORD_FILE_FULL:
    case ER_DISK_FULL:
    case SERVER_TEMP_FILE:
    case FILE_DISK_FULL:
        return true;
    case ER_GET_ERRNO:
    case ER_ERROR_ON_WRITE:
    case ER_ERROR_ON_CLOSE:
    case ER_CANT_CREATE_FILE:
    case ER_CANT_CREATE_TABLE:
    case FILE_CREATE:
    case FILE_WRITE:
    case FILE_CLOSE:
    case FILE_SYNC:
        return says_no_room(message);
    default:
        return false;
    }
}

enum rc db_failure(struct db *db, const char *what, unsigned number, const char *message)
{
    db->error_number = number;
    snprintf(db->error, sizeof db->error, "%s: %s", what, message);
    if (number == ER_DUP_ENTRY)
        return RC_CONFLICT;
    db->retry = is_retry(number);
    db->lost = is_lost(number);
    bool full = is_full(number, message);
    db->full |= full;
    db->failed = db->retry || db->lost || full || is_busy(number) ? RC_UNAVAILABLE : RC_FAULT;
    /* The message may quote values, so only the number goes into the log. */
    log_event(db->retry ? LOG_INFO : db->failed == RC_UNAVAILABLE && !full ? LOG_WARN : LOG_ERROR,
        full ? "db.full" : "db.failed", LOG_TEXT("statement", what), LOG_INT("errno", number), LOG_END);
    return db->failed;
}

static enum rc run(struct db *db, const char *what, const char *sql, size_t n)
{
    if (mysql_real_query(db->my, sql, (unsigned long)n) == 0)
        return RC_OK;
    return db_failure(db, what, mysql_errno(db->my), mysql_error(db->my));
}

static enum rc session_settings(struct db *db)
{
    char sql[512];
    bool mariadb = strstr(mysql_get_server_info(db->my), "MariaDB") != NULL;
    int n = snprintf(sql, sizeof sql,
        "SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = %d, "
        "sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
        "NO_ENGINE_SUBSTITUTION'",
        DB_LOCK_WAIT_SECONDS);
    if (!db->set.patient)
        n += snprintf(sql + n, sizeof sql - (size_t)n, ", %s = %d",
            mariadb ? "max_statement_time" : "max_execution_time",
            mariadb ? DB_STATEMENT_SECONDS : DB_STATEMENT_SECONDS * 1000);
    enum rc rc = run(db, "session settings", sql, (size_t)n);
    if (rc == RC_OK) {
        struct str level = STR("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
        rc = run(db, "isolation level", level.p, level.n);
    }
    snprintf(db->server, sizeof db->server, "%s", mysql_get_server_info(db->my));
    return rc;
}

static void connect_options(struct db *db)
{
    unsigned connect_s = DB_CONNECT_SECONDS, io_s = db->set.patient ? 3600 : 8;
    mysql_options(db->my, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
    mysql_options(db->my, MYSQL_OPT_READ_TIMEOUT, &io_s);
    mysql_options(db->my, MYSQL_OPT_WRITE_TIMEOUT, &io_s);
    mysql_options(db->my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    unsigned off = 0;
    mysql_options(db->my, MYSQL_OPT_LOCAL_INFILE, &off);
    if (!db->set.socket) {
        mysql_ssl_set(db->my, NULL, NULL, db->set.ca_file, NULL, NULL);
        char verify = 1;
        mysql_options(db->my, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
    }
}

static enum rc connect_now(struct db *db)
{
    disconnect(db);
    db->lost = db->retry = db->in_tx = false;
    db->failed = RC_OK;
    db->my = mysql_init(NULL);
    if (!db->my)
        abort();
    connect_options(db);
    const struct db_settings *s = &db->set;
    if (!mysql_real_connect(db->my, s->socket ? NULL : s->host, s->user, s->password, s->name,
            s->socket ? 0 : (unsigned)s->port, s->socket, 0)) {
        db_failure(db, "connect", mysql_errno(db->my), mysql_error(db->my));
        disconnect(db);
        db->lost = true;
        /* Wrong password or no schema is the operator's to mend: for a visitor it is "away". */
        return db->failed = RC_UNAVAILABLE;
    }
    return session_settings(db);
}

static enum rc server_clock(struct db *db)
{
    if (!db->set.shifted)
        return RC_OK;
    char sql[64];
    int n = snprintf(sql, sizeof sql, "SET SESSION timestamp = %lld", (long long)db->now.s);
    return run(db, "server clock", sql, (size_t)n);
}

enum rc db_open(const struct db_settings *s, struct db **out)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        abort();
    db->set = *s;
    *out = db;
    return connect_now(db);
}

void db_close(struct db *db)
{
    if (!db)
        return;
    disconnect(db);
    free(db);
}

enum rc db_request(struct db *db, struct str request_id, struct instant now)
{
    if (db->in_tx)
        abort(); /* a transaction was left open: our own mistake */
    snprintf(db->request_id, sizeof db->request_id, "%.*s", STR_ARG(request_id));
    db->executes = 0;
    db->revived = db->full = false;
    db->now = now;
    db->failed = RC_OK;
    db->retry = false;
    if (!db->my || db->lost) {
        db->revived = true; /* it is new: no second attempt in this request */
        enum rc rc = connect_now(db);
        if (rc != RC_OK)
            return rc;
    }
    if (server_clock(db) == RC_OK)
        return RC_OK;
    return db_revive(db) ? RC_OK : db->failed;
}

bool db_revive(struct db *db)
{
    if (!db->lost || db->revived || db->executes || db->in_tx)
        return false;
    db->revived = true;
    return connect_now(db) == RC_OK && server_clock(db) == RC_OK;
}

bool db_again(struct db *db)
{
    if (db->revived)
        return false;
    db->revived = true;
    return connect_now(db) == RC_OK && server_clock(db) == RC_OK;
}

enum rc db_run(struct db *db, struct str sql)
{
    if (db->failed)
        return db->failed;
    if (!db->my)
        return db->failed = RC_UNAVAILABLE;
    enum rc rc = run(db, "text", sql.p, sql.n);
    return rc != RC_OK && db_revive(db) ? run(db, "text", sql.p, sql.n) : rc;
}

enum rc db_failed(const struct db *db)
{
    return db->failed;
}

bool db_full(const struct db *db)
{
    return db->full;
}

void db_told(struct db *db)
{
    db->failed = RC_OK;
}

struct str db_request_id(const struct db *db)
{
    return str_c(db->request_id);
}

unsigned db_statements(const struct db *db)
{
    return db->executes;
}

bool db_alive(const struct db *db)
{
    return db->my && !db->lost;
}

struct str db_server(const struct db *db)
{
    return str_c(db->server);
}

struct str db_last_error(const struct db *db)
{
    return str_c(db->error);
}

unsigned db_last_errno(const struct db *db)
{
    return db->error_number;
}
