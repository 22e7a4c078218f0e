/* The sealed audit trail: what is done to it by whoever can write into the database is found, each kind of
 * it, and the first row that does not hold is named. Seals of before there was a key hold as they did. */
#include "harness.h"

#include "job/job.h"
#include "store/audit.h"
#include "store/seal_check.h"
#include "sys/config.h"

enum { EACH = 5 }; /* rows a seal */

static struct keys *keys;
static struct seal_keys first;
static struct db *clocked; /* portal-jobs, whose clock is the test's */

static void sql(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void sql(const char *fmt, ...)
{
    char text[4000];
    va_list ap;
    va_start(ap, fmt);
    ck_assert_int_lt(vsnprintf(text, sizeof text, fmt, ap), (int)sizeof text);
    va_end(ap);
    root_run("movsc", text);
}

/* As the database's administrator can: no trigger stands in their way. */
static void begin(void)
{
    keys = keys_from(STR("the master of these tests, and no other's"));
    first = (struct seal_keys){keys, 1};
    clocked = connect_as("movsc_jobs", "movsc", true);
    sql("DELETE FROM audit_sealed");
    sql("DELETE FROM audit_seal");
    sql("TRUNCATE audit");
    sql("DROP TRIGGER IF EXISTS audit_frozen_update");
    sql("DROP TRIGGER IF EXISTS audit_frozen_delete");
    sql("UPDATE audit_check SET checked_at = NULL, whole_at = NULL, told_on = NULL, seal_id = 0, seal = NULL,"
        " mac = NULL, failed_at = NULL, fault = '', failed_seal = 0, failed_row = 0, from_id = 0, from_seal = NULL, from_mac = NULL");
}

static void end(void)
{
    db_close(clocked);
    keys_free(keys);
}

static void at(int64_t seconds)
{
    ck_ok(db_request(clocked, STR("0123456789abcdef0123456789abcdef"), (struct instant){noon.s + seconds}));
}

static void add_rows(uint64_t n, const char *what)
{
    for (uint64_t i = 0; i < n; i++)
        ck_ok(audit_add(clocked, &(struct audit){"staff", 7, "test.act", "thing", i, str_c(what)}));
}

static uint64_t seal_now(const struct seal_keys *k)
{
    uint64_t sealed = 0;
    ck_ok(seal_rows(clocked, arena, k, &sealed));
    return sealed;
}

/* `n` seals of EACH rows, an hour apart from `hour` on; ids of rows follow on. */
static void make(const struct seal_keys *k, int64_t hour, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        at((hour + i) * 3600);
        add_rows(EACH, "détail « é »");
        ck_assert_uint_eq(seal_now(k), EACH);
    }
}

static struct seal_walk walked(const struct seal_keys *k, bool whole, const struct seal_head *expected)
{
    struct seal_walk w = {.keys = *k, .whole = whole};
    if (expected)
        w.expected = *expected;
    struct arena *a = arena_new();
    at(100 * 3600);
    ck_ok(seal_walk_begin(clocked, a, &w));
    while (!w.ended) {
        arena_reset(a);
        ck_ok(seal_walk_step(clocked, a, &w));
    }
    arena_free(a);
    return w;
}

#define ck_holds(w) ck_assert_msg((w).fault == SEAL_HOLDS, "%s, seal %llu, row %llu",                       \
    seal_fault_word((w).fault), (unsigned long long)(w).failed_seal, (unsigned long long)(w).failed_row)

