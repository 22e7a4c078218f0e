/* job/incoming.h - one mail that came to our signed addresses, with its effects: portal-jobs reads
 * them from a Maildir, `portal-admin bounce` from its standard input. */
#ifndef JOB_INCOMING_H
#define JOB_INCOMING_H

#include "job/job.h"
#include "mail/incoming.h"

struct incoming_end {
    enum incoming_kind kind;
    bool kept; /* sealed in the database, whole: what it came in has served */
};
/* RC_OK: done with, whatever it was; *end says what. RC_UNAVAILABLE and the like: nothing was
 * kept, try again. A mail read twice has its effects once. What nobody understands is put aside, for
 * people to read; `file` is its name in the Maildir, or empty. */
enum rc incoming_take(
    struct jobs *j, struct str bytes, struct str file, struct incoming_end *end) MUST_USE;
/* Puts aside what could not be read, or whose effects could not be kept: `bytes` as far as there are any. */
enum rc incoming_aside(
    struct jobs *j, struct str bytes, struct str file, enum incoming_fault fault) MUST_USE;

#endif
