/* The steps of a candidacy: what they cost the database, two devices on one of them, one tab that
 * sends twice, saving as one types, fifty starts at once. */
#include "flow.h"

static const char *item_of(struct browser *b, struct str id, const char *segment, const char *fields)
{
    const char *add = text("%s/ajouter", at(id, segment));
    get(b, add);
    struct reply r = post(b, add, fields);
    ck_goes(r, at(id, segment));
    struct str public_id = root_text("SELECT i.public_id FROM %s i JOIN candidacy c ON c.id ="
        " i.candidacy_id WHERE c.public_id = '%.*s' ORDER BY i.id DESC LIMIT 1",
        strcmp(segment, "diplomes") == 0 ? "diploma" : "experience", STR_ARG(id));
    return text("%s/%.*s", at(id, segment), STR_ARG(public_id));
}

static const char DIPLOMA[] = "kind=deass&state=obtained&year=2010&school=IRTS&country=France";
static const char EXPERIENCE[] = "nature=volunteer&organisation=Les+Amis&organisation_kind=association"
    "&role=Tr%C3%A9sorier&field=culture&started.m=9&started.y=2021&ended.m=8&ended.y=2024"
    "&working_time=20";

static void at_most(const struct reply *r, unsigned most, const char *what)
{
    ck_assert_msg(r->statements <= most, "%s: %u statements, %u at most", what, r->statements, most);
    ck_assert_msg(r->status < 400, "%s: %d", what, r->status);
}

START_TEST(statements_are_few)
{
    struct browser b = {0}, visitor = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    const char *diploma = item_of(&b, id, "diplomes", DIPLOMA);
    const char *experience = item_of(&b, id, "experiences", EXPERIENCE);
    const char *const steps[] = {at(id, "identite"), at(id, "projet"), at(id, "financement"),
        at(id, "module"), diploma, experience};
    const char *const saves[] = {identity_of(email),
        "objects.diagnosis=1&project=Un+projet&expectations=Beaucoup",
        "payer=employer&payer_name=La+Ruche&agreement=asked", "wanted=yes",
        "kind=deass&state=obtained&year=2011&school=IRTS&country=France",
        "nature=union&role=D%C3%A9l%C3%A9gu%C3%A9e&field=social&started.m=1&started.y=2020&ongoing=1"};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct reply r = get(&b, steps[i]);
        at_most(&r, 3, steps[i]);
        r = post(&b, steps[i], saves[i]);
        ck_status(r, 303);
        at_most(&r, 6, text("saving %s", steps[i]));
        get(&b, steps[i]); /* saved a second time, over what is there */
        r = post(&b, steps[i], text("%s&then=later", saves[i]));
        at_most(&r, 6, text("saving %s again", steps[i]));
    }
    /* The save that also sends the code: the draft's address, who asks, four limits, the challenge and
     * its mail come on top of it; once, and never again for that address. */
    struct browser begun = {0};
    struct str draft = start(&begun), address = fresh_email();
    get(&begun, at(draft, "identite"));
    struct reply first = post(&begun, at(draft, "identite"), identity_of(address));
    at_most(&first, 14, "the first identity");
    get(&begun, at(draft, "identite"));
    first = post(&begun, at(draft, "identite"), identity_of(address));
    at_most(&first, 6, "the same identity again");
    const char *const lists[] = {at(id, ""), at(id, "diplomes"), at(id, "experiences"),
        "/candidature"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct reply r = get(&b, lists[i]);
        at_most(&r, 5, lists[i]);
    }
    for (size_t i = 0; i < routes_n; i++) {
        if (routes[i].guard != GUARD_PUBLIC || routes[i].method != METHOD_GET ||
            strncmp(routes[i].name, "public.", 7) != 0)
            continue;
        struct reply r = get(&visitor, routes[i].pattern);
        at_most(&r, 2, routes[i].pattern);
        r = get(&b, routes[i].pattern);
        at_most(&r, 2, routes[i].pattern);
    }
}
END_TEST

START_TEST(every_page_of_a_candidacy_costs_few)
{
    struct browser b = {0};
    struct str id = signed_in_candidacy(&b, NULL);
    for (size_t i = 0; i < routes_n; i++) {
        struct str holes = str_c(routes[i].pattern);
        if (routes[i].guard != GUARD_CANDIDACY || routes[i].method != METHOD_GET ||
            str_find(str_slice(holes, 15, holes.n), '{') < holes.n - 15)
            continue;
        struct reply r = get(&b, at(id, holes.n > 15 ? routes[i].pattern + 16 : ""));
        /* A form that adds something asks what it has added, and what is kept to be read again. */
        unsigned most = 5 + (routes[i].flags & ROUTE_KEYED ? 1U : 0U) + (routes[i].flags & ROUTE_KEPT ? 1U : 0U);
        ck_assert_msg(r.statements <= most, "%s: %u statements", routes[i].name, r.statements);
        ck_assert_msg(r.status < 500, "%s: %d", routes[i].name, r.status);
    }
}
END_TEST