START_TEST(a_chain_holds_and_names_its_head)
{
    begin();
    struct seal_walk w = walked(&first, true, NULL);
    ck_holds(w); /* an empty one too */
    ck_assert(w.head.id == 0 && w.seals == 0);
    make(&first, 0, 6);
    w = walked(&first, true, NULL);
    ck_holds(w);
    ck_assert(w.seals == 6 && w.rows == 6 * EACH);
    struct seal_head again;
    struct str told = seal_head_text(arena, &w.head);
    ck_assert(seal_head_parse(told, &again) && again.id == w.head.id && memcmp(again.seal, w.head.seal, 32) == 0);
    ck_assert(told.n <= SEAL_HEAD_TEXT_MAX);
    ck_holds(walked(&first, true, &again));
    static const char *const wrong[] = {"", ":", "0:", "12", "-1:ab", "12:ab", "x:ab"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert(!seal_head_parse(str_c(wrong[i]), &again));
    ck_assert(!seal_head_parse(arena_printf(arena, "%.*s0", STR_ARG(told)), &again));
    end();
}
END_TEST

/* Nobody without the key can make a seal that holds; nobody with another one. */
START_TEST(a_seal_is_made_by_its_key)
{
    struct keys *other = keys_from(STR("another master, of somebody else altogether"));
    begin();
    make(&first, 0, 2);
    struct seal_walk w = walked(&(struct seal_keys){other, 1}, true, NULL);
    ck_assert_int_eq(w.fault, SEAL_CHANGED);
    sql("DELETE FROM audit_sealed");
    sql("DELETE FROM audit_seal");
    sql("TRUNCATE audit");
    make(&(struct seal_keys){other, 1}, 0, 2); /* the whole trail made anew */
    w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_CHANGED && w.head.id == 0);
    keys_free(other);
    end();
}
END_TEST

/* Of six seals of five rows, ids 1 to 30. */
static const struct tampering {
    const char *what, *sql[6];
    enum seal_fault fault;
    uint64_t row; /* 0: which one cannot be known */
    unsigned seal; /* how many seals still hold */
} tamperings[] = {
    {"a row's action", {"UPDATE audit SET action = 'test.other' WHERE id = 13"}, SEAL_ROW_CHANGED, 13, 2},
    {"who did it", {"UPDATE audit SET actor_id = 8 WHERE id = 1"}, SEAL_ROW_CHANGED, 1, 0},
    {"when, by a microsecond", {"UPDATE audit SET at = at + INTERVAL 1 MICROSECOND WHERE id = 30"},
        SEAL_ROW_CHANGED, 30, 5},
    {"a detail", {"UPDATE audit SET detail = 'detail' WHERE id = 22"}, SEAL_ROW_CHANGED, 22, 4},
    {"the request", {"UPDATE audit SET request_id = '' WHERE id = 22"}, SEAL_ROW_CHANGED, 22, 4},
    {"a row in the middle", {"DELETE FROM audit WHERE id = 13"}, SEAL_ROW_MISSING, 13, 2},
    {"a row and that it was sealed",
        {"DELETE FROM audit WHERE id = 13", "DELETE FROM audit_sealed WHERE audit_id = 13"}, SEAL_ROW_MISSING, 0, 2},
    {"the first rows", {"DELETE FROM audit WHERE id <= 5"}, SEAL_ROW_MISSING, 1, 0},
    {"the last rows", {"DELETE FROM audit WHERE id > 25"}, SEAL_ROW_MISSING, 26, 5},
    {"a row between two", {"DELETE FROM audit_sealed WHERE audit_id = 3", "UPDATE audit_sealed SET audit_id = 3"
        " WHERE audit_id = 4"}, SEAL_ROW_CHANGED, 3, 0},
    {"a row that a seal is said to have and has not", {"DELETE FROM audit_sealed WHERE audit_id = 13",
        "INSERT INTO audit_sealed SELECT 9999, seal_id, mac FROM audit_sealed WHERE audit_id = 14"},
        SEAL_ROW_MISSING, 9999, 2},
    {"one more under a seal", {"UPDATE audit SET id = 31 WHERE id = 30",
        "INSERT INTO audit SELECT 30, at, actor_kind, actor_id, action, object_kind, object_id, 'x', request_id"
        " FROM audit WHERE id = 31", "INSERT INTO audit_sealed SELECT 31, seal_id, mac FROM audit_sealed"
        " WHERE audit_id = 30"}, SEAL_ROW_ADDED, 30, 5},
    {"two that change places", {"UPDATE audit SET id = 1000 WHERE id = 7", "UPDATE audit SET id = 7 WHERE id = 19",
        "UPDATE audit SET id = 19 WHERE id = 1000"}, SEAL_ROW_CHANGED, 7, 1},
    {"… with what proves them", {"UPDATE audit SET id = 1000 WHERE id = 7", "UPDATE audit SET id = 7 WHERE id = 19",
        "UPDATE audit SET id = 19 WHERE id = 1000", "UPDATE audit_sealed s JOIN (SELECT audit_id, mac FROM audit_sealed"
        " WHERE audit_id IN (7, 19)) o ON o.audit_id <> s.audit_id SET s.mac = o.mac WHERE s.audit_id IN (7, 19)"},
        SEAL_ROW_CHANGED, 7, 1},
    {"a seal in the middle, with its rows", {"DELETE FROM audit WHERE id BETWEEN 11 AND 15",
        "DELETE FROM audit_sealed WHERE audit_id BETWEEN 11 AND 15", "DELETE FROM audit_seal WHERE first_id = 11"},
        SEAL_BROKEN, 0, 2},
    {"… and the next one tied to the one before", {"DELETE FROM audit WHERE id BETWEEN 11 AND 15",
        "DELETE FROM audit_sealed WHERE audit_id BETWEEN 11 AND 15",
        "UPDATE audit_seal n JOIN audit_seal o ON o.first_id = 11 JOIN audit_seal b ON b.first_id = 6"
        " SET n.previous = UNHEX(SHA2('x', 256)), o.previous = UNHEX(SHA2('y', 256)) WHERE n.first_id = 16",
        "UPDATE audit_seal n JOIN audit_seal b ON b.first_id = 6 SET n.previous = b.seal WHERE n.first_id = 16",
        "DELETE FROM audit_seal WHERE first_id = 11"}, SEAL_CHANGED, 0, 2},
    {"the first seal, with its rows", {"DELETE FROM audit WHERE id <= 5", "DELETE FROM audit_sealed WHERE audit_id <= 5",
        "DELETE FROM audit_seal WHERE first_id = 1"}, SEAL_BROKEN, 0, 0},
    {"a seal's number of rows", {"UPDATE audit_seal SET row_count = 4 WHERE first_id = 11"}, SEAL_CHANGED, 0, 2},
    {"a seal's time", {"UPDATE audit_seal SET sealed_at = sealed_at - INTERVAL 1 SECOND WHERE first_id = 11"},
        SEAL_CHANGED, 0, 2},
    {"a seal's digest", {"UPDATE audit_seal SET digest = REPEAT('a', 32) WHERE first_id = 11"}, SEAL_CHANGED, 0, 2},
    {"its value", {"UPDATE audit_seal SET seal = REPEAT('a', 32) WHERE first_id = 11"}, SEAL_CHANGED, 0, 2},
    {"no key any more", {"UPDATE audit_seal SET key_version = 0 WHERE first_id = 11"}, SEAL_OLDER_KEY, 0, 2},
    {"a key that nobody has", {"UPDATE audit_seal SET key_version = 3 WHERE first_id = 11"}, SEAL_NO_KEY, 0, 2},
    {"what proves a row", {"UPDATE audit_sealed SET mac = REPEAT('a', 32) WHERE audit_id = 12"}, SEAL_ROW_CHANGED, 12, 2},
    {"nothing that proves it", {"UPDATE audit_sealed SET mac = NULL WHERE audit_id = 12"}, SEAL_ROW_CHANGED, 12, 2},
};

