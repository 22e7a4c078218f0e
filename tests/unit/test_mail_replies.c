/* What a person or a machine answers to a request: whole mails of each kind (tests/unit/replies), each beside a
 * text that says what it is, its files ("-": none) and its words; and who the receiving server vouches for. */
#include "base/utf8.h"
#include "mail/compose.h"
#include "mail/incoming.h"
#include "mail/verp.h"
#include "suite.h"

#include <dirent.h>
#include <stdio.h>

static struct arena *a;
static struct keys *keys;

enum { ID = 7041, FILE_MAX = 256 * 1024, FILES = 97 };

static struct str file_of(struct str path)
{
    struct buf b;
    char part[4096];
    size_t n;
    FILE *f = fopen(path.p, "rb");
    ck_assert_msg(f != NULL, "%s", path.p);
    buf_init(&b, FILE_MAX);
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_put(&b, (struct str){part, n});
    fclose(f);
    ck_assert(!b.overflow);
    return arena_take(a, &b);
}

static struct str folder(void)
{
    const char *root = getenv("srcdir");
    return arena_printf(a, "%s/tests/unit/replies", root ? root : ".");
}

/* "@SIGNED@" stands for the address that a request's mails are answered to; where there is none, the
 * server that delivered it wrote it down. */
static struct str sign(struct str mail)
{
    struct str to = verp_make(a, keys, VERP_REQUEST, ID, "portail.example");
    const char *at = memmem(mail.p, mail.n, "@SIGNED@", 8);
    size_t from = at ? (size_t)(at - mail.p) : 0;
    struct buf b;
    buf_init(&b, 2 * FILE_MAX);
    if (!at)
        buf_printf(&b, "Delivered-To: %.*s\n", STR_ARG(to));
    buf_put(&b, str_slice(mail, 0, from));
    if (at)
        buf_put(&b, to);
    buf_put(&b, str_slice(mail, at ? from + 8 : 0, mail.n));
    return arena_take(a, &b);
}

static struct incoming reads(struct str mail)
{
    struct incoming in;
    incoming_read(a, keys, (struct str){0}, mail, &in);
    return in;
}

static void check_file(const char *name, struct str mail, struct str expected, const char *how)
{
    struct incoming in = reads(mail);
    struct str kind, files, text = expected;
    ck_assert(str_cut(&text, '\n', &kind) && str_cut(&text, '\n', &files));
    const char *is = in.kind == INCOMING_REPLY     ? "reply"
                     : in.kind == INCOMING_MACHINE ? "machine"
                     : in.kind == INCOMING_UNREADABLE && in.fault == UNREAD_ANSWER ? "aside" : "something else";
    ck_assert_msg(str_eq_c(kind, is), "%s%s: %s, kind %d", name, how, is, in.kind);
    ck_assert_msg(in.id == ID, "%s%s: another's", name, how);
    struct str said = utf8_clean_text(a, in.text); /* its own hard spaces too */
    ck_assert_msg(str_eq(said, str_trim(text)), "%s%s: «%.*s», expected «%.*s»", name, how, STR_ARG(said),
        STR_ARG(str_trim(text)));
    struct str beside = in.files.n ? utf8_clean_line(a, in.files) : STR("-");
    ck_assert_msg(str_eq(beside, files), "%s%s: files «%.*s»", name, how, STR_ARG(beside));
    ck_assert_msg(!in.cut && !in.too_large && in.vouched == VOUCHED_UNKNOWN, "%s%s", name, how);
}

static struct str with_crlf(struct str mail)
{
    struct buf b;
    buf_init(&b, 2 * FILE_MAX);
    for (size_t i = 0; i < mail.n; i++) {
        if (mail.p[i] == '\n')
            buf_putc(&b, '\r');
        buf_putc(&b, mail.p[i]);
    }
    return arena_take(a, &b);
}

