/* store/submission_read.h - a frozen submission as answers again, for the person who made it and for
 * the staff who read it.
 *
 * Only reads: what the snapshot does not hold stays empty, a key that no form knows any more is
 * passed over (the snapshot itself stays the proof). */
#ifndef STORE_SUBMISSION_READ_H
#define STORE_SUBMISSION_READ_H

#include "domain/candidacy.h"
#include "store/submission.h"

/* RC_FAULT when the snapshot is not the JSON that domain/snapshot.h writes. */
enum rc submission_answers(
    struct arena *a, const struct submission *s, struct candidacy_answers *out) MUST_USE;

/* The verdict that was frozen with it, as domain/eligibility.h has it; `missing` is what the frozen
 * months say; of its rules, which natures counted. Never judged again. RC_FAULT as above. */
enum rc submission_verdict(
    struct arena *a, const struct submission *s, struct verdict *out) MUST_USE;

#endif
