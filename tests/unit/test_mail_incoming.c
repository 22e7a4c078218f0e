/* What comes to our signed addresses: reports of every shape, answering machines, answers, and mail
 * made to harm. */
#include "base/utf8.h"
#include "mail/compose.h"
#include "mail/incoming.h"
#include "mail/incoming_parts.h"
#include "mail/status.h"
#include "mail/verp.h"
#include "suite.h"

static struct arena *a;
static struct keys *keys;

static struct incoming reads(struct str bytes)
{
    struct incoming in;
    incoming_read(a, keys, (struct str){0}, bytes, &in);
    return in;
}

static struct str to_bounce(uint64_t id)
{
    return verp_make(a, keys, VERP_BOUNCE, id, "portail.example");
}

/* ---- addresses */

START_TEST(signed_addresses)
{
    static const uint64_t ids[] = {1, 42, 4294967296, UINT64_MAX};
    enum verp_kind kind;
    uint64_t id;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        for (int k = VERP_BOUNCE; k <= VERP_REQUEST; k++) {
            struct str s = verp_make(a, keys, (enum verp_kind)k, ids[i], "portail.example"), out;
            ck_assert(mail_address_ascii(a, s, &out));
            ck_assert(verp_read(s, keys, &kind, &id) && id == ids[i] && (int)kind == k);
            ck_assert(verp_read(str_slice(s, 0, str_find(s, '@')), keys, &kind, &id));
            for (size_t at = 0; at < str_find(s, '@'); at++) { /* no byte of it may change */
                char *other = (char *)(uintptr_t)arena_dup(a, s).p;
                other[at] = other[at] == '7' ? '8' : '7';
                ck_assert_msg(!verp_read((struct str){other, s.n}, keys, &kind, &id), "%s", other);
            }
        }
    /* one kind's proof is nothing to the other */
    struct str s = verp_make(a, keys, VERP_BOUNCE, 42, "portail.example");
    struct str tail = str_slice(s, str_find(s, '+'), s.n);
    ck_assert(!verp_read(arena_printf(a, "demande%.*s", STR_ARG(tail)), keys, &kind, &id));
    /* a server that writes capitals */
    ck_assert(verp_read(arena_printf(a, "BOUNCE%.*s", STR_ARG(tail)), keys, &kind, &id) && id == 42);
    static const char *const not_ours[] = {"", "bounce", "bounce+", "bounce+42", "bounce+42-",
        "bounce+42-0000000000000000@x.fr", "bounce+-42-aa@x", "+42-aa", "bounce+99999999999999999999-aa"};
    for (size_t i = 0; i < sizeof not_ours / sizeof *not_ours; i++)
        ck_assert(!verp_read(str_c(not_ours[i]), keys, &kind, &id));
    struct keys *others = keys_from(STR("ffffffffffffffffffffffffffffffff"));
    ck_assert(!verp_read(s, others, &kind, &id));
    keys_free(others);
}
END_TEST

/* ---- reports */

#define REPORT_TOP                                                                                 \
    "Return-Path: <>\r\nDelivered-To: %s\r\nFrom: MAILER-DAEMON@mx.example (Mail Delivery System)\r\n" \
    "Subject: Undelivered Mail Returned to Sender\r\nTo: %s\r\nAuto-Submitted: auto-replied\r\n"    \
    "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n"         \
    "\tboundary=\"B/1\"\r\n\r\n--B/1\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"          \
    "I'm sorry to have to inform you...\r\n\r\n--B/1\r\nContent-Description: Delivery report\r\n"    \
    "Content-Type: message/delivery-status\r\n\r\n"                                                \
    "Reporting-MTA: dns; mx.example\r\nX-Postfix-Queue-ID: 4ABC\r\n\r\n"
#define REPORT_END                                                                                 \
    "\r\n--B/1\r\nContent-Type: text/rfc822-headers\r\n\r\nReturn-Path: <x@y>\r\nSubject: Devis\r\n"  \
    "\r\n--B/1--\r\n"

static struct str report(struct str to, const char *recipients)
{
    struct str top = arena_printf(a, REPORT_TOP, to.p, to.p);
    return arena_printf(a, "%s%s" REPORT_END, top.p, recipients);
}

