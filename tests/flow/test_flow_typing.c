/* What is typed and pasted, through the front door: each kind of it in the field of a step is kept as it was
 * meant; what is doubtful is kept too, said beside its field once, and never in the way. */
#include "flow.h"

#include "base/buf.h"
#include "domain/forms.h"
#include "http/request.h"

static const char *encoded(const char *raw)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    percent_encode(&b, str_c(raw));
    return arena_take(arena, &b).p;
}

static struct str column(const char *table, struct str id, const char *name)
{
    return root_text("SELECT COALESCE(t.%s, '') FROM %s t JOIN candidacy c ON c.id = t.candidacy_id"
        " WHERE c.public_id = '%.*s'", name, table, STR_ARG(id));
}

/* ---- each kind, in its step */

static const struct kind {
    const char *step, *table, *column, *field, *typed, *kept;
} KINDS[] = {
    {"identite", "candidacy_identity", "phone", "phone", "06\u201112\u201134\u201156\u201178", "06-12-34-56-78"},
    {"identite", "candidacy_identity", "phone", "phone", "27 31 15", "27 31 15"},
    {"identite", "candidacy_identity", "phone", "phone", "+33\ufe0f612345678", "+33612345678"},
    {"identite", "candidacy_identity", "birth_name", "birth_name", "Le\u0301vy", "L\u00e9vy"},
    {"identite", "candidacy_identity", "birth_date", "birth_date.m", "fe\u0301vrier", "1980-02-13"},
    {"financement", "candidacy_funding", "payer_siret", "payer_siret", "418\u2011166\u2011096\u201100051",
        "41816609600051"},
    {"financement", "candidacy_funding", "payer_siret", "payer_siret", "SIRET : 418 166 096 00051 (si\u00e8ge)",
        "41816609600051"},
    {"projet", "candidacy_project", "project", "project", "Un cafe\u0301\r\nassociatif\ufe0f", "Un caf\u00e9\nassociatif"},
};

static const char *fields_of(const struct kind *k, struct str email)
{
    static const struct {
        const char *name, *value;
    } identity[] = {{"birth_name", "Le Gall"}, {"given_names", "Ana"}, {"birth_date.d", "13"},
        {"birth_date.m", "5"}, {"birth_date.y", "1980"}, {"street", "1 rue"}, {"postal_code", "75010"},
        {"city", "Paris"}, {"country", "France"}};
    const char *all = text("%s=%s", k->field, encoded(k->typed));
    if (strcmp(k->step, "financement") == 0)
        return text("%s&payer=employer&agreement=none", all);
    if (strcmp(k->step, "projet") == 0)
        return text("%s&objects.unknown=1&expectations=Du+recul", all);
    for (size_t i = 0; i < sizeof identity / sizeof *identity; i++)
        if (strcmp(identity[i].name, k->field) != 0)
            all = text("%s&%s=%s", all, identity[i].name, encoded(identity[i].value));
    return text("%s&email=%.*s", all, STR_ARG(email));
}

START_TEST(each_kind_is_kept_as_it_was_meant)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        const struct kind *k = &KINDS[i];
        get(&b, at(id, k->step));
        struct reply r = post(&b, at(id, k->step), fields_of(k, email));
        ck_assert_msg(r.status == 303, "%s «%s»: %d\n%s", k->field, k->typed, r.status, glimpse(&r));
        struct str kept = column(k->table, id, k->column);
        ck_assert_msg(str_eq_c(kept, k->kept), "%s «%s»: «%.*s»", k->field, k->typed, STR_ARG(kept));
    }
}
END_TEST

START_TEST(a_whole_date_in_the_box_of_the_day)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    get(&b, at(id, "identite"));
    struct reply r = post(&b, at(id, "identite"), "birth_date.d=01%2F02%2F1985&birth_date.m=&birth_date.y=&then=later");
    ck_status(r, 303);
    ck_assert_str_is(column("candidacy_identity", id, "birth_date"), "1985-02-01");
    r = get(&b, at(id, "identite"));
    ck_assert_str_is(shown(&r, "birth_date.d"), "1");
    ck_assert_str_is(shown(&r, "birth_date.m"), "2");
    ck_assert_str_is(shown(&r, "birth_date.y"), "1985");
}
END_TEST

