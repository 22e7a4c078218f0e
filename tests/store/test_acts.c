/* What must happen once, or never: challenges, counters, mails. */
#include "harness.h"

#include "store/audit.h"
#include "store/challenge.h"
#include "store/outbox.h"
#include "store/session.h"
#include "store/stash.h"
#include "store/throttle.h"

/* ---- challenges, counters, sessions, stash ---- */

static struct challenge new_challenge(unsigned seed)
{
    struct challenge c = {.purpose = CHALLENGE_LOGIN, .email = STR("a@exemple.fr"),
        .expires = {noon.s + 600}};
    fill_bytes(c.device, sizeof c.device, seed);
    ck_ok(challenge_create(web, arena, &c, noon));
    return c;
}

/* Each at a second of its own: a second UPDATE with the same values would count as no change. */
static uint64_t consume(struct db *db, struct arena *a, unsigned index, const void *arg)
{
    const struct challenge *c = arg;
    (void)a;
    return challenge_consume(db, c->id, c->device, (struct instant){noon.s + index}) == RC_OK;
}

static uint64_t attempt(struct db *db, struct arena *a, unsigned index, const void *arg)
{
    (void)a;
    (void)index;
    return challenge_attempt(db, ((const struct challenge *)arg)->id, noon) == RC_OK;
}

static uint64_t sum(const uint64_t *v, size_t n)
{
    uint64_t total = 0;
    for (size_t i = 0; i < n; i++)
        total += v[i];
    return total;
}

START_TEST(a_challenge_serves_once_and_counts_its_tries)
{
    uint64_t out[20];
    struct challenge old = new_challenge(1), c = new_challenge(1), other = new_challenge(2), back;
    ck_ok(challenge_find(web, arena, old.public_id, &back));
    ck_assert(challenge_state(&back, noon) == CHALLENGE_SUPERSEDED);
    ck_ok(challenge_find(web, arena, other.public_id, &back));
    ck_assert(challenge_state(&back, noon) == CHALLENGE_OPEN);
    ck_assert(challenge_state(&back, back.expires) == CHALLENGE_EXPIRED);
    ck_ok(challenge_find_by_device(web, arena, c.device, CHALLENGE_LOGIN, &back));
    ck_assert_uint_eq(back.id, c.id);
    ck_rc(challenge_consume(web, c.id, other.device, noon), RC_CONFLICT);
    ck_rc(challenge_consume(web, c.id, c.device, c.expires), RC_CONFLICT);
    parallel(20, "movsc_web", consume, &c, out);
    ck_assert_uint_eq(sum(out, 20), 1);
    parallel(20, "movsc_web", attempt, &other, out);
    ck_assert_uint_eq(sum(out, 20), CHALLENGE_ATTEMPTS);
    ck_ok(challenge_find(web, arena, other.public_id, &back));
    ck_assert(challenge_state(&back, noon) == CHALLENGE_EXHAUSTED);
}
END_TEST

static const struct throttle_rule twenty = {.most = 20, .seconds = 3600},
                                  five = {.most = 5, .seconds = 3600, .late = 600};

static uint64_t hit(struct db *db, struct arena *a, unsigned index, const void *arg)
{
    int64_t wait = 0;
    (void)a;
    (void)index;
    return throttle_hit(db, arg, &twenty, noon, &wait) == RC_OK && wait == 0;
}

static int64_t wait_of(const unsigned char *bucket, const struct throttle_rule *rule, int64_t at)
{
    int64_t wait = -1;
    ck_ok(throttle_hit(web, bucket, rule, (struct instant){noon.s + at}, &wait));
    return wait;
}

/* Twenty at once, whoever is quicker; then each waits longer than the one before; a new hour begins
 * at nothing. */
