/* Issuing as a page does it, on the real schema and with the workers' own rights: numbers without
 * a gap, frozen papers, versions, and everything that is not issued. */
#include "quote_stage.h"

#include "store/quote_mine.h"
#include "sys/crypto.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- one quote */

START_TEST(a_quote_is_numbered_frozen_and_read_again)
{
    uint64_t id = request("employer", NULL);
    struct quote q = made(id, "first"), found;
    unsigned statements = db_statements(web);
    struct document d;
    struct buf again;
    unsigned char sha[32];
    ck_assert_msg(statements <= 6, "%u statements", statements);
    ck_assert_uint_eq(q.version, 1);
    ck_assert(str_eq(q.number_text, quote_number_text(arena, 'D', 2026, q.number, 1)));
    ck_assert_int_eq(q.total.cents, 1040500);
    ck_ok(quote_find(web, arena, q.public_id, id, &found));
    ck_rc(quote_find(web, arena, q.public_id, id + 1, &found), RC_NOT_FOUND);
    ck_ok(quote_find(web, arena, q.public_id, 0, &found));
    crypto_sha256(found.document, sha);
    ck_assert(memcmp(sha, found.sha256, 32) == 0 && memcmp(sha, q.sha256, 32) == 0);
    /* The document comes back whole: written again, it is the same bytes. */
    ck_ok(quote_document_load(arena, found.document, &d));
    buf_init(&again, 1 << 20);
    document_write(&again, arena, &d);
    ck_assert(str_eq(buf_str(&again), found.document) && found.document.n > 3000);
    buf_free(&again);
    ck_assert(str_eq(d.number, q.number_text) && d.blocks_n > 8);
    ck_rc(quote_document_load(arena, STR("{\"format\":2}"), &d), RC_FAULT);
    ck_rc(quote_document_load(arena, STR("no JSON"), &d), RC_FAULT);
    ck_assert_uint_eq(count_of("r.state = 'sent' AND r.waiting_since IS NULL AND r.valid_until ="
        " q.valid_until AND r.last_number = q.number_text AND r.answered_at IS NOT NULL AND"
        " q.diploma_tariff_id IS NOT NULL AND q.module_tariff_id IS NOT NULL", id), 1);
    /* The same click again makes nothing, and gives what it made. */
    struct quote_issue twice = issue_at(id, "first", noon);
    ck_assert(twice.again && twice.made_n == 1 && str_eq(twice.made[0].public_id, q.public_id));
    ck_assert_uint_eq(count_of("q.id > 0", id), 1);
}
END_TEST

static bool prints(struct str document, const char *words)
{
    return memmem(document.p, document.n, words, strlen(words)) != NULL;
}

START_TEST(a_year_later_the_paper_is_the_same)
{
    uint64_t id = request("employer", NULL);
    struct quote q = made(id, "this-year"), found;
    root_run("movsc", "UPDATE setting SET value = 'Une autre année' WHERE name ="
        " 'quote.cancellation'");
    forget_facts();
    ck_ok(quote_find(web, arena, q.public_id, id, &found));
    ck_assert(str_eq(found.document, q.document) && !prints(found.document, "Une autre année"));
    struct quote_issue next = issue_at(id, "next-year", (struct instant){noon.s + 300 * 86400});
    ck_assert(prints(next.made[0].document, "Une autre année"));
    ck_assert(next.made[0].version == 2 && next.made[0].year == 2026); /* its number's year */
    ck_assert(!prints(q.document, "Une autre année"));
    root_run("movsc", "UPDATE setting SET value = 'Démonstration' WHERE name ="
        " 'quote.cancellation'");
}
END_TEST

START_TEST(the_number_and_the_fingerprint_are_checked_by_anyone)
{
    struct quote q = made(request("individual", NULL), "verify");
    struct quote found;
    unsigned char other[32];
    ck_assert_int_eq(q.total.cents, 520050);
    ck_ok(quote_verify(web, arena, q.number_text, q.sha256, &found));
    ck_assert(str_eq_c(found.state, "issued") && day_cmp(found.valid_until, q.valid_until) == 0);
    ck_assert(found.id == 0 && found.total.cents == 0);
    memcpy(other, q.sha256, 32);
    other[31] ^= 1;
    ck_rc(quote_verify(web, arena, q.number_text, other, &found), RC_NOT_FOUND);
    ck_rc(quote_verify(web, arena, STR("D-2026-999999"), q.sha256, &found), RC_NOT_FOUND);
}
END_TEST

