/* store/inspect.h - what portal-admin doctor asks the database about itself. */
#ifndef STORE_INSPECT_H
#define STORE_INSPECT_H

#include "store/stmt.h"

struct inspect {
    unsigned major, minor;       /* of the server; 10, 11 */
    bool mariadb;
    struct str secure_timestamp; /* NO, SUPER, REPLICATION, YES */
    uint64_t flush_at_commit;    /* innodb_flush_log_at_trx_commit: 1 is durable */
    bool binlog_without_trust;   /* triggers cannot be made by a user without SUPER */
    struct instant clock;        /* the server's, not shifted */
};
enum rc inspect_server(struct db *db, struct arena *a, struct inspect *out) MUST_USE;

struct privilege {
    struct str name, on; /* "DROP", "movsc.*" */
};
/* Of this connection's user: every right above the table level, DDL on a table, change of what is
 * frozen, anything on staff's tables. Empty for a web user as grants.sql makes it. */
enum rc inspect_excess(
    struct db *db, struct arena *a, struct privilege **out, size_t *n) MUST_USE;

#endif
