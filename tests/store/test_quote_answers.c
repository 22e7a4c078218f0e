/* What becomes of an issued quote: accepted or declined once, called off, asked about, and mails that
 * an address has refused meanwhile. */
#include "quote_stage.h"

#include "job/job.h"
#include "store/outbox_file.h"
#include "store/quote_mine.h"
#include "sys/config.h"
#include "sys/refusal.h"

/* ---- answers */

START_TEST(an_expired_quote_cannot_be_accepted)
{
    uint64_t id = request("employer", NULL);
    struct quote q = made(id, "expired");
    struct instant late = {noon.s + (int64_t)91 * 86400}; /* valid 90 days, the last one included */
    struct quote_answer yes = {.accepted = true, .name = STR("A"), .signed_on = {2026, 11, 24}};
    ck_assert(!quote_expired(&q, day_paris((struct instant){late.s - 86400})));
    ck_assert(quote_expired(&q, day_paris(late)));
    ck_rc(quote_answer_add(web, arena, &q, &yes, late), RC_CONFLICT); /* whatever day was typed */
    ck_assert_uint_eq(count_of("r.state = 'sent' AND q.state = 'issued'", id), 1);
    /* A paper signed in time that reaches staff afterwards is noted; one signed too late is not. */
    root_run("movsc", "INSERT IGNORE INTO staff (public_id, email, name, created_at) VALUES"
        " ('quote-test', 'quote-test@exemple.fr', 'Noor', '2026-01-01')");
    yes.entered_by = root_number("SELECT id FROM staff WHERE public_id = 'quote-test'");
    struct quote_answer too_late = yes;
    too_late.signed_on = day_paris(late);
    ck_rc(quote_answer_add(web, arena, &q, &too_late, late), RC_CONFLICT);
    ck_ok(quote_answer_add(web, arena, &q, &yes, late));
    ck_assert_uint_eq(count_of("r.state = 'accepted' AND q.state = 'accepted'", id), 1);
}
END_TEST

START_TEST(only_an_organisation_accepts_and_once)
{
    struct quote_answer yes = {.accepted = true, .name = STR("A"), .signed_on = {2026, 11, 23}};
    struct quote_answer no = {.reason = STR("Non"), .signed_on = {2026, 11, 23}}, other = yes;
    struct quote person = made(request("individual", NULL), "a");
    struct quote cpf = made(request("cpf", NULL), "a"), third = made(request("opco", NULL), "a");
    ck_rc(quote_answer_add(web, arena, &person, &yes, noon), RC_CONFLICT);
    ck_rc(quote_answer_add(web, arena, &cpf, &yes, noon), RC_CONFLICT);
    ck_ok(quote_answer_add(web, arena, &person, &no, noon));
    ck_ok(quote_answer_add(web, arena, &third, &yes, noon));
    ck_rc(quote_answer_add(web, arena, &third, &no, noon), RC_CONFLICT);
    /* The fingerprint is of the document and of each word of the answer. */
    struct quote_answer read;
    ck_ok(quote_answer_find(web, arena, third.id, &read));
    ck_assert(memcmp(read.fingerprint, yes.fingerprint, 32) == 0);
    struct quote fourth = made(request("opco", NULL), "b");
    other.name = STR("B");
    ck_ok(quote_answer_add(web, arena, &fourth, &other, noon));
    ck_assert(memcmp(other.fingerprint, yes.fingerprint, 32) != 0);
}
END_TEST

static uint64_t accept_too(struct db *db, struct arena *a, unsigned index, const void *arg)
{
    struct quote_answer yes = {.accepted = index % 2, .name = STR("A"), .signed_on = {2026, 11, 23}};
    enum rc rc = quote_answer_add(db, a, arg, &yes, noon);
    return rc == RC_OK ? 1 : rc == RC_CONFLICT ? 0 : 100;
}

START_TEST(twenty_answers_at_once_are_one)
{
    struct quote q = made(request("employer", NULL), "answers");
    uint64_t out[20], sum = 0;
    parallel(20, "movsc_web", accept_too, &q, out);
    for (int i = 0; i < 20; i++)
        sum += out[i];
    ck_assert_uint_eq(sum, 1);
}
END_TEST

START_TEST(what_is_cancelled_is_over)
{
    uint64_t id = request("employer", NULL);
    struct quote q = made(id, "cancel");
    struct quote_answer yes = {.accepted = true, .name = STR("A"), .signed_on = {2026, 11, 23}};
    struct db *staff = connect_as("movsc_staff", "movsc", false);
    ck_rc(quote_cancel(staff, id, 99, noon), RC_CONFLICT);
    unsigned version = (unsigned)root_number(arena_printf(arena,
        "SELECT version FROM quote_request WHERE id = %llu", (unsigned long long)id).p);
    ck_ok(quote_cancel(staff, id, version, noon));
    ck_rc(quote_cancel(staff, id, version + 1, noon), RC_CONFLICT);
    db_close(staff);
    ck_rc(quote_answer_add(web, arena, &q, &yes, noon), RC_CONFLICT);
    ck_assert_uint_eq(count_of("r.state = 'cancelled' AND q.state = 'cancelled'"
        " AND r.valid_until IS NULL", id), 1);
}
END_TEST

