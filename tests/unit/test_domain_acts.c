/* What staff's pages decide: words in brackets, weeks and durations. */
#include "domain/figures.h"
#include "domain/ready_text.h"
#include "suite.h"

static struct arena *a;

static void begin(void)
{
    arena_free(a);
    a = arena_new();
}

static const struct bracket_case {
    const char *body, *unknown, *left; /* NULL: none */
} BRACKETS[] = {
    {"Bonjour [nom],", NULL, "[nom]"},
    {"[Montant] [MON NOM] [numero] [Date\u00a0limite]", NULL, "[Montant]"},
    {"Rien du tout", NULL, NULL},
    {"[1] [2026] […] [] [a\nb]", NULL, NULL},
    {"Bonjour [prénom], [nom]", "[prénom]", "[nom]"},
    {"[montant TTC]", "[montant TTC]", NULL},
    {"[[nom]] et [", NULL, "[nom]"},
    {"[un mot bien trop long pour être un mot entre crochets]", NULL, NULL},
};

START_TEST(words_in_brackets)
{
    begin();
    for (size_t i = 0; i < sizeof BRACKETS / sizeof *BRACKETS; i++) {
        const struct bracket_case *c = &BRACKETS[i];
        struct str unknown = ready_text_unknown(str_c(c->body));
        struct str left = ready_text_left(str_c(c->body));
        ck_assert_msg(str_eq(unknown, str_c(c->unknown)), "%s: %.*s", c->body, STR_ARG(unknown));
        ck_assert_msg(str_eq(left, str_c(c->left)), "%s: %.*s", c->body, STR_ARG(left));
    }
    for (int i = 0; i < READY_N; i++) {
        struct str one = arena_printf(a, "[%s]", ready_words[i].word);
        ck_assert(!ready_text_unknown(one).p && str_eq(ready_text_left(one), one));
    }
}
END_TEST

START_TEST(a_chosen_text_is_filled)
{
    begin();
    struct ready_values v = {0};
    v.v[READY_NAME] = STR("Anaïs [B.]");
    v.v[READY_AMOUNT] = STR("10\u202f005,00\u00a0€");
    struct str got = ready_text_fill(
        a, STR("Bonjour [Nom], [montant] avant le [date limite]. [nom] [autre]"), &v);
    /* what is not known stays to be seen; a name with brackets is not read again */
    ck_assert_str_is(got, "Bonjour Anaïs [B.], 10\u202f005,00\u00a0€ avant le [date limite]. "
                          "Anaïs [B.] [autre]");
    ck_assert_str_is(ready_text_fill(a, STR(""), &v), "");
}
END_TEST

static struct instant utc(const char *s)
{
    struct instant t;
    ck_assert(instant_parse_sql(str_c(s), &t));
    return t;
}

START_TEST(weeks_are_those_of_paris)
{
    begin();
    struct day today = {2026, 11, 25}; /* a Wednesday */
    struct period p = period_last(today, 13);
    ck_assert_int_eq(day_cmp(p.from, (struct day){2026, 8, 31}), 0);
    struct weeks w;
    weeks_lay(&p, &w);
    ck_assert_uint_eq(w.n, 13);
    ck_assert_str_is(week_label(a, &w.v[0]), "semaine du 31\u00a0août\u00a02026");
    ck_assert_str_is(week_label(a, &w.v[12]), "à partir du 23\u00a0novembre\u00a02026");
    ck_assert_ptr_null(weeks_at(&w, utc("2026-08-30 21:59:59"))); /* Sunday, 23 h 59 in Paris */
    ck_assert_ptr_eq(weeks_at(&w, utc("2026-08-30 22:00:00")), &w.v[0]); /* Monday, midnight */
    ck_assert_ptr_eq(weeks_at(&w, utc("2026-11-22 22:59:59")), &w.v[11]); /* winter: one hour */
    ck_assert_ptr_eq(weeks_at(&w, utc("2026-11-22 23:00:00")), &w.v[12]);
    ck_assert_int_eq(period_begin(&p).s, utc("2026-08-30 22:00:00").s);
    ck_assert_int_eq(period_end(&p).s, utc("2026-11-25 23:00:00").s);
    p = (struct period){{2026, 1, 1}, {2026, 12, 31}}; /* from a Thursday to a Thursday */
    ck_assert(period_sound(&p));
    weeks_lay(&p, &w);
    ck_assert_uint_eq(w.n, 53);
    p = (struct period){{2024, 1, 1}, {2024, 12, 31}}; /* a leap year */
    ck_assert(period_sound(&p));
    p.to = day_add(p.to, 1);
    ck_assert(!period_sound(&p));
    p = (struct period){{2026, 5, 2}, {2026, 5, 1}};
    ck_assert(!period_sound(&p));
    /* every day of a sound period lies in exactly one week, whatever day it begins on */
    for (int shift = 0; shift < 7; shift++) {
        p = (struct period){day_add(today, shift - 365), day_add(today, shift)};
        weeks_lay(&p, &w);
        int days = 0;
        for (size_t i = 0; i < w.n; i++)
            days += day_to_number(w.v[i].to) - day_to_number(w.v[i].from) + 1;
        ck_assert_int_eq(days, 366);
    }
}
END_TEST

static const struct {
    int64_t seconds;
    const char *said;
} DURATIONS[] = {{0, "moins d’une minute"}, {59, "moins d’une minute"}, {60, "1\u00a0min"},
    {3599, "59\u00a0min"}, {3600, "1\u00a0h"}, {12000, "3\u00a0h 20\u00a0min"},
    {86400, "1\u00a0jour"}, {2 * 86400 + 4 * 3600 + 59 * 60, "2\u00a0jours 4\u00a0h"}};

START_TEST(durations_are_said)
{
    begin();
    for (size_t i = 0; i < sizeof DURATIONS / sizeof *DURATIONS; i++)
        ck_assert_str_is(duration_words(a, DURATIONS[i].seconds), DURATIONS[i].said);
}
END_TEST

SUITE_MAIN("domain desk", words_in_brackets, a_chosen_text_is_filled, weeks_are_those_of_paris,
    durations_are_said)
