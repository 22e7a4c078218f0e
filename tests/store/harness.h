/* tests/store/harness.h - a live, migrated MariaDB for the tests of the store; tests/store/run
 * starts it and says where it is. Every test connects as the role that will do the thing in
 * production, so that grants.sql is tested too; `root_*` is only for setting things up. */
#ifndef TESTS_STORE_HARNESS_H
#define TESTS_STORE_HARNESS_H

#include "../unit/suite.h"
#include "store/candidacy.h"
#include "store/db.h"
#include "store/facts.h"
#include "store/stmt.h"

enum { PARALLEL_MAX = 64 };

extern struct arena *arena;   /* one a test */
extern struct db *web, *jobs; /* connected by connect_roles */
extern const struct instant noon; /* 2026-11-23 12:00:00 UTC */

/* Fixture: arena and connections. */
void connect_roles(void);
void disconnect_roles(void);
struct db *connect_as(const char *user, const char *schema, bool shifted);
const char *setting(const char *env); /* aborts without it */

/* One statement as the server's administrator; the test fails if it fails. */
void root_run(const char *schema, const char *sql);
void root_sql(const char *fmt, ...) __attribute__((format(printf, 1, 2))); /* the same in movsc, printed */
/* The same, expected to be refused: the error's number, 0 when it was let through. */
unsigned root_refused(const char *schema, const char *sql);
uint64_t root_number(const char *sql); /* one number out of movsc */

/* Runs fn in n processes at once, each with its own connection as `user`; gathers what each
 * returns. They start together. */
typedef uint64_t (*parallel_fn)(struct db *db, struct arena *a, unsigned index, const void *arg);
void parallel(unsigned n, const char *user, parallel_fn fn, const void *arg, uint64_t *out);

/* A new account (a fresh address each time) and its candidacy for the open intake. */
uint64_t make_account(struct str *email);
uint64_t make_session(uint64_t account);
const struct intake *open_intake(void);
struct candidacy make_candidacy(uint64_t account);
void fill_bytes(unsigned char *to, size_t n, unsigned seed);

/* The suite with connect_roles around each test. */
int store_suite(const char *name, const suite_test *tests, size_t n);

#define ck_rc(expression, wanted)                                                                  \
    do {                                                                                           \
        enum rc rc_ = (expression);                                                                \
        ck_assert_msg(rc_ == (wanted), "%s: %s, expected %s (%.*s)", #expression, rc_name(rc_),    \
            rc_name(wanted), STR_ARG(web ? db_last_error(web) : (struct str){0}));                 \
    } while (0)
#define ck_ok(expression) ck_rc(expression, RC_OK)

#endif
