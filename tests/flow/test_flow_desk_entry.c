/* What came by mail, telephone or paper, entered by staff. */
#include "desk_stage.h"

#define ASKED                                                                                      \
    "kind=quote&payer=employer&module=yes&whom=one&addressee_name=Les+Mille+Pas&addressee_address="\
    "1+rue+des+Lilas&name=Anais+B.&phone=&note=Vu+au+salon"

START_TEST(a_request_is_entered_like_any_other)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str email = fresh_email();
    const char *path = "/gestion/devis/saisir";
    struct reply r = get(&b, path);
    ck_status(r, 200);
    ck_says(r, "Comment est-elle arrivée");
    ck_says(r, "Prénom et nom de la personne");
    ck_silent(r, "Vos prénom et nom");
    r = post(&b, path, ASKED "&email=&then=preview");
    ck_status(r, 422);
    ck_says(r, "comment la demande est arrivée");
    ck_says(r, "Saisissez l’adresse électronique de la personne");
    ck_assert_str_is(shown(&r, "addressee_name"), "Les Mille Pas");
    r = post(&b, path, ASKED "&then=recalc");
    ck_status(r, 200);
    ck_says(r, "10\u202f405,00\u00a0€");
    const char *all = text(ASKED "&email=%.*s&origin=phone&%s&then=preview", STR_ARG(email),
        stage_today("received_on"));
    r = post(&b, path, text("%s&received_on.y=2999", all));
    ck_status(r, 422); /* a name that stands twice is refused */
    get(&b, path);
    struct str page = b.page, first = {0};
    for (int i = 0; i < 2; i++) {
        b.page = page;
        r = post(&b, path, all);
        ck_status(r, 303);
        ck_assert(i == 0 || str_eq(first, r.location));
        first = r.location;
    }
    ck_assert_uint_eq(
        root_number("SELECT COUNT(*) FROM quote_request WHERE email = '%.*s'", STR_ARG(email)), 1);
    ck_assert_str_is(root_text("SELECT CONCAT_WS(' ', origin, received_on IS NOT NULL, entered_by IS NOT"
                               " NULL, state, waiting_since IS NOT NULL, payer) FROM quote_request WHERE"
                               " email = '%.*s'", STR_ARG(email)), "phone 1 1 new 1 employer");
    r = get(&b, text("%.*s", STR_ARG(r.location))); /* on to the document */
    ck_status(r, 200);
    ck_says(r, "10\u202f405,00\u00a0€");
    ck_status(post(&b, text("%.*s", STR_ARG(first)), "then=send"), 303);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE kind = 'quote_version' AND"
                                  " recipient = '%.*s'", STR_ARG(email)), 1);
    /* It waits since it came, not since it was typed in; its intake is said. */
    root_run("UPDATE quote_request SET received_on = '2026-02-03', intake_id = (SELECT MIN(id) FROM intake)"
             " WHERE email = '%.*s'", STR_ARG(email));
    struct reply file = get(&b, text("/gestion/devis/%.*s", STR_ARG(root_text("SELECT public_id FROM"
        " quote_request WHERE email = '%.*s'", STR_ARG(email)))));
    ck_says(file, "03/02/2026</");
    ck_says(file, "Saisie le");
    ck_says(file, "Promotion");
}
END_TEST

START_TEST(a_question_and_a_mix_are_entered)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_ADMIN);
    struct str email = fresh_email();
    const char *path = "/gestion/devis/saisir", *head = stage_today("received_on");
    get(&b, path);
    struct reply r = post(&b, path, text("kind=question&name=A+B&email=%.*s&message=Bonjour&origin=mail&%s"
                                         "&then=preview", STR_ARG(email), head));
    ck_status(r, 303);
    ck_assert(str_ends(r.location, STR("?dit=saisie")));
    get(&b, path);
    r = post(&b, path, text("kind=quote&payer=several&mix=Un+tiers&module=no&whom=self&name=A+B&email=%.*s"
                            "&origin=paper&%s&then=preview", STR_ARG(email), head));
    ck_status(r, 303);
    ck_assert(str_ends(r.location, STR("/parts")));
    r = post(&b, path, "kind=nimporte&payer=ma_tante&then=preview");
    ck_status(r, 422);
    struct browser reviewer = {0};
    flow_staff(&reviewer, ROLE_REVIEWER);
    ck_status(get(&reviewer, path), 403);
}
END_TEST

/* ---- a candidacy on paper */

