/* The desk: what staff write, note, enter and ask for. */
#include "domain/forms_desk.h"
#include "domain/name.h"
#include "domain/payers.h"
#include "domain/ready_text.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define END                                                                                        \
    {                                                                                              \
        NULL, NULL, NULL, NULL                                                                     \
    }

static const struct field READY_TEXT[] = {
    {.name = "title", .kind = FIELD_TEXT, .max = READY_TITLE_MAX, .label = "Titre",
        .hint = "Vu de l’équipe seulement, dans la liste des textes", .ask = "le titre du texte"},
    {.name = "body", .kind = FIELD_AREA, .max = READY_BODY_MAX, .label = "Texte",
        .hint = "Les mots entre crochets sont remplacés quand le texte est choisi",
        .ask = "le texte"},
};

static const struct field MESSAGE[] = {
    {.name = "body", .kind = FIELD_AREA, .max = READY_BODY_MAX, .label = "Votre message",
        .hint = "La formule d’appel et la signature sont à vous\u00a0; la référence et le lien sont "
                "ajoutés au-dessous",
        .ask = "votre message"},
};

static const struct choice HOW[] = {
    {"mail", "Par courriel", NULL, NULL},
    {"post", "Devis signé reçu par courrier", NULL, NULL},
    {"phone", "Par téléphone", "Une confirmation écrite reste à demander", NULL},
    END,
};

static const struct field ACCEPTED[] = {
    {.name = "name", .kind = FIELD_TEXT, .flags = FIELD_NOSPELL | FIELD_PERSON, .max = NAME_MAX_LENGTH,
        .label = "Prénom et nom de qui a accepté", .ask = "les prénom et nom de qui a accepté"},
    {.name = "role", .kind = FIELD_TEXT, .flags = FIELD_NAMED, .max = 150, .label = "Sa fonction",
        .ask = "la fonction de qui a accepté"},
    {.name = "signed_on", .kind = FIELD_DATE, .flags = FIELD_PAST, .label = "Accepté le",
        .ask = "la date de l’accord"},
    {.name = "how", .kind = FIELD_RADIO, .label = "Comment l’accord nous est-il parvenu\u00a0?",
        .choices = HOW, .ask = "comment l’accord nous est parvenu"},
};

static const struct field CANCEL[] = {
    {.name = "reason", .kind = FIELD_AREA, .max = 900, .label = "Pourquoi l’annuler\u00a0?",
        .hint = "Gardé dans l’historique, vu de l’équipe seulement",
        .ask = "la raison de l’annulation"},
};

static const struct field PERIOD[] = {
    {.name = "from", .kind = FIELD_DATE, .label = "Du", .hint = "Premier jour compté",
        .ask = "le premier jour"},
    {.name = "to", .kind = FIELD_DATE, .label = "Au", .hint = "Dernier jour compté",
        .ask = "le dernier jour"},
};

static void check_period(struct answers *as, struct day today)
{
    struct day from, to;
    struct str first = answers_get(as, "from"), last = answers_get(as, "to");
    (void)today;
    if (!day_parse_iso(first, &from) || !day_parse_iso(last, &to))
        return;
    if (day_cmp(to, from) < 0)
        answers_fault(as, "to", FAULT_ORDER);
}

static const struct choice ORIGIN[] = {
    {"mail", "Par courriel", NULL, NULL},
    {"phone", "Par téléphone", NULL, NULL},
    {"paper", "Par courrier ou sur place", NULL, NULL},
    END,
};

static const struct field ENTRY[] = {
    {.name = "origin", .kind = FIELD_RADIO, .label = "Comment est-elle arrivée\u00a0?",
        .choices = ORIGIN, .ask = "comment la demande est arrivée"},
    {.name = "received_on", .kind = FIELD_DATE, .flags = FIELD_PAST, .label = "Reçue le",
        .hint = "Le délai de réponse court de ce jour", .ask = "la date de réception"},
};

#define ITS_EMAIL                                                                                  \
    {                                                                                              \
        .name = "email", .kind = FIELD_EMAIL, .flags = FIELD_NOSPELL, .max = 254,                  \
        .label = "Adresse électronique de la personne",                                            \
        .hint = "Le lien pour relire, compléter et déposer la candidature y est envoyé",           \
        .ask = "l’adresse électronique de la personne"                                             \
    }

static const struct field ENTRY_ADDRESS[] = {ITS_EMAIL};

static const struct field INVITE[] = {
    {.name = "origin", .kind = FIELD_RADIO, .label = "Comment est-elle arrivée\u00a0?",
        .choices = ORIGIN, .ask = "comment la candidature est arrivée"},
    {.name = "received_on", .kind = FIELD_DATE, .flags = FIELD_PAST, .label = "Reçue le",
        .ask = "la date de réception"},
    ITS_EMAIL,
    {.name = "entry_note", .kind = FIELD_AREA, .flags = FIELD_OPTIONAL, .max = 2000,
        .label = "Ce qui est arrivé, et où c’est rangé",
        .hint = "Pour l’équipe\u00a0: ce que dit le courrier, les pièces reçues. La personne ne le voit pas",
        .ask = "la note"},
};