/* ---- two devices ---- */

static struct str stored(struct str id, const char *column)
{
    return root_text("SELECT COALESCE(%s, '') FROM candidacy_identity i JOIN candidacy c ON c.id ="
                     " i.candidacy_id WHERE c.public_id = '%.*s'", column, STR_ARG(id));
}

static struct str two_devices(struct browser *a, struct browser *b, struct str *email)
{
    struct str id = signed_in_candidacy(a, email);
    get(a, at(id, "identite"));
    struct reply r = post(a, at(id, "identite"), identity_of(*email));
    ck_goes(r, at(id, "diplomes"));
    sign_in(b, *email);
    ck_assert(!str_eq(a->sid, b->sid));
    get(a, at(id, "identite"));
    get(b, at(id, "identite"));
    return id;
}

static const char *identity_in(struct str email, const char *city, const char *phone)
{
    return text("birth_name=Le+Gall&given_names=Ana%%C3%%AFs&birth_date.d=13&birth_date.m=5"
                "&birth_date.y=1980&email=%.*s&phone=%s&street=1+rue+des+Lilas&postal_code=75010"
                "&city=%s&country=France", STR_ARG(email), phone, city);
}

START_TEST(the_same_field_twice_asks_the_person)
{
    struct browser a = {0}, b = {0};
    struct str email, id = two_devices(&a, &b, &email);
    struct reply r = post(&a, at(id, "identite"), identity_in(email, "Lyon", ""));
    ck_status(r, 303);
    r = post(&b, at(id, "identite"), identity_in(email, "Lille", ""));
    ck_status(r, 422);
    ck_assert_str_is(shown(&r, "city"), "Lille"); /* what was typed here … */
    ck_says(r, "Enregistré entre-temps");
    ck_says(r, "Lyon");                           /* … and what stands there */
    ck_assert_str_is(stored(id, "city"), "Lyon");
    r = post(&b, at(id, "identite"), identity_in(email, "Lille", ""));
    ck_status(r, 303);
    ck_assert_str_is(stored(id, "city"), "Lille");
    /* The first device's page is now the older one. */
    get(&a, at(id, "identite"));
    get(&b, at(id, "identite"));
    struct str page = a.page;
    r = post(&b, at(id, "identite"), identity_in(email, "Nantes", ""));
    ck_status(r, 303);
    a.page = page;
    r = post(&a, at(id, "identite"), identity_in(email, "Brest", ""));
    ck_status(r, 422);
    /* Keeping the other one's text is a choice too. */
    r = post(&a, at(id, "identite"), identity_in(email, "Nantes", ""));
    ck_status(r, 303);
    ck_assert_str_is(stored(id, "city"), "Nantes");
}
END_TEST

START_TEST(different_fields_merge)
{
    struct browser a = {0}, b = {0};
    struct str email, id = two_devices(&a, &b, &email);
    struct reply r = post(&a, at(id, "identite"), identity_in(email, "Lyon", ""));
    ck_status(r, 303);
    /* b's page still says Paris, and b did not touch it */
    r = post(&b, at(id, "identite"), identity_in(email, "Paris", "0102030405"));
    ck_status(r, 303);
    ck_assert_str_is(stored(id, "city"), "Lyon");
    ck_assert_str_is(stored(id, "phone"), "0102030405");
}
END_TEST

START_TEST(a_tab_never_conflicts_with_itself)
{
    struct browser a = {0}, b = {0};
    struct str email, id = two_devices(&a, &b, &email), page = a.page;
    const char *once = identity_in(email, "Lyon", "");
    struct reply r = post(&a, at(id, "identite"), once);
    ck_status(r, 303);
    a.page = page; /* the answer never came: the same again … */
    r = post(&a, at(id, "identite"), once);
    ck_status(r, 303);
    a.page = page; /* … and, typed further, on the same old base */
    r = post(&a, at(id, "identite"), identity_in(email, "Lyon+3", "0102030405"));
    ck_status(r, 303);
    ck_assert_str_is(stored(id, "city"), "Lyon 3");
    /* A new session id in the same browser is still the same browser. */
    get(&a, at(id, "identite"));
    page = a.page;
    r = post(&a, at(id, "identite"), identity_in(email, "Lens", ""));
    ck_status(r, 303);
    sign_in(&a, email);
    struct reply fresh = get(&a, at(id, "identite"));
    r = post(&a, at(id, "identite"), /* on the page of before */
        text("%s&base=%.*s", identity_in(email, "Laon", ""),
            STR_ARG(shown(&(struct reply){.body = page}, "base"))));
    ck_status(fresh, 200);
    ck_status(r, 303);
    ck_assert_str_is(stored(id, "city"), "Laon");
}
END_TEST

