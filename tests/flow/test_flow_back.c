/* Back, Forward and a reload: a form that adds something adds it once, however often its page is asked
 * for again; what is read before it is sent has an address of its own and loses nothing. */
#include "desk_stage.h"
#include "quote_stage.h"

#include "web/again.h"

#define DIPLOMA "kind=deass&state=obtained&year=2010&school=IRTS&country=France"
#define EXPERIENCE                                                                                 \
    "nature=volunteer&organisation=Les+Amis&organisation_kind=association&role=Tr%C3%A9sorier"     \
    "&field=culture&started.m=9&started.y=2021&ended.m=8&ended.y=2024&working_time=20"
#define SUITED                                                                                     \
    "kind=licence&state=obtained&pro_years=2&social_years=0&pro_months=5&social_months=0"              \
    "&ongoing.professional=1&payer=individual"

/* ---- the tables */

static const struct route *row_of(const struct route_table *t, enum method method, const char *pattern)
{
    for (size_t i = 0; i < *t->n; i++)
        if (t->rows[i].method == method && strcmp(t->rows[i].pattern, pattern) == 0)
            return &t->rows[i];
    return NULL;
}

static struct str filled(const char *pattern)
{
    struct buf b;
    buf_init(&b, 512);
    for (const char *p = pattern; *p; p++) {
        buf_puts(&b, *p == '{' ? "AAAAAAAAAAAAAAAAAAAAAA" : (char[]){*p, '\0'});
        p += *p == '{';
    }
    struct str path = arena_dup(arena, buf_str(&b));
    buf_free(&b);
    return path;
}

/* Whatever answers a form that is posted has an address that is shown, and it is the form's own page
 * where it has one. */
START_TEST(each_answer_has_an_address)
{
    for (int t = 0; t < ROUTE_TABLES; t++)
        for (size_t i = 0; i < *route_tables[t].n; i++) {
            const struct route_table *table = &route_tables[t];
            const struct route *r = &table->rows[i];
            if (r->method != METHOD_POST)
                continue;
            struct request req = {.method = METHOD_POST, .path = filled(r->pattern)};
            struct param one = {STR("cle"), STR("BBBBBBBBBBBBBBBBBBBBBB")};
            struct page p = {.a = arena, .req = &req, .query = {&one, 1}};
            struct str at = again_at(table, r, &p), part[4];
            size_t mark = str_find(at, '?');
            bool other = false, own = row_of(table, METHOD_GET, r->pattern) != NULL;
            ck_assert_str_is(str_slice(at, mark, at.n), "?cle=BBBBBBBBBBBBBBBBBBBBBB");
            at = str_slice(at, 0, mark);
            ck_assert_msg(route_find(table, METHOD_GET, at, part, &other) || str_eq(at, STR("/")),
                "%s: %.*s is not shown", r->name, STR_ARG(at));
            ck_assert_msg(str_eq(at, req.path) == own, "%s: %.*s", r->name, STR_ARG(at));
        }
}
END_TEST

/* The page and what is posted from it say the same. */
START_TEST(keyed_on_both_sides)
{
    for (int t = 0; t < ROUTE_TABLES; t++)
        for (size_t i = 0; i < *route_tables[t].n; i++) {
            const struct route *r = &route_tables[t].rows[i];
            unsigned mine = r->flags & ROUTE_READ_AGAIN;
            const struct route *twin = row_of(&route_tables[t],
                r->method == METHOD_POST ? METHOD_GET : METHOD_POST, r->pattern);
            ck_assert_msg(!(mine & ROUTE_KEPT) || (mine & ROUTE_KEYED), "%s", r->name);
            ck_assert_msg(!twin || (twin->flags & ROUTE_READ_AGAIN) == mine, "%s", r->name);
        }
}
END_TEST

/* ---- each that adds, twice through its page */

struct adding {
    const char *page, *to; /* NULL: the page's own path */
    const char *fields, *sends; /* what is posted; then, where it is read again first, what sends it */
    const char *count; /* SQL: what is there */
};

static struct { /* names of routes that were tried */
    size_t n;
    const char *name[64];
} tried;

