/* Mails that come back, and what becomes of the address they came back from. */
#include "harness.h"

#include "domain/mails.h"
#include "job/job.h"
#include "store/account.h"
#include "store/address.h"
#include "store/notice.h"
#include "store/outbox_file.h"
#include "store/session.h"
#include "store/tx.h"
#include "sys/config.h"

static uint64_t serial;

static uint64_t sent_mail(struct str to, const char *kind, struct instant at)
{
    struct outbox_mail *v;
    size_t n;
    const struct outbox_new m = {
        .dedupe_key = arena_printf(arena, "back:%llu", (unsigned long long)++serial),
        .kind = kind, .recipient = to, .params = STR("{}"), .expires = {at.s + 900},
        .object_kind = OUTBOX_CANDIDACY, .object_id = serial};
    ck_ok(outbox_put(web, arena, &m, at));
    ck_ok(outbox_claim(jobs, arena, STR("w"), 60, 1, at, &v, &n));
    ck_assert_uint_eq(n, 1);
    ck_ok(outbox_sent(jobs, v[0].id, STR("w"), at));
    return v[0].id;
}

struct telling {
    struct bounce_note note;
    struct instant now;
};

static enum rc tell(struct db *db, void *arg)
{
    struct telling *t = arg;
    return address_bounced(db, arena, &t->note, t->now);
}

static enum rc bounced(uint64_t id, bool failed, bool hard, struct instant now)
{
    struct telling t = {{id, failed, hard, STR("5.1.1 inconnu")}, now};
    return tx_run(jobs, tell, &t);
}

static struct address address_of(struct str email)
{
    struct address s;
    ck_ok(address_find(web, arena, email, &s));
    return s;
}

static struct str state_of(uint64_t account)
{
    struct account found;
    ck_ok(account_find(web, arena, account, &found));
    return found.address_state;
}

START_TEST(two_that_came_back_stop_an_address_until_it_is_proved)
{
    struct str email;
    uint64_t account = make_account(&email);
    struct account proved;
    root_run("movsc", "DELETE FROM outbox");
    ck_assert(!address_to_check(&(struct address){0}) && address_of(email).hard == 0);
    uint64_t first = sent_mail(email, "receipt", noon);
    ck_ok(bounced(first, true, true, noon));
    ck_assert_uint_eq(address_of(email).hard, 1);
    ck_assert_str_is(state_of(account), "to_check");
    /* the same report read again, after a crash, or another about the same mail */
    ck_rc(bounced(first, true, true, noon), RC_CONFLICT);
    ck_assert_uint_eq(address_of(email).hard, 1);
    ck_ok(bounced(sent_mail(email, "receipt", noon), true, true, noon));
    struct address s = address_of(email);
    ck_assert(address_stopped(&s) && s.last.s == noon.s);
    ck_assert_str_is(s.why, "5.1.1 inconnu");
    ck_assert_str_is(state_of(account), "dead");
    ck_ok(account_ensure(web, arena, email, (struct instant){noon.s + 60}, &proved));
    ck_assert_str_is(proved.address_state, "proved");
    ck_assert_str_is(state_of(account), "proved");
    s = address_of(email);
    ck_assert(s.hard == 0 && s.corrected.s == noon.s + 60);
}
END_TEST

/* What is known of an address and what the account says of it may part: each is put right alone. */
START_TEST(proving_an_address_corrects_whatever_doubted_it)
{
    struct str email;
    uint64_t account = make_account(&email);
    struct account proved;
    root_run("movsc", arena_printf(arena, "UPDATE account SET address_state = 'dead' WHERE id = %llu",
        (unsigned long long)account).p); /* and its row was forgotten a year later */
    ck_ok(account_ensure(web, arena, email, noon, &proved));
    ck_assert_str_is(state_of(account), "proved");
    /* mails came back to somebody who had no account yet */
    root_run("movsc", arena_printf(arena, "INSERT INTO address_state (email, hard_bounces, last_at)"
        " VALUES ('%s', 2, '2026-11-01')", email.p).p);
    ck_ok(account_ensure(web, arena, email, noon, &proved));
    ck_assert_uint_eq(address_of(email).hard, 0);
}
END_TEST

