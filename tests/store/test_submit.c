/* A submission happens once, is frozen, and holds one person's one place. */
#include "harness.h"

#include "base/codec.h"
#include "store/audit.h"
#include "store/ident.h"
#include "store/outbox.h"
#include "store/submission.h"
#include "store/tx.h"
#include "sys/crypto.h"

struct submit {
    struct candidacy c;
    struct str key;
    unsigned identity;
    uint64_t heir; /* who got the place that this one left */
    struct submission made;
    bool again;
};

static enum rc submit(struct db *db, void *arg)
{
    struct submit *t = arg;
    struct gate gate;
    uint64_t holder, heir;
    enum rc rc = candidacy_lock(db, arena, t->c.id, &t->c);
    if (rc == RC_OK)
        rc = submission_gate(db, arena, t->c.intake, &gate);
    if (rc != RC_OK)
        return rc;
    if ((t->again = t->c.state == STATE_SUBMITTED))
        return submission_latest(db, arena, t->c.id, &t->made);
    if (!gate.open || (t->c.state != STATE_DRAFT && t->c.state != STATE_TAKEN_BACK))
        return RC_CONFLICT;
    struct slot slot = {.programme = t->c.programme, .year = t->c.year, .key_version = 1,
        .candidacy = t->c.id, .at = gate.at};
    fill_bytes(slot.key, sizeof slot.key, t->identity);
    if ((rc = slot_take(db, arena, &slot, &holder, &heir)) != RC_OK)
        return rc;
    t->heir = heir;
    t->made = (struct submission){.candidacy = t->c.id, .sequence = t->c.submissions + 1,
        .reference = reference_new(arena, STR("MOVSC")), .snapshot = STR("{\"a\":1}"),
        .at = gate.at, .rule_version = STR("1"), .verdict = STR("met"),
        .idempotency_key = t->key};
    crypto_sha256(t->made.snapshot, t->made.sha256);
    if ((rc = submission_insert(db, &t->made)) != RC_OK)
        return rc;
    struct candidacy_submitted done = {.id = t->c.id, .state = t->c.state,
        .version = t->c.version, .at = gate.at, .identity_key_version = 1,
        .contested = holder != t->c.id};
    memcpy(done.identity_key, slot.key, sizeof slot.key);
    if ((rc = candidacy_submit(db, &done)) != RC_OK)
        return rc;
    const struct audit row = {"account", t->c.account, "candidacy.submit", "candidacy", t->c.id,
        STR("1")};
    if ((rc = audit_add(db, &row)) != RC_OK)
        return rc;
    const struct outbox_new mail = {.dedupe_key = arena_printf(arena, "receipt:%llu:%u",
                                        (unsigned long long)t->c.id, t->made.sequence),
        .kind = "receipt", .recipient = STR("a@exemple.fr"), .params = STR("{}"),
        .expires = {noon.s + 345600}};
    return outbox_put(db, arena, &mail, noon);
}

struct many {
    struct candidacy c;
};

static uint64_t submit_too(struct db *db, struct arena *a, unsigned index, const void *arg)
{
    const struct many *m = arg;
    /* Half of them are the same click sent again, half are clicks of their own. */
    struct submit t = {.c = m->c, .identity = 4242,
        .key = index % 2 ? STR("the-same-click") : arena_printf(a, "click-%u", index)};
    enum rc rc = tx_run(db, submit, &t);
    return rc == RC_OK ? t.made.id : rc == RC_CONFLICT ? 0 : 1000000 + (uint64_t)rc;
}

