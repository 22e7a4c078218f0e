/* What a step takes, the submission can use; and nothing of the portal refuses by itself: names that
 * are absent, an experience or a diploma that there is not, everything at its longest. */
#include "flow.h"

#include "domain/forms.h"

static const char REST[] = "&birth_date.d=13&birth_date.m=5&birth_date.y=1980&street=1+rue"
                           "&postal_code=75010&city=Paris&country=France";
static const char DEES[] = "kind=dees&state=obtained&year=2012&school=IRTS&country=France";
static const char JOB[] = "nature=employee&organisation=Les+Amis&organisation_kind=association"
    "&role=Animateur&field=culture&started.m=1&started.y=2018&ended.m=12&ended.y=2023&working_time=100";

static struct reply save(struct browser *b, struct str id, const char *step, const char *fields)
{
    get(b, at(id, step));
    return post(b, at(id, step), fields);
}

static void saved(struct browser *b, struct str id, const char *step, const char *fields)
{
    struct reply r = save(b, id, step, fields);
    ck_assert_msg(r.status == 303, "%s: %d\n%s", step, r.status, glimpse(&r));
}

/* All but the identity. */
static void rest(struct browser *b, struct str id)
{
    saved(b, id, "diplomes/ajouter", DEES);
    saved(b, id, "experiences/ajouter", JOB);
    saved(b, id, "projet", "objects.diagnosis=1&project=Un+caf%C3%A9&expectations=Du+recul");
    saved(b, id, "financement", "payer=individual");
    saved(b, id, "module", "wanted=no");
}

static const char *identity_as(struct str email, const char *names)
{
    return text("%s&email=%.*s%s", names, STR_ARG(email), REST);
}

static struct str of_candidacy(struct str id, const char *column)
{
    return root_text("SELECT COALESCE(%s, '') FROM candidacy c LEFT JOIN candidacy_identity i ON"
                     " i.candidacy_id = c.id WHERE c.public_id = '%.*s'", column, STR_ARG(id));
}

/* The mail's facts; it is drawn in tests/unit/test_mail_kinds.c. */
static struct str receipt_facts(struct str id)
{
    return root_text("SELECT o.params FROM outbox o JOIN candidacy c ON c.id = o.object_id WHERE"
        " o.object_kind = 'candidacy' AND o.kind = 'receipt' AND c.public_id = '%.*s' ORDER BY o.id"
        " DESC LIMIT 1", STR_ARG(id));
}

START_TEST(a_name_without_a_letter_is_told_at_its_field)
{
    static const struct {
        const char *names, *said;
    } rows[] = {
        {"birth_name=Roux&given_names=-",
            "Vérifiez vos prénoms\u00a0: écrivez au moins une lettre, ou cochez «\u00a0Je n’ai pas de "
            "prénom\u00a0»."},
        {"birth_name=%E2%80%99&given_names=Ana",
            "Vérifiez votre nom de naissance\u00a0: écrivez au moins une lettre, ou cochez «\u00a0Je n’ai "
            "pas de nom de naissance\u00a0»."},
        {"birth_name=Roux&given_names=Ana&usage_name=%E2%80%93",
            "Vérifiez votre nom d’usage\u00a0: écrivez au moins une lettre, ou laissez la réponse vide."},
        {"birth_name=Roux&given_names=",
            "Saisissez vos prénoms, ou cochez «\u00a0Je n’ai pas de prénom\u00a0»."},
        {"birth_name=Roux&given_names=Ana&no_given_names=1",
            "Décochez «\u00a0Je n’ai pas de prénom\u00a0», ou effacez vos prénoms\u00a0: l’un exclut "
            "l’autre."},
        {"birth_name=&given_names=&no_birth_name=1&no_given_names=1",
            "Décochez «\u00a0Je n’ai pas de nom de naissance\u00a0» ou «\u00a0Je n’ai pas de "
            "prénom\u00a0»\u00a0: il faut au moins un nom."},
    };
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reply r = save(&b, id, "identite", identity_as(email, rows[i].names));
        ck_status(r, 422);
        ck_says(r, rows[i].said);
        ck_assert_str_is(shown(&r, "city"), "Paris");
        bool missing = strstr(rows[i].said, "Saisissez") != NULL; /* which is no mistake yet */
        r = get(&b, at(id, "identite")); /* kept as it was written, and said again */
        ck_assert_int_eq(has(r.body, rows[i].said), !missing);
        r = get(&b, at(id, "verification"));
        ck_says(r, "Il manque encore");
    }
    ck_assert_str_is(shown(&(struct reply){.body = get(&b, at(id, "identite")).body},
        "no_given_names"), "1");
}
END_TEST