START_TEST(a_thread_keeps_staff_notes_among_staff)
{
    uint64_t id = request("employer", NULL);
    root_run("movsc", "INSERT IGNORE INTO staff (public_id, email, name, created_at) VALUES"
        " ('quote-test', 'quote-test@exemple.fr', 'Noor', '2026-01-01')");
    uint64_t noor = root_number("SELECT id FROM staff WHERE public_id = 'quote-test'");
    struct quote_message *all;
    size_t n;
    const struct quote_message lines[] = {
        {.kind = STR("person"), .body = STR("Une question"), .at = noon},
        {.kind = STR("note"), .staff = noor, .body = STR("À rappeler"), .at = {noon.s + 1}},
        {.kind = STR("staff"), .staff = noor, .body = STR("Réponse"), .at = {noon.s + 2}}};
    for (size_t i = 0; i < 3; i++)
        ck_ok(quote_message_add(web, id, &lines[i], arena_printf(arena, "m%zu-%llu", i,
            (unsigned long long)id)));
    ck_rc(quote_message_add(web, id, &lines[0], arena_printf(arena, "m0-%llu",
        (unsigned long long)id)), RC_CONFLICT);
    ck_ok(quote_message_list(web, arena, id, false, &all, &n));
    ck_assert(n == 2 && str_eq_c(all[1].body, "Réponse"));
    ck_ok(quote_message_list(web, arena, id, true, &all, &n));
    ck_assert(n == 3 && all[1].staff == noor);
    struct page p = page_of(web, arena, noon);
    ck_ok(quote_wait(p.db, id, STR(""), noon));
    ck_assert_uint_eq(count_of("r.waiting_since IS NOT NULL AND r.to_staff_reason = ''", id), 1);
    root_run("movsc", "UPDATE quote_request SET state = 'closed', waiting_since = NULL");
    ck_ok(quote_wait(p.db, id, STR(""), noon)); /* somebody wrote after it was closed */
    ck_assert_uint_eq(count_of("r.waiting_since IS NOT NULL AND r.state = 'waiting'", id), 1);
}
END_TEST

static void write_to(uint64_t id, const char *kind, int64_t after)
{
    static unsigned n;
    root_run("movsc", "INSERT IGNORE INTO staff (public_id, email, name, created_at) VALUES"
        " ('quote-test', 'quote-test@exemple.fr', 'Noor', '2026-01-01')");
    uint64_t noor = root_number("SELECT id FROM staff WHERE public_id = 'quote-test'");
    const struct quote_message m = {.staff = str_eq_c(str_c(kind), "staff") ? noor : 0,
        .kind = str_c(kind), .body = STR("Un message"), .at = {noon.s + after}};
    ck_ok(quote_message_add(web, id, &m, arena_printf(arena, "w%u-%llu", n++,
        (unsigned long long)id)));
}

/* A person's question waits for a person: neither a fresh quote nor an accord answers it. */
START_TEST(a_question_waits_whatever_the_machine_does)
{
    struct quote_answer yes = {.accepted = true, .name = STR("A"), .signed_on = {2026, 11, 23}};
    uint64_t id = request("employer", "waiting_since = '2026-11-23'");
    made(id, "asked-1");
    ck_assert_uint_eq(count_of("r.state = 'sent' AND r.waiting_since IS NULL", id), 1);
    write_to(id, "person", 1);
    ck_ok(quote_wait(web, id, STR("Une question"), noon));
    struct quote again = made(id, "asked-2");
    ck_assert_uint_eq(count_of("r.state = 'waiting' AND r.waiting_since IS NOT NULL AND"
        " r.to_staff_reason = 'Une question' AND q.state = 'issued'", id), 1);
    ck_ok(quote_answer_add(web, arena, &again, &yes, noon));
    ck_assert_uint_eq(count_of("r.state = 'accepted' AND r.waiting_since IS NOT NULL AND"
        " q.state = 'accepted'", id), 1);
    /* Once staff have answered, by message or by a document, there is nothing to keep. */
    write_to(id, "staff", 2);
    made(id, "asked-3");
    ck_assert_uint_eq(count_of("r.state = 'sent' AND r.waiting_since IS NULL AND"
        " r.to_staff_reason = '' AND q.state = 'issued'", id), 1);
}
END_TEST

/* An address may refuse while a mail waits its turn: it is asked again at the last moment. */
START_TEST(a_refusal_stops_what_was_queued_before_it)
{
    static const struct str email = STR_INIT("refuse@exemple.fr");
    struct keys *keys = keys_from(STR("a master secret of this test"));
    const struct config config = {0};
    struct outbox_line *lines;
    size_t n;
    bool more = false;
    unsigned char hash[HASH_BYTES];
    uint64_t id = request("employer", NULL);
    page_of(web, arena, noon);
    struct jobs j = {.a = arena, .db = jobs, .facts = world, .config = &config, .keys = keys,
        .owner = "test", .now = noon};
    root_run("movsc", "DELETE FROM outbox");
    ck_ok(outbox_put(web, arena, &(struct outbox_new){.dedupe_key = STR("refused:1"),
        .kind = "quote_held", .recipient = email, .params = STR("{}"),
        .expires = {noon.s + 900}, .object_kind = OUTBOX_QUOTE_REQUEST, .object_id = id}, noon));
    refusal_hash(keys, email, hash);
    ck_ok(refusal_put(web, hash, noon));
    ck_ok(job_outbox(&j, &more));
    ck_ok(outbox_of_object(jobs, arena, OUTBOX_QUOTE_REQUEST, id, &lines, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_str_is(lines[0].state, "failed");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE last_error LIKE"
        " 'adresse refusée:%'"), 1);
    keys_free(keys);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {an_expired_quote_cannot_be_accepted,
        only_an_organisation_accepts_and_once, twenty_answers_at_once_are_one,
        what_is_cancelled_is_over, a_thread_keeps_staff_notes_among_staff,
        a_question_waits_whatever_the_machine_does, a_refusal_stops_what_was_queued_before_it};
    return store_suite("quote answers", tests, sizeof tests / sizeof *tests);
}
