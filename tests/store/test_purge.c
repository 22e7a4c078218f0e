/* Old drafts go, with all that stands under them; nothing that was submitted or is younger does,
 * whatever is asked for and by whom. */
#include "harness.h"

#include "store/purge.h"
#include "store/purge_quotes.h"

enum { SIGNAL = 1644, HAS_CHILD = 1451, DENIED = 1142, DAY = 86400 };

static struct db *purger;

/* An intake of its own, whose closing is `closes` (SQL); its row's id. */
static uint64_t intake(const char *closes)
{
    root_run("movsc", arena_printf(arena,
        "INSERT INTO intake (programme_id, year, number, opens_at, closes_at)"
        " SELECT programme_id, 1 + MAX(year), 1 + MAX(number), '2020-01-01', %s FROM intake"
        " GROUP BY programme_id", closes).p);
    return root_number("SELECT MAX(id) FROM intake");
}

/* A candidacy with a row of every kind under it, last touched `days` before noon. */
static uint64_t candidacy(uint64_t in, const char *state, unsigned days, bool proved)
{
    static const char *const parts[] = {"candidacy_identity", "candidacy_project",
        "candidacy_funding", "candidacy_module", "candidacy_verification"};
    unsigned long long owner = proved ? make_account(NULL) : make_session(0);
    root_run("movsc", arena_printf(arena,
        "INSERT INTO candidacy (public_id, account_id, session_id, programme_id, year, intake_id,"
        " state, created_at, updated_at) SELECT LEFT(UUID(), 32), %s, %s, programme_id, year, id,"
        " '%s', '2026-01-01', '2026-11-23 12:00:00' - INTERVAL %u DAY FROM intake WHERE id = %llu",
        proved ? arena_printf(arena, "%llu", owner).p : "NULL",
        proved ? "NULL" : arena_printf(arena, "%llu", owner).p, state, days,
        (unsigned long long)in).p);
    unsigned long long id = root_number("SELECT MAX(id) FROM candidacy");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        root_run("movsc", arena_printf(arena,
            "INSERT INTO %s (candidacy_id, updated_at) VALUES (%llu, '2026-01-01')", parts[i],
            id).p);
    unsigned long long staff = root_number("SELECT COALESCE(MAX(id), 0) FROM staff");
    if (staff == 0)
        root_run("movsc", "INSERT INTO staff (public_id, email, name, created_at) VALUES"
                          " ('entered', 'saisie@exemple.fr', 'Saisie', '2026-01-01')");
    root_run("movsc", arena_printf(arena,
        "INSERT INTO candidacy_entry (candidacy_id, origin, received_on, entered_by, entered_at)"
        " SELECT %llu, 'paper', '2026-01-01', MAX(id), '2026-01-01' FROM staff", id).p);
    for (int i = 0; i < 6; i++)
        root_run("movsc", arena_printf(arena,
            "INSERT INTO %s (public_id, candidacy_id, position, updated_at)"
            " VALUES (LEFT(UUID(), 32), %llu, %d, '2026-01-01')",
            i % 2 ? "diploma" : "experience", id, i).p);
    root_run("movsc", arena_printf(arena,
        "INSERT INTO challenge (public_id, purpose, email, candidacy_id, device, created_at,"
        " expires_at) VALUES (LEFT(UUID(), 32), 'confirm', 'a@exemple.fr', %llu, x'00',"
        " '2026-01-01', '2026-01-02')", id).p);
    return id;
}

static void submission(uint64_t id)
{
    root_run("movsc", arena_printf(arena,
        "INSERT INTO submission (candidacy_id, sequence, reference, snapshot, sha256, submitted_at,"
        " rule_version, verdict, idempotency_key) VALUES (%llu, 1, 'MOVSC-P%u', '{}', x'00',"
        " '2026-01-01', '1', 'met', UUID())", (unsigned long long)id, (unsigned)id).p);
}