START_TEST(each_file_is_what_stands_beside_it)
{
    DIR *dir = opendir(folder().p);
    struct dirent *e;
    unsigned n = 0;
    ck_assert(dir != NULL);
    while ((e = readdir(dir))) {
        struct str name = str_c(e->d_name), stem = str_slice(name, 0, name.n - 4);
        if (!str_ends(name, STR(".eml")))
            continue;
        struct str beside = file_of(arena_printf(a, "%s/%.*s.txt", folder().p, STR_ARG(stem)));
        struct str mail = sign(file_of(arena_printf(a, "%s/%s", folder().p, e->d_name)));
        check_file(e->d_name, mail, beside, "");
        n++;
        if (!memmem(e->d_name, name.n, "base64", 6) && !memmem(e->d_name, name.n, "file", 4) &&
            !memmem(e->d_name, name.n, "calendar", 8) && !memmem(e->d_name, name.n, "invitation", 10))
            check_file(e->d_name, with_crlf(mail), beside, " (CRLF)"); /* a file of text would be larger */
    }
    closedir(dir);
    ck_assert_uint_eq(n, FILES);
}
END_TEST

static struct str mail_of(const char *head, const char *body)
{
    return sign(arena_printf(a, "From: Zoe <zoe@exemple.fr>\nTo: @SIGNED@\nMessage-ID: <a@exemple.fr>\n%s\n%s", head, body));
}

START_TEST(the_subject_is_never_lost)
{
    struct incoming in = reads(mail_of("Subject: =?utf-8?Q?OK_pour_le_devis_n=C2=B0_3?=\n", "Bonjour"));
    ck_assert_str_is(in.subject, "OK pour le devis n° 3");
    ck_assert_str_is(in.text, "Bonjour");
    ck_assert_str_is(reads(sign(file_of(arena_printf(a, "%s/person-subject-of-windows.eml", folder().p)))).subject,
        "L’accord à 10 €");
    ck_assert_str_is(reads(sign(file_of(arena_printf(a, "%s/person-subject-in-raw-bytes.eml", folder().p)))).subject,
        "déjà payé");
    in = reads(mail_of("Subject: OK\n", ""));
    ck_assert(in.kind == INCOMING_REPLY && in.text.n == 0);
    ck_assert_str_is(in.subject, "OK");
}
END_TEST

/* 64 kB are shown, whatever letters they are made of; more is said to be there. */
START_TEST(a_long_answer)
{
    static const char *const letters[] = {"a", "é", "€", "😀"};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        for (int over = 0; over < 2; over++) {
            struct buf b;
            buf_init(&b, 1 << 20);
            while (b.n + strlen(letters[i]) <= INCOMING_TEXT_MAX)
                buf_puts(&b, letters[i]);
            size_t most = b.n;
            if (over)
                buf_puts(&b, letters[i]);
            struct incoming in = reads(mail_of("Content-Type: text/plain; charset=utf-8\n", arena_take(a, &b).p));
            ck_assert(in.kind == INCOMING_REPLY && in.cut == (over == 1) && utf8_valid(in.text));
            ck_assert_uint_eq(in.text.n, most);
        }
    /* two texts of which the second does not fit */
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_puts(&b, "--M\n\n");
    for (int i = 0; i < INCOMING_TEXT_MAX - 1; i++)
        buf_putc(&b, 'x');
    buf_puts(&b, "\n--M\n\nla fin\n--M\nContent-Type: application/pdf; name=a.pdf\n\nx\n--M--\n");
    struct incoming in = reads(mail_of("Content-Type: multipart/mixed; boundary=M\n", arena_take(a, &b).p));
    ck_assert(in.cut && in.text.n == INCOMING_TEXT_MAX - 1);
    ck_assert_str_is(utf8_clean_line(a, in.files), "a.pdf (1 octet)"); /* is named all the same */
}
END_TEST

