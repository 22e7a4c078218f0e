/* job/answers.h - an answer by mail joins its request.
 *
 * A person's makes it wait for us, and the desk is told; a machine's (an absence, a receipt, a report)
 * stands in the thread and changes nothing. What the thread does not show is said beside it, and the mail
 * itself is kept sealed until a day that is said too (retention.reply), as long as there is room for it. One
 * request takes so many a day, of senders that a server vouches for (or that nobody is asked about), of
 * others and of machines each: whoever was shown the address cannot take the person's place. The desk is told
 * at once, then once an hour. */
#ifndef JOB_ANSWERS_H
#define JOB_ANSWERS_H

#include "job/job.h"
#include "mail/incoming.h"

enum {
    ANSWERS_A_DAY = 20,           /* of people, a request */
    ANSWERS_UNVOUCHED_A_DAY = 20, /* of people, perhaps */
    ANSWERS_MACHINES_A_DAY = 10,
    ANSWERS_TOLD_EVERY = 3600, /* seconds, a request and a reader */
    ANSWERS_KEPT_MAX = 64 << 20, /* bytes of whole mails, a request; half of it for whom no server vouches … */
    ANSWERS_REMARKS_MAX = 3900,  /* characters */
};
#define ANSWERS_KEPT_ALL_MAX (UINT64_C(2) << 30) /* … all requests together; the same */

/* In a transaction of its own. `key`: an answer read twice is kept once, RC_CONFLICT. RC_NOT_FOUND: its
 * request is gone. RC_THROTTLED: too many that day; the thread says so, and this one is not in it. *whole: the
 * mail itself is sealed in the database, to its last byte. */
enum rc answers_keep(struct jobs *j, const struct incoming *in, struct str bytes, struct str key,
    bool *whole) MUST_USE;

#endif