START_TEST(acts_beyond_the_free_ones_wait)
{
    unsigned char bucket[THROTTLE_BUCKET] = "acts_are_counted";
    uint64_t out[30], gone;
    parallel(30, "movsc_web", hit, bucket, out);
    ck_assert_uint_eq(sum(out, 30), 20);
    ck_assert_int_eq(wait_of(bucket, &twenty, 1), 59);
    ck_assert_int_eq(wait_of(bucket, &twenty, 59), 1);
    ck_assert_int_eq(wait_of(bucket, &twenty, 60), 0);
    ck_assert_int_eq(wait_of(bucket, &twenty, 61), 119);
    ck_assert_int_eq(wait_of(bucket, &twenty, 180), 0);
    ck_assert_int_eq(wait_of(bucket, &twenty, 180), 240);
    ck_assert_int_eq(wait_of(bucket, &twenty, 3600), 0);
    /* given back: what was taken in vain is free again */
    unsigned char other[THROTTLE_BUCKET] = "acts_given_back!";
    for (int i = 0; i < 20; i++)
        ck_assert_int_eq(wait_of(other, &twenty, 0), 0);
    ck_assert_int_eq(wait_of(other, &twenty, 0), 60);
    ck_ok(throttle_back(web, other, &twenty, noon));
    ck_assert_int_eq(wait_of(other, &twenty, 0), 0);
    ck_assert_int_eq(wait_of(other, &twenty, 0), 60);
    ck_ok(throttle_purge(jobs, (struct instant){noon.s + 7201}, 10, &gone));
    ck_assert_uint_eq(gone, 3);
}
END_TEST

/* A mail is taken and leaves later; the wait grows until it is too long to be taken. */
START_TEST(mails_beyond_the_free_ones_leave_later)
{
    static const int64_t waits[] = {0, 0, 0, 0, 0, 60, 180, 420, 900, 900, 900};
    unsigned char bucket[THROTTLE_BUCKET] = "mails_leave_late";
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++)
        ck_assert_int_eq(wait_of(bucket, &five, 0), waits[i]);
    ck_assert_int_eq(wait_of(bucket, &five, 299), 601); /* 600 s late at most are taken … */
    ck_assert_int_eq(wait_of(bucket, &five, 300), 600);
    ck_assert_int_eq(wait_of(bucket, &five, 300), 600 + 960); /* … and this was one */
}
END_TEST

static uint64_t pace(struct db *db, struct arena *a, unsigned index, const void *arg)
{
    int64_t wait = 0;
    (void)a;
    (void)index;
    return throttle_pace(db, arg, &twenty, noon, &wait) == RC_OK ? (uint64_t)wait : 100000;
}

/* Twenty at once, then one each three minutes, each in its turn, none refused. */
START_TEST(a_shared_pace_refuses_nobody)
{
    unsigned char bucket[THROTTLE_BUCKET] = "a_shared_pace...";
    uint64_t out[30];
    int64_t wait;
    parallel(30, "movsc_web", pace, bucket, out);
    ck_assert_uint_eq(sum(out, 30), 180 * (10 * 11 / 2));
    ck_ok(throttle_paced(web, arena, bucket, &twenty, noon, &wait));
    ck_assert_int_eq(wait, 1800);
    ck_ok(throttle_pace_back(web, bucket, &twenty));
    ck_ok(throttle_paced(web, arena, bucket, &twenty, noon, &wait));
    ck_assert_int_eq(wait, 1620);
    ck_ok(throttle_paced(web, arena, bucket, &twenty, (struct instant){noon.s + 1620}, &wait));
    ck_assert_int_eq(wait, 0);
    ck_ok(throttle_pace(web, bucket, &twenty, (struct instant){noon.s + 1620}, &wait));
    ck_assert_int_eq(wait, 180);
    ck_ok(throttle_pace(web, bucket, &twenty, (struct instant){noon.s + 90000}, &wait));
    ck_assert_int_eq(wait, 0);
}
END_TEST

