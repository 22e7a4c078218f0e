/* From the check page to the very field, and back to it once it is saved: each of its rows, at the desk
 * too; with a mistake on the way, with the list of a step in between; and from the receipt. */
#include "desk_stage.h"

#include "domain/forms.h"

static const char DEES[] = "kind=dees&state=obtained&year=2012&school=IRTS&country=France";
static const char JOB[] = "nature=employee&organisation=Les+Amis&organisation_kind=association"
    "&role=Animateur&field=culture&started.m=1&started.y=2018&ended.m=12&ended.y=2023&working_time=100";

static void saved(struct browser *b, const char *path, const char *fields)
{
    get(b, path);
    struct reply r = post(b, path, fields);
    ck_assert_msg(r.status == 303, "%s: %d\n%s", path, r.status, glimpse(&r));
}

/* Where a candidacy is filled in, and checked: by its owner, by staff. */
struct side {
    struct browser *b;
    const char *path, *check;
    struct str email;
    bool desk;
};

static const char *under(const struct side *s, const char *tail)
{
    return text("%s/%s", s->path, tail);
}

static const char *fields_of(const struct side *s, const char *segment)
{
    if (strcmp(segment, "identite") == 0)
        return identity_of(s->email);
    if (strcmp(segment, "projet") == 0)
        return "objects.diagnosis=1&project=Un+caf%C3%A9&expectations=Du+recul";
    if (strcmp(segment, "financement") == 0)
        return "payer=employer&payer_name=La+Ruche&agreement=asked";
    if (strcmp(segment, "module") == 0)
        return "wanted=no";
    return strcmp(segment, "diplomes") == 0 ? DEES : JOB;
}

static void fill(const struct side *s)
{
    static const char *const segments[] = {"identite", "diplomes/ajouter", "experiences/ajouter",
        "projet", "financement", "module"};
    for (size_t i = 0; i < sizeof segments / sizeof *segments; i++) {
        struct str segment = str_c(segments[i]);
        segment = str_slice(segment, 0, str_find(segment, '/'));
        saved(s->b, under(s, segments[i]), fields_of(s, text("%.*s", STR_ARG(segment))));
    }
}

static struct side own(struct browser *b, struct str *id)
{
    struct side s = {.b = b};
    *id = signed_in_candidacy(b, &s.email);
    s.path = at(*id, "");
    s.check = at(*id, "verification");
    fill(&s);
    return s;
}

static struct side entered(struct browser *b)
{
    struct side s = {.b = b, .email = fresh_email(), .desk = true};
    flow_staff(b, ROLE_REVIEWER);
    struct str id = stage_entered(b, s.email, "later");
    s.path = text("/gestion/candidatures/saisies/%.*s", STR_ARG(id));
    s.check = s.path;
    fill(&s);
    return s;
}

/* The next link « Modifier » of a page: where it leads. */
static bool next_link(struct str *page, struct str *href)
{
    static const char link[] = "<dd class=\"govuk-summary-list__actions\"><a class=\"govuk-link\" href=\"";
    const char *p = memmem(page->p, page->n, link, sizeof link - 1);
    if (!p)
        return false;
    *page = str_slice(*page, (size_t)(p - page->p) + sizeof link - 1, page->n);
    *href = str_slice(*page, 0, str_find(*page, '"'));
    return true;
}

/* PATH?depuis=verification#FIELD */
static void follow_row(const struct side *s, struct str href)
{
    struct str rest = href, path, query, segment, item;
    ck_assert(str_cut(&rest, '?', &path) && str_cut(&rest, '#', &query));
    ck_assert_str_is(query, "depuis=verification");
    struct str tail = str_slice(path, strlen(s->path) + 1, path.n);
    ck_assert(str_cut(&tail, '/', &segment));
    const char *where = text("%.*s", STR_ARG(path)), *step = text("%.*s", STR_ARG(segment));
    struct reply r = get(s->b, text("%s?depuis=verification", where));
    ck_status(r, 200);
    if (rest.n == 0) { /* the list: what adds to it, and the way on */
        ck_says(r, text("href=\"%s#%s\"", s->check, step));
        ck_says(r, text("href=\"%s/ajouter?depuis=liste\"", where));
        return;
    }
    ck_says(r, text("id=\"%.*s\"", STR_ARG(rest)));
    const char *anchor = str_cut(&tail, '/', &item) ? text("i-%.*s", STR_ARG(item)) : step;
    ck_says(r, text("<a href=\"%s#%s\" class=\"govuk-back-link\"", s->check, anchor));
    r = post(s->b, where, fields_of(s, step));
    ck_goes(r, text("%s#%s", s->check, anchor));
    r = get(s->b, s->check);
    ck_says(r, text("id=\"%s\"", anchor));
}

static void every_row(const struct side *s)
{
    struct reply r = get(s->b, s->check);
    size_t n = 0, lists = 0;
    struct str href;
    for (struct str page = r.body; next_link(&page, &href); n++) {
        if (s->desk && str_ends(href, STR("/courriel"))) { /* an address is corrected apart */
            ck_status(get(s->b, text("%.*s", STR_ARG(href))), 200);
            continue;
        }
        follow_row(s, href);
        lists += str_find(href, '#') == href.n;
    }
    ck_assert_uint_gt(n, 30);
    ck_assert_uint_eq(lists, 2);
}

