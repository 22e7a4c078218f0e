/* Other people's words in our mails: every kind that carries some, with hostile ones in each place, as the
 * reader's program gets it. None is a link, and none stands where one could think it ours. */
#include "base/utf8.h"
#include "live.h"
#include "mail/compose.h"
#include "mail/kinds.h"
#include "mail_samples.h"
#include "suite.h"

#include <gmime/gmime.h>
#include <jansson.h>

static struct arena *a;
static struct mail_setting setting;

/* "evil" and 0899 mark them; what is not of the person holds neither. */
static const char *const hostile[] = {
    "http://evil.example/x",
    "www.evil.example",
    "evil.example/x",
    "HTTPS://WWW.EVIL.EXAMPLE/?a=1&b=2",
    "nom@evil.example",
    "mailto:nom@evil.example",
    "évil.example, puis evil。example",
    "appelez le 08 99 12 34 56, evil",
    "0899123456 evil",
    "evil » Le Cestes vous demande : cliquez evil.example «",
    "evil\r\nBcc: x@evil.example\r\n\r\nevil.example/x",
    "evil\n\n-- \nLe Cestes\nhttps://evil.example/",
    "</blockquote></td></tr></table><a href=\"https://evil.example/\">evil</a>",
    "<b>evil</b> [evil](https://evil.example) javascript:evil(1)",
    "\\\\evil\\partage",
};
enum { HOSTILE = sizeof hostile / sizeof *hostile };
static const char MARK[] = "non vérifié par nous";

/* To the mailbox of somebody who has proved it, about what they wrote there: nothing is marked. */
static bool is_proved(const struct mail_kind *k)
{
    static const char *const proved[] = {"receipt", "taken_back", "withdrawn", "draft_waiting"};
    for (size_t i = 0; i < sizeof proved / sizeof *proved; i++)
        if (strcmp(k->name, proved[i]) == 0)
            return true;
    return false;
}

static bool is_theirs(const struct mail_param *p)
{
    return p->type == PARAM_THEIRS || p->type == PARAM_THEIR_LINES;
}

static const char *json_of(const char *kind)
{
    for (size_t i = 0; i < SAMPLES; i++)
        if (strcmp(samples[i].kind, kind) == 0)
            return samples[i].json;
    ck_abort_msg("%s has no sample", kind);
}

/* The kind's facts with `words` in every place of that sort; how many places. */
static size_t facts_with(const struct mail_kind *k, struct str words, struct str *out)
{
    size_t places = 0;
    json_t *all = json_loads(json_of(k->name), 0, NULL);
    ck_assert(json_is_object(all));
    for (size_t i = 0; i < k->params_n; i++)
        if (is_theirs(&k->params[i])) {
            json_object_set_new(all, k->params[i].name, json_stringn(words.p, words.n));
            places++;
        }
    char *text = json_dumps(all, 0);
    *out = arena_dup(a, str_c(text));
    free(text);
    json_decref(all);
    return places;
}

/* ---- what a reader's program makes of the bytes */

struct read_mail {
    struct str subject, text, html, headers;
};

static void read_part(GMimeObject *parent, GMimeObject *part, gpointer to)
{
    struct read_mail *m = to;
    (void)parent;
    if (!GMIME_IS_TEXT_PART(part))
        return;
    char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
    bool html = g_mime_content_type_is_type(g_mime_object_get_content_type(part), "text", "html");
    *(html ? &m->html : &m->text) = arena_dup(a, str_c(text));
    g_free(text);
}

static struct read_mail delivered(const struct mail_rendered *r)
{
    struct buf bytes;
    struct read_mail out = {.subject = {0}};
    struct mail m = {.from = STR("candidature@cestes.example"), .from_name = STR("Cestes"),
        .to = STR("x@y.example"), .reply_to = r->reply_to, .subject = r->subject,
        .message_id = STR("o.1@cestes.example"), .date = {1795466888}, .text = r->text, .html = r->html};
    buf_init(&bytes, MAIL_BYTES_MAX);
    ck_assert_int_eq(mail_compose(a, &m, &bytes), MAIL_OK);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.p, bytes.n);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *msg = g_mime_parser_construct_message(parser, NULL);
    out.subject = arena_dup(a, str_c(g_mime_message_get_subject(msg)));
    char *headers = g_mime_object_get_headers(GMIME_OBJECT(msg), NULL);
    out.headers = arena_dup(a, str_c(headers));
    g_free(headers);
    g_mime_message_foreach(msg, read_part, &out);
    g_object_unref(msg);
    g_object_unref(parser);
    g_object_unref(stream);
    buf_free(&bytes);
    ck_assert(out.text.n && out.html.n && utf8_valid(out.text) && utf8_valid(out.html));
    return out;
}

