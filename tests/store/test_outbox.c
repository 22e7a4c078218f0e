/* portal-jobs' outbox, turn by turn, before a relay that says what a test tells it to: what becomes of the
 * mail, and of all of them. The clock is moved by hand; the dialogue itself is tests/faults/mail_*.py's. */
#include "harness.h"

#include "job/delivery.h"
#include "job/retry.h"
#include "mail/compose.h"
#include "store/address.h"
#include "store/outbox_file.h"
#include "sys/clock.h"
#include "sys/config.h"
#include "sys/crypto.h"
#include "sys/log.h"

/* ---- the relay, instead of mail/smtp.c */

struct smtp {
    int none;
};
static struct {
    struct smtp_result answer;
    void (*meanwhile)(void); /* before the server says yes to DATA */
    unsigned asked, got; /* what it was asked to take, and has */
    struct str to; /* whom the last one was for */
} relay;

struct smtp *smtp_new(const struct smtp_config *config)
{
    (void)config;
    return NULL;
}

void smtp_free(struct smtp *s)
{
    (void)s;
}

void smtp_probe(struct smtp *s, struct smtp_result *out)
{
    (void)s;
    *out = relay.answer;
}

void smtp_send(struct smtp *s, struct str from, struct str to, struct str message, smtp_hold *hold,
    void *ctx, struct smtp_result *out)
{
    (void)s;
    ck_assert(str_starts(from, STR("bounce+")) && message.n > 100);
    relay.asked++;
    relay.to = to;
    *out = relay.answer;
    if (relay.meanwhile)
        relay.meanwhile();
    if (!hold(ctx, false) || (out->stage > SMTP_DATA && !hold(ctx, true)))
        *out = (struct smtp_result){.outcome = SMTP_LET_GO, .stage = SMTP_DATA};
    relay.got += out->outcome == SMTP_SENT;
}

/* What it says from now on; NULL: yes. */
static void says(enum smtp_stage stage, const char *line)
{
    uint64_t code = 0;
    relay.answer = (struct smtp_result){
        .outcome = line ? SMTP_REFUSED : SMTP_SENT, .stage = line ? stage : SMTP_BODY};
    snprintf(relay.answer.line, sizeof relay.answer.line, "%s", line ? line : "250 ok");
    if (str_to_u64(str_slice(str_c(relay.answer.line), 0, 3), 599, &code))
        relay.answer.code = (int)code;
}

/* ---- portal-jobs */

static struct config config = {.site.base_url = "https://portail.example",
    .smtp = {.from = "a@cestes.example", .from_name = "Cestes", .envelope_domain = "cestes.example"}};
static struct jobs j;
static int64_t since; /* seconds that the clock has been moved by */

static void begin(void)
{
    static struct smtp smtp;
    log_set_level(LOG_ERROR);
    mail_compose_init();
    root_run("movsc", "DELETE FROM outbox");
    root_run("movsc", "DELETE FROM mail_way");
    root_run("movsc", "DELETE FROM address_state");
    clock_shift(since = 0);
    clock_stop(noon);
    memset(&relay, 0, sizeof relay);
    j = (struct jobs){.a = arena, .db = jobs, .config = &config,
        .keys = keys_from(STR("0123456789abcdef0123456789abcdef")), .smtp = &smtp, .owner = "me"};
    ck_ok(facts_load(jobs, &j.facts));
    says(SMTP_BODY, NULL);
}

static void end(void)
{
    clock_shift(0);
    clock_stop((struct instant){0});
    facts_free(j.facts);
    keys_free((struct keys *)j.keys);
}

static void after(int64_t seconds)
{
    clock_shift(since += seconds);
}

/* One turn: how many mails the relay was asked to take. */
static unsigned turn(void)
{
    unsigned before = relay.asked;
    bool more = true;
    for (int i = 0; more && i < 40; i++) {
        more = false;
        j.now = clock_now();
        ck_ok(db_request(jobs, (struct str){0}, j.now));
        ck_ok(job_outbox(&j, &more));
    }
    ck_assert(!more);
    return relay.asked - before;
}

static unsigned queued;