/* ---- two tabs of one browser ---- */

/* The pages of two tabs, both made now. */
static void two_tabs(struct browser *b, const char *path, struct str tabs[2])
{
    for (int i = 0; i < 2; i++) {
        struct reply r = get(b, path);
        ck_status(r, 200);
        tabs[i] = b->page;
    }
}

START_TEST(two_tabs_never_put_back_what_the_other_wrote)
{
    struct browser a = {0};
    struct str email, id = signed_in_candidacy(&a, &email), tabs[2];
    get(&a, at(id, "identite"));
    post(&a, at(id, "identite"), identity_of(email));
    two_tabs(&a, at(id, "identite"), tabs);
    a.page = tabs[0];
    struct reply r = post(&a, at(id, "identite"), identity_in(email, "Lyon", ""));
    ck_status(r, 303);
    a.page = tabs[1]; /* this one still says Paris, and is about the telephone */
    r = post(&a, at(id, "identite"), identity_in(email, "Paris", "0102030405"));
    ck_status(r, 303);
    ck_assert_str_is(stored(id, "city"), "Lyon");
    ck_assert_str_is(stored(id, "phone"), "0102030405");
    /* The same, saved as one types. */
    two_tabs(&a, at(id, "identite"), tabs);
    a.accept = "application/json";
    a.page = tabs[0];
    r = post(&a, at(id, "identite"), text("%s&autosave=1", identity_in(email, "Lens", "0102030405")));
    ck_says(r, "\"saved\":true");
    a.page = tabs[1];
    r = post(&a, at(id, "identite"), text("%s&autosave=1", identity_in(email, "Lyon", "0607080910")));
    ck_says(r, "\"saved\":true");
    ck_assert_str_is(stored(id, "city"), "Lens");
    ck_assert_str_is(stored(id, "phone"), "0607080910");
}
END_TEST

START_TEST(two_tabs_on_one_field_ask_the_person)
{
    struct browser a = {0};
    struct str email, id = signed_in_candidacy(&a, &email), tabs[2];
    get(&a, at(id, "identite"));
    post(&a, at(id, "identite"), identity_of(email));
    two_tabs(&a, at(id, "identite"), tabs);
    a.page = tabs[0];
    struct reply r = post(&a, at(id, "identite"), identity_in(email, "Lyon", ""));
    ck_status(r, 303);
    a.page = tabs[1];
    a.accept = "application/json";
    r = post(&a, at(id, "identite"), text("%s&autosave=1", identity_in(email, "Lille", "")));
    ck_status(r, 409);
    a.accept = NULL;
    a.page = tabs[1];
    r = post(&a, at(id, "identite"), identity_in(email, "Lille", ""));
    ck_status(r, 422);
    ck_assert_str_is(shown(&r, "city"), "Lille");
    ck_says(r, "Lyon");
    ck_assert_str_is(stored(id, "city"), "Lyon");
    r = post(&a, at(id, "identite"), identity_in(email, "Lille", ""));
    ck_status(r, 303);
    ck_assert_str_is(stored(id, "city"), "Lille");
}
END_TEST

START_TEST(one_tab_saves_as_often_as_it_likes)
{
    static const char *const cities[] = {"L", "Ly", "Lyon", "Ly", "Paris", "Lyon+3", "Paris"};
    struct browser a = {0};
    struct str email, id = signed_in_candidacy(&a, &email), page;
    get(&a, at(id, "identite"));
    post(&a, at(id, "identite"), identity_of(email));
    get(&a, at(id, "identite"));
    page = a.page;
    a.accept = "application/json";
    for (size_t i = 0; i < sizeof cities / sizeof *cities; i++) {
        a.page = page; /* none of our answers arrives: every save stands on the first base */
        struct reply r = post(&a, at(id, "identite"),
            text("%s&autosave=1", identity_in(email, cities[i], "")));
        ck_says(r, "\"saved\":true");
        ck_assert_str_is(stored(id, "city"), strcmp(cities[i], "Lyon+3") ? cities[i] : "Lyon 3");
    }
    a.accept = NULL;
    a.page = page;
    struct reply r = post(&a, at(id, "identite"), "birth_name=Le+Gall&city=Brest");
    ck_status(r, 422); /* incomplete, and shown again: still the same page */
    r = post(&a, at(id, "identite"), identity_in(email, "Nantes", ""));
    ck_status(r, 303);
    a.page = page; /* back, by the button that keeps what was typed */
    r = post(&a, at(id, "identite"), identity_in(email, "Rennes", ""));
    ck_status(r, 303);
    ck_assert_str_is(stored(id, "city"), "Rennes");
}
END_TEST

