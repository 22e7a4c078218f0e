#include "tests/doc/fixtures.h"

#define ROW(l, t)                                                                                  \
    {                                                                                              \
        STR_INIT(l), STR_INIT(t), {0}                                                              \
    }
#define DUE(l, t, c)                                                                               \
    {                                                                                              \
        STR_INIT(l), STR_INIT(t), {c}                                                              \
    }
#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const struct document_row ISSUER = ROW("Cestes — Conservatoire national des arts et métiers",
    "Centre d’économie sociale, travail et société\n"
    "292 rue Saint-Martin, 75003 Paris\n"
    "SIRET 19753471200017 · Établissement public (EPSCP)\n"
    "par_cestes@lecnam.net · 01 00 00 00 00\n"
    "Enregistrée sous le numéro 00 00 00000 00. Cet enregistrement ne vaut pas agrément de "
    "l’État.");

static const struct document_row FACTS_THIRD[] = {
    ROW("Date", "23 novembre 2026"),
    ROW("Valable jusqu’au", "23 février 2027"),
    ROW("Votre référence", "BC-2026-0088"),
    ROW("Personne concernée", "Zoé D’Almeida-Lefèvre"),
};
static const struct document_row FACTS_SELF[] = {
    ROW("Date", "23 novembre 2026"),
    ROW("Valable jusqu’au", "23 février 2027"),
    ROW("Personne concernée", "Maëlle Guéguen"),
};

static const struct document_row COURSE[] = {
    ROW("Intitulé", "Manager d’organismes à vocation sociale et culturelle en économie sociale et "
        "solidaire (MOVSC)"),
    ROW("Certification", "RNCP 41336, niveau 7, délivrée par le Conservatoire national des arts et "
        "métiers ; enregistrée jusqu’au 24 septembre 2030"),
    ROW("Nature de l’action", "Action de formation certifiante (article L. 6313-1 du code du "
        "travail)"),
    ROW("Objectif", "Former des personnes capables de créer, gérer, diriger, organiser, manager et "
        "administrer des structures existantes ou nouvelles de l’économie sociale et solidaire."),
    ROW("Prérequis", "Diplôme de niveau 6 (ou DEES, DEASS, DECESF) et trois ans d’expérience ; à "
        "défaut, dérogation possible avec six ans d’expérience professionnelle."),
    ROW("Durée", "490 heures de regroupements : 420 heures de séminaires et 70 heures d’ateliers "
        "mémoire, sur deux ans, cinq jours environ tous les deux mois"),
    ROW("Dates", "Du 16 novembre 2027 au 30 novembre 2029 ; calendrier joint"),
    ROW("Lieu", "Cnam, 2 rue Conté, 75003 Paris ; trois journées à distance"),
    ROW("Effectif", "18 personnes au plus"),
    ROW("Moyens et méthodes", "Recherche-action et pédagogie de projet, autobiographie raisonnée, "
        "ateliers de cinq ou six, suivi individuel du mémoire"),
    ROW("Évaluation et sanction", "Mémoire soutenu devant un jury ; diplôme, attestation de fin de "
        "formation"),
};

static const struct document_price WHOLE_THIRD[] = {
    {STR_INIT("Manager d’organismes à vocation sociale et culturelle en ESS, parcours complet"),
        STR_INIT("Deux années, 490 heures de regroupements, frais de certification compris"), 1,
        {1000500}, {1000500}, false},
    {STR_INIT("Initiation à la vie coopérative : module complémentaire"),
        STR_INIT("Gouvernance, management, droit, gestion coopératives. Non certifiant."), 1,
        {40000}, {40000}, false},
};
static const struct document_price WHOLE_SELF[] = {
    {STR_INIT("Manager d’organismes à vocation sociale et culturelle en ESS, parcours complet"),
        STR_INIT("Deux années, 490 heures de regroupements, frais de certification compris"), 1,
        {500050}, {500050}, false},
    {STR_INIT("Initiation à la vie coopérative : module complémentaire"),
        STR_INIT("Gouvernance, management, droit, gestion coopératives. Non certifiant."), 1,
        {20000}, {20000}, false},
};

static const struct document_row SUMS_THIRD[] = {
    DUE("Total net", "", 1040500),
    ROW("TVA", "exonération, article 261, 4, 4° a du CGI"),
    DUE("Net à payer", "", 1040500),
};
static const struct document_row SUMS_SELF[] = {
    DUE("Total net", "", 520050),
    ROW("TVA", "exonération, article 261, 4, 4° a du CGI"),
    DUE("Net à payer", "", 520050),
};
static const struct document_row DUES_SELF[] = {
    DUE("Après le délai de rétractation", "Premier versement, 30 % du prix au plus", 156015),
    DUE("1er mars 2028", "Deuxième versement", 121345),
    DUE("1er septembre 2028", "Troisième versement", 121345),
    DUE("1er mars 2029", "Solde", 121345),
};
static const struct document_row DUES_THIRD[] = {
    DUE("À la fin de la première année", "Sur facture, avec le certificat de réalisation", 520250),
    DUE("À la fin de la seconde année", "Sur facture, avec le certificat de réalisation", 520250),
};
static const struct document_row SIGN[] = {
    ROW("Nom et prénom", ""),
    ROW("Fonction", ""),
    ROW("Date", ""),
    ROW("Signature et cachet", ""),
};

#define TEXT(t)                                                                                    \
    {                                                                                              \
        .kind = BLOCK_TEXT, .text = STR_INIT(t)                                                    \
    }
#define HEADING(t)                                                                                 \
    {                                                                                              \
        .kind = BLOCK_HEADING, .text = STR_INIT(t)                                                 \
    }
