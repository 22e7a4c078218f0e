/* store/inspect.h - what portal-admin doctor asks the database about itself. */
#ifndef STORE_INSPECT_H
#define STORE_INSPECT_H

#include "store/statements.h"

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
 * frozen; `outside`, of a pool that anybody reaches: anything on staff's tables too. Empty as
 * grants.sql makes them. */
enum rc inspect_excess(struct db *db, struct arena *a, bool outside, struct privilege **out,
    size_t *n) MUST_USE;
/* How many drafts hold a name without a letter ("-"), which an older version took and today's would not:
 * their owners are told beside the field (domain/field.h, answers_rejudge). */
enum rc inspect_nameless(struct db *db, struct arena *a, size_t *n) MUST_USE;
/* How many requests there are, and how many were taken under older rules with a name that the form
 * would refuse today. Their names are shown without a live link all the same. */
struct inspect_names {
    uint64_t requests, refused;
};
enum rc inspect_names(struct db *db, struct inspect_names *out) MUST_USE;
/* What was typed under older rules, in accounts, drafts and requests: addresses that today's rules would read
 * as another (job/mend.c puts those of requests right), those that look like a slip, and numbers of
 * establishments in doubt. */
struct inspect_typed {
    uint64_t addresses, misread, slips;
    uint64_t sirets, doubtful;
};
enum rc inspect_typed(struct db *db, struct inspect_typed *out) MUST_USE;
/* Which of the role's statements this connection may not run: their names, at most
 * INSPECT_UNABLE_MAX; *n counts them all. */
enum { INSPECT_UNABLE_MAX = 100 };
void inspect_unable(struct db *db, struct arena *a, enum statement_role role, struct str **names,
    size_t *n);

#endif
