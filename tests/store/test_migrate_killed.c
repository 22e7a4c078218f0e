/* A migration that is killed, at every statement of every file: a process of its own receives SIGKILL
 * before the statement, and after it has taken effect and before that is recorded; rows also on both
 * sides of their COMMIT. The next one goes on from there, and is killed a step further. What comes of it
 * in the end is compared with a schema that was migrated undisturbed (`plans`, tests/store/run).
 * PORTAIL_LONG: with the statement done and not recorded, the next run is also killed at each of its own
 * calls to the server; and once more all over with a connection that is lost there, of a process that
 * lives on and gives its lease back. */
#include "schemas.h"

#include "store/migrate_files.h"
#include "store/migrate_shape.h"

#include <dlfcn.h>
#include <mysql.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCHEMA "killed"

/* ---- the kill: this program's two functions stand before the client library's */

enum end { ALIVE, KILLED, LOST };
static struct {       /* of the process that migrates */
    enum end end;
    struct str sql;   /* the statement at which it ends so; empty: none */
    bool after;       /* once it is done, before anything else */
    unsigned call;    /* at this call, counted from 1; 0: none */
    struct str until; /* leave, alive, instead of running this */
} fate;
static bool migrates, lost;
static unsigned calls;
static struct { /* shared with the processes that die */
    size_t found, waited, failed, lost;
} *told;
static const char *folder;

static void *real(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    ck_assert_msg(found != NULL, "%s is not in the library", name);
    return found;
}

static void end_now(MYSQL *my)
{
    if (fate.end == KILLED)
        raise(SIGKILL);
    shutdown(mysql_get_socket(my), SHUT_RDWR);
    lost = true;
    told->lost++;
    fate.sql = (struct str){0};
    fate.call = 0;
}

static void one_more(MYSQL *my)
{
    if (migrates && fate.call && ++calls == fate.call)
        end_now(my);
}

int STDCALL mysql_real_query(MYSQL *my, const char *sql, unsigned long n)
{
    int (*go_on)(MYSQL *, const char *, unsigned long) = NULL;
    *(void **)&go_on = real("mysql_real_query");
    const struct str text = {sql, n};
    const bool here = migrates && fate.sql.n && str_eq(text, fate.sql), after = fate.after;
    if (migrates && fate.until.n && str_eq(text, fate.until))
        _exit(0);
    one_more(my);
    if (here && !after)
        end_now(my);
    int failed = go_on(my, sql, n);
    if (here && after)
        end_now(my);
    return failed;
}

int STDCALL mysql_stmt_execute(MYSQL_STMT *stmt)
{
    int (*go_on)(MYSQL_STMT *) = NULL;
    *(void **)&go_on = real("mysql_stmt_execute");
    one_more(stmt->mysql);
    return go_on(stmt);
}

static void listen_to(void *ctx, enum migrate_event event, struct str text, size_t n)
{
    struct db *db = ctx;
    told->found += event == MIGRATE_FOUND;
    told->waited += event == MIGRATE_WAITING;
    if (event < MIGRATE_BUSY || (event == MIGRATE_FAILED && lost) || ++told->failed > 1)
        return;
    fprintf(stderr, "%.*s, statement %zu: event %d: %.*s\n", STR_ARG(text), n, event,
        STR_ARG(db_last_error(db)));
}

/* The process that migrates, with the rights that migrations have. */
static void child(void)
{
    struct db *db = NULL;
    struct db_settings s = {.socket = setting("PORTAL_TEST_SOCKET"), .name = SCHEMA,
        .user = "movsc_migrate", .patient = true};
    migrates = true;
    enum rc rc = db_open(&s, &db);
    if (rc == RC_OK)
        rc = migrate_run(db, folder, listen_to, db);
    _exit(rc == RC_OK ? 0 : 1);
}

static pid_t begin(void)
{
    fflush(NULL);
    pid_t pid = fork();
    ck_assert(pid >= 0);
    if (pid == 0)
        child();
    return pid;
}

/* Two minutes later, as it were, when it could not give it back: its lease has run out. */
static enum end ended(pid_t pid)
{
    int status;
    ck_assert(waitpid(pid, &status, 0) == pid);
    ck_assert_uint_eq(told->failed, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 1 && fate.end == LOST)
        return LOST;
    root_run(SCHEMA, "UPDATE lease SET until_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND");
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return KILLED;
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return ALIVE;
}

static enum end migrate(void)
{
    return ended(begin());
}

static const struct timespec moment = {.tv_nsec = 2 * 1000 * 1000};

/* The same, seen by the server too: for a moment a statement that is done still looks as if it ran, and
 * the next run would rightly wait for it. */
static enum end migrate_to_the_end(void)
{
    enum end how = migrate();
    while (root_number("SELECT COUNT(*) FROM information_schema.processlist"
                       " WHERE db = '" SCHEMA "' AND user = 'movsc_migrate'"))
        nanosleep(&moment, NULL);
    return how;
}

/* Ended at that statement; false: it was not run any more. */
static bool ended_at(struct str sql, bool after)
{
    fate.sql = sql;
    fate.after = after;
    enum end how = migrate_to_the_end();
    fate.sql = (struct str){0};
    return how != ALIVE;
}

/* The runs that find a statement done and not recorded, each killed one call further, until one comes
 * to the next statement. */
static size_t killed_at_each_call(void)
{
    size_t n = 0;
    do
        fate.call = (unsigned)++n;
    while (migrate_to_the_end() != ALIVE);
    fate.call = 0;
    return n;
}

