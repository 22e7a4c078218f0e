/* What the portal itself issues, by its own builder (domain/quote_doc.h), with settings that are
 * invented and say so. */
#include "domain/quote_doc.h"
#include "tests/doc/fixtures.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const struct day TODAY = {2026, 11, 23};

static const struct tariff TARIFFS[] = { /* programme.md "Prices" */
    {1, PAYER_THIRD, TARIFF_DIPLOMA, {1000500}, {2000, 1, 1}, {0, 0, 0}},
    {2, PAYER_INDIVIDUAL, TARIFF_DIPLOMA, {500050}, {2000, 1, 1}, {0, 0, 0}},
    {3, PAYER_THIRD, TARIFF_MODULE, {40000}, {2000, 1, 1}, {0, 0, 0}},
    {4, PAYER_INDIVIDUAL, TARIFF_MODULE, {20000}, {2000, 1, 1}, {0, 0, 0}},
};

static const struct intake INTAKE = {.number = 36,
    .year = 2027,
    .rncp_code = STR_INIT("RNCP00000"),
    .rncp_title = STR_INIT("Manager d’organismes à vocation sociale et culturelle"),
    .certifier = STR_INIT("Conservatoire national des arts et métiers"),
    .rncp_registered_on = {2025, 9, 24},
    .rncp_ends_on = {2030, 9, 24},
    .starts_on = {2027, 11, 8},
    .place = STR_INIT("2 rue Conté, 75003 Paris"),
    .capacity = 24,
    .calendar = STR_INIT("Douze regroupements, de novembre 2027 à octobre 2029")};

static const struct setting {
    const char *name, *value;
} SETTINGS[] = {
    {"institution.name", "Conservatoire national des arts et métiers"},
    {"institution.centre", "Cestes, centre d’économie sociale"},
    {"institution.legal_form", "Établissement public à caractère scientifique, culturel et "
                               "professionnel"},
    {"contact.address", "Cestes, exemple\n1 rue de l’Exemple\n75000 Paris"},
    {"institution.siret", "19753471200017"},
    {"institution.ape", "8542Z"},
    {"institution.nda", "00 00 00000 00"},
    {"contact.quotes", "par_cestes@lecnam.net"},
    {"contact.phone", "01 99 00 00 00"},
    {"quote.validity_days", "90"},
    {"quote.means", "Salles équipées, bibliothèque, documents remis à chaque regroupement, suivi "
                    "individuel du mémoire."},
    {"quote.assessment", "Un mémoire soutenu devant un jury ; la réussite donne le diplôme, "
                         "l’assiduité une attestation de fin de formation."},
    {"contact.disability", "Camille Exemple, handicap@exemple.test, 01 99 00 00 01"},
    {"quote.certification_fee", "compris dans le prix"},
    {"quote.vat_sentence", "Exonération de TVA : article 261, 4, 4° a du code général des impôts."},
    {"quote.payment_third", "Une facture par année de formation, payable à trente jours par "
                            "virement ; subrogation possible sur accord écrit de l’OPCO."},
    {"quote.payment_individual", "Par virement, ou par carte bancaire sur le site du Cnam."},
    {"quote.instalments", "7"},
    {"quote.withdrawal_days", "14"},
    {"quote.cancellation", "En cas d’arrêt pour force majeure, seules les heures suivies sont dues ; "
                           "sans force majeure, le semestre commencé est dû."},
    {"quote.next_third", "Après l’admission, le Cestes envoie la convention de formation à "
                         "l’organisme, qui la signe avant la rentrée."},
    {"quote.cpf_information", "L’inscription avec le CPF se fait sur moncompteformation.gouv.fr, où "
                              "se règlent le prix et la participation obligatoire."},
    {"institution.terms_url", "https://exemple.test/conditions"},
    {"institution.qualiopi", "certificat n° 0000, délivré par Exemple"},
    {"quote.mixed", "Chaque payeur reçoit son document ; ensemble, ils font le prix entier."},
    {"quote.complaints", "reclamations@exemple.test"},
    {"quote.instalments_third", "2"},
    {"quote.nsf", "315, ressources humaines, gestion du personnel, gestion de l’emploi"},
};

