/* Transactions and connections: what a deadlock, a lost connection or a full disk makes of them, and the
 * facts that a process keeps from one to the next. */
#include "harness.h"

#include "store/tx.h"

#include <sys/wait.h>
#include <unistd.h>

struct cross {
    const struct candidacy *first, *second;
    unsigned runs;
};

static enum rc touch_both(struct db *db, void *arg)
{
    struct cross *c = arg;
    c->runs++;
    enum rc rc = candidacy_touch(db, c->first, (struct instant){noon.s + c->runs});
    usleep(200 * 1000);
    return rc == RC_OK
        ? candidacy_touch(db, c->second, (struct instant){noon.s + c->runs}) : rc;
}

static uint64_t cross(struct db *db, struct arena *a, unsigned index, const void *arg)
{
    const struct candidacy *both = arg;
    struct cross c = {&both[index], &both[1 - index], 0};
    (void)a;
    return tx_run(db, touch_both, &c) == RC_OK ? c.runs : 10000;
}

START_TEST(a_deadlock_is_run_again)
{
    struct candidacy both[2] = {
        make_candidacy(make_account(NULL)), make_candidacy(make_account(NULL))};
    uint64_t out[2];
    parallel(2, "movsc_web", cross, both, out);
    ck_assert_uint_lt(out[0] + out[1], 10000);
    ck_assert_uint_ge(out[0] + out[1], 3); /* one of the two had to begin again */
}
END_TEST

static uint64_t connection_id(struct db *db)
{
    static const struct stmt s = {"test.id", "SELECT CONNECTION_ID()", "", "u", 0};
    struct rows r;
    ck_assert(db_query_one(db, arena, &s, NO_ARGS, &r) == RC_OK);
    return row_u64(&r, 0, 0);
}

static enum rc lose_it(struct db *db, void *arg)
{
    struct candidacy *c = arg;
    enum rc rc = candidacy_touch(db, c, (struct instant){noon.s + 99});
    root_run("movsc", arena_printf(arena, "KILL %llu", (unsigned long long)connection_id(db)).p);
    return rc;
}

START_TEST(a_lost_connection_comes_back_with_the_next_request)
{
    struct candidacy c = make_candidacy(make_account(NULL));
    uint64_t revision = 0;
    /* Inside a transaction: nothing of it happened, and nobody pretends. */
    ck_rc(tx_run(web, lose_it, &c), RC_UNAVAILABLE);
    ck_assert(!db_alive(web));
    ck_rc(facts_revision(web, &revision), RC_UNAVAILABLE);
    ck_ok(db_request(web, STR(""), noon));
    ck_ok(candidacy_lock(web, arena, c.id, &c));
    ck_assert_int_eq(c.updated.s, noon.s);
    /* Between two requests: the first statement makes a new connection by itself. */
    uint64_t was = connection_id(web);
    root_run("movsc", arena_printf(arena, "KILL %llu", (unsigned long long)was).p);
    usleep(100 * 1000);
    ck_ok(db_request(web, STR(""), noon));
    ck_ok(facts_revision(web, &revision));
    ck_assert_uint_ne(connection_id(web), was);
}
END_TEST

struct losing {
    struct candidacy *c;
    int runs, losses;
};

/* Loses its connection in its midst, so often. */
static enum rc lose_midway(struct db *db, void *arg)
{
    struct losing *l = arg;
    enum rc rc = candidacy_touch(db, l->c, (struct instant){noon.s + 200 + ++l->runs});
    if (rc == RC_OK && l->runs <= l->losses)
        root_run("movsc", arena_printf(arena, "KILL %llu", (unsigned long long)connection_id(db)).p);
    return rc == RC_OK ? candidacy_touch(db, l->c, (struct instant){noon.s + 300 + l->runs}) : rc;
}

/* COMMIT was never sent, so nothing of it can have happened: it is run again, once. */
START_TEST(a_transaction_whose_connection_was_lost_is_run_again)
{
    struct candidacy c = make_candidacy(make_account(NULL));
    struct losing once = {&c, 0, 1}, twice = {&c, 0, 2};
    ck_ok(db_request(web, STR(""), noon));
    ck_ok(tx_run(web, lose_midway, &once));
    ck_assert_int_eq(once.runs, 2);
    ck_ok(candidacy_lock(web, arena, c.id, &c));
    ck_assert_int_eq(c.updated.s, noon.s + 302);
    ck_ok(db_request(web, STR(""), noon));
    ck_rc(tx_run(web, lose_midway, &twice), RC_UNAVAILABLE);
    ck_assert_int_eq(twice.runs, 2);
    ck_ok(db_request(web, STR(""), noon));
    ck_ok(candidacy_lock(web, arena, c.id, &c));
    ck_assert_int_eq(c.updated.s, noon.s + 302);
}
END_TEST