START_TEST(what_is_said_is_true)
{
    static const struct {
        const char *typed, *says;
    } rows[] = {{"27 31 1", "nous y lisons 5\u00a0chiffres, et il en faut six au moins"},
        {"1234567890123456", "nous y lisons 16\u00a0chiffres, trop pour un seul numéro"},
        {"06 12 34 56 78 (le soir)", "écrivez un seul numéro, en chiffres"}};
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        get(&b, at(id, "identite"));
        struct reply r = post(&b, at(id, "identite"), text("phone=%s&then=later", encoded(rows[i].typed)));
        ck_status(r, 422);
        ck_says(r, rows[i].says);
        ck_silent(r, "sept à quinze");
        ck_assert_str_is(shown(&r, "phone"), rows[i].typed);
    }
    get(&b, "/devis");
    struct reply r = post(&b, "/devis", "kind=quote&payer=employer&whom=several&headcount=4%2C5&then=next");
    ck_status(r, 422);
    ck_says(r, "le nombre de personnes en nombre entier\u00a0: 4 ou 5, par exemple");
    get(&b, at(id, "experiences/ajouter"));
    r = post(&b, at(id, "experiences/ajouter"), "nature=employee&working_time=35h&then=later");
    ck_status(r, 422);
    ck_says(r, "100 pour 35\u00a0heures par semaine");
}
END_TEST

/* ---- a doubtful SIRET */

#define EMPLOYER "payer=employer&agreement=none&payer_siret="
#define DOUBT "Ce numéro SIRET semble contenir une faute de frappe"
#define TITLE "Ce numéro SIRET semble contenir une erreur"

START_TEST(a_siret_in_doubt_is_kept_said_once_and_never_in_the_way)
{
    static const char *const fakes[] = {"11122233344455", "00000000000000", "19753471200018"};
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    const char *funding = at(id, "financement");
    for (size_t i = 0; i < sizeof fakes / sizeof *fakes; i++) {
        const char *fields = text(EMPLOYER "%s", fakes[i]);
        get(&b, funding);
        struct reply r = post(&b, funding, fields);
        ck_status(r, 200); /* at once, and kept already */
        ck_says(r, TITLE);
        ck_says(r, DOUBT);
        ck_says(r, "Votre réponse est enregistrée.");
        ck_says(r, "aria-describedby=\"payer-siret-aide payer-siret-doute\"");
        ck_silent(r, "govuk-error-summary");
        ck_assert_str_is(column("candidacy_funding", id, "payer_siret"), fakes[i]);
        r = post(&b, funding, fields); /* as it is */
        ck_status(r, 303);
        r = get(&b, funding);
        ck_says(r, DOUBT);
        ck_silent(r, TITLE);
        r = post(&b, funding, fields); /* it has been said on this page */
        ck_status(r, 303);
        r = get(&b, at(id, "verification"));
        ck_says(r, DOUBT);
    }
    get(&b, funding);
    struct reply r = post(&b, funding, EMPLOYER "19753471200017");
    ck_status(r, 303);
    r = get(&b, at(id, "verification"));
    ck_silent(r, DOUBT);
    get(&b, funding);
    r = post(&b, funding, EMPLOYER "11122233344455&then=later"); /* leaving is leaving */
    ck_status(r, 303);
}
END_TEST

START_TEST(the_script_is_told_by_the_server)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    get(&b, at(id, "financement"));
    b.accept = "application/json";
    struct reply r = post(&b, at(id, "financement"), EMPLOYER "11122233344455&autosave=1");
    ck_status(r, 200);
    ck_says(r, "\"seen\":\"payer_siret=11122233344455\",\"doubts\":[{\"id\":\"payer-siret\",\"text\":\"" DOUBT);
    r = post(&b, at(id, "financement"), EMPLOYER "19753471200017&autosave=1");
    ck_says(r, "\"seen\":\"\",\"doubts\":[]}");
}
END_TEST

START_TEST(a_candidacy_is_submitted_with_its_doubts)
{
    struct browser b = {0};
    struct str id = submitted_candidacy(&b, "Doute", "employer&payer_siret=11122233344455&vu=payer_siret%3D11122233344455",
        NULL);
    ck_assert(has(root_text("SELECT s.snapshot FROM submission s JOIN candidacy c ON c.id = s.candidacy_id"
                            " WHERE c.public_id = '%.*s'", STR_ARG(id)), "\"payer_siret\":\"11122233344455\""));
}
END_TEST

/* ---- slips in addresses */

START_TEST(a_slip_is_asked_about_and_kept)
{
    struct browser b = {0};
    const char *typed = text("%.*s@gmail.con", STR_ARG(str_slice(fresh_email(), 0, str_find(fresh_email(), '@'))));
    const char *fields = text("email=%s", typed);
    get(&b, "/connexion");
    struct reply r = post(&b, "/connexion", fields);
    ck_status(r, 200);
    ck_says(r, text("Vouliez-vous dire «\u00a0%.*sgmail.com\u00a0»\u00a0?", (int)(strlen(typed) - 9), typed));
    ck_assert_str_is(shown(&r, "email"), typed);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM challenge WHERE email = '%s'", typed), 0);
    r = post(&b, "/connexion?suite=/candidature", fields);
    ck_goes(r, "/connexion/code?suite=/candidature");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM challenge WHERE email = '%s'", typed), 1);
    /* once proved, nobody asks again */
    follow(&b, &r);
    r = post(&b, "/connexion/code?suite=/candidature",
        text("code=%s", encoded(text("%.*s est votre code, valable 10 minutes", STR_ARG(code_for(str_c(typed)))))));
    ck_status(r, 303); /* and the line of the mail holds the code */
    struct str id = start(&b);
    get(&b, at(id, "identite"));
    r = post(&b, at(id, "identite"), identity_of(str_c(typed)));
    ck_status(r, 303);
    r = get(&b, at(id, "verification"));
    ck_silent(r, "Vouliez-vous dire");
}
END_TEST

