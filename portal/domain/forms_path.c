/* Where a candidate comes from: identity, diplomas, experiences. */
#include "domain/diplomas.h"
#include "domain/forms.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define END                                                                                        \
    {                                                                                              \
        NULL, NULL, NULL, NULL                                                                     \
    }

/* Not everybody has two names: a box says which of them there is not, one of them at most. */
#define NO_BIRTH_NAME "Je n’ai pas de nom de naissance"
#define NO_GIVEN_NAMES "Je n’ai pas de prénom"
#define TICK(box) "cochez «\u00a0" box "\u00a0»"

static const struct field IDENTITY[] = {
    {.name = "birth_name", .kind = FIELD_TEXT, .flags = FIELD_NOSPELL | FIELD_PERSON, .max = 100,
        .label = "Nom de naissance", .hint = "Tel qu’il figure sur votre pièce d’identité",
        .when = "no_birth_name", .when_is = "", .excludes = "no_birth_name",
        .or_else = TICK(NO_BIRTH_NAME),
        .autocomplete = "family-name", .ask = "votre nom de naissance"},
    {.name = "no_birth_name", .kind = FIELD_BOX, .flags = FIELD_OPTIONAL, .label = NO_BIRTH_NAME,
        .hint = "Votre pièce d’identité ne porte qu’un prénom", .ask = NO_BIRTH_NAME},
    {.name = "usage_name", .kind = FIELD_TEXT,
        .flags = FIELD_NOSPELL | FIELD_OPTIONAL | FIELD_PERSON, .max = 100,
        .label = "Nom d’usage", .hint = "S’il est différent, celui que nous emploierons avec vous",
        .or_else = "laissez la réponse vide", .ask = "votre nom d’usage"},
    {.name = "given_names", .kind = FIELD_TEXT, .flags = FIELD_NOSPELL | FIELD_PERSON, .max = 150,
        .label = "Prénoms", .hint = "Dans l’ordre de votre état civil, séparés par des espaces",
        .when = "no_given_names", .when_is = "", .excludes = "no_given_names",
        .or_else = TICK(NO_GIVEN_NAMES),
        .autocomplete = "given-name", .ask = "vos prénoms"},
    {.name = "no_given_names", .kind = FIELD_BOX, .flags = FIELD_OPTIONAL, .label = NO_GIVEN_NAMES,
        .hint = "Votre pièce d’identité ne porte qu’un nom", .excludes = "no_birth_name",
        .ask = NO_GIVEN_NAMES},
    {.name = "birth_date", .kind = FIELD_DATE, .flags = FIELD_PAST, .label = "Date de naissance",
        .hint = "Par exemple 27\u00a03\u00a01985. Avec votre nom, elle permet qu’une même personne "
                "n’ait qu’une candidature par an",
        .autocomplete = "bday", .ask = "votre date de naissance"},
    {.name = "email", .kind = FIELD_EMAIL, .flags = FIELD_NOSPELL, .max = 254,
        .label = "Adresse électronique",
        .hint = "Nous y envoyons un code pour la confirmer, puis l’accusé de réception de votre "
                "candidature",
        .autocomplete = "email", .ask = "votre adresse électronique"},
    {.name = "phone", .kind = FIELD_PHONE, .flags = FIELD_OPTIONAL, .max = 40,
        .label = "Téléphone",
        .hint = "Seulement si vous souhaitez que nous puissions vous appeler à propos de votre "
                "dossier",
        .autocomplete = "tel", .ask = "votre numéro de téléphone"},
    {.name = "street", .kind = FIELD_AREA, .flags = FIELD_NOSPELL, .max = 240,
        .label = "Adresse postale",
        .hint = "Numéro et voie, bâtiment, lieu-dit\u00a0; elle sert aux courriers officiels",
        .autocomplete = "street-address", .ask = "votre adresse postale"},
    {.name = "postal_code", .kind = FIELD_TEXT, .flags = FIELD_NARROW | FIELD_NOSPELL, .max = 16,
        .label = "Code postal", .country = "country", .autocomplete = "postal-code", .ask = "votre code postal"},
    {.name = "city", .kind = FIELD_TEXT, .flags = FIELD_NOSPELL, .max = 100,
        .label = "Ville ou commune", .autocomplete = "address-level2", .ask = "votre commune"},
    {.name = "country", .kind = FIELD_TEXT, .flags = FIELD_NOSPELL, .max = 100, .label = "Pays",
        .autocomplete = "country-name", .ask = "votre pays"},
};

