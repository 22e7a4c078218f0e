/* domain/diplomas.h - the diplomas that the portal knows by name, in one table; pure.
 *
 * Columns: value, label, group in the list, level where the name alone tells it (0 otherwise),
 * how it qualifies, whether the form asks for the level, whether for the title.
 * Levels: decree 2019-14; DEES, DEASS and DECESF qualify by name whatever their year, EJE and ETS
 * obtained before 2021 (begun before 2018) are level 5 (programme.md "Who may apply"). */
#ifndef DOMAIN_DIPLOMAS_H
#define DOMAIN_DIPLOMAS_H

#include "domain/field.h"

enum diploma_rule {
    DIPLOMA_BY_LEVEL,  /* its level decides */
    DIPLOMA_BY_NAME,   /* qualifies whatever its level */
    DIPLOMA_REFORMED,  /* level 5 until the first graduates of the reform, in 2021 */
    DIPLOMA_FOREIGN,   /* its level is what the recognition certificate says */
    DIPLOMA_NOTHING,   /* no diploma */
};

#define DIPLOMAS(X)                                                                                \
    X(licence, "Licence ou licence professionnelle", "Université", 6, BY_LEVEL, KNOWN, TITLED)     \
    X(but, "BUT (bachelor universitaire de technologie)", "Université", 6, BY_LEVEL, KNOWN,        \
        TITLED)                                                                                    \
    X(master, "Master", "Université", 7, BY_LEVEL, KNOWN, TITLED)                                  \
    X(doctorat, "Doctorat", "Université", 8, BY_LEVEL, KNOWN, TITLED)                              \
    X(dees, "Diplôme d’État d’éducateur spécialisé (DEES)", "Travail social", 0, BY_NAME, KNOWN,   \
        NAMED)                                                                                     \
    X(deass, "Diplôme d’État d’assistant de service social (DEASS)", "Travail social", 0,          \
        BY_NAME, KNOWN, NAMED)                                                                     \
    X(decesf, "Diplôme d’État de conseiller en économie sociale familiale (DECESF)",               \
        "Travail social", 0, BY_NAME, KNOWN, NAMED)                                                \
    X(moniteur_educateur, "Moniteur-éducateur (DEME)", "Travail social", 4, BY_LEVEL, KNOWN,       \
        NAMED)                                                                                     \
    X(eje, "Éducateur de jeunes enfants (DEEJE)", "Travail social", 0, REFORMED, ASKED, NAMED)     \
    X(ets, "Éducateur technique spécialisé (DEETS)", "Travail social", 0, REFORMED, ASKED, NAMED)  \
    X(caferuis, "CAFERUIS", "Travail social", 6, BY_LEVEL, KNOWN, NAMED)                           \
    X(infirmier, "Diplôme d’État d’infirmier", "Santé", 0, BY_LEVEL, ASKED, NAMED)                 \
    X(dejeps, "DEJEPS", "Animation, jeunesse et sport", 5, BY_LEVEL, KNOWN, NAMED)                 \
    X(desjeps, "DESJEPS", "Animation, jeunesse et sport", 6, BY_LEVEL, KNOWN, NAMED)               \
    X(bts, "BTS", "Autres réponses", 5, BY_LEVEL, KNOWN, TITLED)                                   \
    X(other_rncp, "Un autre diplôme ou titre français", "Autres réponses", 0, BY_LEVEL, ASKED,     \
        TITLED)                                                                                    \
    X(foreign, "Un diplôme étranger", "Autres réponses", 0, FOREIGN, ASKED, TITLED)                \
    X(none, "Aucun diplôme", "Autres réponses", 0, NOTHING, ABSENT, ABSENT)

struct diploma_kind {
    const char *value;
    int level; /* 3..8, or 0 */
    enum diploma_rule rule;
};

enum { DIPLOMA_REFORM_YEAR = 2021, LEVEL_WANTED = 6 };

extern const struct diploma_kind diploma_kinds[];
extern const size_t diploma_kinds_n;
extern const struct choice diploma_choices[];
extern const struct choice level_choices[];

/* NULL when the value is not one of ours. */
const struct diploma_kind *diploma_kind_find(struct str value);

/* For struct field's when_is: every kind but none; those whose level is asked; whose title is. */
#define DIPLOMA_ANY_WORD_KNOWN(value) #value " "
#define DIPLOMA_ANY_WORD_ASKED(value) #value " "
#define DIPLOMA_ANY_WORD_ABSENT(value)
#define DIPLOMA_LEVEL_WORD_KNOWN(value)
#define DIPLOMA_LEVEL_WORD_ASKED(value) #value " "
#define DIPLOMA_LEVEL_WORD_ABSENT(value)
#define DIPLOMA_TITLE_WORD_TITLED(value) #value " "
#define DIPLOMA_TITLE_WORD_NAMED(value)
#define DIPLOMA_TITLE_WORD_ABSENT(value)
#define DIPLOMA_ANY_WORD(v, label, group, level, rule, ask, title) DIPLOMA_ANY_WORD_##ask(v)
#define DIPLOMA_LEVEL_WORD(v, label, group, level, rule, ask, title) DIPLOMA_LEVEL_WORD_##ask(v)
#define DIPLOMA_TITLE_WORD(v, label, group, level, rule, ask, title) DIPLOMA_TITLE_WORD_##title(v)
#define DIPLOMAS_ANY DIPLOMAS(DIPLOMA_ANY_WORD)
#define DIPLOMAS_LEVEL_ASKED DIPLOMAS(DIPLOMA_LEVEL_WORD)
#define DIPLOMAS_TITLED DIPLOMAS(DIPLOMA_TITLE_WORD)

#endif