START_TEST(every_row_leads_to_its_field_and_back)
{
    struct browser b = {0}, staff = {0};
    struct str id;
    struct side mine = own(&b, &id), theirs = entered(&staff);
    every_row(&mine);
    every_row(&theirs);
}
END_TEST

START_TEST(a_mistake_on_the_way_loses_nothing)
{
    struct browser b = {0};
    struct str id;
    struct side s = own(&b, &id);
    const char *identity = under(&s, "identite"), *back = text("%s#identite", s.check);
    get(&b, text("%s?depuis=verification", identity));
    struct reply r = post(&b, identity, "birth_name=Roux&given_names=Ana&postal_code=");
    ck_status(r, 422);
    ck_says(r, text("href=\"%s\"", back));
    ck_says(r, "Enregistrer et revenir à la vérification");
    b.accept = "application/json"; /* as one types */
    r = post(&b, identity, text("%s&autosave=1", identity_of(s.email)));
    ck_says(r, "\"saved\":true");
    b.accept = NULL;
    get(&b, text("%s?depuis=verification", identity));
    r = post(&b, identity, identity_of(s.email));
    ck_goes(r, back);
    /* The price is looked at on the way, and the page still knows. */
    const char *funding = under(&s, "financement");
    get(&b, text("%s?depuis=verification", funding));
    r = post(&b, funding, "payer=individual&then=stay");
    ck_goes(r, text("%s?depuis=verification#a-cote", funding));
    get(&b, text("%s?depuis=verification", funding));
    r = post(&b, funding, "payer=individual&then=later"); /* that button is to leave */
    ck_goes(r, text("%s?enregistre=1", s.path));
    /* The session ends meanwhile: what was kept knows where it came from. */
    get(&b, text("%s?depuis=verification", funding));
    struct str old = b.page;
    now.s += 25 * 3600;
    b.page = old;
    r = post(&b, funding, "payer=unknown&then=next");
    ck_assert(str_starts(r.location, STR("/connexion?garde=1")));
    sign_in(&b, s.email);
    r = get(&b, "/connexion/reprise");
    ck_status(r, 200);
    r = post(&b, funding, "");
    ck_goes(r, text("%s#financement", s.check));
}
END_TEST

/* Through the list of a step: added and taken away there, until one goes back. */
START_TEST(the_way_back_outlives_the_list)
{
    struct browser b = {0};
    struct str id;
    struct side s = own(&b, &id);
    const char *list = under(&s, "experiences"), *kept = text("%s?depuis=verification", list);
    struct reply r = get(&b, text("%s/ajouter?depuis=liste", list));
    ck_says(r, text("<a href=\"%s\" class=\"govuk-back-link\"", kept));
    r = post(&b, text("%s/ajouter", list), "nature=employee");
    ck_status(r, 422); /* it is an item by now */
    struct str item = root_text("SELECT e.public_id FROM experience e JOIN candidacy c ON c.id ="
        " e.candidacy_id WHERE c.public_id = '%.*s' ORDER BY e.id DESC LIMIT 1", STR_ARG(id));
    const char *path = text("%s/%.*s", list, STR_ARG(item));
    r = post(&b, path, JOB);
    ck_goes(r, kept);
    r = follow(&b, &r);
    ck_says(r, text("href=\"%s/retirer?depuis=liste\"", path));
    ck_says(r, text("href=\"%s#experiences\"", s.check));
    r = get(&b, text("%s/retirer?depuis=liste", path));
    ck_says(r, text("href=\"%s\"", kept));
    r = post(&b, text("%s/retirer", path), "");
    ck_goes(r, kept);
    /* From the check page itself, one goes back there. */
    r = get(&b, s.check);
    struct str first = root_text("SELECT e.public_id FROM experience e JOIN candidacy c ON c.id ="
        " e.candidacy_id WHERE c.public_id = '%.*s'", STR_ARG(id));
    path = text("%s/%.*s", list, STR_ARG(first));
    r = get(&b, text("%s?depuis=verification", path));
    ck_says(r, text("href=\"%s/retirer?depuis=verification\"", path));
    r = get(&b, text("%s/retirer?depuis=verification", path));
    ck_says(r, "Annuler et revenir à la vérification");
    r = post(&b, text("%s/retirer", path), "");
    ck_goes(r, text("%s#experiences", s.check));
    /* None is left, and that is said: back too. */
    get(&b, kept);
    r = post(&b, list, "");
    ck_status(r, 422);
    r = post(&b, list, "none=1");
    ck_goes(r, text("%s#experiences", s.check));
}
END_TEST

