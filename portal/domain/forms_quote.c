/* Asking for a quote, and what is said of it afterwards on its link. */
#include "domain/forms.h"
#include "domain/name.h"
#include "domain/payers.h"
#include "domain/quote.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define END                                                                                        \
    {                                                                                              \
        NULL, NULL, NULL, NULL                                                                     \
    }

static const struct choice QUOTE_KIND[] = {
    {"quote", "Un devis", "Il arrive tout de suite, à l’écran et par courriel", NULL},
    {"vae", "La validation des acquis de l’expérience (VAE)",
        "Obtenir tout ou partie du diplôme par votre expérience", NULL},
    {"question", "Une autre question", NULL, NULL},
    END,
};

static const struct choice YES_NO[] = {
    {"yes", "Oui", NULL, NULL},
    {"no", "Non", NULL, NULL},
    END,
};

static const struct choice MODULE_PAYER[] = {
    {"third", "Un organisme (employeur, OPCO, institution…)", NULL, NULL},
    {"individual", "La personne formée", NULL, NULL},
    END,
};

static const struct choice WHOM[] = {
    {"self", "Moi-même", NULL, NULL},
    {"one", "Une autre personne", NULL, NULL},
    {"several", "Plusieurs personnes", NULL, NULL},
    {"later", "Une ou plusieurs personnes, à désigner plus tard", NULL, NULL},
    END,
};

/* For whom is asked of whoever does not pay alone for themselves. */
#define WHOM_ASKED PAYERS_ADDRESSED "several unknown"
#define ADDRESSED .when = "payer", .when_is = PAYERS_ADDRESSED, .when_said = "un organisme paie"

