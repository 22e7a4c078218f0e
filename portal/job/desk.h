/* job/desk.h - telling the desk: who reads of what, by each person's choice. */
#ifndef JOB_DESK_H
#define JOB_DESK_H

#include "job/job.h"
#include "store/notice.h"

/* Inside a transaction: one mail of that kind about that request to whoever follows it: the person
 * it is assigned to, else everybody who wants word at all; and the shared mailbox, so that nothing
 * depends on one person's holidays. `about` makes each of them unique with kind and reader; with `every`, in
 * seconds, it may be told again: a reader has one mail in each such while, and what happens after it is
 * told by another at its end. 0: once. */
enum rc desk_tell(struct jobs *j, const char *kind, const struct notice_request *r,
    struct str about, int64_t every) MUST_USE;
/* One mail of facts that are JSON already. */
enum rc desk_queue(struct jobs *j, const char *kind, struct str to, struct str params,
    const struct notice_request *about, struct str key) MUST_USE;
/* When it came: on the morning of that day, when somebody typed it in later. */
struct instant desk_received(const struct notice_request *r);
/* "demande de devis", "question sur la VAE", "question" */
struct str desk_what(const struct notice_request *r);

#endif
