/* domain/desk_candidacies.h - the submitted candidacies as a list of the desk, and staff's words for
 * what stands in them; pure. */
#ifndef DOMAIN_DESK_CANDIDACIES_H
#define DOMAIN_DESK_CANDIDACIES_H

#include "domain/desk_list.h"
#include "domain/eligibility.h"

/* In the order of the tables: store/desk_candidacies.c fills its statements by them. */
enum { CANDIDACIES_ALL, CANDIDACIES_FRESH, CANDIDACIES_TO_READ, CANDIDACIES_CONTESTED,
    CANDIDACIES_TAKEN_BACK, CANDIDACIES_WITHDRAWN, CANDIDACIES_QUEUES };
enum { CANDIDACIES_STATE, CANDIDACIES_VERDICT, CANDIDACIES_PAYER, CANDIDACIES_MODULE,
    CANDIDACIES_INTAKE, CANDIDACIES_FILTERS };
enum { CANDIDACIES_LATEST, CANDIDACIES_OLDEST, CANDIDACIES_SORTS };

/* A candidacy is fresh for so many days after it was submitted. */
enum { CANDIDACIES_FRESH_DAYS = 7 };

extern const struct desk_list desk_list_candidacies;

/* Labels of the stored words, as staff read them; empty when not one of ours. */
const char *candidacy_state_label(struct str state);
const char *candidacy_verdict_label(struct str verdict);
const char *candidacy_module_label(struct str wanted);
/* Why the verdict is what it is: one sentence for the i-th reason bit (domain/eligibility.h). */
const char *candidacy_reason_label(int i);
/* How one that staff entered had come: "par courrier ou sur place". */
const char *candidacy_origin_label(struct str origin);
/* What the audit trail calls "candidacy.submit"…; NULL when it is not an act on a candidacy. */
const char *candidacy_act_label(struct str action);

#endif
