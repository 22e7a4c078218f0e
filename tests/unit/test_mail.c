#include "mail/compose.h"
#include "mail/header.h"
#include "mail/smtp.h"
#include "suite.h"

#include <gmime/gmime.h>

static struct arena *a;
static struct buf out;

static void setup(void)
{
    mail_compose_init();
    a = arena_new();
    buf_init(&out, MAIL_BYTES_MAX);
}

static void teardown(void)
{
    buf_free(&out);
    arena_free(a);
}

static struct mail plain(void)
{
    return (struct mail){.from = STR("candidature@cestes.example"),
        .from_name = STR("Cestes, candidatures"),
        .to = STR("camille.lefevre@example.org"),
        .reply_to = STR("contact@cestes.example"),
        .subject = STR("Votre candidature"),
        .message_id = STR("m.00ff@cestes.example"),
        .date = {1795466888}, /* 2026-11-23 20:48:08 UTC: winter */
        .text = STR("Bonjour,\n\nà bientôt\n"),
        .html = STR("<p>Bonjour</p>\n")};
}

static struct str compose(const struct mail *m)
{
    buf_reset(&out);
    ck_assert_str_eq(mail_fault_name(mail_compose(a, m, &out)), "ok");
    return buf_str(&out);
}

static GMimeMessage *parse(struct str bytes)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.p, bytes.n);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *msg = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    ck_assert_ptr_nonnull(msg);
    return msg;
}

static bool has_line(struct str bytes, const char *line)
{
    struct str l;
    while (str_cut(&bytes, '\n', &l))
        if (l.n && l.p[l.n - 1] == '\r' && str_eq_c(str_slice(l, 0, l.n - 1), line))
            return true;
    return false;
}

/* Every line ends with CR LF and has at most `max` bytes without it. */
static void check_lines(struct str bytes, size_t max)
{
    struct str l;
    ck_assert(str_ends(bytes, STR("\r\n")));
    while (str_cut(&bytes, '\n', &l)) {
        if (!l.n && !bytes.n)
            break;
        ck_assert_msg(l.n && l.p[l.n - 1] == '\r', "a line without CR: %.*s", STR_ARG(l));
        ck_assert_msg(l.n - 1 <= max, "%zu bytes: %.*s", l.n - 1, STR_ARG(l));
        ck_assert(!memchr(l.p, '\r', l.n - 1));
    }
}

/* Text of part i (0 text, 1 html), decoded; its line ends, which are CRLF on the wire, as \n. */
static struct str part_text(GMimeMessage *msg, int i)
{
    GMimeObject *all = g_mime_message_get_mime_part(msg);
    ck_assert(GMIME_IS_MULTIPART(all));
    ck_assert_int_eq(g_mime_multipart_get_count(GMIME_MULTIPART(all)), 2);
    GMimeObject *part = g_mime_multipart_get_part(GMIME_MULTIPART(all), i);
    char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
    char *copy = arena_alloc(a, strlen(text) + 1);
    size_t n = 0;
    for (const char *c = text; *c; c++)
        if (*c != '\r')
            copy[n++] = *c;
    g_free(text);
    return (struct str){copy, n};
}

START_TEST(headers_every_mail_has)
{
    struct mail m = plain();
    struct str bytes = compose(&m);
    ck_assert(has_line(bytes, "Auto-Submitted: auto-generated"));
    ck_assert(has_line(bytes, "X-Auto-Response-Suppress: All"));
    ck_assert(has_line(bytes, "Content-Language: fr"));
    ck_assert(has_line(bytes, "MIME-Version: 1.0"));
    ck_assert(has_line(bytes, "Message-Id: <m.00ff@cestes.example>"));
    ck_assert(has_line(bytes, "Date: Mon, 23 Nov 2026 21:48:08 +0100"));
    ck_assert(has_line(bytes, "Subject: Votre candidature"));
    ck_assert(has_line(bytes, "Reply-To: contact@cestes.example"));
    m.date.s = 1782000000; /* 2026-06-21 00:00:00 UTC: summer */
    ck_assert(has_line(compose(&m), "Date: Sun, 21 Jun 2026 02:00:00 +0200"));
    m.reply_to = (struct str){0};
    ck_assert(!strstr(arena_dup(a, compose(&m)).p, "Reply-To"));
}
END_TEST

