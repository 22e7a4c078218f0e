/* The sealed audit trail: what is done to it by whoever can write into the database is found, each kind of
 * it, and the first row that does not hold is named. Seals of before there was a key hold as they did. */
#include "seal_stage.h"

START_TEST(a_chain_holds_and_names_its_head)
{
    begin_trail();
    struct seal_walk w = walked(&first, true, NULL);
    ck_holds(w); /* an empty one too */
    ck_assert(w.head.id == 0 && w.seals == 0);
    make_seals(&first, 0, 6);
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
    end_trail();
}
END_TEST

/* Nobody without the key can make a seal that holds; nobody with another one. */
START_TEST(a_seal_is_made_by_its_key)
{
    struct keys *other = keys_from(STR("another master, of somebody else altogether"));
    begin_trail();
    make_seals(&first, 0, 2);
    struct seal_walk w = walked(&(struct seal_keys){other, 1}, true, NULL);
    ck_assert_int_eq(w.fault, SEAL_CHANGED);
    root_sql("DELETE FROM audit_sealed");
    root_sql("DELETE FROM audit_seal");
    root_sql("TRUNCATE audit");
    make_seals(&(struct seal_keys){other, 1}, 0, 2); /* the whole trail made anew */
    w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_CHANGED && w.head.id == 0);
    keys_free(other);
    end_trail();
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
        begin_trail();
        make_seals(&first, 0, 6);
        ck_holds(walked(&first, true, NULL));
        for (size_t k = 0; k < 6 && t->sql[k]; k++)
            root_sql("%s", t->sql[k]);
        struct seal_walk w = walked(&first, true, NULL);
        ck_assert_msg(w.fault == t->fault && w.failed_row == t->row && w.seals == t->seal,
            "%s: %s, row %llu, after %llu seals", t->what, seal_fault_word(w.fault),
            (unsigned long long)w.failed_row, (unsigned long long)w.seals);
        end_trail();
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
    begin_trail();
    make_seals(&first, 0, 2);
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
    end_trail();
}
END_TEST

/* A gap in the ids is common (a transaction that was rolled back); a row that comes there later is not. */
START_TEST(a_row_that_comes_into_a_gap_is_found)
{
    begin_trail();
    at(0);
    add_rows(3, "");
    root_sql("ALTER TABLE audit AUTO_INCREMENT = 10");
    add_rows(2, "");
    ck_assert_uint_eq(seal_now(&first), 5);
    at(300); /* late, and soon enough: it is sealed */
    root_sql("INSERT INTO audit (id, at, actor_kind, actor_id, action, object_kind, object_id)"
        " VALUES (5, '2026-11-23 12:00:01', 'staff', 1, 'a.b', 'c', 1)");
    ck_assert_uint_eq(seal_now(&first), 1);
    ck_holds(walked(&first, true, NULL));
    make_seals(&first, 1, 2);
    root_sql("INSERT INTO audit (id, at, actor_kind, actor_id, action, object_kind, object_id)"
        " VALUES (7, '2026-11-23 12:00:01', 'staff', 1, 'a.b', 'c', 1)");
    at(3 * 3600);
    ck_assert_uint_eq(seal_now(&first), 0); /* nobody seals it any more */
    struct seal_walk w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_ROW_ADDED && w.failed_row == 7 && w.failed_seal == 0 && w.seals == 4);
    end_trail();
}
END_TEST

/* However long nobody sealed: a row that was committed just behind the last seal is not forgotten. */
START_TEST(a_rest_of_a_day_forgets_no_row)
{
    begin_trail();
    make_seals(&first, 0, 1);
    root_sql("ALTER TABLE audit AUTO_INCREMENT = 20");
    at(3600);
    add_rows(2, "");
    ck_assert_uint_eq(seal_now(&first), 2);
    root_sql("INSERT INTO audit (id, at, actor_kind, actor_id, action, object_kind, object_id)"
        " VALUES (15, '2026-11-23 13:00:00', 'staff', 1, 'a.b', 'c', 1)");
    ck_holds(walked(&first, true, NULL));
    at(30 * 3600);
    ck_assert_uint_eq(seal_now(&first), 1);
    struct seal_walk w = walked(&first, true, NULL);
    ck_holds(w);
    ck_assert_uint_eq(w.rows, 8);
    end_trail();
}
END_TEST

/* The end is gone, or an old copy of the database is back and goes on: only who knows a later seal sees it. */
START_TEST(a_lost_end_is_found_by_a_head_that_is_known_elsewhere)
{
    begin_trail();
    make_seals(&first, 0, 6);
    struct seal_head head = walked(&first, true, NULL).head;
    root_sql("DELETE FROM audit_sealed WHERE audit_id > 20");
    root_sql("DELETE FROM audit_seal WHERE first_id > 20");
    root_sql("DELETE FROM audit WHERE id > 20");
    struct seal_walk w = walked(&first, true, NULL);
    ck_holds(w);
    ck_assert_uint_eq(w.seals, 4);
    w = walked(&first, true, &head);
    ck_assert(w.fault == SEAL_HEAD_GONE && w.failed_seal == head.id);
    /* other acts take the numbers of those that are gone */
    root_sql("ALTER TABLE audit AUTO_INCREMENT = 21");
    root_sql("ALTER TABLE audit_seal AUTO_INCREMENT = %llu", (unsigned long long)head.id - 1);
    at(50 * 3600);
    add_rows(1, "d’autres");
    ck_assert_uint_eq(seal_now(&first), 1);
    at(51 * 3600);
    add_rows(1, "d’autres");
    ck_assert_uint_eq(seal_now(&first), 1);
    ck_holds(walked(&first, true, NULL));
    w = walked(&first, true, &head);
    ck_assert(w.fault == SEAL_HEAD_OTHER && w.failed_seal == head.id);
    end_trail();
}
END_TEST

