/* Answers by mail, from their bytes to what is kept of them: the thread, the mail itself, who is told; how
 * many a day; and what goes when. */
#include "quote_stage.h"

#include "job/incoming.h"
#include "job/answers.h"
#include "mail/compose.h"
#include "mail/verp.h"
#include "store/archive.h"
#include "store/mail_raw.h"
#include "store/purge_quotes.h"
#include "sys/config.h"

enum { HOUR = 3600, DAY = 24 * HOUR };

static struct keys *keys;
static struct config config = {.site.base_url = "https://portail.example"};

static uint64_t number(const char *what, uint64_t request)
{
    return root_number(arena_printf(arena, "SELECT %s AND request_id = %llu", what, (unsigned long long)request).p);
}

static struct str mail(uint64_t request, const char *id, const char *head, struct str body)
{
    struct str to = verp_make(arena, keys, VERP_REQUEST, request, "portail.example");
    struct buf b;
    buf_init(&b, INCOMING_READ_MAX);
    buf_printf(&b, "From: Ada <ada@exemple.fr>\r\nTo: %.*s\r\nMessage-ID: <%s-%llu@exemple.fr>\r\n%s\r\n", STR_ARG(to), id,
        (unsigned long long)request, head);
    buf_put(&b, body);
    return arena_take(arena, &b);
}

static enum incoming_kind comes(struct str bytes, struct instant now)
{
    struct incoming_end end;
    page_of(web, arena, now);
    ck_ok(db_request(jobs, STR("0123456789abcdef0123456789abcdef"), now));
    struct jobs j = {.a = arena, .db = jobs, .facts = world, .config = &config, .keys = keys, .now = now};
    ck_ok(incoming_take(&j, bytes, STR("1.file"), &end));
    return end.kind;
}

static struct quote_message last_of(uint64_t request, size_t *n)
{
    struct quote_message *all;
    ck_ok(quote_message_list(web, arena, request, true, &all, n));
    return *n ? all[*n - 1] : (struct quote_message){0};
}

static bool says(struct str s, const char *words)
{
    return memmem(s.p, s.n, words, strlen(words)) != NULL;
}

static uint64_t fresh(void)
{
    root_run("movsc", "DELETE FROM outbox");
    root_run("movsc", "DELETE FROM mail_aside");
    return request("employer", "state = 'sent'");
}

#define TEXT "Content-Type: text/plain; charset=utf-8\r\n"

