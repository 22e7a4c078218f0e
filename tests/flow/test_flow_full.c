/* The database answers, and has no room: what it said then on a disk that was full (tests/faults/full.py
 * fills one) is said here by a trigger. Nothing is kept of the request, nothing counts, what was typed is
 * shown again with a button that sends it, and once there is room the same button does it. */
#include "flow.h"
#include "lost.h"
#include "store/health.h"

static const char JOB[] = "nature=employee&organisation=Les+Amis+du+Canal&organisation_kind=association"
    "&role=Animateur&field=culture&started.m=1&started.y=2018&ended.m=12&ended.y=2023&working_time=100";
static const char *const events[] = {"INSERT", "UPDATE"};

/* No row of that table can be added, or grow. */
static void fill_up(const char *table)
{
    lost_never(); /* and no other fault beside this one */
    for (size_t i = 0; i < 2; i++)
        root_run("CREATE OR REPLACE TRIGGER full_%s_%zu BEFORE %s ON %s FOR EACH ROW SIGNAL SQLSTATE 'HY000' SET"
                 " MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full'", table, i, events[i], table);
}

static void make_room(const char *table)
{
    for (size_t i = 0; i < 2; i++)
        root_run("DROP TRIGGER full_%s_%zu", table, i);
}

static uint64_t counted(void)
{
    return root_number("SELECT COALESCE(SUM(acts), 0) FROM throttle WHERE window_start > '2001-01-01'");
}

static uint64_t rows_of(const char *table)
{
    return root_number("SELECT COUNT(*) FROM %s", table);
}

/* Posts `fields` with no room in the table, then presses the button of the page that says so. */
static struct reply posted_twice(struct browser *b, const char *path, const char *fields, const char *table,
    const char *typed)
{
    fill_up(table);
    uint64_t acts = counted(), rows = rows_of(table), mails = rows_of("outbox");
    struct reply r = post(b, path, fields);
    make_room(table);
    ck_status(r, 503);
    ck_says(r, "Il n’y a plus de place pour enregistrer");
    ck_says(r, "votre envoi n’a pas été enregistré");
    ck_says(r, "laissez cette page ouverte");
    ck_says(r, "Envoyer à nouveau");
    ck_says(r, typed);
    ck_assert_str_is(header_of(&r, "Retry-After"), "120");
    ck_assert_uint_eq(rows_of(table), rows);
    ck_assert_uint_eq(rows_of("outbox"), mails);
    ck_assert_uint_eq(counted(), acts);
    return post(b, path, "");
}

START_TEST(a_step_an_item_and_a_deposit)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    get(&b, at(id, "projet"));
    struct reply r = posted_twice(&b, at(id, "projet"),
        "objects.diagnosis=1&project=Un+caf%C3%A9+%C3%A0+la+gare&expectations=Du+recul", "candidacy_project",
        "Un café à la gare");
    ck_status(r, 303);
    ck_says(get(&b, at(id, "projet")), "Un café à la gare");
    get(&b, at(id, "experiences/ajouter"));
    r = posted_twice(&b, at(id, "experiences/ajouter"), JOB, "experience", "Les Amis du Canal");
    ck_status(r, 303);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM experience e JOIN candidacy c ON c.id = e.candidacy_id"
                                  " WHERE c.public_id = '%.*s'", STR_ARG(id)), 1);
    get(&b, at(id, "identite"));
    ck_status(post(&b, at(id, "identite"), identity_of(email)), 303);
    get(&b, at(id, "diplomes/ajouter"));
    ck_status(post(&b, at(id, "diplomes/ajouter"), "kind=dees&state=obtained&year=2012&school=IRTS&country=France"), 303);
    get(&b, at(id, "financement"));
    ck_status(post(&b, at(id, "financement"), "payer=individual"), 303);
    get(&b, at(id, "module"));
    ck_status(post(&b, at(id, "module"), "wanted=no"), 303);
    ck_status(get(&b, at(id, "verification")), 200);
    r = posted_twice(&b, at(id, "verification"), "declaration=1", "submission", "Vos réponses sont reprises");
    ck_status(r, 303);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM submission s JOIN candidacy c ON c.id = s.candidacy_id"
                                  " WHERE c.public_id = '%.*s'", STR_ARG(id)), 1);
}
END_TEST

