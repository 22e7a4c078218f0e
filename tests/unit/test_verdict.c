/* The verdict in words: the sentence that answers, and what must never be said. */
#include "view/verdict.h"
#include "suite.h"

static struct arena *a;

static struct verdict judge(
    const char *kind, enum nature nature, struct month from, struct month to, struct day start)
{
    struct diploma_fact d = {.kind = diploma_kind_find(str_c(kind)),
        .recognition = RECOGNITION_NONE};
    struct experience_fact e = {
        .nature = nature, .from = from, .to = to, .ongoing = to.n == 0};
    struct judging j = {&d, d.kind != NULL, &e, 1, {{2026, 11, 23}, {2027, 5, 31}, start},
        rules_default()};
    return eligibility_judge(&j);
}

static const struct heading_case {
    const char *kind;
    enum nature nature;
    int from_year, from_month, to_year, to_month; /* to 0: still there */
    const char *heading;
} HEADINGS[] = {
    {"licence", NATURE_UNION, 2020, 1, 0, 0, "Vos conditions semblent remplies, d’après vos "
        "réponses"},
    {"licence", NATURE_EMPLOYEE, 2024, 7, 0, 0,
        "Vous aurez vos 3\u00a0ans en juin\u00a02027, avant la rentrée"},
    {"licence", NATURE_EMPLOYEE, 2024, 4, 0, 0,
        "Vous aurez vos 3\u00a0ans en mars\u00a02027, avant la clôture"},
    {"licence", NATURE_EMPLOYEE, 2024, 12, 0, 0,
        "Vous aurez vos 3\u00a0ans en novembre\u00a02027, le mois de la rentrée"},
    {"licence", NATURE_EMPLOYEE, 2025, 9, 0, 0,
        "Vous aurez vos 3\u00a0ans en août\u00a02028, après la rentrée"},
    {"licence", NATURE_EMPLOYEE, 2020, 1, 2022, 5, "Il vous manque 7\u00a0mois d’expérience"},
    {"licence", NATURE_EMPLOYEE, 2020, 1, 2022, 11, "Il vous manque 1\u00a0mois d’expérience"},
    {"licence", NATURE_EMPLOYEE, 2020, 1, 2021, 12, "Il vous manque 1\u00a0an d’expérience"},
    {"bts", NATURE_EMPLOYEE, 2020, 1, 2022, 9,
        "Il vous manque 3\u00a0ans et 3\u00a0mois d’expérience professionnelle"},
    {"bts", NATURE_EMPLOYEE, 2010, 1, 0, 0, "Une dérogation peut être envisagée"},
    {"bts", NATURE_EMPLOYEE, 2021, 10, 0, 0,
        "Une dérogation pourra être envisagée\u00a0: vous aurez vos 6\u00a0ans en "
        "septembre\u00a02027, avant la rentrée"},
    {"bts", NATURE_VOLUNTEER, 2010, 1, 0, 0, "Votre expérience est à examiner, en vue d’une "
                                             "dérogation"},
    {"foreign", NATURE_EMPLOYEE, 2020, 1, 0, 0,
        "Votre situation est à examiner\u00a0: vous pouvez candidater"},
    {"", NATURE_EMPLOYEE, 2020, 1, 0, 0, "Il nous manque votre diplôme pour vous répondre"},
};

static bool says(struct str s, const char *words)
{
    size_t n = strlen(words);
    for (size_t i = 0; i + n <= s.n; i++)
        if (memcmp(s.p + i, words, n) == 0)
            return true;
    return false;
}