static void note_route(const char *path)
{
    struct str part[4], whole = str_c(path);
    bool other;
    whole = str_slice(whole, 0, str_find(whole, '?'));
    const struct route_table *t =
        &route_tables[str_starts(whole, STR("/gestion")) ? ROUTES_DESK : ROUTES_PUBLIC];
    const struct route *r = route_find(t, METHOD_POST, whole, part, &other);
    ck_assert_msg(r && (r->flags & ROUTE_KEYED), "%s adds nothing", path);
    tried.name[tried.n++] = r->name;
}

static struct reply send(struct browser *b, const struct adding *a)
{
    struct reply r = post(b, a->to ? a->to : a->page, a->fields);
    if (!a->sends || r.status == 303) /* read again no more: it was sent */
        return r;
    ck_status(r, 200);
    return post(b, a->to ? a->to : a->page, a->sends);
}

static bool offers(const struct reply *r, const struct adding *a)
{
    struct str path = str_c(a->to ? a->to : a->page);
    return has(r->body, text("action=\"%.*s?", (int)str_find(path, '?'), path.p));
}

static void adds_once(struct browser *b, const struct adding *a)
{
    uint64_t before = root_number("%s", a->count);
    note_route(a->to ? a->to : a->page);
    ck_status(get(b, a->page), 200);
    struct str address = b->at, page = b->page;
    struct reply r = send(b, a);
    ck_status(r, 303);
    struct str went = r.location;
    ck_assert_msg(root_number("%s", a->count) == before + 1, "%s: not one", a->page);
    /* a page that the browser had kept as it was, sent once more */
    b->page = page;
    ck_status(send(b, a), 303);
    ck_assert_msg(root_number("%s", a->count) == before + 1, "%s: the same page again", a->page);
    /* what one arrived at, fetched again */
    get(b, text("%.*s", STR_ARG(went)));
    /* Back: the page is asked for again, and sent where it still is a form */
    r = get(b, text("%.*s", STR_ARG(address)));
    if (r.status == 303)
        follow(b, &r);
    else if (offers(&r, a))
        ck_status(send(b, a), 303);
    ck_assert_msg(root_number("%s", a->count) == before + 1, "%s: fetched again", a->page);
    /* Another one is another one. */
    ck_status(get(b, a->page), 200);
    ck_assert_msg(!str_eq(b->at, address), "%s", a->page);
    ck_assert(offers(&(struct reply){.body = b->page}, a));
}

static void of_a_candidacy(struct browser *b, const char *base, struct str id)
{
    const char *mine = text("JOIN candidacy c ON c.id = i.candidacy_id WHERE c.public_id = '%.*s'", STR_ARG(id));
    adds_once(b, &(struct adding){.page = text("%s/diplomes/ajouter", base), .fields = DIPLOMA,
                     .count = text("SELECT COUNT(*) FROM diploma i %s", mine)});
    adds_once(b, &(struct adding){.page = text("%s/experiences/ajouter", base), .fields = EXPERIENCE,
                     .count = text("SELECT COUNT(*) FROM experience i %s", mine)});
}

static void at_the_front(void)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    of_a_candidacy(&b, at(id, ""), id);
    const char *asked_for = text("name=Ana&email=%.*s&%s", STR_ARG(email), EMPLOYER);
    const char *requests =
        text("SELECT COUNT(*) FROM quote_request WHERE email = '%.*s'", STR_ARG(email));
    adds_once(&b, &(struct adding){"/devis", NULL, asked_for, "then=send", requests});
    adds_once(&b, &(struct adding){at(id, "devis"), NULL, asked_for, "then=send", requests});
    struct str path = quoted(&b, email, EMPLOYER);
    adds_once(&b, &(struct adding){.page = under(path, STR("message")),
        .fields = "about=question&message=Et+les+horaires",
        .count = text("SELECT COUNT(*) FROM quote_message m JOIN quote_request r ON r.id = m.request_id"
                      " WHERE m.kind = 'person' AND r.email = '%.*s'", STR_ARG(email))});
    const char *mailed = text("SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s' AND kind IN"
                              " ('eligibility_self', 'employer_info')", STR_ARG(email));
    const char *to = text("email=%.*s", STR_ARG(email));
    adds_once(&b, &(struct adding){"/eligibilite/envoi?" SUITED, NULL, to, NULL, mailed});
    adds_once(&b, &(struct adding){"/eligibilite/employeur?" SUITED, NULL, to, NULL, mailed});
}