START_TEST(every_kind_of_tampering_is_found)
{
    for (size_t i = 0; i < sizeof tamperings / sizeof *tamperings; i++) {
        const struct tampering *t = &tamperings[i];
        begin();
        make(&first, 0, 6);
        ck_holds(walked(&first, true, NULL));
        for (size_t k = 0; k < 6 && t->sql[k]; k++)
            sql("%s", t->sql[k]);
        struct seal_walk w = walked(&first, true, NULL);
        ck_assert_msg(w.fault == t->fault && w.failed_row == t->row && w.seals == t->seal,
            "%s: %s, row %llu, after %llu seals", t->what, seal_fault_word(w.fault),
            (unsigned long long)w.failed_row, (unsigned long long)w.seals);
        end();
    }
}
END_TEST

/* Whoever has a worker adds rows, at the end: nothing of what is there, no seal, no mark. */
START_TEST(a_worker_can_only_add)
{
    static const char *const refused[] = {"UPDATE audit SET action = 'x'", "DELETE FROM audit", "TRUNCATE audit",
        "INSERT INTO audit (id, at, actor_kind, actor_id, action, object_kind, object_id) VALUES"
        " (18446744073709551614, '2026-01-01', 'staff', 1, 'a', 'b', 1)",
        "INSERT INTO audit_seal (first_id, last_id, row_count, previous, digest, seal, sealed_at)"
        " VALUES (1, 1, 1, '', '', '', '2026-01-01')", "DELETE FROM audit_seal", "UPDATE audit_seal SET row_count = 1",
        "INSERT INTO audit_sealed VALUES (1, 1, NULL)", "DELETE FROM audit_sealed",
        "UPDATE audit_check SET failed_at = NULL", "DROP TRIGGER audit_seal_version"};
    static const char *const users[] = {"movsc_web", "movsc_staff", "movsc_documents", "movsc_purge"};
    begin();
    make(&first, 0, 2);
    for (size_t u = 0; u < sizeof users / sizeof *users; u++) {
        struct db *db = connect_as(users[u], "movsc", false);
        for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
            ck_ok(db_request(db, (struct str){0}, noon));
            ck_assert_msg(db_run(db, str_c(refused[i])) != RC_OK, "%s: %s", users[u], refused[i]);
            unsigned why = db_last_errno(db); /* no such right */
            ck_assert_msg(why == 1142 || why == 1143, "%s: %s: %u", users[u], refused[i], why);
        }
        db_close(db);
    }
    ck_holds(walked(&first, true, NULL));
    end();
}
END_TEST