START_TEST(same_facts_same_bytes)
{
    struct mail m = plain();
    struct str once = arena_dup(a, compose(&m));
    ck_assert(str_eq(once, compose(&m)));
}
END_TEST

START_TEST(comes_back_as_it_was)
{
    static const char *const subjects[] = {
        "482\xc2\xa0" "913, votre code Cestes",
        "Élève à « l’œuvre » : déjà reçu, 10\xe2\x80\xaf" "005,00\xc2\xa0€",
        "🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉 é 👩‍👩‍👧‍👦",
        "=?utf-8?q?pas_un_mot_cod=C3=A9?= vraiment",
        "un    mot     puis   des espaces",
        "Candidature de la coopérative pour la transition écologique et solidaire du bassin de vie "
        "de Saint-Étienne-du-Rouvray et des communes qui l’entourent : ce sujet est très long",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    };
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        struct mail m = plain();
        m.subject = str_c(subjects[i]);
        m.from_name = STR("Cestes, « dépôt » \"Cnam\"");
        struct str bytes = compose(&m);
        check_lines(bytes, 76);
        GMimeMessage *msg = parse(bytes);
        ck_assert_str_eq(g_mime_message_get_subject(msg), subjects[i]);
        InternetAddress *from =
            internet_address_list_get_address(g_mime_message_get_from(msg), 0);
        ck_assert_str_eq(internet_address_get_name(from), "Cestes, « dépôt » \"Cnam\"");
        ck_assert_str_eq(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(from)),
            "candidature@cestes.example");
        ck_assert_str_is(part_text(msg, 0), "Bonjour,\n\nà bientôt\n");
        g_object_unref(msg);
    }
}
END_TEST

START_TEST(bodies_of_every_shape)
{
    struct buf body;
    buf_init(&body, 64 * 1024);
    buf_puts(&body, ".\n..\n. point\nFrom nobody\n  retrait\nespace à la fin \ttab\t\n=3D\n");
    buf_puts(&body, "10\xe2\x80\xaf" "005,00\xc2\xa0€ 🎉\n");
    for (int i = 0; i < 5000; i++)
        buf_puts(&body, i % 7 ? "a" : "é");
    buf_puts(&body, "\nfin\n");
    struct mail m = plain();
    m.text = buf_str(&body);
    m.html = STR("<p>un\r\ndeux\rtrois</p>");
    struct str bytes = compose(&m);
    check_lines(bytes, 76);
    GMimeMessage *msg = parse(bytes);
    ck_assert(str_eq(part_text(msg, 0), m.text));
    ck_assert_str_is(part_text(msg, 1), "<p>un\ndeux\ntrois</p>");
    g_object_unref(msg);
    buf_free(&body);
}
END_TEST

START_TEST(nothing_gets_into_a_header)
{
    static const struct str bad[] = {STR_INIT("a\r\nBcc: x@y.fr"), STR_INIT("a\nb"),
        STR_INIT("a\rb"), STR_INIT("a\0b"), STR_INIT("a\tb"), STR_INIT("\x7f"), STR_INIT(""),
        STR_INIT("\xff\xfe"), STR_INIT("\xc3")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct mail m = plain();
        m.subject = bad[i];
        ck_assert_int_eq(mail_compose(a, &m, &out), MAIL_BAD_HEADER);
        m = plain();
        m.message_id = bad[i];
        ck_assert_int_eq(mail_compose(a, &m, &out), MAIL_BAD_HEADER);
        if (bad[i].n) {
            m = plain();
            m.from_name = bad[i];
            ck_assert_int_eq(mail_compose(a, &m, &out), MAIL_BAD_HEADER);
            m = plain();
            m.reply_to = bad[i];
            ck_assert_int_eq(mail_compose(a, &m, &out), MAIL_BAD_ADDRESS);
        }
        m = plain();
        m.to = bad[i];
        ck_assert_int_eq(mail_compose(a, &m, &out), MAIL_BAD_ADDRESS);
        m = plain();
        m.from = bad[i];
        ck_assert_int_eq(mail_compose(a, &m, &out), MAIL_BAD_ADDRESS);
    }
    ck_assert_uint_eq(out.n, 0);
    struct mail m = plain();
    m.text = STR("a\0b");
    ck_assert_int_eq(mail_compose(a, &m, &out), MAIL_BAD_BODY);
    m = plain();
    m.html = (struct str){0};
    ck_assert_int_eq(mail_compose(a, &m, &out), MAIL_BAD_BODY);
}
END_TEST

