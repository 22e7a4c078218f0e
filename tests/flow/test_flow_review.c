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

START_TEST(the_verdict_carries_its_rule_its_dates_and_its_mention)
{
    struct browser b = {0};
    struct str id = whole(&b, "Tanguy", DEES, job(2018, 2023));
    struct str mention = root_text("SELECT value FROM setting WHERE name = 'rule.algorithm_notice'");
    const char *const pages[] = {"", "experiences", "verification", "confirmation"};
    ck_assert_uint_gt(mention.n, 0);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (strcmp(pages[i], "confirmation") == 0)
            submit(&b, id);
        struct reply r = get(&b, at(id, pages[i]));
        ck_status(r, 200);
        ck_says(r, "Règle 2026-11-1, appliquée le ");
        ck_says(r, ", rentrée le ");
        ck_says(r, text("%.*s", STR_ARG(str_slice(mention, 0, 14))));
    }
    /* As frozen: another rule does not change what was submitted. */
    struct reply before = get(&b, at(id, "confirmation"));
    root_run("UPDATE setting SET value = 'bénévole' WHERE name = 'rule.counted_kinds'");
    struct reply r = get(&b, at(id, "confirmation"));
    struct reply card = get(&b, at(id, ""));
    root_run("UPDATE setting SET value = '' WHERE name = 'rule.counted_kinds'");
    ck_says(before, "Vos conditions semblent remplies");
    ck_says(r, "Vos conditions semblent remplies");
    ck_says(card, "Vos conditions semblent remplies");
}
END_TEST

static uint64_t mails(struct str id, const char *kind)
{
    return root_number("SELECT COUNT(*) FROM outbox o JOIN candidacy c ON c.id = o.object_id WHERE"
        " o.object_kind = 'candidacy' AND o.kind = '%s' AND c.public_id = '%.*s'", kind, STR_ARG(id));
}

START_TEST(taking_back_asks_first_and_says_by_when)
{
    struct browser b = {0};
    struct str id = submitted_candidacy(&b, "Cadiou", "individual", NULL);
    struct reply r = get(&b, at(id, ""));
    ck_says(r, text("href=\"%s\"", at(id, "reprise")));
    r = get(&b, at(id, "reprise"));
    ck_says(r, "déposé à nouveau avant la clôture, le ");
    ck_says(r, "ne comptera plus");
    ck_assert_str_is(state_of(id), "submitted");
    struct str page = b.page;
    for (int i = 0; i < 2; i++) { /* sent twice */
        b.page = page;
        r = post(&b, at(id, "reprise"), "");
        ck_goes(r, at(id, ""));
        ck_assert_str_is(state_of(id), "taken_back");
    }
    ck_assert_uint_eq(mails(id, "taken_back"), 1);
    r = get(&b, at(id, "reprise")); /* nothing is left to take back */
    ck_goes(r, at(id, ""));
    r = get(&b, at(id, "confirmation"));
    ck_says(r, "Votre dépôt précédent");
    ck_says(r, "il n’est plus déposé");
    ck_silent(r, "Votre candidature est déposée");
}
END_TEST

START_TEST(giving_up_what_was_submitted_is_told)
{
    struct browser b = {0};
    struct str id = submitted_candidacy(&b, "Guivarch", "individual", NULL);
    struct reply r = get(&b, at(id, "confirmation"));
    ck_silent(r, "vient de vous être envoyé");
    get(&b, at(id, "retrait"));
    struct str page = b.page;
    for (int i = 0; i < 2; i++) {
        b.page = page;
        r = post(&b, at(id, "retrait"), "");
        ck_goes(r, at(id, ""));
    }
    ck_assert_uint_eq(mails(id, "withdrawn"), 1);
    ck_assert_uint_eq(mails(id, "candidacy_withdrawn"), 1);
    r = get(&b, at(id, "confirmation"));
    ck_says(r, "Votre candidature est retirée");
    ck_silent(r, "Votre candidature est déposée");
    /* Taken up again, it is still not submitted. */
    get(&b, at(id, "recommencer"));
    r = post(&b, at(id, "recommencer"), "");
    ck_goes(r, at(id, ""));
    r = get(&b, at(id, "confirmation"));
    ck_says(r, "Votre dépôt précédent");
    /* A draft that was never submitted concerns nobody else. */
    struct browser c = {0};
    struct str draft = signed_in_candidacy(&c, NULL);
    get(&c, at(draft, "retrait"));
    r = post(&c, at(draft, "retrait"), "");
    ck_goes(r, at(draft, ""));
    ck_assert_uint_eq(mails(draft, "withdrawn") + mails(draft, "candidacy_withdrawn"), 0);
}
END_TEST

START_TEST(every_change_of_the_funding_is_told)
{
    struct browser b = {0};
    struct str id = submitted_candidacy(&b, "Le Bris", "individual", NULL);
    static const char *const payers[] = {"payer=employer&payer_name=La+Ruche&agreement=asked",
        "payer=employer&payer_name=La+Ruche+bleue&agreement=asked", "payer=unknown",
        "payer=individual"};
    now.s += 60 - now.s % 60; /* a minute begins */
    for (int i = 0; i < 4; i++) {
        save(&b, id, "financement", payers[i]);
        ck_assert_uint_eq(mails(id, "funding_changed"), i < 2 ? 1 : (uint64_t)i);
        /* none leaves before the last change that it tells of */
        ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox o JOIN candidacy c ON c.id ="
            " o.object_id WHERE o.kind = 'funding_changed' AND c.public_id = '%.*s'"
            " AND o.next_try_at > FROM_UNIXTIME(%lld)", STR_ARG(id), (long long)now.s), 1);
        now.s += i ? 60 : 30;
    }
}
END_TEST

FLOW_MAIN("review", who_is_not_there_yet_explains, who_seems_to_qualify_need_not,
    the_explanation_is_kept_whatever_happens, two_tabs_on_the_explanation_ask_the_person,
    no_two_links_say_the_same, the_verdict_carries_its_rule_its_dates_and_its_mention,
    taking_back_asks_first_and_says_by_when, giving_up_what_was_submitted_is_told,
    every_change_of_the_funding_is_told)
