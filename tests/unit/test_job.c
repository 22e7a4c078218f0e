#include "job/retry.h"
#include "job/way.h"
#include "suite.h"

START_TEST(delays_grow_to_six_hours)
{
    static const int64_t minutes[] = {1, 5, 15, 30, 60, 120, 180, 360, 360, 360};
    for (unsigned i = 0; i < sizeof minutes / sizeof *minutes; i++) {
        ck_assert_int_eq(retry_delay(i + 1, false, false), minutes[i] * 60);
        ck_assert_int_eq(retry_delay(i + 1, false, true), minutes[i]);
        ck_assert_int_eq(retry_delay(i + 1, true, false), RETRY_SOON);
    }
    ck_assert_int_eq(retry_delay(0, false, false), 60);
    ck_assert_int_eq(retry_delay(UINT32_MAX, false, false), 6 * 3600);
}
END_TEST

/* RFC 5321 §4.5.4.1: at least two tries in the first hour; and an end after four or five days. */
START_TEST(enough_tries_in_the_first_hour)
{
    int64_t at = 0;
    unsigned tries = 1;
    while ((at += retry_delay(tries, false, false)) < 3600)
        tries++;
    ck_assert_uint_ge(tries, 3);
    while ((at += retry_delay(tries, false, false)) < RETRY_GIVE_UP)
        tries++;
    ck_assert_uint_ge(tries, 15);
    ck_assert_uint_le(tries, 40);
}
END_TEST

START_TEST(a_closed_way_is_tried_once_a_minute)
{
    static const int64_t away[] = {2, 4, 8, 16, 30, 60, 60};
    for (unsigned i = 0; i < sizeof away / sizeof *away; i++) {
        ck_assert_int_eq(retry_rest(i + 1, true, false), away[i]);
        ck_assert_int_eq(retry_rest(i + 1, false, false), 60);
        ck_assert_int_eq(retry_rest(i + 1, true, true), 1);
    }
    ck_assert_int_eq(retry_rest(UINT32_MAX, true, false), 60);
}
END_TEST

/* ---- the way of all mails */

static struct arena *a;
static struct way_memory memory;
static struct mail_way way;
static int64_t at;
static const char *stage;

static void fresh(void)
{
    arena_reset(a);
    memory = (struct way_memory){0};
    way = (struct mail_way){0};
    at = 1795466888;
}

/* One mail's turn; what it does to the way is done. */
static enum way_turn turn(
    const char *to, enum smtp_stage where, const char *line, const char *told)
{
    struct smtp_result r = {.outcome = line ? SMTP_REFUSED : SMTP_SENT, .stage = where};
    uint64_t code = 0;
    snprintf(r.line, sizeof r.line, "%s", line ? line : "250 ok");
    if (line && str_to_u64(str_slice(str_c(line), 0, 3), 599, &code))
        r.code = (int)code;
    const struct way_look look = {&r, str_c(to), str_c(told), {at++}};
    enum way_turn t = way_judge(&memory, a, &way, &look, &stage);
    if (t == WAY_CLOSES)
        way = (struct mail_way){
            .closed = {at}, .stage = str_c(stage), .why = arena_dup(a, str_c(r.line))};
    else if (t == WAY_OPENS)
        way = (struct mail_way){0};
    return t;
}

static const char POLICY[] = "550 5.7.26 not authenticated", MAIL_NO[] = "553 5.7.1 not your address";

