#include "base/utf8.h"
#include "domain/mails.h"
#include "mail/compose.h"
#include "mail/kinds.h"
#include "mail_samples.h"
#include "suite.h"
#include "sys/challenge.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <sys/stat.h>


static struct arena *a;
static struct buf why, out;
static struct mail_setting setting;

static struct mail_rendered render(const char *kind, const char *json)
{
    struct mail_rendered r;
    const struct mail_kind *k = mail_kind_find(str_c(kind));
    ck_assert_msg(k != NULL, "%s", kind);
    buf_reset(&why);
    bool ok = mail_render(a, k, &setting, str_c(json), &r, &why);
    ck_assert_msg(ok, "%s: %.*s", kind, STR_ARG(buf_str(&why)));
    return r;
}

static bool refuses(const char *kind, const char *json, const char *reason)
{
    struct mail_rendered r;
    buf_reset(&why);
    bool ok = mail_render(a, mail_kind_find(str_c(kind)), &setting, str_c(json), &r, &why);
    ck_assert_msg(!ok, "%s took %s", kind, json);
    ck_assert_msg(str_eq_c(buf_str(&why), reason), "%.*s", STR_ARG(buf_str(&why)));
    return !ok;
}

static bool holds(struct str s, const char *piece)
{
    return memmem(s.p, s.n, piece, strlen(piece)) != NULL;
}

/* What a person reads must be French typography: no plain space before : ; ! ? » and after «. */
static void check_typography(const char *kind, struct str s)
{
    static const char *const bad[] = {" ;", " !", " ?", " »", "« ", " €", "'", "...", "TODO"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!holds(s, bad[i]), "%s: «%s» in: %.*s", kind, bad[i], STR_ARG(s));
    ck_assert_msg(!holds(s, " :") && !holds(s, "\n\n\n\n"), "%s: %.*s", kind, STR_ARG(s));
}

static void keep_file(const char *kind, const char *ending, struct str s)
{
    char name[200];
    snprintf(name, sizeof name, "mail-preview/%s.%s", kind, ending);
    FILE *f = fopen(name, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(s.p, 1, s.n, f), s.n);
    fclose(f);
}

/* Also leaves every mail in build/mail-preview/, to be looked at. */
START_TEST(every_kind_renders)
{
    ck_assert(mkdir("mail-preview", 0755) == 0 || errno == EEXIST);
    ck_assert_ptr_nonnull(mail_kind_at(SAMPLES - 1));
    ck_assert_ptr_null(mail_kind_at(SAMPLES));
    for (size_t i = 0; i < SAMPLES; i++) {
        const struct sample *s = &samples[i];
        struct mail_rendered r = render(s->kind, s->json);
        ck_assert_msg(str_ends(r.subject, str_c(s->subject)), "%.*s", STR_ARG(r.subject));
        check_typography(s->kind, r.subject);
        check_typography(s->kind, r.text);
        ck_assert(holds(r.text, "Pourquoi ce message" NBSP "? "));
        ck_assert(holds(r.html, "<html lang=\"fr\">") && holds(r.html, "</html>"));
        ck_assert(!holds(r.html, "<img") && !holds(r.html, "style=") && !holds(r.html, "<script>"));
        struct mail m = {.from = STR("candidature@cestes.example"), .from_name = STR("Cestes"),
            .to = STR("x@y.example"), .reply_to = r.reply_to, .subject = r.subject,
            .message_id = STR("o.1@cestes.example"), .date = {1795466888}, .text = r.text,
            .html = r.html};
        buf_reset(&out);
        ck_assert_int_eq(mail_compose(a, &m, &out), MAIL_OK);
        keep_file(s->kind, "eml", buf_str(&out));
        keep_file(s->kind, "txt", r.text);
        keep_file(s->kind, "html", r.html);
    }
}
END_TEST