/* What is still missing leads to its field; a word that is not ours leads nowhere. */
START_TEST(only_our_own_words_lead_back)
{
    static const char *const words[] = {"", "x", "/", "//exemple.fr", "https://exemple.fr", "etapes",
        "verification%23x", "verification/", "VERIFICATION"};
    struct browser b = {0};
    struct str id;
    struct side s = own(&b, &id);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        get(&b, text("%s?depuis=%s", under(&s, "module"), words[i]));
        struct reply r = post(&b, under(&s, "module"), "wanted=no");
        ck_goes(r, s.check); /* the step after it */
        get(&b, under(&s, "projet"));
        r = post(&b, under(&s, "projet"), text("%s&depuis=%s", fields_of(&s, "projet"), words[i]));
        ck_goes(r, under(&s, "financement"));
    }
    get(&b, under(&s, "projet"));
    ck_status(post(&b, under(&s, "projet"), "objects.diagnosis=1&project=Un+caf%C3%A9&then=later"), 303);
    struct reply r = get(&b, s.check);
    ck_says(r, text("href=\"%s?depuis=verification#expectations\"", under(&s, "projet")));
}
END_TEST

/* Once submitted, the funding alone: from the receipt, and back to it. */
START_TEST(the_funding_goes_back_to_the_receipt)
{
    struct browser b = {0};
    struct str id;
    struct side s = own(&b, &id);
    const char *funding = under(&s, "financement"), *receipt = at(id, "confirmation");
    submit(&b, id);
    struct reply r = get(&b, receipt);
    ck_says(r, text("href=\"%s?depuis=confirmation#payer\">Modifier le financement", funding));
    ck_silent(r, "Vous l’avez modifié depuis le dépôt");
    r = get(&b, text("%s?depuis=confirmation", funding));
    ck_says(r, text("<a href=\"%s#financement\" class=\"govuk-back-link\"", receipt));
    r = post(&b, funding, "payer=opco");
    ck_status(r, 422);
    r = post(&b, funding, "payer=opco&payer_name=Uniformation&agreement=agreed");
    ck_goes(r, text("%s#financement", receipt));
    r = get(&b, receipt);
    ck_says(r, "id=\"financement\"");
    ck_says(r, "Vous l’avez modifié depuis le dépôt");
    ck_says(r, "Uniformation");
    ck_says(r, "La Ruche"); /* what was submitted stays */
    get(&b, at(id, "retrait"));
    ck_status(post(&b, at(id, "retrait"), ""), 303);
    r = get(&b, receipt);
    ck_silent(r, "Modifier le financement");
}
END_TEST

/* The code of the address too: asked for again on the way, and from nowhere but the check page. */
START_TEST(the_code_goes_back_to_the_check_page)
{
    for (int i = 0; i < 3; i++) {
        static const char *const words[] = {"verification", "liste", "confirmation"};
        struct browser b = {0};
        struct str id = start(&b), email = fresh_email();
        const char *path = at(id, "adresse"), *from = text("?depuis=%s", words[i]);
        saved(&b, at(id, "identite"), identity_of(email));
        struct reply r = get(&b, at(id, "verification"));
        ck_says(r, text("href=\"%s?depuis=verification\">Confirmez votre adresse", path));
        get(&b, text("%s/renvoi%s", path, from));
        r = post(&b, text("%s/renvoi", path), "");
        ck_goes(r, text("%s%s", path, from));
        r = get(&b, text("%s%s", path, from));
        ck_says(r, i ? text("<a href=\"%s\" class=\"govuk-back-link\"", at(id, ""))
                     : text("<a href=\"%s#identite\" class=\"govuk-back-link\"", at(id, "verification")));
        ck_status(post(&b, path, "code=000"), 422);
        r = post(&b, path, text("code=%.*s", STR_ARG(code_for(email))));
        ck_goes(r, i ? "/candidature" : text("%s#identite", at(id, "verification")));
    }
}
END_TEST

/* A page that comes back with its mistakes shows what another device has filled in meanwhile. */
START_TEST(what_was_filled_elsewhere_comes_back_with_the_mistakes)
{
    struct browser a = {0}, b = {0};
    struct str email, id = signed_in_candidacy(&a, &email);
    const char *path = at(id, "projet");
    sign_in(&b, email);
    get(&a, path);
    get(&b, path);
    ck_status(post(&b, path, "expectations=Du+recul&then=later"), 303);
    struct reply r = post(&a, path, "project=Une+brasserie");
    ck_status(r, 422);
    ck_assert_str_is(shown(&r, "expectations"), "Du recul");
    ck_assert_str_is(shown(&r, "project"), "Une brasserie");
    r = post(&a, path, "objects.unknown=1&project=Une+brasserie&expectations=Du+recul");
    ck_goes(r, at(id, "financement"));
    r = get(&b, path);
    ck_assert_str_is(shown(&r, "expectations"), "Du recul");
    ck_assert_str_is(shown(&r, "project"), "Une brasserie");
}
END_TEST

FLOW_MAIN("check", every_row_leads_to_its_field_and_back, a_mistake_on_the_way_loses_nothing,
    the_way_back_outlives_the_list, only_our_own_words_lead_back,
    the_funding_goes_back_to_the_receipt, the_code_goes_back_to_the_check_page, what_was_filled_elsewhere_comes_back_with_the_mistakes)
