/* store/db.h - one connection to the database, owned by one process.
 *
 * A lost connection is not mended in the middle of a request (a transaction may be half done):
 * everything answers RC_UNAVAILABLE until db_request, which connects again. The first failure of
 * a request or transaction is sticky, so a row of statements can be run and looked at once.
 * Failures are logged here, once, with the statement's name and never with a value.
 * The session is strict, UTC, READ COMMITTED, utf8mb4; a statement may run 5 s, then it is ended
 * by the server (design.md §5: SQL 5 s < request 20 s). */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/day.h"
#include "base/rc.h"
#include "base/str.h"

struct db;

struct db_settings { /* borrowed until db_close */
    const char *socket;  /* a server on this machine, or NULL: … */
    const char *host;    /* … elsewhere, by verified TLS with ca_file (NULL: the system's) */
    int port;
    const char *ca_file;
    const char *name;    /* of the schema */
    const char *user;
    const char *password; /* NULL: unix_socket authentication */
    bool shifted;         /* test and demonstration only: every request SETs the server's clock of
                             this connection to the request's instant */
    bool patient;         /* an operator waits: a statement may take as long as it needs */
};

enum { DB_STATEMENT_SECONDS = 5, DB_LOCK_WAIT_SECONDS = 4, DB_CONNECT_SECONDS = 3 };

/* *out can always be used and must be closed; RC_UNAVAILABLE says only that nobody answers yet. */
enum rc db_open(const struct db_settings *s, struct db **out) MUST_USE;
void db_close(struct db *db);

/* Begins a request or a job: forgets what failed before, connects again if need be, counts from
 * zero. `now` becomes the server's clock when the settings say `shifted`. A server that went away
 * between two requests costs nobody an error: the first statement is tried on a new connection. */
enum rc db_request(struct db *db, struct str request_id, struct instant now) MUST_USE;
/* What failed since db_request, outside a transaction or because the connection broke (of a transaction
 * that was rolled back, its own rc tells). It is sticky: whoever answers for a request or a job asks
 * here at the end, in case that a caller in between did not look. */
enum rc db_failed(const struct db *db) MUST_USE;
/* Has a statement since db_request failed for want of room on the server's disk? It gave RC_UNAVAILABLE,
 * with nothing of its transaction kept: there is room again one day, and it may be tried again. */
bool db_full(const struct db *db);
/* The answer itself tells what failed: it may be given. */
void db_told(struct db *db);
/* The request's id, for audit and outbox rows; empty in a job without one. */
struct str db_request_id(const struct db *db);
/* Executes since db_request, BEGIN and COMMIT not counted (design.md §3 limits them). */
unsigned db_statements(const struct db *db);
/* Is there a connection that has not failed? */
bool db_alive(const struct db *db);
/* "10.11.6-MariaDB" as the server calls itself; empty without a connection. Static in db. */
struct str db_server(const struct db *db);
/* What the server said last, for the operator's eyes (portal-admin); never for a page. */
struct str db_last_error(const struct db *db);
unsigned db_last_errno(const struct db *db);

#endif