static struct str setting(const void *facts, const char *name)
{
    (void)facts;
    for (size_t i = 0; i < LENGTH(SETTINGS); i++)
        if (strcmp(SETTINGS[i].name, name) == 0)
            return str_c(SETTINGS[i].value);
    return STR("");
}

static struct quote_world world(void)
{
    return (struct quote_world){.text = setting,
        .intake = &INTAKE,
        .tariffs = TARIFFS,
        .tariffs_n = LENGTH(TARIFFS),
        .programme = STR("Manager d’organismes à vocation sociale et culturelle en économie sociale "
                         "et solidaire (MOVSC)"),
        .base_url = STR("https://portail.exemple.test")};
}

static struct quote_ask ask(const char *payer, bool module)
{
    return (struct quote_ask){.reference = STR("D-7K3M-9QX2"),
        .payer = str_c(payer),
        .module = module,
        .whom = STR("one"),
        .trainees = STR("Maëlle Guéguen"),
        .addressee_name = STR("Association L’Élan des Œuvres solidaires"),
        .addressee_siret = STR("73282932000074"),
        .addressee_address = STR("12 bis rue de l’Église\n35000 Rennes"),
        .addressee_contact = STR("Mme Françoise N’Guyen-Château"),
        .name = STR("Maëlle Guéguen"),
        .email = STR("maelle@exemple.test")};
}

static struct document made(struct arena *a, const struct quote_world *w, const struct quote_ask *q,
    const struct quote_terms *terms, unsigned version)
{
    struct quote_plan p = quote_plan_make(w, q, terms, TODAY);
    struct str number = version ? quote_number_text(a, p.series, 2026, 123, version) : STR("");
    return quote_document(a, w, q, terms, &p, number, version ? version : 1, TODAY);
}

/* ---- states, with pictures */

static const struct quote_terms AS_ASKED;

static struct document third(struct arena *a)
{
    struct quote_world w = world();
    struct quote_ask q = ask("opco", true);
    q.purchase_reference = STR("BC-2026-0088");
    q.opco_name = STR("Uniformation");
    q.opco_reference = STR("2026-ESS-114");
    return made(a, &w, &q, &AS_ASKED, 1);
}

static struct document several(struct arena *a)
{
    struct quote_world w = world();
    struct quote_ask q = ask("institution", true);
    q.whom = STR("several");
    q.headcount = 3;
    q.trainees = STR("Maëlle Guéguen\nAda D’Almeida-Lefèvre\nà désigner");
    q.chorus_service = STR("SERVICE-FORMATION-35");
    q.chorus_engagement = STR("2026-EJ-000451");
    return made(a, &w, &q, &AS_ASKED, 1);
}

static struct document individual(struct arena *a, bool demo)
{
    struct quote_world w = world();
    struct quote_ask q = ask("individual", true);
    q.whom = STR("self");
    q.addressee_address = STR("4 impasse des Cœurs-Vaillants\n29200 Brest");
    w.demo = demo;
    return made(a, &w, &q, &AS_ASKED, 1);
}

static struct document cpf(struct arena *a)
{
    struct quote_world w = world();
    struct quote_ask q = ask("cpf", true);
    q.whom = STR("self");
    q.module_payer = STR("individual");
    q.cpf_amount = STR("450000");
    return made(a, &w, &q, &AS_ASKED, 1);
}

static struct document part(struct arena *a, bool confirmed)
{
    struct quote_world w = world();
    struct quote_ask q = ask("employer", true);
    const struct quote_share share = {.part = 1,
        .parts = 2,
        .tariff = PAYER_THIRD,
        .amount = {{600300}, {40000}},
        .whole = {{1000500}, {40000}},
        .confirmed = confirmed};
    const struct quote_terms terms = {.share = &share};
    return made(a, &w, &q, &terms, confirmed ? 1 : 0);
}