START_TEST(a_delay_or_a_full_mailbox_does_not_condemn_an_address)
{
    struct str email;
    struct outbox_line *lines;
    size_t n;
    uint64_t account = make_account(&email);
    root_run("movsc", "DELETE FROM outbox");
    uint64_t late = sent_mail(email, "receipt", noon);
    ck_ok(bounced(late, false, false, noon));
    ck_ok(outbox_of_object(jobs, arena, OUTBOX_CANDIDACY, serial, &lines, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(mail_fate(lines[0].state, lines[0].bounced.s, lines[0].bounce_why), MAIL_LATE);
    ck_ok(bounced(late, true, false, noon)); /* then given up */
    ck_ok(outbox_of_object(jobs, arena, OUTBOX_CANDIDACY, serial, &lines, &n));
    ck_assert_int_eq(mail_fate(lines[0].state, lines[0].bounced.s, lines[0].bounce_why), MAIL_BACK);
    ck_assert_int_eq(lines[0].bounced.s, noon.s);
    ck_assert_str_is(lines[0].recipient, email.p);
    ck_assert_uint_eq(address_of(email).hard, 0);
    ck_assert_str_is(state_of(account), "proved");
    ck_rc(bounced(late + 1000, true, true, noon), RC_NOT_FOUND);
}
END_TEST

static void queued(const char *key, struct instant at, int64_t lives)
{
    const struct outbox_new m = {.dedupe_key = str_c(key), .kind = "receipt",
        .recipient = STR("a@exemple.fr"), .params = STR("{}"), .expires = {at.s + lives}};
    ck_ok(outbox_put(web, arena, &m, at));
}

/* Somebody waits for it, before a screen; the reminders of a whole morning were queued before. */
START_TEST(a_code_never_queues_behind_what_may_wait)
{
    struct outbox_mail *v;
    size_t n;
    root_run("movsc", "DELETE FROM outbox");
    queued("rappel:1", noon, 30 * 86400);
    queued("rappel:2", (struct instant){noon.s + 1}, 30 * 86400);
    queued("adresse", (struct instant){noon.s + 2}, 86400);
    queued("code", (struct instant){noon.s + 3}, 600);
    ck_ok(outbox_claim(jobs, arena, STR("w"), 60, 4, (struct instant){noon.s + 4}, &v, &n));
    ck_assert_uint_eq(n, 4);
    const int64_t lives[] = {600, 86400, 30 * 86400, 30 * 86400};
    for (size_t i = 0; i < n; i++)
        ck_assert_int_eq(v[i].expires.s - v[i].created.s, lives[i]);
    ck_assert(v[2].created.s < v[3].created.s);
    root_run("movsc", "DELETE FROM outbox");
}
END_TEST

/* What was on its way when the address was proved says nothing against it. */
START_TEST(what_was_sent_before_a_correction_does_not_count)
{
    struct str email;
    make_account(&email);
    root_run("movsc", "DELETE FROM outbox");
    uint64_t first = sent_mail(email, "receipt", noon), second = sent_mail(email, "receipt", noon);
    struct instant later = {noon.s + 60}, after = {noon.s + 120};
    ck_ok(bounced(first, true, true, noon));
    ck_ok(address_correct(web, email, later));
    ck_ok(bounced(second, true, true, after));
    ck_assert_uint_eq(address_of(email).hard, 0);
    ck_ok(bounced(sent_mail(email, "receipt", after), true, true, after));
    ck_assert_uint_eq(address_of(email).hard, 1);
}
END_TEST

START_TEST(whoever_is_signed_in_is_told_without_another_statement)
{
    struct str email;
    struct session s;
    unsigned char hash[SESSION_HASH];
    uint64_t account = make_account(&email);
    const struct session_new fresh = {.account = account, .idle_seconds = 3600,
        .absolute_seconds = 3600};
    struct session_new row = fresh;
    uint64_t id;
    root_run("movsc", "DELETE FROM outbox");
    fill_bytes(row.token_hash, sizeof row.token_hash, 77);
    fill_bytes(row.device, sizeof row.device, 78);
    memcpy(hash, row.token_hash, sizeof hash);
    ck_ok(session_insert(web, &row, noon, &id));
    ck_ok(session_find(web, arena, hash, noon, &s));
    ck_assert(s.account == account && !s.address_to_check);
    ck_ok(bounced(sent_mail(email, "receipt", noon), true, true, noon));
    ck_ok(session_find(web, arena, hash, noon, &s));
    ck_assert(s.address_to_check);
}
END_TEST

/* A passer-by's address went with the mail: what comes back marks the mail and names nobody. */
START_TEST(a_passer_by_leaves_no_trace_here_either)
{
    root_run("movsc", "DELETE FROM outbox");
    uint64_t before = root_number("SELECT COUNT(*) FROM address_state");
    ck_ok(bounced(sent_mail(STR("passant@exemple.fr"), "employer_info", noon), true, true, noon));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM address_state"), before);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE bounced_at IS NOT NULL"), 1);
}
END_TEST

