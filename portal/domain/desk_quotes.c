#include "domain/desk_quotes.h"

#include "domain/payers.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define END {NULL, NULL, NULL, NULL}

static const struct desk_queue QUEUES[] = {
    [QUOTES_ALL] = {"toutes", "Toutes les demandes", "recues",
        "Aucune demande n’est encore arrivée.", false},
    [QUOTES_NEW] = {"nouvelles", "Nouvelles", "recues",
        "Aucune nouvelle demande\u00a0: toutes ont été attribuées ou ont eu une réponse.", true},
    [QUOTES_WAITING] = {"a-repondre", "En attente de nous", "attente",
        "Personne n’attend de réponse de notre part.", true},
    [QUOTES_MINE] = {"a-moi", "Attribuées à moi", "recues",
        "Aucune demande ne vous est attribuée.", false},
    [QUOTES_SENT] = {"envoyees", "Devis envoyés", "recues", "Aucun devis n’attend d’être accepté.",
        false},
    [QUOTES_ENDING] = {"expirent", "Expirent sous 7\u00a0jours", "fin",
        "Aucun devis n’expire dans les sept jours.", false},
    [QUOTES_ENDED] = {"expires", "Devis expirés", "fin", "Aucun devis n’a expiré sans réponse.",
        false},
    [QUOTES_ACCEPTED] = {"acceptees", "Acceptées", "recues", "Aucun devis n’a encore été accepté.",
        false},
};
_Static_assert(COUNT(QUEUES) == QUOTES_QUEUES, "a queue each");

static const struct choice STATES[] = {
    {"new", "Nouvelle", NULL, NULL},
    {"waiting", "En cours", NULL, NULL},
    {"sent", "Devis envoyé", NULL, NULL},
    {"answered", "Réponse envoyée", NULL, NULL},
    {"accepted", "Acceptée", NULL, NULL},
    {"declined", "Refusée", NULL, NULL},
    {"cancelled", "Annulée", NULL, NULL},
    {"closed", "Close", NULL, NULL},
    END,
};
static const struct choice KINDS[] = {
    {"quote", "Devis", NULL, NULL},
    {"vae", "VAE", NULL, NULL},
    {"question", "Question", NULL, NULL},
    END,
};
static const struct choice MODULE[] = {
    {"yes", "Avec", NULL, NULL},
    {"no", "Sans", NULL, NULL},
    END,
};
static const struct choice ORIGINS[] = {
    {"portal", "Formulaire du site", NULL, NULL},
    {"candidacy", "Candidature", NULL, NULL},
    {"mail", "Courriel", NULL, NULL},
    {"phone", "Téléphone", NULL, NULL},
    {"paper", "Courrier", NULL, NULL},
    END,
};

static const struct desk_filter FILTERS[] = {
    [QUOTES_STATE] = {"etat", "État", "Tous", STATES, false},
    [QUOTES_PAYER] = {"payeur", "Payeur", "Tous", payer_choices_told, false},
    [QUOTES_KIND] = {"objet", "Objet", "Tous", KINDS, false},
    [QUOTES_MODULE] = {"module", "Module", "Avec ou sans", MODULE, false},
    [QUOTES_WHO] = {"qui", "Attribuée à", "Tout le monde", NULL, true},
    [QUOTES_ORIGIN] = {"origine", "Arrivée par", "Toutes les voies", ORIGINS, false},
};
_Static_assert(COUNT(FILTERS) == QUOTES_FILTERS, "a filter each");

static const struct desk_sort SORTS[] = {
    [QUOTES_BY_MADE] = {"recues", "Les plus récentes", true},
    [QUOTES_BY_WAIT] = {"attente", "Celles qui attendent depuis le plus longtemps", false},
    [QUOTES_BY_END] = {"fin", "Celles dont le devis expire le plus tôt", false},
};
_Static_assert(COUNT(SORTS) == QUOTES_SORTS, "a sort each");

