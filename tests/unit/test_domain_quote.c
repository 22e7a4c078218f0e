/* What whoever asks for a quote is told, one row a case, and where the questionnaire stands. */
#include "domain/forms.h"
#include "domain/forms_desk.h"
#include "domain/questionnaire.h"
#include "domain/quote.h"
#include "suite.h"

static struct arena *a;
static const struct day TODAY = {2026, 11, 23};
static const struct day DATES[AT_N] = {{2026, 11, 23}, {2027, 5, 31}, {2027, 11, 8}};

static const struct tariff TARIFFS[] = { /* programme.md "Prices" */
    {1, PAYER_THIRD, TARIFF_DIPLOMA, {1000500}, {2000, 1, 1}, {0, 0, 0}},
    {2, PAYER_INDIVIDUAL, TARIFF_DIPLOMA, {500050}, {2000, 1, 1}, {0, 0, 0}},
    {3, PAYER_THIRD, TARIFF_MODULE, {40000}, {2000, 1, 1}, {0, 0, 0}},
    {4, PAYER_INDIVIDUAL, TARIFF_MODULE, {20000}, {2000, 1, 1}, {0, 0, 0}},
};
enum { TARIFFS_N = sizeof TARIFFS / sizeof *TARIFFS };

static void begin(void)
{
    arena_free(a);
    a = arena_new();
}

#define D "Diplôme complet, les deux années"
#define M "Module complémentaire (non certifiant)"

static const struct told_case {
    const char *payer, *module, *module_payer;
    bool registered;
    enum quote_hold hold;
    const char *lines; /* "label=cents", "+" for what stands apart, '|' between */
    int total;
} TOLD[] = {
    {"employer", "yes", "", true, QUOTE_TOLD, D "=1000500|" M "=40000", 1040500},
    {"employer", "no", "", true, QUOTE_TOLD, D "=1000500", 1000500},
    {"opco", "yes", "", true, QUOTE_TOLD, D "=1000500|" M "=40000", 1040500},
    {"individual", "yes", "", true, QUOTE_TOLD, D "=500050|" M "=20000", 520050},
    {"individual", "no", "", true, QUOTE_TOLD, D "=500050", 500050},
    {"cpf", "no", "", true, QUOTE_TOLD, D "=1000500", 1000500},
    {"cpf", "yes", "individual", true, QUOTE_TOLD,
        D "=1000500|+" M ", si la personne paie=20000", 1000500},
    {"cpf", "yes", "third", true, QUOTE_TOLD, D "=1000500|+" M ", si un organisme paie=40000",
        1000500},
    {"cpf", "yes", "", true, QUOTE_TOLD,
        D "=1000500|+" M ", si un organisme paie=40000|+" M ", si la personne paie=20000", 1000500},
    {"unknown", "no", "", true, QUOTE_TOLD,
        D ", si un organisme paie=1000500|" D ", si la personne paie=500050", 0},
    {"unknown", "yes", "", true, QUOTE_TOLD,
        D ", si un organisme paie=1000500|" M ", si un organisme paie=40000|"
        "Au total, si un organisme paie=1040500|" D ", si la personne paie=500050|" M
        ", si la personne paie=20000|Au total, si la personne paie=520050",
        0},
    {"several", "yes", "", true, QUOTE_SEVERAL, "", 0},
    {"employer", "yes", "", false, QUOTE_UNREGISTERED, "", 0},
    {"cpf", "yes", "", false, QUOTE_UNREGISTERED, "", 0},
    {"several", "no", "", false, QUOTE_SEVERAL, "", 0},
};

static struct str lines_of(const struct quote_told *t)
{
    struct str s = STR("");
    for (size_t i = 0; i < t->n; i++)
        s = arena_printf(a, "%.*s%s%s%.*s=%lld", STR_ARG(s), i ? "|" : "",
            t->lines[i].apart ? "+" : "", STR_ARG(quote_line_label(a, t, &t->lines[i])),
            (long long)t->lines[i].amount.cents);
    return s;
}

START_TEST(every_payer_is_told_its_lines)
{
    begin();
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++) {
        const struct told_case *c = &TOLD[i];
        struct price_wish w = {.payer = str_c(c->payer),
            .module = strcmp(c->module, "yes") == 0,
            .module_payer = str_c(c->module_payer)};
        struct quote_told t = quote_tell(&w, TARIFFS, TARIFFS_N, TODAY, c->registered ? QUOTE_TOLD : QUOTE_UNREGISTERED);
        struct str got = lines_of(&t);
        ck_assert_msg(str_eq_c(got, c->lines), "%s %s: %.*s", c->payer, c->module, STR_ARG(got));
        ck_assert_int_eq(t.hold, c->hold);
        ck_assert_int_eq(t.total.cents, c->total);
        ck_assert_int_eq(t.cpf, strcmp(c->payer, "cpf") == 0);
    }
}
END_TEST

