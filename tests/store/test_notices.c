/* What the desk must not miss: mails that nobody understood, requests that wait. */
#include "harness.h"

#include "domain/asides.h"
#include "job/job.h"
#include "mail/incoming.h"
#include "store/aside.h"
#include "store/notice.h"
#include "sys/config.h"

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

/* ---- what nobody understood */

static enum rc put_aside(
    const char *id, const char *reason, unsigned char digest, struct instant at)
{
    unsigned char bytes[ASIDE_DIGEST];
    memset(bytes, digest, sizeof bytes);
    const struct aside m = {.public_id = str_c(id), .reason = str_c(reason), .bytes = 12,
        .file = STR("1.2.3"), .sealed = STR("scellé")};
    return aside_put(jobs, &m, bytes, at);
}

START_TEST(what_nobody_understood_waits_for_an_administrator)
{
    struct aside *v, one;
    size_t n;
    uint64_t open, gone;
    struct db *staff = connect_as("movsc_staff", "movsc", false);
    forget_desk();
    make_staff("anna", "none", "admin");
    make_staff("bruno", "none", "quotes");
    uint64_t anna = root_number("SELECT id FROM staff WHERE name = 'anna'");
    uint64_t bruno = root_number("SELECT id FROM staff WHERE name = 'bruno'");
    ck_ok(put_aside("aaaa", "report", 1, noon));
    ck_ok(put_aside("bbbb", "report", 2, noon));
    ck_ok(put_aside("cccc", "report", 1, noon)); /* delivered twice */
    ck_ok(aside_open(web, arena, &open));
    ck_assert_uint_eq(open, 2);
    ck_ok(aside_list(staff, arena, anna, &v, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_str_is(v[0].public_id, "bbbb");
    ck_assert(v[0].sealed.n == 0 && v[0].done.s == 0 && v[0].received.s == noon.s && v[0].bytes == 12);
    ck_ok(aside_list(staff, arena, bruno, &v, &n));
    ck_assert_uint_eq(n, 0);
    ck_ok(aside_find(staff, arena, anna, STR("aaaa"), &one));
    ck_assert_str_is(one.sealed, "scellé");
    ck_assert_str_is(one.file, "1.2.3");
    ck_rc(aside_find(staff, arena, bruno, STR("aaaa"), &one), RC_NOT_FOUND);
    ck_rc(aside_done(staff, bruno, STR("aaaa"), noon), RC_CONFLICT);
    ck_ok(aside_done(staff, anna, STR("aaaa"), noon));
    ck_rc(aside_done(staff, anna, STR("aaaa"), noon), RC_CONFLICT);
    ck_ok(aside_open(web, arena, &open));
    ck_assert_uint_eq(open, 1);
    ck_ok(aside_find(staff, arena, anna, STR("aaaa"), &one));
    ck_assert(one.done.s == noon.s && str_eq_c(one.done_by, "anna"));
    ck_ok(aside_purge(jobs, noon, 10, &gone));
    ck_assert_uint_eq(gone, 0);
    ck_ok(aside_purge(jobs, (struct instant){noon.s + 1}, 10, &gone));
    ck_assert_uint_eq(gone, 2);
    db_close(staff);
    forget_desk();
}
END_TEST

/* Each way of not being understood has its words, and is one that the table takes. */
START_TEST(every_reason_may_be_kept)
{
    for (int f = UNREAD_EMPTY; f < UNREAD_KINDS; f++) {
        const char *name = incoming_fault_name((enum incoming_fault)f);
        ck_assert_msg(!str_eq_c(aside_label(str_c(name)), name), "%s has no words", name);
        ck_ok(put_aside(arena_printf(arena, "r%d", f).p, name, (unsigned char)(100 + f), noon));
    }
    ck_rc(put_aside("r0", "else", 99, noon), RC_FAULT);
    db_told(jobs);
    root_run("movsc", "DELETE FROM mail_aside");
}
END_TEST

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
    const suite_test tests[] = {what_nobody_understood_waits_for_an_administrator,
        every_reason_may_be_kept, two_jobs_never_take_one_notice_twice, what_is_due_and_what_is_not,
        whoever_typed_a_request_in_is_not_told_of_it, people_choose_how_they_are_told};
    return store_suite("notices", tests, sizeof tests / sizeof *tests);
}