START_TEST(reports_are_told_apart)
{
    static const struct {
        const char *recipients;
        enum incoming_kind kind;
        bool failed, hard;
        const char *why;
    } table[] = {
        {"Final-Recipient: rfc822; a@b.fr\r\nOriginal-Recipient: rfc822;a@b.fr\r\nAction: failed\r\n"
         "Status: 5.1.1\r\nRemote-MTA: dns; mx.b.fr\r\nDiagnostic-Code: smtp; 550 5.1.1 <a@b.fr>:\r\n"
         "    Recipient address rejected: User unknown\r\n",
            INCOMING_BOUNCE, true, true,
            "550 5.1.1 <a@b.fr>: Recipient address rejected: User unknown"},
        {"Action: FAILED\r\nStatus: 5.4.4 (unable to route)\r\nDiagnostic-Code: X-Postfix; Host not "
         "found\r\n", INCOMING_BOUNCE, true, true, "5.4.4 Host not found unable to route"},
        {"Final-Recipient: rfc822;a@b.fr\r\nAction: failed\r\nStatus: 5.0.0\r\n", INCOMING_BOUNCE, true,
            false, "5.0.0 "},
        {"Action: failed\r\nStatus: 5.2.2\r\nDiagnostic-Code: smtp;552 mailbox full\r\n",
            INCOMING_BOUNCE, true, false, "5.2.2 552 mailbox full"},
        {"Action: failed\r\nStatus: 5.2.1\r\n", INCOMING_BOUNCE, true, true, "5.2.1 "},
        {"Action: failed\r\nStatus: 5.3.4\r\n", INCOMING_BOUNCE, true, false, "5.3.4 "},
        {"Action: failed\r\nStatus: 5.7.1\r\nDiagnostic-Code: smtp; 550 spam\r\n", INCOMING_BOUNCE, true,
            false, "5.7.1 550 spam"},
        /* a server that says 5.0.0 of everything, and quotes the one that refused */
        {"Action: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full\r\n",
            INCOMING_BOUNCE, true, false, "552 5.2.2 Mailbox full"},
        {"Action: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; 550-5.1.1 no such user\r\n",
            INCOMING_BOUNCE, true, true, "550-5.1.1 no such user"},
        /* the more precise of the two, and the answer before what was made of it */
        {"Action: failed\r\nStatus: 4.0.0\r\nDiagnostic-Code: smtp; 550 5.1.1 no\r\n",
            INCOMING_BOUNCE, true, true, "550 5.1.1 no"},
        {"Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 450 4.1.1 no\r\n",
            INCOMING_BOUNCE, true, false, "5.1.1 450 4.1.1 no"},
        {"Action: failed\r\nStatus: 4.4.7\r\nDiagnostic-Code: smtp; 451 try later\r\n",
            INCOMING_BOUNCE, true, false, "4.4.7 451 try later"},
        {"Action: delayed\r\nStatus: 4.4.1\r\nWill-Retry-Until: Thu, 1 Jan 2027\r\n", INCOMING_BOUNCE,
            false, false, "4.4.1 "},
        {"Action: delivered\r\nStatus: 2.0.0\r\n", INCOMING_AUTOMATIC, false, false, ""},
        {"Action: relayed\r\nStatus: 2.0.0\r\n", INCOMING_AUTOMATIC, false, false, ""},
        {"Action: expanded\r\nStatus: 2.1.5\r\n", INCOMING_AUTOMATIC, false, false, ""},
        {"", INCOMING_AUTOMATIC, false, false, ""},
        /* no number, or none that is one: nothing is held against the address */
        {"Action: failed\r\nDiagnostic-Code: smtp; 550 no\r\n", INCOMING_BOUNCE, true, false, "550 no"},
        {"Action: failed\r\nStatus: 5\r\n", INCOMING_BOUNCE, true, false, ""},
        {"Action: failed\r\nStatus: 5.1.1.1\r\n", INCOMING_BOUNCE, true, false, ""},
        /* an alias of theirs: the worst that is said of any */
        {"Action: delayed\r\nStatus: 4.0.0\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\nAction: "
         "failed\r\nStatus: 4.1.1\r\n", INCOMING_BOUNCE, true, true, "5.1.1 "},
        {"Action: delivered\r\nStatus: 2.0.0\r\n\r\nAction: failed\r\nStatus: 4.2.2\r\n",
            INCOMING_BOUNCE, true, false, "4.2.2 "},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct incoming in = reads(report(to_bounce(7000 + i), table[i].recipients));
        ck_assert_msg(in.kind == table[i].kind && in.failed == table[i].failed &&
                          in.hard == table[i].hard && in.id == 7000 + i,
            "row %zu: kind %d, failed %d, hard %d", i, in.kind, in.failed, in.hard);
        struct str expected = str_trim(str_c(table[i].why));
        ck_assert_msg(str_eq(in.why, expected), "row %zu: «%.*s»", i, STR_ARG(in.why));
    }
}
END_TEST