START_TEST(only_single_amounts_are_frozen)
{
    begin();
    struct price_wish w = {.payer = STR("unknown"), .module = true};
    struct quote_told t = quote_tell(&w, TARIFFS, TARIFFS_N, TODAY, QUOTE_TOLD);
    ck_assert_ptr_null(quote_line_of(&t, TARIFF_DIPLOMA));
    w.payer = STR("cpf");
    t = quote_tell(&w, TARIFFS, TARIFFS_N, TODAY, QUOTE_TOLD);
    ck_assert_int_eq(quote_line_of(&t, TARIFF_DIPLOMA)->amount.cents, 1000500);
    ck_assert_ptr_null(quote_line_of(&t, TARIFF_MODULE)); /* whose tariff is not known */
    w.module_payer = STR("third");
    t = quote_tell(&w, TARIFFS, TARIFFS_N, TODAY, QUOTE_TOLD);
    ck_assert_int_eq(quote_line_of(&t, TARIFF_MODULE)->amount.cents, 40000);
    w.module = false;
    t = quote_tell(&w, TARIFFS, TARIFFS_N, TODAY, QUOTE_TOLD);
    ck_assert_ptr_null(quote_line_of(&t, TARIFF_MODULE));
    t = quote_tell(&w, TARIFFS, 1, TODAY, QUOTE_TOLD); /* the individual's row is missing */
    ck_assert_int_eq(t.hold, QUOTE_NO_TARIFF);
    ck_assert_uint_eq(t.n, 0);
}
END_TEST

START_TEST(answers_make_the_wish)
{
    begin();
    struct answers as = answers_new(a, &form_quote);
    static const char *const said[][2] = {
        {"payer", "cpf"}, {"module", "yes"}, {"module_payer", "third"}, {"cpf_amount", "300000"}};
    for (size_t i = 0; i < 4; i++)
        answers_set(a, &as, (size_t)(answers_at(&as, said[i][0]) - as.v), str_c(said[i][1]));
    struct price_wish w = quote_wish(&as);
    ck_assert(w.module);
    ck_assert_str_is(w.payer, "cpf");
    ck_assert_str_is(w.module_payer, "third");
    ck_assert_str_is(w.cpf_amount, "300000");
}
END_TEST

/* Several people, whoever pays: the lines say for how many, and so do the amounts. */
START_TEST(several_people_are_counted_in_every_line)
{
    begin();
    struct price_wish w = {.payer = STR("unknown"), .module = true, .people = 3};
    struct quote_told t = quote_tell(&w, TARIFFS, TARIFFS_N, TODAY, QUOTE_TOLD);
    ck_assert_str_is(lines_of(&t),
        "Diplôme complet, les deux années, 3\u00a0personnes, si un organisme paie=3001500"
        "|Module complémentaire (non certifiant), 3\u00a0personnes, si un organisme paie=120000"
        "|Au total, 3\u00a0personnes, si un organisme paie=3121500"
        "|Diplôme complet, les deux années, 3\u00a0personnes, si chaque personne paie=1500150"
        "|Module complémentaire (non certifiant), 3\u00a0personnes, si chaque personne paie=60000"
        "|Au total, 3\u00a0personnes, si chaque personne paie=1560150");
}
END_TEST