/* A gap in the ids is common (a transaction that was rolled back); a row that comes there later is not. */
START_TEST(a_row_that_comes_into_a_gap_is_found)
{
    begin();
    at(0);
    add_rows(3, "");
    sql("ALTER TABLE audit AUTO_INCREMENT = 10");
    add_rows(2, "");
    ck_assert_uint_eq(seal_now(&first), 5);
    at(300); /* late, and soon enough: it is sealed */
    sql("INSERT INTO audit (id, at, actor_kind, actor_id, action, object_kind, object_id)"
        " VALUES (5, '2026-11-23 12:00:01', 'staff', 1, 'a.b', 'c', 1)");
    ck_assert_uint_eq(seal_now(&first), 1);
    ck_holds(walked(&first, true, NULL));
    make(&first, 1, 2);
    sql("INSERT INTO audit (id, at, actor_kind, actor_id, action, object_kind, object_id)"
        " VALUES (7, '2026-11-23 12:00:01', 'staff', 1, 'a.b', 'c', 1)");
    at(3 * 3600);
    ck_assert_uint_eq(seal_now(&first), 0); /* nobody seals it any more */
    struct seal_walk w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_ROW_ADDED && w.failed_row == 7 && w.failed_seal == 0 && w.seals == 4);
    end();
}
END_TEST

/* However long nobody sealed: a row that was committed just behind the last seal is not forgotten. */
START_TEST(a_rest_of_a_day_forgets_no_row)
{
    begin();
    make(&first, 0, 1);
    sql("ALTER TABLE audit AUTO_INCREMENT = 20");
    at(3600);
    add_rows(2, "");
    ck_assert_uint_eq(seal_now(&first), 2);
    sql("INSERT INTO audit (id, at, actor_kind, actor_id, action, object_kind, object_id)"
        " VALUES (15, '2026-11-23 13:00:00', 'staff', 1, 'a.b', 'c', 1)");
    ck_holds(walked(&first, true, NULL));
    at(30 * 3600);
    ck_assert_uint_eq(seal_now(&first), 1);
    struct seal_walk w = walked(&first, true, NULL);
    ck_holds(w);
    ck_assert_uint_eq(w.rows, 8);
    end();
}
END_TEST

/* The end is gone, or an old copy of the database is back and goes on: only who knows a later seal sees it. */
START_TEST(a_lost_end_is_found_by_a_head_that_is_known_elsewhere)
{
    begin();
    make(&first, 0, 6);
    struct seal_head head = walked(&first, true, NULL).head;
    sql("DELETE FROM audit_sealed WHERE audit_id > 20");
    sql("DELETE FROM audit_seal WHERE first_id > 20");
    sql("DELETE FROM audit WHERE id > 20");
    struct seal_walk w = walked(&first, true, NULL);
    ck_holds(w);
    ck_assert_uint_eq(w.seals, 4);
    w = walked(&first, true, &head);
    ck_assert(w.fault == SEAL_HEAD_GONE && w.failed_seal == head.id);
    /* other acts take the numbers of those that are gone */
    sql("ALTER TABLE audit AUTO_INCREMENT = 21");
    sql("ALTER TABLE audit_seal AUTO_INCREMENT = %llu", (unsigned long long)head.id - 1);
    at(50 * 3600);
    add_rows(1, "d’autres");
    ck_assert_uint_eq(seal_now(&first), 1);
    at(51 * 3600);
    add_rows(1, "d’autres");
    ck_assert_uint_eq(seal_now(&first), 1);
    ck_holds(walked(&first, true, NULL));
    w = walked(&first, true, &head);
    ck_assert(w.fault == SEAL_HEAD_OTHER && w.failed_seal == head.id);
    end();
}
END_TEST