static const char *queue_kind(const char *kind, const char *to, int64_t lives, int64_t due)
{
    struct instant now = clock_now();
    struct str params = arena_printf(arena, "{\"at\":%lld}", (long long)now.s);
    if (strcmp(kind, "code") == 0)
        params = arena_printf(arena, "{\"challenge\":\"abc\",\"expires\":%lld}", (long long)(now.s + lives));
    const struct outbox_new m = {.dedupe_key = arena_printf(arena, "t:%u", ++queued), .kind = kind,
        .recipient = str_c(to), .params = params, .expires = {now.s + lives}, .due = {now.s + due}};
    ck_ok(outbox_put(web, arena, &m, now));
    return to;
}

static const char *queue(const char *to)
{
    return queue_kind("address_changed", to, OUTBOX_LIFE, 0);
}

static void ck_row(const char *to, const char *state, const char *trouble, unsigned attempts)
{
    struct rows r;
    struct stmt s = {"test", arena_printf(arena, "SELECT state, trouble, attempts FROM outbox WHERE recipient ="
        " '%s' ORDER BY id DESC LIMIT 1", to).p, "", "ssu", 0};
    struct db *root = connect_as("root", "movsc", false);
    ck_ok(db_query_one(root, arena, &s, NO_ARGS, &r));
    db_close(root);
    ck_assert_msg(str_eq_c(row_str(&r, 0, 0), state) && str_eq_c(row_str(&r, 0, 1), trouble) &&
            row_u64(&r, 0, 2) == attempts,
        "%s: %.*s, '%.*s', %llu tries; expected %s, '%s', %u", to, STR_ARG(row_str(&r, 0, 0)),
        STR_ARG(row_str(&r, 0, 1)), (unsigned long long)row_u64(&r, 0, 2), state, trouble, attempts);
}

static struct mail_way way(void)
{
    struct mail_way w;
    ck_ok(mail_way_read(jobs, arena, &w));
    return w;
}

/* ---- */

START_TEST(each_step_has_its_meaning)
{
    static const struct {
        enum smtp_stage stage;
        const char *line, *state, *trouble;
        unsigned attempts;
        bool held, counts; /* all are; against the address */
    } rows[] = {
        {SMTP_CONNECT, "Couldn't connect to server", "queued", "", 0, true, false},
        {SMTP_CONNECT, "554 5.7.1 blocked", "queued", "", 0, true, false},
        {SMTP_HELLO, "550 5.7.1 who are you", "queued", "", 0, true, false},
        {SMTP_LOGIN, "535 5.7.8 wrong password", "queued", "", 0, true, false},
        {SMTP_MAIL, "553 5.7.1 not your address", "queued", "refused", 1, true, false},
        {SMTP_MAIL, "550 5.1.1 User unknown", "queued", "refused", 1, true, false},
        {SMTP_MAIL, "552 5.3.4 too large", "queued", "refused", 1, false, false},
        {SMTP_RCPT, "550 5.7.26 not authenticated", "queued", "refused", 1, false, false},
        {SMTP_RCPT, "451 4.7.1 later", "queued", "refused", 1, false, false},
        {SMTP_RCPT, "552 5.2.2 mailbox full", "queued", "refused", 1, false, false},
        {SMTP_RCPT, "550 5.1.1 User unknown", "failed", "address", 1, false, true},
        {SMTP_RCPT, "550 No such user here", "failed", "address", 1, false, false},
        {SMTP_DATA, "554 5.5.1 no valid recipients", "queued", "refused", 1, false, false},
        {SMTP_BODY, "550 5.1.1 User unknown", "queued", "refused", 1, false, false},
        {SMTP_BODY, "Server returned nothing", "queued", "refused", 1, false, false},
    };
    begin();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct address s;
        const char *to = arena_printf(arena, "p%zu@x%zu.example", i, i).p;
        root_run("movsc", "DELETE FROM mail_way");
        root_run("movsc", "DELETE FROM outbox");
        j.way = (struct way_memory){0};
        queue(to);
        says(rows[i].stage, rows[i].line);
        ck_assert_uint_eq(turn(), 1);
        ck_row(to, rows[i].state, rows[i].trouble, rows[i].attempts);
        ck_assert_msg((way().closed.s != 0) == rows[i].held, "%s", rows[i].line);
        ck_ok(address_find(jobs, arena, str_c(to), &s));
        ck_assert_msg((s.hard > 0) == rows[i].counts, "%s", rows[i].line);
    }
    end();
}
END_TEST