START_TEST(a_candidacy_waits_for_its_person)
{
    struct browser b = {0}, quotes = {0}, person = {0};
    struct str email = fresh_email();
    const char *path = "/gestion/candidatures/saisir";
    flow_staff(&quotes, ROLE_QUOTES);
    ck_status(get(&quotes, path), 403);
    flow_staff(&b, ROLE_REVIEWER);
    struct reply r = get(&b, "/gestion/candidatures");
    ck_says(r, text("href=\"%s\"", path));
    r = get(&b, path);
    ck_status(r, 200);
    r = post(&b, path, "birth_name=Le+Gall&birth_date.d=40&birth_date.m=5&birth_date.y=1980&email=");
    ck_status(r, 422);
    ck_assert_str_is(shown(&r, "birth_name"), "Le Gall");
    const char *all = text("origin=paper&%s&email=%.*s&birth_name=Le+Gall&given_names=Marie&birth_date.d=13"
                           "&birth_date.m=5&birth_date.y=1980&city=Paris&entry_note=Deux+dipl%%C3%%B4mes"
                           "+joints", stage_today("received_on"),
        STR_ARG(email));
    get(&b, path);
    struct str page = b.page;
    for (int i = 0; i < 2; i++) {
        b.page = page;
        r = post(&b, path, all);
        ck_status(r, 303); /* sent again, it leads to what it had opened */
        ck_assert(str_ends(r.location, i ? STR("?dit=deja") : STR("/saisies?dit=saisie")));
    }
    r = follow(&b, &r);
    ck_says(r, "était déjà ouverte");
    r = get(&b, "/gestion/candidatures/saisies?dit=saisie");
    ck_says(r, "ouverte en brouillon, et l’invitation est en route");
    ck_says(r, "Marie Le Gall");
    ck_says(r, "Deux diplômes joints");
    ck_says(r, "par courrier ou sur place");
    ck_says(r, email.p);
    ck_status(get(&quotes, "/gestion/candidatures/saisies"), 403);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE kind = 'candidacy_invite' AND"
                                  " recipient = '%.*s'", STR_ARG(email)), 1);
    get(&b, path);
    r = post(&b, path, all); /* another form for the same person */
    ck_status(r, 422);
    ck_says(r, "existe déjà");
    /* whoever proves the address finds it, and goes on */
    sign_in(&person, email);
    r = get(&person, "/candidature");
    ck_status(r, 303);
    r = get(&person, text("%.*s/identite", STR_ARG(r.location)));
    ck_status(r, 200);
    ck_assert_str_is(shown(&r, "birth_name"), "Le Gall");
    ck_assert_str_is(shown(&r, "birth_date.y"), "1980");
    ck_assert_str_is(shown(&r, "city"), "Paris");
}
END_TEST

/* Its invitation came back: staff see it, say that the address is good, and send another. */
START_TEST(an_invitation_that_came_back_is_sent_again)
{
    struct browser b = {0}, quotes = {0};
    struct str email = fresh_email();
    flow_staff(&b, ROLE_REVIEWER);
    flow_staff(&quotes, ROLE_QUOTES);
    struct str id = stage_entered(&b, email, NULL);
    const char *list = "/gestion/candidatures/saisies";
    const char *invite = text("%s/%.*s/invitation", list, STR_ARG(id));
    const char *good = text("%s/%.*s/adresse", list, STR_ARG(id));
    get(&b, list);
    ck_goes(post(&b, invite, ""), text("%s?dit=deja", list));
    root_run("UPDATE outbox SET state = 'sent', bounced_at = UTC_TIMESTAMP(), bounce_why = '550 non'"
             " WHERE recipient = '%.*s'", STR_ARG(email));
    root_run("INSERT INTO address_state (email, hard_bounces, last_at, why) VALUES ('%.*s', 2,"
             " UTC_TIMESTAMP(), '550 non')", STR_ARG(email));
    root_run("UPDATE account SET address_state = 'dead' WHERE email = '%.*s'", STR_ARG(email));
    struct reply r = get(&b, list);
    ck_says(r, "Revenu à l’expéditeur");
    ck_says(r, "550 non");
    ck_says(r, good);
    ck_status(post_bare(&quotes, good, str_c(text("csrf=%.*s", STR_ARG(desk_token(&quotes))))), 403);
    ck_goes(post(&b, good, ""), text("%s?dit=adresse", list));
    ck_assert_str_is(root_text("SELECT CONCAT(a.address_state, ' ', s.hard_bounces) FROM account a JOIN"
                               " address_state s ON s.email = a.email WHERE a.email = '%.*s'",
                         STR_ARG(email)), "proved 0");
    ck_goes(post(&b, invite, ""), text("%s?dit=invitation", list));
    ck_goes(post(&b, invite, ""), text("%s?dit=deja", list));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE kind = 'candidacy_invite' AND"
                                  " recipient = '%.*s'", STR_ARG(email)), 2);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit t JOIN candidacy c ON c.id = t.object_id"
                                  " WHERE t.object_kind = 'candidacy' AND c.public_id = '%.*s' AND"
                                  " t.action IN ('candidacy.invite', 'candidacy.address')",
                          STR_ARG(id)), 2);
    ck_status(post(&b, text("%s/AAAAAAAAAAAAAAAAAAAAAA/invitation", list), ""), 404);
}
END_TEST

