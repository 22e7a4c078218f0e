/* The view's own rules: every field of every form has what a browser and a screen reader need, a
 * mistake is linked to its control, and nothing typed is lost. */
#include "domain/forms.h"
#include "suite.h"
#include "view/form.h"
#include "view/pictures.h"
#include "view/templates.h"

static struct arena *a;
static struct buf out;

static void begin(void)
{
    a = arena_new();
    buf_init(&out, 1 << 20);
}

static void end(void)
{
    buf_free(&out);
    arena_free(a);
}

static bool has(const char *needle)
{
    return out.n && memmem(out.p, out.n, needle, strlen(needle)) != NULL;
}

static size_t count(const char *needle)
{
    size_t n = 0, len = strlen(needle);
    for (size_t i = 0; i + len <= out.n; i++)
        n += memcmp(out.p + i, needle, len) == 0;
    return n;
}

static const struct form_wish wish = {
    .action = STR_INIT("/x"), .csrf = STR_INIT("token"), .judged = true, .autosave = true};

/* Every form blank, then every field at fault in every way: each error stands at a control that
 * exists and that names it, and the summary links to that control. */
START_TEST(every_field_in_every_fault)
{
    begin();
    for (const struct form *const *f = forms_all; *f; f++) {
        for (enum fault fault = FAULT_NONE; fault <= FAULT_BOTH; fault++) {
            struct answers as = answers_new(a, *f);
            for (size_t i = 0; i < (*f)->n; i++)
                as.v[i] = (struct answer){.typed = STR("31/x/1"), .fault = fault};
            struct view_form vf = view_form_make(a, *f, &as, &wish);
            buf_reset(&out);
            view_faults_html(&out, &vf.faults);
            view_form_html(&out, &vf);
            for (size_t i = 0; i < vf.faults.items_n; i++) {
                struct str id = str_slice(vf.faults.items[i].href, 1, vf.faults.items[i].href.n);
                ck_assert_msg(has(arena_printf(a, "id=\"%.*s\"", STR_ARG(id)).p), "%s: no #%.*s",
                    (*f)->name, STR_ARG(id));
            }
            ck_assert(fault == FAULT_NONE ? vf.faults.items_n == 0 : vf.faults.items_n > 0);
            ck_assert_uint_eq(count("class=\"govuk-error-message\""), vf.faults.items_n);
        }
    }
    end();
}
END_TEST

START_TEST(typed_words_survive_and_are_escaped)
{
    begin();
    struct answers as = answers_new(a, &form_identity);
    *answers_at(&as, "birth_name") =
        (struct answer){.typed = STR("<b>\"O’Hara\""), .fault = FAULT_TOO_LONG};
    *answers_at(&as, "birth_date") =
        (struct answer){.typed = STR("13//1980"), .fault = FAULT_PARTIAL};
    *answers_at(&as, "street") = (struct answer){.typed = STR("\n12 rue </textarea>")};
    struct view_form vf = view_form_make(a, &form_identity, &as, &wish);
    view_form_html(&out, &vf);
    ck_assert(has("value=\"&lt;b&gt;&quot;O’Hara&quot;\"") || has("&lt;b&gt;&#34;O’Hara&#34;"));
    ck_assert(has("value=\"13\"") && has("value=\"1980\""));
    ck_assert(has("Complétez votre date de naissance\u00a0: il manque le mois"));
    ck_assert(!has("rue </textarea>"));
    ck_assert_str_is(vf.faults.items[1].href, "#birth-date-m");
    ck_assert_uint_eq(count("govuk-date-input__input govuk-input--width-month govuk-input--error"), 1);
    end();
}
END_TEST

START_TEST(a_field_that_depends_says_so)
{
    begin();
    struct answers as = answers_new(a, &form_experience);
    answers_set(a, &as, 0, STR("union"));
    struct view_form vf = view_form_make(a, &form_experience, &as, &wish);
    ck_assert(view_form_field(&vf, "organisation")->off);
    ck_assert(!view_form_field(&vf, "ended")->off);
    ck_assert_str_is(view_form_field(&vf, "ended")->when_note,
        "À laisser vide si vous cochez «\u00a0J’y suis encore\u00a0»");
    view_form_html(&out, &vf);
    ck_assert(has("data-when=\"nature\" data-when-is=\"employee "));
    ck_assert(has("data-when=\"ongoing\" data-when-is=\"\""));
    end();
}
END_TEST

START_TEST(several_boxes_are_several_parameters)
{
    begin();
    struct answers as = answers_new(a, &form_project);
    *answers_at(&as, "objects") = (struct answer){.typed = STR("diagnosis critique")};
    struct view_form vf = view_form_make(a, &form_project, &as, &wish);
    view_form_html(&out, &vf);
    ck_assert(has("name=\"objects.diagnosis\" type=\"checkbox\" value=\"1\" checked"));
    ck_assert(!has("name=\"objects.similar\" type=\"checkbox\" value=\"1\" checked"));
    end();
}
END_TEST