/* What one of the team typed in did not come by the portal. */
START_TEST(how_a_request_came_is_said)
{
    struct mail_rendered by_hand = render("desk_new", "{" DESK ",\"entered\":\"par téléphone\"}");
    struct mail_rendered alone = render("desk_new", "{" DESK "}");
    ck_assert(holds(by_hand.text, "arrivée par téléphone") && holds(by_hand.html, "par téléphone"));
    ck_assert(!holds(by_hand.text, "par le portail") && holds(alone.text, "par le portail"));
}
END_TEST

/* The table of kinds itself. */
START_TEST(every_kind_is_whole)
{
    const struct mail_kind *k;
    for (size_t i = 0; (k = mail_kind_at(i)); i++) {
        ck_assert_msg(!str_eq_c(mail_label(str_c(k->name)), k->name),
            "%s: no label in domain/mails.c", k->name);
        ck_assert(k->subject && k->text && k->html && k->params_n);
        ck_assert(str_ends(str_c(k->why), STR(".")));
        ck_assert(mail_kind_find(str_c(k->name)) == k);
        /* a challenge's mail is worthless once the challenge is */
        ck_assert(!(k->flags & MAIL_CHALLENGE) || (k->flags & MAIL_EXPIRES));
        for (size_t j = 0; j < k->params_n; j++)
            ck_assert(k->params[j].at < k->view_size);
    }
    ck_assert_ptr_null(mail_kind_find(STR("nope")));
}
END_TEST

START_TEST(the_code_comes_first)
{
    struct mail_rendered r = render("code", CODE);
    struct str code = challenge_code(a, setting.keys, STR("kX3vT9"));
    ck_assert_uint_eq(code.n, 6);
    struct str shown = arena_printf(a, "%.3s" NBSP "%.3s", code.p, code.p + 3);
    ck_assert(str_starts(r.subject, shown));
    struct str link = arena_printf(a, "https://portail.example%.*s",
        STR_ARG(challenge_link_path(a, setting.keys, STR("kX3vT9"))));
    const char *at = memmem(r.text.p, r.text.n, shown.p, shown.n);
    const char *then = memmem(r.text.p, r.text.n, link.p, link.n);
    ck_assert(at && then && at < then);
    ck_assert(holds(r.html, arena_printf(a, "<a href=\"%.*s\">", STR_ARG(link)).p));
    ck_assert(holds(r.text, "10" NBSP "minutes") && holds(r.text, "heure de Paris"));
    ck_assert_int_eq(r.expires.s, 1795467488);
    ck_assert(holds(render("confirm", CODE).text, "24" NBSP "heures"));
}
END_TEST

START_TEST(codes_are_judged)
{
    struct str id = STR("kX3vT9"), code = challenge_code(a, setting.keys, id);
    ck_assert(challenge_code_is(setting.keys, id, code));
    ck_assert(challenge_code_is(
        setting.keys, id, arena_printf(a, " %.3s" NBSP "%.3s\n", code.p, code.p + 3)));
    ck_assert(challenge_code_is(
        setting.keys, id, arena_printf(a, "%.3s" NNBSP "%.3s", code.p, code.p + 3)));
    ck_assert(!challenge_code_is(setting.keys, id, str_slice(code, 0, 5)));
    ck_assert(!challenge_code_is(setting.keys, id, arena_printf(a, "%s0", code.p)));
    ck_assert(!challenge_code_is(setting.keys, STR("kX3vT8"), code));
    ck_assert(!challenge_code_is(setting.keys, id, STR("")));
    struct str token = challenge_link_token(a, setting.keys, id);
    ck_assert_uint_eq(token.n, 32);
    ck_assert(challenge_link_is(setting.keys, id, token));
    ck_assert(!challenge_link_is(setting.keys, STR("kX3vT8"), token));
    ck_assert(!challenge_link_is(setting.keys, id, str_slice(token, 0, 31)));
    ck_assert(!challenge_link_is(setting.keys, id, code));
}
END_TEST

static struct mail_rendered sample(const char *kind)
{
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        if (strcmp(samples[i].kind, kind) == 0)
            return render(kind, samples[i].json);
    ck_abort_msg("%s has no sample", kind);
    return (struct mail_rendered){0};
}

