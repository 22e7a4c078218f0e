/* store/quote.h - what was issued, its numbers and its states (sql/0012_quotes.sql).
 *
 * A quote is frozen: document (canonical JSON), hash, amounts. Only its state moves, by one
 * conditional UPDATE each. Numbers have no gap: they are taken from a counter row that is locked
 * inside the transaction that writes the quote, so whatever undoes one undoes the other. */
#ifndef STORE_QUOTE_H
#define STORE_QUOTE_H

#include "domain/document.h"
#include "domain/quote_doc.h"
#include "store/stmt.h"

/* The request as whoever issues needs it. */
struct quote_subject {
    uint64_t id, intake, candidacy; /* 0: none */
    struct str public_id, kind, state;
    unsigned version;
    struct instant created;
    struct str phone, note, message, mix;
    struct instant waiting; /* for staff, since; .s == 0: it does not */
    struct str reason;      /* … and why */
    unsigned generation;    /* of its links (sys/link.h) */
    struct quote_ask ask;
};
/* Locks the request's row to the end of the transaction: one issuer at a time. */
enum rc quote_subject_lock(
    struct db *db, struct arena *a, uint64_t request, struct quote_subject *out) MUST_USE;
/* Without a lock, by the id in its link. */
enum rc quote_subject_find(
    struct db *db, struct arena *a, struct str public_id, struct quote_subject *out) MUST_USE;

/* Every link to the request made so far opens nothing any more, and the next generation does.
 * RC_CONFLICT: `generation` is not the last, or they have been renewed QUOTE_LINKS_MAX times. */
enum rc quote_link_renew(
    struct db *db, uint64_t request, unsigned generation, struct instant now) MUST_USE;
enum { QUOTE_LINKS_MAX = 1000 };

struct quote {
    uint64_t id, request;
    struct str public_id, number_text;
    unsigned part, version, number;
    char series;
    int year;
    struct str payer, tariff_kind; /* payers.h; "third" or "individual" */
    struct money total;
    unsigned char sha256[32];
    struct instant issued;
    uint64_t issued_by; /* staff; 0: the machine */
    struct day valid_until;
    struct str idempotency_key;
    struct str state; /* issued, accepted, declined, replaced, cancelled */
    struct instant state_at;
    unsigned diplomas, modules; /* staff's terms, as they can be amended again */
    struct str dates, note;
    bool has_pdf;
    struct str document; /* canonical JSON: quote_find only */
};

/* SQL: has the person of quote_request r written since staff last answered? Then it still waits for
 * them, whatever the machine does meanwhile. A machine of theirs has not (job/answers.h). */
#define QUOTE_UNANSWERED                                                                           \
    "(SELECT COALESCE(MAX(IF(m.kind = 'person' AND m.mark <> 'automatic', m.id, 0)) >"              \
    " MAX(IF(m.kind = 'staff', m.id, 0)), 0)"                                                      \
    " FROM quote_message m WHERE m.request_id = r.id)"

/* "issued" and past its day (in Paris) is expired: nothing is written for that. */
bool quote_expired(const struct quote *q, struct day today);

struct quote_new {
    const struct quote_subject *subject; /* locked */
    const struct quote *before;          /* quote_versions, read under that lock */
    size_t before_n;
    unsigned part;                       /* from 1 */
    const struct quote_plan *plan;       /* QUOTE_GO */
    const struct quote_terms *terms;
    struct str payer; /* of this part */
    int year;         /* of today in Paris */
    uint64_t issued_by;
    struct str idempotency_key;
    /* Writes the document once its number is known; called at most once. */
    void (*write)(void *ctx, struct str number_text, unsigned version, struct buf *json);
    void *ctx;
};
/* Inside the caller's transaction, the request locked, part 1 first: whatever held before becomes
 * "replaced". A part that had a number in that series keeps it under the next version; else one
 * is taken from the counter, whose row stays locked to the end: do little after. The request holds
 * number and day and becomes "sent", but still waits when the machine issues and a message of the
 * person's has no answer yet. */
enum rc quote_issue_row(struct db *db, struct arena *a, const struct quote_new *q,
    struct instant now, struct quote *out) MUST_USE;
