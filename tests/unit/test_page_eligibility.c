/* The questionnaire's answers as an address and back, whatever they are and whatever was typed. */
#include "domain/forms.h"
#include "page/eligibility_query.h"
#include "suite.h"

static struct arena *a;
static const struct day TODAY = {2026, 11, 23};

static struct str queried(void *ctx, const char *name)
{
    return params_get(ctx, name, NULL);
}

/* Reads what stands after the '?'. */
static struct answers reads(struct str path)
{
    struct params ps;
    struct str query = str_slice(path, str_find(path, '?') + 1, path.n);
    ck_assert_int_eq(params_parse(a, query, &ps), RC_OK);
    return eligibility_read(a, queried, &ps, TODAY);
}

static struct str writes(const struct answers *as)
{
    return eligibility_path(a, "/eligibilite", as, NULL, NULL);
}

static const struct trip {
    const char *came, *goes; /* goes NULL: the same */
} TRIPS[] = {
    {"/eligibilite", NULL},
    {"/eligibilite?kind=dees&state=obtained", NULL},
    {"/eligibilite?kind=other_rncp&level=unknown&state=in_progress&pro_years=3&social_years=0", NULL},
    {"/eligibilite?kind=foreign&level=7&state=obtained&recognition=requested&pro_years=2"
     "&social_years=1&pro_months=11&social_months=0&ongoing.professional=1&ongoing.social=1"
     "&payer=cpf", NULL},
    {"/eligibilite?kind=none&pro_years=20&ongoing.none=1&payer=unknown", NULL},
    /* the order is ours, and what does not apply to the diploma goes */
    {"/eligibilite?payer=opco&pro_years=4&kind=none&recognition=none&level=6",
        "/eligibilite?kind=none&pro_years=4&payer=opco"},
    {"/eligibilite?pro_years=007&kind=licence", "/eligibilite?kind=licence&pro_years=7"},
    /* what cannot be read stays, so that it can be asked again with its reason */
    {"/eligibilite?kind=licence&pro_years=trois", NULL},
    {"/eligibilite?kind=licence&pro_years=-1&payer=moi", NULL},
    {"/eligibilite?kind=%3Cscript%3E", NULL},
    {"/eligibilite?kind=%C3%A9ducatrice", NULL},
};

START_TEST(answers_survive_the_address)
{
    a = arena_new();
    for (size_t i = 0; i < sizeof TRIPS / sizeof *TRIPS; i++) {
        struct answers as = reads(str_c(TRIPS[i].came));
        struct str got = writes(&as);
        ck_assert_msg(str_eq_c(got, TRIPS[i].goes ? TRIPS[i].goes : TRIPS[i].came), "%s -> %.*s",
            TRIPS[i].came, STR_ARG(got));
        struct answers again = reads(got);
        ck_assert(str_eq(writes(&again), got));
    }
    arena_free(a);
}
END_TEST

START_TEST(a_faulty_answer_names_its_question)
{
    a = arena_new();
    struct answers as = reads(STR("/x?kind=licence&state=obtained"));
    ck_assert_ptr_null(eligibility_faulty(&as));
    as = reads(STR("/x?kind=licence&state=perhaps&pro_years=99"));
    ck_assert_str_eq(eligibility_faulty(&as)->name, "obtention");
    as = reads(STR("/x?kind=licence&state=obtained&pro_years=99"));
    ck_assert_str_eq(eligibility_faulty(&as)->name, "experience");
    as = reads(STR("/x?kind=none&recognition=perhaps")); /* does not apply */
    ck_assert_ptr_null(eligibility_faulty(&as));
    arena_free(a);
}
END_TEST

START_TEST(a_question_carries_the_others)
{
    a = arena_new();
    struct answers as =
        reads(STR("/x?kind=dees&state=obtained&pro_years=2&social_years=1&ongoing.social=1"));
    struct params ps = eligibility_pairs(a, &as, question_find(STR("experience")));
    ck_assert_uint_eq(ps.n, 3);
    ck_assert_str_is(ps.v[0].value, "dees");
    ck_assert_str_is(ps.v[1].name, "state");
    ck_assert_str_is(ps.v[2].name, "ongoing.social");
    ck_assert_str_is(eligibility_path(a, "/eligibilite", &as, "q", "payeur"),
        "/eligibilite?kind=dees&state=obtained&pro_years=2&social_years=1&ongoing.social=1&q=payeur");
    arena_free(a);
}
END_TEST

/* A page's address stays short, however much was written into it by hand. */
START_TEST(a_long_hand_does_not_travel)
{
    a = arena_new();
    char hand[4096];
    memset(hand, 'x', sizeof hand);
    struct str path = arena_printf(a, "/x?kind=licence&pro_years=%.*s", (int)sizeof hand, hand);
    struct answers as = reads(path);
    struct str got = writes(&as);
    ck_assert_str_is(got, "/eligibilite?kind=licence&pro_years=%3F");
    as = reads(got);
    ck_assert_ptr_nonnull(eligibility_faulty(&as));
    arena_free(a);
}
END_TEST

SUITE_MAIN("page eligibility", answers_survive_the_address, a_faulty_answer_names_its_question,
    a_question_carries_the_others, a_long_hand_does_not_travel)