START_TEST(a_session_ends_idle_absolute_or_when_told)
{
    struct session_new made = {.idle_seconds = 3600, .absolute_seconds = 7200, .day = true};
    struct session s;
    fill_bytes(made.token_hash, sizeof made.token_hash, 91);
    fill_bytes(made.device, sizeof made.device, 92);
    made.account = make_account(NULL);
    uint64_t id;
    ck_ok(session_insert(web, &made, noon, &id));
    ck_ok(session_find(web, arena, made.token_hash, noon, &s));
    ck_assert(s.id == id && s.account == made.account && s.day && s.email.n && s.revision);
    ck_assert(memcmp(s.device, made.device, sizeof s.device) == 0);
    ck_assert(!session_wants_touch(&s, (struct instant){noon.s + 59}));
    ck_assert(session_wants_touch(&s, (struct instant){noon.s + 60}));
    struct instant later = {noon.s + 3599}, idle = {noon.s + 3600}, end = {noon.s + 7200};
    ck_ok(session_touch(web, id, later));
    ck_ok(session_find(web, arena, made.token_hash, idle, &s));
    ck_assert(s.id == id && s.idle_end.s == noon.s + 7199);
    ck_ok(session_find(web, arena, made.token_hash, end, &s));
    ck_assert(s.id == 0 && s.revision);
    uint64_t other = make_session(made.account), gone;
    ck_ok(session_end_others(web, made.account, id, noon));
    ck_assert_uint_eq(root_number(arena_printf(arena,
        "SELECT COUNT(*) FROM session WHERE id IN (%llu, %llu) AND ended_at IS NULL",
        (unsigned long long)id, (unsigned long long)other).p), 1);
    ck_ok(session_end(web, id, noon));
    ck_ok(session_find(web, arena, made.token_hash, noon, &s));
    ck_assert_uint_eq(s.id, 0);
    ck_ok(session_purge(jobs, (struct instant){noon.s + 86400}, 100, &gone));
    ck_assert_uint_ge(gone, 2);
}
END_TEST

START_TEST(the_trail_of_an_object_is_its_own)
{
    static const struct {
        const char *object;
        uint64_t id;
        const char *action;
    } rows[] = {{"candidacy", 70001, "test.mine"}, {"candidacy", 70002, "test.other"},
        {"quote", 70001, "test.kind"}, {"candidacy", 70001, "test.again"}};
    struct audit_line *lines;
    size_t n;
    struct db *staff = connect_as("movsc_staff", "movsc", false);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_ok(audit_add(staff, &(struct audit){.actor = "job", .action = rows[i].action,
                                   .object = rows[i].object, .object_id = rows[i].id}));
    ck_ok(audit_of_object(staff, arena, "candidacy", 70001, &lines, &n));
    ck_assert_uint_eq(n, 2); /* the last one first */
    ck_assert_str_is(lines[0].action, "test.again");
    ck_assert_str_is(lines[1].action, "test.mine");
    ck_ok(audit_of_object(staff, arena, "quote", 70001, &lines, &n));
    ck_assert_uint_eq(n, 1);
    ck_ok(audit_of_object(staff, arena, "candidacy", 70003, &lines, &n));
    ck_assert_uint_eq(n, 0);
    db_close(staff);
}
END_TEST

