#include "domain/steps.h"

#include <stdlib.h>

const struct step steps[STEPS_N] = {
    [STEP_IDENTITY] = {"identite", "Votre identité", "Identité",
        "Ces informations servent à vous reconnaître et à vous écrire, rien d’autre.",
        "Dites-nous qui vous êtes et comment vous écrire", &form_identity, 0},
    [STEP_DIPLOMAS] = {"diplomes", "Vos diplômes", "Diplômes",
        "Ils disent quelle voie d’accès est la vôtre. Si vous n’en avez aucun, dites-le\u00a0: une "
        "autre voie existe.",
        "Ajoutez vos diplômes, ou dites que vous n’en avez pas", &form_diploma, 1},
    [STEP_EXPERIENCES] = {"experiences", "Vos expériences", "Expériences",
        "Travail, bénévolat, mandat syndical\u00a0: ajoutez ce qui relève des domaines de la "
        "formation. Les mois qui se chevauchent ne comptent qu’une fois. Si vous n’avez rien à "
        "indiquer, dites-le\u00a0: vous pouvez candidater.",
        "Ajoutez vos expériences, ou dites que vous n’en avez pas", &form_experience, 1},
    [STEP_PROJECT] = {"projet", "Votre projet", "Projet",
        "Quelques lignes suffisent pour commencer\u00a0: vous pourrez y revenir jusqu’au dépôt.",
        "Parlez-nous de votre projet", &form_project, 0},
    [STEP_FUNDING] = {"financement", "Le financement", "Financement",
        "Le prix dépend de qui paie. Si vous ne le savez pas encore, cela ne vous bloque pas.",
        "Dites-nous qui paiera la formation", &form_funding, 0},
    [STEP_MODULE] = {"module", "Le module complémentaire", "Module complémentaire",
        "«\u00a0Initiation à la vie coopérative\u00a0: gouvernance, management, droit, gestion "
        "coopératives\u00a0» est facultatif et non certifiant.",
        "Dites-nous si le module complémentaire vous intéresse", &form_module, 0},
    [STEP_VERIFICATION] = {"verification", "Vérifier et déposer", "Ce que la personne ajoute",
        "Relisez vos réponses\u00a0; chacune peut encore être modifiée.",
        "Vérifiez vos réponses, puis déposez votre candidature", &form_verification, 0},
};

const struct step *step_by_segment(struct str segment)
{
    for (size_t i = 0; i < STEPS_N; i++)
        if (str_eq_c(segment, steps[i].segment))
            return &steps[i];
    return NULL;
}

const struct step *step_by_form(const struct form *f)
{
    for (size_t i = 0; i < STEPS_N; i++)
        if (steps[i].form == f)
            return &steps[i];
    abort();
}

static enum step_state state_of_one(const struct answers *as)
{
    return answers_whole(as) ? STEP_DONE : answers_begun(as) ? STEP_BEGUN : STEP_EMPTY;
}

static enum step_state state_of_rows(const struct answers *rows, size_t n, size_t least)
{
    if (n == 0)
        return STEP_EMPTY;
    for (size_t i = 0; i < n; i++)
        if (!answers_whole(&rows[i]))
            return STEP_BEGUN;
    return n < least ? STEP_BEGUN : STEP_DONE;
}

/* Identity is done once its address is confirmed too: nothing can be submitted without. */
static enum step_state state_of_identity(const struct candidacy_answers *ca)
{
    enum step_state s = state_of_one(&ca->identity);
    return s == STEP_DONE && !ca->email_confirmed ? STEP_BEGUN : s;
}

enum step_state step_state(const struct candidacy_answers *ca, enum step_id id)
{
    switch (id) {
    case STEP_IDENTITY: return state_of_identity(ca);
    case STEP_DIPLOMAS:
        return state_of_rows(ca->diplomas, ca->diplomas_n, steps[id].least);
    case STEP_EXPERIENCES:
        return state_of_rows(ca->experiences, ca->experiences_n, steps[id].least);
    case STEP_PROJECT: return state_of_one(&ca->project);
    case STEP_FUNDING: return state_of_one(&ca->funding);
    case STEP_MODULE: return state_of_one(&ca->module);
    case STEP_VERIFICATION: return steps_all_done(ca) ? STEP_EMPTY : STEP_CANNOT;
    case STEPS_N: break;
    }
    abort();
}

size_t steps_done(const struct candidacy_answers *ca)
{
    size_t n = 0;
    for (int id = 0; id < STEP_VERIFICATION; id++)
        n += step_state(ca, (enum step_id)id) == STEP_DONE;
    return n;
}

bool steps_all_done(const struct candidacy_answers *ca)
{
    return steps_done(ca) == STEP_VERIFICATION;
}

const struct step *step_next(const struct candidacy_answers *ca)
{
    for (int id = 0; id < STEP_VERIFICATION; id++)
        if (step_state(ca, (enum step_id)id) != STEP_DONE)
            return &steps[id];
    return &steps[STEP_VERIFICATION];
}

const struct step *step_after(const struct step *s)
{
    return s < &steps[STEP_VERIFICATION] ? s + 1 : &steps[STEP_VERIFICATION];
}