/* Somebody with one name: from the identity to what everybody reads of it. */
START_TEST(one_name_goes_all_the_way)
{
    static const struct {
        const char *names, *name;
        bool given;
    } rows[] = {{"birth_name=Soekarno&given_names=&no_given_names=1", "Soekarno", false},
        {"birth_name=&given_names=Soeharto&no_birth_name=1", "Soeharto", true}};
    struct browser reviewer = {0};
    flow_staff(&reviewer, ROLE_REVIEWER);
    for (size_t i = 0; i < 2; i++) {
        struct browser b = {0};
        struct str email, id = signed_in_candidacy(&b, &email);
        saved(&b, id, "identite", identity_as(email, rows[i].names));
        rest(&b, id);
        struct reply r = get(&b, at(id, "verification"));
        ck_says(r, rows[i].given ? "Je n’ai pas de nom de naissance</dt>" : "Je n’ai pas de prénom</dt>");
        ck_silent(r, rows[i].given ? "Je n’ai pas de prénom</dt>" : "Je n’ai pas de nom de naissance</dt>");
        r = get(&b, at(id, "devis"));
        ck_assert_str_is(shown(&r, "name"), rows[i].name);
        submit(&b, id);
        ck_assert_str_is(of_candidacy(id, "identity_key_version"), "2");
        ck_assert_int_eq(has(receipt_facts(id), "first_name"), rows[i].given);
        ck_assert(has(root_text("SELECT s.snapshot FROM submission s JOIN candidacy c ON c.id ="
            " s.candidacy_id WHERE c.public_id = '%.*s'", STR_ARG(id)),
            rows[i].given ? "\"no_birth_name\":true" : "\"no_given_names\":true"));
        r = get(&reviewer, text("/gestion/candidatures/%.*s", STR_ARG(id)));
        ck_says(r, text(">%s</h1>", rows[i].name));
        r = get(&reviewer, "/gestion/candidatures");
        ck_says(r, text(">%s</a>", rows[i].name));
        r = get(&reviewer, "/gestion/candidatures/export.csv");
        ck_says(r, rows[i].name);
        /* The same human by another address is seen as before. */
        struct browser other = {0};
        struct str theirs = signed_in_candidacy(&other, &email);
        saved(&other, theirs, "identite", identity_as(email, rows[i].names));
        rest(&other, theirs);
        submit(&other, theirs);
        ck_assert_str_is(of_candidacy(theirs, "contested"), "1");
    }
}
END_TEST