START_TEST(only_a_signed_address_counts)
{
    const char *gone = "Final-Recipient: rfc822; a@b.fr\r\nAction: failed\r\nStatus: 5.1.1\r\n";
    ck_assert_int_eq(reads(report(STR("bounce@portail.example"), gone)).kind, INCOMING_STRANGER);
    ck_assert_int_eq(
        reads(report(STR("bounce+42-0123456789abcdef@portail.example"), gone)).kind, INCOMING_STRANGER);
    /* in the body, or in the part that quotes our mail, it proves nothing */
    struct str inside = arena_printf(a, "X-Original-Sender: %s\r\nAction: failed\r\nStatus: 5.1.1\r\n",
        to_bounce(42).p);
    ck_assert_int_eq(reads(report(STR("x@portail.example"), inside.p)).kind, INCOMING_STRANGER);
    /* with a name, in brackets, among others */
    struct str named = arena_printf(a, "\"Portail\" <%s>", to_bounce(42).p);
    ck_assert_uint_eq(reads(report(named, gone)).id, 42);
    struct str among = arena_printf(a, "x@y.fr, <%s>, z@y.fr", to_bounce(43).p);
    ck_assert_uint_eq(reads(report(among, gone)).id, 43);
}
END_TEST

#define PLAIN "Content-Type: text/plain; charset=utf-8\r\n\r\n"

static struct incoming mail_to(struct str to, const char *headers_and_body)
{
    return reads(arena_printf(a, "From: Zoé <zoe@exemple.fr>\r\nTo: %s\r\n"
                                "Message-ID: <abc@exemple.fr>\r\n%s", to.p, headers_and_body));
}

/* Where reports come, a machine's answer asks for nothing; where answers come, it is told apart from what only
 * passed through a list, a rule or a tool (test_mail_replies.c has more). */
START_TEST(answering_machines)
{
    static const struct {
        const char *mail;
        enum incoming_kind is;
    } machines[] = {
        {"Auto-Submitted: auto-replied\r\nSubject: Absence\r\n" PLAIN "Je suis en congé.\r\n", INCOMING_MACHINE},
        {"X-Autoreply: yes\r\n" PLAIN "x\r\n", INCOMING_MACHINE},
        {"Auto-Submitted: auto-generated (x)\r\n" PLAIN "x\r\n", INCOMING_REPLY},
        {"Precedence: bulk\r\n" PLAIN "x\r\n", INCOMING_REPLY},
        {"List-Id: <liste.exemple.fr>\r\n" PLAIN "x\r\n", INCOMING_REPLY},
    };
    struct str request = verp_make(a, keys, VERP_REQUEST, 9, "portail.example");
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) {
        ck_assert_int_eq(mail_to(to_bounce(1), machines[i].mail).kind, INCOMING_AUTOMATIC);
        ck_assert_int_eq(mail_to(request, machines[i].mail).kind, machines[i].is);
    }
    ck_assert_int_eq(mail_to(request, "Return-Path: <>\r\n" PLAIN "x\r\n").kind, INCOMING_REPLY);
    /* a report of another age: somebody reads it */
    ck_assert_int_eq(mail_to(to_bounce(1), "Return-Path: <>\r\n" PLAIN "Hi. This is the qmail-send "
                                           "program.\r\n").kind, INCOMING_UNREADABLE);
    ck_assert_int_eq(
        mail_to(request, "Auto-Submitted: no\r\n" PLAIN "Bonjour\r\n").kind, INCOMING_REPLY);
}
END_TEST

/* ---- answers */

START_TEST(an_answer_is_what_was_written)
{
    struct str to = verp_make(a, keys, VERP_REQUEST, 12, "portail.example");
    struct incoming in = mail_to(to, PLAIN "Bonjour,\r\n\r\nC’est d’accord.\r\n\r\n> Votre devis\r\n");
    ck_assert(in.kind == INCOMING_REPLY && in.id == 12);
    ck_assert_str_is(in.text, "Bonjour,\n\nC’est d’accord.\n\n> Votre devis");
    ck_assert_str_is(in.from, "zoe@exemple.fr");
    ck_assert_str_is(in.message_id, "abc@exemple.fr");
    ck_assert_uint_eq(in.files.n, 0);
    in = mail_to(to, "Content-Type: text/plain; charset=iso-8859-1\r\n"
                     "Content-Transfer-Encoding: quoted-printable\r\n\r\nD=E9j=E0 re=E7u=\r\n !\r\n");
    ck_assert_str_is(in.text, "Déjà reçu !");
    in = mail_to(to, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=M\r\n\r\n--M\r\n"
        "Content-Type: multipart/alternative; boundary=A\r\n\r\n--A\r\n" PLAIN "Le texte\r\n--A\r\n"
        "Content-Type: text/html\r\n\r\n<p>Le HTML</p>\r\n--A--\r\n--M\r\nContent-Type: application/pdf\r\n"
        "Content-Disposition: attachment; filename*=utf-8''bon%20de%20commande%20sign%C3%A9.pdf\r\n\r\n"
        "%PDF-1.4\r\n--M\r\nContent-Type: image/png; name=logo.png\r\n\r\nx\r\n--M--\r\n");
    ck_assert_int_eq(in.kind, INCOMING_REPLY);
    ck_assert_str_is(in.text, "Le texte");
    ck_assert_str_is(in.files, "bon de commande signé.pdf (8\u00a0octets), logo.png (1\u00a0octet)");
}
END_TEST