/* ---- before there was a key */

#define HASHED(c) "CONCAT(LENGTH(" c "), ':', " c ", ',')"
#define NUMBERED(c) HASHED("CAST(" c " AS CHAR)")
/* A seal of the version before, over one row, as its header said; nothing of ours makes it. */
static void old_seal(uint64_t id)
{
    sql("INSERT INTO audit (id, at, actor_kind, actor_id, action, object_kind, object_id, detail)"
        " VALUES (%llu, '2026-11-01 08:00:00.123456', 'staff', 3, 'old.act', 'thing', 4, 'détail')",
        (unsigned long long)id);
    sql("INSERT INTO audit_seal (first_id, last_id, row_count, previous, digest, seal, sealed_at)"
        " SELECT id, id, 1, COALESCE((SELECT s.seal FROM audit_seal s ORDER BY s.id DESC LIMIT 1), REPEAT('\\0', 32)),"
        " UNHEX(SHA2(UNHEX(SHA2(CONCAT(" NUMBERED("id") ", " NUMBERED("at") ", " HASHED("actor_kind") ", "
        NUMBERED("actor_id") ", " HASHED("action") ", " HASHED("object_kind") ", " NUMBERED("object_id") ", "
        HASHED("detail") ", " HASHED("request_id") "), 256)), 256)), '', '2026-11-01 08:00:01' FROM audit"
        " WHERE id = %llu", (unsigned long long)id);
    sql("UPDATE audit_seal SET seal = UNHEX(SHA2(CONCAT('32:', previous, ',', " NUMBERED("first_id") ", "
        NUMBERED("last_id") ", " NUMBERED("row_count") ", '32:', digest, ','), 256)) WHERE first_id = %llu",
        (unsigned long long)id);
    sql("INSERT INTO audit_sealed (audit_id, seal_id) SELECT %llu, MAX(id) FROM audit_seal", (unsigned long long)id);
}

START_TEST(seals_of_before_hold_and_are_pinned_by_the_first_with_a_key)
{
    begin();
    for (uint64_t i = 1; i <= 3; i++)
        old_seal(i);
    ck_holds(walked(&first, true, NULL));
    make(&first, 0, 2);
    struct seal_walk w = walked(&first, true, NULL);
    ck_holds(w);
    ck_assert(w.seals == 5 && w.rows == 3 + 2 * EACH);
    /* a version before, still running: it is refused, and none of its seals stands behind one of ours */
    ck_assert_uint_eq(root_refused("movsc", "INSERT INTO audit_seal (first_id, last_id, row_count, previous, digest,"
        " seal, sealed_at) SELECT 99, 99, 1, seal, seal, seal, sealed_at FROM audit_seal ORDER BY id DESC LIMIT 1"), 1644);
    sql("UPDATE audit SET detail = 'autre' WHERE id = 2");
    w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_ROW_CHANGED && w.failed_row == 2);
    end();
    /* and who makes the old ones anew, which needs no key, does not reach the first that has one */
    begin();
    for (uint64_t i = 1; i <= 3; i++)
        old_seal(i);
    make(&first, 0, 1);
    sql("UPDATE audit_seal SET previous = UNHEX(SHA2('x', 256)) WHERE first_id = 4");
    sql("DELETE FROM audit_sealed WHERE audit_id = 3");
    sql("DELETE FROM audit_seal WHERE first_id = 3");
    sql("UPDATE audit_seal n JOIN audit_seal b ON b.first_id = 2 SET n.previous = b.seal WHERE n.first_id = 4");
    w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_CHANGED && w.seals == 2);
    end();
}
END_TEST