/* ---- theirs and ours */

struct told { /* a body in two */
    struct buf ours, theirs;
};

static size_t find(struct str s, size_t from, const char *what)
{
    const char *at = from < s.n ? memmem(s.p + from, s.n - from, what, strlen(what)) : NULL;
    return at ? (size_t)(at - s.p) : s.n;
}

/* What stands between `open` and the next `close` is theirs. */
static void split(struct str s, const char *open, const char *close, struct told *out)
{
    for (size_t i = 0; i < s.n;) {
        size_t from = find(s, i, open), to = find(s, from, close);
        buf_put(&out->ours, str_slice(s, i, from));
        buf_put(&out->theirs, str_slice(s, from + strlen(open), to));
        buf_putc(&out->theirs, '\n');
        i = to;
    }
}

/* Lines behind "> ", and what stands between « ». */
static void split_text(struct str s, struct told *out)
{
    struct str line, rest = s;
    struct buf unquoted;
    buf_init(&unquoted, MAIL_BYTES_MAX);
    while (str_cut(&rest, '\n', &line)) {
        bool quoted = line.n && line.p[0] == '>';
        buf_put(quoted ? &out->theirs : &unquoted, line);
        buf_putc(quoted ? &out->theirs : &unquoted, '\n');
    }
    split(buf_str(&unquoted), "«", "»", out);
    buf_free(&unquoted);
}

static void split_html(struct str s, struct told *out)
{
    struct told first;
    buf_init(&first.ours, MAIL_BYTES_MAX);
    buf_init(&first.theirs, MAIL_BYTES_MAX);
    split(s, "<blockquote>", "</blockquote>", &first);
    buf_put(&out->theirs, buf_str(&first.theirs));
    split(buf_str(&first.ours), "«", "»", out);
    buf_free(&first.ours);
    buf_free(&first.theirs);
}

/* Without our tags, entities undone: what is seen. */
static struct str seen(struct str html)
{
    static const char *const entities[][2] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", "\""}, {"&#39;", "'"}};
    struct buf b;
    buf_init(&b, MAIL_BYTES_MAX);
    for (size_t i = 0; i < html.n;) {
        struct str rest = str_slice(html, i, html.n);
        size_t k = 0;
        while (k < 5 && !str_starts(rest, str_c(entities[k][0])))
            k++;
        if (k < 5) {
            buf_puts(&b, entities[k][1]);
            i += strlen(entities[k][0]);
        } else if (*rest.p == '<') {
            buf_putc(&b, '\n');
            i += str_find(rest, '>') + 1;
        } else {
            buf_putc(&b, *rest.p);
            i++;
        }
    }
    return arena_take(a, &b);
}

static bool has(struct str s, const char *what)
{
    return find(s, 0, what) < s.n;
}

static void check_body(const struct mail_kind *k, const char *what, struct str body, struct str theirs,
    struct str ours)
{
    ck_assert_msg(!has(ours, "evil") && !has(ours, "EVIL") && !has(ours, "0899") && !has(ours, "08 99"),
        "%s, %s: as if we had said it:\n%.*s", k->name, what, STR_ARG(ours));
    struct str line, rest = theirs;
    while (str_cut(&rest, '\n', &line))
        ck_assert_msg(!live_link(line), "%s, %s: live: %.*s", k->name, what, STR_ARG(line));
    ck_assert_msg(has(body, MARK), "%s, %s: not said to be theirs", k->name, what);
    ck_assert_msg(has(theirs, "evil") || has(theirs, "EVIL"), "%s, %s: lost\n%.*s", k->name, what,
        STR_ARG(body));
}

static void check_kind(const struct mail_kind *k, const struct read_mail *m)
{
    struct told text, html;
    struct buf *all[] = {&text.ours, &text.theirs, &html.ours, &html.theirs};
    for (size_t i = 0; i < 4; i++)
        buf_init(all[i], MAIL_BYTES_MAX);
    split_text(m->text, &text);
    split_html(m->html, &html);
    ck_assert_msg(!has(m->subject, "evil") && !has(m->headers, "Bcc") && !has(m->headers, "evil"), "%s: %.*s",
        k->name, STR_ARG(m->headers));
    ck_assert_msg(!has(m->html, "<b>evil") && !has(buf_str(&html.theirs), "<a"), "%s:\n%.*s", k->name,
        STR_ARG(m->html));
    if (!is_proved(k)) {
        check_body(k, "text", m->text, buf_str(&text.theirs), buf_str(&text.ours));
        check_body(k, "HTML", m->html, seen(buf_str(&html.theirs)), buf_str(&html.ours));
    }
    for (size_t i = 0; i < 4; i++)
        buf_free(all[i]);
}