static const struct field QUOTE[] = {
    {.name = "kind", .kind = FIELD_RADIO, .label = "Que souhaitez-vous\u00a0?",
        .choices = QUOTE_KIND, .ask = "ce que vous souhaitez"},
    {.name = "payer", .kind = FIELD_RADIO, .label = "Qui paierait la formation\u00a0?",
        .hint = "Le prix en dépend", .choices = payer_choices_told, .when = "kind",
        .when_is = "quote",
        .ask = "qui paierait la formation"},
    {.name = "mix", .kind = FIELD_AREA, .max = 1000, .label = "Qui paierait quoi\u00a0?",
        .hint = "Quelques mots suffisent\u00a0; nous vous répondrons avec un prix",
        .when = "payer", .when_is = "several", .ask = "qui paierait quoi"},
    {.name = "module", .kind = FIELD_RADIO, .choices = YES_NO,
        .label = "Faut-il ajouter le module complémentaire\u00a0?",
        .hint = "«\u00a0Initiation à la vie coopérative\u00a0», facultatif et non certifiant",
        .when = "kind", .when_is = "quote", .ask = "s’il faut ajouter le module"},
    {.name = "module_payer", .kind = FIELD_RADIO, .flags = FIELD_OPTIONAL,
        .label = "Avec ce module, qui le paierait\u00a0?",
        .hint = "Il n’est pas certifiant\u00a0: le CPF ne peut pas le payer",
        .choices = MODULE_PAYER, .when = "payer", .when_is = "cpf",
        .ask = "qui paierait le module"},
    {.name = "cpf_amount", .kind = FIELD_AMOUNT, .flags = FIELD_OPTIONAL | FIELD_NARROW,
        .label = "Montant disponible sur le CPF, en euros",
        .hint = "Il permet de calculer ce qu’il resterait à payer", .when = "payer",
        .when_is = "cpf", .ask = "le montant du CPF"},
    {.name = "whom", .kind = FIELD_RADIO, .label = "Qui suivrait la formation\u00a0?",
        .choices = WHOM, .when = "payer", .when_is = WHOM_ASKED,
        .when_said = "la personne formée ne paie pas seule", .ask = "qui suivrait la formation"},
    {.name = "headcount", .kind = FIELD_NUMBER, .flags = FIELD_NARROW, .least = 1,
        .most = QUOTE_PEOPLE_MAX, .units = "personne|personnes",
        .label = "Combien de personnes\u00a0?", .when = "whom", .when_is = "several later",
        .ask = "le nombre de personnes"},
    {.name = "trainees", .kind = FIELD_AREA,
        .flags = FIELD_OPTIONAL | FIELD_NOSPELL | FIELD_PERSON, .max = 2000,
        .label = "Leurs prénoms et noms",
        .hint = "Une personne par ligne\u00a0; sans nom, le devis indique «\u00a0à désigner\u00a0»",
        .when = "whom", .when_is = "one several", .ask = "les prénoms et noms"},
    {.name = "addressee_name", .kind = FIELD_TEXT, .flags = FIELD_NAMED, .max = 200,
        .label = "Organisme à qui adresser le devis",
        .hint = "Avec un OPCO, c’est l’employeur\u00a0: il transmet le devis", ADDRESSED,
        .autocomplete = "organization", .ask = "l’organisme à qui adresser le devis"},
    {.name = "addressee_siret", .kind = FIELD_SIRET, .flags = FIELD_OPTIONAL | FIELD_NOSPELL,
        .label = "Numéro SIRET de cet organisme", .hint = "Quatorze chiffres", ADDRESSED,
        .ask = "le numéro SIRET"},
    {.name = "addressee_address", .kind = FIELD_AREA, .flags = FIELD_NOSPELL, .max = 400,
        .label = "Adresse postale", .hint = "Elle figure sur le devis, sous le nom", .when = "payer",
        .when_is = PAYERS_ADDRESSED "individual",
        .when_said = "un organisme paie, ou la personne à titre individuel",
        .autocomplete = "street-address", .ask = "l’adresse postale"},
    {.name = "addressee_contact", .kind = FIELD_TEXT,
        .flags = FIELD_OPTIONAL | FIELD_NOSPELL | FIELD_NAMED, .max = NAME_MAX_LENGTH,
        .label = "À l’attention de", .hint = "Une personne ou un service", ADDRESSED,
        .ask = "la personne ou le service à qui s’adresser"},
    {.name = "opco_name", .kind = FIELD_TEXT, .flags = FIELD_OPTIONAL | FIELD_NAMED, .max = 200,
        .label = "Nom de l’OPCO", .when = "payer", .when_is = "opco", .ask = "le nom de l’OPCO"},
    {.name = "opco_reference", .kind = FIELD_TEXT, .flags = FIELD_OPTIONAL | FIELD_NOSPELL,
        .max = 80, .label = "Référence donnée par l’OPCO", .hint = "Un numéro de dossier ou d’adhérent",
        .when = "payer", .when_is = "opco", .ask = "la référence de l’OPCO"},
    {.name = "purchase_reference", .kind = FIELD_TEXT, .flags = FIELD_OPTIONAL | FIELD_NOSPELL,
        .max = 80, .label = "Votre référence d’achat", .hint = "Bon de commande, marché, dossier interne",
        ADDRESSED, .ask = "la référence d’achat"},
    {.name = "chorus_service", .kind = FIELD_TEXT, .flags = FIELD_OPTIONAL | FIELD_NOSPELL,
        .max = 100, .label = "Code service Chorus Pro", .hint = "Pour un organisme public", ADDRESSED,
        .ask = "le code service"},
    {.name = "chorus_engagement", .kind = FIELD_TEXT, .flags = FIELD_OPTIONAL | FIELD_NOSPELL,
        .max = 50, .label = "Numéro d’engagement", .hint = "Pour un organisme public", ADDRESSED,
        .ask = "le numéro d’engagement"},
    {.name = "name", .kind = FIELD_TEXT, .flags = FIELD_NOSPELL | FIELD_PERSON, .max = NAME_MAX_LENGTH,
        .label = "Vos prénom et nom", .hint = "Pour vous répondre", .autocomplete = "name",
        .ask = "vos prénom et nom"},
    {.name = "email", .kind = FIELD_EMAIL, .flags = FIELD_NOSPELL, .max = 254,
        .label = "Votre adresse électronique", .hint = "La réponse y sera envoyée",
        .autocomplete = "email", .ask = "votre adresse électronique"},
    {.name = "phone", .kind = FIELD_PHONE, .flags = FIELD_OPTIONAL, .max = 40,
        .label = "Téléphone", .hint = "Seulement si vous préférez que nous vous appelions",
        .autocomplete = "tel", .ask = "votre numéro de téléphone"},
    {.name = "note", .kind = FIELD_AREA, .flags = FIELD_OPTIONAL, .max = 2000,
        .label = "Précisions pour ce devis",
        .hint = "L’équipe les lit\u00a0; elles ne sont pas imprimées sur le devis", .when = "kind",
        .when_is = "quote", .ask = "vos précisions"},
    {.name = "message", .kind = FIELD_AREA, .max = 2000, .label = "Votre message",
        .hint = "Votre situation et votre question, en quelques mots", .when = "kind",
        .when_is = "vae question", .ask = "votre message"},
};

/* ---- on the quote's own link */