START_TEST(addresses)
{
    static const struct {
        const char *typed, *ascii; /* NULL: refused */
    } cases[] = {
        {"a@b.fr", "a@b.fr"},
        {"Jean.O'Neil+cnam@sous.domaine.example", "Jean.O'Neil+cnam@sous.domaine.example"},
        {"x@localhost", "x@localhost"},
        {"zoe@café.example", "zoe@xn--caf-dma.example"},
        {"zoé@cafe.example", NULL},
        {"a@b.fr> SIZE=1", NULL},
        {"<a@b.fr>", NULL},
        {"a b@c.fr", NULL},
        {"\"a b\"@c.fr", NULL},
        {"a@@b.fr", NULL},
        {"a@b@c.fr", NULL},
        {"a@", NULL},
        {"@b.fr", NULL},
        {"a", NULL},
        {".a@b.fr", NULL},
        {"a.@b.fr", NULL},
        {"a..b@c.fr", NULL},
        {"a@-b.fr", NULL},
        {"a@b-.fr", NULL},
        {"a@b..fr", NULL},
        {"a@[127.0.0.1]", NULL},
        {"a@b.fr,c@d.fr", NULL},
        {"a@b.fr\r\nRCPT TO:<c@d.fr>", NULL},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.fr", NULL}, /* 65 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str ascii = {0};
        bool ok = mail_address_ascii(a, str_c(cases[i].typed), &ascii);
        ck_assert_msg(ok == (cases[i].ascii != NULL), "%s", cases[i].typed);
        if (ok)
            ck_assert_str_is(ascii, cases[i].ascii);
    }
}
END_TEST

START_TEST(a_mail_has_a_maximum)
{
    struct buf small;
    buf_init(&small, 200);
    struct mail m = plain();
    ck_assert_int_eq(mail_compose(a, &m, &small), MAIL_TOO_LARGE);
    buf_free(&small);
}
END_TEST

START_TEST(smtp_settings_are_judged)
{
    struct smtp_config c = {.host = "127.0.0.1", .port = 25, .helo = "portail.example"};
    struct smtp *s = smtp_new(&c);
    ck_assert_ptr_nonnull(s);
    smtp_free(s);
    c.helo = "a b";
    ck_assert_ptr_null(smtp_new(&c));
    c.helo = "x";
    c.host = "h/../x";
    ck_assert_ptr_null(smtp_new(&c));
    c.host = "localhost";
    c.port = 0;
    ck_assert_ptr_null(smtp_new(&c));
}
END_TEST

START_TEST(nobody_answers)
{
    /* port 1 of this machine: refused at once */
    struct smtp_config c = {.host = "127.0.0.1", .port = 1, .helo = "portail.example"};
    struct smtp *s = smtp_new(&c);
    struct smtp_result r;
    smtp_send(s, STR("a@b.fr"), STR("c@d.fr"), STR("x\r\n"), NULL, NULL, &r);
    ck_assert(r.outcome == SMTP_REFUSED && r.stage == SMTP_CONNECT);
    ck_assert_int_eq(r.code, 0);
    ck_assert(r.line[0] != '\0');
    smtp_send(s, STR("a@b.fr> AUTH=<>"), STR("c@d.fr"), STR("x\r\n"), NULL, NULL, &r);
    ck_assert_int_eq(r.outcome, SMTP_UNFIT);
    smtp_send(s, STR("a@b.fr"), STR("c@d.fr\r\nRCPT TO:<e@f.fr>"), STR("x\r\n"), NULL, NULL, &r);
    ck_assert_int_eq(r.outcome, SMTP_UNFIT);
    smtp_free(s);
}
END_TEST

/* Every byte there is, so that a wrong encoding shows. */
static struct str all_bytes(size_t n)
{
    char *p = arena_alloc(a, n);
    for (size_t i = 0; i < n; i++)
        p[i] = (char)(i * 7 + i / 256);
    return (struct str){p, n};
}

