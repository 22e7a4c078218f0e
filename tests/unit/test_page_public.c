/* The public pages, from facts held in memory: everything that programme.md says is on the first
 * page, and nothing that nobody has said is on any page. */
#include "page/public.h"
#include "suite.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static struct arena *a;
static struct response res;
static struct buf words; /* the page without its tags, every kind of space made plain */

static struct intake intakes[3];
static struct tariff tariffs[4];
static struct setting settings[64];
static struct facts facts;
static struct instant now;

static const struct outcome OUTCOMES[] = {
    {2018, 26, 0, 83, 17, 63}, {2017, 40, 1, 90, 58, 66}, {2016, 64, 0, 98, 49, 74}};

static void begin(void)
{
    a = arena_new();
    response_init(&res);
    buf_init(&words, 1 << 20);
    memset(settings, 0, sizeof settings);
    facts = (struct facts){.settings = settings};
    now = instant_from_paris((struct day){2026, 11, 23}, 19, 0, 0);
}

static void end(void)
{
    buf_free(&words);
    response_free(&res);
    arena_free(a);
}

static void set(const char *name, const char *value)
{
    settings[facts.settings_n++] = (struct setting){
        .name = str_c(name), .value = str_c(value), .label = str_c(name)};
}

/* The facts of programme.md; the open intake's own are a demonstration's. */
static void programme(void)
{
    facts.code = STR("MOVSC");
    facts.title = STR("Manager d’organismes à vocation sociale et culturelle en ESS");
    intakes[0] = (struct intake){.id = 2, .year = 2027, .number = 36, .is_public = true,
        .rncp_code = STR("RNCP00000"), .rncp_title = STR("Titre enregistré"),
        .certifier = STR("Un certificateur"), .rncp_registered_on = {2026, 1, 2},
        .rncp_ends_on = {2031, 12, 31}, .starts_on = {2027, 11, 8}, .place = STR("Une ville"),
        .calendar = STR("Un calendrier"), .capacity = 25,
        .opens_at = instant_from_paris((struct day){2026, 10, 1}, 8, 0, 0),
        .closes_at = instant_from_paris((struct day){2027, 6, 30}, 23, 59, 59)};
    intakes[1] = (struct intake){.id = 1, .year = 2024, .number = 33, .is_public = true,
        .starts_on = {2024, 11, 4},
        .opens_at = instant_from_paris((struct day){2023, 10, 1}, 8, 0, 0),
        .closes_at = instant_from_paris((struct day){2024, 6, 30}, 23, 59, 59)};
    intakes[2] = (struct intake){.id = 3, .year = 2028, .number = 99, .starts_on = {2028, 11, 6},
        .place = STR("Un lieu secret"), .opens_at = now, .closes_at = {now.s + 1}};
    facts.intakes = intakes;
    facts.intakes_n = COUNT(intakes);
    static const int64_t CENTS[] = {1000500, 500050, 40000, 20000};
    for (size_t i = 0; i < COUNT(tariffs); i++)
        tariffs[i] = (struct tariff){.payer = i % 2 ? PAYER_INDIVIDUAL : PAYER_THIRD,
            .item = i / 2 ? TARIFF_MODULE : TARIFF_DIPLOMA, .price = {CENTS[i]},
            .from = {2000, 1, 1}};
    facts.tariffs = tariffs;
    facts.tariffs_n = COUNT(tariffs);
    facts.outcomes = OUTCOMES;
    facts.outcomes_n = COUNT(OUTCOMES);
    set("contact.quotes", "par_cestes@lecnam.net");
}

static size_t space_bytes(const char *p, size_t left)
{
    if (left >= 2 && memcmp(p, "\u00a0", 2) == 0)
        return 2;
    return left >= 3 && memcmp(p, "\u202f", 3) == 0 ? 3 : 0;
}

static void read_words(void)
{
    buf_reset(&words);
    for (size_t i = 0; i < res.body.n; i++) {
        char c = res.body.p[i];
        size_t space = space_bytes(res.body.p + i, res.body.n - i);
        if (c == '<')
            while (i < res.body.n && res.body.p[i] != '>')
                i++;
        else if (space)
            i += space - 1;
        if (c != '<')
            buf_putc(&words, space || c == '\n' ? ' ' : c);
    }
}

static enum rc show(const char *path)
{
    struct request req = {.method = METHOD_GET, .path = str_c(path)};
    struct page p = {.a = a, .req = &req, .res = &res, .facts = &facts, .now = now,
        .today = day_paris(now)};
    response_reset(&res);
    enum rc rc = str_eq_c(req.path, "/") ? page_home(&p) : page_notice(&p);
    ck_assert(!res.body.overflow);
    read_words();
    return rc;
}