START_TEST(a_lost_post_is_kept_for_its_browser)
{
    unsigned char mine[STASH_DEVICE], theirs[STASH_DEVICE];
    struct stash s;
    fill_bytes(mine, sizeof mine, 11);
    fill_bytes(theirs, sizeof theirs, 12);
    ck_ok(stash_put(web, mine, STR("/a"), STR("one"), noon));
    ck_ok(stash_put(web, mine, STR("/a"), STR("two"), noon));
    ck_ok(stash_find(web, arena, mine, STR("/a"), noon, &s));
    ck_assert_str_is(s.sealed, "two");
    ck_rc(stash_find(web, arena, theirs, STR("/a"), noon, &s), RC_NOT_FOUND);
    ck_rc(stash_latest(web, arena, mine, (struct instant){noon.s + 3600}, &s), RC_NOT_FOUND);
    for (int i = 1; i < STASH_PER_DEVICE; i++)
        ck_ok(stash_put(web, mine, arena_printf(arena, "/%d", i), STR("x"), noon));
    ck_rc(stash_put(web, mine, STR("/more"), STR("x"), noon), RC_TOO_LARGE);
    ck_ok(stash_put(web, mine, STR("/a"), STR("three"), noon));
    ck_ok(stash_find(web, arena, mine, STR("/a"), noon, &s));
    ck_assert_str_is(s.sealed, "three");
    /* What is kept to be read again has a room of its own, where the oldest goes. */
    for (int i = 0; i <= STASH_PER_DEVICE; i++) {
        ck_ok(stash_keep(web, mine, arena_printf(arena, "/f?cle=%d", i), STR("x"), noon));
        ck_ok(stash_latest(web, arena, mine, noon, &s));
        ck_assert_msg(!memchr(s.path.p, '?', s.path.n), "%.*s", STR_ARG(s.path));
    }
    ck_rc(stash_find(web, arena, mine, STR("/f?cle=0"), noon, &s), RC_NOT_FOUND);
    for (int i = 1; i <= STASH_PER_DEVICE; i++)
        ck_ok(stash_find(web, arena, mine, arena_printf(arena, "/f?cle=%d", i), noon, &s));
    ck_rc(stash_put(web, mine, STR("/more"), STR("x"), noon), RC_TOO_LARGE);
    ck_ok(stash_find(web, arena, mine, STR("/a"), noon, &s));
    ck_ok(stash_delete(web, theirs, s.id));
    ck_ok(stash_find(web, arena, mine, STR("/a"), noon, &s));
    ck_ok(stash_delete(web, mine, s.id));
    ck_rc(stash_find(web, arena, mine, STR("/a"), noon, &s), RC_NOT_FOUND);
}
END_TEST

/* ---- outbox ---- */

enum { MAILS = 200 };

static uint64_t claim_all(struct db *db, struct arena *a, unsigned index, const void *arg)
{
    struct str owner = arena_printf(a, "worker-%u", index);
    uint64_t mine = 0;
    (void)arg;
    for (;;) {
        struct outbox_mail *v;
        size_t n;
        if (outbox_claim(db, a, owner, 60, 7, noon, &v, &n) != RC_OK)
            return 10000;
        if (n == 0)
            return mine;
        for (size_t i = 0; i < n; i++, mine++)
            if (outbox_sent(db, v[i].id, owner, noon) != RC_OK)
                return 10000; /* somebody else had it too */
    }
}

static void put_mail(const char *key, struct instant expires, struct str sealed)
{
    const struct outbox_new m = {.dedupe_key = str_c(key), .kind = "test",
        .recipient = STR("a@exemple.fr"), .params = STR("{}"), .sealed = sealed,
        .expires = expires};
    ck_ok(outbox_put(web, arena, &m, noon));
}

START_TEST(four_workers_never_claim_one_mail_twice)
{
    uint64_t out[4];
    root_run("movsc", "DELETE FROM outbox");
    for (int i = 0; i < MAILS; i++)
        put_mail(arena_printf(arena, "claim:%d", i).p, (struct instant){noon.s + 900}, STR("s"));
    put_mail("claim:0", (struct instant){noon.s + 900}, STR("")); /* said once already */
    parallel(4, "movsc_jobs", claim_all, NULL, out);
    ck_assert_uint_eq(sum(out, 4), MAILS);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE state = 'sent'"
                                  " AND attempts = 1 AND sealed IS NULL"), MAILS);
}
END_TEST

/* /eligibilite says so to whoever gives an address: it goes with the mail, whatever became of it. */
START_TEST(a_passer_by_is_forgotten_with_the_mail)
{
    static const char *const kinds[] = {"eligibility_self", "employer_info", "receipt"};
    struct outbox_mail *v;
    size_t n;
    root_run("movsc", "DELETE FROM outbox");
    for (int i = 0; i < 9; i++) {
        const struct outbox_new m = {.dedupe_key = arena_printf(arena, "passer-by:%d", i),
            .kind = kinds[i % 3], .recipient = STR("a@exemple.fr"),
            .params = STR("{\"title\":\"x\"}"), .expires = {noon.s + (i < 3 ? 60 : 900)}};
        ck_ok(outbox_put(web, arena, &m, noon));
    }
    ck_ok(outbox_sweep(jobs, (struct instant){noon.s + 61}));
    ck_ok(outbox_claim(jobs, arena, STR("w"), 60, 10, noon, &v, &n));
    ck_assert_uint_eq(n, 6);
    for (size_t i = 0; i < n; i++)
        ck_ok(i < 3 ? outbox_sent(jobs, v[i].id, STR("w"), noon)
                    : outbox_failed(jobs, v[i].id, STR("w"), STR("550 inconnu"), STR(OUTBOX_ADDRESS)));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE recipient = '' AND params = '{}'"
                                  " AND kind <> 'receipt'"), 6);
    ck_assert_uint_eq(root_number("SELECT COUNT(DISTINCT state) FROM outbox"
                                  " WHERE kind = 'receipt' AND recipient = 'a@exemple.fr'"), 3);
}
END_TEST

