/* store/desk_entry.h - candidacies that came on paper: staff open a draft and type in what they have, its
 * owner proves the address, reads and submits. Each statement asks in its WHERE whether this member of
 * the staff may. */
#ifndef STORE_DESK_ENTRY_H
#define STORE_DESK_ENTRY_H

#include "domain/field.h"
#include "domain/intake.h"
#include "store/candidacy.h"

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
    bool taken_up; /* ENTRY_TAKEN_UP */
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
/* What staff typed was saved, in this transaction: until its owner writes, it is theirs to type. */
enum rc desk_entry_typed(
    struct db *db, uint64_t staff, uint64_t candidacy, struct instant now) MUST_USE;
/* It was opened for the wrong address: from now on it is the draft of this one, whose owner has not been
 * told. RC_CONFLICT: that one has a candidacy for the year. */
enum rc desk_entry_move(struct db *db, struct arena *a, uint64_t staff, uint64_t candidacy,
    struct str email, struct instant now) MUST_USE;

#endif
