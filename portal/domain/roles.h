/* domain/roles.h - what a person of the staff may do, as a table; pure.
 *
 * A route names the roles that may pass (web/route.h), a statement that reads somebody's data asks
 * again in its WHERE where it can. One person can have several. */
#ifndef DOMAIN_ROLES_H
#define DOMAIN_ROLES_H

#include "base/str.h"

/* X(NAME, bit, value in the database, French label, what it gives, French) */
#define ROLES(X)                                                                                   \
    X(QUOTES, 1, "quotes", "Devis", "répondre aux demandes de devis et aux questions")             \
    X(REVIEWER, 2, "reviewer", "Candidatures", "lire les candidatures déposées")                   \
    X(ADMIN, 4, "admin", "Administration", "tout lire, et gérer les comptes de l’équipe")

#define ROLE_ENUM(NAME, bit, value, label, gives) ROLE_##NAME = (bit),
enum role { ROLES(ROLE_ENUM) ROLE_ANY = 7 };
#undef ROLE_ENUM

struct role_row {
    enum role bit;
    const char *value, *label, *gives;
};
extern const struct role_row roles[];
extern const size_t roles_n;

/* 0 when it is not one of ours. */
unsigned role_bit(struct str value);
/* Of a list of them, commas or spaces between; what is not one of ours counts for nothing. */
unsigned roles_read(struct str list);

#endif
