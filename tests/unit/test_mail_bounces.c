/* Whom a report blames: whole mails of each kind (tests/unit/bounces, the name says what each is), and
 * what servers say, line by line. */
#include "base/utf8.h"
#include "mail/compose.h"
#include "mail/incoming.h"
#include "mail/phrases.h"
#include "mail/status.h"
#include "mail/verp.h"
#include "suite.h"

#include <dirent.h>
#include <stdio.h>

static struct arena *a;
static struct keys *keys;

enum { ID = 7041, FILE_MAX = 256 * 1024 };

static struct str file_of(const char *folder, const char *name)
{
    struct buf b;
    char part[4096];
    size_t n;
    FILE *f = fopen(arena_printf(a, "%s/%s", folder, name).p, "rb");
    ck_assert_msg(f != NULL, "%s", name);
    buf_init(&b, FILE_MAX);
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_put(&b, (struct str){part, n});
    fclose(f);
    ck_assert(!b.overflow);
    return arena_take(a, &b);
}

/* "@SIGNED@" stands for the address that one of our mails left with. */
static struct str sign(struct str mail)
{
    struct str to = verp_make(a, keys, VERP_BOUNCE, ID, "portail.example");
    const char *at = memmem(mail.p, mail.n, "@SIGNED@", 8);
    size_t from = at ? (size_t)(at - mail.p) : mail.n;
    return !at ? mail
               : arena_printf(a, "%.*s%.*s%.*s", STR_ARG(str_slice(mail, 0, from)), STR_ARG(to),
                     STR_ARG(str_slice(mail, from + 8, mail.n)));
}

static const struct kind_of_file {
    const char *begins;
    enum incoming_kind kind;
    bool failed, hard;
} files[] = {
    {"hard-", INCOMING_BOUNCE, true, true}, {"soft-", INCOMING_BOUNCE, true, false},
    {"delayed", INCOMING_BOUNCE, false, false}, {"delivered", INCOMING_AUTOMATIC, false, false},
    {"automatic-", INCOMING_AUTOMATIC, false, false}, {"complaint-", INCOMING_COMPLAINT, false, false},
    {"stranger-", INCOMING_STRANGER, false, false}, {"aside-", INCOMING_UNREADABLE, false, false},
};
enum { KINDS = sizeof files / sizeof *files };

static void check_file(const char *name, struct str mail, bool crlf)
{
    struct incoming in;
    const struct kind_of_file *k = files;
    while (k < files + KINDS && !str_starts(str_c(name), str_c(k->begins)))
        k++;
    ck_assert_msg(k < files + KINDS, "%s: what is it?", name);
    incoming_read(a, keys, (struct str){0}, mail, &in);
    ck_assert_msg(in.kind == k->kind && in.failed == k->failed && in.hard == k->hard,
        "%s%s: kind %d, failed %d, hard %d: %.*s", name, crlf ? " (CRLF)" : "", in.kind, in.failed, in.hard,
        STR_ARG(in.why));
    ck_assert_msg(in.kind == INCOMING_STRANGER || in.id == ID, "%s: another's", name);
    ck_assert_msg((in.fault != UNREAD_NONE) == (in.kind == INCOMING_UNREADABLE), "%s", name);
    ck_assert_msg(in.why.n || (in.kind != INCOMING_BOUNCE && in.kind != INCOMING_COMPLAINT), "%s: why?", name);
}

static struct str with_crlf(struct str mail)
{
    struct buf b;
    buf_init(&b, 2 * FILE_MAX);
    for (size_t i = 0; i < mail.n; i++)
        buf_puts(&b, mail.p[i] == '\n' ? "\r\n" : (char[]){mail.p[i], 0});
    return arena_take(a, &b);
}