START_TEST(items_meet_the_same_way)
{
    struct browser a = {0}, b = {0};
    struct str email, id = two_devices(&a, &b, &email);
    const char *item = item_of(&a, id, "diplomes", DIPLOMA);
    get(&a, item);
    get(&b, item);
    struct reply r = post(&a, item, "kind=deass&state=obtained&year=2011&school=IRTS&country=France");
    ck_status(r, 303);
    r = post(&b, item, "kind=deass&state=obtained&year=2012&school=IRTS&country=France");
    ck_status(r, 422);
    ck_says(r, "2011");
    ck_assert_str_is(shown(&r, "year"), "2012");
    r = post(&b, item, "kind=deass&state=obtained&year=2012&school=IRTS&country=France");
    ck_goes(r, at(id, "diplomes"));
    /* Taken away on one device: the other is told, keeps what it wrote, and may add it again. */
    get(&a, text("%s/retirer", item));
    get(&b, item);
    r = post(&a, text("%s/retirer", item), "");
    ck_goes(r, at(id, "diplomes"));
    r = post(&a, text("%s/retirer", item), "");
    ck_goes(r, at(id, "diplomes"));
    b.accept = "application/json";
    r = post(&b, item, "kind=deass&state=obtained&year=2013&autosave=1");
    ck_status(r, 404);
    b.accept = NULL;
    r = post(&b, item, "kind=deass&state=obtained&year=2013&school=IRTS&country=France");
    ck_status(r, 422);
    ck_says(r, "Ce diplôme a été retiré entre-temps");
    ck_assert_str_is(shown(&r, "year"), "2013");
    ck_silent(r, "Retirer ce diplôme");
    r = post(&b, at(id, "diplomes/ajouter"), "kind=deass&state=obtained&year=2013&school=IRTS"
                                             "&country=France");
    ck_goes(r, at(id, "diplomes"));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM diploma d JOIN candidacy c ON c.id ="
        " d.candidacy_id WHERE c.public_id = '%.*s' AND d.year = 2013", STR_ARG(id)), 1);
}
END_TEST

START_TEST(an_item_sent_twice_is_made_once)
{
    struct browser b = {0};
    struct str id = start(&b);
    const char *add = at(id, "experiences/ajouter");
    get(&b, add);
    struct str page = b.page;
    struct reply r = post(&b, add, EXPERIENCE);
    ck_goes(r, at(id, "experiences"));
    b.page = page;
    r = post(&b, add, EXPERIENCE);
    ck_goes(r, at(id, "experiences"));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM experience e JOIN candidacy c ON c.id ="
        " e.candidacy_id WHERE c.public_id = '%.*s'", STR_ARG(id)), 1);
    /* An incomplete one is kept too, and its page saves that one from then on. */
    get(&b, add);
    r = post(&b, add, "nature=employee&organisation=La+Ruche");
    ck_status(r, 422);
    ck_says(r, "govuk-error-summary");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM experience e JOIN candidacy c ON c.id ="
        " e.candidacy_id WHERE c.public_id = '%.*s'", STR_ARG(id)), 2);
    struct str key = root_text("SELECT e.public_id FROM experience e JOIN candidacy c ON c.id ="
        " e.candidacy_id WHERE c.public_id = '%.*s' ORDER BY e.id DESC LIMIT 1", STR_ARG(id));
    const char *item = text("%s/%.*s", at(id, "experiences"), STR_ARG(key));
    ck_says(r, text("action=\"%s\"", item));
    r = post(&b, item, EXPERIENCE);
    ck_goes(r, at(id, "experiences"));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM experience e JOIN candidacy c ON c.id ="
        " e.candidacy_id WHERE c.public_id = '%.*s'", STR_ARG(id)), 2);
}
END_TEST

/* ---- saving as one types ---- */

static struct str json_text(const struct reply *r, const char *key)
{
    struct str rest = r->body;
    const char *p = memmem(rest.p, rest.n, text("\"%s\":\"", key), strlen(key) + 4);
    ck_assert_msg(p, "no %s in %.*s", key, STR_ARG(r->body));
    rest = str_slice(rest, (size_t)(p - rest.p) + strlen(key) + 4, rest.n);
    return str_slice(rest, 0, str_find(rest, '"'));
}

