/* domain/quote_acts.h - what staff may do with a request, by what it is and where it stands; pure.
 *
 * One row an act: its page, its words, what it is called in the audit trail. Whether it is possible
 * is decided here, shown by the request's page, and asked again by the act's own page. */
#ifndef DOMAIN_QUOTE_ACTS_H
#define DOMAIN_QUOTE_ACTS_H

#include "base/str.h"

/* X(NAME, last part of the path, what the link says, action in the audit trail) */
#define QUOTE_ACTS(X)                                                                              \
    X(MESSAGE, "message", "Écrire à la personne", "quotes.message")                                 \
    X(ISSUE, "emettre", "Émettre le devis", "quotes.issue")                                         \
    X(PARTS, "parts", "Répartir entre les payeurs", "quotes.parts")                                 \
    X(VERSION, "version", "Modifier et envoyer une version", "quotes.version")                      \
    X(ACCEPTED, "accepter", "Noter un accord", "quotes.accepted")                                   \
    X(REMIND, "relancer", "Relancer la personne", "quotes.remind")                                  \
    X(RELINK, "lien", "Changer le lien de la demande", "quotes.link")                               \
    X(CANCEL, "annuler", "Annuler la demande", "quotes.cancel")

#define QUOTE_ACT_ENUM(NAME, path, label, action) QUOTE_ACT_##NAME,
enum quote_act { QUOTE_ACTS(QUOTE_ACT_ENUM) QUOTE_ACTS_N };
#undef QUOTE_ACT_ENUM

struct quote_act_row {
    const char *path, *label, *action;
};
extern const struct quote_act_row quote_acts[QUOTE_ACTS_N];

struct quote_standing {
    struct str kind, state, payer; /* of the request */
    bool issued;  /* a document of it was issued, whatever became of it */
    bool open;    /* one of them is a quote that waits for an answer, and is not past its day */
    bool to_sign; /* one waits for a third party's accord; it may be past its day */
};

bool quote_act_possible(enum quote_act act, const struct quote_standing *s);

#endif