static const char *file_of(struct str id, const char *more)
{
    return text("/gestion/candidatures/%.*s%s", STR_ARG(id), more);
}

/* What staff noted of the paper stays with the file; a doubtful address is put right from there. */
START_TEST(what_was_entered_stays_with_the_file)
{
    struct browser b = {0}, reviewer = {0};
    struct str id = submitted_candidacy(&b, "Martin", "individual", NULL);
    uint64_t me = flow_staff(&reviewer, ROLE_REVIEWER);
    struct reply r = get(&reviewer, file_of(id, ""));
    ck_silent(r, "Note de l’équipe");
    root_run("INSERT INTO candidacy_entry (candidacy_id, origin, received_on, note, entered_by,"
             " entered_at) SELECT id, 'paper', '2026-02-03', 'Armoire <B>', %llu, '2026-02-04' FROM"
             " candidacy WHERE public_id = '%.*s'", (unsigned long long)me, STR_ARG(id));
    root_run("INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id) SELECT"
             " '2026-02-04', 'staff', %llu, 'candidacy.enter', 'candidacy', id FROM candidacy WHERE"
             " public_id = '%.*s'", (unsigned long long)me, STR_ARG(id));
    root_run("UPDATE account a JOIN candidacy c ON c.account_id = a.id SET a.address_state = 'to_check'"
             " WHERE c.public_id = '%.*s'", STR_ARG(id));
    r = get(&reviewer, file_of(id, ""));
    ck_says(r, "Armoire &lt;B&gt;");
    ck_says(r, "par courrier ou sur place le 3\u00a0février\u00a02026");
    ck_says(r, "Candidature saisie par l’équipe");
    ck_says(r, "L’adresse est bonne");
    for (int i = 0; i < 2; i++)
        ck_goes(post(&reviewer, file_of(id, "/adresse"), ""), file_of(id, "?dit=adresse"));
    r = get(&reviewer, file_of(id, "?dit=adresse"));
    ck_says(r, "les courriels y repartent");
    ck_silent(r, "Adresse à vérifier");
    ck_says(r, "Adresse dite bonne");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit t JOIN candidacy c ON c.id = t.object_id"
                                  " WHERE t.action = 'candidacy.address' AND c.public_id = '%.*s'",
                          STR_ARG(id)), 1);
}
END_TEST

/* Typed from a paper that gives one name only, or nothing that is a name. */
START_TEST(a_person_with_one_name_is_entered)
{
    struct browser b = {0};
    struct str email = fresh_email();
    flow_staff(&b, ROLE_REVIEWER);
    const char *path = "/gestion/candidatures/saisir";
    const char *head = text("origin=paper&%s&email=%.*s&then=later", stage_today("received_on"),
        STR_ARG(email));
    get(&b, path);
    struct reply r = post(&b, path, text("%s&birth_name=Soekarno&given_names=-", head));
    ck_status(r, 422);
    ck_says(r, "écrivez au moins une lettre, ou cochez");
    r = post(&b, path, text("%s&birth_name=Soekarno&given_names=&no_given_names=1", head));
    ck_status(r, 303);
    r = follow(&b, &r);
    ck_says(r, "Soekarno</h1>");
    ck_says(r, "Je n’ai pas de prénom</dt>");
    ck_silent(r, "Je n’ai pas de nom de naissance</dt>");
    r = get(&b, "/gestion/candidatures/saisies");
    ck_says(r, ">Soekarno</h2>");
    ck_assert_str_is(root_text("SELECT CONCAT_WS('/', i.birth_name, i.no_given_names, i.email) FROM"
        " candidacy_identity i WHERE i.email = '%.*s'", STR_ARG(email)),
        text("Soekarno/1/%.*s", STR_ARG(email)));
}
END_TEST

FLOW_MAIN("desk entry", a_request_is_entered_like_any_other, a_question_and_a_mix_are_entered,
    a_candidacy_waits_for_its_person, an_invitation_that_came_back_is_sent_again,
    what_was_entered_stays_with_the_file,
    a_person_with_one_name_is_entered)