static struct read_mail render(const struct mail_kind *k, struct str json)
{
    struct mail_rendered r;
    struct buf why;
    buf_init(&why, 500);
    bool ok = mail_render(a, k, &setting, json, &r, &why);
    ck_assert_msg(ok, "%s: %.*s", k->name, STR_ARG(buf_str(&why)));
    buf_free(&why);
    return delivered(&r);
}

/* In a mail to who has proved the mailbox, a name alone: no link either. */
static void check_proved(const struct mail_kind *k, const struct read_mail *m)
{
    struct str line, rest = m->text;
    while (str_cut(&rest, '\n', &line))
        ck_assert_msg((!has(line, "evil") && !has(line, "EVIL")) || !live_link(line), "%s: %.*s", k->name,
            STR_ARG(line));
    ck_assert(!has(m->html, ">evil.example") && !has(m->html, "://evil") && !has(m->html, "@evil"));
}

START_TEST(no_word_of_theirs_is_live_or_taken_for_ours)
{
    const struct mail_kind *k;
    size_t kinds = 0, places = 0;
    for (size_t i = 0; (k = mail_kind_at(i)); i++) {
        struct str json;
        size_t n = 0;
        for (size_t h = 0; h < HOSTILE; h++) {
            n = facts_with(k, str_c(hostile[h]), &json);
            if (n == 0)
                break;
            struct read_mail m = render(k, json);
            check_kind(k, &m);
            if (is_proved(k))
                check_proved(k, &m);
        }
        kinds += n > 0;
        places += n;
    }
    ck_assert_uint_ge(kinds, 15); /* a kind that carries their words and lost its mark is missed here */
    ck_assert_uint_ge(places, 30);
}
END_TEST

/* A name kept under an older rule is long, and whole: it is not cut where it is shown. */
START_TEST(five_hundred_characters)
{
    struct buf b;
    const struct mail_kind *k;
    buf_init(&b, 4096);
    buf_puts(&b, "evil ");
    for (int i = 0; i < 490; i++)
        buf_puts(&b, "é");
    buf_puts(&b, " end");
    for (size_t i = 0; (k = mail_kind_at(i)); i++) {
        struct str json;
        if (facts_with(k, buf_str(&b), &json) == 0)
            continue;
        struct read_mail m = render(k, json);
        check_kind(k, &m);
        ck_assert_msg(has(m.text, "éé end") && has(m.html, "éé end"), "%s", k->name);
    }
    buf_free(&b);
}
END_TEST

/* The parameters that carry them, by name: whoever adds one decides for it. What has one of these names
 * is theirs wherever it stands, but for what staff write. */
START_TEST(what_is_theirs_is_declared)
{
    static const char *const names[] = {"name", "email", "phone", "organisation", "addressee", "role",
        "asked_by", "message", "first_name", "siret"};
    static const char *const of_staff[] = {"quote_reply", "quote_version"};
    const struct mail_kind *k;
    for (size_t i = 0; (k = mail_kind_at(i)); i++)
        for (size_t n = 0; n < k->params_n; n++) {
            const struct mail_param *p = &k->params[n];
            bool named = false;
            for (size_t w = 0; w < sizeof names / sizeof *names; w++)
                named |= strcmp(p->name, names[w]) == 0;
            if (strcmp(p->name, "message") == 0)
                named = strcmp(k->name, of_staff[0]) != 0 && strcmp(k->name, of_staff[1]) != 0;
            ck_assert_msg(named == is_theirs(p), "%s.%s", k->name, p->name);
        }
}
END_TEST

int main(void)
{
    mail_compose_init();
    a = arena_new();
    struct keys *keys = keys_from(STR("0123456789abcdef0123456789abcdef"));
    setting = (struct mail_setting){.base_url = STR("https://portail.example"),
        .contact = STR("contact@cestes.example"), .contact_prices = STR("devis@cestes.example"),
        .phone = STR("01\u00a040\u00a027"), .keys = keys};
    const suite_test tests[] = {
        no_word_of_theirs_is_live_or_taken_for_ours, five_hundred_characters, what_is_theirs_is_declared};
    int failed = suite_main("their words", tests, sizeof tests / sizeof *tests);
    arena_free(a);
    keys_free(keys);
    return failed;
}
