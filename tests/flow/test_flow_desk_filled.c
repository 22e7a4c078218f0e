/* A candidacy that came on paper, typed in whole by staff before its owner is told. */
#include "desk_stage.h"

static const char *filled(struct str id, const char *tail)
{
    return text("/gestion/candidatures/saisies/%.*s%s%s", STR_ARG(id), *tail ? "/" : "", tail);
}

static uint64_t invitations(struct str email)
{
    return root_number("SELECT COUNT(*) FROM outbox WHERE kind = 'candidacy_invite' AND recipient ="
                       " '%.*s'", STR_ARG(email));
}

/* Entered a while ago, as papers are: who proves the address comes later. */
static void an_hour_ago(struct str id)
{
    root_run("UPDATE candidacy_entry e JOIN candidacy c ON c.id = e.candidacy_id JOIN account a ON a.id ="
             " c.account_id SET e.entered_at = e.entered_at - INTERVAL 1 HOUR, a.last_seen_at ="
             " a.last_seen_at - INTERVAL 1 HOUR WHERE c.public_id = '%.*s'", STR_ARG(id));
}

static const struct {
    const char *tail, *fields, *then; /* then: where saving leads */
} steps[] = {
    {"identite", "birth_name=Kermarrec&given_names=Yann&birth_date.d=3&birth_date.m=4&birth_date.y=1979"
                 "&street=2+quai&postal_code=29200&city=Brest&country=France", "diplomes"},
    {"diplomes/ajouter", "kind=dees&state=obtained&year=2008&school=ITES&country=France", "diplomes"},
    {"experiences/ajouter", "nature=employee&organisation=Foyer&organisation_kind=association&role="
                            "Chef+de+service&field=social&started.m=9&started.y=2015&ended.m=8"
                            "&ended.y=2021&working_time=100&tasks=", "experiences"},
    {"projet", "objects.diagnosis=1&project=Reprendre+un+foyer&expectations=Du+recul", "financement"},
    {"financement", "payer=individual&agreement=none", "module"},
    {"module", "wanted=yes", "?dit=enregistre"},
};
enum { STEPS = sizeof steps / sizeof *steps };

static void type_all(struct browser *b, struct str id)
{
    for (size_t i = 0; i < STEPS; i++) {
        struct reply r = get(b, filled(id, steps[i].tail));
        ck_status(r, 200);
        ck_says(r, "Gestion Cestes");
        ck_silent(r, "Ma candidature");
        const char *next = steps[i].then;
        ck_goes(post(b, filled(id, steps[i].tail), steps[i].fields),
            *next == '?' ? text("%s%s", filled(id, ""), next) : filled(id, next));
    }
}

START_TEST(typed_whole_then_handed_over)
{
    struct browser b = {0}, person = {0}, quotes = {0};
    struct str email = fresh_email();
    flow_staff(&b, ROLE_REVIEWER);
    flow_staff(&quotes, ROLE_QUOTES);
    struct str id = stage_entered(&b, email, "later");
    ck_assert_uint_eq(invitations(email), 0);
    struct reply r = get(&b, text("%s?dit=ouverte", filled(id, "")));
    ck_says(r, "pas encore prévenue");
    ck_says(r, "pas encore envoyée");
    ck_silent(r, "Verdict");
    ck_status(get(&quotes, filled(id, "")), 403);
    ck_status(get(&quotes, filled(id, "projet")), 403);
    type_all(&b, id);
    r = get(&b, filled(id, ""));
    ck_says(r, "Verdict");
    ck_says(r, "1\u00a0expérience");
    ck_says(r, "Envoyer l’invitation");
    /* one line a save, in the history of the file */
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit t JOIN candidacy c ON c.id = t.object_id"
                                  " WHERE t.action = 'candidacy.type' AND t.actor_kind = 'staff' AND"
                                  " c.public_id = '%.*s'", STR_ARG(id)), STEPS);
    an_hour_ago(id);
    get(&b, filled(id, ""));
    ck_goes(post(&b, filled(id, "invitation"), ""), "/gestion/candidatures/saisies?dit=invitation");
    ck_assert_uint_eq(invitations(email), 1);
    get(&b, filled(id, ""));
    ck_goes(post(&b, filled(id, "invitation"), ""), "/gestion/candidatures/saisies?dit=deja");
    /* its owner has nothing left but to read and submit */
    sign_in(&person, email);
    r = get(&person, at(id, "identite"));
    ck_assert_str_is(shown(&r, "city"), "Brest");
    ck_assert_str_is(shown(&r, "email"), email.p);
    submit(&person, id);
}
END_TEST