static void at_the_desk(void)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_ADMIN);
    struct str id = stage_request(NULL), mix = stage_request(&(struct wish){.payer = "several"});
    const char *of = text("FROM quote_message WHERE request_id = %llu", (unsigned long long)stage_id(id));
    const char *versions = text("SELECT COUNT(*) FROM quote WHERE request_id = %llu", (unsigned long long)stage_id(id));
    const char *file = text("/gestion/devis/%.*s", STR_ARG(id));
    adds_once(&b, &(struct adding){file, stage_path(id, "note"), "note=Rappeler", NULL, text("SELECT COUNT(*) %s AND kind = 'note'", of)});
    adds_once(&b, &(struct adding){stage_path(id, "message"), NULL, "body=Bonjour&then=preview", "then=send",
                      text("SELECT COUNT(*) %s AND kind = 'staff'", of)});
    adds_once(&b, &(struct adding){stage_path(id, "version"), NULL,
                      stage_amended(id, "payer=employer&module=yes&then=preview"), "then=send", versions});
    adds_once(&b, &(struct adding){stage_path(mix, "parts"), NULL, STAGE_TO "&base=third&third_diploma=5000&then=preview",
                      "then=send", text("SELECT COUNT(*) DIV 2 FROM quote WHERE request_id = %llu",
                                       (unsigned long long)stage_id(mix))});
    adds_once(&b, &(struct adding){"/gestion/textes/ajouter", NULL, "title=Un+texte&body=Des+mots.", NULL,
                      "SELECT COUNT(*) FROM ready_text WHERE title = 'Un texte'"});
    struct str email = fresh_email();
    adds_once(&b, &(struct adding){"/gestion/devis/saisir", NULL,
        text("origin=phone&%s&kind=quote&payer=employer&module=yes&whom=self&addressee_name=Les+Mille+Pas"
             "&addressee_address=1+rue&name=Ana&email=%.*s&then=preview", stage_today("received_on"), STR_ARG(email)),
        NULL, text("SELECT COUNT(*) FROM quote_request WHERE email = '%.*s'", STR_ARG(email))});
    email = fresh_email();
    adds_once(&b, &(struct adding){"/gestion/candidatures/saisir", NULL,
        text("origin=phone&%s&email=%.*s&birth_name=Kermarrec&given_names=Yann&then=later", stage_today("received_on"), STR_ARG(email)),
        NULL, text("SELECT COUNT(*) FROM candidacy c JOIN account a ON a.id = c.account_id WHERE a.email = '%.*s'", STR_ARG(email))});
    struct str entered = stage_entered(&b, fresh_email(), "later");
    of_a_candidacy(&b, text("/gestion/candidatures/saisies/%.*s", STR_ARG(entered)), entered);
}

START_TEST(each_that_adds_adds_once)
{
    stage_facts();
    at_the_front();
    at_the_desk();
    for (int t = 0; t < ROUTE_TABLES; t++)
        for (size_t i = 0; i < *route_tables[t].n; i++) {
            const struct route *r = &route_tables[t].rows[i];
            bool met = r->method != METHOD_POST || !(r->flags & ROUTE_KEYED);
            for (size_t k = 0; k < tried.n; k++)
                met |= strcmp(tried.name[k], r->name) == 0;
            ck_assert_msg(met, "%s was not sent twice", r->name);
        }
}
END_TEST