START_TEST(staff_can_answer_the_person)
{
    ck_assert_str_is(sample("quote_request").reply_to, "rh@coop.example");
    ck_assert_str_is(sample("quote_written").reply_to, "rh@coop.example");
    ck_assert_str_is(sample("quote").reply_to, "devis@cestes.example");
    ck_assert_str_is(sample("draft_waiting").reply_to, "contact@cestes.example");
}
END_TEST

START_TEST(amounts_are_french)
{
    static const char *const amounts[] = {
        "10" NNBSP "005,00" NBSP "€", "400,00" NBSP "€", "10" NNBSP "405,00" NBSP "€"};
    for (size_t i = 5; i <= 6; i++) {
        struct mail_rendered r = render(samples[i].kind, samples[i].json);
        for (size_t j = 0; j < 3; j++)
            ck_assert(holds(r.text, amounts[j]) && holds(r.html, amounts[j]));
    }
    /* CPF: the module stands apart, and the words are not those of a quote */
    struct mail_rendered r = render("quote",
        "{\"reference\":\"DV-1\",\"payer\":\"CPF\",\"received\":1795466888,\"cpf\":true,\"quote\":\"k\","
        "\"number\":\"I-2026-000001\",\"valid\":\"2027-02-21\",\"link\":\"l\",\"next\":[\"n\"],\"total\":"
        "1000500" REQUESTER ",\"prices\":[{\"label\":\"Diplôme\",\"cents\":1000500},{\"label\":\"Module\","
        "\"cents\":20000,\"apart\":true}]}");
    ck_assert(holds(r.text, "200,00" NBSP "€ (à part, hors total)"));
    ck_assert(holds(r.text, "ne vaut pas devis") && holds(r.text, "https://portail.example/devis/a/b/refus"));
}
END_TEST

START_TEST(what_people_type_stays_text)
{
    struct mail_rendered r = sample("quote_request");
    ck_assert(holds(r.html, "Zoé &lt;script&gt;") && holds(r.html, "l’Œuvre &amp; Cie"));
    ck_assert(holds(r.text, "Zoé <script>") && holds(r.text, "\n> .\n> Un mot"));
}
END_TEST