START_TEST(a_code_and_a_quote_that_limits_count)
{
    struct browser b = {.address = "192.0.2.71"}, asker = {.address = "192.0.2.72"};
    struct str email = fresh_email(), other = fresh_email();
    get(&b, "/connexion");
    struct reply r =
        posted_twice(&b, "/connexion", text("email=%.*s", STR_ARG(email)), "challenge", text("%.*s", STR_ARG(email)));
    ck_status(r, 303);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM challenge WHERE email = '%.*s'", STR_ARG(email)), 1);
    get(&asker, "/devis");
    r = post(&asker, "/devis", text("name=Ana%%C3%%AFs+B.&email=%.*s&phone=&kind=quote&payer=individual&module=no"
                                    "&whom=self&addressee_address=1+rue+du+Port%%0D%%0A35000+Rennes&then=next", STR_ARG(other)));
    ck_says(r, "Vérifiez, puis envoyez");
    r = posted_twice(&asker, "/devis", "then=send", "quote_request", "Anaïs B.");
    ck_status(r, 303);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote_request WHERE email = '%.*s'", STR_ARG(other)), 1);
}
END_TEST

START_TEST(at_the_desk)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    get(&b, "/gestion/textes/ajouter");
    struct reply r = posted_twice(&b, "/gestion/textes/ajouter",
        "title=Bourses+du+mois&about=any&body=Deux+bourses+existent.", "ready_text", "Deux bourses existent.");
    ck_status(r, 303);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM ready_text WHERE title = 'Bourses du mois'"), 1);
}
END_TEST

/* A secret is not written into a page; the attempt is not counted all the same. */
START_TEST(a_password_is_not_shown_again)
{
    struct browser b = {.address = "192.0.2.73"};
    get(&b, "/gestion/connexion");
    fill_up("audit");
    uint64_t acts = counted();
    struct reply r = post(&b, "/gestion/connexion", "email=qui%40exemple.fr&password=quatre+mots+sans+suite");
    make_room("audit");
    ck_status(r, 503);
    ck_says(r, "Le disque de la base de données est plein");
    ck_silent(r, "quatre mots");
    ck_silent(r, "quatre+mots");
    ck_silent(r, "Envoyer à nouveau");
    ck_assert_uint_eq(counted(), acts);
}
END_TEST

/* Our script is told in its own words, and keeps what is in the page. */
START_TEST(the_script_is_told)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    get(&b, at(id, "projet"));
    fill_up("candidacy_project");
    b.accept = "application/json";
    struct reply r = post(&b, at(id, "projet"), "objects.diagnosis=1&project=Un+four&expectations=");
    make_room("candidacy_project");
    ck_status(r, 503);
    ck_says(r, "{\"saved\":false,\"why\":\"unavailable\"}");
    ck_assert_str_is(header_of(&r, "Retry-After"), "120");
}
END_TEST

/* A base that is away loses no words either. */
START_TEST(what_was_typed_is_shown_without_a_database)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    get(&b, at(id, "projet"));
    lost_never();
    struct db *away = NULL, *was = router.db;
    struct db_settings nowhere = {.socket = "/nowhere/at/all", .name = "movsc", .user = "movsc_web"};
    ck_assert(db_open(&nowhere, &away) == RC_UNAVAILABLE);
    router.db = away;
    struct reply r = post(&b, at(id, "projet"),
        "objects.diagnosis=1&project=Une+<b>halle</b>&expectations=Voir&intrus=oui");
    router.db = was;
    db_close(away);
    ck_status(r, 503);
    ck_says(r, "Notre base de données ne répond pas");
    ck_says(r, "Une &lt;b&gt;halle&lt;/b&gt;");
    ck_silent(r, "intrus"); /* undeclared names go nowhere */
    ck_assert(header_of(&r, "Set-Cookie").p == NULL); /* nobody is known, and nobody's cookie replaced */
    ck_status(post(&b, at(id, "projet"), ""), 303);
    ck_says(get(&b, at(id, "projet")), "Une &lt;b&gt;halle&lt;/b&gt;");
}
END_TEST