static bool in(const struct buf *b, const char *needle)
{
    return b->n && memmem(b->p, b->n, needle, strlen(needle)) != NULL;
}

#define SAYS(needle) ck_assert_msg(in(&words, needle), "the page does not say «%s»", needle)
#define HIDES(needle) ck_assert_msg(!in(&words, needle), "the page says «%s»", needle)

START_TEST(home_says_the_whole_programme)
{
    static const char *const SAID[] = {
        /* the diploma */
        "Manager d’organismes à vocation sociale et culturelle en ESS", "MOVSC", "Cestes", "Cnam",
        "créer, d’animer, de diriger, d’organiser, de gérer et d’administrer", "associations",
        "collectivités locales et territoriales", "collectifs", "services internes",
        "coopératives à finalité sociale", "mutuelles", "éducateurs", "animatrices", "infirmiers",
        "responsables de projet", "agents de développement", "chargées de mission",
        "concevoir, produire, diffuser des œuvres", "socioculturelle", "niveau 7", "ancien niveau I",
        /* hours */
        "Deux ans, environ cinq jours tous les deux mois ; 14 semaines sur place et trois jours à"
        " distance", "490 h", "420 h", "70 h", "suivi individuel", "trois jours de soutenances",
        "armer la réflexion", "propre à chaque champ", "outiller la pratique",
        "nouvelles expériences", "soutenir vos apprentissages", "cinq ou six", "recherche-action",
        "pédagogie du projet", "autobiographie raisonnée", "écrivez",
        /* the dissertation */
        "concevoir et conduire votre projet", "projet de statuts, budget", "2 à 4 jours par mois",
        "distance, argumentation, cohérence, pertinence", "votre projet à venir",
        "diagnostic de l’organisation", "organisations proches", "réflexion critique et théorique",
        /* who may apply */
        "niveau 6 ou plus", "DEES", "DEASS", "DECESF", "au moins 3 ans d’expérience",
        "associative ou syndicale", "Au moins 6 ans d’expérience professionnelle",
        "une dérogation peut être envisagée", "VAE", "tourisme social", "humanitaire", "écologie",
        "Les stages ne comptent pas",
        "Pour un même diplôme une seule candidature par an et par personne sera acceptée.",
        /* prices and module */
        "10 005,00 €", "5 000,50 €", "400,00 €", "200,00 €", "5 004,50 €", "non certifiant",
        "Initiation à la vie coopérative : gouvernance, management, droit, gestion coopératives",
        "le commerce et le salariat", "formes juridiques", "SCIC",
        /* the intake and its registration */
        "36e promotion", "1er octobre 2026 à 8 h 00, heure de Paris",
        "30 juin 2027 à 23 h 59, heure de Paris", "8 novembre 2027", "Une ville", "Un calendrier",
        "33e promotion a commencé en novembre 2024", "RNCP00000", "Titre enregistré",
        "Un certificateur", "2 janvier 2026", "31 décembre 2031", "éligible au CPF",
        /* outcomes, contact, what to do */
        "dernier renouvellement", "2016 à 2018", "par_cestes@lecnam.net", "25 minutes environ",
        "Vérifier mes conditions", "Obtenir un devis", "nous vous y envoyons un code"};
    begin();
    programme();
    ck_assert_int_eq(show("/"), RC_OK);
    for (size_t i = 0; i < COUNT(SAID); i++)
        SAYS(SAID[i]);
    ck_assert(in(&res.body, "10\u202f005,00\u00a0€")); /* never wrapped */
    HIDES("Un lieu secret");
    HIDES("99");
    HIDES("fictif");
    ck_assert_uint_lt(res.body.n, 40 * 1024);
    end();
}
END_TEST

START_TEST(outcome_table_holds_every_figure)
{
    static const char *const ROWS[] = {"certification201620172018", "certifiées644026",
        "par la VAE010", "global à 6 mois98 %90 %83 %", "visé à 6 mois49 %58 %17 %",
        "visé à 2 ans74 %66 %63 %"};
    begin();
    programme();
    ck_assert_int_eq(show("/"), RC_OK);
    for (size_t i = 0; i < COUNT(ROWS); i++)
        SAYS(ROWS[i]);
    ck_assert(in(&res.body, "aria-labelledby=\"insertion-2016-titre insertion-2016-texte\""));
    facts.outcomes_n = 0;
    ck_assert_int_eq(show("/"), RC_OK);
    HIDES("Après le diplôme");
    end();
}
END_TEST

