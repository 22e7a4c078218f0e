/* Mails that come back, and what becomes of the address they came back from. */
#include "harness.h"

#include "domain/mails.h"
#include "job/job.h"
#include "store/account.h"
#include "mail/incoming.h"
#include "mail/status.h"
#include "store/address.h"
#include "store/candidacy.h"
#include "store/outbox_file.h"
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
    struct telling t = {{id, failed, hard, STR("5.1.1 inconnu"), STATUS_RULES}, now};
    return tx_run(jobs, tell, &t);
}

/* As the version before wrote it: by no rules that have a number. */
static enum rc bounced_before(uint64_t id, const char *why, struct instant now)
{
    struct telling t = {{id, true, true, str_c(why), 0}, now};
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

/* ---- complaints */

struct complaining {
    uint64_t id;
    struct instant now;
    struct complaint c;
};

static enum rc complain(struct db *db, void *arg)
{
    struct complaining *t = arg;
    return address_complained(db, arena, t->id, STR("abuse"), t->now, &t->c);
}

static enum rc complained(uint64_t id, struct instant now)
{
    struct complaining t = {.id = id, .now = now};
    return tx_run(jobs, complain, &t);
}

START_TEST(a_complaint_holds_until_its_owner_takes_it_back)
{
    struct str email;
    uint64_t account = make_account(&email);
    struct instant later = {noon.s + 60}, after = {noon.s + 120};
    root_run("movsc", "DELETE FROM outbox");
    uint64_t first = sent_mail(email, "draft_waiting", noon), second = sent_mail(email, "draft_waiting", noon);
    ck_ok(complained(first, noon));
    ck_assert_int_eq(address_of(email).complained.s, noon.s);
    ck_assert_uint_eq(address_of(email).hard, 0);
    ck_assert_str_is(state_of(account), "proved"); /* the address is right: nothing else is said of it */
    ck_rc(complained(first, later), RC_CONFLICT);
    ck_rc(complained(second, later), RC_CONFLICT);
    ck_assert_int_eq(address_of(email).complained.s, noon.s);
    /* only the owner can: staff who say that an address is right change nothing of it */
    ck_ok(address_correct(web, email, later));
    ck_assert_int_eq(address_of(email).complained.s, noon.s);
    ck_ok(address_complaint_clear(web, email, later));
    ck_assert_int_eq(address_of(email).complained.s, 0);
    ck_ok(address_complaint_clear(web, email, later));
    /* of a mail that had left before: it was taken back since */
    ck_rc(complained(second, after), RC_CONFLICT);
    ck_assert_int_eq(address_of(email).complained.s, 0);
    ck_ok(complained(sent_mail(email, "draft_waiting", after), after));
    ck_assert_int_eq(address_of(email).complained.s, after.s);
    ck_rc(complained(second + 1000, after), RC_NOT_FOUND);
    /* bounces and complaints of one address do not mix */
    ck_ok(bounced(second, true, true, after));
    struct address s = address_of(email);
    ck_assert(s.hard == 1 && s.complained.s == after.s);
}
END_TEST

static bool reminder_is_due(struct str email)
{
    struct reminder *v;
    size_t n;
    bool due = false;
    struct instant far = {noon.s + 400 * (int64_t)86400}, later = {noon.s + 60};
    ck_ok(candidacy_reminders_due(jobs, arena, noon, far, later, &v, &n));
    for (size_t i = 0; i < n; i++)
        due = due || str_eq(v[i].email, email);
    return due;
}

/* A draft is not even marked as reminded while its owner wants no such mail. */
START_TEST(who_complained_is_not_reminded)
{
    struct str email;
    make_candidacy(make_account(&email));
    ck_assert(reminder_is_due(email));
    root_run("movsc", "DELETE FROM outbox");
    ck_ok(complained(sent_mail(email, "draft_waiting", noon), noon));
    ck_assert(!reminder_is_due(email));
    ck_ok(address_complaint_clear(web, email, (struct instant){noon.s + 60}));
    ck_assert(reminder_is_due(email));
}
END_TEST

START_TEST(a_passer_by_complains_and_leaves_no_trace)
{
    root_run("movsc", "DELETE FROM outbox");
    const char *trail = "SELECT COUNT(*) FROM audit WHERE action = 'mail.complained' AND detail = 'abuse'";
    uint64_t before = root_number("SELECT COUNT(*) FROM address_state"), told = root_number(trail);
    ck_ok(complained(sent_mail(STR("passant@exemple.fr"), "employer_info", noon), noon));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM address_state"), before);
    ck_assert_uint_eq(root_number(trail), told + 1);
}
END_TEST

/* ---- addresses that older rules condemned */

static void rejudge(void)
{
    bool more = true;
    struct jobs j = {.a = arena, .db = jobs, .now = {noon.s + 3600}};
    while (more) {
        more = false;
        ck_ok(job_rejudge(&j, &more));
    }
}

START_TEST(older_judgements_are_made_again)
{
    static const struct {
        const char *why[3]; /* of the mails that came back, in turn; NULL: no more */
        bool purged;        /* the first of them is */
        unsigned hard, then;
        const char *state;
    } table[] = {
        {{"5.0.0 550 Denied by policy", "5.1.1 552 5.2.2 Over quota"}, false, 2, 0, "proved"},
        {{"550 5.1.1 unknown", "550 5.1.1 unknown"}, false, 2, 2, "dead"},
        {{"550 5.1.1 unknown", "553 5.1.8 sender"}, false, 2, 1, "to_check"},
        {{"553 5.1.8 sender", "refused: 550 5.1.1 no such user"}, false, 2, 1, "to_check"},
        {{"5.0.0 "}, false, 1, 0, "proved"},
        /* what is purged goes with the last answer */
        {{"553 5.1.8 sender", "550 5.1.1 unknown"}, true, 2, 2, "dead"},
        {{"550 5.1.1 unknown", "553 5.1.8 sender"}, true, 2, 0, "proved"},
        {{"550 5.1.1 unknown", "550 5.1.1 unknown", "5.0.0 no"}, true, 3, 1, "to_check"},
    };
    enum { ROWS = sizeof table / sizeof *table };
    struct str email[ROWS];
    uint64_t account[ROWS];
    struct address_counts c;
    root_run("movsc", "DELETE FROM outbox");
    root_run("movsc", "DELETE FROM address_state");
    for (size_t i = 0; i < ROWS; i++) {
        uint64_t first = 0;
        account[i] = make_account(&email[i]);
        for (size_t k = 0; k < 3 && table[i].why[k]; k++) {
            uint64_t id = sent_mail(email[i], "receipt", noon);
            first = first ? first : id;
            ck_ok(bounced_before(id, table[i].why[k], noon));
        }
        if (table[i].purged)
            root_run("movsc", arena_printf(arena, "DELETE FROM outbox WHERE id = %llu", (unsigned long long)first).p);
        ck_assert_uint_eq(address_of(email[i]).hard, table[i].hard);
    }
    ck_ok(address_count(jobs, arena, STATUS_RULES, &c));
    ck_assert(c.to_rejudge == ROWS && c.rejudged == 0);
    rejudge();
    for (size_t i = 0; i < ROWS; i++) {
        ck_assert_msg(address_of(email[i]).hard == table[i].then, "row %zu: %u", i, address_of(email[i]).hard);
        ck_assert_msg(str_eq_c(state_of(account[i]), table[i].state), "row %zu: %.*s", i, STR_ARG(state_of(account[i])));
    }
    ck_ok(address_count(jobs, arena, STATUS_RULES, &c));
    ck_assert(c.to_rejudge == 0 && c.rejudged == 6 && c.stopped == 2);
    /* once: a count of the new rules stands */
    ck_ok(bounced(sent_mail(email[0], "receipt", (struct instant){noon.s + 7200}), true, true, (struct instant){noon.s + 7200}));
    rejudge();
    ck_assert_uint_eq(address_of(email[0]).hard, 1);
}
END_TEST

/* ---- addresses that older rules changed into another domain */

static void mend(void)
{
    bool more = false;
    struct jobs j = {.a = arena, .db = jobs, .now = noon};
    ck_ok(job_mend(&j, &more));
}

START_TEST(misread_addresses_of_requests_are_put_right_once)
{
    static const struct {
        const char *id, *was, *then;
    } rows[] = {{"mend1", "zoe@xn--societe-xgec.fr", "zoe@xn--socit-esab.fr"}, /* a decomposed accent */
        {"mend2", "zoe@xn--exemple-9573b.fr", "zoe@exemple.fr"},               /* a variation selector */
        {"mend3", "zoe@xn--socit-esab.fr", "zoe@xn--socit-esab.fr"}, {"mend4", "zoe@xn--a.fr", "zoe@xn--a.fr"},
        {"mend5", "zoe@gmail.con", "zoe@gmail.con"}, {"mend6", "zoe@exemple.fr", "zoe@exemple.fr"}};
    enum { ROWS = sizeof rows / sizeof *rows };
    static const char trail[] = "SELECT COUNT(*) FROM audit WHERE action = 'request.address_mended'";
    for (size_t i = 0; i < ROWS; i++)
        root_run("movsc", arena_printf(arena, "INSERT INTO quote_request (public_id, reference, kind, programme_id, email,"
            " idempotency_key, created_at, name) SELECT '%s', '%s', 'quote', MIN(id), '%s', '%s', UTC_TIMESTAMP(), 'Zoé'"
            " FROM programme", rows[i].id, rows[i].id, rows[i].was, rows[i].id).p);
    uint64_t told = root_number(trail);
    mend();
    for (size_t i = 0; i < ROWS; i++)
        ck_assert_msg(root_number(arena_printf(arena, "SELECT email = '%s' FROM quote_request WHERE public_id = '%s'",
            rows[i].then, rows[i].id).p) == 1, "%s", rows[i].was);
    ck_assert_uint_eq(root_number(trail), told + 2);
    mend(); /* nothing is left to do */
    ck_assert_uint_eq(root_number(trail), told + 2);
}
END_TEST

/* One that the new version counts on top of an older count waits for the judge with it. */
START_TEST(a_mixed_count_is_judged_whole)
{
    struct str email;
    make_account(&email);
    root_run("movsc", "DELETE FROM outbox");
    root_run("movsc", "DELETE FROM address_state");
    ck_ok(bounced_before(sent_mail(email, "receipt", noon), "5.0.0 550 spam", noon));
    ck_ok(bounced(sent_mail(email, "receipt", noon), true, true, noon));
    ck_assert_uint_eq(address_of(email).hard, 2);
    rejudge();
    ck_assert_uint_eq(address_of(email).hard, 1);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {two_that_came_back_stop_an_address_until_it_is_proved,
        misread_addresses_of_requests_are_put_right_once, proving_an_address_corrects_whatever_doubted_it,
        a_delay_or_a_full_mailbox_does_not_condemn_an_address, a_code_never_queues_behind_what_may_wait,
        what_was_sent_before_a_correction_does_not_count,
        whoever_is_signed_in_is_told_without_another_statement, a_passer_by_leaves_no_trace_here_either,
        old_addresses_are_forgotten, a_complaint_holds_until_its_owner_takes_it_back,
        who_complained_is_not_reminded, a_passer_by_complains_and_leaves_no_trace,
        older_judgements_are_made_again, a_mixed_count_is_judged_whole};
    return store_suite("mail", tests, sizeof tests / sizeof *tests);
}