START_TEST(held_one_a_minute_codes_first)
{
    begin();
    for (int i = 0; i < 5; i++)
        queue(arena_printf(arena, "p%d@x%d.example", i, i).p);
    says(SMTP_MAIL, "553 5.7.1 not your address");
    ck_assert_uint_eq(turn(), 1);
    struct mail_way w = way();
    ck_assert_str_is(w.stage, "sender");
    ck_assert_int_eq(w.try_at.s - w.closed.s, RETRY_REST);
    queue_kind("code", "code@x.example", 600, 0);
    ck_assert_uint_eq(turn(), 0);
    after(RETRY_REST - 1);
    ck_assert_uint_eq(turn(), 0);
    after(1);
    ck_assert_uint_eq(turn(), 1);
    ck_assert_str_is(relay.to, "code@x.example");
    ck_assert_uint_eq(turn(), 0);
    after(RETRY_REST); /* the code has its own delay: the next turn is another's */
    ck_assert_uint_eq(turn(), 1);
    ck_assert(!str_eq(relay.to, STR("code@x.example")));
    ck_assert_uint_eq(way().tries, 3);
    ck_assert_int_eq(way().closed.s, w.closed.s);
    says(SMTP_BODY, NULL);
    after(RETRY_REST);
    ck_assert_uint_ge(turn(), 4); /* open: all that are due, and at once */
    ck_assert(way().closed.s == 0);
    after(RETRY_REST * 2);
    turn();
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE state = 'sent'"), 6);
    end();
}
END_TEST

/* With one mail in all, its own delay must not keep the way from being tried. */
START_TEST(held_the_only_mail_tries_the_way)
{
    begin();
    queue("one@x.example");
    queue_kind("address_changed", "tomorrow@x.example", OUTBOX_LIFE, 86400);
    says(SMTP_MAIL, "553 5.7.1 not your address");
    for (int i = 0; i < 6; i++, after(RETRY_REST)) {
        ck_assert_uint_eq(turn(), 1);
        ck_assert_str_is(relay.to, "one@x.example");
    }
    ck_row("tomorrow@x.example", "queued", "", 0); /* not before its time */
    says(SMTP_BODY, NULL);
    ck_assert_uint_eq(turn(), 1);
    ck_row("one@x.example", "sent", "", 7);
    says(SMTP_CONNECT, "Couldn't connect to server");
    queue("two@x.example");
    ck_assert_uint_eq(turn(), 1);
    root_run("movsc", "DELETE FROM outbox WHERE recipient = 'two@x.example'");
    after(RETRY_REST);
    ck_assert_uint_eq(turn(), 0); /* nor does it try the way */
    end();
}
END_TEST

/* Two that saw the same moment come: the row gives it to one. */
START_TEST(held_a_turn_is_one_portal_jobs)
{
    struct outbox_mail *v;
    size_t n;
    begin();
    queue("one@x.example");
    queue("two@x.example");
    says(SMTP_CONNECT, "Couldn't connect to server");
    turn();
    after(RETRY_REST);
    const struct mail_way both = way();
    ck_ok(outbox_claim(jobs, arena, STR("me"), DELIVERY_LEASE, 2, clock_now(), &v, &n));
    ck_assert_uint_eq(n, 2);
    unsigned before = relay.asked;
    j.now = clock_now();
    struct verdict first = deliver(&j, &v[0], &both), second = deliver(&j, &v[1], &both);
    ck_assert_int_eq(first.way, WAY_CLOSES);
    ck_assert(second.fate == FATE_WAITS && second.next.s == 0 && second.way == WAY_SAME);
    ck_assert_uint_eq(relay.asked - before, 1);
    end();
}
END_TEST