#define NOTE(t)                                                                                    \
    {                                                                                              \
        .kind = BLOCK_NOTE, .text = STR_INIT(t)                                                    \
    }
#define TABLE(k, t)                                                                                \
    {                                                                                              \
        .kind = k, .rows = t, .rows_n = LENGTH(t)                                                  \
    }
#define PRICES(t, s)                                                                               \
    {                                                                                              \
        .kind = BLOCK_PRICES, .prices = t, .prices_n = LENGTH(t), .sums = s, .sums_n = LENGTH(s)   \
    }
#define SIGNATURE(t)                                                                               \
    {                                                                                              \
        .kind = BLOCK_SIGN, .text = STR_INIT(t), .rows = SIGN, .rows_n = LENGTH(SIGN)              \
    }
#define CLOSING                                                                                    \
    HEADING("Bon à savoir"),                                                                       \
        TEXT("Ce devis ne vaut pas admission : la candidature est examinée par l’équipe "          \
             "pédagogique.\n"                                                                      \
             "• Référent handicap : referent.handicap@exemple.test, pour adapter la formation.\n"  \
             "• Organisme certifié Qualiopi (actions de formation), certificat n° 0000.\n"         \
             "• Vos données servent à établir ce devis et à y donner suite ; elles ne sont "       \
             "transmises à personne d’autre. https://portail.exemple.test/donnees")

static const struct document_block BLOCKS_THIRD[] = {
    HEADING("La formation"),
    TABLE(BLOCK_ROWS, COURSE),
    HEADING("Le prix"),
    PRICES(WHOLE_THIRD, SUMS_THIRD),
    HEADING("Le règlement"),
    TABLE(BLOCK_DUES, DUES_THIRD),
    TEXT("Règlement par virement à trente jours. En cas de prise en charge par un OPCO avec "
         "subrogation, l’accord de prise en charge est joint au devis signé.\n"
         "Une convention de formation est établie par le Cestes après l’admission (article "
         "L. 6353-1 du code du travail). Conditions générales de vente : "
         "https://portail.exemple.test/conditions"),
    CLOSING,
    SIGNATURE("Bon pour accord\nSous réserve d’admission de la personne concernée."),
};
static const struct document_block BLOCKS_SELF[] = {
    HEADING("La formation"),
    TABLE(BLOCK_ROWS, COURSE),
    HEADING("Le prix"),
    PRICES(WHOLE_SELF, SUMS_SELF),
    HEADING("Le règlement"),
    TABLE(BLOCK_DUES, DUES_SELF),
    HEADING("Votre droit de rétractation"),
    NOTE("Un contrat de formation professionnelle est signé avant l’inscription définitive et "
        "avant "
         "tout paiement (article L. 6353-3 du code du travail).\n"
         "À compter de sa signature, vous disposez de dix jours pour vous rétracter par lettre "
         "recommandée avec avis de réception ; de quatorze jours s’il est conclu à distance. "
         "Aucune "
         "somme ne peut être exigée avant la fin de ce délai. Ensuite, il ne peut être payé "
         "plus de "
         "30 % du prix convenu ; le solde est échelonné au fur et à mesure de la formation."),
    CLOSING,
};

static const struct document_row ADDRESSEE_THIRD = ROW(
    "Association L’Élan des Œuvres solidaires",
    "À l’attention de Mme Françoise N’Guyen-Château\n"
    "12 bis rue de l’Église\n35000 Rennes\nSIRET 732 829 320 00074\n"
    "OPCO : Uniformation, dossier n° 2026-ESS-114");
static const struct document_row ADDRESSEE_SELF = ROW("Maëlle Guéguen",
    "4 impasse des Cœurs-Vaillants\n29200 Brest");

static struct document base(const char *title, const char *number)
{
    return (struct document){.title = str_c(title),
        .number = str_c(number),
        .issuer = ISSUER,
        .footer = STR("Cestes – Cnam, 292 rue Saint-Martin, 75003 Paris · SIRET 19753471200017 · "
                      "Enregistrée sous le numéro 00 00 00000 00. Cet enregistrement ne vaut pas "
                      "agrément de l’État."),
        .verify = STR("https://portail.exemple.test/verifier"),
        .issued = {2026, 11, 23}};
}

static struct document third(void)
{
    struct document d = base("Devis n° D-2026-000123", "D-2026-000123");
    d.addressee = ADDRESSEE_THIRD;
    d.facts = FACTS_THIRD;
    d.facts_n = LENGTH(FACTS_THIRD);
    d.blocks = BLOCKS_THIRD;
    d.blocks_n = LENGTH(BLOCKS_THIRD);
    return d;
}

static struct document self(void)
{
    struct document d = base("Devis n° D-2026-000124", "D-2026-000124");
    d.addressee = ADDRESSEE_SELF;
    d.facts = FACTS_SELF;
    d.facts_n = LENGTH(FACTS_SELF);
    d.blocks = BLOCKS_SELF;
    d.blocks_n = LENGTH(BLOCKS_SELF);
    return d;
}

const struct fixture *fixtures(struct arena *a, size_t *n)
{
    const struct fixture all[] = {
        {"formes-tiers", 2, third()},
        {"formes-particulier", 2, self()},
        {"textes-extremes", 4, fixture_odd(a)},
        {"tres-long", 30, fixture_long(a)},
        {"plus-haut-que-la-page", 30, fixture_tall(a)},
    };
    struct fixture *copy = ARENA_ARRAY(a, LENGTH(all), struct fixture);
    memcpy(copy, all, sizeof all);
    *n = LENGTH(all);
    return copy;
}