/* ---- the tests */

static struct {
    size_t rows, changes, nothing, calls;
} count;

/* Rows and their record are one transaction. Who lives on runs it again while no COMMIT was sent (store/tx.h); once one was, nobody knows what became of
 * it, and the next run looks. Each statement is done by that, so each is tried in one of four ways. Did the run
 * leave before the next statement? */
static bool rows_lost_at(struct str sql, size_t turn)
{
    bool commit = turn % 4 >= 2, after = turn % 2;
    size_t before = told->lost;
    bool ended = ended_at(commit ? STR("COMMIT") : sql, after);
    ck_assert_msg(told->lost == before + 1 && (ended || !commit || after) && (!ended || commit), "way %zu of %.*s",
        turn % 4, STR_ARG(sql));
    return !ended;
}

static bool rows_end_at(struct str sql, bool begun)
{
    count.rows++;
    if (fate.end == LOST)
        return rows_lost_at(sql, count.rows);
    ck_assert(begun || ended_at(sql, false));
    size_t found = told->found;
    ck_assert(ended_at(sql, true) && ended_at(STR("COMMIT"), false) && ended_at(STR("COMMIT"), true));
    ck_assert_uint_eq(told->found, found);
    return false;
}

/* `begun`: a run has left just before it. Returns whether one has left before the next. */
static bool end_at(struct str sql, bool begun, bool at_each_call)
{
    struct migrate_shape shape;
    ck_assert(migrate_shape(arena, sql, &shape));
    if (shape.row->kind == MIGRATE_ROWS)
        return rows_end_at(sql, begun);
    ck_assert_msg(begun || ended_at(sql, false), "never came to %.*s", STR_ARG(sql));
    size_t found = told->found;
    bool after = ended_at(sql, true);
    /* What takes away something that is not there looks done before it began. */
    ck_assert_msg(after || told->found == found + 1, "left out: %.*s", STR_ARG(sql));
    count.changes++;
    count.nothing += !after;
    if (after && at_each_call)
        count.calls += killed_at_each_call();
    return !after || at_each_call;
}

/* Every statement of the folder, and at the end one run that is left alone. */
static void end_everywhere(enum end end, bool at_each_call)
{
    struct migrate_file *files;
    size_t n;
    bool begun = false;
    fate.end = end;
    memset(told, 0, sizeof *told);
    schema_new(SCHEMA);
    folder = setting("PORTAL_TEST_SQL");
    ck_assert(migrate_files(arena, folder, &files, &n, listen_to, NULL));
    for (size_t f = 0; f < n; f++)
        for (size_t i = 0; i < files[f].n; i++) {
            fate.until = i + 1 < files[f].n ? files[f].v[i + 1].sql
                         : f + 1 < n        ? files[f + 1].v[0].sql
                                            : (struct str){0};
            begun = end_at(files[f].v[i].sql, begun, at_each_call);
        }
    ck_assert(migrate() == ALIVE && told->waited == 0);
    ck_assert(count.changes >= 110 && count.rows >= 15 && count.nothing < 30);
    if (at_each_call)
        ck_assert_uint_ge(count.calls, 10 * (count.changes - count.nothing));
    else /* each was found once, done and not recorded */
        ck_assert_uint_eq(told->found, count.changes);
    schemas_same(SCHEMA, "plans");
}

START_TEST(killed_at_every_statement)
{
    end_everywhere(KILLED, getenv("PORTAIL_LONG") != NULL);
}
END_TEST

START_TEST(lost_at_every_statement)
{
    end_everywhere(LOST, false);
}
END_TEST

/* Killed, and the server goes on with what it was asked: the next run waits for its end, and does not
 * begin the same beside it. The column is a minute's work for a slow machine, seconds for a quick one. */
START_TEST(killed_while_the_server_goes_on)
{
    const char *const running = "SELECT COUNT(*) FROM information_schema.processlist"
                                " WHERE db = '" SCHEMA "' AND info LIKE 'ALTER TABLE slow ADD%'";
    memset(told, 0, sizeof *told);
    schema_new(SCHEMA);
    folder = folder_new();
    folder_put(folder, "0001_slow.sql",
        "CREATE TABLE slow (id BIGINT NOT NULL PRIMARY KEY) ENGINE=InnoDB;\n\n"
        "INSERT INTO slow (id) SELECT seq FROM seq_1_to_40;\n\n"
        "ALTER TABLE slow ADD COLUMN digest CHAR(128) AS (SHA2(REPEAT(id, 8000000), 512)) STORED;\n");
    fate.end = KILLED;
    pid_t pid = begin();
    while (root_number(running) == 0) {
        ck_assert_int_eq(waitpid(pid, NULL, WNOHANG), 0);
        nanosleep(&moment, NULL);
    }
    ck_assert_int_eq(kill(pid, SIGKILL), 0);
    ck_assert(ended(pid) == KILLED);
    ck_assert_uint_eq(root_number(running), 1);
    ck_assert(migrate() == ALIVE);
    ck_assert_uint_eq(told->waited, 1);
    ck_assert_uint_eq(told->found, 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(digest) FROM " SCHEMA ".slow"), 40);
}
END_TEST

int main(void)
{
    /* the last one: PORTAIL_LONG */
    const suite_test tests[] = {
        killed_at_every_statement, killed_while_the_server_goes_on, lost_at_every_statement};
    told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (told == MAP_FAILED)
        abort();
    return store_suite("migrate_killed", tests, getenv("PORTAIL_LONG") ? 3 : 2);
}
