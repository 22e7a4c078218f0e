/* Mails that come back, and what becomes of the address they came back from. */
#include "harness.h"

#include "domain/mails.h"
#include "store/account.h"
#include "store/address.h"
#include "store/outbox.h"
#include "store/session.h"
#include "store/tx.h"

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

int main(void)
{
    const suite_test tests[] = {two_that_came_back_stop_an_address_until_it_is_proved,
        a_delay_or_a_full_mailbox_does_not_condemn_an_address,
        what_was_sent_before_a_correction_does_not_count,
        whoever_is_signed_in_is_told_without_another_statement,
        a_passer_by_leaves_no_trace_here_either, old_addresses_are_forgotten};
    return store_suite("mail", tests, sizeof tests / sizeof *tests);
}
