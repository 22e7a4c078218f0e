/* store/desk_act.h - what staff do with a request: each statement that reads somebody's data or
 * changes it asks in its WHERE whether this member of the staff may.
 *
 * Issuing, answers and messages are store/quote.h's. */
#ifndef STORE_DESK_ACT_H
#define STORE_DESK_ACT_H

#include "domain/field.h"
#include "domain/intake.h"
#include "store/stmt.h"

struct desk_request {
    uint64_t id, intake;
    struct str public_id, reference, kind, state, origin;
    struct str payer, name, email, organisation, reason;
    unsigned version;
    bool module;
    struct instant created, waiting, answered; /* .s == 0: not so */
    struct day valid_until;                    /* of the document that holds; none: none does */
    struct str last_number;
    unsigned generation; /* of its links (sys/link.h) */
    unsigned bounces; /* mails that came back from its address (store/address.h) */
    struct instant complained; /* its owner reported one of ours as unwanted; .s == 0: no */
};

/* RC_NOT_FOUND: no such request, or this person may not act at the quote desk. */
enum rc desk_request_find(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct desk_request *out) MUST_USE;
/* What was asked, as answers of `form`: fields of form_quote, or some of them. */
enum rc desk_request_answers(struct db *db, struct arena *a, uint64_t staff, uint64_t request,
    const struct form *form, struct answers *out) MUST_USE;

/* Somebody answered: a request that was new or waiting is "answered" now ("sent" when a document of
 * it waits for an accord), and waits for nobody. */
enum rc desk_request_answered(
    struct db *db, uint64_t staff, uint64_t request, struct instant now) MUST_USE;
/* All that form_quote asks but what the person wrote in their own words, and the intake. RC_CONFLICT:
 * it is not in that version any more, or cancelled. */
enum rc desk_request_amend(struct db *db, uint64_t staff, uint64_t request, unsigned version,
    const struct answers *as, uint64_t intake, struct instant now) MUST_USE;
/* How it came, on which day, and since when it waits for us. */
enum rc desk_request_entered(struct db *db, uint64_t staff, uint64_t request, struct str origin,
    struct day received, struct instant waiting) MUST_USE;

#endif