/* Two pages, each right by itself, that make a person without any name, or with one and none. */
START_TEST(two_tabs_never_make_a_contradiction)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email), tabs[2];
    saved(&b, id, "identite", identity_as(email, "birth_name=Roux&given_names=Ana"));
    for (int i = 0; i < 2; i++) {
        get(&b, at(id, "identite"));
        tabs[i] = b.page;
    }
    b.page = tabs[0];
    ck_status(post(&b, at(id, "identite"),
                  identity_as(email, "birth_name=Roux&given_names=&no_given_names=1")), 303);
    b.page = tabs[1];
    struct reply r =
        post(&b, at(id, "identite"), identity_as(email, "birth_name=&no_birth_name=1&given_names=Ana"));
    ck_status(r, 422);
    ck_says(r, "il faut au moins un nom");
    ck_assert(of_candidacy(id, "i.no_birth_name").n == 0);
    /* One page ticks the box, the other writes the name: neither is lost. */
    saved(&b, id, "identite", identity_as(email, "birth_name=Roux&given_names=&no_given_names=1"));
    for (int i = 0; i < 2; i++) {
        get(&b, at(id, "identite"));
        tabs[i] = b.page;
    }
    b.page = tabs[0];
    ck_status(post(&b, at(id, "identite"), identity_as(email, "birth_name=Roux&given_names=Ana")), 303);
    b.page = tabs[1];
    r = post(&b, at(id, "identite"),
        identity_as(email, "birth_name=Leroux&given_names=&no_given_names=1"));
    ck_status(r, 303); /* the box was not touched here: it stays as the other page left it */
    ck_assert_str_is(of_candidacy(id, "i.given_names"), "Ana");
    ck_assert_str_is(of_candidacy(id, "i.birth_name"), "Leroux");
}
END_TEST

/* What an older version of the portal took. */
START_TEST(an_old_draft_is_told_and_mended)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    saved(&b, id, "identite", identity_as(email, "birth_name=Roux&given_names=Ana"));
    rest(&b, id);
    get(&b, at(id, "verification")); /* open since before */
    struct str older = b.page;
    root_run("UPDATE candidacy_identity i JOIN candidacy c ON c.id = i.candidacy_id SET i.given_names ="
             " '-', i.writers = NULL WHERE c.public_id = '%.*s'", STR_ARG(id));
    struct reply r = get(&b, at(id, "verification"));
    const char *mend = text("%s?depuis=verification#given-names", at(id, "identite"));
    ck_says(r, text("href=\"%s\"", mend));
    ck_says(r, "écrivez au moins une lettre, ou cochez");
    b.page = older;
    r = post(&b, at(id, "verification"), "declaration=1");
    ck_status(r, 422);
    ck_says(r, "votre dossier n’a pas été déposé");
    ck_says(r, text("href=\"%s\"", mend));
    r = get(&b, text("%s?depuis=verification", at(id, "identite")));
    ck_says(r, "id=\"given-names-erreur\"");
    ck_assert_str_is(shown(&r, "given_names"), "-");
    r = post(&b, at(id, "identite"),
        identity_as(email, "birth_name=Roux&given_names=&no_given_names=1"));
    ck_goes(r, text("%s#identite", at(id, "verification")));
    submit(&b, id);
}
END_TEST

/* ---- none of them ---- */

static const struct none {
    const char *list, *table, *column, *box, *empty, *said, *item, *owed, *both;
} NONE[] = {
    {"diplomes", "diploma", "kind", "Je n’ai pas de diplôme",
        "Vous n’avez encore indiqué aucun diplôme.", "Aucun diplôme", DEES,
        "Ajoutez un diplôme, ou cochez «\u00a0Je n’ai pas de diplôme\u00a0».",
        "Vous avez indiqué un diplôme, ci-dessous."},
    {"experiences", "experience", "nature", "Je n’ai pas d’expérience dans ces domaines",
        "Vous n’avez encore indiqué aucune expérience.", "Aucune expérience", JOB,
        "Ajoutez une expérience, ou cochez «\u00a0Je n’ai pas d’expérience dans ces domaines\u00a0».",
        "Vous avez indiqué une expérience, ci-dessous."},
};

static uint64_t rows_of(struct str id, const struct none *n, const char *more)
{
    return root_number("SELECT COUNT(*) FROM %s x JOIN candidacy c ON c.id = x.candidacy_id WHERE"
                       " c.public_id = '%.*s'%s", n->table, STR_ARG(id), more);
}

