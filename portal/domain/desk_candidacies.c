#include "domain/desk_candidacies.h"

#include "domain/payers.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define END {NULL, NULL, NULL, NULL}

static const struct desk_queue QUEUES[] = {
    [CANDIDACIES_ALL] = {"toutes", "Toutes les candidatures", "recentes",
        "Aucune candidature n’a encore été déposée.", false},
    [CANDIDACIES_FRESH] = {"nouvelles", "Déposées depuis 7\u00a0jours", "recentes",
        "Aucune candidature n’a été déposée ces sept derniers jours.", true},
    [CANDIDACIES_TO_READ] = {"a-examiner", "À examiner", "anciennes",
        "Aucune candidature n’attend d’être examinée.", true},
    [CANDIDACIES_CONTESTED] = {"a-trancher", "À trancher", "recentes",
        "Aucune personne n’a déposé deux candidatures.", true},
    [CANDIDACIES_TAKEN_BACK] = {"reprises", "Reprises pour correction", "recentes",
        "Aucune candidature n’est reprise pour correction.", false},
    [CANDIDACIES_WITHDRAWN] = {"retirees", "Retirées", "recentes",
        "Aucune candidature déposée n’a été retirée.", false},
};
_Static_assert(COUNT(QUEUES) == CANDIDACIES_QUEUES, "a queue each");

static const struct choice STATES[] = {
    {"submitted", "Déposée, à examiner", NULL, NULL},
    {"review", "En cours d’examen", NULL, NULL},
    {"decided", "Examinée", NULL, NULL},
    {"taken_back", "Reprise pour correction", NULL, NULL},
    {"withdrawn", "Retirée", NULL, NULL},
    {"draft", "Recommencée après un retrait", NULL, NULL},
    END,
};
static const struct choice VERDICTS[] = {
    {"met", "Conditions remplies", NULL, NULL},
    {"met_later", "Conditions remplies plus tard", NULL, NULL},
    {"derogation", "Dérogation à envisager", NULL, NULL},
    {"derogation_review", "Dérogation à étudier de près", NULL, NULL},
    {"review", "Un point à vérifier", NULL, NULL},
    {"not_yet", "Conditions non remplies", NULL, NULL},
    {"unsaid", "Sans réponse sur le diplôme", NULL, NULL},
    END,
};
static const struct choice MODULE[] = {
    {"yes", "Avec", NULL, NULL},
    {"no", "Sans", NULL, NULL},
    END,
};

static const struct desk_filter FILTERS[] = {
    [CANDIDACIES_STATE] = {"etat", "État", "Tous", STATES, false},
    [CANDIDACIES_VERDICT] = {"verdict", "Verdict", "Tous", VERDICTS, false},
    [CANDIDACIES_PAYER] = {"payeur", "Payeur", "Tous", payer_choices_told, false},
    [CANDIDACIES_MODULE] = {"module", "Module", "Avec ou sans", MODULE, false},
    [CANDIDACIES_INTAKE] = {"promotion", "Promotion", "Toutes", NULL, false, true},
};
_Static_assert(COUNT(FILTERS) == CANDIDACIES_FILTERS, "a filter each");

static const struct desk_sort SORTS[] = {
    [CANDIDACIES_LATEST] = {"recentes", "Les plus récentes", true},
    [CANDIDACIES_OLDEST] = {"anciennes", "Les plus anciennes", false},
};
_Static_assert(COUNT(SORTS) == CANDIDACIES_SORTS, "a sort each");

static const struct desk_column COLUMNS[] = {
    {"Déposée", "recentes", false},
    {"Candidature", NULL, false},
    {"Verdict", NULL, false},
    {"Payeur", NULL, false},
    {"Module", NULL, false},
    {"Promotion", NULL, false},
    {"État", NULL, false},
};

const struct desk_list desk_list_candidacies = {
    .name = "candidatures",
    .one = "candidature",
    .many = "candidatures",
    .search_hint = "Nom, adresse électronique ou référence",
    .period = "Déposées",
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

const char *candidacy_origin_label(struct str origin)
{
    static const struct choice ways[] = {{"mail", "par courriel", NULL, NULL},
        {"phone", "par téléphone", NULL, NULL}, {"paper", "par courrier ou sur place", NULL, NULL}, END};
    return label_of(ways, origin);
}

const char *candidacy_state_label(struct str state)
{
    return label_of(STATES, state);
}

const char *candidacy_verdict_label(struct str verdict)
{
    return label_of(VERDICTS, verdict);
}

const char *candidacy_module_label(struct str wanted)
{
    return label_of(MODULE, wanted);
}

const char *candidacy_reason_label(int i)
{
    static const char *const labels[REASONS_N] = {
        "Diplôme admis par son nom (DEES, DEASS ou DECESF).",
        "Le niveau du diplôme n’est pas connu.",
        "Le niveau indiqué n’est pas celui que nous connaissons à ce diplôme.",
        "Diplôme étranger sans attestation de comparabilité.",
        "Diplôme en cours.",
        "Des mois d’une nature qui demande votre accord changeraient le résultat.",
        "Des mois hors des domaines de la formation changeraient le résultat.",
        "Un stage est indiqué\u00a0: il ne compte pas.",
        "La condition n’est remplie que si l’activité en cours continue.",
        "La condition serait remplie, mais après la date retenue.",
        "Sans ce diplôme, l’expérience professionnelle permettrait une dérogation.",
        "Une activité qui n’a pas commencé n’est pas comptée.",
        "Durées approximatives.",
        "Des durées ont été additionnées sans tenir compte de ce qui se chevauche.",
        "Des mois de bénévolat ou de mandat changeraient le résultat.",
    };
    return i >= 0 && i < REASONS_N ? labels[i] : "";
}

const char *candidacy_act_label(struct str action)
{
    static const struct {
        const char *action, *label;
    } acts[] = {
        {"candidacy.submit", "Candidature déposée"},
        {"candidacy.place", "N’est plus à trancher\u00a0: l’autre candidature a changé d’identité"},
        {"candidacy.take_back", "Candidature reprise pour correction"},
        {"candidacy.withdraw", "Candidature retirée"},
        {"candidacy.start_again", "Candidature recommencée"},
        {"candidacy.funding", "Financement modifié"},
        {"candidacy.review", "Examen commencé"},
        {"candidacy.decide", "Décision notée"},
        {"candidacy.remind", "Rappel envoyé avant la clôture"},
        {"candidacy.read", "Dossier consulté"},
        {"candidacy.enter", "Candidature saisie par l’équipe"},
        {"candidacy.type", "Saisie complétée par l’équipe"},
        {"candidacy.move", "Adresse corrigée par l’équipe"},
        {"candidacy.invite", "Invitation envoyée"},
        {"candidacy.address", "Adresse dite bonne"},
        {"candidacy.mail_again", "Courriel renvoyé"},
        {"candidacy.mail_settle", "Courriel en échec réglé autrement"},
    };
    for (size_t i = 0; i < COUNT(acts); i++)
        if (str_eq_c(action, acts[i].action))
            return acts[i].label;
    return NULL;
}