START_TEST(an_older_version_of_the_key_still_verifies)
{
    begin();
    const struct seal_keys newer = {keys, 2};
    make(&first, 0, 2);
    make(&newer, 2, 2);
    ck_holds(walked(&newer, true, NULL));
    struct seal_walk w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_NO_KEY && w.seals == 2);
    /* nobody goes back to the one that may have leaked */
    at(5 * 3600);
    add_rows(1, "");
    uint64_t sealed = 0;
    ck_assert(seal_rows(clocked, arena, &first, &sealed) != RC_OK && sealed == 0);
    at(5 * 3600);
    ck_assert_uint_eq(seal_now(&newer), 1);
    sql("DROP TRIGGER audit_seal_version");
    at(6 * 3600);
    add_rows(1, "");
    ck_assert_uint_eq(seal_now(&first), 1);
    w = walked(&newer, true, NULL);
    ck_assert(w.fault == SEAL_OLDER_KEY && w.seals == 5);
    sql("CREATE TRIGGER audit_seal_version BEFORE INSERT ON audit_seal FOR EACH ROW IF NEW.key_version <"
        " (SELECT s.key_version FROM audit_seal s ORDER BY s.id DESC LIMIT 1) THEN SIGNAL SQLSTATE '45000'; END IF");
    end();
}
END_TEST

/* ---- what is remembered between two nights */

START_TEST(a_night_begins_where_the_last_one_ended)
{
    begin();
    make(&first, 0, 3);
    struct seal_walk w = walked(&first, false, NULL);
    ck_assert(w.whole); /* there is no mark yet */
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){2026, 11, 24}));
    ck_rc(seal_state_write(clocked, &w, noon, (struct day){2026, 11, 24}), RC_CONFLICT); /* once a night */
    make(&first, 3, 2);
    w = walked(&first, false, NULL);
    ck_holds(w);
    ck_assert(!w.whole && w.seals == 2 && w.rows == 2 * EACH);
    /* what lies before the mark is the whole walk's */
    sql("UPDATE audit SET actor_id = 9 WHERE id = 2");
    ck_holds(walked(&first, false, NULL));
    w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_ROW_CHANGED && w.failed_row == 2);
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){0, 0, 0}));
    /* and a walk that did not see it does not take it back */
    w = walked(&first, false, NULL);
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){0, 0, 0}));
    struct seal_state s;
    ck_ok(seal_state_read(clocked, arena, &s));
    ck_assert(s.failed.s && s.failed_row == 2 && str_eq_c(s.fault, "row_changed"));
    sql("UPDATE audit SET actor_id = 7 WHERE id = 2");
    w = walked(&first, true, NULL);
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){0, 0, 0}));
    ck_ok(seal_state_read(clocked, arena, &s));
    ck_assert(!s.failed.s && s.head == w.head.id && s.fault.n == 0);
    end();
}
END_TEST

/* The mark itself: lost with the end of the trail it tells of it; written by another it is not believed. */
START_TEST(a_mark_is_expected_and_not_believed_without_the_key)
{
    begin();
    make(&first, 0, 4);
    struct seal_walk w = walked(&first, true, NULL);
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){0, 0, 0}));
    sql("DELETE FROM audit_sealed WHERE audit_id > 15");
    sql("DELETE FROM audit_seal WHERE first_id > 15");
    ck_assert_int_eq(walked(&first, false, NULL).fault, SEAL_HEAD_GONE);
    ck_assert_int_eq(walked(&first, true, NULL).fault, SEAL_HEAD_GONE);
    /* somebody moves it to the new end, without the key: all of it is walked again */
    sql("UPDATE audit SET actor_id = 9 WHERE id = 2");
    sql("UPDATE audit_check c JOIN (SELECT id, seal FROM audit_seal ORDER BY id DESC LIMIT 1) s"
        " SET c.seal_id = s.id, c.seal = s.seal");
    w = walked(&first, false, NULL);
    ck_assert(w.whole && w.fault == SEAL_ROW_CHANGED && w.failed_row == 2);
    end();
}
END_TEST