/* Nor is a recovery code, which opens the door until it is used; a mail's code, soon worth nothing, is. */
START_TEST(a_recovery_code_is_not_shown_again)
{
    struct browser b = {0}, applicant = {0};
    lost_never();
    struct db *away = NULL, *staff_s = door.db, *was = router.db;
    struct db_settings nowhere = {.socket = "/nowhere/at/all", .name = "movsc", .user = "movsc_signin"};
    ck_assert(db_open(&nowhere, &away) == RC_UNAVAILABLE);
    door.db = router.db = away;
    struct reply first = post_bare(&b, "/gestion/connexion/code", STR("code=ABCD-EFGH-2345"));
    struct reply enrol = post_bare(&b, "/gestion/inscription", STR("code=ABCD-EFGH-2345"));
    struct reply mailed = post_bare(&applicant, "/connexion/code", STR("code=482915"));
    door.db = staff_s;
    router.db = was;
    db_close(away);
    ck_status(first, 503);
    ck_silent(first, "ABCD");
    ck_silent(first, "Envoyer à nouveau");
    ck_status(enrol, 503);
    ck_silent(enrol, "ABCD");
    ck_status(mailed, 503);
    ck_says(mailed, "Envoyer à nouveau");
}
END_TEST

/* Words that another site sent are not shown. */
START_TEST(nothing_of_another_site_s_is_shown)
{
    struct browser b = {.origin = "https://ailleurs.example", .fetch_site = "cross-site"};
    lost_never();
    struct db *away = NULL, *was = router.db;
    struct db_settings nowhere = {.socket = "/nowhere/at/all", .name = "movsc", .user = "movsc_web"};
    ck_assert(db_open(&nowhere, &away) == RC_UNAVAILABLE);
    router.db = away;
    struct reply r = post_bare(&b, "/connexion", STR("email=piege%40exemple.fr"));
    router.db = was;
    db_close(away);
    ck_status(r, 503);
    ck_silent(r, "piege");
}
END_TEST

START_TEST(the_health_says_it_for_ten_minutes)
{
    static const char words[] = "le disque de la base est plein";
    struct browser b = {.address = "127.0.0.1"}, person = {0};
    lost_never();
    now.s += 7 * 86400; /* after whatever the other tests refused */
    struct reply r = get(&b, "/sante/complet");
    ck_silent(r, words);
    get(&person, "/connexion");
    fill_up("challenge");
    ck_status(post(&person, "/connexion", text("email=%.*s", STR_ARG(fresh_email()))), 503);
    make_room("challenge");
    r = get(&b, "/sante/complet");
    ck_status(r, 503);
    ck_says(r, words);
    ck_says(r, "\"full_s\":0");
    now.s += 599;
    ck_says(get(&b, "/sante/complet"), words);
    now.s += 1;
    r = get(&b, "/sante/complet");
    ck_silent(r, words);
    ck_says(r, "\"full_s\":600");
}
END_TEST

/* Whichever pool met it. */
START_TEST(each_pool_tells_it)
{
    struct browser b = {0};
    lost_never();
    struct router *const all[ROUTE_TABLES] = {[ROUTES_PUBLIC] = &router, [ROUTES_DOCUMENTS] = &papers,
        [ROUTES_DESK] = &desk, [ROUTES_SIGNIN] = &door};
    for (int i = 0; i < ROUTE_TABLES; i++) {
        root_run("UPDATE revision SET full_at = NULL WHERE id = 1");
        ck_assert(db_request(all[i]->db, STR(""), now) == RC_OK);
        ck_assert(health_was_full(all[i]->db, now) == RC_OK);
        ck_assert_uint_eq(root_number("SELECT full_at IS NOT NULL FROM revision WHERE id = 1"), 1);
    }
    struct db *jobs = flow_connect("movsc_jobs");
    ck_assert(health_was_full(jobs, now) == RC_OK);
    db_close(jobs);
    ck_status(get(&b, "/"), 200);
}
END_TEST

FLOW_MAIN("full", a_step_an_item_and_a_deposit, a_code_and_a_quote_that_limits_count, at_the_desk,
    a_password_is_not_shown_again, a_recovery_code_is_not_shown_again, the_script_is_told, what_was_typed_is_shown_without_a_database,
    nothing_of_another_site_s_is_shown, the_health_says_it_for_ten_minutes, each_pool_tells_it)