/* A server that is away for a moment is asked again within seconds, one that says no after a minute. */
START_TEST(a_server_that_is_away_is_asked_sooner)
{
    static const int64_t seconds[] = {2, 4, 8, 16, 30, 60, 60};
    begin();
    queue("one@x.example");
    says(SMTP_CONNECT, "Couldn't connect to server");
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) {
        ck_assert_uint_eq(turn(), 1);
        ck_row("one@x.example", "queued", "", 0); /* none the worse */
        ck_assert_int_eq(way().try_at.s - clock_now().s, seconds[i]);
        after(seconds[i] - 1);
        ck_assert_uint_eq(turn(), 0);
        after(1);
    }
    end();
}
END_TEST

START_TEST(held_for_a_week_nothing_is_given_up)
{
    begin();
    queue("one@x.example");
    says(SMTP_LOGIN, "535 5.7.8 wrong password");
    for (int i = 0; i < 8; i++, after(86400))
        ck_assert_uint_eq(turn(), 1);
    /* then judged for the first time, a week old: it has its four days */
    says(SMTP_RCPT, "451 4.7.1 greylisted");
    ck_assert_uint_eq(turn(), 1);
    ck_row("one@x.example", "queued", "refused", 1);
    after(RETRY_GIVE_UP - 3600);
    ck_assert_uint_eq(turn(), 1);
    ck_row("one@x.example", "queued", "refused", 2);
    after(7200);
    ck_assert_uint_eq(turn(), 1);
    ck_row("one@x.example", "failed", "refused", 3);
    end();
}
END_TEST

START_TEST(a_kind_of_tomorrow_waits_and_takes_no_turn)
{
    begin();
    for (int i = 0; i < 5; i++)
        queue_kind("of_tomorrow", arena_printf(arena, "k%d@x.example", i).p, 3600, 0);
    queue("one@x.example");
    ck_assert_uint_eq(turn(), 1); /* those before it are passed over */
    ck_row("k0@x.example", "queued", "kind", 0);
    ck_row("one@x.example", "sent", "", 1);
    says(SMTP_CONNECT, "Couldn't connect to server");
    queue("two@x.example");
    ck_assert_uint_eq(turn(), 1);
    after(RETRY_REST);
    ck_assert_uint_eq(turn(), 1); /* held: they do not stand in the way of who tries */
    after(3600);
    turn();
    ck_row("k0@x.example", "expired", "kind", 0);
    end();
}
END_TEST

/* ---- the lease */

static void another_takes_it(void)
{
    root_run("movsc", "UPDATE outbox SET lease_owner = 'other' WHERE state = 'sending'");
}

static void swept(void)
{
    root_run("movsc", "UPDATE outbox SET state = 'queued', lease_until = NULL WHERE state = 'sending'");
}

static void time_passes(void)
{
    after(DELIVERY_RENEW);
}

START_TEST(a_mail_that_another_has_is_let_go)
{
    void (*const lost[])(void) = {another_takes_it, swept};
    for (size_t i = 0; i < 2; i++) {
        begin();
        queue("one@x.example");
        relay.meanwhile = lost[i];
        j.now = clock_now();
        bool more = false;
        ck_ok(db_request(jobs, (struct str){0}, j.now));
        ck_ok(job_outbox(&j, &more));
        /* as the other has it, or as the sweep left it: nothing was written over */
        ck_row("one@x.example", i ? "queued" : "sending", "", 1);
        ck_assert(relay.asked == 1 && relay.got == 0);
        end();
    }
}
END_TEST