START_TEST(an_answer_is_kept_whole)
{
    uint64_t id = fresh();
    size_t n;
    struct buf b;
    buf_init(&b, 4 << 20);
    buf_puts(&b, "--M\r\n" TEXT "\r\nBonjour, voici le bon.\r\n");
    for (int i = 0; i < 20000; i++)
        buf_puts(&b, "> \xc3\xa9t\xc3\xa9\r\n");
    buf_puts(&b, "\r\n--M\r\nContent-Type: application/pdf; name=bon.pdf\r\n\r\n");
    for (int i = 0; i < 2200000; i++)
        buf_putc(&b, (char)('a' + i % 26));
    buf_puts(&b, "\r\n--M--\r\n");
    struct str bytes = mail(id, "whole", "Subject: Re: Votre devis\r\nContent-Type: multipart/mixed; boundary=M\r\n",
        arena_take(arena, &b));
    ck_assert_int_eq(comes(bytes, noon), INCOMING_REPLY);
    struct quote_message m = last_of(id, &n);
    ck_assert(n == 1 && m.by_mail && m.mark.n == 0 && m.body.n <= INCOMING_TEXT_MAX && m.body.n > INCOMING_TEXT_MAX - 8);
    ck_assert(says(m.body, "Bonjour, voici le bon."));
    static const char *const remarks[] = {"Objet\u00a0: Re: Votre devis", "bon.pdf (2,0\u00a0Mo)",
        "la suite n’est pas montrée", "gardé, chiffré, jusqu’au 21\u00a0février\u00a02027"};
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
        ck_assert_msg(says(m.remarks, remarks[i]), "%s: %.*s", remarks[i], STR_ARG(m.remarks));
    ck_assert(!says(m.remarks, "Envoyé depuis") && !says(m.remarks, "Rien ne prouve"));
    /* what its writer may read comes first, and nothing else does */
    const char *desk = memmem(m.remarks.p, m.remarks.n, QUOTE_REMARKS_DESK, strlen(QUOTE_REMARKS_DESK));
    ck_assert(desk != NULL);
    struct str theirs = str_slice(m.remarks, 0, (size_t)(desk - m.remarks.p));
    ck_assert(says(theirs, "Objet") && says(theirs, "bon.pdf (2,0\u00a0Mo).") && says(theirs, "la suite"));
    ck_assert(!says(theirs, "gardé") && !says(theirs, "la personne"));
    ck_assert_uint_eq(count_of("r.state = 'waiting' AND r.waiting_since = '2026-11-23 12:00:00'", id), 1);
    /* the mail: sealed, in parts of a place each, until a day of its own */
    ck_assert_uint_eq(number(arena_printf(arena, "COUNT(*) FROM mail_raw WHERE bytes = %zu AND ends_at = '2027-02-21 12:00:00'",
                                 bytes.n).p, id), 1);
    ck_assert_uint_eq(number("COUNT(*) FROM mail_raw_part p JOIN mail_raw m ON m.id = p.raw_id WHERE"
                             " p.sealed NOT LIKE '%voici le bon%' AND LENGTH(p.sealed) <= 1048576 + 28", id), 3);
    struct rows r;
    static const struct stmt parts = {"test.parts", "SELECT m.public_id, p.part, p.sealed FROM mail_raw m JOIN"
        " mail_raw_part p ON p.raw_id = m.id WHERE m.request_id = ? ORDER BY p.part", "u", "sub", STMT_SCAN};
    struct db *root = connect_as("root", "movsc", false);
    ck_ok(db_query(root, arena, &parts, ARGS(ARG(id)), &r));
    struct buf again;
    buf_init(&again, INCOMING_READ_MAX);
    for (size_t i = 0; i < r.n; i++) {
        struct str piece, place = arena_printf(arena, "%.*s:%zu", STR_ARG(row_str(&r, i, 0)), i);
        ck_assert(crypto_open(arena, keys, KEY_FIELD_BASE, row_str(&r, i, 2), place, &piece));
        buf_put(&again, piece);
    }
    ck_assert(str_eq(buf_str(&again), bytes));
    buf_free(&again);
    db_close(root);
    /* delivered twice, it is there once */
    comes(bytes, (struct instant){noon.s + 60});
    ck_assert_uint_eq(number("COUNT(*) FROM mail_raw WHERE 1", id), 1);
    last_of(id, &n);
    ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(it_goes_on_its_day)
{
    uint64_t id = fresh(), gone;
    comes(mail(id, "day", TEXT, STR("Oui")), noon);
    root_run("movsc", "UPDATE setting SET value = '10' WHERE name = 'retention.reply'");
    forget_facts();
    comes(mail(id, "short", TEXT, STR("Oui aussi")), noon);
    root_run("movsc", "UPDATE setting SET value = '90' WHERE name = 'retention.reply'");
    forget_facts();
    ck_assert_uint_eq(number("COUNT(*) FROM mail_raw WHERE ends_at = '2026-12-03 12:00:00'", id), 1);
    root_run("movsc", arena_printf(arena, "UPDATE mail_raw SET ends_at = '2030-01-01' WHERE request_id <> %llu",
                          (unsigned long long)id).p);
    ck_ok(mail_raw_purge(jobs, (struct instant){noon.s + 10 * DAY}, 10, &gone));
    ck_assert_uint_eq(gone, 0);
    ck_ok(mail_raw_purge(jobs, (struct instant){noon.s + 10 * DAY + 1}, 10, &gone));
    ck_assert_uint_eq(gone, 1);
    ck_ok(mail_raw_purge(jobs, (struct instant){noon.s + 90 * DAY + 1}, 10, &gone));
    ck_assert_uint_eq(gone, 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM mail_raw_part p LEFT JOIN mail_raw m ON m.id = p.raw_id WHERE"
                                  " m.id IS NULL OR m.ends_at < '2029-01-01'"), 0);
    size_t n;
    last_of(id, &n);
    ck_assert_uint_eq(n, 2); /* what is shown stays as long as its request */
}
END_TEST