/* What cannot be mended is settled; from then on all holds again, and what came before is not hidden. */
START_TEST(what_cannot_be_mended_is_settled)
{
    struct seal_head from = {0};
    begin();
    ck_rc(seal_settle(clocked, arena, &first, &from), RC_NOT_FOUND); /* nothing is sealed */
    at(0);
    make(&first, 0, 4);
    struct seal_head old = walked(&first, true, NULL).head;
    sql("DELETE FROM audit WHERE id = 7");
    struct seal_walk w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_ROW_MISSING && w.failed_row == 7 && w.from.id == 0);
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){0, 0, 0}));
    ck_ok(seal_settle(clocked, arena, &first, &from));
    ck_assert_uint_eq(from.id, old.id);
    make(&first, 4, 2);
    w = walked(&first, true, NULL);
    ck_holds(w);
    ck_assert(w.whole && w.from.id == from.id && w.seals == 2 && w.rows == 2 * EACH);
    ck_holds(walked(&first, true, &old)); /* a head of before is looked up all the same */
    old.seal[0] ^= 1;
    ck_assert_int_eq(walked(&first, true, &old).fault, SEAL_HEAD_OTHER);
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){0, 0, 0}));
    /* what comes after it is as sealed as ever, and so is where it begins */
    sql("UPDATE audit SET actor_id = 9 WHERE id = 22");
    ck_assert_int_eq(walked(&first, true, NULL).fault, SEAL_ROW_CHANGED);
    sql("UPDATE audit SET actor_id = 7 WHERE id = 22");
    ck_holds(walked(&first, true, NULL));
    sql("UPDATE audit_seal SET seal = REPEAT('b', 32) WHERE id = %llu", (unsigned long long)from.id);
    ck_assert_int_eq(walked(&first, true, NULL).fault, SEAL_HEAD_OTHER);
    sql("UPDATE audit_check SET from_id = from_id + 1"); /* nobody settles without the key */
    w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_ROW_MISSING && w.failed_row == 7);
    end();
}
END_TEST

/* Rows whose time is over go, oldest first; an operator says up to which seal, and the rest stays sealed. */
START_TEST(rows_whose_time_is_over_are_settled_too)
{
    struct seal_head from = {0};
    begin();
    make(&first, 0, 6);
    struct seal_walk w = walked(&first, true, NULL);
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){0, 0, 0}));
    uint64_t second = w.head.id - 4;
    sql("DELETE FROM audit WHERE id <= 10");
    w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_ROW_MISSING && w.failed_row == 1);
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){0, 0, 0}));
    from.id = second + 100;
    ck_rc(seal_settle(clocked, arena, &first, &from), RC_NOT_FOUND);
    from.id = second;
    ck_ok(seal_settle(clocked, arena, &first, &from));
    ck_assert_uint_eq(from.id, second);
    w = walked(&first, true, NULL);
    ck_holds(w);
    ck_assert(w.from.id == second && w.seals == 4 && w.rows == 4 * EACH);
    sql("DELETE FROM audit WHERE id = 11");
    w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_ROW_MISSING && w.failed_row == 11);
    end();
}
END_TEST

/* In several pieces, each as small as the first. */
START_TEST(a_long_trail_is_walked_in_pieces)
{
    begin();
    at(0);
    sql("INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id, detail) SELECT"
        " '2026-11-23 11:00:00', 'job', 0, 'test.act', 'thing', seq, REPEAT('d', 200) FROM seq_1_to_12345");
    while (seal_now(&first) == SEAL_ROWS_MAX)
        at(0);
    struct seal_walk w = {.keys = first, .whole = true};
    struct arena *a = arena_new();
    unsigned steps = 0;
    ck_ok(seal_walk_begin(clocked, a, &w));
    for (; !w.ended; steps++) {
        arena_reset(a);
        at(0);
        ck_ok(seal_walk_step(clocked, a, &w));
        ck_assert_uint_le(db_statements(clocked), 3);
    }
    arena_free(a);
    ck_holds(w);
    ck_assert(w.rows == 12345 && w.seals == 25);
    ck_assert_uint_ge(steps, 4);
    end();
}
END_TEST

/* ---- the job */

static struct jobs job_at(const char *day, int hour)
{
    static struct config config = {.secrets.audit_key = 1};
    struct day d = {0};
    ck_assert(day_parse_iso(str_c(day), &d));
    struct instant now = instant_from_paris(d, hour, 5, 0);
    ck_ok(db_request(clocked, STR("0123456789abcdef0123456789abcdef"), now));
    struct jobs j = {.a = arena, .db = clocked, .config = &config, .keys = keys, .owner = "me", .now = now};
    ck_ok(facts_load(clocked, &j.facts));
    return j;
}

static void night(const char *day, int hour)
{
    struct jobs j = job_at(day, hour);
    bool more = true;
    for (unsigned i = 0; more && i < 100; i++) {
        more = false;
        ck_ok(db_request(clocked, STR("0123456789abcdef0123456789abcdef"), j.now));
        ck_ok(job_audit(&j, &more));
    }
    facts_free(j.facts);
}