/* What a slip of the hand makes (this year, another century) is asked again. Whoever may be alive and out
 * of school is taken: 15 to 120 years. */
static void check_identity(struct answers *as, struct day today)
{
    struct day born;
    if (!day_parse_iso(answers_get(as, "birth_date"), &born))
        return;
    if (born.y < today.y - 120 || born.y > today.y - 15)
        answers_fault(as, "birth_date", FAULT_RANGE);
}

static const struct choice STATE[] = {
    {"obtained", "Obtenu", NULL, NULL},
    {"in_progress", "En cours", NULL, NULL},
    END,
};

static const struct choice RECOGNITION[] = {
    {"obtained", "Oui, je l’ai", NULL, NULL},
    {"requested", "Je l’ai demandée, je ne l’ai pas encore", NULL, NULL},
    {"none", "Non", "Vous pouvez candidater\u00a0; votre dossier sera examiné", NULL},
    END,
};

static const struct field DIPLOMA[] = {
    {.name = "kind", .kind = FIELD_SELECT, .label = "Diplôme ou titre", .choices = diploma_choices,
        .none = "none",
        .hint = "Il dit quelle voie d’accès est la vôtre", .ask = "votre diplôme"},
    {.name = "title", .kind = FIELD_TEXT, .max = 200, .label = "Intitulé exact",
        .hint = "Tel qu’il figure sur le diplôme, mention ou spécialité comprise",
        .when = "kind", .when_is = DIPLOMAS_TITLED, .ask = "l’intitulé exact du diplôme"},
    {.name = "level", .kind = FIELD_RADIO, .label = "Niveau du diplôme", .choices = level_choices,
        .hint = "Il figure souvent sur le diplôme ou sur sa fiche RNCP", .when = "kind",
        .when_is = DIPLOMAS_LEVEL_ASKED, .ask = "le niveau du diplôme"},
    {.name = "state", .kind = FIELD_RADIO, .label = "Où en êtes-vous\u00a0?", .choices = STATE,
        .when = "kind", .when_is = DIPLOMAS_ANY, .ask = "si le diplôme est obtenu ou en cours"},
    {.name = "year", .kind = FIELD_YEAR, .flags = FIELD_NARROW, .least = 1940, .most = 2100,
        .label = "Année d’obtention",
        .hint = "Par exemple 2012\u00a0; si le diplôme est en cours, l’année prévue",
        .when = "kind", .when_is = DIPLOMAS_ANY, .ask = "l’année d’obtention"},
    {.name = "school", .kind = FIELD_TEXT, .max = 200, .label = "Établissement",
        .hint = "Université, école ou centre de formation qui l’a délivré", .when = "kind",
        .when_is = DIPLOMAS_ANY, .ask = "l’établissement"},
    {.name = "country", .kind = FIELD_TEXT, .flags = FIELD_NOSPELL, .max = 100,
        .label = "Pays de l’établissement", .when = "kind", .when_is = DIPLOMAS_ANY,
        .ask = "le pays de l’établissement"},
    {.name = "recognition", .kind = FIELD_RADIO,
        .label = "Avez-vous une attestation de comparabilité ENIC-NARIC\u00a0?",
        .hint = "Elle situe un diplôme étranger dans les niveaux français", .choices = RECOGNITION,
        .when = "kind", .when_is = "foreign", .ask = "où en est l’attestation ENIC-NARIC"},
    {.name = "recognition_on", .kind = FIELD_DATE, .flags = FIELD_PAST,
        .label = "Date de votre demande d’attestation",
        .hint = "Par exemple 27\u00a03\u00a02026", .when = "recognition", .when_is = "requested",
        .ask = "la date de votre demande d’attestation"},
};

