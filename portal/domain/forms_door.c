/* The doors: signing in, verifying a document, learning whether one qualifies. */
#include "base/utf8.h"
#include "domain/diplomas.h"
#include "domain/forms.h"
#include "domain/forms_desk.h"
#include "domain/payers.h"
#include "domain/typed.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define END                                                                                        \
    {                                                                                              \
        NULL, NULL, NULL, NULL                                                                     \
    }

static const struct field SIGN_IN[] = {
    {.name = "email", .kind = FIELD_EMAIL, .flags = FIELD_NOSPELL, .max = 254,
        .label = "Adresse électronique",
        .hint = "Nous vous enverrons un code à six chiffres, sans mot de passe à retenir",
        .autocomplete = "email", .ask = "votre adresse électronique"},
};

/* RGAA 13.1: more time, for who asks for it. */
#define STAY                                                                                       \
    {                                                                                              \
        .name = "stay", .kind = FIELD_BOX, .flags = FIELD_OPTIONAL,                                \
        .label = "Rester connecté 24\u00a0heures sur cet appareil",                                \
        .hint = "À éviter sur un appareil que d’autres utilisent",                                 \
        .ask = "Rester connecté 24\u00a0heures"                                                    \
    }

static const struct field CODE[] = {
    {.name = "code", .kind = FIELD_CODE, .flags = FIELD_NARROW | FIELD_NOSPELL,
        .label = "Code à six chiffres", .hint = "Il est au début de l’objet du message reçu",
        .autocomplete = "one-time-code", .ask = "le code à six chiffres",
        .help = "Saisissez les six chiffres du code reçu par courriel, par exemple 482\u00a0915."},
    STAY,
};

/* A link of a mail says the rest by itself. */
static const struct field LINK[] = {STAY};

bool code_digits(struct arena *a, struct str typed, char digits[CODE_DIGITS + 1])
{
    return typed_digits(utf8_plain(a, utf8_clean_line(a, typed)), CODE_DIGITS, digits);
}

static const struct field NEW_ADDRESS[] = {
    {.name = "email", .kind = FIELD_EMAIL, .flags = FIELD_NOSPELL, .max = 254,
        .label = "Nouvelle adresse électronique",
        .hint = "Celle où vous voulez recevoir nos messages et vos codes",
        .autocomplete = "email", .ask = "votre nouvelle adresse électronique"},
};

static const struct field CHANGE_CODES[] = {
    {.name = "code_old", .kind = FIELD_CODE, .flags = FIELD_NARROW | FIELD_NOSPELL,
        .label = "Code reçu à votre adresse actuelle",
        .hint = "Six chiffres, au début de l’objet du message",
        .ask = "le code reçu à votre adresse actuelle",
        .help = "Saisissez les six chiffres du code reçu à votre adresse actuelle, par exemple "
                "482\u00a0915."},
    {.name = "code_new", .kind = FIELD_CODE, .flags = FIELD_NARROW | FIELD_NOSPELL,
        .label = "Code reçu à votre nouvelle adresse",
        .hint = "Six chiffres, au début de l’objet du message",
        .ask = "le code reçu à votre nouvelle adresse",
        .help = "Saisissez les six chiffres du code reçu à votre nouvelle adresse, par exemple "
                "482\u00a0915."},
};

static const struct field VERIFY[] = {
    {.name = "reference", .kind = FIELD_TEXT, .flags = FIELD_NOSPELL, .max = 40,
        .label = "Référence ou numéro",
        .hint = "Par exemple MOVSC-7K3M-9QX2 pour une candidature, D-2026-000123 pour un devis",
        .ask = "la référence ou le numéro"},
    {.name = "fingerprint", .kind = FIELD_TEXT, .flags = FIELD_NOSPELL, .max = 120,
        .label = "Empreinte", .hint = "Soixante-quatre chiffres et lettres de a à f",
        .ask = "l’empreinte"},
};

static const struct choice STATE[] = {
    {"obtained", "Oui, il est obtenu", NULL, NULL},
    {"in_progress", "Non, il est en cours", NULL, NULL},
    END,
};

static const struct choice RECOGNITION[] = {
    {"obtained", "Oui, je l’ai", NULL, NULL},
    {"requested", "Je l’ai demandée, je ne l’ai pas encore", NULL, NULL},
    {"none", "Non", NULL, NULL},
    END,
};

static const struct choice ONGOING[] = {
    {"professional", "Mon activité professionnelle", NULL, NULL},
    {"social", "Mon bénévolat ou mon mandat", NULL, NULL},
    {"none", "Rien\u00a0: tout est terminé", NULL, NULL},
    END,
};

#define YEARS(field_name, field_label, field_hint, field_ask)                                      \
    {                                                                                              \
        .name = field_name, .kind = FIELD_NUMBER, .flags = FIELD_OPTIONAL | FIELD_NARROW,          \
        .least = 0, .most = 60, .units = "an|ans|annee|annees", .label = field_label, .hint = field_hint, .ask = field_ask         \
    }
#define MONTHS(field_name, field_label, field_ask)                                                 \
    {                                                                                              \
        .name = field_name, .kind = FIELD_NUMBER, .flags = FIELD_OPTIONAL | FIELD_NARROW,          \
        .least = 0, .most = 11, .units = "mois", .label = field_label, .ask = field_ask                             \
    }