START_TEST(old_addresses_are_forgotten)
{
    uint64_t gone;
    root_run("movsc", "DELETE FROM address_state");
    root_run("movsc", "INSERT INTO address_state (email, hard_bounces, last_at) VALUES"
                      " ('a@exemple.fr', 2, '2024-01-01'), ('b@exemple.fr', 1, '2026-11-01')");
    ck_ok(address_purge(jobs, (struct instant){noon.s - 365 * 86400}, 10, &gone));
    ck_assert_uint_eq(gone, 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM address_state"), 1);
}
END_TEST

/* ---- what the desk must not miss */

static void make_request(const char *id, const char *rest)
{
    root_run("movsc", arena_printf(arena,
        "INSERT INTO quote_request SET public_id = '%s', reference = '%s', kind = 'quote',"
        " payer = 'employer', programme_id = 1, email = 'a@exemple.fr', idempotency_key = '%s', %s",
        id, id, id, rest).p);
}

static void make_staff(const char *name, const char *notice, const char *role)
{
    root_run("movsc", arena_printf(arena,
        "INSERT INTO staff SET public_id = '%s', email = '%s@cestes.example', name = '%s', state ="
        " 'active', password = 'x', totp_at = '2026-01-01', notice = '%s', created_at = '2026-01-01'",
        name, name, name, notice).p);
    root_run("movsc", arena_printf(arena, "INSERT INTO staff_role SELECT id, '%s', '2026-01-01' FROM"
        " staff WHERE public_id = '%s'", role, name).p);
}

static void forget_desk(void)
{
    root_run("movsc", "DELETE FROM quote_request");
    root_run("movsc", "DELETE FROM candidacy_entry");
    root_run("movsc", "DELETE FROM staff_role");
    root_run("movsc", "DELETE FROM staff");
}

struct taken {
    struct notice_request r[NOTICE_ROWS_MAX];
    size_t n;
};

/* Each process takes whatever it can of the same list. */
static uint64_t take_all(struct db *db, struct arena *a, unsigned index, const void *arg)
{
    const struct taken *t = arg;
    uint64_t mine = 0;
    (void)a;
    (void)index;
    for (size_t i = 0; i < t->n; i++) {
        mine += notice_new_take(db, t->r[i].id, noon) == RC_OK;
        mine += notice_raise_take(db, t->r[i].id, noon) == RC_OK;
        mine += notice_ending_take(db, &t->r[i], noon) == RC_OK;
    }
    return mine;
}

START_TEST(two_jobs_never_take_one_notice_twice)
{
    struct notice_request *v;
    struct taken t = {.n = 0};
    uint64_t out[4], sum = 0;
    forget_desk();
    for (int i = 0; i < 30; i++)
        make_request(arena_printf(arena, "n%d", i).p, "state = 'sent', created_at = '2026-11-20',"
            " waiting_since = '2026-11-20', valid_until = '2026-11-25', last_number = 'D-1'");
    ck_ok(notice_new_due(jobs, arena, &v, &t.n));
    ck_assert_uint_eq(t.n, 30);
    memcpy(t.r, v, t.n * sizeof *v);
    parallel(4, "movsc_jobs", take_all, &t, out);
    for (int i = 0; i < 4; i++)
        sum += out[i];
    ck_assert_uint_eq(sum, 90); /* each of the three kinds once a request */
    ck_ok(notice_new_due(jobs, arena, &v, &t.n));
    ck_assert_uint_eq(t.n, 0);
}
END_TEST

START_TEST(what_is_due_and_what_is_not)
{
    struct notice_request *v;
    struct notice_counts c;
    size_t n;
    const struct day today = {2026, 11, 23};
    forget_desk();
    make_request("late", "state = 'waiting', created_at = '2026-11-18', waiting_since ="
                         " '2026-11-19 12:00:00', noticed_at = '2026-11-18'");
    make_request("soon", "state = 'new', created_at = '2026-11-22', waiting_since ="
                         " '2026-11-22 12:00:00'");
    make_request("over", "state = 'closed', created_at = '2026-10-18'");
    /* called off, and the person writes again: somebody has to read that */
    make_request("back", "state = 'cancelled', created_at = '2026-10-18', waiting_since = '2026-10-19'");
    make_request("ends", "state = 'sent', created_at = '2026-08-30', valid_until = '2026-11-30',"
                         " last_number = 'D-2026-000001'");
    make_request("last", "state = 'sent', created_at = '2026-08-23', valid_until = '2026-11-23'");
    make_request("gone", "state = 'sent', created_at = '2026-08-22', valid_until = '2026-11-22'");
    make_request("far", "state = 'sent', created_at = '2026-09-01', valid_until = '2026-12-01'");
    make_request("yes", "state = 'accepted', created_at = '2026-09-01', valid_until = '2026-11-25'");
    ck_ok(notice_raise_due(jobs, arena, (struct instant){noon.s - 4 * 86400}, &v, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_str_is(v[0].public_id, "back");
    ck_assert_str_is(v[1].public_id, "late");
    ck_ok(notice_raise_take(jobs, v[0].id, noon));
    ck_ok(notice_raise_take(jobs, v[1].id, noon));
    ck_ok(notice_raise_due(jobs, arena, noon, &v, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_str_is(v[0].public_id, "soon");
    ck_ok(notice_ending_due(jobs, arena, today, day_add(today, 7), &v, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_str_is(v[0].public_id, "last");
    ck_assert_str_is(v[1].number, "D-2026-000001");
    /* answered, or another version issued, between the look and the act */
    root_run("movsc", "UPDATE quote_request SET state = 'accepted' WHERE public_id = 'last'");
    root_run("movsc", "UPDATE quote_request SET valid_until = '2027-02-01' WHERE public_id = 'ends'");
    ck_rc(notice_ending_take(jobs, &v[0], noon), RC_CONFLICT);
    ck_rc(notice_ending_take(jobs, &v[1], noon), RC_CONFLICT);
    ck_ok(notice_count(jobs, arena, today, &c));
    ck_assert(c.fresh == 1 && c.waiting == 3 && c.ending == 0 && c.ended == 1);
    ck_ok(notice_since(jobs, arena, (struct instant){noon.s - 2 * 86400}, &v, &n));
    ck_assert_uint_eq(n, 1);
}
END_TEST

/* One of the team enters a call: the others are told how it came, and that person is not. */
START_TEST(whoever_typed_a_request_in_is_not_told_of_it)
{
    struct config config = {.site.base_url = "https://portail.example"};
    bool more = false;
    struct jobs j = {.a = arena, .db = jobs, .config = &config, .now = noon};
    forget_desk();
    root_run("movsc", "DELETE FROM outbox");
    make_staff("anna", "at_once", "quotes");
    make_staff("bruno", "at_once", "admin");
    make_request("call", "origin = 'phone', received_on = '2026-11-20', created_at = '2026-11-23',"
                         " entered_by = (SELECT id FROM staff WHERE name = 'anna')");
    ck_ok(job_desk(&j, &more));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox"), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE recipient = 'bruno@cestes.example'"
                                  " AND kind = 'desk_new' AND JSON_VALUE(params, '$.entered') ="
                                  " 'par téléphone' AND JSON_VALUE(params, '$.received') ="
                                  " UNIX_TIMESTAMP('2026-11-20 08:00:00')"), 1);
    forget_desk();
}
END_TEST

START_TEST(people_choose_how_they_are_told)
{
    struct notice_person *v;
    size_t n;
    const struct day today = {2026, 11, 23};
    forget_desk();
    make_staff("anna", "at_once", "quotes");
    make_staff("bruno", "daily", "quotes");
    make_staff("carla", "none", "quotes");
    make_staff("david", "at_once", "reviewer");
    make_staff("elise", "at_once", "quotes");
    make_staff("fanny", "at_once", "admin"); /* follows requests too: their choice has its effect */
    root_run("movsc", "INSERT INTO staff_role (staff_id, role, given_at) SELECT id, 'admin', '2026-01-01'"
                      " FROM staff WHERE name = 'anna'"); /* both roles: told once */
    root_run("movsc", "UPDATE staff SET state = 'disabled' WHERE name = 'elise'");
    ck_ok(notice_people(jobs, arena, &v, &n));
    ck_assert_uint_eq(n, 4);
    ck_assert_str_is(v[3].email, "fanny@cestes.example");
    ck_assert_str_is(v[1].email, "bruno@cestes.example");
    ck_assert(str_eq_c(v[1].notice, "daily") && day_is_none(v[1].digest));
    ck_rc(notice_digest_take(jobs, v[0].id, today), RC_CONFLICT); /* wants each at once */
    ck_ok(notice_digest_take(jobs, v[1].id, today));
    ck_rc(notice_digest_take(jobs, v[1].id, today), RC_CONFLICT);
    ck_ok(notice_digest_take(jobs, v[1].id, day_add(today, 1)));
    forget_desk();
}
END_TEST

int main(void)
{
    const suite_test tests[] = {two_that_came_back_stop_an_address_until_it_is_proved,
        proving_an_address_corrects_whatever_doubted_it,
        a_delay_or_a_full_mailbox_does_not_condemn_an_address,
        a_code_never_queues_behind_what_may_wait, what_was_sent_before_a_correction_does_not_count,
        whoever_is_signed_in_is_told_without_another_statement,
        a_passer_by_leaves_no_trace_here_either, old_addresses_are_forgotten,
        two_jobs_never_take_one_notice_twice, what_is_due_and_what_is_not,
        whoever_typed_a_request_in_is_not_told_of_it, people_choose_how_they_are_told};
    return store_suite("mail", tests, sizeof tests / sizeof *tests);
}