/* In several pieces, each as small as the first. */
START_TEST(a_long_trail_is_walked_in_pieces)
{
    begin_trail();
    at(0);
    root_sql("INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id, detail) SELECT"
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
    end_trail();
}
END_TEST

/* ---- before there was a key */

#define HASHED(c) "CONCAT(LENGTH(" c "), ':', " c ", ',')"
#define NUMBERED(c) HASHED("CAST(" c " AS CHAR)")
/* A seal of the version before, over one row, as its header said; nothing of ours makes it. */
static void old_seal(uint64_t id)
{
    root_sql("INSERT INTO audit (id, at, actor_kind, actor_id, action, object_kind, object_id, detail)"
        " VALUES (%llu, '2026-11-01 08:00:00.123456', 'staff', 3, 'old.act', 'thing', 4, 'détail')",
        (unsigned long long)id);
    root_sql("INSERT INTO audit_seal (first_id, last_id, row_count, previous, digest, seal, sealed_at)"
        " SELECT id, id, 1, COALESCE((SELECT s.seal FROM audit_seal s ORDER BY s.id DESC LIMIT 1), REPEAT('\\0', 32)),"
        " UNHEX(SHA2(UNHEX(SHA2(CONCAT(" NUMBERED("id") ", " NUMBERED("at") ", " HASHED("actor_kind") ", "
        NUMBERED("actor_id") ", " HASHED("action") ", " HASHED("object_kind") ", " NUMBERED("object_id") ", "
        HASHED("detail") ", " HASHED("request_id") "), 256)), 256)), '', '2026-11-01 08:00:01' FROM audit"
        " WHERE id = %llu", (unsigned long long)id);
    root_sql("UPDATE audit_seal SET seal = UNHEX(SHA2(CONCAT('32:', previous, ',', " NUMBERED("first_id") ", "
        NUMBERED("last_id") ", " NUMBERED("row_count") ", '32:', digest, ','), 256)) WHERE first_id = %llu",
        (unsigned long long)id);
    root_sql("INSERT INTO audit_sealed (audit_id, seal_id) SELECT %llu, MAX(id) FROM audit_seal", (unsigned long long)id);
}

START_TEST(seals_of_before_hold_and_are_pinned_by_the_first_with_a_key)
{
    begin_trail();
    for (uint64_t i = 1; i <= 3; i++)
        old_seal(i);
    ck_holds(walked(&first, true, NULL));
    make_seals(&first, 0, 2);
    struct seal_walk w = walked(&first, true, NULL);
    ck_holds(w);
    ck_assert(w.seals == 5 && w.rows == 3 + 2 * EACH);
    /* a version before, still running: it is refused, and none of its seals stands behind one of ours */
    ck_assert_uint_eq(root_refused("movsc", "INSERT INTO audit_seal (first_id, last_id, row_count, previous, digest,"
        " seal, sealed_at) SELECT 99, 99, 1, seal, seal, seal, sealed_at FROM audit_seal ORDER BY id DESC LIMIT 1"), 1644);
    root_sql("UPDATE audit SET detail = 'autre' WHERE id = 2");
    w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_ROW_CHANGED && w.failed_row == 2);
    end_trail();
    /* and who makes the old ones anew, which needs no key, does not reach the first that has one */
    begin_trail();
    for (uint64_t i = 1; i <= 3; i++)
        old_seal(i);
    make_seals(&first, 0, 1);
    root_sql("UPDATE audit_seal SET previous = UNHEX(SHA2('x', 256)) WHERE first_id = 4");
    root_sql("DELETE FROM audit_sealed WHERE audit_id = 3");
    root_sql("DELETE FROM audit_seal WHERE first_id = 3");
    root_sql("UPDATE audit_seal n JOIN audit_seal b ON b.first_id = 2 SET n.previous = b.seal WHERE n.first_id = 4");
    w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_CHANGED && w.seals == 2);
    end_trail();
}
END_TEST

START_TEST(an_older_version_of_the_key_still_verifies)
{
    begin_trail();
    const struct seal_keys newer = {keys, 2};
    make_seals(&first, 0, 2);
    make_seals(&newer, 2, 2);
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
    root_sql("DROP TRIGGER audit_seal_version");
    at(6 * 3600);
    add_rows(1, "");
    ck_assert_uint_eq(seal_now(&first), 1);
    w = walked(&newer, true, NULL);
    ck_assert(w.fault == SEAL_OLDER_KEY && w.seals == 5);
    root_sql("CREATE TRIGGER audit_seal_version BEFORE INSERT ON audit_seal FOR EACH ROW IF NEW.key_version <"
        " (SELECT s.key_version FROM audit_seal s ORDER BY s.id DESC LIMIT 1) THEN SIGNAL SQLSTATE '45000'; END IF");
    end_trail();
}
END_TEST

int main(void)
{
    const suite_test tests[] = {a_chain_holds_and_names_its_head, a_seal_is_made_by_its_key,
        every_kind_of_tampering_is_found, a_worker_can_only_add, a_row_that_comes_into_a_gap_is_found,
        a_rest_of_a_day_forgets_no_row, a_lost_end_is_found_by_a_head_that_is_known_elsewhere,
        seals_of_before_hold_and_are_pinned_by_the_first_with_a_key, an_older_version_of_the_key_still_verifies,
        a_long_trail_is_walked_in_pieces};
    return store_suite("seal", tests, sizeof tests / sizeof *tests);
}