/* Every row that speaks of that candidacy, audit and submissions left out. */
static uint64_t rows_of(uint64_t id)
{
    unsigned long long c = id;
    return root_number(arena_printf(arena,
        "SELECT (SELECT COUNT(*) FROM candidacy WHERE id = %llu)"
        " + (SELECT COUNT(*) FROM candidacy_identity WHERE candidacy_id = %llu)"
        " + (SELECT COUNT(*) FROM candidacy_project WHERE candidacy_id = %llu)"
        " + (SELECT COUNT(*) FROM candidacy_funding WHERE candidacy_id = %llu)"
        " + (SELECT COUNT(*) FROM candidacy_module WHERE candidacy_id = %llu)"
        " + (SELECT COUNT(*) FROM candidacy_verification WHERE candidacy_id = %llu)"
        " + (SELECT COUNT(*) FROM diploma WHERE candidacy_id = %llu)"
        " + (SELECT COUNT(*) FROM experience WHERE candidacy_id = %llu)"
        " + (SELECT COUNT(*) FROM candidacy_entry WHERE candidacy_id = %llu)"
        " + (SELECT COUNT(*) FROM challenge WHERE candidacy_id = %llu)", c, c, c, c, c, c, c, c, c, c).p);
}
enum { WHOLE = 14 };

static void quote_of(uint64_t id, const char *name)
{
    root_run("movsc", arena_printf(arena,
        "INSERT INTO quote_request SET public_id = '%s', reference = '%s', kind = 'quote', payer ="
        " 'employer', programme_id = 1, email = 'a@exemple.fr', idempotency_key = '%s', origin ="
        " 'candidacy', candidacy_id = %llu, created_at = '2026-01-01'", name, name, name,
        (unsigned long long)id).p);
}

static uint64_t purge(unsigned days_kept, uint64_t limit)
{
    uint64_t gone = 0;
    purger = connect_as("movsc_purge", "movsc", true);
    ck_assert(db_request(purger, STR("0123456789abcdef0123456789abcdef"), noon) == RC_OK);
    ck_rc(purge_drafts(purger, arena, noon, (struct instant){noon.s - days_kept * (int64_t)DAY},
        limit, &gone), RC_OK);
    db_close(purger);
    return gone;
}

START_TEST(old_drafts_go_whole)
{
    uint64_t old = intake("'2026-06-30 21:59:59'");
    uint64_t proved = candidacy(old, "draft", 200, true);
    uint64_t unproved = candidacy(old, "draft", 200, false); /* parked, or its session long over */
    ck_assert_uint_eq(rows_of(proved), WHOLE);
    ck_assert_uint_eq(purge(90, 10), 2);
    ck_assert_uint_eq(rows_of(proved), 0);
    ck_assert_uint_eq(rows_of(unproved), 0);
    for (int i = 0; i < 2; i++)
        ck_assert_uint_eq(root_number(arena_printf(arena,
            "SELECT COUNT(*) FROM audit WHERE action = 'candidacy.purge' AND actor_kind = 'job'"
            " AND object_id = %llu AND detail = ''",
            (unsigned long long)(i ? proved : unproved)).p), 1);
    ck_assert_uint_eq(purge(90, 10), 0);
}
END_TEST

START_TEST(a_quote_that_was_asked_from_a_draft_outlives_it)
{
    uint64_t id = candidacy(intake("'2026-06-30 21:59:59'"), "draft", 200, true);
    quote_of(id, "kept-one");
    quote_of(id, "kept-two");
    ck_assert_uint_eq(purge(90, 10), 1);
    ck_assert_uint_eq(rows_of(id), 0);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote_request WHERE public_id LIKE 'kept-%'"
                                  " AND candidacy_id IS NULL AND email = 'a@exemple.fr'"), 2);
}
END_TEST

