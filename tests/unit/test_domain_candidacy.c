/* Prices, questionnaire, steps and the snapshot: what a whole candidacy makes of its answers. */
#include "domain/changes.h"
#include "domain/questionnaire.h"
#include "domain/snapshot.h"
#include "domain/steps.h"
#include "suite.h"

static struct arena *a;
static const struct day TODAY = {2026, 11, 23};
static const struct day DATES[AT_N] = {{2026, 11, 23}, {2027, 5, 31}, {2027, 11, 8}};

/* programme.md "Prices", and two rows that are not valid today. */
static const struct tariff TARIFFS[] = {
    {1, PAYER_THIRD, TARIFF_DIPLOMA, {900000}, {2020, 1, 1}, {2025, 12, 31}},
    {2, PAYER_THIRD, TARIFF_DIPLOMA, {1000500}, {2026, 1, 1}, {0, 0, 0}},
    {3, PAYER_INDIVIDUAL, TARIFF_DIPLOMA, {500050}, {2026, 1, 1}, {0, 0, 0}},
    {4, PAYER_THIRD, TARIFF_MODULE, {40000}, {2026, 1, 1}, {0, 0, 0}},
    {5, PAYER_INDIVIDUAL, TARIFF_MODULE, {20000}, {2026, 1, 1}, {2026, 12, 31}},
    {6, PAYER_INDIVIDUAL, TARIFF_MODULE, {25000}, {2027, 1, 1}, {0, 0, 0}},
};
enum { TARIFFS_N = sizeof TARIFFS / sizeof *TARIFFS };

static void begin(void)
{
    arena_free(a);
    a = arena_new();
}

static void set(struct answers *as, const char *name, const char *value)
{
    answers_set(a, as, (size_t)(answers_at(as, name) - as->v), str_c(value));
}

/* Every payer, with and without the module: totals in cents of the first and second list, and of
 * the module that stands apart. */
static const struct price_case {
    const char *payer;
    int plain, plain_2, with_module, with_module_2, apart, apart_2;
} PRICES[] = {
    {"employer", 1000500, 0, 1040500, 0, 0, 0},
    {"opco", 1000500, 0, 1040500, 0, 0, 0},
    {"institution", 1000500, 0, 1040500, 0, 0, 0},
    {"france_travail", 1000500, 0, 1040500, 0, 0, 0},
    {"transitions_pro", 1000500, 0, 1040500, 0, 0, 0},
    {"region", 1000500, 0, 1040500, 0, 0, 0},
    {"other_third", 1000500, 0, 1040500, 0, 0, 0},
    {"cpf", 1000500, 0, 1000500, 0, 40000, 20000},
    {"individual", 500050, 0, 520050, 0, 0, 0},
    {"several", 1000500, 500050, 1040500, 520050, 0, 0},
    {"unknown", 1000500, 500050, 1040500, 520050, 0, 0},
    {"", 1000500, 500050, 1040500, 520050, 0, 0},
};

static void check_lists(const struct price_case *c, const struct prices *p, int first, int second)
{
    ck_assert_msg(p->known, "%s", c->payer);
    ck_assert_uint_eq(p->lists_n, second ? 2 : 1);
    ck_assert_msg(p->lists[0].total.cents == first, "%s: %lld", c->payer,
        (long long)p->lists[0].total.cents);
    ck_assert_int_eq(p->lists[1].total.cents, second);
    ck_assert_int_eq(p->awaits_staff, strcmp(c->payer, "several") == 0);
    ck_assert_int_eq(p->is_cpf, strcmp(c->payer, "cpf") == 0);
}