START_TEST(whoever_takes_it_up_has_it_alone)
{
    struct browser b = {0}, person = {0};
    struct str email = fresh_email();
    flow_staff(&b, ROLE_REVIEWER);
    struct str id = stage_entered(&b, email, NULL);
    an_hour_ago(id);
    struct reply r = get(&b, "/gestion/candidatures/saisies");
    ck_says(r, filled(id, ""));
    get(&b, filled(id, "projet"));
    sign_in(&person, email);
    r = post(&b, filled(id, "projet"), "project=Trop+tard");
    ck_status(r, 409);
    ck_says(r, "La personne a repris son brouillon");
    ck_says(r, "Trop tard"); /* not stored, not lost */
    for (size_t i = 0; i < STEPS; i++)
        ck_status(get(&b, filled(id, steps[i].tail)), 404);
    ck_status(get(&b, filled(id, "")), 404);
    r = get(&b, "/gestion/candidatures/saisies");
    ck_says(r, "La personne a repris son brouillon");
    ck_silent(r, text("href=\"%s\"", filled(id, "")));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM candidacy_project p JOIN candidacy c ON c.id ="
                                  " p.candidacy_id WHERE c.public_id = '%.*s'", STR_ARG(id)), 0);
}
END_TEST

/* Somebody signed in long before: their first answer makes it theirs. */
START_TEST(whoever_writes_in_it_has_it_alone)
{
    struct browser b = {0}, person = {0};
    struct str email = fresh_email();
    flow_staff(&b, ROLE_REVIEWER);
    sign_in(&person, email);
    root_run("UPDATE account SET last_seen_at = last_seen_at - INTERVAL 1 HOUR WHERE email = '%.*s'",
        STR_ARG(email));
    struct str id = stage_entered(&b, email, NULL);
    get(&b, filled(id, "projet"));
    ck_status(post(&b, filled(id, "projet"), "project=Un+foyer"), 303);
    ck_status(get(&b, filled(id, "projet")), 200); /* what staff wrote is not the person's */
    now.s += 60;
    get(&person, at(id, "projet"));
    ck_status(post(&person, at(id, "projet"), "project=Le+mien&then=later"), 303);
    ck_status(get(&b, filled(id, "projet")), 404);
}
END_TEST

/* Opened for a wrong address: whoever has that one loses it, and hears nothing. */
START_TEST(the_address_is_put_right)
{
    struct browser b = {0}, stranger = {0}, person = {0};
    struct str wrong = fresh_email(), email = fresh_email();
    flow_staff(&b, ROLE_REVIEWER);
    struct str id = stage_entered(&b, wrong, NULL);
    root_run("UPDATE outbox SET state = 'sent', bounced_at = UTC_TIMESTAMP(), bounce_why = '550 inconnu'"
             " WHERE recipient = '%.*s'", STR_ARG(wrong));
    const char *path = filled(id, "courriel");
    ck_status(get(&b, path), 200);
    struct reply r = post(&b, path, "email=pas-une-adresse");
    ck_status(r, 422);
    ck_assert_str_is(shown(&r, "email"), "pas-une-adresse");
    struct str other = stage_entered(&b, fresh_email(), "later");
    get(&b, path);
    r = post(&b, path, text("email=%.*s", STR_ARG(root_text("SELECT a.email FROM account a JOIN candidacy c"
        " ON c.account_id = a.id WHERE c.public_id = '%.*s'", STR_ARG(other)))));
    ck_status(r, 422);
    ck_says(r, "existe déjà");
    get(&b, path);
    ck_goes(post(&b, path, text("email=%.*s", STR_ARG(email))),
        text("%s?dit=adresse", filled(id, "")));
    r = get(&b, "/gestion/candidatures/saisies");
    ck_silent(r, "550 inconnu");
    r = get(&b, filled(id, ""));
    ck_says(r, email.p);
    ck_says(r, "pas encore envoyée");
    sign_in(&stranger, wrong);
    ck_status(get(&stranger, at(id, "identite")), 404);
    ck_goes(post(&b, filled(id, "invitation"), ""), "/gestion/candidatures/saisies?dit=invitation");
    ck_assert_uint_eq(invitations(wrong), 1);
    ck_assert_uint_eq(invitations(email), 1);
    sign_in(&person, email);
    r = get(&person, at(id, "identite"));
    ck_assert_str_is(shown(&r, "email"), email.p);
}
END_TEST