static const struct field ACCEPT[] = {
    {.name = "signer_name", .kind = FIELD_TEXT, .flags = FIELD_NOSPELL | FIELD_PERSON,
        .max = NAME_MAX_LENGTH,
        .label = "Vos prénom et nom", .hint = "Ceux de la personne qui engage l’organisme",
        .autocomplete = "name", .ask = "vos prénom et nom"},
    {.name = "signer_role", .kind = FIELD_TEXT, .flags = FIELD_NAMED, .max = 150, .label = "Votre fonction",
        .hint = "Par exemple directrice, responsable de la formation",
        .autocomplete = "organization-title", .ask = "votre fonction"},
    {.name = "signed_on", .kind = FIELD_DATE, .flags = FIELD_PAST, .label = "Date de l’accord",
        .ask = "la date de l’accord"},
    {.name = "agreed", .kind = FIELD_BOX, .flags = FIELD_UNSTORED,
        .label = "J’accepte ce devis au nom de l’organisme, sous réserve de l’admission de la "
                 "personne ou des personnes formées",
        .ask = "l’accord doit être donné en cochant cette case"},
};

static const struct field DECLINE[] = {
    {.name = "reason", .kind = FIELD_AREA, .flags = FIELD_OPTIONAL, .max = 900,
        .label = "Pourquoi\u00a0?", .hint = "Quelques mots nous aident à mieux répondre",
        .ask = "la raison"},
};

static const struct choice ABOUT[] = {
    {"question", "J’ai une question", NULL, NULL},
    {"version", "Il faudrait changer quelque chose dans ce devis",
        "L’équipe prépare une autre version\u00a0; celle-ci reste lisible", NULL},
    END,
};

static const struct field WRITE[] = {
    {.name = "about", .kind = FIELD_RADIO, .label = "De quoi s’agit-il\u00a0?", .choices = ABOUT,
        .ask = "de quoi il s’agit"},
    {.name = "message", .kind = FIELD_AREA, .max = 2000, .label = "Votre message",
        .ask = "votre message"},
};

static const struct field FIND[] = {
    {.name = "email", .kind = FIELD_EMAIL, .flags = FIELD_NOSPELL, .max = 254,
        .label = "Votre adresse électronique", .hint = "Celle que vous aviez donnée pour le devis",
        .autocomplete = "email", .ask = "votre adresse électronique"},
};

static const struct field FIND_CODE[] = {
    {.name = "code", .kind = FIELD_CODE, .flags = FIELD_NARROW | FIELD_NOSPELL,
        .label = "Code à six chiffres", .hint = "Il est au début de l’objet du message reçu",
        .autocomplete = "one-time-code", .ask = "le code à six chiffres",
        .help = "Saisissez les six chiffres du code reçu par courriel, par exemple 482\u00a0915."},
};

static const struct choice MAILBOX_ACTS[] = {
    {"stop", "Ne plus recevoir de message au sujet d’un devis", "Même si quelqu’un redonne cette adresse", NULL},
    {"disown", "Dire que cette demande ne vient pas de moi",
        "L’équipe en est avertie, et le lien de qui l’a faite ne montre plus rien", NULL},
    {"link", "Changer le lien de la demande", "L’ancien ne montre plus rien\u00a0; le nouveau vous est envoyé",
        NULL},
    END,
};
static const struct field MAILBOX[] = {
    {.name = "act", .kind = FIELD_RADIO, .label = "Que voulez-vous faire\u00a0?",
        .choices = MAILBOX_ACTS, .ask = "ce que vous voulez faire"},
};

const struct form form_quote = {
    "devis", "Demander un devis ou poser une question", "quote_request", QUOTE, COUNT(QUOTE), NULL};
const struct form form_quote_accept = {
    "accord", "Accepter ce devis", NULL, ACCEPT, COUNT(ACCEPT), NULL};
const struct form form_quote_decline = {
    "sans-suite", "Ne pas donner suite", NULL, DECLINE, COUNT(DECLINE), NULL};
const struct form form_quote_write = {
    "message", "Écrire à l’équipe", NULL, WRITE, COUNT(WRITE), NULL};
const struct form form_quote_mailbox = {
    "boite", "Votre adresse et cette demande", NULL, MAILBOX, COUNT(MAILBOX), NULL};
const struct form form_quote_find = {
    "retrouver", "Retrouver mes devis", NULL, FIND, COUNT(FIND), NULL};
const struct form form_quote_code = {"retrouver-code", "Saisir le code reçu", NULL, FIND_CODE,
    COUNT(FIND_CODE), NULL};