START_TEST(every_payer_with_and_without_the_module)
{
    size_t n = sizeof PRICES / sizeof *PRICES;
    for (size_t i = 0; i < n; i++) {
        const struct price_case *c = &PRICES[i];
        struct price_wish w = {.payer = str_c(c->payer)};
        struct prices p = prices_of(&w, TARIFFS, TARIFFS_N, TODAY);
        check_lists(c, &p, c->plain, c->plain_2);
        ck_assert_uint_eq(p.module_n, 0);
        w.module = true;
        p = prices_of(&w, TARIFFS, TARIFFS_N, TODAY);
        check_lists(c, &p, c->with_module, c->with_module_2);
        ck_assert_int_eq(p.module[0].amount.cents, c->apart);
        ck_assert_int_eq(p.module[1].amount.cents, c->apart_2);
    }
    ck_assert_uint_eq(n, payers_n + 1); /* a payer without a row here fails */
    for (size_t i = 0; i < payers_n; i++)
        ck_assert_str_eq(PRICES[i].payer, payers[i].value);
}
END_TEST

START_TEST(the_cpf_beside_the_individual_tariff)
{
    static const struct {
        const char *cpf, *module_payer;
        int left, costs_more, module;
    } rows[] = {
        {"500450", "third", 500050, 0, 40000}, /* 5 004,50 €: the same as the individual tariff */
        {"500449", "individual", 500051, 1, 20000}, /* one cent less: more than it */
        {"0", "third", 1000500, 1, 40000},
        {"1000500", "third", 0, 0, 40000},
        {"9999999", "third", 0, 0, 40000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct price_wish w = {STR("cpf"), true, str_c(rows[i].module_payer), str_c(rows[i].cpf), 1};
        struct prices p = prices_of(&w, TARIFFS, TARIFFS_N, TODAY);
        ck_assert(p.known && p.is_cpf && p.cpf_known);
        ck_assert_int_eq(p.left.cents, rows[i].left);
        ck_assert_int_eq(p.costs_more, rows[i].costs_more);
        ck_assert_uint_eq(p.module_n, 1);
        ck_assert_int_eq(p.module[0].amount.cents, rows[i].module);
        ck_assert_int_eq(p.individual.cents, 500050);
        ck_assert_int_eq(p.cpf_needed.cents, 500450);
    }
    struct price_wish w = {.payer = STR("cpf")};
    struct prices p = prices_of(&w, TARIFFS, TARIFFS_N, TODAY);
    ck_assert(!p.cpf_known && !p.costs_more && p.lists[0].n == 1);
}
END_TEST

START_TEST(rows_have_their_dates)
{
    struct price_wish w = {.payer = STR("individual"), .module = true};
    struct prices p = prices_of(&w, TARIFFS, TARIFFS_N, (struct day){2026, 12, 31});
    ck_assert_int_eq(p.lists[0].total.cents, 520050);
    p = prices_of(&w, TARIFFS, TARIFFS_N, (struct day){2027, 1, 1});
    ck_assert_int_eq(p.lists[0].total.cents, 525050);
    w = (struct price_wish){.payer = STR("employer")};
    p = prices_of(&w, TARIFFS, TARIFFS_N, (struct day){2025, 12, 31});
    ck_assert(p.known && p.lists[0].total.cents == 900000);
    w.module = true; /* no row for the module then */
    p = prices_of(&w, TARIFFS, TARIFFS_N, (struct day){2025, 12, 31});
    ck_assert(!p.known);
    p = prices_of(&w, NULL, 0, TODAY);
    ck_assert(!p.known);
}
END_TEST

/* What is asked next, answer after answer, until nothing is left; "field=value …" each time. */
static const struct dialogue {
    const char *what, *answers, *asked, *outcome;
} DIALOGUES[] = {
    {"un master et dix ans : tout de suite", "kind=master state=obtained pro_years=10 payer=cpf",
        "diplome obtention experience payeur", "met"},
    {"près du seuil, les mois", "kind=licence state=obtained pro_years=3 pro_months=0 payer=cpf",
        "diplome obtention experience mois payeur", "met"},
    {"près du seuil, et cela continue",
        "kind=licence state=obtained pro_years=2 pro_months=5 ongoing=professional payer=cpf",
        "diplome obtention experience mois suite payeur", "met_later"},
    {"près du seuil, et tout est fini",
        "kind=licence state=obtained pro_years=2 pro_months=5 ongoing=none payer=unknown",
        "diplome obtention experience mois suite payeur", "not_yet"},
    {"aucun diplôme, vingt ans", "kind=none pro_years=20 payer=employer",
        "diplome experience payeur", "derogation"},
    {"aucun diplôme, aucune expérience", "kind=none pro_years=0 payer=unknown",
        "diplome experience payeur", "not_yet"},
    {"étranger", "kind=foreign level=7 state=obtained recognition=none pro_years=8 payer=opco",
        "diplome niveau obtention attestation experience payeur", "review"},
    {"autre titre de niveau inconnu",
        "kind=other_rncp level=unknown state=obtained social_years=9 payer=individual",
        "diplome niveau obtention experience payeur", "review"},
    {"BTS et bénévolat", "kind=bts state=obtained pro_years=4 social_years=4 ongoing=social "
        "payer=individual", "diplome obtention experience suite payeur", "derogation_review"},
};

static void answer(struct answers *as, struct str all, const struct question *q)
{
    struct str pair, name;
    while (str_cut(&all, ' ', &pair)) {
        ck_assert(str_cut(&pair, '=', &name));
        const char *field = arena_dup(a, name).p;
        if (question_asks(q, field))
            set(as, field, arena_dup(a, pair).p);
    }
}

/* The first and the last day count; where two rows are valid, in whichever order they are read, the
 * one that began last. */
START_TEST(a_row_speaks_from_its_first_day_to_its_last)
{
    static const struct tariff rows[] = {
        {1, PAYER_THIRD, TARIFF_DIPLOMA, {300}, {2026, 3, 1}, {2026, 6, 30}},
        {2, PAYER_THIRD, TARIFF_DIPLOMA, {100}, {2026, 1, 1}, {2026, 4, 30}},
        {3, PAYER_THIRD, TARIFF_DIPLOMA, {200}, {2026, 2, 1}, {2026, 4, 30}},
        {4, PAYER_INDIVIDUAL, TARIFF_DIPLOMA, {900}, {2026, 1, 1}, {0, 0, 0}},
        {5, PAYER_THIRD, TARIFF_MODULE, {800}, {2026, 1, 1}, {0, 0, 0}},
    };
    static const struct {
        struct day on;
        uint64_t id; /* 0: none */
    } days[] = {{{2025, 12, 31}, 0}, {{2026, 1, 1}, 2}, {{2026, 1, 31}, 2}, {{2026, 2, 1}, 3},
        {{2026, 2, 28}, 3}, {{2026, 3, 1}, 1}, {{2026, 6, 30}, 1}, {{2026, 7, 1}, 0}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        const struct tariff *t = tariff_find(
            rows, sizeof rows / sizeof *rows, PAYER_THIRD, TARIFF_DIPLOMA, days[i].on);
        ck_assert_uint_eq(t ? t->id : 0, days[i].id);
    }
    ck_assert_uint_eq(tariff_find(rows, 5, PAYER_INDIVIDUAL, TARIFF_DIPLOMA, days[7].on)->id, 4);
    ck_assert_uint_eq(tariff_find(rows, 5, PAYER_THIRD, TARIFF_MODULE, days[7].on)->id, 5);
    ck_assert_ptr_null(tariff_find(rows, 5, PAYER_INDIVIDUAL, TARIFF_MODULE, days[7].on));
    ck_assert_ptr_null(tariff_find(rows, 0, PAYER_THIRD, TARIFF_DIPLOMA, days[1].on));
}
END_TEST

START_TEST(questions_stop_once_the_answer_is_clear)
{
    begin();
    struct asking when = {.rules = rules_default()};
    memcpy(when.dates, DATES, sizeof DATES);
    for (size_t i = 0; i < sizeof DIALOGUES / sizeof *DIALOGUES; i++) {
        const struct dialogue *d = &DIALOGUES[i];
        struct answers as = answers_new(a, &form_eligibility);
        struct str asked = STR("");
        const struct question *q;
        for (int turn = 0; turn < 10 && (q = questionnaire_next(&as, &when)); turn++) {
            asked = arena_printf(a, "%.*s%s%s", STR_ARG(asked), asked.n ? " " : "", q->name);
            answer(&as, str_c(d->answers), q);
        }
        ck_assert_msg(str_eq_c(asked, d->asked), "%s: asked %.*s", d->what, STR_ARG(asked));
        struct verdict v = questionnaire_judge(&as, &when);
        ck_assert_msg(strcmp(verdict_word(v.outcome), d->outcome) == 0, "%s: %s", d->what,
            verdict_word(v.outcome));
        ck_assert(v.reasons & REASON_APPROXIMATE);
    }
    for (size_t i = 0; i < questions_n; i++) {
        ck_assert_ptr_eq(question_find(str_c(questions[i].name)), &questions[i]);
        for (size_t k = 0; questions[i].fields[k]; k++)
            form_field(&form_eligibility, questions[i].fields[k]); /* aborts when unknown */
        ck_assert(questions[i].title || !questions[i].fields[1]);
    }
}
END_TEST

START_TEST(years_that_may_overlap_are_said)
{
    begin();
    struct asking when = {.rules = rules_default()};
    memcpy(when.dates, DATES, sizeof DATES);
    struct answers as = answers_new(a, &form_eligibility);
    set(&as, "kind", "licence");
    set(&as, "pro_years", "2");
    set(&as, "social_years", "2");
    set(&as, "ongoing", "none");
    struct verdict v = questionnaire_judge(&as, &when);
    ck_assert_int_eq(v.counted[AT_TODAY], 48);
    ck_assert(v.outcome == VERDICT_MET && (v.reasons & REASON_OVERLAP));
    set(&as, "pro_years", "5");
    ck_assert(!(questionnaire_judge(&as, &when).reasons & REASON_OVERLAP));
    set(&as, "pro_years", "2");
    set(&as, "social_years", "");
    set(&as, "ongoing", "professional");
    v = questionnaire_judge(&as, &when);
    ck_assert_int_eq(v.counted[AT_TODAY], 24);
    ck_assert_int_eq(v.counted[AT_START], 36);
    ck_assert(v.outcome == VERDICT_MET_LATER);
}
END_TEST

/* A whole candidacy, as somebody would leave it. */
static struct candidacy_answers whole(void)
{
    struct candidacy_answers ca = candidacy_answers_new(a);
    static const char *const identity[][2] = {{"birth_name", "Lœuillet"},
        {"given_names", "Zoé Anne"}, {"birth_date", "1985-03-01"}, {"email", "zoe@exemple.fr"},
        {"street", "3 rue \"Haute\"\nBât. B"}, {"postal_code", "05000"}, {"city", "Gap"},
        {"country", "France"}};
    for (size_t i = 0; i < sizeof identity / sizeof *identity; i++)
        set(&ca.identity, identity[i][0], identity[i][1]);
    ca.email_confirmed = true;
    ca.diplomas = ARENA_ARRAY(a, 1, struct answers);
    ca.diplomas[ca.diplomas_n++] = answers_new(a, &form_diploma);
    static const char *const diploma[][2] = {{"kind", "licence"}, {"title", "Sociologie"},
        {"state", "obtained"}, {"year", "2007"}, {"school", "Université de Tours"},
        {"country", "France"}};
    for (size_t i = 0; i < sizeof diploma / sizeof *diploma; i++)
        set(&ca.diplomas[0], diploma[i][0], diploma[i][1]);
    ca.experiences = ARENA_ARRAY(a, 1, struct answers);
    ca.experiences[ca.experiences_n++] = answers_new(a, &form_experience);
    static const char *const experience[][2] = {{"nature", "union"}, {"role", "Déléguée"},
        {"field", "culture"}, {"started", "2020-01"}, {"ongoing", "1"}};
    for (size_t i = 0; i < sizeof experience / sizeof *experience; i++)
        set(&ca.experiences[0], experience[i][0], experience[i][1]);
    set(&ca.project, "objects", "future_project similar");
    set(&ca.project, "project", "Ouvrir un café associatif.");
    set(&ca.project, "expectations", "Des méthodes.");
    set(&ca.funding, "payer", "individual");
    set(&ca.module, "wanted", "yes");
    return ca;
}

START_TEST(steps_know_when_they_are_done)
{
    begin();
    struct candidacy_answers none = candidacy_answers_new(a), ca = whole();
    ck_assert_uint_eq(steps_done(&none), 0);
    ck_assert_ptr_eq(step_next(&none), &steps[STEP_IDENTITY]);
    ck_assert_int_eq(step_state(&none, STEP_VERIFICATION), STEP_CANNOT);
    ck_assert(steps_all_done(&ca) && steps_done(&ca) == 6);
    ck_assert_ptr_eq(step_next(&ca), &steps[STEP_VERIFICATION]);
    ck_assert_int_eq(step_state(&ca, STEP_VERIFICATION), STEP_EMPTY);
    ca.email_confirmed = false;
    ck_assert_int_eq(step_state(&ca, STEP_IDENTITY), STEP_BEGUN);
    ca.email_confirmed = true;
    set(&ca.diplomas[0], "school", "");
    ck_assert_int_eq(step_state(&ca, STEP_DIPLOMAS), STEP_BEGUN);
    ck_assert_ptr_eq(step_next(&ca), &steps[STEP_DIPLOMAS]);
    ca.experiences_n = 0;
    ck_assert_int_eq(step_state(&ca, STEP_EXPERIENCES), STEP_EMPTY);
    set(&ca.funding, "payer", "");
    ck_assert_int_eq(step_state(&ca, STEP_FUNDING), STEP_EMPTY);
    set(&ca.funding, "payer", "several"); /* asks who would pay what, and where it stands */
    ck_assert_int_eq(step_state(&ca, STEP_FUNDING), STEP_BEGUN);
    set(&ca.funding, "payer", "unknown"); /* does not block */
    ck_assert_int_eq(step_state(&ca, STEP_FUNDING), STEP_DONE);
}
END_TEST

START_TEST(every_step_is_a_whole_row)
{
    for (size_t i = 0; i < STEPS_N; i++) {
        const struct step *s = &steps[i];
        ck_assert(s->segment && *s->segment && s->title && *s->title && s->lead && *s->lead);
        ck_assert(s->next && *s->next && s->form);
        ck_assert_ptr_eq(step_by_segment(str_c(s->segment)), s);
        ck_assert_ptr_eq(step_by_form(s->form), s);
    }
    ck_assert_ptr_null(step_by_segment(STR("confirmation")));
    ck_assert_ptr_eq(step_after(&steps[STEP_FUNDING]), &steps[STEP_MODULE]);
    ck_assert_ptr_eq(step_after(&steps[STEP_VERIFICATION]), &steps[STEP_VERIFICATION]);
}
END_TEST

static const char GOLDEN[] =
    "{\"answers\":{\"diplomes\":[{\"country\":\"France\",\"kind\":\"licence\",\"school\":"
    "\"Université de Tours\",\"state\":\"obtained\",\"title\":\"Sociologie\",\"year\":2007}],"
    "\"experiences\":[{\"field\":\"culture\",\"nature\":\"union\",\"ongoing\":true,\"role\":"
    "\"Déléguée\",\"started\":\"2020-01\"}],\"financement\":{\"payer\":\"individual\"},"
    "\"identite\":{\"birth_date\":\"1985-03-01\",\"birth_name\":\"Lœuillet\",\"city\":\"Gap\","
    "\"country\":\"France\",\"email\":\"zoe@exemple.fr\",\"given_names\":\"Zoé Anne\","
    "\"postal_code\":\"05000\",\"street\":\"3 rue \\\"Haute\\\"\\nBât. B\"},\"module\":{\"wanted\":"
    "\"yes\"},\"projet\":{\"expectations\":\"Des méthodes.\",\"objects\":[\"future_project\","
    "\"similar\"],\"project\":\"Ouvrir un café associatif.\"},\"verification\":{}},\"format\":1,"
    "\"intake_number\":36,\"prices\":{\"awaits_staff\":false,\"known\":true,\"lists\":[{\"lines\":["
    "{\"cents\":500050,\"item\":\"diploma\",\"tariff\":\"individual\"},{\"cents\":20000,\"item\":"
    "\"module\",\"tariff\":\"individual\"}],\"total_cents\":520050}],\"module_apart\":[]},"
    "\"programme\":\"MOVSC\",\"reference\":\"MOVSC-7K3M-9QX2\",\"sequence\":1,\"submitted_at_utc\":"
    "\"2026-11-23 17:40:05\",\"verdict\":{\"counted\":[83,89,95],\"dates\":{\"closing\":"
    "\"2027-05-31\",\"start\":\"2027-11-08\",\"today\":\"2026-11-23\"},\"decides\":\"start\","
    "\"diploma\":\"met\",\"experience\":[\"met\",\"met\",\"met\"],\"natures\":{\"review\":[\"civic_service\"],"
    "\"with_diploma\":[\"employee\",\"self_employed\",\"apprentice\",\"volunteer\",\"union\"],"
    "\"without\":[\"employee\",\"self_employed\",\"apprentice\"]},\"needed\":36,\"outcome\":"
    "\"met\",\"reached\":\"2022-12\",\"reasons\":[],\"route\":\"A\",\"rule\":\"2026-11-1\",\"weighted_hundredths\":8300,"
    "\"with_review\":[83,89,95]},\"year\":2027}";

START_TEST(a_snapshot_has_one_spelling)
{
    begin();
    struct candidacy_answers ca = whole();
    struct rules rules = rules_default();
    struct verdict v = candidacy_judge(a, &ca, DATES, &rules);
    struct price_wish wish = candidacy_price_wish(&ca);
    struct prices p = prices_of(&wish, TARIFFS, TARIFFS_N, TODAY);
    /* what does not apply, or is never kept, must not be there */
    set(&ca.experiences[0], "organisation", "Un syndicat");
    set(&ca.verification, "declaration", "1");
    struct snapshot s = {STR("MOVSC-7K3M-9QX2"), 1, STR("MOVSC"), 2027, 36,
        STR("2026-11-23 17:40:05"), &ca, &v, &p};
    struct buf b;
    buf_init(&b, SNAPSHOT_MAX);
    snapshot_write(a, &b, &s);
    ck_assert_str_is(buf_str(&b), GOLDEN);
    buf_free(&b);
}
END_TEST

START_TEST(rows_that_say_too_little_are_left_out)
{
    begin();
    struct candidacy_answers ca = whole();
    struct rules rules = rules_default();
    struct span spans[ITEMS_MAX];
    ck_assert_uint_eq(candidacy_spans(&ca, spans), 1);
    ck_assert_int_eq(spans[0].percent, 0);
    set(&ca.experiences[0], "ongoing", "");
    ck_assert_uint_eq(candidacy_spans(&ca, spans), 0);
    ck_assert_int_eq(candidacy_judge(a, &ca, DATES, &rules).counted[AT_TODAY], 0);
    set(&ca.diplomas[0], "kind", "");
    ck_assert_int_eq(candidacy_judge(a, &ca, DATES, &rules).outcome, VERDICT_UNSAID);
    ck_assert_int_eq(verdict_explanation(VERDICT_NOT_YET), EXPLANATION_REQUIRED);
    ck_assert_int_eq(verdict_explanation(VERDICT_MET), EXPLANATION_NOT_ASKED);
    ck_assert_int_eq(verdict_explanation(VERDICT_DEROGATION), EXPLANATION_WELCOME);
}
END_TEST

/* ---- what differs between two versions */

static struct answers diploma(const char *kind, const char *year)
{
    struct answers as = answers_new(a, &form_diploma);
    set(&as, "kind", kind);
    set(&as, "year", year);
    return as;
}

START_TEST(two_versions_are_compared_field_by_field)
{
    begin();
    struct change *c;
    struct candidacy_answers was = candidacy_answers_new(a), is = candidacy_answers_new(a);
    ck_assert_uint_eq(candidacy_changes(a, &was, &is, &c), 0);
    set(&was.identity, "birth_date", "1980-05-13");
    set(&is.identity, "birth_date", "1981-05-13");
    set(&is.funding, "payer", "cpf");
    set(&is.funding, "cpf_amount", "120050");
    set(&was.funding, "payer", "employer");
    set(&was.funding, "payer_name", "Les Mille Pas"); /* does not apply to the CPF: it is gone */
    ck_assert_uint_eq(candidacy_changes(a, &was, &is, &c), 4);
    ck_assert(c[0].kind == CHANGE_ANSWER && strcmp(c[0].field->name, "birth_date") == 0);
    ck_assert_str_is(c[0].before, "13\u00a0mai\u00a01980");
    ck_assert_str_is(c[0].after, "13\u00a0mai\u00a01981");
    ck_assert_str_is(c[1].before, "Mon employeur");
    ck_assert_str_is(c[2].before, "Les Mille Pas");
    ck_assert_uint_eq(c[2].after.n, 0);
    ck_assert(strcmp(c[3].field->name, "cpf_amount") == 0 && c[3].before.n == 0);
}
END_TEST

/* One that only moved is no change; the others are paired in their order. */
START_TEST(rows_are_paired_before_they_are_compared)
{
    begin();
    struct change *c;
    struct candidacy_answers was = candidacy_answers_new(a), is = candidacy_answers_new(a);
    struct answers before[] = {diploma("dees", "2010"), diploma("licence", "2012")};
    struct answers after[] = {
        diploma("licence", "2012"), diploma("dees", "2011"), diploma("master", "2014")};
    was.diplomas = before;
    was.diplomas_n = 2;
    is.diplomas = after;
    is.diplomas_n = 3;
    ck_assert_uint_eq(candidacy_changes(a, &was, &is, &c), 2);
    ck_assert(c[0].kind == CHANGE_ANSWER && c[0].item == 2);
    ck_assert_str_is(c[0].before, "2010");
    ck_assert_str_is(c[0].after, "2011");
    ck_assert(c[1].kind == CHANGE_ADDED && c[1].item == 3 && c[1].after.n > 0);
    ck_assert_uint_eq(candidacy_changes(a, &is, &was, &c), 2);
    ck_assert(c[1].kind == CHANGE_REMOVED && c[1].item == 3 && c[1].before.n > 0);
    is.diplomas_n = 0;
    ck_assert_uint_eq(candidacy_changes(a, &was, &is, &c), 2);
    ck_assert(c[0].kind == CHANGE_REMOVED && c[1].kind == CHANGE_REMOVED);
}
END_TEST

SUITE_MAIN("domain candidacy", every_payer_with_and_without_the_module,
    the_cpf_beside_the_individual_tariff, rows_have_their_dates,
    a_row_speaks_from_its_first_day_to_its_last,
    questions_stop_once_the_answer_is_clear, years_that_may_overlap_are_said,
    steps_know_when_they_are_done, every_step_is_a_whole_row, a_snapshot_has_one_spelling,
    rows_that_say_too_little_are_left_out, two_versions_are_compared_field_by_field,
    rows_are_paired_before_they_are_compared)