START_TEST(a_pdf_is_kept_once)
{
    struct quote q = made(request("employer", NULL), "pdf");
    struct str pdf;
    ck_rc(quote_pdf_get(web, arena, q.public_id, &pdf), RC_NOT_FOUND);
    ck_ok(quote_pdf_put(jobs, q.public_id, STR("%PDF-\0one")));
    ck_rc(quote_pdf_put(web, q.public_id, STR("%PDF-two")), RC_CONFLICT);
    ck_ok(quote_pdf_get(jobs, arena, q.public_id, &pdf));
    ck_assert(str_eq(pdf, STR("%PDF-\0one")));
}
END_TEST

START_TEST(what_was_issued_does_not_change)
{
    enum { SIGNAL = 1644, DENIED = 1142, DENIED_COLUMN = 1143 };
    static const char *const changes[] = {"total_cents = 1", "document = '{}'",
        "sha256 = UNHEX(SHA2('x', 256))", "valid_until = '2099-01-01'", "number = number + 1000000",
        "number_text = CONCAT(number_text, '9')", "payer = 'cpf'", "tariff_kind = 'individual'",
        "issued_at = '2020-01-01'", "idempotency_key = CONCAT(idempotency_key, 'x')",
        "diploma_tariff_id = NULL", "note = 'x'", "dates = 'x'", "diplomas = 9"};
    struct quote q = made(request("employer", NULL), "frozen");
    struct quote_answer yes = {.accepted = true, .name = STR("Ada"), .signed_on = {2026, 11, 23}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const char *sql = arena_printf(arena, "UPDATE quote SET %s WHERE id = %llu", changes[i],
            (unsigned long long)q.id).p;
        ck_assert_msg(root_refused("movsc", sql) == SIGNAL, "%s", sql);
        struct db *db = connect_as("movsc_web", "movsc", false);
        ck_assert(db_run(db, str_c(sql)) == RC_FAULT && db_last_errno(db) == DENIED_COLUMN);
        db_close(db);
    }
    ck_ok(quote_answer_add(web, arena, &q, &yes, noon));
    ck_assert_uint_eq(root_refused("movsc", "UPDATE quote SET state = 'issued'"
        " WHERE state = 'accepted'"), SIGNAL);
    ck_assert_uint_eq(root_refused("movsc", "UPDATE quote_answer SET name = 'x'"), SIGNAL);
    ck_assert_uint_eq(root_refused("movsc", "DELETE FROM quote_answer"), SIGNAL);
    ck_assert_uint_eq(root_refused("movsc", "DELETE FROM quote"), SIGNAL);
    struct db *db = connect_as("movsc_web", "movsc", false);
    ck_assert(db_run(db, STR("DELETE FROM quote")) == RC_FAULT && db_last_errno(db) == DENIED);
    db_close(db);
}
END_TEST

/* ---- numbers */

#define OF_2026 " year = 2026 AND series = 'D'"
#define LAST_NUMBER "SELECT COALESCE(MAX(number), 0) FROM quote WHERE" OF_2026

enum { ISSUERS = 50, EACH = 4 };

struct crowd {
    uint64_t first; /* ISSUERS * EACH requests */
};

static uint64_t issue_some(struct db *db, struct arena *a, unsigned index, const void *arg)
{
    const struct crowd *c = arg;
    uint64_t sum = 0;
    for (unsigned i = 0; i < EACH; i++) {
        uint64_t id = c->first + index * EACH + i;
        struct page p = page_of(db, a, noon);
        struct quote_issue q = {.request = id,
            .key = arena_printf(a, "crowd-%llu", (unsigned long long)id)};
        enum rc rc = quote_issue(&p, &q);
        /* As a person does: what was not confirmed is sent again, and is there once. */
        for (int again = 0; rc != RC_OK && again < 5; again++) {
            p = page_of(db, a, noon);
            rc = quote_issue(&p, &q);
        }
        if (rc != RC_OK || q.made_n != 1)
            return 0;
        sum += q.made[0].number;
    }
    return sum;
}

START_TEST(two_hundred_at_once_are_two_hundred_consecutive_numbers)
{
    uint64_t out[ISSUERS];
    struct crowd c = {.first = request("employer", NULL)};
    for (unsigned i = 1; i < ISSUERS * EACH; i++)
        ck_assert_uint_eq(request("employer", NULL), c.first + i);
    uint64_t before = root_number(LAST_NUMBER);
    parallel(ISSUERS, "movsc_web", issue_some, &c, out);
    uint64_t sum = 0, n = ISSUERS * EACH;
    for (unsigned i = 0; i < ISSUERS; i++) {
        ck_assert_uint_ne(out[i], 0);
        sum += out[i];
    }
    ck_assert_uint_eq(sum, n * before + n * (n + 1) / 2);
    ck_assert_uint_eq(root_number(arena_printf(arena, "SELECT COUNT(DISTINCT number) FROM quote WHERE"
        OF_2026 " AND number > %llu AND number <= %llu AND request_id >= %llu",
        (unsigned long long)before, (unsigned long long)(before + n),
        (unsigned long long)c.first).p), n);
}
END_TEST