START_TEST(nothing_set_invents_nothing)
{
    static const char *const PATHS[] = {"/", "/aide", "/donnees", "/mentions-legales"};
    begin();
    for (size_t i = 0; i < COUNT(PATHS); i++) {
        ck_assert_int_eq(show(PATHS[i]), RC_OK);
        HIDES("@");
        HIDES("€");
        HIDES("RNCP");
        HIDES("SIRET19");
        HIDES("éligible au CPF");
        ck_assert(!in(&res.body, "mailto:"));
        ck_assert(!in(&res.body, "tel:"));
        if (i > 0)
            SAYS("à compléter par l’établissement avant l’ouverture");
    }
    ck_assert_int_eq(show("/"), RC_OK);
    SAYS("Les tarifs ne sont pas encore publiés");
    SAYS("Les dates de la prochaine promotion ne sont pas encore fixées");
    ck_assert(!in(&res.body, "href=\"http"));
    for (int year = 2000; year < 2040; year++) /* no date either */
        ck_assert(!in(&words, arena_printf(a, "%d", year).p));
    end();
}
END_TEST

START_TEST(cpf_only_while_the_registration_covers_the_start)
{
    static const struct {
        struct day from, to;
        bool eligible;
    } CASES[] = {{{2026, 1, 2}, {2031, 12, 31}, true}, {{2026, 1, 2}, {2027, 11, 8}, true},
        {{2026, 1, 2}, {2027, 11, 7}, false}, {{2020, 1, 1}, {2025, 11, 18}, false},
        {{2027, 11, 9}, {2031, 12, 31}, false}, {{0}, {0}, false}};
    begin();
    programme();
    for (size_t i = 0; i < COUNT(CASES); i++) {
        intakes[0].rncp_registered_on = CASES[i].from;
        intakes[0].rncp_ends_on = CASES[i].to;
        ck_assert_int_eq(show("/"), RC_OK);
        ck_assert_msg(in(&words, "éligible au CPF") == CASES[i].eligible, "case %zu", i);
        ck_assert(in(&words, "5 004,50 €") == CASES[i].eligible);
    }
    intakes[0].rncp_fictional = true;
    ck_assert_int_eq(show("/"), RC_OK);
    SAYS("Enregistrement fictif.");
    end();
}
END_TEST

START_TEST(the_intake_says_where_it_stands)
{
    begin();
    programme();
    now = (struct instant){intakes[0].opens_at.s - 1};
    ck_assert_int_eq(show("/"), RC_OK);
    SAYS("36e promotion ne sont pas encore ouvertes");
    SAYS("Ouverture des candidatures1er octobre 2026");
    now = intakes[0].closes_at;
    ck_assert_int_eq(show("/"), RC_OK);
    SAYS("36e promotion sont ouvertes");
    now.s++;
    ck_assert_int_eq(show("/"), RC_OK);
    SAYS("36e promotion sont closes");
    SAYS("closes depuis le 30 juin 2027");
    HIDES("Commencer ou reprendre");
    now = instant_from_paris(intakes[0].starts_on, 9, 0, 0);
    ck_assert_int_eq(show("/"), RC_OK); /* begun: it is nobody's next any more */
    SAYS("Les dates de la prochaine promotion ne sont pas encore fixées");
    SAYS("36e promotion a commencé en novembre 2027");
    HIDES("Prochaine rentrée");
    HIDES("éligible au CPF");
    end();
}
END_TEST

START_TEST(a_setting_shows_once_it_is_set)
{
    static const struct {
        const char *path, *setting;
    } CASES[] = {{"/", "contact.general"}, {"/", "contact.vae"}, {"/", "contact.phone"},
        {"/", "contact.disability"}, {"/", "contact.address"}, {"/", "institution.qualiopi"},
        {"/", "process.next_steps"}, {"/", "process.documents"}, {"/", "process.interview"},
        {"/", "process.jury"}, {"/", "process.waiting_list"}, {"/", "process.instalments"},
        {"/", "module.hours"}, {"/", "module.dates"}, {"/", "module.seats"},
        {"/", "module.sold_alone"}, {"/aide", "contact.general"}, {"/aide", "contact.disability"},
        {"/accessibilite", "legal.accessibility_contact"},
        {"/accessibilite", "legal.accessibility_plan"}, {"/donnees", "legal.controller"},
        {"/donnees", "legal.dpo"}, {"/donnees", "legal.basis"}, {"/donnees", "legal.retention"},
        {"/donnees", "rule.algorithm_notice"}, {"/mentions-legales", "legal.publisher"},
        {"/mentions-legales", "legal.director"}, {"/mentions-legales", "legal.host"},
        {"/mentions-legales", "institution.siret"}, {"/mentions-legales", "institution.nda"},
        {"/mentions-legales", "institution.name"}, {"/mentions-legales", "institution.terms_url"}};
    static const char *const LINKS[] = {"link.course_sheet", "link.rncp_sheet",
        "link.skills_framework", "link.brochure", "link.module_page", "link.cpf_page",
        "link.vae_page", "link.recording"};
    begin();
    programme();
    for (size_t i = 0; i < COUNT(CASES); i++) {
        facts.settings_n = 1;
        set(CASES[i].setting, "Valeur & < valeur");
        ck_assert_int_eq(show(CASES[i].path), RC_OK);
        ck_assert_msg(in(&words, "Valeur &amp; &lt; valeur"), "%s", CASES[i].setting);
    }
    for (size_t i = 0; i < COUNT(LINKS); i++) {
        facts.settings_n = 1;
        set(LINKS[i], "https://exemple.example/page");
        ck_assert_int_eq(show("/"), RC_OK);
        ck_assert(in(&res.body, "<li><a class=\"govuk-link\" href=\"https://exemple.example/page\">"));
    }
    end();
}
END_TEST