START_TEST(one_that_cannot_go_keeps_none_of_the_others)
{
    uint64_t old = intake("'2026-06-30 21:59:59'"), gone = 0;
    uint64_t held = candidacy(old, "draft", 200, true), next = candidacy(old, "draft", 200, true);
    root_run("movsc", arena_printf(arena,
        "INSERT INTO identity_slot (programme_id, year, identity_key, key_version, candidacy_id,"
        " taken_at) SELECT programme_id, year, REPEAT('h', 32), 1, id, '2026-01-01' FROM candidacy"
        " WHERE id = %llu", (unsigned long long)held).p);
    purger = connect_as("movsc_purge", "movsc", true);
    ck_assert(db_request(purger, STR("0123456789abcdef0123456789abcdef"), noon) == RC_OK);
    ck_rc(purge_drafts(purger, arena, noon, (struct instant){noon.s - 90 * (int64_t)DAY}, 10, &gone),
        RC_FAULT);
    db_close(purger);
    ck_assert_uint_eq(gone, 1);
    ck_assert_uint_eq(rows_of(held), WHOLE);
    ck_assert_uint_eq(rows_of(next), 0);
    root_run("movsc", "DELETE FROM identity_slot WHERE identity_key = REPEAT('h', 32)");
    ck_assert_uint_eq(purge(90, 10), 1);
}
END_TEST

START_TEST(what_was_submitted_or_is_younger_stays)
{
    uint64_t old = intake("'2026-06-30 21:59:59'");
    uint64_t kept[] = {
        candidacy(old, "draft", 89, true), /* touched since */
        candidacy(old, "submitted", 200, true),
        candidacy(old, "taken_back", 200, true),
        candidacy(old, "withdrawn", 200, true),
        candidacy(old, "review", 200, true),
        candidacy(old, "decided", 200, true),
        candidacy(old, "draft", 200, true), /* a submission all the same */
        /* three months less a day */
        candidacy(intake("'2026-08-24 12:00:00'"), "draft", 200, false),
        candidacy(intake("'2027-06-30 21:59:59'"), "draft", 300, true),  /* open */
        candidacy(intake("NULL"), "draft", 300, false),                   /* no closing date */
    };
    enum { N = sizeof kept / sizeof *kept };
    submission(kept[6]);
    purge(90, 50);
    for (int i = 0; i < N; i++)
        ck_assert_msg(rows_of(kept[i]) == WHOLE, "draft %d at 90 days", i);
    /* However little the setting says, three months after closing hold. */
    purge(0, 50);
    ck_assert_uint_eq(rows_of(kept[0]), 0); /* it had been touched within 90 days, no more */
    for (int i = 1; i < N; i++)
        ck_assert_msg(rows_of(kept[i]) == WHOLE, "draft %d at 0 days", i);
}
END_TEST

START_TEST(the_setting_may_say_more_than_three_months)
{
    uint64_t id = candidacy(intake("'2026-06-30 21:59:59'"), "draft", 140, true);
    ck_assert_uint_eq(purge(147, 10), 0); /* closed 146 days ago */
    ck_assert_uint_eq(purge(141, 10), 0); /* touched 140 days ago */
    ck_assert_uint_eq(rows_of(id), WHOLE);
    ck_assert_uint_eq(purge(139, 10), 1);
}
END_TEST

START_TEST(it_comes_in_small_bites)
{
    uint64_t old = intake("'2025-06-30 21:59:59'");
    for (int i = 0; i < 5; i++)
        candidacy(old, "draft", 400, false);
    ck_assert_uint_eq(purge(90, 2), 2);
    ck_assert_uint_eq(purge(90, 2), 2);
    ck_assert_uint_eq(purge(90, 2), 1);
}
END_TEST

static uint64_t purge_too(struct db *db, struct arena *a, unsigned index, const void *arg)
{
    uint64_t gone = 0;
    (void)index;
    enum rc rc = purge_drafts(db, a, noon, *(const struct instant *)arg, 50, &gone);
    return rc == RC_OK ? gone : 1000;
}