/* A diploma that is held was obtained this year at the latest. */
static void check_diploma(struct answers *as, struct day today)
{
    uint64_t year;
    if (str_eq_c(answers_get(as, "state"), "obtained") &&
        str_to_u64(answers_get(as, "year"), 9999, &year) && (int)year > today.y)
        answers_fault(as, "year", FAULT_FUTURE);
}

static const struct choice NATURE[] = {
    {"employee", "Emploi salarié", NULL, NULL},
    {"self_employed", "Activité indépendante", NULL, NULL},
    {"apprentice", "Apprentissage ou alternance", NULL, NULL},
    {"volunteer", "Bénévolat dans une association", NULL, NULL},
    {"union", "Mandat ou responsabilité syndicale",
        "Ne nommez pas le syndicat\u00a0: seuls le rôle, le domaine et les mois sont demandés",
        NULL},
    {"civic_service", "Volontariat ou service civique", "Nous examinerons s’il peut compter", NULL},
    {"internship", "Stage", "Les stages ne comptent pas dans les années d’expérience", NULL},
    {"none", "Aucune expérience", NULL, NULL},
    END,
};

static const struct choice ORGANISATION[] = {
    {"association", "Association", NULL, NULL},
    {"cooperative", "Coopérative", NULL, NULL},
    {"mutual", "Mutuelle", NULL, NULL},
    {"foundation", "Fondation", NULL, NULL},
    {"public", "Service public ou collectivité", NULL, NULL},
    {"company", "Entreprise", NULL, NULL},
    {"collective", "Collectif sans statut", NULL, NULL},
    {"other", "Autre", NULL, NULL},
    END,
};

static const struct choice DOMAIN[] = {
    {"social", "Intervention sociale", NULL, "Domaines de la formation"},
    {"sociocultural", "Activité socioculturelle", NULL, "Domaines de la formation"},
    {"culture", "Culture (création, production, diffusion)", NULL, "Domaines de la formation"},
    {"education_populaire", "Éducation populaire", NULL, "Domaines de la formation"},
    {"health", "Santé et médico-social", NULL, "Domaines de la formation"},
    {"integration", "Insertion", NULL, "Domaines de la formation"},
    {"local_development", "Développement local", NULL, "Domaines de la formation"},
    {"training", "Formation", NULL, "Domaines de la formation"},
    {"social_tourism", "Tourisme social", NULL, "Domaines de la formation"},
    {"sport", "Sport", NULL, "Domaines de la formation"},
    {"humanitarian", "Action humanitaire", NULL, "Domaines de la formation"},
    {"ecology", "Écologie", NULL, "Domaines de la formation"},
    {"other", "Un autre domaine", NULL, "Autre réponse"},
    END,
};

#define NATURES_OPEN "employee self_employed apprentice volunteer civic_service internship"