START_TEST(that_there_is_none_is_an_answer)
{
    for (size_t i = 0; i < 2; i++) {
        const struct none *n = &NONE[i];
        const char *is_none = text(" AND x.%s = 'none'", n->column);
        struct browser b = {0};
        struct str id = start(&b);
        struct reply r = get(&b, at(id, n->list));
        ck_says(r, n->box);
        ck_says(r, n->empty);
        r = post(&b, at(id, n->list), ""); /* neither one nor the other */
        ck_status(r, 422);
        ck_says(r, n->owed);
        ck_assert_uint_eq(rows_of(id, n, ""), 0);
        for (int twice = 0; twice < 2; twice++) {
            get(&b, at(id, n->list));
            r = post(&b, at(id, n->list), "none=1");
            ck_goes(r, at(id, i ? "projet" : "experiences"));
            ck_assert_uint_le(r.statements, 6);
            ck_assert_uint_eq(rows_of(id, n, is_none), 1);
        }
        r = get(&b, at(id, n->list));
        ck_assert_str_is(shown(&r, "none"), "1");
        ck_silent(r, n->empty);
        r = get(&b, at(id, ""));
        ck_says(r, n->said);
        ck_says(r, "1\u00a0étape sur");
        r = get(&b, at(id, "verification"));
        ck_says(r, text("id=\"%s\"", n->list));
        ck_says(r, n->said);
        get(&b, at(id, n->list)); /* taken back */
        r = post(&b, at(id, n->list), "");
        ck_status(r, 422);
        ck_assert_uint_eq(rows_of(id, n, ""), 0);
        get(&b, at(id, n->list)); /* said again; then there is one after all */
        struct str older = b.page;
        ck_status(post(&b, at(id, n->list), "none=1"), 303);
        saved(&b, id, text("%s/ajouter", n->list), n->item);
        ck_assert_uint_eq(rows_of(id, n, is_none), 0);
        ck_assert_uint_eq(rows_of(id, n, ""), 1);
        r = get(&b, at(id, n->list));
        ck_silent(r, n->box);
        b.page = older;
        r = post(&b, at(id, n->list), "none=1");
        ck_status(r, 422);
        ck_says(r, n->both);
        ck_assert_uint_eq(rows_of(id, n, ""), 1);
        /* Nor is it said on an item's own page, where it is not offered. */
        r = get(&b, at(id, text("%s/ajouter", n->list)));
        ck_silent(r, n->said);
        r = post(&b, at(id, text("%s/ajouter", n->list)), text("%s=none", n->column));
        ck_status(r, 422);
        ck_says(r, n->both);
        ck_assert_uint_eq(rows_of(id, n, ""), 1);
    }
}
END_TEST