static struct document amended(struct arena *a)
{
    struct quote_world w = world();
    struct quote_ask q = ask("employer", true);
    const struct quote_terms terms = {.diplomas = 2,
        .modules = 1,
        .dates = STR("Regroupements communiqués à la rentrée, hors vacances de la zone B"),
        .note = STR("Comme convenu au téléphone, ce devis réunit deux personnes et un seul module.")};
    return made(a, &w, &q, &terms, 2);
}

static struct str filled(struct arena *a, const char *piece, size_t most)
{
    char *out = arena_alloc(a, most);
    size_t n = strlen(piece);
    for (size_t i = 0; i < most; i++)
        out[i] = piece[i % n];
    return str_trim((struct str){out, most});
}

/* All that the form takes, as long as it takes it (domain/forms_quote.c), and every setting: what
 * nobody would type takes a third page, and loses nothing. */
static struct document everything(struct arena *a)
{
    struct quote_world w = world();
    struct quote_ask q = ask("opco", true);
    q.whom = STR("several");
    q.headcount = QUOTE_PEOPLE_MAX;
    q.trainees = filled(a, "Ada Roux\n", 2000);
    q.addressee_name = filled(a, "Association des Amies de la Maison ", 200);
    q.addressee_address = filled(a, "12 bis rue de la Vieille Ferme, ", 400);
    q.addressee_contact = filled(a, "Madame la responsable de la formation ", 200);
    q.purchase_reference = filled(a, "BC-2026-0088 ", 80);
    q.opco_name = filled(a, "Uniformation ", 200);
    q.opco_reference = filled(a, "2026-ESS-114 ", 80);
    q.chorus_service = filled(a, "SERVICE-35 ", 100);
    q.chorus_engagement = filled(a, "2026-EJ-000451 ", 50);
    return made(a, &w, &q, &AS_ASKED, 1);
}

static struct document preview(struct arena *a)
{
    struct quote_world w = world();
    struct quote_ask q = ask("employer", false);
    return made(a, &w, &q, &AS_ASKED, 0);
}

/* ---- every payer, with and without the module: tests/doc/judge.py reads the amounts again */

static const struct {
    const char *payer, *module_payer;
} PAYERS[] = {{"employer", ""}, {"opco", ""}, {"institution", ""}, {"france_travail", ""},
    {"transitions_pro", ""}, {"region", ""}, {"other_third", ""}, {"individual", ""},
    {"cpf", "third"}, {"cpf", "individual"}};

static struct fixture of_payer(struct arena *a, size_t i, bool module)
{
    struct quote_world w = world();
    struct quote_ask q = ask(PAYERS[i].payer, module);
    q.module_payer = str_c(module ? PAYERS[i].module_payer : "");
    struct str name = arena_printf(a, "tarif.%s.%s.%.*s", PAYERS[i].payer,
        module ? "module" : "seul", STR_ARG(q.module_payer));
    name = arena_dup(a, name);
    return (struct fixture){name.p, 2, made(a, &w, &q, &AS_ASKED, 1)};
}

const struct fixture *fixtures_real(struct arena *a, size_t *n)
{
    const struct fixture states[] = {
        {"devis-tiers", 2, third(a)},
        {"devis-plusieurs-salaries", 2, several(a)},
        {"devis-particulier", 2, individual(a, false)},
        {"devis-tout-rempli", 3, everything(a)},
        {"devis-demonstration", 2, individual(a, true)},
        {"devis-modifie", 2, amended(a)},
        {"devis-apercu", 2, preview(a)},
        {"part-a-confirmer", 2, part(a, false)},
        {"part-confirmee", 2, part(a, true)},
        {"information-cpf", 2, cpf(a)},
    };
    struct fixture *all = ARENA_ARRAY(a, LENGTH(states) + 2 * LENGTH(PAYERS), struct fixture);
    memcpy(all, states, sizeof states);
    *n = LENGTH(states);
    for (size_t i = 0; i < LENGTH(PAYERS); i++) {
        all[(*n)++] = of_payer(a, i, true);
        if (PAYERS[i].module_payer[0] == '\0' || i + 1 == LENGTH(PAYERS))
            all[(*n)++] = of_payer(a, i, false);
    }
    return all;
}
