/* page/quote_issue.h - issuing, for whoever does it: /devis at once, the secret link (a fresh one,
 * another version), staff from the desk. Decide, build, number, freeze and queue the mails, in one
 * transaction that can be run again.
 *
 * What is not issued is no failure: RC_OK, `stop` says why, the request waits for staff with the
 * reason written on it, and `tell` still writes the mails (the person is told by when). */
#ifndef PAGE_QUOTE_ISSUE_H
#define PAGE_QUOTE_ISSUE_H

#include "page/page.h"
#include "store/quote.h"

struct quote_issue;

/* Writes the mails (page/post.h) inside the transaction, after the rows; may be run again. */
typedef enum rc (*quote_tell_fn)(struct page *p, const struct quote_issue *q);

struct quote_issue_part { /* of a mix: who pays what */
    struct quote_ask ask; /* payer and addressee of this part */
    struct quote_share share;
};

struct quote_issue {
    /* given */
    uint64_t request;
    struct quote_terms terms;
    const struct quote_ask *ask;           /* instead of the request's own answers; NULL: those */
    const struct quote_issue_part *parts;  /* a mix that staff confirmed; NULL: one payer */
    size_t parts_n;
    /* Asked again once the request is locked; false issues nothing and makes it moot. NULL: always. */
    bool (*still)(struct page *p, const struct quote_subject *s, const struct quote *versions, size_t n);
    struct str key; /* idempotency: the same click makes the same quotes */
    quote_tell_fn tell; /* NULL: nobody is written to */
    void *tell_arg;
    struct instant due; /* when a mail to the person may leave; .s == 0: at once */
    /* made */
    enum quote_stop stop;
    struct quote_plan plan; /* of the first part */
    struct str reason_staff, reason_person; /* empty when it was issued */
    struct quote_subject subject;
    struct quote made[QUOTE_PARTS_MAX];
    size_t made_n;
    bool again; /* that key had served: nothing was written */
    bool moot;  /* `still` said no: nothing was written */
};

/* In a transaction of its own. RC_NOT_FOUND: no such request. RC_CONFLICT: the parts of a mix do
 * not sum to their whole. */
enum rc quote_issue(struct page *p, struct quote_issue *q) MUST_USE;
/* Inside the caller's (which has just inserted the request, or changed it). */
enum rc quote_issue_in(struct page *p, struct quote_issue *q) MUST_USE;

/* What the world is for that request: settings, intake, tariffs. */
struct quote_world quote_world_of(const struct page *p, uint64_t intake);
/* The document as it would be, without a number and marked so: for staff's preview. */
struct document quote_preview(struct page *p, const struct quote_subject *s,
    const struct quote_ask *ask, const struct quote_terms *terms, struct quote_plan *plan);

#endif
