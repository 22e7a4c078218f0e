/* job/incoming.h - one mail that came to our signed addresses, with its effects: portal-jobs reads
 * them from a Maildir, `portal-admin bounce` from its standard input. */
#ifndef JOB_INCOMING_H
#define JOB_INCOMING_H

#include "job/job.h"
#include "mail/incoming.h"

/* RC_OK: done with, whatever it was; *kind says what. RC_UNAVAILABLE and the like: nothing was
 * kept, try again. A mail read twice has its effects once. */
enum rc incoming_take(struct jobs *j, struct str bytes, enum incoming_kind *kind) MUST_USE;

#endif
