/* Candidacies as reviewers read them: one file, its versions, who may. */
#include "flow.h"

static const char *file_of(struct str id, const char *more)
{
    return text("/gestion/candidatures/%.*s%s", STR_ARG(id), more);
}

START_TEST(a_reviewer_reads_every_answer)
{
    struct browser b = {0}, reviewer = {0};
    struct str reference, id = submitted_candidacy(&b, "L%E2%80%99Hermite", "employer", &reference);
    flow_staff(&reviewer, ROLE_REVIEWER);
    struct reply r = get(&reviewer, file_of(id, ""));
    ck_status(r, 200);
    ck_says(r, reference.p);
    ck_says(r, "Anaïs L’Hermite");
    ck_says(r, "Maison de quartier");
    ck_says(r, "Déléguée"); /* the mandate is in the file, and nowhere else */
    ck_says(r, "Un café");
    ck_says(r, "L’employeur");
    ck_says(r, "Conditions remplies");
    ck_says(r, "Mois pondérés par le temps de travail");
    ck_says(r, "aria-labelledby=\"frise-titre frise-texte\"");
    ck_says(r, "Accusé de réception de la candidature");
    ck_says(r, "Candidature déposée");
    ck_silent(r, "Modifier");
    ck_silent(r, "Vos réponses");
}
END_TEST

START_TEST(only_who_may_read_and_only_what_was_submitted)
{
    struct browser b = {0}, draft = {0}, nobody = {0};
    struct str id = submitted_candidacy(&b, "Martin", "individual", NULL);
    struct str begun = signed_in_candidacy(&draft, NULL);
    static const struct {
        unsigned role;
        int status;
    } cases[] = {{ROLE_QUOTES, 403}, {ROLE_REVIEWER, 200}, {ROLE_ADMIN, 200},
        {ROLE_QUOTES | ROLE_REVIEWER, 200}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct browser staff = {0};
        flow_staff(&staff, cases[i].role);
        struct reply r = get(&staff, file_of(id, ""));
        ck_status(r, cases[i].status);
        if (r.status == 403)
            ck_silent(r, "Martin");
        r = get(&staff, file_of(begun, ""));
        ck_status(r, r.status == 403 && cases[i].status == 403 ? 403 : 404);
        r = get(&staff, file_of(STR("AAAAAAAAAAAAAAAAAAAAAA"), ""));
        ck_status(r, cases[i].status == 403 ? 403 : 404);
        r = get(&staff, file_of(id, "?version=2"));
        ck_status(r, cases[i].status == 403 ? 403 : 404);
    }
    struct reply r = get(&nobody, file_of(id, ""));
    ck_status(r, 303);
    ck_assert(str_starts(r.location, STR("/gestion/connexion")));
    r = get(&b, file_of(id, "")); /* the applicant's own session opens nothing there */
    ck_status(r, 303);
}
END_TEST

START_TEST(reading_leaves_one_line_a_day)
{
    struct browser b = {0}, reviewer = {0}, other = {0};
    struct str id = submitted_candidacy(&b, "Martin", "individual", NULL);
    uint64_t me = flow_staff(&reviewer, ROLE_REVIEWER);
    flow_staff(&other, ROLE_ADMIN);
    const char *count = text("SELECT COUNT(*) FROM audit a JOIN candidacy c ON c.id = a.object_id"
        " WHERE a.object_kind = 'candidacy' AND a.action = 'candidacy.read' AND c.public_id = '%.*s'",
        STR_ARG(id));
    for (int i = 0; i < 3; i++)
        ck_status(get(&reviewer, file_of(id, "")), 200);
    ck_assert_uint_eq(root_number("%s", count), 1);
    ck_status(get(&other, file_of(id, "")), 200);
    ck_assert_uint_eq(root_number("%s", count), 2);
    struct reply r = get(&other, file_of(id, ""));
    ck_says(r, "Dossier consulté");
    now.s += 24 * 3600;
    flow_staff_session(&reviewer, me);
    ck_status(get(&reviewer, file_of(id, "")), 200);
    ck_assert_uint_eq(root_number("%s", count), 3);
}
END_TEST

START_TEST(versions_and_what_changed_between_them)
{
    struct browser b = {0}, reviewer = {0};
    struct str first, id = submitted_candidacy(&b, "Martin", "individual", &first);
    flow_staff(&reviewer, ROLE_REVIEWER);
    get(&b, at(id, ""));
    ck_status(post(&b, at(id, "reprise"), ""), 303);
    struct reply r = get(&reviewer, file_of(id, ""));
    ck_says(r, "vous lisez ce qu’elle avait déposé");
    get(&b, at(id, "module"));
    ck_status(post(&b, at(id, "module"), "wanted=no"), 303);
    get(&b, at(id, "experiences/ajouter"));
    ck_status(post(&b, at(id, "experiences/ajouter"),
        "nature=volunteer&organisation=Les+Mille+Pas&organisation_kind=association&role=Tr%C3%A9sori%C3%A8re"
        "&field=culture&started.m=2&started.y=2023&ongoing=1&working_time=10&tasks="), 303);
    submit(&b, id);
    r = get(&reviewer, file_of(id, ""));
    ck_says(r, "Ce qui a changé depuis la version");
    ck_says(r, "Souhaitez-vous suivre aussi le module");
    ck_says(r, "Expérience\u00a03, ajoutée");
    ck_says(r, "Les Mille Pas");
    ck_silent(r, "Ce n’est pas la dernière version");
    r = get(&reviewer, file_of(id, "?version=1"));
    ck_says(r, first.p);
    ck_says(r, "Ce n’est pas la dernière version");
    ck_silent(r, "Les Mille Pas");
    ck_silent(r, "Ce qui a changé depuis");
}
END_TEST