static GMimePart *file_of(GMimeMessage *msg)
{
    GMimeObject *all = g_mime_message_get_mime_part(msg);
    ck_assert(GMIME_IS_MULTIPART(all));
    ck_assert(g_mime_content_type_is_type(g_mime_object_get_content_type(all), "multipart", "mixed"));
    ck_assert_int_eq(g_mime_multipart_get_count(GMIME_MULTIPART(all)), 2);
    GMimeObject *bodies = g_mime_multipart_get_part(GMIME_MULTIPART(all), 0);
    ck_assert(g_mime_content_type_is_type(
        g_mime_object_get_content_type(bodies), "multipart", "alternative"));
    ck_assert_int_eq(g_mime_multipart_get_count(GMIME_MULTIPART(bodies)), 2);
    return GMIME_PART(g_mime_multipart_get_part(GMIME_MULTIPART(all), 1));
}

START_TEST(a_file_goes_with_it)
{
    static const char *const names[] = {"devis-D-2026-000123.pdf", "règlement « été » œuvre.pdf"};
    struct buf big;
    buf_init(&big, MAIL_WITH_FILE_MAX);
    for (size_t i = 0; i < 2; i++) {
        struct mail m = plain();
        m.file = (struct mail_file){str_c(names[i]), "application/pdf", all_bytes(70001)};
        buf_reset(&big);
        ck_assert_str_eq(mail_fault_name(mail_compose(a, &m, &big)), "ok");
        struct str once = arena_dup(a, buf_str(&big));
        buf_reset(&big);
        ck_assert_int_eq(mail_compose(a, &m, &big), MAIL_OK);
        ck_assert(str_eq(once, buf_str(&big)));
        check_lines(once, 78);
        GMimeMessage *msg = parse(once);
        GMimePart *part = file_of(msg);
        ck_assert_str_eq(g_mime_part_get_filename(part), names[i]);
        ck_assert_str_eq(g_mime_object_get_disposition(GMIME_OBJECT(part)), "attachment");
        ck_assert(g_mime_content_type_is_type(
            g_mime_object_get_content_type(GMIME_OBJECT(part)), "application", "pdf"));
        GMimeStream *to = g_mime_stream_mem_new();
        g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part), to);
        GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(to));
        ck_assert(str_eq((struct str){(char *)bytes->data, bytes->len}, m.file.bytes));
        g_object_unref(to);
        g_object_unref(msg);
    }
    buf_free(&big);
}
END_TEST

START_TEST(a_file_that_cannot_go)
{
    static char huge[MAIL_FILE_MAX + 1];
    const struct mail_file bad[] = {{STR(""), "application/pdf", STR("x")},
        {STR("a/b.pdf"), "application/pdf", STR("x")}, {STR("a\nb.pdf"), "application/pdf", STR("x")},
        {STR("a.pdf"), "pdf", STR("x")}, {STR("a.pdf"), NULL, STR("x")},
        {STR("a.pdf"), "application/pdf", {huge, sizeof huge}}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct mail m = plain();
        m.file = bad[i];
        buf_reset(&out);
        ck_assert_int_eq(mail_compose(a, &m, &out), MAIL_BAD_FILE);
    }
    struct mail m = plain(); /* as large as can be, and there is room for it */
    struct buf big;
    buf_init(&big, MAIL_WITH_FILE_MAX);
    m.file = (struct mail_file){STR("a.pdf"), "application/pdf", {huge, MAIL_FILE_MAX}};
    ck_assert_int_eq(mail_compose(a, &m, &big), MAIL_OK);
    buf_free(&big);
}
END_TEST

int main(void)
{
    setup();
    const suite_test tests[] = {headers_every_mail_has, same_facts_same_bytes,
        comes_back_as_it_was, bodies_of_every_shape, nothing_gets_into_a_header, addresses,
        a_mail_has_a_maximum, smtp_settings_are_judged, nobody_answers, a_file_goes_with_it,
        a_file_that_cannot_go};
    int failed = suite_main("mail", tests, sizeof tests / sizeof *tests);
    teardown();
    return failed;
}