START_TEST(two_purgers_count_each_draft_once)
{
    uint64_t out[8], old = intake("'2025-06-30 21:59:59'"), sum = 0;
    struct instant before = {noon.s - 90 * (int64_t)DAY};
    for (int i = 0; i < 20; i++)
        candidacy(old, "draft", 400, false);
    parallel(8, "movsc_purge", purge_too, &before, out);
    for (int i = 0; i < 8; i++)
        sum += out[i];
    ck_assert_uint_eq(sum, 20);
}
END_TEST

/* A request last touched `days` before noon, with a quote in `quote` state (empty: none), an answer
 * if it has one, and a message. */
static uint64_t request(const char *state, unsigned days, const char *quote, const char *more)
{
    static unsigned serial;
    serial++;
    const char *at = arena_printf(arena, "'2026-11-23 12:00:00' - INTERVAL %u DAY", days).p;
    root_run("movsc", arena_printf(arena,
        "INSERT INTO quote_request (public_id, reference, kind, programme_id, email, idempotency_key,"
        " created_at, updated_at, state, last_number) VALUES ('pq%u', 'PQ%u', 'quote', 1,"
        " 'a@exemple.fr', 'pq%u', %s, %s, '%s', 'D-2024-00%u')", serial, serial, serial, at, at, state,
        serial).p);
    unsigned long long id = root_number("SELECT MAX(id) FROM quote_request");
    if (*quote) {
        root_run("movsc", arena_printf(arena,
            "INSERT INTO quote (public_id, request_id, series, year, number, version, number_text,"
            " payer, tariff_kind, total_cents, document, sha256, issued_at, valid_until,"
            " idempotency_key, state, state_at) VALUES ('pq%u', %llu, 'D', 2024, %u, 1,"
            " 'D-2024-00%u', 'employer', 'third', 1, '{}', x'00', %s, '2024-01-01', 'pq%u', '%s', %s)",
            serial, id, 9000 + serial, serial, at, serial, quote, at).p);
        if (strcmp(quote, "issued") != 0)
            root_run("movsc", arena_printf(arena,
                "INSERT INTO quote_answer (quote_id, kind, fingerprint, answered_at) SELECT MAX(id),"
                " '%s', x'00', %s FROM quote",
                strcmp(quote, "declined") == 0 ? "declined" : "accepted", at).p);
    }
    root_run("movsc", arena_printf(arena,
        "INSERT INTO quote_message (request_id, kind, body, idempotency_key, at) VALUES (%llu,"
        " 'person', 'Bonjour', 'pq%u', %s)", id, serial, at).p);
    if (*more)
        root_run("movsc", arena_printf(arena, "UPDATE %s = %llu", more, id).p);
    return id;
}

static bool there(uint64_t id)
{
    return root_number(arena_printf(arena, "SELECT COUNT(*) FROM quote_request WHERE id = %llu",
               (unsigned long long)id).p) == 1;
}

static uint64_t purge_requests(void)
{
    uint64_t gone = 0;
    purger = connect_as("movsc_purge", "movsc", true);
    ck_assert(db_request(purger, STR("0123456789abcdef0123456789abcdef"), noon) == RC_OK);
    ck_rc(purge_quotes(purger, arena, (struct instant){noon.s - 365 * (int64_t)DAY}, 50, &gone), RC_OK);
    db_close(purger);
    return gone;
}

/* The other tests of this database make their own. */
static void clear_requests(void)
{
    const char *const all[] = {"DELETE FROM quote_answer", "DELETE FROM quote",
        "DELETE FROM quote_message", "DELETE FROM quote_request"};
    purger = connect_as("movsc_purge", "movsc", false);
    for (size_t i = 0; i < 4; i++)
        ck_assert_msg(db_run(purger, str_c(all[i])) == RC_OK, "%s", all[i]);
    db_close(purger);
}

