/* What is removed by itself, as portal-jobs walks it: each kind is counted with what removes it, too much
 * at once waits for a person, who lets pass what was counted and no more, and every turn is reported. */
#include "harness.h"

#include "job/job.h"
#include "job/purge.h"
#include "sys/config.h"
#include "sys/holder.h"
#include "sys/log.h"

enum { DAY = 86400 };

static struct config config;
static struct jobs j;

static void refresh(void)
{
    uint64_t revision;
    ck_rc(facts_revision(j.db, &revision), RC_OK);
    ck_rc(facts_refresh(j.db, revision, &j.facts), RC_OK);
}

/* The settings' own numbers, but for these. */
static void begin(unsigned rows, unsigned percent, unsigned floor)
{
    static const char *const clean[] = {"purge_state", "purge_report", "outbox", "address_state", "mail_aside"};
    log_set_level(LOG_ERROR + 1);
    config = (struct config){.held = holder_find("jobs"), .test.clock_shift = 1};
    config.database.socket = setting("PORTAL_TEST_SOCKET");
    config.database.name = "movsc";
    config.database.users[CONFIG_DB_PURGE].user = "movsc_purge";
    j = (struct jobs){.a = arena, .db = connect_as("movsc_jobs", "movsc", true), .config = &config, .now = noon};
    for (size_t i = 0; i < sizeof clean / sizeof *clean; i++)
        root_sql("DELETE FROM %s", clean[i]);
    root_sql("UPDATE setting SET value = CASE name WHEN 'brake.rows' THEN '%u' WHEN 'brake.percent' THEN '%u' ELSE '%u' END"
        " WHERE name IN ('brake.rows', 'brake.percent', 'brake.floor')", rows, percent, floor);
    root_sql("UPDATE setting SET value = '365' WHERE name = 'retention.address'");
    ck_rc(db_request(j.db, STR("0123456789abcdef0123456789abcdef"), j.now), RC_OK);
    refresh();
}

static void end(void)
{
    facts_free(j.facts);
    db_close(j.db);
}

/* n addresses that came back `days` before noon. */
static void addresses(unsigned n, unsigned days)
{
    static unsigned serial;
    root_sql("INSERT INTO address_state (email, last_at) SELECT CONCAT('b%u-', seq, '@exemple.fr'),"
        " '2026-11-23 12:00:00' - INTERVAL %u DAY FROM seq_1_to_%u", serial++, days, n);
}

/* portal-jobs' turns until nothing more is to be done at once. */
static void turns(enum rc (*job)(struct jobs *j, bool *more))
{
    bool more = true;
    for (int i = 0; more; i++) {
        ck_assert_int_lt(i, 50);
        more = false;
        ck_rc(db_request(j.db, STR("0123456789abcdef0123456789abcdef"), j.now), RC_OK);
        ck_rc(job(&j, &more), RC_OK);
    }
}

static uint64_t left(void)
{
    return root_number("SELECT COUNT(*) FROM address_state");
}

static struct purge_state state(const char *kind)
{
    struct purge_state s;
    ck_rc(purge_state_find(j.db, arena, kind, &s), RC_OK);
    return s;
}

static enum rc release(const char *kind)
{
    struct purge_state s;
    struct db *admin = connect_as("movsc_admin", "movsc", true);
    ck_rc(db_request(admin, STR("0123456789abcdef0123456789abcdef"), j.now), RC_OK);
    enum rc rc = purge_release(admin, arena, kind, 1000, STR("vu, la promotion est close"), j.now, &s);
    db_close(admin);
    return rc;
}

START_TEST(how_much_is_too_much)
{
    static const struct {
        uint64_t due, total;
        bool brakes;
    } cases[] = {{0, 0, false}, {1, 2, false}, {20, 20, false}, {21, 21, true}, {21, 105, false}, {21, 104, true},
        {100, 500, false}, {100, 499, true}, {500, 100000, false}, {501, 100000, true}, {UINT32_MAX, UINT32_MAX, true}};
    const struct purge_limits l = {.rows = 500, .percent = 20, .floor = 20};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(purge_brakes(&l, &(struct purge_count){cases[i].due, cases[i].total}) == cases[i].brakes,
            "%llu of %llu", (unsigned long long)cases[i].due, (unsigned long long)cases[i].total);
}
END_TEST