START_TEST(what_fails_before_a_mail_is_named_holds_all)
{
    static const struct {
        enum smtp_stage where;
        const char *stage;
    } rows[] = {{SMTP_CONNECT, "connect"}, {SMTP_HELLO, "hello"}, {SMTP_LOGIN, "login"}, {SMTP_MAIL, "sender"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fresh();
        ck_assert_int_eq(turn("a@x.fr", rows[i].where, "554 5.7.1 no", ""), WAY_CLOSES);
        ck_assert_str_eq(stage, rows[i].stage);
        ck_assert_int_eq(turn("b@y.fr", rows[i].where, "554 5.7.1 no", ""), WAY_CLOSES); /* still */
        ck_assert_int_eq(turn("c@z.fr", SMTP_BODY, NULL, ""), WAY_OPENS);
    }
    /* said again to the same mail, a connection that fails says as much as the first time */
    fresh();
    ck_assert_int_eq(turn("a@x.fr", SMTP_CONNECT, "Couldn't connect", "Couldn't connect"), WAY_CLOSES);
}
END_TEST

START_TEST(three_domains_refused_alike_hold_all)
{
    fresh();
    ck_assert_int_eq(turn("a@x.fr", SMTP_RCPT, POLICY, ""), WAY_SAME);
    ck_assert_int_eq(turn("b@x.fr", SMTP_RCPT, POLICY, ""), WAY_SAME); /* the same domain */
    ck_assert_int_eq(turn("b@X.FR", SMTP_RCPT, POLICY, ""), WAY_SAME);
    ck_assert_int_eq(turn("c@y.fr", SMTP_BODY, POLICY, ""), WAY_SAME);
    ck_assert_int_eq(turn("d@z.fr", SMTP_RCPT, "451 4.7.1 not now", ""), WAY_SAME); /* not alike */
    ck_assert_int_eq(turn("e@z.fr", SMTP_RCPT, POLICY, ""), WAY_CLOSES);
    ck_assert_str_eq(stage, "alike");
    /* one a minute; refused alike it stays closed, refused otherwise it is open */
    ck_assert_int_eq(turn("f@w.fr", SMTP_RCPT, POLICY, ""), WAY_CLOSES);
    ck_assert_int_eq(turn("a@x.fr", SMTP_RCPT, POLICY, POLICY), WAY_CLOSES);
    ck_assert_int_eq(turn("g@v.fr", SMTP_RCPT, "550 5.1.1 unknown", ""), WAY_OPENS);
}
END_TEST

START_TEST(what_went_through_shows_that_it_is_open)
{
    fresh();
    turn("a@x.fr", SMTP_RCPT, POLICY, "");
    turn("b@y.fr", SMTP_RCPT, POLICY, "");
    ck_assert_int_eq(turn("c@z.fr", SMTP_BODY, NULL, ""), WAY_SAME);
    ck_assert_int_eq(turn("d@w.fr", SMTP_RCPT, POLICY, ""), WAY_SAME);
    fresh(); /* and what is long ago does not count */
    turn("a@x.fr", SMTP_RCPT, POLICY, "");
    turn("b@y.fr", SMTP_RCPT, POLICY, "");
    at += WAY_WINDOW;
    ck_assert_int_eq(turn("c@z.fr", SMTP_RCPT, POLICY, ""), WAY_SAME);
}
END_TEST

/* However often the same mails come back with the same answer, the others go. */
START_TEST(no_single_mail_or_address_stops_the_others)
{
    static const char *const full[] = {"a@x.fr", "b@y.fr", "c@z.fr", "d@w.fr"};
    fresh();
    ck_assert_int_eq(turn("a@x.fr", SMTP_MAIL, MAIL_NO, ""), WAY_CLOSES);
    ck_assert_int_eq(turn("b@y.fr", SMTP_BODY, NULL, ""), WAY_OPENS);
    for (int i = 0; i < 20; i++)
        ck_assert_int_eq(turn("a@x.fr", SMTP_MAIL, MAIL_NO, MAIL_NO), WAY_SAME);
    for (int i = 0; i < 20; i++)
        for (size_t k = 0; k < 3; k++)
            ck_assert_int_eq(turn(full[k], SMTP_RCPT, POLICY, POLICY), WAY_SAME);
    for (size_t k = 0; k < 4; k++) {
        ck_assert_int_eq(turn(full[k], SMTP_RCPT, "550 5.1.1 User unknown", ""), WAY_SAME);
        ck_assert_int_eq(turn(full[k], SMTP_RCPT, "452 4.2.2 Mailbox full", ""), WAY_SAME);
    }
    for (int i = 0; i < 20; i++) /* too large, said to a new mail each time, of one domain */
        ck_assert_int_eq(turn("a@x.fr", SMTP_MAIL, "552 5.3.4 Too large", ""), WAY_SAME);
}
END_TEST

int main(void)
{
    a = arena_new();
    const suite_test tests[] = {delays_grow_to_six_hours, enough_tries_in_the_first_hour,
        a_closed_way_is_tried_once_a_minute, what_fails_before_a_mail_is_named_holds_all,
        three_domains_refused_alike_hold_all, what_went_through_shows_that_it_is_open,
        no_single_mail_or_address_stops_the_others};
    int failed = suite_main("job", tests, sizeof tests / sizeof *tests);
    arena_free(a);
    return failed;
}