/* The page of an item that was added is that item's: what is changed there changes it. */
START_TEST(back_to_an_item_is_that_item)
{
    struct browser b = {0};
    struct str id = signed_in_candidacy(&b, NULL);
    const char *page = at(id, "diplomes/ajouter?depuis=verification");
    ck_status(get(&b, page), 200);
    struct str address = b.at;
    ck_status(post(&b, at(id, "diplomes/ajouter"), DIPLOMA), 303);
    struct reply r = get(&b, text("%.*s", STR_ARG(address)));
    ck_status(r, 303);
    const char *item = text("%.*s", STR_ARG(r.location));
    ck_assert_msg(strstr(item, "?depuis=verification"), "%s", item);
    r = follow(&b, &r);
    ck_assert_str_is(shown(&r, "school"), "IRTS");
    struct str path = str_c(item);
    ck_status(post(&b, text("%.*s", (int)str_find(path, '?'), item), "kind=deass&state=obtained&year=2010&school=ETSUP&country=France"), 303);
    ck_assert_str_is(root_text("SELECT GROUP_CONCAT(school) FROM diploma d JOIN candidacy c ON c.id ="
                               " d.candidacy_id WHERE c.public_id = '%.*s'", STR_ARG(id)), "ETSUP");
    /* taken away: the page adds it again */
    root_run("DELETE d FROM diploma d JOIN candidacy c ON c.id = d.candidacy_id WHERE c.public_id = '%.*s'", STR_ARG(id));
    ck_status(get(&b, text("%.*s", STR_ARG(address))), 200);
    ck_status(post(&b, at(id, "diplomes/ajouter"), DIPLOMA), 303);
    /* refused, but kept as it is: its address is the item's, with what was typed */
    ck_status(get(&b, at(id, "diplomes/ajouter")), 200);
    address = b.at;
    r = post(&b, at(id, "diplomes/ajouter"), "kind=deass&school=La+troisi%C3%A8me");
    ck_status(r, 422);
    ck_says(r, text("data-at=\"%.*s\"", STR_ARG(address)));
    r = get(&b, text("%.*s", STR_ARG(address)));
    r = follow(&b, &r);
    ck_assert_str_is(shown(&r, "school"), "La troisième");
}
END_TEST

/* ---- whose an address is */

START_TEST(an_address_handed_on_reaches_nothing)
{
    struct browser a = {0}, b = {0};
    struct str mine = fresh_email(), theirs = fresh_email();
    get(&a, "/devis");
    const char *address = text("%.*s", STR_ARG(a.at));
    ck_status(post(&a, "/devis", text("name=Ana&email=%.*s&%s", STR_ARG(mine), EMPLOYER)), 200);
    struct reply r = get(&b, address); /* read again by whoever typed it, and nobody else */
    ck_status(r, 200);
    ck_silent(r, text("%.*s", STR_ARG(mine)));
    r = get(&b, text("%s&relire=1", address));
    ck_silent(r, text("%.*s", STR_ARG(mine)));
    r = post(&a, "/devis", "then=send");
    ck_status(r, 303);
    struct str path = r.location;
    ck_goes(get(&a, address), text("%.*s?fait=partie", STR_ARG(path)));
    ck_says(get(&a, text("%.*s?fait=partie", STR_ARG(path))), "déjà envoyée");
    r = get(&b, address);
    ck_status(r, 200);
    r = post(&b, "/devis", text("name=Bo&email=%.*s&%s", STR_ARG(theirs), EMPLOYER));
    r = post(&b, "/devis", "then=send");
    ck_status(r, 303);
    ck_assert(!str_eq(r.location, path));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote_request WHERE email IN ('%.*s', '%.*s')",
                          STR_ARG(mine), STR_ARG(theirs)), 2);
    /* somebody else's candidacy stays closed, with any name */
    struct browser owner = {0};
    struct str id = signed_in_candidacy(&owner, NULL);
    get(&owner, at(id, "diplomes/ajouter"));
    ck_status(get(&b, text("%.*s", STR_ARG(owner.at))), 303); /* to the door */
}
END_TEST

START_TEST(robots_are_told_of_one_address)
{
    struct browser b = {0};
    struct reply r = get(&b, "/devis");
    ck_says(r, "<link rel=\"canonical\" href=\"http");
    ck_says(r, "/devis\">");
    ck_silent(r, "noindex");
}
END_TEST