/* Of each kind, with the rights of its role, with the operator's too: that is the dry run. */
START_TEST(every_kind_is_counted_by_its_role_and_by_the_operator)
{
    begin(500, 20, 50);
    struct db *admin = connect_as("movsc_admin", "movsc", false), *purge = connect_as("movsc_purge", "movsc", false);
    for (size_t i = 0; i < purge_kinds_n; i++) {
        const struct purge_kind *k = &purge_kinds[i];
        struct purge_count one, two;
        struct instant before = purge_before(k, j.facts, noon);
        ck_rc(purge_count(k->role == CONFIG_DB_PURGE ? purge : j.db, arena, &k->source, noon, before, &one), RC_OK);
        ck_rc(purge_count(admin, arena, &k->source, noon, before, &two), RC_OK);
        ck_assert_msg(one.due == two.due && one.total == two.total && one.due <= one.total, "%s", k->name);
        ck_assert_msg(!k->setting || facts_setting(j.facts, k->setting), "%s: no setting %s", k->name, k->setting);
        ck_assert_msg(before.s <= noon.s - k->least && purge_kind_find(str_c(k->name)) == k, "%s", k->name);
    }
    db_close(admin);
    db_close(purge);
    end();
}
END_TEST

START_TEST(a_little_goes_and_is_reported)
{
    begin(500, 20, 50);
    addresses(30, 400);
    addresses(10, 10);
    turns(job_purge);
    ck_assert_uint_eq(left(), 10);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM purge_report WHERE kind = 'address' AND due = 30 AND total = 40"
                                  " AND gone = 30 AND held = 0 AND run_at = '2026-11-23 12:00:00'"
                                  " AND before_at = '2025-11-23 12:00:00'"), 1);
    struct purge_state s = state("address");
    ck_assert(!s.held.s && s.run.s == noon.s);
    end();
}
END_TEST

START_TEST(too_much_waits_for_a_person)
{
    begin(500, 20, 50);
    addresses(60, 400);
    addresses(100, 10);
    for (int i = 0; i < 3; i++) {
        turns(job_purge);
        ck_assert_uint_eq(left(), 160);
    }
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM purge_report WHERE kind = 'address'"), 1); /* told once */
    ck_assert_uint_eq(root_number("SELECT held FROM purge_report WHERE kind = 'address' AND due = 60 AND gone = 0"), 1);
    struct purge_state s = state("address");
    ck_assert(s.held.s == noon.s && s.held_count.due == 60 && s.held_count.total == 160 && !s.released.s);
    /* The other kinds go on. */
    root_sql("INSERT INTO throttle (bucket, window_start, acts, expires_at) VALUES (REPEAT('t', 16), '2026-01-01', 1, '2026-01-02')");
    turns(job_purge);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM throttle WHERE bucket = REPEAT('t', 16)"), 0);
    end();
}
END_TEST

/* What came under it since, by age or by another setting, is not what that person saw. */
START_TEST(what_was_counted_goes_and_no_more)
{
    begin(500, 20, 50);
    addresses(700, 400);
    addresses(300, 364);
    turns(job_purge);
    ck_assert_uint_eq(left(), 1000);
    ck_assert_int_eq(release("address"), RC_OK);
    ck_assert_int_eq(release("address"), RC_CONFLICT); /* once */
    ck_assert_int_eq(release("outbox"), RC_CONFLICT);  /* nothing is held there */
    root_sql("UPDATE setting SET value = '300' WHERE name = 'retention.address'"); /* and now all 1000 are due */
    refresh();
    turns(job_purge);
    ck_assert_uint_eq(left(), 300);
    ck_assert_uint_eq(root_number("SELECT SUM(gone) FROM purge_report WHERE kind = 'address'"), 700);
    struct purge_state s = state("address");
    ck_assert(s.held.s && !s.released.s && s.held_count.due == 300); /* a new brake, for the rest */
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE action = 'purge.release' AND actor_kind = 'admin'"
                                  " AND actor_id = 1000 AND detail = 'address 700; vu, la promotion est close'"), 1);
    end();
}
END_TEST

/* As many as were counted, even if more of that age have appeared. */
START_TEST(nor_more_of_the_same_age)
{
    begin(500, 20, 50);
    addresses(100, 400);
    turns(job_purge);
    ck_assert_int_eq(release("address"), RC_OK);
    addresses(100, 400);
    turns(job_purge);
    ck_assert_uint_eq(left(), 100);
    end();
}
END_TEST