START_TEST(fifty_submissions_of_one_candidacy_make_one)
{
    uint64_t out[50], id = 0;
    struct many m = {make_candidacy(make_account(NULL))};
    parallel(50, "movsc_web", submit_too, &m, out);
    for (int i = 0; i < 50; i++) {
        ck_assert_uint_lt(out[i], 1000000);
        ck_assert(!out[i] || !id || out[i] == id);
        id = out[i] ? out[i] : id;
    }
    ck_assert_uint_ne(id, 0);
    struct submission *list;
    size_t n;
    ck_ok(submission_list(web, arena, m.c.id, &list, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_uint_eq(root_number(arena_printf(arena,
        "SELECT COUNT(*) FROM outbox WHERE dedupe_key LIKE 'receipt:%llu:%%'",
        (unsigned long long)m.c.id).p), 1);
    struct submission seen;
    ck_ok(submission_verify(web, arena, list[0].reference, &seen));
    ck_assert(memcmp(seen.sha256, list[0].sha256, 32) == 0 && seen.candidacy == 0);
    ck_assert(str_eq(seen.at, list[0].at) && list[0].at.n == 26);
}
END_TEST

START_TEST(a_submission_and_the_audit_are_frozen)
{
    struct submit t = {.c = make_candidacy(make_account(NULL)), .identity = 77,
        .key = STR("frozen")};
    ck_ok(tx_run(web, submit, &t));
    enum { SIGNAL = 1644, DENIED = 1142 };
    const char *const changes[] = {"UPDATE submission SET verdict = 'x'",
        "DELETE FROM submission", "UPDATE audit SET action = 'x'", "DELETE FROM audit"};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_uint_eq(root_refused("movsc", changes[i]), SIGNAL);
        struct db *db = connect_as("movsc_web", "movsc", false);
        ck_assert(db_run(db, str_c(changes[i])) == RC_FAULT);
        ck_assert_uint_eq(db_last_errno(db), DENIED);
        db_close(db);
    }
    struct db *db = connect_as("movsc_web", "movsc", false);
    ck_assert(db_run(db, STR("SELECT COUNT(*) FROM audit")) == RC_FAULT);
    ck_assert_uint_eq(db_last_errno(db), DENIED);
    db_close(db);
    db = connect_as("movsc_web", "movsc", false);
    ck_assert(db_run(db, STR("CREATE TABLE x (id INT)")) == RC_FAULT);
    ck_assert_uint_eq(db_last_errno(db), DENIED);
    db_close(db);
    /* The purger too, which has no right there (yet). */
    db = connect_as("movsc_purge", "movsc", false);
    for (size_t i = 0; i < 4; i++) {
        ck_assert(db_run(db, str_c(changes[i])) == RC_FAULT);
        ck_assert_uint_eq(db_last_errno(db), DENIED);
    }
    db_close(db);
}
END_TEST

START_TEST(of_two_accounts_of_one_person_one_is_decided)
{
    struct submit first = {.c = make_candidacy(make_account(NULL)), .identity = 5,
        .key = STR("first")};
    struct submit second = {.c = make_candidacy(make_account(NULL)), .identity = 5,
        .key = STR("second")};
    ck_ok(tx_run(web, submit, &first));
    ck_ok(tx_run(web, submit, &second));
    ck_ok(candidacy_lock(web, arena, first.c.id, &first.c));
    ck_ok(candidacy_lock(web, arena, second.c.id, &second.c));
    ck_assert(!first.c.contested && second.c.contested);
    ck_assert(second.c.submissions == 1 && second.c.state == STATE_SUBMITTED);
    const char *decide = "INSERT INTO decision (candidacy_id, slot_id, decided_at) SELECT %llu,"
                         " s.id, UTC_TIMESTAMP(6) FROM identity_slot s JOIN candidacy c ON"
                         " c.identity_key = s.identity_key WHERE c.id = %llu";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    struct str one = arena_printf(arena, decide, (unsigned long long)first.c.id,
        (unsigned long long)first.c.id);
    struct str two = arena_printf(arena, decide, (unsigned long long)second.c.id,
        (unsigned long long)second.c.id);
#pragma GCC diagnostic pop
    enum { NO_PARENT = 1452, HAS_CHILD = 1451 };
    ck_assert_uint_eq(root_refused("movsc", two.p), NO_PARENT);
    root_run("movsc", one.p);
    ck_assert_uint_eq(root_refused("movsc", two.p), NO_PARENT);
    /* Nor can the place change hands once it has served. */
    ck_assert_uint_eq(root_refused("movsc",
        arena_printf(arena, "UPDATE identity_slot SET candidacy_id = %llu"
                            " WHERE candidacy_id = %llu",
            (unsigned long long)second.c.id, (unsigned long long)first.c.id).p), HAS_CHILD);
}
END_TEST

/* `t` is taken back and submitted again as another person. */
static void submit_as(struct submit *t, unsigned identity, const char *key)
{
    ck_ok(candidacy_lock(web, arena, t->c.id, &t->c));
    ck_ok(candidacy_change_state(
        web, t->c.id, STATE_SUBMITTED, t->c.version, STATE_TAKEN_BACK, noon));
    t->identity = identity;
    t->key = str_c(key);
    ck_ok(tx_run(web, submit, t));
}

static uint64_t holder_of(unsigned identity)
{
    unsigned char key[IDENTITY_KEY];
    fill_bytes(key, sizeof key, identity);
    return root_number(arena_printf(arena,
        "SELECT COALESCE(MAX(candidacy_id), 0) FROM identity_slot WHERE identity_key = UNHEX('%.*s')",
        STR_ARG(hex_encode(arena, (struct str){(char *)key, sizeof key}))).p);
}

START_TEST(a_place_that_is_left_goes_to_the_first_who_waits)
{
    struct submit t[3];
    for (int i = 0; i < 3; i++) {
        t[i] = (struct submit){.c = make_candidacy(make_account(NULL)), .identity = 61,
            .key = arena_printf(arena, "place-%d", i)};
        ck_ok(tx_run(web, submit, &t[i]));
        ck_assert_uint_eq(t[i].heir, 0);
    }
    ck_assert_uint_eq(holder_of(61), t[0].c.id);
    submit_as(&t[0], 62, "place-left");
    ck_assert_uint_eq(t[0].heir, t[1].c.id);
    ck_assert_uint_eq(holder_of(61), t[1].c.id);
    ck_assert_uint_eq(holder_of(62), t[0].c.id);
    for (int i = 0; i < 3; i++) {
        ck_ok(candidacy_lock(web, arena, t[i].c.id, &t[i].c));
        ck_assert(t[i].c.contested == (i == 2));
    }
    /* Who gave up does not wait any more; where nobody does, the place is free. */
    ck_ok(candidacy_change_state(
        web, t[2].c.id, STATE_SUBMITTED, t[2].c.version, STATE_WITHDRAWN, noon));
    submit_as(&t[1], 63, "place-left-too");
    ck_assert_uint_eq(t[1].heir, 0);
    ck_assert_uint_eq(holder_of(61), 0);
}
END_TEST

static bool open_at(struct instant when)
{
    struct gate gate;
    struct db *db = connect_as("movsc_web", "movsc", true);
    ck_assert(db_request(db, STR(""), when) == RC_OK);
    ck_assert(submission_gate(db, arena, open_intake()->id, &gate) == RC_OK);
    ck_assert_int_eq(gate.now.s, when.s);
    db_close(db);
    return gate.open;
}

START_TEST(the_databases_clock_judges_the_deadline)
{
    const struct intake *i = open_intake();
    ck_assert(open_at(i->opens_at) && open_at(i->closes_at));
    ck_assert(!open_at((struct instant){i->opens_at.s - 1}));
    ck_assert(!open_at((struct instant){i->closes_at.s + 1}));
}
END_TEST

START_TEST(a_large_snapshot_is_read_whole)
{
    struct candidacy c = make_candidacy(make_account(NULL));
    size_t n = 3 * 1024 * 1024;
    char *big = arena_alloc(arena, n + 1);
    memset(big, 'x', n);
    big[0] = big[n - 1] = '"';
    struct submission s = {.candidacy = c.id, .sequence = 1, .reference = STR("MOVSC-BIGX-BIGX"),
        .snapshot = {big, n}, .at = STR("2026-11-23 12:00:00.000001"), .rule_version = STR("1"),
        .verdict = STR("met"), .idempotency_key = STR("big")};
    ck_ok(submission_insert(web, &s));
    struct submission back;
    ck_ok(submission_latest(web, arena, c.id, &back));
    ck_assert(str_eq(back.snapshot, s.snapshot) && str_eq(back.at, s.at));
}
END_TEST

int main(void)
{
    const suite_test tests[] = {fifty_submissions_of_one_candidacy_make_one,
        a_submission_and_the_audit_are_frozen, of_two_accounts_of_one_person_one_is_decided,
        a_place_that_is_left_goes_to_the_first_who_waits,
        the_databases_clock_judges_the_deadline, a_large_snapshot_is_read_whole};
    return store_suite("submit", tests, sizeof tests / sizeof *tests);
}