/* Never a refusal, never a promise, French spaces and apostrophes. */
static void check_text(struct str s)
{
    static const char *const never[] = {"refus", "Refus", "rejet", "admis,", " :", " ;", " ?", " !",
        "« ", "'", "  ", "1 janvier"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        ck_assert_msg(!says(s, never[i]), "«%s» in «%.*s»", never[i], STR_ARG(s));
    if (says(s, "remplie"))
        ck_assert_msg(says(s, "semble"), "«%.*s»", STR_ARG(s));
}

static void check_words(const struct verdict_words *w)
{
    check_text(w->heading);
    check_text(w->lead);
    check_text(w->note);
    ck_assert(w->lead.n > 40 && w->checks.items_n >= 2 && w->rule.n > 0);
    for (size_t i = 0; i < w->checks.items_n; i++) {
        check_text(w->checks.items[i].title);
        check_text(w->checks.items[i].text);
    }
    for (size_t i = 0; i < w->ways_n; i++) {
        check_text(w->ways[i].text);
        ck_assert_int_eq(w->ways[i].href.n > 0, w->ways[i].link.n > 0);
    }
}

START_TEST(the_heading_answers)
{
    a = arena_new();
    for (size_t i = 0; i < sizeof HEADINGS / sizeof *HEADINGS; i++) {
        const struct heading_case *c = &HEADINGS[i];
        struct month to = c->to_year ? month_make(c->to_year, c->to_month) : (struct month){0};
        struct verdict v = judge(c->kind, c->nature, month_make(c->from_year, c->from_month), to,
            (struct day){2027, 11, 8});
        struct verdict_words w = verdict_words_make(a, &v);
        ck_assert_str_is(w.heading, c->heading);
        check_words(&w);
    }
    arena_free(a);
}
END_TEST

START_TEST(every_reason_has_its_sentence)
{
    a = arena_new();
    for (int outcome = VERDICT_UNSAID; outcome <= VERDICT_NOT_YET; outcome++) {
        struct verdict v = judge("bts", NATURE_EMPLOYEE, month_make(2025, 1),
            (struct month){0}, (struct day){2027, 11, 8});
        v.outcome = (enum verdict_outcome)outcome;
        v.reasons = (1U << REASONS_N) - 1; /* all at once: the longest list */
        struct verdict_words w = verdict_words_make(a, &v);
        check_words(&w);
        ck_assert_uint_ge(w.ways_n, 10);
        ck_assert(w.note.n > 0);
    }
    arena_free(a);
}
END_TEST

START_TEST(without_dates_nothing_is_placed)
{
    a = arena_new();
    struct verdict v = judge("licence", NATURE_EMPLOYEE, month_make(2024, 7), (struct month){0},
        (struct day){0, 0, 0});
    v.dates[AT_CLOSING] = (struct day){0, 0, 0};
    struct verdict_words w = verdict_words_make(a, &v);
    ck_assert_str_is(w.heading, "Vous aurez vos 3\u00a0ans en juin\u00a02027");
    ck_assert_uint_eq(w.checks.items_n, 2); /* the diploma, and today */
    ck_assert_str_is(w.rule, "Règle 2026-11-1, appliquée le 23\u00a0novembre\u00a02026");
    ck_assert_str_is(verdict_counted(a, &v), "29\u00a0mois comptés sur 36");
    v.dates[AT_CLOSING] = (struct day){2027, 5, 31};
    ck_assert_str_is(verdict_words_make(a, &v).rule, "Règle 2026-11-1, appliquée le "
        "23\u00a0novembre\u00a02026\u00a0; clôture le 31\u00a0mai\u00a02027");
    v.dates[AT_START] = (struct day){2027, 11, 8};
    ck_assert_str_is(verdict_words_make(a, &v).rule, "Règle 2026-11-1, appliquée le "
        "23\u00a0novembre\u00a02026\u00a0; clôture le 31\u00a0mai\u00a02027, rentrée le "
        "8\u00a0novembre\u00a02027");
    v.dates[AT_CLOSING] = v.dates[AT_START] = (struct day){0, 0, 0};
    v.reasons |= REASON_APPROXIMATE;
    v.reasons &= ~(unsigned)REASON_AFTER;
    v.outcome = VERDICT_NOT_YET;
    ck_assert_str_is(verdict_words_make(a, &v).heading,
        "Il vous manque environ 1\u00a0mois d’expérience");
    static const struct day first = {2027, 1, 1};
    v.dates[AT_CLOSING] = first;
    ck_assert_str_is(verdict_words_make(a, &v).checks.items[2].title,
        "Expérience à la clôture, le 1er\u00a0janvier\u00a02027");
    arena_free(a);
}
END_TEST

SUITE_MAIN("verdict", the_heading_answers, every_reason_has_its_sentence,
    without_dates_nothing_is_placed)