/* What MariaDB 10.11 says when its disk is full, a row each; and what only looks like it. */
START_TEST(a_full_disk_is_away_and_no_fault)
{
    static const struct {
        unsigned number;
        const char *message;
        bool full;
    } rows[] = {
        {1114, "The table ''x'' is full", true},
        {1021, "Disk got full writing ''.(temporary)'' (Errcode: 28 \"No space left on device\")", true},
        {3, "Error writing file ''/tmp/#sql/fd=49'' (Errcode: 28 \"No space left on device\")", true},
        {1026, "Error writing file ''x'' (errno: 28 \"No space left on device\")", true},
        {1030, "Got error 28 \"No space left on device\" from storage engine InnoDB", true},
        {1030, "Got error 122 \"Disk quota exceeded\" from storage engine InnoDB", true},
        {1005, "Can''t create table `x` (errno: 28 \"No space left on device\")", true},
        {1, "Can''t create/write to file ''/tmp/x'' (Errcode: 13 \"Permission denied\")", false},
        {1030, "Got error 128 \"Crashed\" from storage engine InnoDB", false},
        {1146, "Table ''x'' doesn''t exist (errno: 28 \"No space left on device\")", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stmt *s = ARENA_NEW(arena, struct stmt); /* a prepared text is remembered by its address */
        *s = (struct stmt){"test.full", arena_printf(arena, "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = %u,"
            " MESSAGE_TEXT = '%s'", rows[i].number, rows[i].message).p, "", "", 0};
        ck_ok(db_request(web, STR(""), noon));
        ck_assert(!db_full(web));
        enum rc rc = db_exec(web, s, NO_ARGS, NULL);
        ck_assert_msg(db_last_errno(web) == rows[i].number, "%s: %.*s", rows[i].message,
            STR_ARG(db_last_error(web)));
        ck_assert_msg(rc == (rows[i].full ? RC_UNAVAILABLE : RC_FAULT), "%s: %s", rows[i].message, rc_name(rc));
        ck_assert_int_eq(db_full(web), rows[i].full);
        ck_assert(db_alive(web));
    }
    ck_ok(db_request(web, STR(""), noon));
    ck_assert(!db_full(web)); /* the next request begins anew */
}
END_TEST

/* Rows that come one by one, each too large to wait for the next in the server's buffer. */
static const struct stmt trickle = {"test.trickle",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)"
    " SELECT REPEAT('x', 40000), SLEEP(0.02) FROM n", "", "su", 0};

/* The statement's own number stays 0 then, and only the connection says why. */
START_TEST(what_ends_between_two_rows_is_away_and_no_fault)
{
    static const char *const ends[] = {"QUERY", "CONNECTION"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct rows r;
        ck_ok(db_request(web, STR(""), noon));
        const char *kill = arena_printf(
            arena, "KILL %s %llu", ends[i], (unsigned long long)connection_id(web)).p;
        pid_t child = fork();
        if (child == 0) {
            usleep(400 * 1000);
            root_run("movsc", kill);
            _exit(0);
        }
        ck_rc(db_query(web, arena, &trickle, NO_ARGS, &r), RC_UNAVAILABLE);
        ck_assert_uint_ne(db_last_errno(web), 0);
        ck_assert_int_eq(waitpid(child, NULL, 0), child);
    }
    ck_ok(db_request(web, STR(""), noon));
}
END_TEST

START_TEST(facts_are_loaded_again_when_they_move)
{
    struct facts *f = NULL;
    uint64_t revision;
    ck_ok(facts_load(web, &f));
    ck_assert_uint_eq(f->tariffs_n, 4);
    ck_assert_uint_eq(f->outcomes_n, 3);
    ck_assert_uint_eq(f->intakes_n, 3);
    struct day on = {2026, 11, 23};
    const struct { enum payer_kind payer; enum tariff_item item; int64_t cents; } prices[] = {
        {PAYER_THIRD, TARIFF_DIPLOMA, 1000500}, {PAYER_INDIVIDUAL, TARIFF_DIPLOMA, 500050},
        {PAYER_THIRD, TARIFF_MODULE, 40000}, {PAYER_INDIVIDUAL, TARIFF_MODULE, 20000}};
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(
            facts_tariff(f, prices[i].payer, prices[i].item, on)->price.cents, prices[i].cents);
    ck_assert_ptr_null(facts_tariff(f, PAYER_THIRD, TARIFF_MODULE, (struct day){1999, 12, 31}));
    ck_assert_str_is(facts_text(f, "contact.quotes"), "par_cestes@lecnam.net");
    ck_assert_str_is(facts_text(f, "institution.siret"), "19753471200017");
    ck_assert_ptr_null(facts_setting(f, "no.such"));
    const struct facts *before = f;
    ck_ok(facts_refresh(web, f->revision, &f));
    ck_assert_ptr_eq(f, before);
    root_run("movsc", "UPDATE setting SET value = '12 places' WHERE name = 'module.seats'");
    ck_ok(facts_revision(web, &revision));
    ck_assert_uint_gt(revision, f->revision);
    ck_ok(facts_refresh(web, revision, &f));
    ck_assert_str_is(facts_text(f, "module.seats"), "12 places");
    facts_free(f);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {a_deadlock_is_run_again,
        a_lost_connection_comes_back_with_the_next_request,
        a_transaction_whose_connection_was_lost_is_run_again, a_full_disk_is_away_and_no_fault,
        what_ends_between_two_rows_is_away_and_no_fault, facts_are_loaded_again_when_they_move};
    return store_suite("tx", tests, sizeof tests / sizeof *tests);
}