/* No diploma, no experience: received like any other, and read as it was said. */
START_TEST(nothing_at_all_can_be_submitted)
{
    struct browser b = {0}, reviewer = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    saved(&b, id, "identite", identity_as(email, "birth_name=Lemoigne&given_names=Ana"));
    rest(&b, id);
    root_run("DELETE x FROM diploma x JOIN candidacy c ON c.id = x.candidacy_id WHERE c.public_id ="
             " '%.*s'", STR_ARG(id));
    root_run("DELETE x FROM experience x JOIN candidacy c ON c.id = x.candidacy_id WHERE"
             " c.public_id = '%.*s'", STR_ARG(id));
    saved(&b, id, "diplomes", "none=1");
    struct reply r = get(&b, at(id, "experiences"));
    ck_says(r, "dès que vos diplômes et vos expériences seront indiqués");
    saved(&b, id, "experiences", "none=1");
    r = get(&b, at(id, "experiences"));
    ck_says(r, "Il vous manque 6\u00a0ans d’expérience professionnelle");
    r = get(&b, at(id, "verification"));
    ck_says(r, "0\u00a0mois compté sur 72");
    ck_says(r, "Cela ne vous empêche pas de candidater");
    ck_says(r, "Déposer ma candidature");
    r = post(&b, at(id, "verification"), "declaration=1&explanation=Je+commence");
    ck_goes(r, at(id, "confirmation"));
    r = follow(&b, &r);
    ck_says(r, "Aucun diplôme");
    ck_says(r, "Aucune expérience");
    ck_silent(r, "Expérience\u00a01");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM submission s JOIN candidacy c ON c.id ="
        " s.candidacy_id WHERE c.public_id = '%.*s' AND s.verdict = 'not_yet' AND s.snapshot LIKE"
        " '%%\"experiences\":[{\"nature\":\"none\"}]%%' AND s.snapshot LIKE"
        " '%%\"diplomes\":[{\"kind\":\"none\"}]%%'", STR_ARG(id)), 1);
    flow_staff(&reviewer, ROLE_REVIEWER);
    r = get(&reviewer, text("/gestion/candidatures/%.*s", STR_ARG(id)));
    ck_says(r, "Aucun diplôme");
    ck_says(r, "Aucune expérience");
    ck_silent(r, "Expérience\u00a01");
    /* Corrected and submitted again: staff read what has changed. */
    saved(&b, id, "reprise", "");
    saved(&b, id, "experiences/ajouter", JOB);
    r = save(&b, id, "verification", "declaration=1&explanation=Je+commence");
    ck_status(r, 303);
    r = get(&reviewer, text("/gestion/candidatures/%.*s", STR_ARG(id)));
    ck_says(r, "Ce qui a changé depuis la version");
    ck_says(r, "Aucune expérience"); /* before */
    ck_says(r, "Expérience\u00a01");
}
END_TEST

/* ---- everything at its longest ---- */

/* As many letters of four bytes as each text may hold, beside what is given ("&name="). */
static const char *wide(const struct form *f, const char *fields)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct field *one = &f->fields[i];
        if ((one->kind != FIELD_TEXT && one->kind != FIELD_AREA) ||
            strstr(fields, text("&%s=", one->name)))
            continue;
        char *s = arena_alloc(arena, one->max * 12 + 1);
        for (size_t k = 0; k < one->max; k++)
            memcpy(s + k * 12, "%F0%A0%80%80", 12);
        s[one->max * 12] = 0;
        fields = text("%s&%s=%s", fields, one->name, s);
    }
    return fields;
}

START_TEST(everything_at_its_longest_can_be_submitted)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    saved(&b, id, "identite", wide(&form_identity, text("email=%.*s&phone=&birth_date.d=13"
        "&birth_date.m=5&birth_date.y=1980", STR_ARG(email))));
    for (int i = 0; i < 40; i++) {
        saved(&b, id, "diplomes/ajouter", wide(&form_diploma, "kind=licence&state=obtained&year=2007"));
        saved(&b, id, "experiences/ajouter", wide(&form_experience, "nature=employee"
            "&organisation_kind=association&field=culture&started.m=1&started.y=2018&ongoing=1"
            "&working_time=100"));
    }
    saved(&b, id, "projet", wide(&form_project, "objects.diagnosis=1&objects.unknown=1"));
    saved(&b, id, "financement", wide(&form_funding, "payer=employer&payer_siret=19753471200017"
        "&agreement=asked&mix="));
    saved(&b, id, "module", "wanted=yes");
    struct reply r = get(&b, at(id, "verification"));
    ck_status(r, 200);
    r = post(&b, at(id, "verification"), wide(&form_verification, "declaration=1"));
    ck_goes(r, at(id, "confirmation"));
    ck_status(follow(&b, &r), 200);
    r = get(&b, at(id, "devis"));
    ck_status(r, 200);
}
END_TEST

FLOW_MAIN("deposit", a_name_without_a_letter_is_told_at_its_field, one_name_goes_all_the_way,
    two_tabs_never_make_a_contradiction, an_old_draft_is_told_and_mended,
    that_there_is_none_is_an_answer, nothing_at_all_can_be_submitted,
    everything_at_its_longest_can_be_submitted)
