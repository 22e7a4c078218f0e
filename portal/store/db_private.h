/* store/db_private.h - what db.c, stmt.c and tx.c share; nobody else includes it. */
#ifndef STORE_DB_PRIVATE_H
#define STORE_DB_PRIVATE_H

#include "store/stmt.h"
#include <mysql.h>

struct prepared {
    const struct stmt *key;
    MYSQL_STMT *handle;
};

struct db {
    struct db_settings set;
    MYSQL *my;              /* NULL: not connected */
    struct prepared *cache; /* open addressing by the row's address; cap is a power of two */
    size_t cache_n, cache_cap;
    enum rc failed; /* sticky until the transaction or the request ends */
    bool lost;      /* the connection is of no use any more */
    bool retry;     /* the transaction may simply be run again */
    bool full;      /* something since db_request found no room on a disk */
    bool in_tx, revived;
    unsigned executes;
    struct instant now;
    unsigned error_number;
    char error[256], server[64], request_id[33];
};

/* Notes a failure of the connection or of one statement: classifies, logs once, makes it sticky
 * unless it is a duplicate key. */
enum rc db_failure(struct db *db, const char *what, unsigned number, const char *message);
/* Drops the connection and makes another, if nothing has been done on this one since db_request:
 * true when the caller may try once more. */
bool db_revive(struct db *db);
/* The same in the midst of a request, once in it, for who knows that what was under way came to
 * nothing: a transaction whose COMMIT was never sent. */
bool db_again(struct db *db);
/* The prepared handle, prepared now if need be; NULL after db_failure. */
MYSQL_STMT *db_handle(struct db *db, const struct stmt *s);

#endif
