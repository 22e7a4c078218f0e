/* The sealed audit trail, night after night: the mark where a walk begins and what settles a fault; and the
 * job, which tells a mailbox the head or that something is wrong. */
#include "seal_stage.h"

#include "job/job.h"
#include "sys/config.h"

/* ---- what is remembered between two nights */

START_TEST(a_night_begins_where_the_last_one_ended)
{
    begin_trail();
    make_seals(&first, 0, 3);
    struct seal_walk w = walked(&first, false, NULL);
    ck_assert(w.whole); /* there is no mark yet */
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){2026, 11, 24}));
    ck_rc(seal_state_write(clocked, &w, noon, (struct day){2026, 11, 24}), RC_CONFLICT); /* once a night */
    make_seals(&first, 3, 2);
    w = walked(&first, false, NULL);
    ck_holds(w);
    ck_assert(!w.whole && w.seals == 2 && w.rows == 2 * EACH);
    /* what lies before the mark is the whole walk's */
    root_sql("UPDATE audit SET actor_id = 9 WHERE id = 2");
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
    root_sql("UPDATE audit SET actor_id = 7 WHERE id = 2");
    w = walked(&first, true, NULL);
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){0, 0, 0}));
    ck_ok(seal_state_read(clocked, arena, &s));
    ck_assert(!s.failed.s && s.head == w.head.id && s.fault.n == 0);
    end_trail();
}
END_TEST

/* The mark itself: lost with the end of the trail it tells of it; written by another it is not believed. */
START_TEST(a_mark_is_expected_and_not_believed_without_the_key)
{
    begin_trail();
    make_seals(&first, 0, 4);
    struct seal_walk w = walked(&first, true, NULL);
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){0, 0, 0}));
    root_sql("DELETE FROM audit_sealed WHERE audit_id > 15");
    root_sql("DELETE FROM audit_seal WHERE first_id > 15");
    ck_assert_int_eq(walked(&first, false, NULL).fault, SEAL_HEAD_GONE);
    ck_assert_int_eq(walked(&first, true, NULL).fault, SEAL_HEAD_GONE);
    /* somebody moves it to the new end, without the key: all of it is walked again */
    root_sql("UPDATE audit SET actor_id = 9 WHERE id = 2");
    root_sql("UPDATE audit_check c JOIN (SELECT id, seal FROM audit_seal ORDER BY id DESC LIMIT 1) s"
        " SET c.seal_id = s.id, c.seal = s.seal");
    w = walked(&first, false, NULL);
    ck_assert(w.whole && w.fault == SEAL_ROW_CHANGED && w.failed_row == 2);
    end_trail();
}
END_TEST

/* What cannot be mended is settled; from then on all holds again, and what came before is not hidden. */
START_TEST(what_cannot_be_mended_is_settled)
{
    struct seal_head from = {0};
    begin_trail();
    ck_rc(seal_settle(clocked, arena, &first, &from), RC_NOT_FOUND); /* nothing is sealed */
    at(0);
    make_seals(&first, 0, 4);
    struct seal_head old = walked(&first, true, NULL).head;
    root_sql("DELETE FROM audit WHERE id = 7");
    struct seal_walk w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_ROW_MISSING && w.failed_row == 7 && w.from.id == 0);
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){0, 0, 0}));
    ck_ok(seal_settle(clocked, arena, &first, &from));
    ck_assert_uint_eq(from.id, old.id);
    make_seals(&first, 4, 2);
    w = walked(&first, true, NULL);
    ck_holds(w);
    ck_assert(w.whole && w.from.id == from.id && w.seals == 2 && w.rows == 2 * EACH);
    ck_holds(walked(&first, true, &old)); /* a head of before is looked up all the same */
    old.seal[0] ^= 1;
    ck_assert_int_eq(walked(&first, true, &old).fault, SEAL_HEAD_OTHER);
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){0, 0, 0}));
    /* what comes after it is as sealed as ever, and so is where it begins */
    root_sql("UPDATE audit SET actor_id = 9 WHERE id = 22");
    ck_assert_int_eq(walked(&first, true, NULL).fault, SEAL_ROW_CHANGED);
    root_sql("UPDATE audit SET actor_id = 7 WHERE id = 22");
    ck_holds(walked(&first, true, NULL));
    root_sql("UPDATE audit_seal SET seal = REPEAT('b', 32) WHERE id = %llu", (unsigned long long)from.id);
    ck_assert_int_eq(walked(&first, true, NULL).fault, SEAL_HEAD_OTHER);
    root_sql("UPDATE audit_check SET from_id = from_id + 1"); /* nobody settles without the key */
    w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_ROW_MISSING && w.failed_row == 7);
    end_trail();
}
END_TEST

/* Rows whose time is over go, oldest first; an operator says up to which seal, and the rest stays sealed. */
START_TEST(rows_whose_time_is_over_are_settled_too)
{
    struct seal_head from = {0};
    begin_trail();
    make_seals(&first, 0, 6);
    struct seal_walk w = walked(&first, true, NULL);
    ck_ok(seal_state_write(clocked, &w, noon, (struct day){0, 0, 0}));
    uint64_t second = w.head.id - 4;
    root_sql("DELETE FROM audit WHERE id <= 10");
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
    root_sql("DELETE FROM audit WHERE id = 11");
    w = walked(&first, true, NULL);
    ck_assert(w.fault == SEAL_ROW_MISSING && w.failed_row == 11);
    end_trail();
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
    begin_trail();
    root_run("movsc", "DELETE FROM outbox");
    make_seals(&first, -48, 6);
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
    root_sql("UPDATE audit SET actor_id = 9 WHERE id = 12");
    night("2026-11-27", 3);
    ck_assert_uint_eq(mails("audit_alarm", "1"), 0);
    night("2026-12-02", 3);
    ck_assert_uint_eq(mails("audit_alarm", "JSON_VALUE(params, '$.place') LIKE 'ligne 12, sceau %'"), 1);
    ck_assert_uint_eq(root_number("SELECT failed_at IS NOT NULL AND failed_row = 12 FROM audit_check"), 1);
    night("2026-12-03", 3);
    ck_assert_uint_eq(mails("audit_alarm", "1"), 2);
    root_sql("UPDATE audit SET actor_id = 7 WHERE id = 12");
    night("2026-12-04", 3);
    ck_assert_uint_eq(mails("audit_alarm", "1"), 2);
    ck_assert_uint_eq(mails("audit_head", "1"), 4);
    ck_assert_uint_eq(root_number("SELECT failed_at IS NULL FROM audit_check"), 1);
    end_trail();
}
END_TEST

/* Two portal-jobs in one night: one walks, one mail. */
START_TEST(of_two_portal_jobs_one_does_it)
{
    begin_trail();
    root_run("movsc", "DELETE FROM outbox");
    make_seals(&first, 0, 2);
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
    end_trail();
}
END_TEST

int main(void)
{
    const suite_test tests[] = {a_night_begins_where_the_last_one_ended,
        a_mark_is_expected_and_not_believed_without_the_key, what_cannot_be_mended_is_settled,
        rows_whose_time_is_over_are_settled_too, each_night_tells_the_head_or_that_something_is_wrong,
        of_two_portal_jobs_one_does_it};
    return store_suite("seal nights", tests, sizeof tests / sizeof *tests);
}