static const struct desk_column COLUMNS[] = {
    {"Reçue", "recues", false},
    {"Demande", NULL, false},
    {"Payeur", NULL, false},
    {"Montant", NULL, true},
    {"État", NULL, false},
    {"Validité", "fin", false},
    {"Attribuée à", NULL, false},
    {"Attend depuis", "attente", false},
};

const struct desk_list desk_list_quotes = {
    .name = "devis",
    .one = "demande",
    .many = "demandes",
    .search_hint = "Nom, organisme, SIRET, numéro ou adresse électronique",
    .period = "Reçues",
    .queues = QUEUES,
    .queues_n = COUNT(QUEUES),
    .filters = FILTERS,
    .filters_n = COUNT(FILTERS),
    .sorts = SORTS,
    .sorts_n = COUNT(SORTS),
    .columns = COLUMNS,
    .columns_n = COUNT(COLUMNS),
};

static const char *label_of(const struct choice *choices, struct str value)
{
    for (; choices->value; choices++)
        if (str_eq_c(value, choices->value))
            return choices->label;
    return "";
}

const char *quote_state_label(struct str state)
{
    return label_of(STATES, state);
}

const char *quote_kind_label(struct str kind)
{
    return label_of(KINDS, kind);
}

const char *quote_origin_label(struct str origin)
{
    return label_of(ORIGINS, origin);
}

/* In the past, as the history says it: "Attribuée". */
static const struct choice ACTS[] = {
    {"quotes.assign", "Demande attribuée", NULL, NULL},
    {"quotes.unassign", "Demande laissée à l’équipe", NULL, NULL},
    {"quotes.note", "Note ajoutée", NULL, NULL},
    {"quotes.close", "Demande close", NULL, NULL},
    {"quotes.read", "Lu\u00a0: rien à répondre", NULL, NULL},
    {"quotes.address", "Adresse dite bonne", NULL, NULL},
    {"quotes.reopen", "Demande rouverte", NULL, NULL},
    {"quotes.message", "Message envoyé à la personne", NULL, NULL},
    {"quotes.issue", "Document émis", NULL, NULL},
    {"quotes.parts", "Parts réparties entre les payeurs", NULL, NULL},
    {"quotes.amend", "Demande modifiée", NULL, NULL},
    {"quotes.version", "Nouvelle version envoyée", NULL, NULL},
    {"quotes.accepted", "Devis accepté", NULL, NULL},
    {"quotes.declined", "Devis refusé", NULL, NULL},
    {"quotes.remind", "Personne relancée", NULL, NULL},
    {"request.remind", "Fin de validité rappelée à la personne", NULL, NULL},
    {"request.raise", "Attente signalée à l’équipe", NULL, NULL},
    {"request.reply_by_mail", "Réponse reçue par courriel", NULL, NULL},
    {"quotes.cancel", "Demande annulée", NULL, NULL},
    {"quotes.link", "Lien de la demande changé", NULL, NULL},
    {"request.link_renewed", "Lien de la demande changé par la personne", NULL, NULL},
    {"request.address_mended", "Adresse électronique remise comme elle avait été écrite (accent ou caractère invisible)", NULL, NULL},
    {"request.disowned", "La personne dit ne pas avoir fait cette demande", NULL, NULL},
    {"quotes.mail_again", "Courriel renvoyé\u00a0:", NULL, NULL},
    {"quotes.mail_settle", "Courriel en échec réglé autrement\u00a0:", NULL, NULL},
    {"quotes.enter", "Demande saisie par l’équipe", NULL, NULL},
    END,
};

const char *quote_act_label(struct str action)
{
    const char *label = label_of(ACTS, action);
    return *label ? label : "Autre opération";
}

static const struct field NOTE_FIELDS[] = {
    {.name = "note", .kind = FIELD_AREA, .max = 4000, .label = "Ajouter une note",
        .hint = "Elle reste dans l’équipe\u00a0: la personne ne la voit pas", .ask = "votre note"},
};
const struct form form_desk_note = {
    "note", "Ajouter une note", NULL, NOTE_FIELDS, COUNT(NOTE_FIELDS), NULL};
