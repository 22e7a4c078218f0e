/* Checking, explaining, submitting, taking back: what the page before the submission asks and keeps,
 * and what stands after it. */
#include "flow.h"

static void save(struct browser *b, struct str id, const char *step, const char *fields)
{
    get(b, at(id, step));
    struct reply r = post(b, at(id, step), fields);
    ck_assert_msg(r.status == 303, "%s: %d\n%s", step, r.status, glimpse(&r));
}

static const char *job(int from, int to)
{
    return text("nature=employee&organisation=Les+Amis&organisation_kind=association"
                "&role=Animateur&field=culture&started.m=1&started.y=%d&ended.m=12&ended.y=%d"
                "&working_time=100", from, to);
}

/* A draft that only wants to be submitted; `family` names a person of its own. */
static struct str whole(struct browser *b, const char *family, const char *diploma,
    const char *experience)
{
    struct str email, id = signed_in_candidacy(b, &email);
    save(b, id, "identite", text("birth_name=%s&given_names=Zo%%C3%%A9&birth_date.d=1&birth_date.m=5"
        "&birth_date.y=1980&email=%.*s&street=1+rue+des+Lilas&postal_code=75010&city=Paris"
        "&country=France", family, STR_ARG(email)));
    save(b, id, "diplomes/ajouter", diploma);
    save(b, id, "experiences/ajouter", experience);
    save(b, id, "projet", "objects.diagnosis=1&project=Un+caf%C3%A9&expectations=Du+recul");
    save(b, id, "financement", "payer=individual");
    save(b, id, "module", "wanted=no");
    return id;
}

static const char DEES[] = "kind=dees&state=obtained&year=2012&school=IRTS&country=France";

static struct str not_yet(struct browser *b, const char *family)
{
    return whole(b, family, "kind=none", job(2020, 2020));
}

static struct str state_of(struct str id)
{
    return root_text("SELECT state FROM candidacy WHERE public_id = '%.*s'", STR_ARG(id));
}

static struct str explained(struct str id)
{
    return root_text("SELECT COALESCE(MAX(v.explanation), '') FROM candidacy_verification v"
                     " JOIN candidacy c ON c.id = v.candidacy_id WHERE c.public_id = '%.*s'",
        STR_ARG(id));
}

START_TEST(who_is_not_there_yet_explains)
{
    struct browser b = {0};
    struct str id = not_yet(&b, "Kerbrat");
    struct reply r = get(&b, at(id, "verification"));
    ck_says(r, "Il manque encore");
    ck_says(r, "href=\"#explanation\"");
    ck_says(r, "Pourquoi vous candidatez dès maintenant");
    r = post(&b, at(id, "verification"), "declaration=1");
    ck_status(r, 422);
    ck_says(r, "Saisissez vos explications.");
    ck_silent(r, "Cochez la case");
    ck_assert_str_is(state_of(id), "draft");
    r = post(&b, at(id, "verification"), ""); /* both are said at once */
    ck_status(r, 422);
    ck_says(r, "Saisissez vos explications.");
    ck_says(r, "Cochez la case");
    r = post(&b, at(id, "verification"), "declaration=1&explanation=On+m%E2%80%99attend.");
    ck_goes(r, at(id, "confirmation"));
    r = follow(&b, &r);
    ck_says(r, "On m’attend.");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM submission s JOIN candidacy c ON c.id ="
        " s.candidacy_id WHERE c.public_id = '%.*s' AND s.verdict = 'not_yet'"
        " AND s.snapshot LIKE '%%On m’attend.%%'", STR_ARG(id)), 1);
}
END_TEST

START_TEST(who_seems_to_qualify_need_not)
{
    struct browser b = {0};
    struct str id = whole(&b, "Duval", DEES, job(2018, 2023));
    struct reply r = get(&b, at(id, "verification"));
    ck_silent(r, "Il manque encore");
    ck_silent(r, "Pourquoi vous candidatez dès maintenant");
    ck_says(r, "Vos réponses suffisent");
    submit(&b, id);
}
END_TEST

