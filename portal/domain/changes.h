/* domain/changes.h - what differs between two versions of a candidacy, for who reads both; pure.
 *
 * Field by field, in the order of the field tables. Diplomas and experiences are paired: those that
 * are the same first, whatever their place, then the others in their order; what is left over was
 * added or removed. */
#ifndef DOMAIN_CHANGES_H
#define DOMAIN_CHANGES_H

#include "domain/candidacy.h"

enum change_kind { CHANGE_ANSWER, CHANGE_ADDED, CHANGE_REMOVED };

struct change {
    enum change_kind kind;
    const struct form *form;
    size_t item;               /* 1…: "Expérience 2", of the later version (removed: the earlier) */
    const struct field *field; /* CHANGE_ANSWER */
    struct str before, after;  /* CHANGE_ANSWER: as a person reads them; empty: not answered.
                                  Else: what the item was, in a few words */
};

/* How many; *out is the arena's. */
size_t candidacy_changes(struct arena *a, const struct candidacy_answers *before,
    const struct candidacy_answers *after, struct change **out);
/* The same for one form. */
size_t answers_changes(struct arena *a, const struct answers *before, const struct answers *after,
    struct change **out);

#endif
