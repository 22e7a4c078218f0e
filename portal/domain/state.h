/* domain/state.h - the life of a candidacy: states and the only ways between them; pure.
 *
 * Each transition is one conditional UPDATE on state and version, and says which mail leaves with
 * it ("" when none does: the page has already said it). */
#ifndef DOMAIN_STATE_H
#define DOMAIN_STATE_H

#include "base/str.h"

enum candidacy_state {
    STATE_DRAFT,      /* being written, never submitted */
    STATE_SUBMITTED,  /* received, dated, frozen */
    STATE_TAKEN_BACK, /* submitted once, being corrected; the earlier submission is kept */
    STATE_WITHDRAWN,  /* given up by the person; the row stays */
    STATE_REVIEW,     /* staff have begun to read */
    STATE_DECIDED,
    STATES_N,
};

enum actor { ACTOR_APPLICANT, ACTOR_STAFF };

enum transition_need { /* what must hold, judged in the same transaction */
    NEED_OPEN = 1,     /* the intake is open, on the database's clock */
    NEED_COMPLETE = 2, /* every step done, address confirmed */
    NEED_SLOT = 4,     /* holds its identity's one place */
};

struct transition {
    const char *name; /* audit action: "candidacy.submit" */
    enum candidacy_state from, to;
    enum actor who;
    unsigned needs;
    const char *mail;       /* kind sent to the person, or "" */
    const char *mail_staff; /* kind sent to staff, or "" */
};

extern const struct transition transitions[];
extern const size_t transitions_n;

/* "draft", "taken_back"…: as stored. */
const char *state_word(enum candidacy_state s);
bool state_from_word(struct str word, enum candidacy_state *out);
/* "Brouillon, non déposé"…: for the person. */
const char *state_label(enum candidacy_state s);
/* The transition of that name out of that state; NULL when there is none. */
const struct transition *transition_find(const char *name, enum candidacy_state from);
/* May the person still change answers? Funding alone may be changed later (`funding`). */
bool state_editable(enum candidacy_state s, bool funding);

#endif