static uint64_t mails(const char *kind, const char *more)
{
    return root_number(arena_printf(arena, "SELECT COUNT(*) FROM outbox WHERE kind = '%s' AND recipient ="
        " (SELECT value FROM setting WHERE name = 'contact.audit') AND (%s)", kind, more).p);
}

START_TEST(each_night_tells_the_head_or_that_something_is_wrong)
{
    begin();
    root_run("movsc", "DELETE FROM outbox");
    make(&first, -48, 6);
    night("2026-11-25", 2); /* it is not yet night enough */
    ck_assert_uint_eq(mails("audit_head", "1"), 0);
    night("2026-11-25", 3);
    ck_assert_uint_eq(mails("audit_head", "1"), 1);
    struct seal_head head = walked(&first, true, NULL).head;
    ck_assert_uint_eq(mails("audit_head", arena_printf(arena, "JSON_VALUE(params, '$.head') = '%.*s' AND"
        " JSON_VALUE(params, '$.whole') = 1", STR_ARG(seal_head_text(arena, &head))).p), 1);
    night("2026-11-25", 22);
    ck_assert_uint_eq(mails("audit_head", "1"), 1);
    night("2026-11-26", 3);
    ck_assert_uint_eq(mails("audit_head", "JSON_VALUE(params, '$.whole') = 0"), 1);
    /* … before the mark: it waits for the night of the week that walks all of it, and then alarms each night */
    sql("UPDATE audit SET actor_id = 9 WHERE id = 12");
    night("2026-11-27", 3);
    ck_assert_uint_eq(mails("audit_alarm", "1"), 0);
    night("2026-12-02", 3);
    ck_assert_uint_eq(mails("audit_alarm", "JSON_VALUE(params, '$.place') LIKE 'ligne 12, sceau %'"), 1);
    ck_assert_uint_eq(root_number("SELECT failed_at IS NOT NULL AND failed_row = 12 FROM audit_check"), 1);
    night("2026-12-03", 3);
    ck_assert_uint_eq(mails("audit_alarm", "1"), 2);
    sql("UPDATE audit SET actor_id = 7 WHERE id = 12");
    night("2026-12-04", 3);
    ck_assert_uint_eq(mails("audit_alarm", "1"), 2);
    ck_assert_uint_eq(mails("audit_head", "1"), 4);
    ck_assert_uint_eq(root_number("SELECT failed_at IS NULL FROM audit_check"), 1);
    end();
}
END_TEST

/* Two portal-jobs in one night: one walks, one mail. */
START_TEST(of_two_portal_jobs_one_does_it)
{
    begin();
    root_run("movsc", "DELETE FROM outbox");
    make(&first, 0, 2);
    struct jobs one = job_at("2026-11-25", 4), other = job_at("2026-11-25", 4);
    bool more = false;
    snprintf(other.owner, sizeof other.owner, "other");
    ck_ok(job_audit(&one, &more));
    ck_assert(more && one.audit_going);
    more = false;
    ck_ok(job_audit(&other, &more));
    ck_assert(!more && !other.audit_going);
    for (more = true; more;) {
        more = false;
        ck_ok(job_audit(&one, &more));
    }
    ck_assert_uint_eq(mails("audit_head", "1"), 1);
    facts_free(one.facts);
    facts_free(other.facts);
    end();
}
END_TEST

int main(void)
{
    const suite_test tests[] = {a_chain_holds_and_names_its_head, a_seal_is_made_by_its_key,
        every_kind_of_tampering_is_found, a_worker_can_only_add, a_row_that_comes_into_a_gap_is_found, a_rest_of_a_day_forgets_no_row,
        a_lost_end_is_found_by_a_head_that_is_known_elsewhere,
        seals_of_before_hold_and_are_pinned_by_the_first_with_a_key, an_older_version_of_the_key_still_verifies,
        a_night_begins_where_the_last_one_ended, a_mark_is_expected_and_not_believed_without_the_key,
        what_cannot_be_mended_is_settled, rows_whose_time_is_over_are_settled_too, a_long_trail_is_walked_in_pieces,
        each_night_tells_the_head_or_that_something_is_wrong, of_two_portal_jobs_one_does_it};
    return store_suite("seal", tests, sizeof tests / sizeof *tests);
}