START_TEST(html_alone_becomes_text)
{
    static const struct {
        const char *html, *text;
    } table[] = {
        {"<html><head><title>x</title><style>p{color:red}</style></head><body><p>Bonjour,</p>"
         "<p>C&rsquo;est &eacute;crit&nbsp;ici&#233;&#xE9;.<br>Deux&amp;trois &lt;b&gt;</p></body></html>",
            "Bonjour,\n\nC’est écrit iciéé.\nDeux&trois <b>"},
        {"a<script>alert('<p>non</p>')</script>b<!-- <p>rien</p> -->c", "abc"},
        {"un & deux &inconnu; &#0; &#xd800; &#99999999;", "un & deux &inconnu; &#0; &#xd800; &#99999999;"},
        {"<p", ""}, {"<script>jamais fini", ""}, {"<!-- jamais fini", ""}, {"&", "&"}, {"<", "<"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct str got = utf8_clean_text(a, incoming_plain(a, str_c(table[i].html)));
        ck_assert_msg(str_eq_c(got, table[i].text), "«%.*s», expected «%s»", STR_ARG(got),
            table[i].text);
    }
    struct str to = verp_make(a, keys, VERP_REQUEST, 12, "portail.example");
    struct incoming in = mail_to(to, "Content-Type: text/html; charset=utf-8\r\n\r\n"
                                     "<div>Bien re&ccedil;u</div><div>Merci</div>\r\n");
    ck_assert(in.kind == INCOMING_REPLY);
    ck_assert_str_is(in.text, "Bien reçu\n\nMerci");
}
END_TEST

/* ---- made to harm */

START_TEST(everything_has_a_limit)
{
    struct str to = verp_make(a, keys, VERP_REQUEST, 5, "portail.example");
    struct buf b;
    buf_init(&b, 8 << 20);
    buf_printf(&b, "To: %s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n", to.p);
    for (int i = 0; i < 300000; i++)
        buf_puts(&b, "é ");
    struct incoming in = reads(buf_str(&b));
    ck_assert(in.kind == INCOMING_REPLY && in.text.n <= INCOMING_TEXT_MAX && in.cut);
    ck_assert(utf8_valid(in.text));
    /* boxes in boxes, a thousand deep */
    buf_reset(&b);
    buf_printf(&b, "To: %s\r\n", to.p);
    for (int i = 0; i < 1000; i++)
        buf_printf(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i);
    buf_puts(&b, "Content-Type: text/plain\r\n\r\nau fond\r\n");
    in = reads(buf_str(&b));
    ck_assert_int_ne(in.kind, INCOMING_BOUNCE);
    /* thousands of files, of headers, of recipients */
    buf_reset(&b);
    buf_printf(&b, "To: %s\r\nContent-Type: multipart/mixed; boundary=M\r\n\r\n--M\r\n\r\nbonjour\r\n", to.p);
    for (int i = 0; i < 5000; i++)
        buf_printf(&b, "--M\r\nContent-Disposition: attachment; filename=\"f%d.pdf\"\r\n\r\nx\r\n", i);
    in = reads(buf_str(&b));
    ck_assert(in.kind == INCOMING_REPLY && in.files.n < 1000 && str_ends(in.files, STR("autres")));
    buf_reset(&b);
    for (int i = 0; i < 20000; i++)
        buf_puts(&b, "Action: failed\r\nStatus: 5.1.1\r\n\r\n");
    in = reads(report(to_bounce(1), arena_dup(a, buf_str(&b)).p));
    ck_assert(in.kind == INCOMING_BOUNCE && in.hard);
    /* control bytes and what is not UTF-8, in the one text that is kept of a report */
    in = reads(report(to_bounce(1), "Action: failed\r\nStatus: 5.1.1\r\n"
                                   "Diagnostic-Code: smtp; \xff\xfe\x1b[31m 550 \xe9t\xe9\r\n"));
    ck_assert(utf8_valid(in.why) && !str_has_control(in.why, ""));
    ck_assert_int_eq(reads((struct str){0}).kind, INCOMING_UNREADABLE);
    buf_free(&b);
}
END_TEST

/* The account of what failed, so many parts down the report: the hundredth is still looked at. */
static enum incoming_kind account_after(int parts)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    struct str to = to_bounce(9);
    buf_printf(&b, "Return-Path: <>\r\nTo: %s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; "
                   "report-type=delivery-status; boundary=B\r\n\r\n", to.p);
    for (int i = 0; i < parts; i++) /* long enough that nobody looks past them for a part that is lost */
        buf_printf(&b, "--B\r\nContent-Type: text/plain\r\n\r\n%0900d\r\n", i);
    buf_puts(&b, "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; m\r\n\r\n"
                 "Action: failed\r\nStatus: 5.1.1\r\n\r\n--B--\r\n");
    struct incoming in = reads(arena_dup(a, buf_str(&b)));
    buf_free(&b);
    return in.kind;
}

