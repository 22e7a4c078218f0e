/* domain/intake.h - one intake (promotion): its dates and its registration, and what they mean; pure.
 *
 * A row of the facts (store/facts.h), which owns the strs. Source: programme.md "Dates". */
#ifndef DOMAIN_INTAKE_H
#define DOMAIN_INTAKE_H

#include "base/arena.h"
#include "base/day.h"

struct intake {
    uint64_t id, programme;
    int year;   /* of the start: one candidacy a year */
    int number; /* "34e promotion"; 0 while ⚖ */
    struct str title; /* the exact title of the registration, empty while ⚖ */
    struct str rncp_code, rncp_title, certifier;
    struct day rncp_registered_on, rncp_ends_on;
    bool rncp_fictional; /* a demonstration's registration: said beside it */
    struct instant opens_at, closes_at; /* both ends included; .s == 0 while ⚖ */
    struct day starts_on;
    struct str place, calendar;
    int capacity; /* 0 while ⚖ */
    bool is_public;
    struct str deciding_date; /* today, closing or start; empty while ⚖ */
};

enum intake_phase { INTAKE_UNDATED, INTAKE_BEFORE, INTAKE_OPEN, INTAKE_CLOSED };

enum intake_phase intake_phase(const struct intake *i, struct instant now);
/* Does the registration cover the start, so that "éligible au CPF" may be said (programme.md)? */
bool intake_registration_valid(const struct intake *i);
/* "34e promotion, rentrée de novembre 2027", or as much of it as is known: what a mail and the
 * receipt call it. Empty for NULL. */
struct str intake_words(struct arena *a, const struct intake *i);

#endif