START_TEST(requests_that_led_to_nothing_go_whole)
{
    uint64_t old[] = {request("sent", 400, "issued", ""), request("declined", 400, "declined", ""),
        request("closed", 400, "", ""), request("answered", 400, "", "")};
    uint64_t kept[] = {
        request("sent", 300, "issued", ""), /* touched since */
        request("accepted", 400, "accepted", ""),
        request("closed", 400, "replaced", ""), /* accepted once, then replaced */
        request("waiting", 400, "", ""),
        request("sent", 400, "", "quote_request SET waiting_since = '2025-01-01' WHERE id"),
        request("sent", 400, "issued", "quote_request SET valid_until = '2026-11-01' WHERE id"),
        request("sent", 400, "", "quote_message SET at = '2026-10-01' WHERE request_id"),
    };
    ck_assert_uint_eq(purge_requests(), 4);
    for (size_t i = 0; i < 4; i++) {
        ck_assert(!there(old[i]));
        ck_assert_uint_eq(root_number(arena_printf(arena,
            "SELECT COUNT(*) FROM audit WHERE action = 'request.purge' AND object_id = %llu AND"
            " detail LIKE 'D-2024-00%%'", (unsigned long long)old[i]).p), 1);
    }
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        ck_assert_msg(there(kept[i]), "request %zu", i);
    ck_assert_uint_eq(purge_requests(), 0);
    clear_requests();
}
END_TEST

START_TEST(the_database_itself_refuses)
{
    uint64_t old = intake("'2020-06-30 21:59:59'");
    uint64_t young = intake("UTC_TIMESTAMP() - INTERVAL 80 DAY");
    unsigned long long ids[] = {candidacy(old, "submitted", 400, true),
        candidacy(old, "taken_back", 400, true), candidacy(young, "draft", 80, true),
        candidacy(intake("NULL"), "draft", 400, true)};
    for (size_t i = 0; i < 4; i++) /* even the administrator */
        ck_assert_uint_eq(root_refused("movsc",
            arena_printf(arena, "DELETE FROM candidacy WHERE id = %llu", ids[i]).p), SIGNAL);
    unsigned long long draft = candidacy(old, "draft", 400, true);
    ck_assert_uint_eq(root_refused("movsc",
        arena_printf(arena, "DELETE FROM candidacy WHERE id = %llu", draft).p), HAS_CHILD);
    purger = connect_as("movsc_purge", "movsc", false);
    const char *const beyond[] = {"DELETE FROM submission", "DELETE FROM account",
        "DELETE FROM session", "DELETE FROM audit", "DELETE FROM identity_slot",
        "DELETE FROM outbox", "DELETE FROM intake", "UPDATE candidacy SET state = 'draft'",
        "SELECT snapshot FROM submission", "SELECT birth_name FROM candidacy_identity",
        "SELECT email FROM account", "SELECT email FROM quote_request",
        "SELECT document FROM quote", "UPDATE quote_request SET state = 'closed'"};
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) {
        ck_assert_msg(db_run(purger, str_c(beyond[i])) == RC_FAULT, "%s", beyond[i]);
        ck_assert_msg(db_last_errno(purger) == DENIED || db_last_errno(purger) == 1143,
            "%s: %u", beyond[i], db_last_errno(purger));
    }
    db_close(purger);
    for (size_t i = 0; i < 2; i++) {
        struct db *db = connect_as(i ? "movsc_jobs" : "movsc_web", "movsc", false);
        ck_assert(db_run(db, STR("DELETE FROM candidacy")) == RC_FAULT);
        ck_assert_uint_eq(db_last_errno(db), DENIED);
        db_close(db);
    }
}
END_TEST

int main(void)
{
    const suite_test tests[] = {old_drafts_go_whole,
        a_quote_that_was_asked_from_a_draft_outlives_it,
        one_that_cannot_go_keeps_none_of_the_others, what_was_submitted_or_is_younger_stays,
        the_setting_may_say_more_than_three_months, it_comes_in_small_bites,
        two_purgers_count_each_draft_once, requests_that_led_to_nothing_go_whole, the_database_itself_refuses};
    return store_suite("purge", tests, sizeof tests / sizeof *tests);
}