/* The request waits for staff (since now, unless it did), with the reason; an empty one leaves
 * what was written there. What had been sent or declined is "waiting" again. */
enum rc quote_wait(
    struct db *db, uint64_t request, struct str reason, struct instant now) MUST_USE;

/* One version with its document, whoever's it is: the caller has checked the link, or the role.
 * `request` 0: any. */
enum rc quote_find(struct db *db, struct arena *a, struct str public_id, uint64_t request,
    struct quote *out) MUST_USE;
/* All of a request: by part, the latest first. */
enum rc quote_versions(
    struct db *db, struct arena *a, uint64_t request, struct quote **out, size_t *n) MUST_USE;
/* The frozen JSON back into what it was written from; RC_FAULT (logged) when it is not ours. */
enum rc quote_document_load(struct arena *a, struct str json, struct document *out) MUST_USE;

/* The stored PDF; RC_NOT_FOUND while it has not been rendered. */
enum rc quote_pdf_get(
    struct db *db, struct arena *a, struct str public_id, struct str *out) MUST_USE;
/* Once: RC_CONFLICT when there is one already (two renderers are the same, and one is kept). */
enum rc quote_pdf_put(struct db *db, struct str public_id, struct str pdf) MUST_USE;

/* RC_OK: that number was issued with that fingerprint; RC_NOT_FOUND: not so. Of `out` only where it
 * stands is filled: state, valid_until. */
enum rc quote_verify(struct db *db, struct arena *a, struct str number_text,
    const unsigned char sha256[32], struct quote *out) MUST_USE;

struct quote_answer {
    bool accepted; /* false: declined */
    struct str name, role, reason;
    struct day signed_on;    /* as it was typed; noted by staff, it counts against the validity */
    uint64_t entered_by;     /* staff who noted it; 0: on the link */
    unsigned char fingerprint[32]; /* of the document's hash and of these answers */
    struct instant at;
};
/* Inside the caller's transaction. RC_CONFLICT: no longer "issued", past its day, or (to accept)
 * not a third party's. The request follows once no part is left without an answer. Fills
 * a->fingerprint. */
enum rc quote_answer_add(struct db *db, struct arena *a, const struct quote *q,
    struct quote_answer *answer, struct instant now) MUST_USE;
enum rc quote_answer_find(
    struct db *db, struct arena *a, uint64_t quote, struct quote_answer *out) MUST_USE;
/* By staff: every version of the request that still holds, and the request. RC_CONFLICT: it is
 * not in that version any more. */
enum rc quote_cancel(
    struct db *db, uint64_t request, unsigned version, struct instant now) MUST_USE;

#define QUOTE_AUTOMATIC "automatic" /* a machine of theirs wrote it */
#define QUOTE_UNVOUCHED "unvouched" /* no server vouches for its sender */
/* In the remarks beside a message: its writer may read what comes before this empty line; what comes after
 * it is for the desk, and so is all of it where there is none. */
#define QUOTE_REMARKS_DESK "\n\n"

struct quote_message {
    struct str kind; /* person, staff, note */
    uint64_t staff;  /* 0: the person */
    struct str body;
    struct instant at;
    bool by_mail; /* written in a mailbox, not on the link: its key says so (job/incoming.c) */
    struct str mark;    /* of a mail: QUOTE_AUTOMATIC, QUOTE_UNVOUCHED; empty: neither */
    struct str remarks; /* of a mail, ours: a line each; empty: none */
};
/* RC_CONFLICT: that key has served. */
enum rc quote_message_add(struct db *db, uint64_t request, const struct quote_message *m,
    struct str idempotency_key) MUST_USE;
/* What that key added to this request: its text. RC_NOT_FOUND: nothing. */
enum rc quote_message_by_key(struct db *db, struct arena *a, uint64_t request,
    struct str idempotency_key, struct str *body) MUST_USE;
/* In the order of time; `notes`: those among staff too. */
enum rc quote_message_list(struct db *db, struct arena *a, uint64_t request, bool notes,
    struct quote_message **out, size_t *n) MUST_USE;

#endif