START_TEST(a_name_that_is_none_is_replaced)
{
    struct browser b = {0};
    static const char *const odd[] = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAA", "%27+OR+1%3D1--+AAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAA%00"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        struct reply r = ask(&b, METHOD_GET, text("/devis?payer=opco&cle=%s", odd[i]), (struct str){0});
        if (r.status == 422) /* a NUL is no query at all */
            continue;
        ck_status(r, 303);
        ck_assert_msg(str_starts(r.location, STR("/devis?payer=opco&cle=")) && r.location.n == 44,
            "%.*s", STR_ARG(r.location));
    }
    ck_status(get(&b, "/devis?cle=AAAAAAAAAAAAAAAAAAAAAA&cle=BBBBBBBBBBBBBBBBBBBBBB"), 422);
}
END_TEST

/* ---- read again before it is sent */

static uint64_t kept(struct str place)
{
    return root_number("SELECT COUNT(*) FROM stash WHERE path = '%.*s'", STR_ARG(place));
}

START_TEST(what_is_read_again_has_an_address)
{
    struct browser b = {0};
    struct str email = fresh_email();
    get(&b, "/devis");
    struct str form = b.at;
    struct reply r = post_bare(&b, text("%.*s", STR_ARG(form)),
        str_c(text("csrf=%.*s&name=Ana&email=%.*s&%s", STR_ARG(token_of(&b)), STR_ARG(email), INDIVIDUAL)));
    ck_goes(r, text("%.*s&relire=1", STR_ARG(form)));
    for (int i = 0; i < 2; i++) { /* and a reload */
        r = get(&b, text("%.*s&relire=1", STR_ARG(form)));
        ck_status(r, 200);
        ck_says(r, "Vérifiez, puis envoyez");
        ck_says(r, text("%.*s", STR_ARG(email)));
    }
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM stash WHERE path = '%.*s' AND (sealed LIKE"
                                  " '%%Ana%%' OR sealed LIKE '%%2+rue%%')", STR_ARG(form)), 0);
    /* Back to the form: it is as it was left. */
    r = get(&b, text("%.*s", STR_ARG(form)));
    ck_status(r, 200);
    ck_assert_str_is(shown(&r, "name"), "Ana");
    ck_assert_str_is(shown(&r, "addressee_address"), "2 rue Basse");
    /* changed there, read again, sent */
    ck_says(post(&b, "/devis", text("name=Bo&email=%.*s&%s", STR_ARG(email), INDIVIDUAL)), "Bo");
    ck_assert_uint_eq(kept(form), 1);
    ck_status(post(&b, "/devis", "then=send"), 303);
    ck_assert_str_is(root_text("SELECT GROUP_CONCAT(name) FROM quote_request WHERE email = '%.*s'", STR_ARG(email)), "Bo");
    /* what is kept from then on tells that it was sent, and nothing of what: 12 and 16 bytes of the seal,
     * "sent " and a hash */
    ck_assert_uint_eq(root_number("SELECT LENGTH(sealed) FROM stash WHERE path = '%.*s'", STR_ARG(form)), 28 + 5 + 64);
}
END_TEST

/* Asked for by GET, what was kept does nothing: not even what a button had asked for. */
START_TEST(shown_again_it_does_nothing)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str id = stage_request(NULL);
    get(&b, stage_path(id, "message"));
    struct str form = b.at;
    struct reply r = post(&b, stage_path(id, "message"), "body=Bonjour+%C3%A0+vous&then=preview");
    ck_says(r, "Rien n’est encore parti");
    r = get(&b, text("%.*s&relire=1&then=send", STR_ARG(form)));
    ck_says(r, "Rien n’est encore parti");
    r = get(&b, text("%.*s", STR_ARG(form)));
    ck_assert_str_is(shown(&r, "body"), "Bonjour à vous");
    ck_assert_uint_eq(stage_mails(id, "quote_reply"), 0);
    /* a colleague at the same address reads nothing of it */
    struct browser other = {0};
    flow_staff(&other, ROLE_QUOTES);
    r = get(&other, text("%.*s", STR_ARG(form)));
    ck_silent(r, "Bonjour à vous");
    r = get(&other, text("%.*s&relire=1", STR_ARG(form)));
    ck_silent(r, "Bonjour à vous");
    /* an hour later it is gone, and the form is there */
    now.s += 3600;
    flow_staff_session(&b, root_number("SELECT MAX(id) FROM staff") - 1);
    r = get(&b, text("%.*s&relire=1", STR_ARG(form)));
    ck_status(r, 200);
    ck_silent(r, "Bonjour à vous");
    ck_says(r, "Voir avant d’envoyer");
}
END_TEST