START_TEST(the_explanation_is_kept_whatever_happens)
{
    struct browser b = {0};
    struct str id = not_yet(&b, "Morvan");
    struct reply r = get(&b, at(id, "verification"));
    ck_says(r, "data-autosave");
    b.accept = "application/json"; /* as one types */
    r = post(&b, at(id, "verification"), "explanation=Un+d%C3%A9but&autosave=1");
    ck_status(r, 200);
    ck_says(r, "\"saved\":true");
    ck_assert_str_is(explained(id), "Un début");
    b.accept = NULL;
    get(&b, at(id, "verification"));
    r = post(&b, at(id, "verification"), "explanation=Une+suite"); /* a box is missing … */
    ck_status(r, 422);
    r = get(&b, at(id, "verification")); /* … and one leaves by a link */
    ck_assert_str_is(shown(&r, "explanation"), "Une suite");
    ck_silent(r, "govuk-error-summary");
    r = post(&b, at(id, "verification"), "explanation=Plus+tard&then=later");
    ck_goes(r, text("%s?enregistre=1", at(id, "")));
    ck_assert_str_is(explained(id), "Plus tard");
    ck_assert_str_is(state_of(id), "draft");
    /* What is too long to be taken is there all the same, with its reason. */
    char *many = arena_alloc(arena, 2101);
    memset(many, 'a', 2100);
    get(&b, at(id, "verification"));
    r = post(&b, at(id, "verification"), text("declaration=1&explanation=%s", many));
    ck_status(r, 422);
    ck_says(r, "2100, soit 100 de trop");
    r = get(&b, at(id, "verification"));
    ck_assert_uint_eq(shown(&r, "explanation").n, 2100);
    ck_assert_str_is(state_of(id), "draft");
}
END_TEST

START_TEST(two_tabs_on_the_explanation_ask_the_person)
{
    struct browser b = {0};
    struct str id = not_yet(&b, "Lagarde");
    get(&b, at(id, "verification"));
    struct str older = b.page;
    get(&b, at(id, "verification"));
    struct reply r = post(&b, at(id, "verification"), "explanation=Ici&then=later");
    ck_status(r, 303);
    b.page = older;
    r = post(&b, at(id, "verification"), "explanation=L%C3%A0&declaration=1");
    ck_status(r, 422);
    ck_says(r, "Enregistré entre-temps\u00a0: «\u00a0Ici\u00a0»");
    ck_assert_str_is(shown(&r, "explanation"), "Là");
    ck_assert_str_is(shown(&r, "declaration"), "1");
    ck_assert_str_is(explained(id), "Ici");
    ck_assert_str_is(state_of(id), "draft");
    r = post(&b, at(id, "verification"), "explanation=L%C3%A0&declaration=1");
    ck_goes(r, at(id, "confirmation"));
    ck_assert_str_is(explained(id), "Là");
    /* Sent once more from the tab that was left open: it is done, and nothing changes. */
    b.page = older;
    r = post(&b, at(id, "verification"), "explanation=Ailleurs&declaration=1");
    ck_goes(r, at(id, "confirmation"));
    ck_assert_str_is(explained(id), "Là");
}
END_TEST

/* The words of every link « Modifier », as somebody hears them who does not see the page. */
START_TEST(no_two_links_say_the_same)
{
    struct browser b = {0};
    struct str id = whole(&b, "Perrin", DEES, job(2018, 2023)), words[200];
    save(&b, id, "experiences/ajouter", job(2014, 2016));
    struct reply r = get(&b, at(id, "verification"));
    static const char link[] = "Modifier<span class=\"govuk-visually-hidden\">";
    size_t n = 0;
    for (struct str rest = r.body; n < 200;) {
        const char *p = memmem(rest.p, rest.n, link, sizeof link - 1);
        if (!p)
            break;
        rest = str_slice(rest, (size_t)(p - rest.p) + sizeof link - 1, rest.n);
        words[n] = str_slice(rest, 0, str_find(rest, '<'));
        for (size_t i = 0; i < n; i++)
            ck_assert_msg(!str_eq(words[i], words[n]), "twice: %.*s", STR_ARG(words[n]));
        n++;
    }
    ck_assert_uint_gt(n, 25);
    ck_says(r, "«\u00a0Domaine\u00a0» (Expérience\u00a02)");
}
END_TEST

FLOW_MAIN("review", who_is_not_there_yet_explains, who_seems_to_qualify_need_not,
    the_explanation_is_kept_whatever_happens, two_tabs_on_the_explanation_ask_the_person,
    no_two_links_say_the_same)