/* Only what stands below INCOMING_BYTES_MAX is read, and it is said; a report of that size is nobody's. */
START_TEST(a_mail_that_is_too_large)
{
    struct str head = mail_of("Subject: Re: Votre devis\nContent-Type: multipart/mixed; boundary=M\n",
        "--M\n\nVoici le scan.\n--M\nContent-Type: image/png; name=scan.png\nContent-Transfer-Encoding: base64\n\n");
    size_t n = INCOMING_BYTES_MAX + 1;
    char *bytes = malloc(n);
    ck_assert(bytes != NULL);
    memset(bytes, 'A', n);
    for (size_t i = 76; i < n; i += 77)
        bytes[i] = '\n';
    memcpy(bytes, head.p, head.n);
    struct incoming in = reads((struct str){bytes, n});
    ck_assert(in.kind == INCOMING_REPLY && in.too_large && in.fault == UNREAD_NONE);
    ck_assert_str_is(in.text, "Voici le scan.");
    ck_assert_int_eq(str_starts(in.files, STR("scan.png (")), true);
    in = reads((struct str){bytes, n - 1});
    ck_assert(in.kind == INCOMING_REPLY && !in.too_large);
    struct str bounce = verp_make(a, keys, VERP_BOUNCE, 1, "portail.example");
    struct str line = arena_printf(a, "To: %.*s\n\n", STR_ARG(bounce));
    memcpy(bytes, line.p, line.n);
    in = reads((struct str){bytes, n});
    ck_assert(in.kind == INCOMING_UNREADABLE && in.fault == UNREAD_TOO_LARGE);
    memcpy(bytes, "To: x@y.fr\n\n", 12); /* a stranger's, and what is no mail: people look */
    in = reads((struct str){bytes, n});
    ck_assert(in.kind == INCOMING_UNREADABLE && in.fault == UNREAD_TOO_LARGE);
    memset(bytes, 'y', 100);
    in = reads((struct str){bytes, n});
    ck_assert(in.kind == INCOMING_UNREADABLE && in.fault == UNREAD_TOO_LARGE);
    free(bytes);
}
END_TEST

/* ---- who vouches for its sender */

static enum vouched vouched(const char *server, const char *results, const char *from)
{
    struct incoming in;
    incoming_read(a, keys, str_c(server), sign(arena_printf(a, "%sFrom: %s\nTo: @SIGNED@\n\nOui", results, from)), &in);
    ck_assert_int_eq(in.kind, INCOMING_REPLY);
    return in.vouched;
}

#define AR "Authentication-Results: "