START_TEST(a_mail_knows_whose_file_it_belongs_to)
{
    const struct outbox_new m = {.dedupe_key = STR("tied:1"), .kind = "test",
        .recipient = STR("a@exemple.fr"), .params = STR("{}"), .expires = {noon.s + 60},
        .object_kind = OUTBOX_CANDIDACY, .object_id = 42};
    root_run("movsc", "DELETE FROM outbox");
    ck_ok(outbox_put(web, arena, &m, noon));
    put_mail("tied:2", (struct instant){noon.s + 60}, STR(""));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE dedupe_key = 'tied:1'"
                                  " AND object_kind = 'candidacy' AND object_id = 42"), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE dedupe_key = 'tied:2'"
                                  " AND object_kind = '' AND object_id = 0"), 1);
}
END_TEST

START_TEST(a_lease_that_ran_out_goes_back_and_old_mails_expire)
{
    struct outbox_mail *v;
    struct outbox_counts counts;
    size_t n;
    struct instant late = {noon.s + 61}, next = {noon.s + 300};
    root_run("movsc", "DELETE FROM outbox");
    put_mail("lease:1", (struct instant){noon.s + 900}, STR("s"));
    ck_ok(outbox_claim(jobs, arena, STR("dead"), 60, 10, noon, &v, &n));
    ck_assert(n == 1 && v[0].attempts == 1 && v[0].message_id.n >= 16);
    uint64_t id = v[0].id;
    struct str message_id = v[0].message_id;
    ck_ok(outbox_claim(jobs, arena, STR("other"), 60, 10, noon, &v, &n));
    ck_assert_uint_eq(n, 0);
    ck_ok(outbox_sweep(jobs, late));
    ck_ok(outbox_claim(jobs, arena, STR("other"), 60, 10, late, &v, &n));
    ck_assert(n == 1 && v[0].attempts == 2 && str_eq(v[0].message_id, message_id));
    ck_rc(outbox_sent(jobs, id, STR("dead"), late), RC_CONFLICT);
    ck_ok(outbox_extend(jobs, arena, id, STR("other"), next));
    ck_ok(outbox_retry(jobs, id, STR("other"), next, STR("451 plus tard"), late));
    ck_ok(outbox_claim(jobs, arena, STR("other"), 60, 10, late, &v, &n));
    ck_assert_uint_eq(n, 0);
    ck_ok(outbox_count(jobs, arena, &counts));
    ck_assert(counts.queued == 1 && counts.oldest.s == noon.s);
    ck_ok(outbox_sweep(jobs, (struct instant){noon.s + 900}));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE state = 'expired'"
                                  " AND sealed IS NULL"), 1);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {a_challenge_serves_once_and_counts_its_tries,
        acts_beyond_the_free_ones_wait,
        mails_beyond_the_free_ones_leave_later, a_shared_pace_refuses_nobody,
        a_session_ends_idle_absolute_or_when_told, a_lost_post_is_kept_for_its_browser,
        the_trail_of_an_object_is_its_own,
        four_workers_never_claim_one_mail_twice, a_passer_by_is_forgotten_with_the_mail,
        a_mail_knows_whose_file_it_belongs_to,
        a_lease_that_ran_out_goes_back_and_old_mails_expire};
    return store_suite("acts", tests, sizeof tests / sizeof *tests);
}