START_TEST(every_door_for_an_address_asks)
{
    static const struct {
        const char *path, *at, *more;
        int status;
    } doors[] = {{"/connexion?suite=/candidature", "/connexion", "", 200},
        {"/devis/retrouver", "/devis/retrouver", "", 200},
        {"/devis", "/devis", "&kind=question&name=Ana&message=Bonjour&then=next", 422}};
    for (size_t i = 0; i < sizeof doors / sizeof *doors; i++) {
        struct browser b = {0};
        const char *email = text("%.*s@hotmial.fr", STR_ARG(str_slice(fresh_email(), 0, 6)));
        get(&b, doors[i].at);
        struct reply r = post(&b, doors[i].path, text("email=%s%s", email, doors[i].more));
        ck_status(r, doors[i].status);
        ck_says(r, "@hotmail.fr\u00a0»\u00a0?");
        ck_says(r, "id=\"email-doute\"");
        r = post(&b, doors[i].path, text("email=%s%s", email, doors[i].more));
        ck_assert_msg(!has(r.body, "hotmail.fr\u00a0»"), "%s asks twice", doors[i].path);
        ck_assert(r.status == 303 || has(r.body, "Vérifiez, puis envoyez"));
    }
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    (void)id;
    get(&b, "/compte/adresse");
    struct reply r = post(&b, "/compte/adresse", "email=zoe.typing@gmial.com");
    ck_status(r, 200);
    ck_says(r, "Vouliez-vous dire «\u00a0zoe.typing@gmail.com\u00a0»");
    r = post(&b, "/compte/adresse", "email=zoe.typing@gmial.com");
    ck_goes(r, "/compte/adresse/codes");
}
END_TEST

START_TEST(a_postcode_against_its_country)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    const char *fields = text("birth_name=Le+Gall&given_names=Ana&birth_date.d=13&birth_date.m=5&birth_date.y=1980"
        "&email=%.*s&street=1+rue&postal_code=1000&city=Bruxelles&country=France", STR_ARG(email));
    get(&b, at(id, "identite"));
    struct reply r = post(&b, at(id, "identite"), fields);
    ck_status(r, 200);
    ck_says(r, "Pour «\u00a0France\u00a0», il a d’ordinaire cinq chiffres");
    r = post(&b, at(id, "identite"), fields);
    ck_status(r, 303);
    ck_assert_str_is(column("candidacy_identity", id, "postal_code"), "1000");
}
END_TEST

/* ---- domains with accents */

START_TEST(a_domain_with_accents_is_one_domain)
{
    static const char *const spelled[] = {"soci\u00e9t\u00e9.fr", "socie\u0301te\u0301.fr", "SOCI\u00c9T\u00c9.fr",
        "soci\u00e9t\u00e9\ufe0f.fr", "\uff53oci\u00e9t\u00e9\uff0efr"};
    struct str name = str_slice(fresh_email(), 0, str_find(fresh_email(), '@'));
    struct str email = str_c(text("%.*s@xn--socit-esab.fr", STR_ARG(name)));
    for (size_t i = 0; i < sizeof spelled / sizeof *spelled; i++) {
        struct browser b = {0};
        get(&b, "/connexion");
        struct reply r = post(&b, "/connexion", text("email=%.*s%%40%s", STR_ARG(name), encoded(spelled[i])));
        ck_goes(r, "/connexion/code?suite=/candidature");
        ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM challenge WHERE email = '%.*s'", STR_ARG(email)), i + 1);
        r = follow(&b, &r);
        ck_says(r, text("%.*s@soci\u00e9t\u00e9.fr", STR_ARG(name)));
        ck_silent(r, "xn--");
        now.s += 3600; /* as many codes are a limit */
    }
    struct browser b = {0};
    sign_in(&b, email);
    struct reply r = get(&b, "/compte");
    ck_says(r, "@soci\u00e9t\u00e9.fr");
    ck_silent(r, "xn--");
}
END_TEST

FLOW_MAIN("typing", each_kind_is_kept_as_it_was_meant, a_whole_date_in_the_box_of_the_day, what_is_said_is_true,
    a_siret_in_doubt_is_kept_said_once_and_never_in_the_way, the_script_is_told_by_the_server,
    a_candidacy_is_submitted_with_its_doubts, a_slip_is_asked_about_and_kept, every_door_for_an_address_asks,
    a_postcode_against_its_country, a_domain_with_accents_is_one_domain)