START_TEST(a_funding_changed_afterwards_is_seen)
{
    struct browser b = {0}, reviewer = {0};
    struct str id = submitted_candidacy(&b, "Martin", "individual", NULL);
    flow_staff(&reviewer, ROLE_REVIEWER);
    struct reply r = get(&reviewer, file_of(id, ""));
    ck_silent(r, "Financement modifié depuis le dépôt");
    get(&b, at(id, "financement"));
    ck_status(post(&b, at(id, "financement"), "payer=opco&payer_name=Uniformation&agreement=asked"),
        303);
    r = get(&reviewer, file_of(id, ""));
    ck_says(r, "Financement modifié depuis le dépôt");
    ck_says(r, "Uniformation");
    ck_says(r, "Financement modifié");
    ck_assert_uint_eq(root_number("SELECT last_payer = 'opco' FROM candidacy WHERE public_id ="
        " '%.*s'", STR_ARG(id)), 1);
}
END_TEST

START_TEST(two_candidacies_of_one_person_name_each_other)
{
    struct browser a = {0}, b = {0}, reviewer = {0};
    struct str holder, later;
    struct str one = submitted_candidacy(&a, "Martin", "individual", &holder);
    struct str two = submitted_candidacy(&b, "Martin", "individual", &later);
    /* the same person, whatever day the second was born on: taken back, corrected, sent again */
    struct str birth = root_text("SELECT DATE_FORMAT(i.birth_date, 'birth_date.d=%%e&birth_date.m=%%c"
        "&birth_date.y=%%Y') FROM candidacy_identity i JOIN candidacy c ON c.id = i.candidacy_id"
        " WHERE c.public_id = '%.*s'", STR_ARG(one));
    struct str email = root_text("SELECT a.email FROM account a JOIN candidacy c ON c.account_id ="
        " a.id WHERE c.public_id = '%.*s'", STR_ARG(two));
    get(&b, at(two, ""));
    ck_status(post(&b, at(two, "reprise"), ""), 303);
    get(&b, at(two, "identite"));
    ck_status(post(&b, at(two, "identite"), text("birth_name=Martin&given_names=Ana%%C3%%AFs&%.*s"
        "&email=%.*s&street=1+rue&postal_code=75010&city=Paris&country=France", STR_ARG(birth),
        STR_ARG(email))), 303);
    submit(&b, two);
    flow_staff(&reviewer, ROLE_REVIEWER);
    struct reply r = get(&reviewer, file_of(two, ""));
    ck_says(r, "À trancher");
    ck_says(r, holder.p);
    ck_says(r, "C’est elle qui tient la place");
    ck_says(r, file_of(one, ""));
    r = get(&reviewer, file_of(one, ""));
    ck_says(r, "Une autre candidature");
    ck_says(r, "Celle-ci tient la place");
    ck_says(r, file_of(two, ""));
}
END_TEST

START_TEST(an_address_to_check_is_shown)
{
    struct browser b = {0}, reviewer = {0};
    struct str id = submitted_candidacy(&b, "Martin", "individual", NULL);
    flow_staff(&reviewer, ROLE_REVIEWER);
    struct reply r = get(&reviewer, file_of(id, ""));
    ck_silent(r, "Adresse à vérifier");
    root_run("UPDATE account a JOIN candidacy c ON c.account_id = a.id SET a.address_state ="
             " 'to_check' WHERE c.public_id = '%.*s'", STR_ARG(id));
    root_run("UPDATE outbox o JOIN candidacy c ON c.id = o.object_id SET o.state = 'sent', o.sent_at ="
             " UTC_TIMESTAMP(), o.bounced_at = UTC_TIMESTAMP(), o.bounce_why = '5.1.1 inconnu'"
             " WHERE o.object_kind = 'candidacy' AND o.kind = 'receipt' AND c.public_id = '%.*s'",
        STR_ARG(id));
    r = get(&reviewer, file_of(id, ""));
    ck_says(r, "Adresse à vérifier");
    ck_says(r, "Revenu à l’expéditeur");
    ck_says(r, "5.1.1 inconnu");
}
END_TEST

FLOW_MAIN("candidacies", a_reviewer_reads_every_answer,
    only_who_may_read_and_only_what_was_submitted, reading_leaves_one_line_a_day,
    versions_and_what_changed_between_them, a_funding_changed_afterwards_is_seen,
    two_candidacies_of_one_person_name_each_other, an_address_to_check_is_shown)