START_TEST(the_drawings_tell_their_figures)
{
    begin();
    const struct cohort c[] = {{2018, 83, 17, 63}, {2017, 90, -1, 66}};
    struct trusted chart = trusted_outcomes_chart(a, "devenir", c, 2);
    put_text_trusted(&out, chart);
    ck_assert(has("<desc id=\"devenir-2018-texte\">83\u00a0% insertion globale à 6 mois, 17\u00a0% dans"));
    ck_assert(has("width=\"58.1%\"")); /* 83 % of 70 % */
    ck_assert_uint_eq(count("class=\"draw-b\""), 1);
    const struct bar bars[] = {
        {month_make(2019, 1), month_make(2020, 12), BAR_COUNTED, STR("A<b")},
        {month_make(2020, 6), month_make(2021, 5), BAR_COUNTED, STR("B")},
        {month_make(2023, 1), {0}, BAR_REVIEW, STR("C")},
    };
    struct timeline t = {bars, 3, month_make(2026, 3), month_make(2027, 6), {0}, 29, 36};
    buf_reset(&out);
    put_text_trusted(&out, trusted_timeline(a, "frise", &t));
    ck_assert(has("29 mois comptés sur 36") && has("A&lt;b, de janvier\u00a02019 à décembre\u00a02020"));
    ck_assert(has("y=\"4\"") && has("y=\"28\"")); /* two lanes: A and B overlap */
    ck_assert_uint_eq(count("class=\"draw-c\""), 2); /* counted as one run, and the legend */
    t.n = 0;
    ck_assert_uint_eq(trusted_timeline(a, "frise", &t).html.n, 0);
    end();
}
END_TEST

/* Drawings are written by hand, not by the template compiler: each word that comes in is escaped. */
START_TEST(no_word_of_a_drawing_is_markup)
{
    begin();
    const struct str bad = STR("<i>&\"'</svg>");
    const struct figure_bar figures[] = {{bad, bad, 5}, {bad, bad, 0}};
    put_text_trusted(&out, trusted_bars(a, "semaines", bad, bad, figures, 2));
    ck_assert_uint_eq(count("&lt;i&gt;&amp;"), 6);
    ck_assert_uint_eq(count("</svg>"), 1);
    ck_assert(!has("<i>"));
    const struct bar bars[] = {{month_make(2019, 1), month_make(2020, 12), BAR_COUNTED, bad},
        {month_make(2020, 6), {0}, BAR_UNCOUNTED, bad}};
    struct timeline t = {bars, 2, month_make(2026, 3), month_make(2027, 6), {0}, 29, 36};
    buf_reset(&out);
    put_text_trusted(&out, trusted_timeline(a, "frise", &t));
    ck_assert_uint_ge(count("&lt;i&gt;&amp;"), 2);
    ck_assert(!has("<i>") && !has("'</svg>"));
    end();
}
END_TEST

START_TEST(bars_are_as_wide_as_their_share)
{
    begin();
    const struct figure_bar figures[] = {{STR("a"), STR("2"), 2}, {STR("b"), STR("1"), 1},
        {STR("c"), STR("0"), 0}};
    put_text_trusted(&out, trusted_bars(a, "x", STR("t"), STR("s"), figures, 3));
    ck_assert(has("width=\"100.0%\"") && has("width=\"50.0%\"") && has("width=\"0.0%\""));
    ck_assert_uint_eq(trusted_bars(a, "x", STR("t"), STR("s"), figures + 2, 1).html.n, 0);
    ck_assert_uint_eq(trusted_bars(a, "x", STR("t"), STR("s"), figures, 0).html.n, 0);
    const struct figure_bar far[] = {{STR("a"), STR("2"), 100000}, {STR("b"), STR("1"), 1}};
    buf_reset(&out);
    put_text_trusted(&out, trusted_bars(a, "x", STR("t"), STR("s"), far, 2));
    ck_assert(has("width=\"0.4%\"")); /* what exists is seen */
    end();
}
END_TEST

/* What is shown again as it was typed may hold any of them: HTML has none but tab and line ends. */
START_TEST(no_control_reaches_a_page)
{
    begin();
    for (int c = 1; c < 128; c++) {
        const char two[] = {'a', (char)c, 'b'};
        bool control = (c < 32 && c != '\t' && c != '\r' && c != '\n') || c == 127;
        buf_reset(&out);
        PUT_ATTR(&out, ((struct str){two, 3}));
        ck_assert_msg((out.n == 2) == control && out.p[0] == 'a' && out.p[out.n - 1] == 'b', "%d", c);
    }
    buf_reset(&out);
    PUT_TEXT(&out, STR("\x1b[31m\0\xc2\x80\xc2\x85x\xc2\x9f\xc2\xa0\xc3\x85\xe2\x82\xac\xc2"));
    ck_assert_str_is(buf_str(&out), "[31mx\xc2\xa0\xc3\x85\xe2\x82\xac\xc2");
    end();
}
END_TEST

SUITE_MAIN("view", every_field_in_every_fault, typed_words_survive_and_are_escaped,
    a_field_that_depends_says_so, several_boxes_are_several_parameters,
    the_drawings_tell_their_figures, no_word_of_a_drawing_is_markup,
    bars_are_as_wide_as_their_share, no_control_reaches_a_page)