/* The room that one browser has: the oldest goes. */
START_TEST(the_oldest_makes_room)
{
    struct browser b = {0};
    struct str first = {0};
    (void)start(&b);
    for (int i = 0; i < 12; i++) {
        get(&b, "/devis");
        struct str form = b.at;
        if (i == 0)
            first = form;
        ck_says(post(&b, "/devis", text("name=Ana&email=a%d%%40exemple.fr&%s", i, EMPLOYER)),
            "Vérifiez, puis envoyez");
        now.s++;
        ck_assert_uint_eq(kept(form), 1);
    }
    ck_assert_uint_eq(kept(first), 0);
    ck_status(get(&b, text("%.*s&relire=1", STR_ARG(first))), 200);
    /* none of these is offered after signing in */
    ck_goes(get(&b, "/connexion/reprise"), "/candidature");
}
END_TEST

/* ---- another text in a page that has sent one */

START_TEST(another_request_is_not_lost)
{
    struct browser b = {0};
    struct str email = fresh_email();
    get(&b, "/devis");
    struct str page = b.page;
    const char *of = text("email=%.*s&%s", STR_ARG(email), EMPLOYER);
    ck_status(post(&b, "/devis", text("name=Ana&%s", of)), 200);
    struct str check = b.page;
    ck_status(post(&b, "/devis", "then=send"), 303);
    b.page = check; /* the check page, sent once more */
    ck_status(post(&b, "/devis", "then=send"), 303);
    b.page = page; /* the form as the browser had kept it, changed */
    ck_says(post(&b, "/devis", text("name=Bo&%s", of)), "Vérifiez, puis envoyez");
    ck_status(post(&b, "/devis", "then=send"), 303);
    ck_assert_str_is(root_text("SELECT GROUP_CONCAT(name ORDER BY id) FROM quote_request WHERE email ="
                               " '%.*s'", STR_ARG(email)), "Ana,Bo");
}
END_TEST

START_TEST(another_text_is_not_lost)
{
    struct browser b = {0}, s = {0};
    struct str email = fresh_email();
    stage_facts();
    const char *write = under(quoted(&b, email, EMPLOYER), STR("message"));
    get(&b, write);
    struct str page = b.page;
    ck_status(post(&b, write, "about=question&message=Un"), 303);
    b.page = page;
    struct reply r = post(&b, write, "about=question&message=Deux");
    ck_status(r, 422);
    ck_assert_str_is(shown(&r, "message"), "Deux");
    ck_status(post(&b, write, "about=question&message=Deux"), 303);
    ck_assert_str_is(root_text("SELECT GROUP_CONCAT(m.body ORDER BY m.id) FROM quote_message m JOIN"
                               " quote_request r ON r.id = m.request_id WHERE r.email = '%.*s'", STR_ARG(email)), "Un,Deux");
    flow_staff(&s, ROLE_QUOTES);
    struct str id = stage_request(NULL);
    const char *file = text("/gestion/devis/%.*s", STR_ARG(id)), *note = stage_path(id, "note");
    get(&s, file);
    page = s.page;
    ck_goes(post(&s, note, "note=Un"), text("%s?dit=note", file));
    s.page = page;
    r = post(&s, note, "note=Deux");
    ck_status(r, 409);
    ck_assert_str_is(shown(&r, "note"), "Deux");
    ck_goes(post(&s, note, "note=Deux"), text("%s?dit=note", file));
    ck_assert_str_is(root_text("SELECT GROUP_CONCAT(body ORDER BY id) FROM quote_message WHERE request_id = %llu",
        (unsigned long long)stage_id(id)), "Un,Deux");
}
END_TEST

FLOW_MAIN("back", each_answer_has_an_address, keyed_on_both_sides, each_that_adds_adds_once,
    back_to_an_item_is_that_item, an_address_handed_on_reaches_nothing, a_name_that_is_none_is_replaced,
    robots_are_told_of_one_address,
    what_is_read_again_has_an_address, shown_again_it_does_nothing, the_oldest_makes_room,
    another_request_is_not_lost, another_text_is_not_lost)