static const struct field EXPERIENCE[] = {
    {.name = "nature", .kind = FIELD_RADIO, .label = "Nature de l’expérience", .choices = NATURE,
        .none = "none",
        .hint = "Elle dit ce qui compte dans vos années d’expérience",
        .ask = "la nature de l’expérience"},
    {.name = "organisation", .kind = FIELD_TEXT, .max = 200, .label = "Nom de la structure",
        .when = "nature", .when_is = NATURES_OPEN, .autocomplete = "organization",
        .ask = "le nom de la structure"},
    {.name = "organisation_kind", .kind = FIELD_SELECT, .label = "Forme de la structure",
        .choices = ORGANISATION, .when = "nature", .when_is = NATURES_OPEN,
        .ask = "la forme de la structure"},
    {.name = "role", .kind = FIELD_TEXT, .max = 150, .label = "Votre rôle ou fonction",
        .hint = "Par exemple coordinatrice, trésorier, animateur", .ask = "votre rôle"},
    {.name = "field", .kind = FIELD_SELECT, .label = "Domaine", .choices = DOMAIN,
        .hint = "La formation demande une expérience dans ses domaines", .ask = "le domaine"},
    {.name = "started", .kind = FIELD_MONTH, .flags = FIELD_PAST, .label = "Mois de début",
        .hint = "Par exemple 09\u00a02021", .ask = "le mois de début"},
    {.name = "ongoing", .kind = FIELD_BOX, .flags = FIELD_OPTIONAL, .label = "J’y suis encore",
        .ask = "si vous y êtes encore"},
    {.name = "ended", .kind = FIELD_MONTH, .flags = FIELD_PAST, .label = "Mois de fin",
        .hint = "Ce mois compte. S’il est à venir, cochez «\u00a0J’y suis encore\u00a0»",
        .when = "ongoing", .when_is = "", .ask = "le mois de fin"},
    {.name = "working_time", .kind = FIELD_NUMBER, .flags = FIELD_NARROW, .least = 1, .most = 100,
        .units = "%|pour cent|pourcent", .label = "Part d’un temps plein, en %",
        .hint = "100 pour un temps plein, 50 pour un mi-temps\u00a0; une estimation suffit, elle "
                "ne décide de rien",
        .help = "Saisissez la part d’un temps plein en pourcentage, et non en heures\u00a0: 100 pour 35\u00a0heures "
                "par semaine, 50 pour la moitié.",
        .when = "nature", .when_is = NATURES_OPEN, .ask = "la part d’un temps plein"},
    {.name = "tasks", .kind = FIELD_AREA, .flags = FIELD_OPTIONAL, .max = 1000,
        .label = "Ce que vous y avez fait", .when = "nature", .when_is = NATURES_OPEN,
        .ask = "ce que vous y avez fait"},
};

static void check_experience(struct answers *as, struct day today)
{
    struct month from, to;
    (void)today; /* the months themselves are already bounded by FIELD_PAST */
    if (month_parse_iso(answers_get(as, "started"), &from) &&
        month_parse_iso(answers_get(as, "ended"), &to) && to.n < from.n)
        answers_fault(as, "ended", FAULT_ORDER);
}

/* On the page of their list, while it is empty. */
static const struct field NO_DIPLOMA[] = {
    {.name = "none", .kind = FIELD_BOX, .flags = FIELD_OPTIONAL, .label = "Je n’ai pas de diplôme",
        .hint = "Une autre voie existe, par l’expérience",
        .help = "Ajoutez un diplôme, ou cochez «\u00a0Je n’ai pas de diplôme\u00a0».",
        .ask = "si vous n’avez pas de diplôme"},
};
static const struct field NO_EXPERIENCE[] = {
    {.name = "none", .kind = FIELD_BOX, .flags = FIELD_OPTIONAL,
        .label = "Je n’ai pas d’expérience dans ces domaines",
        .hint = "Vous pouvez candidater\u00a0; nous vous dirons ce qui manque",
        .help = "Ajoutez une expérience, ou cochez «\u00a0Je n’ai pas d’expérience dans ces "
                "domaines\u00a0».",
        .ask = "si vous n’avez pas d’expérience"},
};

const struct form form_identity = {"identite", "Votre identité", "candidacy_identity", IDENTITY,
    COUNT(IDENTITY), check_identity};
const struct form form_diploma = {
    "diplome", "Un diplôme", "diploma", DIPLOMA, COUNT(DIPLOMA), check_diploma};
const struct form form_experience = {"experience", "Une expérience", "experience", EXPERIENCE,
    COUNT(EXPERIENCE), check_experience};
const struct form form_no_diploma = {
    "aucun-diplome", "Vos diplômes", NULL, NO_DIPLOMA, COUNT(NO_DIPLOMA), NULL};
const struct form form_no_experience = {
    "aucune-experience", "Vos expériences", NULL, NO_EXPERIENCE, COUNT(NO_EXPERIENCE), NULL};