START_TEST(a_report_has_a_hundred_parts_at_most)
{
    ck_assert_int_eq(account_after(1), INCOMING_BOUNCE);
    ck_assert_int_eq(account_after(PARTS_MAX - 1), INCOMING_BOUNCE);
    ck_assert_int_ne(account_after(PARTS_MAX), INCOMING_BOUNCE);
    ck_assert_int_ne(account_after(PARTS_MAX + 1), INCOMING_BOUNCE);
}
END_TEST

/* A report cut anywhere, and one with any byte changed: whatever is read, the limits hold, and it
 * is never another row's. */
START_TEST(damaged_reports)
{
    struct str whole = report(to_bounce(77), "Final-Recipient: rfc822; a@b.fr\r\nAction: failed\r\n"
                                             "Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 non\r\n");
    for (size_t n = 0; n < whole.n; n++) {
        struct incoming in = reads(str_slice(whole, 0, n));
        ck_assert(in.kind != INCOMING_BOUNCE || in.id == 77);
    }
    uint32_t seed = 1;
    for (int i = 0; i < 4000; i++) {
        struct str copy = arena_dup(a, whole);
        char *p = (char *)(uintptr_t)copy.p;
        for (int k = 0; k < 3; k++) {
            seed = seed * 1664525 + 1013904223;
            p[(seed >> 8) % copy.n] = (char)(seed >> 3);
        }
        struct incoming in = reads(copy);
        ck_assert(in.kind != INCOMING_BOUNCE || in.id == 77);
        ck_assert(in.why.n <= INCOMING_WHY_MAX && utf8_valid(in.why) && !str_has_control(in.why, ""));
        if (i % 100 == 99)
            arena_reset(a), whole = report(to_bounce(77), "Action: failed\r\nStatus: 5.1.1\r\n");
    }
}
END_TEST

/* The same judgement of what a server says at once. */
START_TEST(a_refusal_at_the_door)
{
    static const struct {
        const char *line;
        bool hard;
    } cases[] = {{"550 5.1.1 <*> unknown", true}, {"550-5.1.1 The account", true},
        {"550 5.2.1 disabled", false}, {"550 5.2.1 closed for good", true}, {"550 5.1.1 <*> not here; see our policy", false},
        {"550 5.1.8 <*> unknown", false}, {"550 5.1.0 <*> unknown user", true}, {"550 5.1.0 no", false}, {"552 5.2.2 mailbox full", false},
        {"554 5.7.1 policy", false}, {"550 5.0.0 no", false}, {"550 no such user", false},
        {"450 5.1.1 not now", false}, {"550 4.1.1 odd", false}, {"550", false}, {"", false},
        {"address refused before sending", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(status_line_condemns(str_c(cases[i].line)) == cases[i].hard, "%s", cases[i].line);
}
END_TEST

int main(void)
{
    mail_compose_init();
    a = arena_new();
    keys = keys_from(STR("0123456789abcdef0123456789abcdef"));
    const suite_test tests[] = {signed_addresses, reports_are_told_apart,
        a_refusal_at_the_door,
        only_a_signed_address_counts, answering_machines, an_answer_is_what_was_written,
        html_alone_becomes_text, everything_has_a_limit, a_report_has_a_hundred_parts_at_most, damaged_reports};
    int failed = suite_main("mail incoming", tests, sizeof tests / sizeof *tests);
    keys_free(keys);
    arena_free(a);
    return failed;
}