START_TEST(saving_as_one_types)
{
    struct browser a = {0}, b = {0};
    struct str email, id = two_devices(&a, &b, &email), page = a.page;
    a.accept = "application/json";
    struct reply r = post(&a, at(id, "identite"),
        text("%s&autosave=1", identity_in(email, "Ly", "")));
    ck_status(r, 200);
    ck_assert_str_is(r.type, "application/json");
    ck_says(r, "\"saved\":true");
    struct str base = json_text(&r, "base");
    ck_assert_uint_gt(json_text(&r, "at").n, 4);
    ck_assert_str_is(stored(id, "city"), "Ly");
    a.page = page;
    r = post(&a, at(id, "identite"),
        text("%s&autosave=1&base=%.*s", identity_in(email, "Lyon", ""), STR_ARG(base)));
    ck_says(r, "\"saved\":true");
    base = json_text(&r, "base");
    /* Half an answer is kept as it is. */
    r = post(&a, at(id, "identite"),
        text("birth_name=Le+Gall&birth_date.d=31&birth_date.m=2&autosave=1&city=Lyon&base=%.*s",
            STR_ARG(base)));
    ck_status(r, 200);
    ck_says(r, "\"saved\":true");
    base = json_text(&r, "base");
    /* The other device, meanwhile. */
    struct reply other = get(&b, at(id, "identite"));
    ck_assert_str_is(shown(&other, "birth_date.d"), "31");
    other = post(&b, at(id, "identite"), identity_in(email, "Lille", ""));
    ck_status(other, 303);
    r = post(&a, at(id, "identite"),
        text("%s&autosave=1&base=%.*s", identity_in(email, "Laon", ""), STR_ARG(base)));
    ck_status(r, 409);
    ck_says(r, "\"saved\":false");
    ck_assert_str_is(stored(id, "city"), "Lille");
    /* Without a session the script is told, and nothing is written. */
    now.s += 25 * 3600;
    r = post(&a, at(id, "identite"), text("%s&autosave=1", identity_in(email, "Laon", "")));
    ck_status(r, 401);
    ck_says(r, "\"saved\":false");
    ck_assert_str_is(r.type, "application/json");
}
END_TEST

START_TEST(later_is_always_possible)
{
    struct browser b = {0};
    struct str id = start(&b);
    get(&b, at(id, "projet"));
    struct reply r = post(&b, at(id, "projet"), "project=Une+id%C3%A9e&then=later");
    ck_goes(r, text("%s?enregistre=1", at(id, "")));
    r = follow(&b, &r);
    ck_says(r, "C’est enregistré");
    r = get(&b, at(id, "projet"));
    ck_assert_str_is(shown(&r, "project"), "Une idée");
    ck_silent(r, "govuk-error-summary"); /* what is missing is no mistake yet */
}
END_TEST

/* ---- fifty at once ---- */

static uint64_t start_once(unsigned index, const void *arg)
{
    struct browser b = *(const struct browser *)arg;
    struct reply r = post(&b, "/candidature", "kind=licence&payer=cpf&wanted=yes");
    (void)index;
    return r.status == 303 && str_starts(r.location, STR("/candidature/")) ? 1 : 0;
}

START_TEST(fifty_starts_make_one_row)
{
    struct browser b = {0};
    struct str email = fresh_email();
    uint64_t out[50], good = 0;
    sign_in(&b, email);
    get(&b, "/candidature");
    parallel(50, start_once, &b, out);
    for (size_t i = 0; i < 50; i++)
        good += out[i] == 1;
    ck_assert_uint_eq(good, 50);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM candidacy c JOIN account a ON a.id ="
        " c.account_id WHERE a.email = '%.*s'", STR_ARG(email)), 1);
    /* What was answered before is carried in by the one that made it. */
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM diploma d JOIN candidacy c ON c.id ="
        " d.candidacy_id JOIN account a ON a.id = c.account_id WHERE a.email = '%.*s'",
        STR_ARG(email)), 1);
}
END_TEST

FLOW_MAIN("wizard", statements_are_few, every_page_of_a_candidacy_costs_few,
    the_same_field_twice_asks_the_person, different_fields_merge, a_tab_never_conflicts_with_itself,
    two_tabs_never_put_back_what_the_other_wrote, two_tabs_on_one_field_ask_the_person,
    one_tab_saves_as_often_as_it_likes, items_meet_the_same_way,
    an_item_sent_twice_is_made_once, saving_as_one_types, later_is_always_possible,
    fifty_starts_make_one_row)
