/* What a candidate wants: project, funding, module, and the last look before submitting. */
#include "domain/forms.h"
#include "domain/payers.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define END                                                                                        \
    {                                                                                              \
        NULL, NULL, NULL, NULL                                                                     \
    }

static const struct choice OBJECTS[] = {
    {"future_project", "Construire mon projet à venir", NULL, NULL},
    {"diagnosis", "Faire le diagnostic d’une structure", "Celle où je travaille, ou celle où je "
        "compte travailler", NULL},
    {"similar", "Présenter des structures proches de celle que je projette", NULL, NULL},
    {"critique", "Mener une réflexion critique et théorique sur mon activité", NULL, NULL},
    {"unknown", "Je ne sais pas encore", NULL, NULL},
    END,
};

static const struct field PROJECT[] = {
    {.name = "objects", .kind = FIELD_CHECKS, .choices = OBJECTS,
        .label = "À quoi votre mémoire pourrait-il servir\u00a0?",
        .hint = "Cochez une ou plusieurs réponses\u00a0; rien n’est définitif",
        .ask = "l’objet de votre mémoire"},
    {.name = "project", .kind = FIELD_AREA, .max = 3000, .label = "Votre projet",
        .hint = "Ce que vous voulez créer, faire évoluer ou comprendre, et où vous en êtes",
        .ask = "votre projet"},
    {.name = "expectations", .kind = FIELD_AREA, .max = 1500,
        .label = "Ce que vous attendez de la formation", .ask = "ce que vous attendez"},
};

static const struct choice AGREEMENT[] = {
    {"none", "Rien n’est demandé pour l’instant", NULL, NULL},
    {"asked", "La demande est faite, j’attends la réponse", NULL, NULL},
    {"agreed", "L’accord est obtenu", NULL, NULL},
    END,
};

static const struct choice MODULE_PAYER[] = {
    {"third", "Un organisme (employeur, OPCO, institution…)", NULL, NULL},
    {"individual", "Moi-même", NULL, NULL},
    END,
};

static const struct field FUNDING[] = {
    {.name = "payer", .kind = FIELD_RADIO, .label = "Qui paiera la formation\u00a0?",
        .hint = "Le prix en dépend\u00a0; vous pourrez changer de réponse, même après le dépôt",
        .choices = payer_choices, .ask = "qui paiera la formation"},
    {.name = "payer_name", .kind = FIELD_TEXT, .flags = FIELD_OPTIONAL | FIELD_NAMED, .max = 200,
        .label = "Nom de l’organisme qui paie", .when = "payer", .when_is = PAYERS_ADDRESSED,
        .when_said = "un organisme paie",
        .autocomplete = "organization", .ask = "le nom de l’organisme"},
    {.name = "payer_siret", .kind = FIELD_SIRET, .flags = FIELD_OPTIONAL | FIELD_NOSPELL,
        .label = "Numéro SIRET de cet organisme",
        .hint = "Quatorze chiffres\u00a0; il figurera sur le devis", .when = "payer",
        .when_is = PAYERS_ADDRESSED,
        .when_said = "un organisme paie", .ask = "le numéro SIRET"},
    {.name = "payer_contact", .kind = FIELD_TEXT,
        .flags = FIELD_OPTIONAL | FIELD_NOSPELL | FIELD_NAMED, .max = 200, .label = "Personne ou service à qui s’adresser",
        .hint = "Pour le devis\u00a0; par exemple le service de la formation", .when = "payer",
        .when_is = PAYERS_ADDRESSED,
        .when_said = "un organisme paie", .ask = "la personne ou le service à qui s’adresser"},
    {.name = "agreement", .kind = FIELD_RADIO, .label = "Où en est l’accord de financement\u00a0?",
        .choices = AGREEMENT, .when = "payer", .when_is = PAYERS_ADDRESSED "cpf several",
        .when_said = "quelqu’un d’autre que vous paie, en tout ou partie",
        .ask = "où en est l’accord de financement"},
    {.name = "cpf_amount", .kind = FIELD_AMOUNT, .flags = FIELD_OPTIONAL | FIELD_NARROW,
        .label = "Montant disponible sur votre CPF, en euros",
        .hint = "Il permet de calculer ce qu’il vous resterait à payer", .when = "payer",
        .when_is = "cpf", .ask = "le montant de votre CPF"},
    {.name = "module_payer", .kind = FIELD_RADIO, .flags = FIELD_OPTIONAL,
        .label = "Si vous prenez le module complémentaire, qui le paiera\u00a0?",
        .hint = "Ce module n’est pas certifiant\u00a0: le CPF ne peut pas le payer",
        .choices = MODULE_PAYER, .when = "payer", .when_is = "cpf",
        .ask = "qui paiera le module complémentaire"},
    {.name = "mix", .kind = FIELD_AREA, .max = 1000, .label = "Qui paierait quoi\u00a0?",
        .hint = "Quelques mots suffisent\u00a0; nous vous répondrons avec un prix",
        .when = "payer", .when_is = "several", .ask = "qui paierait quoi"},
};

static const struct choice YES_NO[] = {
    {"yes", "Oui", NULL, NULL},
    {"no", "Non", NULL, NULL},
    END,
};

static const struct field MODULE[] = {
    {.name = "wanted", .kind = FIELD_RADIO, .choices = YES_NO,
        .label = "Souhaitez-vous suivre aussi le module complémentaire\u00a0?",
        .hint = "Il est facultatif et non certifiant, et il a son propre prix",
        .ask = "si vous souhaitez suivre le module"},
};

static const struct field VERIFICATION[] = {
    {.name = "explanation", .kind = FIELD_AREA, .flags = FIELD_OPTIONAL, .max = 2000,
        .label = "Ce que vous voulez nous dire sur votre parcours",
        .hint = "Si votre dossier demande un examen, dites-nous ce qui peut l’éclairer",
        .ask = "vos explications"},
    {.name = "declaration", .kind = FIELD_BOX, .flags = FIELD_UNSTORED,
        .label = "Je déclare que mes réponses sont exactes",
        .ask = "que vos réponses sont exactes"},
};

const struct form form_project = {
    "projet", "Votre projet", "candidacy_project", PROJECT, COUNT(PROJECT), NULL};
const struct form form_funding = {
    "financement", "Le financement", "candidacy_funding", FUNDING, COUNT(FUNDING), NULL};
const struct form form_module = {
    "module", "Le module complémentaire", "candidacy_module", MODULE, COUNT(MODULE), NULL};
const struct form form_verification = {"verification", "Vérifier et déposer",
    "candidacy_verification", VERIFICATION, COUNT(VERIFICATION), NULL};
