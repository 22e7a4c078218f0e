/* store/desk_act.h - what staff do with a request: each statement that reads somebody's data or
 * changes it asks in its WHERE whether this member of the staff may.
 *
 * Issuing, answers and messages are store/quote.h's. */
#ifndef STORE_DESK_ACT_H
#define STORE_DESK_ACT_H

#include "domain/field.h"
#include "domain/intake.h"
#include "store/candidacy.h"

struct desk_request {
    uint64_t id, intake;
    struct str public_id, reference, kind, state, origin;
    struct str payer, name, email, organisation, reason;
    unsigned version;
    bool module;
    struct instant created, waiting, answered; /* .s == 0: not so */
    struct day valid_until;                    /* of the document that holds; none: none does */
    struct str last_number;
    unsigned bounces; /* mails that came back from its address (store/address.h) */
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

struct desk_invite {
    struct str public_id; /* drawn by the form that asks: sent twice, it is there already */
    struct str email;
    const struct intake *intake;
    const struct answers *identity; /* of form_identity without its address */
    struct str origin, note; /* how it came: mail, phone, paper; what staff keep of it */
    struct day received;
};
/* Inside the caller's transaction: a draft for the account of that address, which whoever proves the
 * address goes on with. *again: that form had made it already. RC_CONFLICT: that account has a candidacy for the year. RC_NOT_FOUND: this
 * person does not read candidacies. */
enum rc desk_invite(struct db *db, struct arena *a, uint64_t staff, const struct desk_invite *i,
    struct instant now, uint64_t *candidacy, bool *again) MUST_USE;

/* What staff entered and the person has not submitted yet, latest first. */
enum { DESK_ENTRIES_MAX = 200 };
struct desk_entry {
    uint64_t id, intake;
    struct str public_id, email, address_state, birth_name, given_names;
    struct str origin, note, by;
    struct day received;
    struct instant entered;
    struct str mail_state, bounce_why; /* of the last invitation; mail_state empty: forgotten */
    struct instant bounced, invited;   /* invited.s == 0: the person has not been told yet */
    uint64_t account;
    bool taken_up; /* its owner has proved the address since: it is theirs alone from then on */
};
/* `public_id` empty: all of them. None when this person does not read candidacies. */
enum rc desk_entries(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct desk_entry **out, size_t *n) MUST_USE;
/* The invitation of an entry was queued, in this transaction. */
enum rc desk_entry_told(
    struct db *db, uint64_t staff, uint64_t candidacy, struct instant now) MUST_USE;
/* One of them to type in: RC_NOT_FOUND too once its owner has taken it up. `public_id` not empty. */
enum rc desk_entry_open(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct candidacy *out) MUST_USE;

#endif