START_TEST(durations_are_said_to_be_proposals_until_confirmed)
{
    static const struct {
        const char *days, *said;
    } CASES[] = {{"90", "3 mois"}, {"365", "1 an"}, {"730", "2 ans"}, {"14", "14 jours"},
        {"1", "1 jour"}, {"", "à compléter"}, {"trois", "à compléter"}};
    begin();
    for (size_t i = 0; i < COUNT(CASES); i++) {
        facts.settings_n = 0;
        set("retention.draft", CASES[i].days);
        ck_assert_int_eq(show("/donnees"), RC_OK);
        ck_assert(in(&words, arena_printf(a, "retention.draft%s", CASES[i].said).p));
        SAYS("Ces durées sont proposées");
    }
    facts.settings_n = 0;
    set("retention.draft", "90");
    settings[0].confirmed = true;
    ck_assert_int_eq(show("/donnees"), RC_OK);
    HIDES("Ces durées sont proposées");
    end();
}
END_TEST

START_TEST(only_what_is_a_link_becomes_one)
{
    static const struct {
        const char *value, *href;
    } CASES[] = {{"nom@exemple.fr", "mailto:nom@exemple.fr"},
        {"https://exemple.fr/a", "https://exemple.fr/a"}, {"01 99 00 00 00", "tel:0199000000"},
        {"+33 1.99.00.00.00", "tel:+33199000000"}, {"", ""}, {"19753471200017", ""},
        {"01 99 00 00 00 (le matin)", ""}, {"javascript:alert(1)", ""}, {"http://exemple.fr", ""},
        {"a@b.fr?bcc=c@d.fr", ""}, {"a@b.fr, c@d.fr", ""}, {"a@b", ""}, {"@b.fr", ""},
        {"Nom, nom@exemple.fr", ""}, {"a@b@c.fr", ""}, {"0", ""}, {"01\n99 00 00 00", ""}};
    begin();
    for (size_t i = 0; i < COUNT(CASES); i++)
        ck_assert_str_is(public_href(a, str_c(CASES[i].value)), CASES[i].href);
    end();
}
END_TEST

START_TEST(every_footer_page_is_whole)
{
    static const char *const PATHS[] = {
        "/", "/aide", "/accessibilite", "/donnees", "/cookies", "/mentions-legales", "/plan"};
    begin();
    programme();
    for (size_t i = 0; i < COUNT(PATHS); i++) {
        ck_assert_int_eq(show(PATHS[i]), RC_OK);
        ck_assert_msg(in(&res.body, "</html>\n"), "%s", PATHS[i]);
        ck_assert(in(&res.body, "<h1 class=\"govuk-heading-xl\">"));
        ck_assert(!in(&res.body, "noindex"));
        for (size_t k = 0; k < COUNT(PATHS); k++)
            ck_assert(in(&res.body, arena_printf(a, "href=\"%s\"", PATHS[k]).p));
    }
    ck_assert_int_eq(show("/accessibilite"), RC_OK);
    SAYS("non conforme");
    SAYS("Défenseur des droits");
    ck_assert_int_eq(show("/cookies"), RC_OK);
    SAYS("__Host-sid");
    ck_assert_int_eq(show("/donnees"), RC_OK);
    SAYS("CNIL");
    ck_assert_int_eq(show("/autre"), RC_NOT_FOUND);
    end();
}
END_TEST

SUITE_MAIN("page_public", home_says_the_whole_programme, outcome_table_holds_every_figure,
    nothing_set_invents_nothing, cpf_only_while_the_registration_covers_the_start,
    the_intake_says_where_it_stands, a_setting_shows_once_it_is_set,
    durations_are_said_to_be_proposals_until_confirmed, only_what_is_a_link_becomes_one,
    every_footer_page_is_whole)