/* Mails had come back from it before it was anybody's account. */
START_TEST(an_address_that_was_doubted_before)
{
    struct browser b = {0};
    struct str email = fresh_email();
    flow_staff(&b, ROLE_REVIEWER);
    root_run("INSERT INTO address_state (email, hard_bounces, last_at, why) VALUES ('%.*s', 2,"
             " UTC_TIMESTAMP(), '550 non')", STR_ARG(email));
    struct str id = stage_entered(&b, email, NULL);
    struct reply r = get(&b, "/gestion/candidatures/saisies");
    ck_says(r, filled(id, "adresse"));
    ck_goes(post(&b, filled(id, "adresse"), ""), "/gestion/candidatures/saisies?dit=adresse");
    ck_assert_uint_eq(root_number("SELECT hard_bounces FROM address_state WHERE email = '%.*s'",
                          STR_ARG(email)), 0);
    r = get(&b, "/gestion/candidatures/saisies");
    ck_silent(r, filled(id, "adresse"));
    root_run("UPDATE outbox SET state = 'failed' WHERE recipient = '%.*s'", STR_ARG(email));
    ck_goes(post(&b, filled(id, "invitation"), ""), "/gestion/candidatures/saisies?dit=invitation");
}
END_TEST

/* A draft that its owner began is nobody's to type in. */
START_TEST(only_what_staff_entered)
{
    struct browser b = {0}, person = {0};
    struct str email, id = signed_in_candidacy(&person, &email);
    flow_staff(&b, ROLE_REVIEWER | ROLE_ADMIN);
    for (size_t i = 0; i < STEPS; i++)
        ck_status(get(&b, filled(id, steps[i].tail)), 404);
    ck_status(get(&b, filled(id, "")), 404);
}
END_TEST

START_TEST(what_is_wrong_is_said_and_kept)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_REVIEWER);
    struct str id = stage_entered(&b, fresh_email(), "later");
    get(&b, filled(id, "identite"));
    struct reply r = post(&b, filled(id, "identite"), "birth_name=Kermarrec&birth_date.d=31&birth_date.m=2"
                                                      "&birth_date.y=1979&city=Brest");
    ck_status(r, 422);
    ck_says(r, "<title>Erreur");
    ck_assert_str_is(shown(&r, "birth_date.d"), "31");
    ck_assert_str_is(shown(&r, "city"), "Brest");
    r = get(&b, filled(id, "identite"));
    ck_assert_str_is(shown(&r, "birth_date.d"), "31"); /* kept as typed, for tomorrow */
    ck_silent(r, "name=\"email\"");
    /* gaps are a paper's right: its owner will be asked */
    get(&b, filled(id, "experiences/ajouter"));
    ck_goes(post(&b, filled(id, "experiences/ajouter"), "nature=volunteer"), filled(id, "experiences"));
    r = get(&b, filled(id, "experiences"));
    ck_says(r, "Compléter l’expérience");
    struct str item = root_text("SELECT e.public_id FROM experience e JOIN candidacy c ON c.id ="
                                " e.candidacy_id WHERE c.public_id = '%.*s'", STR_ARG(id));
    const char *gone = filled(id, text("experiences/%.*s/retirer", STR_ARG(item)));
    r = get(&b, gone);
    ck_says(r, "Elle sera effacée de la candidature");
    ck_goes(post(&b, gone, ""), filled(id, "experiences"));
    r = get(&b, filled(id, "experiences"));
    ck_says(r, "Aucune expérience n’est encore saisie");
}
END_TEST

FLOW_MAIN("desk filled", typed_whole_then_handed_over, whoever_takes_it_up_has_it_alone,
    whoever_writes_in_it_has_it_alone, the_address_is_put_right, an_address_that_was_doubted_before,
    only_what_staff_entered, what_is_wrong_is_said_and_kept)