START_TEST(a_setting_put_right_lets_the_brake_go)
{
    begin(500, 20, 50);
    root_sql("UPDATE setting SET value = '5' WHERE name = 'retention.address'");
    refresh();
    addresses(200, 10);
    turns(job_purge);
    ck_assert(state("address").held.s);
    root_sql("UPDATE setting SET value = '365' WHERE name = 'retention.address'");
    refresh();
    turns(job_purge);
    ck_assert(!state("address").held.s);
    ck_assert_uint_eq(left(), 200);
    end();
}
END_TEST

/* ---- accounts that nothing hangs on */

static uint64_t account(const char *name, unsigned days)
{
    root_sql("INSERT INTO account (public_id, email, created_at, last_seen_at) VALUES ('%s', '%s@vide.exemple.fr',"
        " '2020-01-01', '2026-11-23 12:00:00' - INTERVAL %u DAY)", name, name, days);
    return root_number("SELECT MAX(id) FROM account");
}

START_TEST(accounts_without_anything_go)
{
    begin(500, 100, 50);
    root_sql("DELETE FROM account WHERE email LIKE '%%@vide.exemple.fr'");
    unsigned long long old = account("old", 200), young = account("young", 170), draft = account("draft", 900),
                       session = account("session", 900), code = account("code", 900);
    account("asked", 900);
    account("archived", 900);
    make_candidacy(draft);
    make_session(session);
    root_sql("INSERT INTO challenge (public_id, purpose, email, account_id, device, created_at, expires_at) VALUES"
        " ('vide', 'login', 'x@exemple.fr', %llu, REPEAT('d', 32), '2026-11-23', '2026-11-24')", code);
    root_sql("INSERT INTO quote_request (public_id, reference, kind, programme_id, email, idempotency_key, created_at)"
        " VALUES ('vide', 'VIDE', 'quote', 1, 'asked@vide.exemple.fr', 'vide', '2026-11-01')");
    root_sql("INSERT INTO archive_file (kind, object_id, public_id, email, created_at) VALUES ('candidacy', 999999, 'vide',"
        " 'archived@vide.exemple.fr', '2026-11-01')");
    turns(job_drafts);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM account WHERE email LIKE '%@vide.exemple.fr'"), 6);
    ck_assert_uint_eq(root_number(arena_printf(arena, "SELECT COUNT(*) FROM account WHERE id = %llu", old).p), 0);
    ck_assert_uint_eq(root_number(arena_printf(arena, "SELECT COUNT(*) FROM account WHERE id = %llu", young).p), 1);
    ck_assert_uint_eq(root_number(arena_printf(arena, "SELECT COUNT(*) FROM audit WHERE action = 'account.purge'"
        " AND object_id = %llu AND actor_kind = 'job' AND detail = ''", old).p), 1);
    ck_assert_uint_eq(root_number("SELECT gone FROM purge_report WHERE kind = 'account'"), 1);
    root_sql("DELETE FROM archive_file");
    end();
}
END_TEST

/* Those of the purge's own role are braked as well. */
START_TEST(many_accounts_at_once_wait)
{
    begin(500, 20, 50);
    root_sql("INSERT INTO account (public_id, email, created_at, last_seen_at) SELECT CONCAT('many', seq),"
        " CONCAT('many', seq, '@vide.exemple.fr'), '2020-01-01', '2020-01-01' FROM seq_1_to_520");
    turns(job_drafts);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM account WHERE email LIKE 'many%'"), 520);
    ck_assert(state("account").held.s);
    ck_assert_int_eq(release("account"), RC_OK);
    turns(job_drafts);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM account WHERE email LIKE 'many%'"), 0);
    ck_assert(!state("account").held.s);
    end();
}
END_TEST

int main(void)
{
    const suite_test tests[] = {how_much_is_too_much, every_kind_is_counted_by_its_role_and_by_the_operator,
        a_little_goes_and_is_reported, too_much_waits_for_a_person, what_was_counted_goes_and_no_more,
        nor_more_of_the_same_age, a_setting_put_right_lets_the_brake_go, accounts_without_anything_go,
        many_accounts_at_once_wait};
    return store_suite("brake", tests, sizeof tests / sizeof *tests);
}