/* The worst moment: the number is taken, the quote written, nothing committed. */
static enum rc die(struct page *p, const struct quote_issue *q)
{
    (void)p;
    (void)q;
    raise(SIGKILL);
    return RC_FAULT;
}

static void issue_and_maybe_die(uint64_t id, bool dies)
{
    pid_t pid = fork();
    ck_assert(pid >= 0);
    if (pid == 0) {
        struct db *db = connect_as("movsc_web", "movsc", false);
        struct page p = page_of(db, arena, noon);
        struct quote_issue q = {.request = id, .tell = dies ? die : NULL,
            .key = arena_printf(arena, "killed-%llu", (unsigned long long)id)};
        _exit(quote_issue(&p, &q) == RC_OK && q.made_n == 1 ? 0 : 1);
    }
    int status;
    ck_assert(waitpid(pid, &status, 0) == pid);
    ck_assert(dies ? WIFSIGNALED(status) : WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

START_TEST(a_killed_worker_leaves_no_gap_and_no_double)
{
    uint64_t id[12];
    uint64_t before = root_number(LAST_NUMBER);
    for (size_t i = 0; i < 12; i++) {
        id[i] = request("employer", NULL);
        issue_and_maybe_die(id[i], i % 3 != 2);
    }
    ck_assert_uint_eq(root_number(arena_printf(arena, "SELECT COUNT(*) FROM quote WHERE"
        OF_2026 " AND number > %llu", (unsigned long long)before).p), 4);
    for (size_t i = 0; i < 12; i++) { /* sent again, as the page says it can be */
        struct quote_issue q = issue_at(id[i], "killed", noon);
        ck_assert(q.made_n == 1 && q.again == (i % 3 == 2));
    }
    ck_assert_uint_eq(root_number(arena_printf(arena, "SELECT COUNT(DISTINCT number) FROM quote WHERE"
        OF_2026 " AND number > %llu AND number <= %llu", (unsigned long long)before,
        (unsigned long long)before + 12).p), 12);
    ck_assert_uint_eq(root_number("SELECT next_number FROM quote_counter WHERE" OF_2026), before + 13);
}
END_TEST

/* A number belongs to the year of Paris in which it was given. */
START_TEST(each_year_and_series_begins_at_one)
{
    struct instant new_year = {1798757999}; /* 2026-12-31 22:59:59 UTC: a second before, in Paris */
    struct quote_issue last = issue_at(request("cpf", NULL), "year", new_year);
    new_year.s++;
    struct quote_issue next = issue_at(request("employer", NULL), "year", new_year);
    struct quote_issue info = issue_at(request("cpf", NULL), "year", new_year);
    ck_assert(last.made[0].series == 'I' && last.made[0].year == 2026);
    ck_assert_str_is(next.made[0].number_text, "D-2027-000001");
    ck_assert_str_is(info.made[0].number_text, "I-2027-000001");
    ck_assert_int_eq(info.made[0].total.cents, 1000500);
}
END_TEST

/* ---- versions */

START_TEST(a_version_keeps_the_number_and_both_stay_readable)
{
    uint64_t id = request("employer", NULL);
    struct quote first = made(id, "v1"), found, *all;
    size_t n;
    struct quote_answer yes = {.accepted = true, .name = STR("Ada"), .role = STR("Directrice"),
        .signed_on = {2026, 11, 23}}, kept;
    ck_ok(quote_answer_add(web, arena, &first, &yes, noon));
    ck_assert_uint_eq(count_of("r.state = 'accepted' AND q.state = 'accepted'", id), 1);
    struct page p = page_of(web, arena, noon);
    struct quote_issue amend = {.request = id, .key = arena_printf(arena, "v2-%llu",
        (unsigned long long)id), .terms = {.diplomas = 2, .dates = STR("Dates convenues"),
        .note = STR("Comme convenu au téléphone.")}};
    ck_ok(quote_issue(&p, &amend));
    struct quote *second = &amend.made[0];
    ck_assert(second->number == first.number && second->version == 2);
    ck_assert(str_eq(second->number_text, arena_printf(arena, "%.*s-2", STR_ARG(first.number_text))));
    ck_assert_int_eq(second->total.cents, 2 * 1000500);
    ck_ok(quote_versions(web, arena, id, &all, &n));
    ck_assert(n == 2 && all[0].version == 2 && str_eq_c(all[0].state, "issued"));
    ck_assert(str_eq_c(all[1].state, "replaced") && all[0].diplomas == 2);
    ck_assert(str_eq_c(all[0].dates, "Dates convenues"));
    ck_ok(quote_find(web, arena, first.public_id, id, &found)); /* and what was said of it */
    ck_ok(quote_answer_find(web, arena, first.id, &kept));
    ck_assert(kept.accepted && memcmp(kept.fingerprint, yes.fingerprint, 32) == 0);
    ck_rc(quote_answer_add(web, arena, &first, &yes, noon), RC_CONFLICT);
    /* Another payer is another series; coming back goes on with the first number. */
    struct quote_ask cpf = amend.subject.ask;
    cpf.payer = STR("cpf");
    struct quote_issue info = {.request = id, .ask = &cpf, .key = STR("to-cpf")};
    ck_ok(quote_issue(&p, &info));
    ck_assert(info.made[0].series == 'I' && info.made[0].version == 1);
    struct quote_issue back = {.request = id, .key = STR("back")};
    ck_ok(quote_issue(&p, &back));
    ck_assert(back.made[0].number == first.number && back.made[0].version == 3);
    ck_assert_uint_eq(count_of("q.state = 'issued'", id), 1);
}
END_TEST

static struct quote_issue_part part_of(const char *payer, unsigned part, int64_t cents, bool sure)
{
    return (struct quote_issue_part){
        .ask = {.payer = str_c(payer), .name = STR("Ada"), .email = STR("ada@exemple.fr"),
            .addressee_name = STR("Association Été")},
        .share = {.part = part, .parts = 2, .tariff = PAYER_THIRD, .amount = {{cents}, {0}},
            .whole = {{1000500}, {0}}, .confirmed = sure}};
}

START_TEST(a_mix_is_one_quote_a_payer_once_staff_confirm)
{
    uint64_t id = request("several", NULL);
    struct page p = page_of(web, arena, noon);
    struct quote_issue_part parts[] = {
        part_of("employer", 1, 654321, false), part_of("individual", 2, 346179, false)};
    struct quote_issue q = {.request = id, .parts = parts, .parts_n = 2, .key = STR("mix")};
    ck_ok(quote_issue(&p, &q));
    ck_assert(q.stop == QUOTE_STOP_SEVERAL && q.made_n == 0);
    parts[0].share.confirmed = true; /* one of the two is not enough */
    ck_ok(quote_issue(&p, &q));
    ck_assert(q.stop == QUOTE_STOP_SEVERAL && q.made_n == 0);
    parts[1].share.confirmed = true;
    parts[1].share.amount[TARIFF_DIPLOMA].cents++; /* a cent too many is no quote */
    ck_rc(quote_issue(&p, &q), RC_CONFLICT);
    parts[1].share.amount[TARIFF_DIPLOMA].cents--;
    ck_ok(quote_issue(&p, &q));
    ck_assert(q.stop == QUOTE_GO && q.made_n == 2);
    ck_assert_int_eq(q.made[0].total.cents + q.made[1].total.cents, 1000500);
    ck_assert_uint_eq(count_of("r.total_cents = 1000500", id), 2); /* what lists and exports show */
    ck_assert(q.made[1].number == q.made[0].number + 1 && q.made[1].part == 2);
    ck_assert(str_eq_c(q.made[1].tariff_kind, "individual"));
    /* Nobody waits for the person, who signs a contract: the organisation's word decides. */
    struct quote_answer yes = {.accepted = true, .name = STR("B"), .signed_on = {2026, 11, 23}};
    struct quote_answer no = {.reason = STR("Trop cher"), .signed_on = {2026, 11, 23}};
    ck_ok(quote_answer_add(web, arena, &q.made[0], &yes, noon));
    ck_assert_uint_eq(count_of("r.state = 'accepted' AND q.part = 1", id), 1);
    ck_ok(quote_answer_add(web, arena, &q.made[1], &no, noon)); /* and is not undone */
    ck_assert_uint_eq(count_of("r.state = 'accepted' AND r.valid_until IS NOT NULL", id), 2);
    ck_ok(quote_issue(&p, &q)); /* the same confirmation again */
    ck_assert(q.again && q.made_n == 2);
    /* One payer after all: both parts are replaced. */
    struct quote_ask employer = parts[0].ask;
    struct quote_issue one = {.request = id, .ask = &employer, .key = STR("one-payer")};
    ck_ok(quote_issue(&p, &one));
    ck_assert(one.made_n == 1 && one.made[0].version == 2);
    ck_assert_uint_eq(count_of("q.state = 'issued'", id), 1);
    ck_assert_uint_eq(count_of("q.state = 'replaced'", id), 2);
}
END_TEST

/* Both orders, and organisations that are waited for only while their quote holds. */
START_TEST(a_mix_follows_its_organisations)
{
    struct quote_answer yes = {.accepted = true, .name = STR("B"), .signed_on = {2026, 11, 23}};
    struct quote_answer no = {.reason = STR("Trop cher"), .signed_on = {2026, 11, 23}};
    struct instant late = {noon.s + (int64_t)91 * 86400};
    for (int way = 0; way < 3; way++) {
        uint64_t id = request("several", NULL);
        struct page p = page_of(web, arena, noon);
        struct quote_issue_part parts[] = {part_of("employer", 1, 654321, true),
            part_of(way == 2 ? "opco" : "individual", 2, 346179, true)};
        struct quote_issue q = {.request = id, .parts = parts, .parts_n = 2,
            .key = arena_printf(arena, "mix-way-%d", way)};
        ck_ok(quote_issue(&p, &q));
        ck_ok(quote_answer_add(web, arena, &q.made[1], &no, noon));
        ck_assert_uint_eq(count_of("r.state = 'sent'", id), 2); /* the employer may still say yes */
        if (way == 0) {
            ck_ok(quote_answer_add(web, arena, &q.made[0], &yes, noon));
            ck_assert_uint_eq(count_of("r.state = 'accepted'", id), 2);
        } else if (way == 1) {
            ck_ok(quote_answer_add(web, arena, &q.made[0], &no, noon));
            ck_assert_uint_eq(count_of("r.state = 'declined' AND r.valid_until IS NULL", id), 2);
        } else
            ck_rc(quote_answer_add(web, arena, &q.made[0], &yes, late), RC_CONFLICT);
    }
}
END_TEST

/* ---- what is not issued */

static void held(uint64_t id, enum quote_stop stop, const char *why)
{
    struct quote_issue q = issue_at(id, "held", noon);
    ck_assert_int_eq(q.stop, stop);
    ck_assert(q.made_n == 0 && q.reason_person.n && q.reason_staff.n);
    ck_assert_msg(memmem(q.reason_staff.p, q.reason_staff.n, why, strlen(why)) != NULL, "%.*s",
        STR_ARG(q.reason_staff));
    ck_assert_uint_eq(count_of("q.id IS NULL AND r.state = 'new' AND r.waiting_since IS NOT NULL"
        " AND r.to_staff_reason <> '' AND r.valid_until IS NULL", id), 1);
}

START_TEST(what_cannot_be_issued_waits_with_its_reason)
{
    static const char number[] = "SELECT COALESCE(SUM(next_number), 0) FROM quote_counter";
    uint64_t before = root_number(number);
    held(request("several", NULL), QUOTE_STOP_SEVERAL, "Plusieurs payeurs");
    held(request("unknown", NULL), QUOTE_STOP_UNDECIDED, "pas encore choisi");
    held(request("employer", "intake_id = (SELECT id FROM intake WHERE number = 35 LIMIT 1)"),
        QUOTE_STOP_UNREGISTERED, "RNCP");
    uint64_t id = request("employer", NULL);
    root_run("movsc", "UPDATE setting SET value = '' WHERE name = 'quote.cancellation'");
    forget_facts();
    held(id, QUOTE_STOP_MISSING, "Annulation, abandon, force majeure");
    root_run("movsc", "UPDATE setting SET value = 'Démonstration' WHERE name ="
        " 'quote.cancellation'");
    forget_facts();
    ck_assert_uint_eq(root_number(number), before);
    /* Once it is there, the same request gets its quote, and no longer waits. */
    struct quote q = made(id, "then");
    ck_assert_uint_eq(q.version, 1);
    ck_assert_uint_eq(count_of("r.to_staff_reason = '' AND r.waiting_since IS NULL", id), 1);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {a_quote_is_numbered_frozen_and_read_again,
        a_year_later_the_paper_is_the_same,
        the_number_and_the_fingerprint_are_checked_by_anyone, a_pdf_is_kept_once,
        what_was_issued_does_not_change, two_hundred_at_once_are_two_hundred_consecutive_numbers,
        a_killed_worker_leaves_no_gap_and_no_double, each_year_and_series_begins_at_one,
        a_version_keeps_the_number_and_both_stay_readable,
        a_mix_is_one_quote_a_payer_once_staff_confirm, a_mix_follows_its_organisations,
        what_cannot_be_issued_waits_with_its_reason};
    return store_suite("quote", tests, sizeof tests / sizeof *tests);
}