START_TEST(a_lease_is_renewed_and_looked_at)
{
    begin();
    queue("one@x.example"); /* all within one second: the end of the lease does not move, and it is ours */
    ck_assert_uint_eq(turn(), 1);
    ck_row("one@x.example", "sent", "", 1);
    queue("two@x.example");
    relay.meanwhile = time_passes;
    says(SMTP_RCPT, "451 4.7.1 later");
    struct outbox_mail *v;
    size_t n;
    struct instant now = clock_now();
    ck_ok(outbox_claim(jobs, arena, STR("me"), DELIVERY_LEASE, 1, now, &v, &n));
    ck_assert_uint_eq(n, 1);
    j.now = now;
    const struct mail_way open = {0};
    struct verdict verdict = deliver(&j, &v[0], &open);
    ck_assert_int_eq(verdict.fate, FATE_LATER);
    ck_assert_uint_eq(root_number(arena_printf(arena, "SELECT COUNT(*) FROM outbox WHERE state = 'sending'"
        " AND lease_until = FROM_UNIXTIME(%lld)", (long long)(now.s + DELIVERY_RENEW + DELIVERY_LEASE)).p), 1);
    ck_ok(outbox_extend(jobs, arena, v[0].id, STR("me"), (struct instant){now.s + 99}));
    ck_ok(outbox_extend(jobs, arena, v[0].id, STR("me"), (struct instant){now.s + 99}));
    ck_rc(outbox_extend(jobs, arena, v[0].id, STR("you"), (struct instant){now.s + 99}), RC_CONFLICT);
    end();
}
END_TEST

/* Whoever went on while the database was away writes down first what it holds. */
START_TEST(nothing_is_swept_while_the_database_has_just_come_back)
{
    begin();
    queue("one@x.example");
    struct outbox_mail *v;
    size_t n;
    struct instant now = clock_now();
    ck_ok(outbox_claim(jobs, arena, STR("other"), DELIVERY_LEASE, 1, now, &v, &n));
    after(DELIVERY_LEASE + 1);
    j.back = clock_now();
    ck_assert_uint_eq(turn(), 0);
    ck_row("one@x.example", "sending", "", 1);
    after(5);
    ck_assert_uint_eq(turn(), 1);
    ck_row("one@x.example", "sent", "", 2);
    end();
}
END_TEST

/* ---- failed, and sent again */

START_TEST(sent_again_it_begins_anew)
{
    struct outbox_failing count;
    begin();
    queue("one@x.example");
    queue_kind("code", "code@x.example", 600, 0);
    says(SMTP_RCPT, "550 5.1.1 User unknown");
    ck_assert_uint_eq(turn(), 2);
    struct db *admin = connect_as("movsc_admin", "movsc", false);
    uint64_t n;
    ck_ok(outbox_failing(admin, arena, &count));
    ck_assert(count.failed == 2 && count.can_again == 1 && count.unknown == 0);
    ck_ok(outbox_again_all(admin, NULL, clock_now(), &n));
    ck_assert_uint_eq(n, 1);
    ck_row("one@x.example", "queued", "", 0);
    uint64_t ends = root_number("SELECT UNIX_TIMESTAMP(expires_at) FROM outbox WHERE recipient = 'one@x.example'");
    ck_assert_int_eq((int64_t)ends, clock_now().s + OUTBOX_LIFE);
    ck_assert_uint_eq(turn(), 1); /* refused once more: it came back once more */
    ck_row("one@x.example", "failed", "address", 1);
    ck_assert_uint_eq(root_number("SELECT hard_bounces FROM address_state WHERE email = 'one@x.example'"), 2);
    ck_ok(outbox_again_all(admin, NULL, clock_now(), &n));
    ck_assert_uint_eq(turn(), 1); /* two came back: what is owed is tried all the same */
    ck_row("one@x.example", "failed", "address", 1);
    ck_ok(outbox_settle_all(admin, clock_now(), &n));
    ck_assert_uint_eq(n, 2);
    ck_ok(outbox_failing(admin, arena, &count));
    ck_assert(count.failed == 0 && count.can_again == 0);
    db_close(admin);
    end();
}
END_TEST

int main(void)
{
    const suite_test tests[] = {each_step_has_its_meaning, held_one_a_minute_codes_first,
        held_the_only_mail_tries_the_way, held_a_turn_is_one_portal_jobs, a_server_that_is_away_is_asked_sooner,
        held_for_a_week_nothing_is_given_up, a_kind_of_tomorrow_waits_and_takes_no_turn,
        a_mail_that_another_has_is_let_go, a_lease_is_renewed_and_looked_at,
        nothing_is_swept_while_the_database_has_just_come_back, sent_again_it_begins_anew};
    return store_suite("outbox", tests, sizeof tests / sizeof *tests);
}