static const struct field ELIGIBILITY[] = {
    {.name = "kind", .kind = FIELD_SELECT, .label = "Quel est votre diplôme\u00a0?",
        .hint = "Le plus élevé, ou un diplôme d’État du travail social si vous en avez un",
        .choices = diploma_choices, .ask = "votre diplôme"},
    {.name = "level", .kind = FIELD_RADIO, .label = "Quel est son niveau\u00a0?",
        .hint = "Il figure souvent sur le diplôme ou sur sa fiche RNCP", .choices = level_choices,
        .when = "kind", .when_is = DIPLOMAS_LEVEL_ASKED, .ask = "le niveau du diplôme"},
    {.name = "state", .kind = FIELD_RADIO, .label = "L’avez-vous déjà\u00a0?", .choices = STATE,
        .when = "kind", .when_is = DIPLOMAS_ANY, .ask = "si le diplôme est obtenu"},
    {.name = "recognition", .kind = FIELD_RADIO,
        .label = "Avez-vous une attestation de comparabilité ENIC-NARIC\u00a0?",
        .hint = "Elle situe un diplôme étranger dans les niveaux français", .choices = RECOGNITION,
        .when = "kind", .when_is = "foreign", .ask = "où en est l’attestation ENIC-NARIC"},
    YEARS("pro_years", "Travail salarié, indépendant ou en apprentissage, en années",
        "Dans les domaines de la formation\u00a0; les stages ne comptent pas",
        "vos années de travail"),
    YEARS("social_years", "Bénévolat associatif et mandats syndicaux, en années",
        "Les deux ensemble, sans dire lequel. Ce qui se fait en même temps ne compte qu’une fois",
        "vos années de bénévolat ou de mandat"),
    MONTHS("pro_months", "Travail, en mois", "vos mois de travail"),
    MONTHS("social_months", "Bénévolat associatif et mandats syndicaux, en mois",
        "vos mois de bénévolat ou de mandat"),
    {.name = "ongoing", .kind = FIELD_CHECKS, .choices = ONGOING,
        .label = "Qu’est-ce qui continue aujourd’hui\u00a0?",
        .hint = "Vos mois à venir peuvent compter",
        .ask = "ce qui continue aujourd’hui"},
    {.name = "payer", .kind = FIELD_RADIO, .label = "Qui paierait la formation\u00a0?",
        .hint = "Le prix en dépend", .choices = payer_choices, .ask = "qui paierait la formation"},
};

/* Where a result goes, or the programme and its price: neither address outlives the sending. */
static const struct field SHARE_SELF[] = {
    {.name = "email", .kind = FIELD_EMAIL, .flags = FIELD_NOSPELL, .max = 254,
        .label = "Votre adresse électronique",
        .hint = "Elle ne sert qu’à cet envoi, et elle est effacée dès que le message est parti",
        .autocomplete = "email", .ask = "votre adresse électronique"},
};

static const struct field SHARE_EMPLOYER[] = {
    {.name = "email", .kind = FIELD_EMAIL, .flags = FIELD_NOSPELL, .max = 254,
        .label = "Adresse électronique de votre employeur",
        .hint = "Elle ne sert qu’à cet envoi, et elle est effacée dès que le message est parti",
        .ask = "l’adresse électronique de votre employeur"},
};

const struct form form_sign_in = {
    "connexion", "Se connecter", NULL, SIGN_IN, COUNT(SIGN_IN), NULL};
const struct form form_code = {"code", "Saisir le code reçu", NULL, CODE, COUNT(CODE), NULL};
const struct form form_link = {"lien", "Ouvrir par le lien", NULL, LINK, COUNT(LINK), NULL};
const struct form form_new_address = {
    "adresse", "Changer d’adresse électronique", NULL, NEW_ADDRESS, COUNT(NEW_ADDRESS), NULL};
const struct form form_change_codes = {"codes", "Confirmer les deux adresses", NULL, CHANGE_CODES,
    COUNT(CHANGE_CODES), NULL};
const struct form form_verify = {
    "verifier", "Vérifier un document", NULL, VERIFY, COUNT(VERIFY), NULL};
const struct form form_share_self = {
    "envoi", "M’envoyer ce résultat", NULL, SHARE_SELF, COUNT(SHARE_SELF), NULL};
const struct form form_share_employer = {"employeur", "Envoyer le programme et les prix", NULL,
    SHARE_EMPLOYER, COUNT(SHARE_EMPLOYER), NULL};
const struct form form_eligibility = {
    "eligibilite", "Puis-je candidater\u00a0?", NULL, ELIGIBILITY, COUNT(ELIGIBILITY), NULL};

const struct form *const forms_all[] = {&form_identity, &form_diploma, &form_experience,
    &form_no_diploma, &form_no_experience,
    &form_project, &form_funding, &form_module, &form_verification, &form_sign_in, &form_code,
    &form_link, &form_new_address, &form_change_codes, &form_verify, &form_quote, &form_quote_accept,
    &form_quote_decline, &form_quote_write, &form_quote_mailbox, &form_quote_find, &form_quote_code, &form_share_self,
    &form_share_employer, &form_eligibility, &form_ready_text, &form_message, &form_accepted,
    &form_cancel, &form_period, &form_entry, &form_terms, &form_parts, &form_invite, &form_entry_address,
    &form_staff_sign_in, &form_staff_code, &form_staff_password, &form_staff_identity,
    &form_staff_new, &form_staff_roles, &form_staff_notice, NULL};