START_TEST(each_file_is_what_its_name_says)
{
    const char *root = getenv("srcdir");
    struct str folder = arena_printf(a, "%s/tests/unit/bounces", root ? root : ".");
    DIR *dir = opendir(folder.p);
    struct dirent *e;
    unsigned n = 0;
    ck_assert(dir != NULL);
    while ((e = readdir(dir)))
        if (e->d_name[0] != '.') {
            struct str mail = sign(file_of(folder.p, e->d_name));
            check_file(e->d_name, mail, false);
            check_file(e->d_name, with_crlf(mail), true);
            n++;
        }
    closedir(dir);
    ck_assert_uint_ge(n, 33);
}
END_TEST

/* ---- one recipient: the status beside the words, and the words */

static const struct {
    const char *status, *words;
    bool hard;
} said[] = {
    /* no such address, or one that is closed */
    {"5.1.1", "", true}, {"5.1.2", "", true}, {"5.1.3", "", true}, {"5.1.6", "", true}, {"5.1.10", "", true},
    {"5.2.1", "", true}, {"5.1.1 (bad destination mailbox address)", "", true},
    {"5.0.0", "550 No such user here", true}, {"5.0.0", "550-5.1.1 unknown", true},
    {"", "550 <zoe@exemple.fr>: Recipient address rejected: User unknown in relay recipient table", true},
    {"5.1.1", "host mx.spam-filter.example[192.0.2.9] said: 550 5.1.1 <zoe@exemple.fr>: user unknown (in reply to RCPT TO command)", true},
    {"5.1.1", "550-5.1.1 The email account that you tried to reach does not exist. See https://support.example/policy/blocked", true},
    {"5.0.0", "554 This user doesn't have an account here (zoe@exemple.fr)", true},
    {"5.0.0", "550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. [416]", true},
    {"5.1.1", "Invalid recipient. XYZ_416 [416]", true}, {"5.0.0", "550 Utilisateur inconnu", true}, {"5.0.0", "550 Cette adresse n’existe plus", true},
    {"5.3.0", "553 5.3.0 <zoe@exemple.fr>... Address does not exist", true},
    {"5.0.0", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient zoe@exemple.fr not found by SMTP address lookup", true},
    {"5.4.4", "Host or domain name not found. Name service error for name=exemple.fr type=MX: Host not found", true},
    {"5.1.2", "Sorry, I couldn't find any host named exemple.fr. (#5.1.2)", true},
    {"5.0.0", "556 Domain does not accept mail (nullMX)", true},
    {"5.0.0", "550 5.2.1 This account has been closed.", true},
    {"5.0.0", "192.0.2.7 does not like recipient. Remote host said: 550 5.1.1 User unknown. Giving up on 192.0.2.7.", true},
    {"5.0.0", "550 5.4.1 [zoe@exemple.fr]: Recipient address rejected: Access denied", true},
    /* nothing, or nothing clear */
    {"", "", false}, {"5.0.0", "", false}, {"5.0.0", "550 no", false}, {"5", "", false}, {"5.1.0", "550 5.1.0 Address rejected", false},
    {"5.5.0", "550 5.5.0 Requested action not taken: mailbox unavailable", false}, {"5.1.1.1", "", false},
    {"5.0.0", "550 The address may not exist", false}, {"5.0.0", "554 Delivery failed", false}, {"5.4.4", "", false},
    /* whoever sent it */
    {"5.1.7", "", false}, {"5.1.8", "", false}, {"5.1.1", "550 5.1.8 Domain of sender address does not exist", false},
    {"5.1.1", "550 5.1.1 Sender address unknown", false}, {"5.1.0", "550 Sender verify failed: unknown user", false},
    {"5.0.0", "550 SPF check failed, user unknown", false}, {"5.1.1", "550 DMARC", false}, {"5.1.1", "550 5.7.26 unauthenticated", false},
    {"5.0.0", "554 Client host rejected: domain not found", false}, {"5.1.1", "550 relaying denied", false},
    /* a policy, a list, a reputation */
    {"5.7.1", "550 5.7.1 no such user", false}, {"5.1.1", "554 5.7.1 Recipient address rejected: Access denied", false},
    {"5.0.0", "550 5.4.1 All relaying denied", false}, {"5.1.1", "554 Your access has been blocked by our reputation system", false},
    {"5.1.1", "550 5.1.1 blocked using zen.example", false}, {"5.0.0", "550 rejected for policy reasons, user unknown", false},
    /* the content, a size, room */
    {"5.1.1", "554 5.6.0 message looks like spam", false}, {"5.1.1", "552 message size exceeds limit", false},
    {"5.2.1", "552 5.2.2 mailbox full", false}, {"5.1.1", "550 5.1.1 boîte pleine", false}, {"5.2.0", "552 quota", false},
    /* too many, a loop, a delay, a system */
    {"5.1.1", "550 5.1.1 too many recipients", false}, {"5.2.1", "550 5.2.1 The user you try to reach receives mail at a rate that prevents delivery", false},
    {"5.4.6", "554 5.4.6 too many hops", false}, {"5.1.1", "554 mail loops back to myself", false}, {"5.4.7", "message expired", false},
    {"5.1.1", "550 5.1.1 try again later", false}, {"5.4.316", "550 5.4.316 Message expired, connection refused", false},
    {"4.1.1", "", false}, {"5.1.1", "450 4.1.1 user unknown", false}, {"", "451 user unknown", false},
    {"5.3.0", "554 system configuration error", false}, {"5.1.1", "550 5.3.5 local configuration error", false},
    /* a mailbox that is there, and shut for now */
    {"5.2.1", "550 5.2.1 The email account is disabled", false}, {"5.1.1", "550 account suspended", false}, {"5.2.1", "550 user inactive", false},
    {"5.2.1", "mailbox cannot be accessed", false},
    /* a number that is no code */
    {"5.0.0", "550 ESMTP Exim 5.1.1 no", false}, {"5.0.0", "550 refused from 5.1.1.9", false}, {"5.1.1", "ESMTP Exim 4.94.2: 550 unknown", true},
    {"5.0.0", "550 host a5.1.1 said so", false},
    /* two codes: one that blames something else is enough */
    {"5.1.1", "550 5.1.1 unknown (#5.7.1)", false}, {"5.0.0", "553 sorry, mailbox not found (#5.7.1)", false},
};

START_TEST(only_a_clear_word_condemns_an_address)
{
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        ck_assert_msg(status_condemns(str_c(said[i].status), str_c(said[i].words)) == said[i].hard,
            "%s | %s: expected %s", said[i].status, said[i].words, said[i].hard ? "hard" : "soft");
}
END_TEST

/* Whatever the words are, adding another cause to them never makes it worse for the address. */
START_TEST(another_cause_always_acquits)
{
    static const char *const causes[] = {"rejected by policy", "SPF", "DKIM", "DMARC", "poor reputation", "in our blocklist",
        "spam", "virus", "message too large", "mailbox full", "over quota", "too many connections", "loop detected",
        "message expired", "connection timed out", "sender rejected", "expéditeur refusé", "refusé : politique",
        "temporarily", "réessayez plus tard", "boîte désactivée"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        for (size_t c = 0; c < sizeof causes / sizeof *causes; c++) {
            struct str words = arena_printf(a, "%s; %s", said[i].words, causes[c]);
            if (str_find(str_c(said[i].words), ']') == strlen(said[i].words)) /* not the one house's own */
                ck_assert_msg(!status_condemns(str_c(said[i].status), words), "%s | %s", said[i].status, words.p);
        }
}
END_TEST

/* What was kept of a bounce is judged again by these rules when they change (job/rejudge.c). */
START_TEST(what_was_kept_is_judged_alike)
{
    ck_assert(status_condemns(STR(""), STR("5.1.1 ")));
    ck_assert(status_condemns(STR(""), STR("refused: 550 5.1.1 no such user")));
    ck_assert(!status_condemns(STR(""), STR("5.1.1 552 5.2.2 Over quota")));
    ck_assert(!status_condemns(STR(""), STR("5.0.0 550 Denied by policy")));
    ck_assert(!status_condemns(STR(""), STR("refused: 550 5.1.8 sender")));
}
END_TEST

START_TEST(phrases_are_words_not_bytes)
{
    static const char *const table[] = {"no such user", "boite ~ pleine", "black|block list*", NULL};
    static const struct {
        const char *text;
        bool found;
    } cases[] = {{"No such USER", true}, {"no-such_user!", true}, {"nosuch user", false}, {"no such users", false},
        {"La boîte est bien trop pleine", true}, {"boite a b c d e f pleine", true}, {"boite a b c d e f g pleine", false},
        {"blocklisted", false}, {"in a block listing", true}, {"no.such.user", false}, {"", false}, {"\xff\xfe", false},
        {"https://x.example/no such user", false}, {"no such", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct phrases_text t = phrases_read(a, str_c(cases[i].text));
        ck_assert_msg(phrases_any(&t, table) == cases[i].found, "%s", cases[i].text);
    }
    struct buf b;
    buf_init(&b, 1 << 20);
    for (int i = 0; i < 100000; i++)
        buf_puts(&b, "a ");
    struct phrases_text t = phrases_read(a, buf_str(&b));
    ck_assert_uint_eq(t.n, PHRASES_WORDS_MAX);
    buf_free(&b);
}
END_TEST

/* ---- for people */

START_TEST(what_nobody_understood_can_be_read)
{
    struct str mail = sign(STR("From: =?utf-8?Q?Z=C3=A9?= <z@x.fr>\nTo: @SIGNED@\nSubject: <b>17</b>\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain; charset=iso-8859-1\n\n"
        "d\xe9j\xe0 \x1b[31m vu\n--B\nContent-Type: application/pdf; name=\"a.pdf\"\n\n%PDF\n--B--\n"));
    struct str shown = incoming_show(a, mail);
    ck_assert(utf8_valid(shown) && !str_has_control(shown, "\n"));
    static const char *const parts[] = {"From\u00a0: Zé <z@x.fr>\n", "Subject\u00a0: <b>17</b>\n", "\ndéjà [31m vu\n",
        "Fichiers joints\u00a0: a.pdf"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ck_assert_msg(memmem(shown.p, shown.n, parts[i], strlen(parts[i])) != NULL, "%s in %.*s", parts[i], STR_ARG(shown));
    shown = incoming_show(a, STR("\xff\x00 no mail"));
    ck_assert(utf8_valid(shown) && !str_has_control(shown, "\n") && shown.n);
    ck_assert_uint_eq(incoming_show(a, (struct str){0}).n, 0);
    struct buf b;
    buf_init(&b, 8 << 20);
    for (int i = 0; i < 20000; i++)
        buf_printf(&b, "X-%d: é%0200d\n", i, i);
    buf_puts(&b, "\nx\n");
    shown = incoming_show(a, buf_str(&b));
    ck_assert(shown.n && shown.n <= INCOMING_SHOWN_MAX && utf8_valid(shown));
    buf_free(&b);
    for (int f = UNREAD_EMPTY; f <= UNREAD_ANSWER; f++)
        ck_assert(*incoming_fault_name((enum incoming_fault)f));
}
END_TEST

int main(void)
{
    mail_compose_init();
    a = arena_new();
    keys = keys_from(STR("0123456789abcdef0123456789abcdef"));
    const suite_test tests[] = {each_file_is_what_its_name_says, only_a_clear_word_condemns_an_address,
        another_cause_always_acquits, what_was_kept_is_judged_alike, phrases_are_words_not_bytes,
        what_nobody_understood_can_be_read};
    int failed = suite_main("mail bounces", tests, sizeof tests / sizeof *tests);
    keys_free(keys);
    arena_free(a);
    return failed;
}