START_TEST(the_receipt_has_no_answers_but_its_proof)
{
    struct mail_rendered r = sample("receipt");
    ck_assert(holds(r.text, "23" NBSP "novembre" NBSP "2026 à 21" NBSP "h" NBSP "48"));
    ck_assert(holds(r.text, "UTC+1"));
    ck_assert(holds(
        r.text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    ck_assert(holds(r.text, "Sans réponse au 1er octobre"));
    ck_assert(!holds(r.text, "même personne"));
}
END_TEST

START_TEST(no_mail_with_a_hole)
{
    refuses("draft_waiting", "{}", "draft_waiting: parameter intake is missing");
    refuses("draft_waiting", "[]", "draft_waiting: parameters are not a JSON object");
    refuses("draft_waiting", "{\"a\":1", "draft_waiting: parameters are not a JSON object");
    refuses("address_changed", "{\"at\":\"2026\"}",
        "address_changed: parameter at must be seconds since 1970");
    refuses("address_changed", "{\"at\":1,\"x\":1}",
        "address_changed: a parameter that this mail does not know");
    refuses("address_changed", "{\"at\":1,\"at\":2}",
        "address_changed: parameters are not a JSON object");
    refuses("code", "{\"challenge\":\"\",\"expires\":1}",
        "code: parameter challenge must be a text");
    refuses("quote_held",
        "{\"reference\":\"r\",\"payer\":\"p\",\"received\":1,\"prices\":[{\"label\":\"x\"}]}",
        "quote_held: parameter prices must be a list of label and cents");
}
END_TEST

/* What no parameter of that type takes, as JSON; NULL ends them. A list has a maximum (params.h). */
#define LIST_OF_41(item) "[" item TEN(item) TEN(item) TEN(item) TEN(item) "]"
#define TEN(item) "," item "," item "," item "," item "," item "," item "," item "," item "," item "," item
static const char *const wrong[][8] = {
    [PARAM_TEXT] = {"1", "true", "[]", "{}", NULL},
    [PARAM_MAILBOX] = {"1", "true", "[]", "{}", NULL},
    [PARAM_LINES] = {"1", "false", "[\"a\"]", NULL},
    [PARAM_THEIRS] = {"1", "true", "[]", "{}", NULL},
    [PARAM_THEIR_LINES] = {"1", "false", "[\"a\"]", NULL},
    [PARAM_MONEY] = {"\"1\"", "-1", "1.5", "true", "[]", NULL},
    [PARAM_DAY] = {"\"2027-02-30\"", "\"demain\"", "20270101", NULL},
    [PARAM_INSTANT] = {"\"1\"", "0", "-1", "1.5", NULL},
    [PARAM_EXACT] = {"\"1\"", "0", "-1", NULL},
    [PARAM_FLAG] = {"\"true\"", "1", "[]", NULL},
    [PARAM_PRICES] = {"\"x\"", "{}", "1", "[{\"label\":\"x\"}]", "[{\"cents\":1}]",
        "[{\"label\":\"x\",\"cents\":1,\"apart\":1}]",
        LIST_OF_41("{\"label\":\"x\",\"cents\":1}"), NULL},
    [PARAM_CONDITIONS] = {"\"x\"", "{}", "[{\"label\":\"x\"}]", "[{\"state\":\"x\"}]", "[1]",
        LIST_OF_41("{\"label\":\"x\",\"state\":\"y\"}"), NULL},
    [PARAM_TEXTS] = {"\"x\"", "{}", "[1]", "[\"x\",[]]", LIST_OF_41("\"x\""), NULL},
};

/* The sample's facts, with that one replaced or added. */
static const char *with(const struct sample *s, const char *name, const char *value)
{
    json_t *all = json_loads(s->json, 0, NULL), *one = json_loads(value, JSON_DECODE_ANY, NULL);
    ck_assert(all && one && json_object_set_new(all, name, one) == 0);
    char *text = json_dumps(all, 0);
    struct str kept = arena_dup(a, str_c(text));
    free(text);
    json_decref(all);
    return kept.p;
}

START_TEST(every_parameter_is_of_its_type)
{
    size_t tried = 0;
    for (size_t i = 0; i < SAMPLES; i++) {
        const struct mail_kind *k = mail_kind_find(str_c(samples[i].kind));
        for (size_t n = 0; n < k->params_n; n++) {
            const struct mail_param *p = &k->params[n];
            ck_assert_msg(wrong[p->type][0] != NULL, "%s.%s", k->name, p->name);
            for (const char *const *bad = wrong[p->type]; *bad; bad++, tried++) {
                struct mail_rendered r;
                struct str said = arena_printf(a, "%s: parameter %s must be ", k->name, p->name);
                const char *json = with(&samples[i], p->name, *bad);
                buf_reset(&why);
                ck_assert_msg(!mail_render(a, k, &setting, str_c(json), &r, &why), "%s", json);
                ck_assert_msg(str_starts(buf_str(&why), said), "%.*s for %s", STR_ARG(buf_str(&why)), json);
            }
        }
    }
    ck_assert_uint_gt(tried, 400);
}
END_TEST

/* What stops each mail to a person: one row a kind, and no kind without one. A code, a receipt, a
 * correction, a decision that somebody asked for or is owed is tried whatever is known of the address. */
START_TEST(what_is_owed_is_always_tried)
{
    enum { NOTHING = 0, BOUNCES = 1, COMPLAINT = 2, REFUSAL = 4, ALL = 7 };
    static const struct {
        const char *kind;
        unsigned by;
    } table[] = {{"code", NOTHING}, {"confirm", NOTHING}, {"address_old", NOTHING}, {"address_new", NOTHING},
        {"quote_code", NOTHING}, {"address_changed", NOTHING}, {"receipt", NOTHING}, {"taken_back", NOTHING},
        {"withdrawn", NOTHING}, {"candidacy_invite", NOTHING},
        /* anybody may type an address into a question or a request, and accept its quote: who reads
         * that mailbox can say no */
        {"question_ack", COMPLAINT | REFUSAL}, {"quote_accepted", COMPLAINT | REFUSAL},
        {"quote_link", COMPLAINT | REFUSAL},
        {"draft_waiting", BOUNCES | COMPLAINT}, {"eligibility_self", BOUNCES | COMPLAINT},
        {"employer_info", BOUNCES | COMPLAINT},
        {"quote", ALL}, {"quote_held", ALL}, {"quote_reply", ALL}, {"quote_version", ALL},
        {"quote_nudge", ALL}, {"quote_expiring", ALL}};
    enum { ROWS = sizeof table / sizeof *table };
    const struct mail_kind *k;
    size_t people = 0;
    for (size_t i = 0; (k = mail_kind_at(i)); i++) {
        unsigned by = (mail_kind_may_wait(k) ? BOUNCES : 0) | (mail_kind_unwanted(k) ? COMPLAINT : 0) |
                      (k->flags & MAIL_REFUSABLE ? REFUSAL : 0);
        size_t row = 0;
        if (k->to != MAIL_TO_PERSON) {
            ck_assert_msg(by == NOTHING && !(k->flags & MAIL_OWED), "%s goes to the team", k->name);
            continue;
        }
        people++;
        while (row < ROWS && strcmp(table[row].kind, k->name))
            row++;
        ck_assert_msg(row < ROWS, "%s: what stops it?", k->name);
        ck_assert_msg(by == table[row].by, "%s: stopped by %u, expected %u", k->name, by, table[row].by);
        ck_assert_msg(!(k->flags & MAIL_CHALLENGE) || by == NOTHING, "%s is a code", k->name);
    }
    ck_assert_uint_eq(people, ROWS);
}
END_TEST

/* Whatever speaks of a request says how to object, and goes to nobody who did. Only the code goes all
 * the same: who reads it asked for it, and takes the objection back with it. */
START_TEST(what_may_be_refused_says_how)
{
    static const char *const about[] = {"quote", "quote_held", "quote_accepted", "quote_version",
        "quote_reply", "quote_nudge", "quote_link", "quote_expiring", "question_ack"};
    size_t refusable = 0, n = sizeof about / sizeof *about;
    const struct mail_kind *k;
    for (size_t i = 0; (k = mail_kind_at(i)); i++)
        refusable += (k->flags & MAIL_REFUSABLE) != 0;
    ck_assert_uint_eq(refusable, n);
    for (size_t i = 0; i < n; i++) {
        struct mail_rendered r = sample(about[i]);
        ck_assert_msg(mail_kind_find(str_c(about[i]))->flags & MAIL_REFUSABLE, "%s", about[i]);
        ck_assert_msg(memmem(r.text.p, r.text.n, "/refus", 6) != NULL, "%s", about[i]);
        ck_assert_msg(memmem(r.html.p, r.html.n, "/refus\"", 7) != NULL, "%s", about[i]);
    }
}
END_TEST

int main(void)
{
    mail_compose_init();
    a = arena_new();
    buf_init(&why, 500);
    buf_init(&out, MAIL_BYTES_MAX);
    struct keys *keys = keys_from(STR("0123456789abcdef0123456789abcdef"));
    setting = (struct mail_setting){.base_url = STR("https://portail.example"),
        .contact = STR("contact@cestes.example"),
        .contact_prices = STR("devis@cestes.example"), .phone = STR("01" NBSP "40" NBSP "27"),
        .keys = keys};
    const suite_test tests[] = {every_kind_renders, how_a_request_came_is_said, every_kind_is_whole, what_is_owed_is_always_tried, the_code_comes_first,
        codes_are_judged, staff_can_answer_the_person, amounts_are_french,
        what_people_type_stays_text, the_receipt_has_no_answers_but_its_proof,
        no_mail_with_a_hole, every_parameter_is_of_its_type, what_may_be_refused_says_how};
    int failed = suite_main("mail kinds", tests, sizeof tests / sizeof *tests);
    buf_free(&why);
    buf_free(&out);
    arena_free(a);
    keys_free(keys);
    return failed;
}
