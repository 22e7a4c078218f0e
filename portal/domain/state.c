#include "domain/state.h"

static const struct state_words {
    const char *word, *label;
} WORDS[STATES_N] = {
    [STATE_DRAFT] = {"draft", "Brouillon, non déposé"},
    [STATE_SUBMITTED] = {"submitted", "Déposée, en attente d’examen"},
    [STATE_TAKEN_BACK] = {"taken_back", "Reprise pour correction\u00a0: à déposer à nouveau"},
    [STATE_WITHDRAWN] = {"withdrawn", "Retirée"},
    [STATE_REVIEW] = {"review", "En cours d’examen"},
    [STATE_DECIDED] = {"decided", "Examinée"},
};

const struct transition transitions[] = {
    {"candidacy.submit", STATE_DRAFT, STATE_SUBMITTED, ACTOR_APPLICANT, NEED_OPEN | NEED_COMPLETE,
        "receipt", "new_candidacy"},
    {"candidacy.submit", STATE_TAKEN_BACK, STATE_SUBMITTED, ACTOR_APPLICANT,
        NEED_OPEN | NEED_COMPLETE, "receipt", "new_candidacy"},
    {"candidacy.take_back", STATE_SUBMITTED, STATE_TAKEN_BACK, ACTOR_APPLICANT, NEED_OPEN,
        "taken_back", ""},
    {"candidacy.withdraw", STATE_DRAFT, STATE_WITHDRAWN, ACTOR_APPLICANT, 0, "", ""},
    {"candidacy.withdraw", STATE_SUBMITTED, STATE_WITHDRAWN, ACTOR_APPLICANT, 0, "withdrawn",
        "candidacy_withdrawn"},
    {"candidacy.withdraw", STATE_TAKEN_BACK, STATE_WITHDRAWN, ACTOR_APPLICANT, 0, "withdrawn",
        "candidacy_withdrawn"},
    {"candidacy.withdraw", STATE_REVIEW, STATE_WITHDRAWN, ACTOR_APPLICANT, 0, "withdrawn",
        "candidacy_withdrawn"},
    {"candidacy.start_again", STATE_WITHDRAWN, STATE_DRAFT, ACTOR_APPLICANT, NEED_OPEN, "", ""},
    {"candidacy.review", STATE_SUBMITTED, STATE_REVIEW, ACTOR_STAFF, 0, "", ""},
    {"candidacy.decide", STATE_REVIEW, STATE_DECIDED, ACTOR_STAFF, NEED_SLOT, "", ""},
};
const size_t transitions_n = sizeof transitions / sizeof *transitions;

const char *state_word(enum candidacy_state s)
{
    return WORDS[s].word;
}

const char *state_label(enum candidacy_state s)
{
    return WORDS[s].label;
}

bool state_from_word(struct str word, enum candidacy_state *out)
{
    for (int i = 0; i < STATES_N; i++)
        if (str_eq_c(word, WORDS[i].word)) {
            *out = (enum candidacy_state)i;
            return true;
        }
    return false;
}

const struct transition *transition_find(const char *name, enum candidacy_state from)
{
    for (size_t i = 0; i < transitions_n; i++)
        if (transitions[i].from == from && strcmp(transitions[i].name, name) == 0)
            return &transitions[i];
    return NULL;
}

bool state_editable(enum candidacy_state s, bool funding)
{
    if (s == STATE_DRAFT || s == STATE_TAKEN_BACK)
        return true;
    return funding && (s == STATE_SUBMITTED || s == STATE_REVIEW);
}
