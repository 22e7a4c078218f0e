#include "harness.h"

#include "store/account.h"
#include "store/ident.h"
#include "store/session.h"

#include <sys/wait.h>
#include <unistd.h>

struct arena *arena;
struct db *web, *jobs;
const struct instant noon = {1795435200}; /* 2026-11-23 12:00:00 UTC */
static struct facts *facts;

const char *setting(const char *env)
{
    const char *value = getenv(env);
    ck_assert_msg(value && *value, "%s is not set: use tests/store/run", env);
    return value;
}

struct db *connect_as(const char *user, const char *schema, bool shifted)
{
    struct db *db = NULL;
    struct db_settings s = {.socket = setting("PORTAL_TEST_SOCKET"), .name = schema,
        .user = user, .shifted = shifted, .patient = strcmp(user, "root") == 0};
    ck_assert_msg(db_open(&s, &db) == RC_OK, "%s: %.*s", user, STR_ARG(db_last_error(db)));
    ck_assert(db_request(db, STR("0123456789abcdef0123456789abcdef"), noon) == RC_OK);
    return db;
}

void connect_roles(void)
{
    arena = arena_new();
    web = connect_as("movsc_web", "movsc", false);
    jobs = connect_as("movsc_jobs", "movsc", false);
}

void disconnect_roles(void)
{
    facts_free(facts);
    db_close(web);
    db_close(jobs);
    arena_free(arena);
    facts = NULL;
    web = jobs = NULL;
}

unsigned root_refused(const char *schema, const char *sql)
{
    struct db *db = connect_as("root", schema, false);
    enum rc rc = db_run(db, str_c(sql));
    unsigned number = rc == RC_OK ? 0 : db_last_errno(db);
    db_close(db);
    return number;
}

void root_run(const char *schema, const char *sql)
{
    struct db *db = connect_as("root", schema, false);
    ck_assert_msg(
        db_run(db, str_c(sql)) == RC_OK, "%s: %.*s", sql, STR_ARG(db_last_error(db)));
    db_close(db);
}

void root_sql(const char *fmt, ...)
{
    struct buf sql;
    va_list ap;
    buf_init(&sql, 65536);
    va_start(ap, fmt);
    buf_vprintf(&sql, fmt, ap);
    va_end(ap);
    root_run("movsc", arena_take(arena, &sql).p);
}

uint64_t root_number(const char *sql)
{
    struct db *db = connect_as("root", "movsc", false);
    struct stmt s = {"test", sql, "", "u", 0};
    struct rows r;
    ck_assert_msg(
        db_query_one(db, arena, &s, NO_ARGS, &r) == RC_OK, "%s: %.*s", sql,
        STR_ARG(db_last_error(db)));
    uint64_t n = row_u64(&r, 0, 0);
    db_close(db);
    return n;
}

static void child(unsigned index, const char *user, parallel_fn fn, const void *arg, int ready,
    int go, int result)
{
    char byte = 0;
    struct db *db = connect_as(user, "movsc", false);
    struct arena *a = arena_new();
    /* The gate opens for all when the parent closes its end. */
    bool there = write(ready, &byte, 1) == 1 && read(go, &byte, 1) == 0;
    uint64_t value = there ? fn(db, a, index, arg) : 0;
    struct { uint64_t index, value; } out = {index, value};
    ssize_t wrote = write(result, &out, sizeof out);
    db_close(db);
    arena_free(a);
    _exit(wrote == (ssize_t)sizeof out ? 0 : 1);
}

void parallel(unsigned n, const char *user, parallel_fn fn, const void *arg, uint64_t *out)
{
    int ready[2], go[2], result[2];
    ck_assert(n <= PARALLEL_MAX && pipe(ready) == 0 && pipe(go) == 0 && pipe(result) == 0);
    for (unsigned i = 0; i < n; i++) {
        pid_t pid = fork();
        ck_assert(pid >= 0);
        if (pid == 0) {
            close(go[1]);
            close(result[0]);
            child(i, user, fn, arg, ready[1], go[0], result[1]);
        }
    }
    close(go[0]);
    close(result[1]);
    char byte;
    for (unsigned i = 0; i < n; i++) /* connections are made before the gate opens */
        ck_assert(read(ready[0], &byte, 1) == 1);
    close(ready[0]);
    close(ready[1]);
    close(go[1]);
    struct { uint64_t index, value; } one;
    unsigned got = 0;
    for (; read(result[0], &one, sizeof one) == (ssize_t)sizeof one; got++)
        out[one.index] = one.value;
    close(result[0]);
    for (unsigned i = 0; i < n; i++) {
        int status;
        ck_assert(wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    ck_assert_uint_eq(got, n);
}

void fill_bytes(unsigned char *to, size_t n, unsigned seed)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (unsigned char)(seed * 31 + i * 7 + 1);
}

uint64_t make_account(struct str *email)
{
    struct account account;
    struct str id = public_id_new(arena);
    char *lower = arena_alloc(arena, id.n + 1);
    for (size_t i = 0; i < id.n; i++)
        lower[i] = (char)(id.p[i] >= 'A' && id.p[i] <= 'Z' ? id.p[i] + 32 : id.p[i]);
    struct str address = arena_printf(arena, "t%s@exemple.fr", lower);
    ck_ok(account_ensure(web, arena, address, noon, &account));
    if (email)
        *email = account.email;
    return account.id;
}

uint64_t make_session(uint64_t account)
{
    struct session_new s = {.account = account, .idle_seconds = 3600, .absolute_seconds = 43200};
    struct str random = public_id_new(arena);
    memcpy(s.token_hash, random.p, random.n);
    memcpy(s.device, random.p, random.n);
    uint64_t id = 0;
    ck_ok(session_insert(web, &s, noon, &id));
    return id;
}

const struct intake *open_intake(void)
{
    if (!facts)
        ck_ok(facts_load(web, &facts));
    const struct intake *i = facts_intake(facts, noon);
    ck_assert_ptr_nonnull(i);
    return i;
}

struct candidacy make_candidacy(uint64_t account)
{
    struct candidacy c;
    ck_ok(candidacy_start(web, arena, (struct owner){.account = account}, open_intake(), noon, &c));
    return c;
}

int store_suite(const char *name, const suite_test *tests, size_t n)
{
    Suite *suite = suite_create(name);
    TCase *tc = tcase_create(name);
    tcase_set_timeout(tc, 180);
    tcase_add_checked_fixture(tc, connect_roles, disconnect_roles);
    for (size_t i = 0; i < n; i++)
        tcase_add_test(tc, tests[i]);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