/* One count for the page, the mail and the paper. */
START_TEST(the_wish_counts_as_the_paper_does)
{
    static const struct {
        const char *payer, *whom, *headcount;
        unsigned people;
    } rows[] = {{"employer", "several", "3", 3}, {"employer", "one", "", 1},
        {"several", "later", "4", 4}, {"unknown", "several", "2", 2}, {"individual", "", "", 1},
        {"cpf", "", "", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin();
        struct answers as = answers_new(a, &form_quote);
        const char *const said[][2] = {{"kind", "quote"}, {"payer", rows[i].payer},
            {"module", "no"}, {"whom", rows[i].whom}, {"headcount", rows[i].headcount}};
        for (size_t k = 0; k < sizeof said / sizeof *said; k++)
            answers_set(a, &as, (size_t)(answers_at(&as, said[k][0]) - as.v), str_c(said[k][1]));
        struct quote_ask ask = quote_ask_of(&as);
        ck_assert_uint_eq(quote_wish(&as).people, rows[i].people);
        ck_assert_uint_eq(quote_headcount(&ask), rows[i].people);
    }
}
END_TEST

START_TEST(a_course_that_began_or_ended_promises_nothing)
{
    struct intake i = {.rncp_code = STR_INIT("RNCP41336"), .starts_on = TODAY,
        .rncp_registered_on = {2025, 9, 24}, .rncp_ends_on = {2030, 9, 24}};
    ck_assert_int_eq(quote_course_hold(NULL, TODAY, false), QUOTE_UNREGISTERED);
    ck_assert_int_eq(quote_course_hold(&i, TODAY, false), QUOTE_BEGUN);
    ck_assert_int_eq(quote_course_hold(&i, day_add(TODAY, -1), false), QUOTE_TOLD);
    ck_assert_int_eq(quote_course_hold(&i, TODAY, true), QUOTE_TOLD); /* staff's word */
    i.rncp_ends_on = day_add(TODAY, -1);
    ck_assert_int_eq(quote_course_hold(&i, TODAY, true), QUOTE_UNREGISTERED);
    ck_assert_int_eq(quote_course_hold(&i, day_add(TODAY, -1), false), QUOTE_UNREGISTERED);
}
END_TEST

static uint64_t next_random(uint64_t below)
{
    static uint64_t x = 88172645463325252ull;
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    return x % below;
}

static void type_amount(struct answers *as, const char *name, int64_t cents)
{
    answers_set(a, as, (size_t)(answers_at(as, name) - as->v),
        arena_printf(a, "%lld", (long long)cents));
}

/* What the desk's page judges, and what issuing asks again of the shares made of it. */
static void one_split(void)
{
    unsigned people = 1 + (unsigned)next_random(QUOTE_PEOPLE_MAX);
    bool third = next_random(2), module = next_random(2);
    int64_t diploma = (third ? 1000500 : 500050) * (int64_t)people;
    int64_t extra = module ? (third ? 40000 : 20000) * (int64_t)people : 0;
    int64_t given[2] = {(int64_t)next_random((uint64_t)diploma + 2),
        (int64_t)next_random((uint64_t)extra + 1)};
    struct answers as = answers_new(a, &form_parts);
    answers_set(a, &as, (size_t)(answers_at(&as, "base") - as.v),
        third ? STR("third") : STR("individual"));
    type_amount(&as, "third_diploma", given[0]);
    type_amount(&as, "third_module", given[1]);
    struct parts p = parts_judge(&as, TARIFFS, TARIFFS_N, TODAY, module, people);
    bool all = given[0] + given[1] == diploma + extra, none = given[0] + given[1] == 0;
    ck_assert_int_eq(p.total.cents, diploma + extra);
    ck_assert_int_eq(p.sound, given[0] <= diploma && !all && !none);
    if (given[0] > diploma)
        return;
    const struct quote_share shares[2] = {
        {.amount = {p.third[0], p.third[1]}, .whole = {p.whole[0], p.whole[1]}},
        {.amount = {p.individual[0], p.individual[1]}, .whole = {p.whole[0], p.whole[1]}}};
    ck_assert(quote_shares_sum(shares, 2));
    ck_assert_int_eq(p.third_total.cents + p.individual_total.cents, p.total.cents);
}

START_TEST(ten_thousand_mixes_sum_to_the_price_of_all_the_people)
{
    for (int i = 0; i < 10000; i++) {
        if (i % 500 == 0)
            begin();
        one_split();
    }
}
END_TEST

static const struct progress_case {
    const char *answers, *now;
    int number, left;
} PROGRESS[] = {
    {"", "diplome", 1, 7},
    {"kind=licence", "obtention", 2, 4},
    {"kind=foreign", "niveau", 2, 6},
    {"kind=none", "experience", 2, 3},
    {"kind=licence state=obtained", "experience", 3, 3},
    {"kind=licence state=obtained pro_years=9", "payeur", 4, 0},
    {"kind=licence state=obtained pro_years=2", "mois", 4, 2},
    {"kind=licence state=obtained pro_years=2 pro_months=3 payer=cpf", "suite", 5, 0},
    {"kind=licence state=obtained pro_years=9 payer=cpf", "diplome", 1, 0},
};

START_TEST(progress_never_promises_too_little)
{
    begin();
    struct asking when = {.rules = rules_default()};
    memcpy(when.dates, DATES, sizeof DATES);
    for (size_t i = 0; i < sizeof PROGRESS / sizeof *PROGRESS; i++) {
        const struct progress_case *c = &PROGRESS[i];
        struct answers as = answers_new(a, &form_eligibility);
        struct str all = str_c(c->answers), pair, name;
        while (all.n && str_cut(&all, ' ', &pair) && str_cut(&pair, '=', &name))
            answers_set(a, &as, (size_t)(answers_at(&as, arena_dup(a, name).p) - as.v), pair);
        struct progress p = questionnaire_progress(&as, &when, question_find(str_c(c->now)));
        ck_assert_msg(p.number == c->number && p.left == c->left, "«%s» %s: %d, %d left",
            c->answers, c->now, p.number, p.left);
    }
}
END_TEST

SUITE_MAIN("quote", every_payer_is_told_its_lines, only_single_amounts_are_frozen,
    answers_make_the_wish, several_people_are_counted_in_every_line,
    the_wish_counts_as_the_paper_does, a_course_that_began_or_ended_promises_nothing,
    ten_thousand_mixes_sum_to_the_price_of_all_the_people, progress_never_promises_too_little)