static const struct field TERMS[] = {
    {.name = "replace", .kind = FIELD_BOX, .flags = FIELD_OPTIONAL,
        .label = "Remplacer le devis déjà accepté",
        .hint = "Il reste lisible, avec l’accord donné\u00a0; la nouvelle version devra être acceptée à "
                "son tour",
        .ask = "Remplacer le devis déjà accepté"},
    {.name = "dates", .kind = FIELD_AREA, .flags = FIELD_OPTIONAL, .max = 900,
        .label = "Dates et calendrier", .hint = "Vide\u00a0: ceux de la promotion",
        .ask = "les dates"},
    {.name = "printed", .kind = FIELD_AREA, .flags = FIELD_OPTIONAL, .max = 1500,
        .label = "Texte imprimé sur le document",
        .hint = "Un paragraphe de plus. Les prix sont votés\u00a0: ils ne se changent pas ici",
        .ask = "le texte imprimé"},
    {.name = "words", .kind = FIELD_AREA, .flags = FIELD_OPTIONAL, .max = READY_BODY_MAX,
        .label = "Message qui accompagne l’envoi",
        .hint = "Au début du courriel. Vide\u00a0: quelques mots du portail", .ask = "le message"},
};

static const struct choice BASE[] = {
    {"third", "Le tarif des organismes", NULL, NULL},
    {"individual", "Le tarif individuel", NULL, NULL},
    END,
};

/* The organisations that a document can be addressed to. */
#define PART_PAYER_ADDRESSEE(value, label) {#value, label, NULL, NULL},
#define PART_PAYER_NOBODY(value, label)
#define PART_PAYER(value, label, told, hint, tariff, cpf, to) PART_PAYER_##to(value, told)
static const struct choice PART_PAYERS[] = {PAYERS(PART_PAYER) END};

static const struct field PARTS[] = {
    {.name = "base", .kind = FIELD_RADIO, .choices = BASE,
        .label = "Sur quel tarif calculer le total\u00a0?",
        .hint = "C’est votre choix\u00a0: les parts s’additionnent toujours à ce total",
        .ask = "le tarif de base"},
    {.name = "third_payer", .kind = FIELD_SELECT, .choices = PART_PAYERS,
        .label = "Quel organisme paie une part\u00a0?", .ask = "l’organisme"},
    {.name = "third_diploma", .kind = FIELD_AMOUNT, .flags = FIELD_NARROW,
        .label = "Part de l’organisme pour le diplôme",
        .hint = "La personne paie le reste, au centime près", .ask = "la part de l’organisme"},
    {.name = "third_module", .kind = FIELD_AMOUNT, .flags = FIELD_NARROW | FIELD_OPTIONAL,
        .label = "Part de l’organisme pour le module",
        .hint = "Vide ou 0\u00a0: la personne paie le module entier",
        .ask = "la part de l’organisme pour le module"},
    {.name = "person_name", .kind = FIELD_TEXT, .flags = FIELD_NOSPELL | FIELD_PERSON,
        .max = NAME_MAX_LENGTH,
        .label = "Prénom et nom de la personne qui paie l’autre part",
        .ask = "les prénom et nom de la personne"},
    {.name = "person_address", .kind = FIELD_AREA, .flags = FIELD_NOSPELL, .max = 400,
        .label = "Son adresse postale", .ask = "l’adresse postale de la personne"},
};

const struct form form_ready_text = {
    "textes", "Texte prêt", NULL, READY_TEXT, COUNT(READY_TEXT), NULL};
const struct form form_message = {
    "message", "Écrire à la personne", NULL, MESSAGE, COUNT(MESSAGE), NULL};
const struct form form_accepted = {
    "accepter", "Noter un accord", NULL, ACCEPTED, COUNT(ACCEPTED), NULL};
const struct form form_cancel = {
    "annuler", "Annuler la demande", NULL, CANCEL, COUNT(CANCEL), NULL};
const struct form form_period = {
    "chiffres", "Choisir une période", NULL, PERIOD, COUNT(PERIOD), check_period};
const struct form form_entry = {
    "saisir", "Saisir une demande", NULL, ENTRY, COUNT(ENTRY), NULL};
const struct form form_terms = {
    "version", "Avant l’envoi", NULL, TERMS, COUNT(TERMS), NULL};
const struct form form_parts = {
    "parts", "Répartir entre les payeurs", NULL, PARTS, COUNT(PARTS), NULL};
const struct form form_entry_address = {
    "courriel", "Corriger l’adresse", NULL, ENTRY_ADDRESS, COUNT(ENTRY_ADDRESS), NULL};
const struct form form_invite = {
    "invitation", "Saisir une candidature", NULL, INVITE, COUNT(INVITE), NULL};