START_TEST(who_is_vouched_for)
{
    static const struct {
        const char *results;
        enum vouched is;
    } cases[] = {
        {"", VOUCHED_NO}, {AR "mx.cestes.example; none\n", VOUCHED_NO},
        {AR "mx.cestes.example; dmarc=pass header.from=exemple.fr\n", VOUCHED_YES},
        {AR "MX.cestes.example 1; dmarc=pass (p=none) header.from=exemple.fr\n", VOUCHED_YES},
        {AR "mx.cestes.example;\n\tdkim=pass (2048-bit key; \"a;b\") header.d=exemple.fr header.s=k;\n\tspf=fail\n", VOUCHED_YES},
        {AR "mx.cestes.example; dkim=pass header.i=@mail.exemple.fr\n", VOUCHED_YES},
        {AR "mx.cestes.example; spf=pass smtp.mailfrom=zoe@exemple.fr\n", VOUCHED_YES},
        {AR "mx.cestes.example; spf=pass smtp.mailfrom=bounces.exemple.fr\n", VOUCHED_YES},
        /* another's domain, one that only looks like it, one of the whole world */
        {AR "mx.cestes.example; dkim=pass header.d=pirate.example\n", VOUCHED_NO},
        {AR "mx.cestes.example; dkim=pass header.d=autre-exemple.fr\n", VOUCHED_NO},
        {AR "mx.cestes.example; dkim=pass header.d=fr\n", VOUCHED_NO},
        {AR "mx.cestes.example; spf=pass smtp.helo=exemple.fr\n", VOUCHED_NO},
        {AR "mx.cestes.example; dkim=fail header.d=exemple.fr; spf=softfail smtp.mailfrom=exemple.fr\n", VOUCHED_NO},
        {AR "mx.cestes.example; dmarc=pass header.from=pirate.example\n", VOUCHED_NO},
        /* DMARC has the last word, in whatever order; when it has none, the others speak */
        {AR "mx.cestes.example; dkim=pass header.d=exemple.fr; dmarc=fail header.from=exemple.fr\n", VOUCHED_NO},
        {AR "mx.cestes.example; dmarc=fail header.from=exemple.fr; dkim=pass header.d=exemple.fr\n", VOUCHED_NO},
        {AR "mx.cestes.example; dmarc=none; dkim=pass header.d=exemple.fr\n", VOUCHED_YES},
        /* somebody else's word, and what the sender wrote below that of ours */
        {AR "mx.exemple.fr; dmarc=pass header.from=exemple.fr\n", VOUCHED_NO},
        {AR "mx.cestes.example.pirate.example; dmarc=pass header.from=exemple.fr\n", VOUCHED_NO},
        {AR "(mx.cestes.example;) pirate.example; dmarc=pass header.from=exemple.fr\n", VOUCHED_NO},
        {AR "mx.cestes.example; dmarc=fail header.from=exemple.fr\n" AR
            "mx.cestes.example; dmarc=pass header.from=exemple.fr\n", VOUCHED_NO},
        {AR "mx.cestes.example; spf=fail reason=\"x; dmarc=pass\" smtp.mailfrom=exemple.fr\n", VOUCHED_NO},
        {AR "mx.cestes.example; spf=fail (x; dmarc=pass header.from=exemple.fr)\n", VOUCHED_NO},
        {AR "mx.cestes.example; spf=fail (never closed; dmarc=pass\n", VOUCHED_NO},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum vouched is = vouched("mx.cestes.example", cases[i].results, "Zoe <zoe@exemple.fr>");
        ck_assert_msg(is == cases[i].is, "row %zu: %d: %s", i, is, cases[i].results);
        ck_assert_int_eq(vouched("", cases[i].results, "Zoe <zoe@exemple.fr>"), VOUCHED_UNKNOWN);
    }
    const char *good = AR "mx.cestes.example; dmarc=pass header.from=exemple.fr\n";
    ck_assert_int_eq(vouched("mx.cestes.example", good, "zoe@exemple.fr, x@pirate.example"), VOUCHED_NO);
    ck_assert_int_eq(vouched("mx.cestes.example", good, ""), VOUCHED_NO);
}
END_TEST

/* Cut anywhere, with any byte changed: the limits hold, and it is never another's. */
START_TEST(damaged_answers)
{
    static const char *const names[] = {"parts-plain-form-says-nothing", "machine-calendar-accepts",
        "html-references-without-a-semicolon", "flowed-stuffed-and-signed", "charset-iso-2022-jp"};
    uint32_t seed = 1;
    for (size_t f = 0; f < sizeof names / sizeof *names; f++) {
        struct str whole = sign(file_of(arena_printf(a, "%s/%s.eml", folder().p, names[f])));
        for (int i = 0; i < 400; i++) {
            struct str copy = arena_dup(a, whole);
            char *p = (char *)(uintptr_t)copy.p;
            for (int k = 0; k < 3; k++) {
                seed = seed * 1664525 + 1013904223;
                p[(seed >> 8) % copy.n] = (char)(seed >> 3);
            }
            struct incoming in = reads(i % 2 ? copy : str_slice(copy, 0, (seed >> 4) % copy.n));
            ck_assert(in.kind == INCOMING_STRANGER || in.kind == INCOMING_UNREADABLE || in.id == ID);
            ck_assert(utf8_valid(in.text) && !str_has_control(in.text, "\n") && in.text.n <= INCOMING_TEXT_MAX);
            ck_assert(utf8_valid(in.files) && utf8_valid(in.subject) && !str_has_control(in.subject, ""));
        }
    }
}
END_TEST

int main(void)
{
    mail_compose_init();
    a = arena_new();
    keys = keys_from(STR("0123456789abcdef0123456789abcdef"));
    const suite_test tests[] = {each_file_is_what_stands_beside_it, the_subject_is_never_lost, a_long_answer,
        a_mail_that_is_too_large, who_is_vouched_for, damaged_answers};
    int failed = suite_main("mail replies", tests, sizeof tests / sizeof *tests);
    keys_free(keys);
    arena_free(a);
    return failed;
}