START_TEST(a_request_takes_its_mails_with_it)
{
    uint64_t id = fresh(), gone = 0;
    comes(mail(id, "gone", TEXT, STR("Oui")), noon);
    root_run("movsc", arena_printf(arena, "UPDATE quote_message SET at = '2024-01-01' WHERE request_id = %llu", (unsigned long long)id).p);
    root_run("movsc", arena_printf(arena, "UPDATE quote_request SET state = 'closed', waiting_since = NULL, created_at ="
        " '2024-01-01', updated_at = '2024-01-01' WHERE id = %llu", (unsigned long long)id).p);
    struct db *purger = connect_as("movsc_purge", "movsc", true);
    ck_ok(db_request(purger, STR("0123456789abcdef0123456789abcdef"), noon));
    ck_ok(purge_quotes(purger, arena, (struct instant){noon.s - 365 * (int64_t)DAY}, 50, &gone));
    db_close(purger);
    ck_assert_uint_eq(gone, 1);
    ck_assert_uint_eq(number("COUNT(*) FROM mail_raw WHERE 1", id), 0);
}
END_TEST

START_TEST(a_machine_changes_nothing)
{
    uint64_t id = fresh();
    size_t n;
    ck_assert_int_eq(comes(mail(id, "vacation", "Subject: Absence\r\nAuto-Submitted: auto-replied\r\n" TEXT,
                               STR("Je suis absente jusqu’au 15.")), noon), INCOMING_MACHINE);
    struct quote_message m = last_of(id, &n);
    ck_assert_uint_eq(n, 1);
    ck_assert_str_is(m.mark, QUOTE_AUTOMATIC);
    ck_assert_str_is(m.body, "Je suis absente jusqu’au 15.");
    ck_assert_uint_eq(count_of("r.state = 'sent' AND r.waiting_since IS NULL AND r.updated_at IS NULL", id), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox"), 0);
    ck_assert_uint_eq(root_number(arena_printf(arena, "SELECT COUNT(*) FROM audit WHERE object_kind = 'quote_request' AND"
        " object_id = %llu AND action = 'request.reply_by_mail'", (unsigned long long)id).p), 0);
    /* nor does it stand for an answer that is waited for */
    root_run("movsc", arena_printf(arena, "UPDATE quote_request SET state = 'waiting', waiting_since = '2026-11-22'"
                                          " WHERE id = %llu", (unsigned long long)id).p);
    made(id, "after-a-machine");
    ck_assert_uint_eq(count_of("r.state = 'sent' AND r.waiting_since IS NULL", id), 1);
    comes(mail(id, "person", "Subject: Re: Votre devis\r\n" TEXT, STR("Une question")), noon);
    made(id, "after-a-person");
    ck_assert_uint_eq(count_of("r.state = 'waiting' AND r.waiting_since IS NOT NULL AND q.state = 'issued'", id), 1);
}
END_TEST

START_TEST(so_many_a_day)
{
    uint64_t id = fresh();
    size_t n;
    for (int i = 0; i < ANSWERS_A_DAY; i++)
        ck_assert_int_eq(comes(mail(id, arena_printf(arena, "many-%d", i).p, TEXT, STR("Encore")), noon), INCOMING_REPLY);
    for (int i = 0; i < 2; i++) /* one more, and another */
        ck_assert_int_eq(comes(mail(id, arena_printf(arena, "more-%d", i).p, TEXT, STR("Trop")), noon), INCOMING_UNREADABLE);
    struct quote_message m = last_of(id, &n);
    ck_assert_uint_eq(n, ANSWERS_A_DAY + 1);
    ck_assert_str_is(m.mark, QUOTE_AUTOMATIC);
    ck_assert(m.by_mail && says(m.body, "Plus de 20 réponses") && !says(m.body, "administre"));
    ck_assert(says(m.remarks, "Courriels non compris") && !says(m.remarks, QUOTE_REMARKS_DESK));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM mail_aside WHERE reason = 'many' AND shown IS NOT NULL"), 2);
    ck_assert_uint_eq(number("COUNT(*) FROM mail_raw WHERE 1", id), ANSWERS_A_DAY);
    /* one that is there already is none too many; another request has a day of its own; so has tomorrow */
    comes(mail(id, "many-3", TEXT, STR("Encore")), noon);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM mail_aside"), 2);
    uint64_t other = request("employer", NULL);
    ck_assert_int_eq(comes(mail(other, "other", TEXT, STR("Oui")), noon), INCOMING_REPLY);
    ck_assert_int_eq(comes(mail(id, "tomorrow", TEXT, STR("Oui")), (struct instant){noon.s + DAY + 1}), INCOMING_REPLY);
    /* machines have theirs, and take nobody's place */
    for (int i = 0; i <= ANSWERS_MACHINES_A_DAY; i++)
        comes(mail(other, arena_printf(arena, "machine-%d", i).p, "X-Autoreply: yes\r\n" TEXT, STR("Absent")), noon);
    last_of(other, &n);
    ck_assert_uint_eq(n, 1 + ANSWERS_MACHINES_A_DAY);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM mail_aside"), 2);
}
END_TEST

START_TEST(so_much_is_kept_of_one_request)
{
    uint64_t id = fresh();
    size_t n;
    comes(mail(id, "first", TEXT, STR("Oui")), noon);
    root_run("movsc", arena_printf(arena, "UPDATE mail_raw SET bytes = %d WHERE request_id = %llu", ANSWERS_KEPT_MAX,
                          (unsigned long long)id).p);
    ck_assert_int_eq(comes(mail(id, "second", TEXT, STR("Encore")), noon), INCOMING_REPLY);
    struct quote_message m = last_of(id, &n);
    ck_assert(n == 2 && says(m.remarks, "n’est pas gardé"));
    ck_assert_uint_eq(number("COUNT(*) FROM mail_raw WHERE 1", id), 1);
}
END_TEST

/* All requests together have so much room: beyond it an answer is there, and its mail is not. */
START_TEST(so_much_is_kept_of_all)
{
    static const char *const heads[] = {"all-1", "all-2"};
    size_t n;
    root_run("movsc", "DELETE FROM mail_raw_part");
    root_run("movsc", "DELETE FROM mail_raw");
    uint64_t full = fresh(), id = request("employer", "state = 'sent'");
    comes(mail(full, "fills", TEXT, STR("Oui")), noon);
    for (size_t i = 0; i < 2; i++) {
        struct str bytes = mail(id, heads[i], TEXT, STR("Bonjour"));
        uint64_t room = ANSWERS_KEPT_ALL_MAX - bytes.n; /* one has just room; then it wants one byte */
        uint64_t mine = number("COALESCE(SUM(bytes), 0) FROM mail_raw WHERE 1", id);
        root_run("movsc", arena_printf(arena, "UPDATE mail_raw SET bytes = %llu WHERE request_id = %llu",
                              (unsigned long long)(room - mine + i), (unsigned long long)full).p);
        ck_assert_int_eq(comes(bytes, noon), INCOMING_REPLY);
        struct quote_message m = last_of(id, &n);
        ck_assert_uint_eq(n, i + 1);
        ck_assert_int_eq(says(m.remarks, "n’est pas gardé\u00a0: le portail"), i == 1);
        ck_assert_uint_eq(number("COUNT(*) FROM mail_raw WHERE 1", id), 1);
    }
    ck_assert_uint_eq(count_of("r.state = 'waiting'", id), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM mail_aside"), 0);
    root_run("movsc", arena_printf(arena, "UPDATE mail_raw SET bytes = 1 WHERE request_id = %llu", (unsigned long long)full).p);
}
END_TEST

/* A request that is away takes no answer; who wrote one is heard all the same. */
START_TEST(who_writes_about_a_restricted_file_is_heard)
{
    fresh();
    uint64_t id = request("employer", "state = 'sent', reference = 'D-AWAY-0001'");
    enum archive_outcome out;
    struct archive_file f;
    struct db *rights = connect_as("movsc_rights", "movsc", true);
    const struct archive_act act = {.by = 1000, .reason = STR("demande reçue"), .now = noon};
    ck_ok(archive_find(rights, arena, ARCHIVE_REQUEST, STR("D-AWAY-0001"), &f));
    ck_ok(archive_restrict(rights, arena, &act, &f, &out));
    ck_assert_int_eq(comes(mail(id, "why", TEXT, STR("Pourquoi ?")), noon), INCOMING_UNREADABLE);
    ck_assert_int_eq(comes(mail(id, "why", TEXT, STR("Pourquoi ?")), noon), INCOMING_UNREADABLE);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM mail_aside WHERE reason = 'not_kept' AND shown IS NOT NULL"), 1);
    ck_assert_int_eq(comes(mail(id, "absent", "X-Autoreply: yes\r\n" TEXT, STR("Absent")), noon), INCOMING_MACHINE);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM mail_aside"), 1);
    /* it comes back as it was, and takes answers */
    ck_ok(archive_find(rights, arena, ARCHIVE_REQUEST, f.public_id, &f));
    ck_ok(archive_lift(rights, arena, &act, &f, &out));
    db_close(rights);
    ck_assert_uint_eq(number("COUNT(*) FROM quote_message WHERE 1", id), 0);
    ck_assert_int_eq(comes(mail(id, "again", TEXT, STR("Merci")), noon), INCOMING_REPLY);
}
END_TEST

static uint64_t mails_due(int64_t at)
{
    return root_number(arena_printf(arena, "SELECT COUNT(*) FROM outbox WHERE kind = 'desk_reply' AND recipient ="
        " 'noor@cestes.example' AND next_try_at = FROM_UNIXTIME(%lld)", (long long)at).p);
}

/* Told at once, and what comes after in that hour at its end, in one mail. */
START_TEST(the_desk_is_told_once_an_hour)
{
    uint64_t id = fresh();
    root_run("movsc", "DELETE FROM staff_role");
    root_run("movsc", "INSERT INTO staff (public_id, email, name, state, notice, password, totp_at, created_at) VALUES"
        " ('noor-answers', 'noor@cestes.example', 'Noor', 'active', 'at_once', 'x', '2026-01-01', '2026-01-01')");
    root_run("movsc", "INSERT INTO staff_role SELECT id, 'quotes', '2026-01-01' FROM staff WHERE public_id = 'noor-answers'");
    int64_t t = noon.s + 600;
    for (int i = 0; i < 3; i++)
        comes(mail(id, arena_printf(arena, "hour-%d", i).p, TEXT, STR("Oui")), (struct instant){t + i});
    ck_assert_uint_eq(mails_due(t), 1);
    ck_assert_uint_eq(mails_due(noon.s + HOUR), 1);
    for (int i = 0; i < 3; i++) /* of the hour after: its own mail is queued already */
        comes(mail(id, arena_printf(arena, "later-%d", i).p, TEXT, STR("Oui")), (struct instant){t + HOUR + i});
    ck_assert_uint_eq(mails_due(noon.s + 2 * HOUR), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE kind = 'desk_reply' AND recipient = 'noor@cestes.example'"), 3);
    comes(mail(request("employer", NULL), "else", TEXT, STR("Oui")), (struct instant){t}); /* another request's */
    ck_assert_uint_eq(mails_due(t), 2);
    root_run("movsc", "DELETE FROM staff_role");
}
END_TEST

START_TEST(who_is_not_vouched_for_is_marked)
{
    static const struct {
        const char *head, *mark;
    } cases[] = {{"", QUOTE_UNVOUCHED}, {"Authentication-Results: mx.cestes.example; dmarc=pass header.from=exemple.fr\r\n", ""},
        {"Authentication-Results: mx.exemple.fr; dmarc=pass header.from=exemple.fr\r\n", QUOTE_UNVOUCHED},
        {"X-Autoreply: yes\r\n", QUOTE_AUTOMATIC}};
    uint64_t id = fresh();
    size_t n;
    config.smtp.authserv_id = "mx.cestes.example";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str head = arena_printf(arena, "%s" TEXT, cases[i].head);
        comes(mail(id, arena_printf(arena, "vouched-%zu", i).p, head.p, STR("Oui")), noon);
        struct quote_message m = last_of(id, &n);
        ck_assert_msg(n == i + 1 && str_eq_c(m.mark, cases[i].mark), "%s: %.*s", cases[i].head, STR_ARG(m.mark));
        ck_assert_int_eq(says(m.remarks, "Rien ne prouve"), str_eq_c(m.mark, QUOTE_UNVOUCHED));
    }
    config.smtp.authserv_id = NULL;
}
END_TEST

#define VOUCHED "Authentication-Results: mx.cestes.example; dmarc=pass header.from=exemple.fr\r\n"

/* Whoever was shown the address may use it up for those like them, and for nobody else. */
START_TEST(who_is_not_vouched_for_takes_nobodys_place)
{
    uint64_t id = fresh();
    size_t n;
    config.smtp.authserv_id = "mx.cestes.example";
    for (int i = 0; i <= ANSWERS_UNVOUCHED_A_DAY; i++)
        ck_assert_int_eq(comes(mail(id, arena_printf(arena, "nobody-%d", i).p, TEXT, STR("Encore")), noon),
            i < ANSWERS_UNVOUCHED_A_DAY ? INCOMING_REPLY : INCOMING_UNREADABLE);
    struct quote_message m = last_of(id, &n);
    ck_assert_uint_eq(n, ANSWERS_UNVOUCHED_A_DAY + 1);
    ck_assert(says(m.body, "d’expéditeurs non vérifiés"));
    for (int i = 0; i <= ANSWERS_A_DAY; i++)
        ck_assert_int_eq(comes(mail(id, arena_printf(arena, "somebody-%d", i).p, VOUCHED TEXT, STR("Oui")), noon),
            i < ANSWERS_A_DAY ? INCOMING_REPLY : INCOMING_UNREADABLE);
    m = last_of(id, &n); /* each says it once */
    ck_assert_uint_eq(n, ANSWERS_UNVOUCHED_A_DAY + ANSWERS_A_DAY + 2);
    ck_assert(says(m.body, "Plus de 20 réponses") && !says(m.body, "non vérifiés"));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM mail_aside WHERE reason = 'many'"), 2);
    config.smtp.authserv_id = NULL;
}
END_TEST

/* … nor fill the room where mails are kept: half of it, of the request's and of all. */
START_TEST(who_is_not_vouched_for_leaves_half_the_room)
{
    static const struct {
        const char *name, *heads;
        uint64_t full, own; /* bytes kept of another request, of this one */
        bool kept;
    } rows[] = {{"half", TEXT, 0, ANSWERS_KEPT_MAX / 2, false}, {"half-vouched", VOUCHED TEXT, 0, ANSWERS_KEPT_MAX / 2, true},
        {"all", TEXT, ANSWERS_KEPT_ALL_MAX / 2, 0, false}, {"all-vouched", VOUCHED TEXT, ANSWERS_KEPT_ALL_MAX / 2, 0, true},
        {"room", TEXT, ANSWERS_KEPT_ALL_MAX / 2 - 5000, 0, true}};
    config.smtp.authserv_id = "mx.cestes.example";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t other = fresh(), id = request("employer", "state = 'sent'");
        size_t n;
        comes(mail(other, arena_printf(arena, "other-%zu", i).p, VOUCHED TEXT, STR("Oui")), noon);
        comes(mail(id, arena_printf(arena, "own-%zu", i).p, VOUCHED TEXT, STR("Oui")), noon);
        root_run("movsc", arena_printf(arena, "UPDATE mail_raw SET bytes = CASE request_id WHEN %llu THEN %llu WHEN %llu"
            " THEN %llu ELSE 0 END", (unsigned long long)other, (unsigned long long)rows[i].full, (unsigned long long)id,
            (unsigned long long)rows[i].own).p);
        ck_assert_int_eq(comes(mail(id, rows[i].name, rows[i].heads, STR("Encore")), noon), INCOMING_REPLY);
        struct quote_message m = last_of(id, &n);
        ck_assert_msg(n == 2 && says(m.remarks, "n’est pas gardé") != rows[i].kept, "%s: %.*s", rows[i].name, STR_ARG(m.remarks));
    }
    config.smtp.authserv_id = NULL;
    root_run("movsc", "DELETE FROM mail_raw_part");
    root_run("movsc", "DELETE FROM mail_raw");
}
END_TEST

/* Read as far as it may be, and said to the people of its request and to administrators. */
START_TEST(a_mail_that_is_too_large_is_said)
{
    uint64_t id = fresh();
    size_t n;
    struct buf b;
    buf_init(&b, INCOMING_READ_MAX);
    buf_puts(&b, "--M\r\n" TEXT "\r\nVoici le film.\r\n--M\r\nContent-Type: video/mp4; name=film.mp4\r\n\r\n");
    while (b.n < INCOMING_BYTES_MAX)
        buf_puts(&b, "0123456789012345678901234567890123456789012345678901234567890123456789\r\n");
    struct str bytes = mail(id, "large", "Content-Type: multipart/mixed; boundary=M\r\n", arena_take(arena, &b));
    ck_assert_int_eq(comes(bytes, noon), INCOMING_UNREADABLE);
    /* we died before it was said to administrators: it is, at the next turn */
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM mail_aside"), 1);
    root_run("movsc", "DELETE FROM mail_aside");
    ck_assert_int_eq(comes(bytes, noon), INCOMING_UNREADABLE);
    struct quote_message m = last_of(id, &n);
    ck_assert_uint_eq(n, 1);
    ck_assert_str_is(m.body, "Voici le film.");
    ck_assert(says(m.remarks, "dépasse 24\u00a0Mo") && says(m.remarks, "film.mp4"));
    ck_assert_uint_eq(count_of("r.state = 'waiting'", id), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM mail_aside WHERE reason = 'too_large' AND file_name = '1.file'"), 1);
    ck_assert_uint_eq(number(arena_printf(arena, "COUNT(*) FROM mail_raw WHERE bytes = %d", INCOMING_BYTES_MAX).p, id), 1);
}
END_TEST

int main(void)
{
    mail_compose_init();
    keys = keys_from(STR("0123456789abcdef0123456789abcdef"));
    const suite_test tests[] = {an_answer_is_kept_whole, it_goes_on_its_day, a_request_takes_its_mails_with_it,
        a_machine_changes_nothing, so_many_a_day, so_much_is_kept_of_one_request, so_much_is_kept_of_all,
        who_writes_about_a_restricted_file_is_heard, the_desk_is_told_once_an_hour,
        who_is_not_vouched_for_is_marked, who_is_not_vouched_for_takes_nobodys_place,
        who_is_not_vouched_for_leaves_half_the_room, a_mail_that_is_too_large_is_said};
    int failed = store_suite("mail answers", tests, sizeof tests / sizeof *tests);
    keys_free(keys);
    return failed;
}
