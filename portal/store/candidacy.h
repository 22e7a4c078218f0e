/* store/candidacy.h - one candidacy per account, programme and year.
 *
 * Every read by a visitor has the owner in its WHERE: another's id is RC_NOT_FOUND, like one that
 * does not exist. Every change of state is one conditional UPDATE on state and version: RC_CONFLICT
 * when somebody was faster. Strs are in the arena given. */
#ifndef STORE_CANDIDACY_H
#define STORE_CANDIDACY_H

#include "domain/state.h"
#include "store/facts.h"
#include "store/stmt.h"

/* SQL: has the owner of an entry (store/desk_entry.h) signed in, or written in it, since staff last did?
 * It is theirs alone from then on. */
#define ENTRY_TAKEN_UP(candidacy, account, entry)                                                  \
    "(" account ".last_seen_at > COALESCE(" entry ".typed_at, " entry ".entered_at) OR " candidacy \
    ".updated_at > COALESCE(" entry ".typed_at, " entry ".entered_at))"

enum { IDENTITY_KEY = 32, CANDIDACIES_MAX = 100 };

struct owner { /* either may be 0 */
    uint64_t account, session;
};

struct candidacy {
    uint64_t id;
    struct str public_id;
    uint64_t account; /* 0: a draft whose address is not proved, held by … */
    uint64_t session; /* … this session */
    struct str draft_email; /* where the confirmation of a draft was sent */
    struct instant email_confirmed;
    uint64_t programme, intake;
    int year;
    enum candidacy_state state;
    unsigned version;
    bool contested; /* "à trancher": another candidacy holds this identity's place */
    unsigned submissions;
    struct instant created, updated, submitted, withdrawn;
    bool made; /* by this very candidacy_start */
    struct str payer, module_payer, cpf_amount, wanted; /* of its funding and module, as stored */
};

/* Makes the owner's candidacy for that intake's programme and year, or finds it: the same row for
 * fifty requests at once. Two statements. */
enum rc candidacy_start(struct db *db, struct arena *a, struct owner who, const struct intake *i,
    struct instant now, struct candidacy *out) MUST_USE;
enum rc candidacy_find(struct db *db, struct arena *a, struct str public_id, struct owner who,
    struct candidacy *out) MUST_USE;
/* Latest year first; the count in *n. */
enum rc candidacy_list(struct db *db, struct arena *a, struct owner who,
    struct candidacy **out, size_t *n) MUST_USE;
/* FOR UPDATE: inside a transaction, before anything that depends on state and version. */
enum rc candidacy_lock(
    struct db *db, struct arena *a, uint64_t id, struct candidacy *out) MUST_USE;
/* Something below it is about to be saved, in this transaction: holds the row, so that nothing is
 * written beside a submission that is being made. RC_CONFLICT when its state is no longer c->state. */
enum rc candidacy_touch(struct db *db, const struct candidacy *c, struct instant now) MUST_USE;
/* RC_CONFLICT when state or version has moved on. To STATE_WITHDRAWN also notes when. */
enum rc candidacy_change_state(struct db *db, uint64_t id, enum candidacy_state from,
    unsigned version, enum candidacy_state to, struct instant now) MUST_USE;

/* ---- a draft before its address is proved ---- */

/* The address that identity asked for; an address changed before it is proved is not proved. */
enum rc candidacy_set_draft_email(
    struct db *db, uint64_t id, struct str email, struct instant now) MUST_USE;
/* Unproved drafts of that address, whatever session holds them: only for one who has just proved the
 * address. This session's own comes first, then the latest: anybody may type an address into theirs. */
enum rc candidacy_drafts_of_email(struct db *db, struct arena *a, struct str email,
    uint64_t session, struct candidacy **out, size_t *n) MUST_USE;
/* Hands a draft to the account that proved its address. RC_CONFLICT with the existing candidacy
 * in *existing when the account has one for that year (the draft stays as it is); RC_NOT_FOUND
 * when it is no longer an unproved draft of that address. Run in a transaction. */
enum rc candidacy_attach(struct db *db, struct arena *a, uint64_t draft, uint64_t account,
    struct str email, struct instant now, struct candidacy *existing) MUST_USE;
/* A session got a new id: its drafts follow. */
enum rc candidacy_follow_session(struct db *db, uint64_t from, uint64_t to) MUST_USE;

/* Puts an account's draft aside, on a session that nobody holds, so that another draft can take
 * its place; purged with the drafts that were never proved. RC_CONFLICT: not a draft any more, or it
 * has been submitted once: that one keeps its owner. */
enum rc candidacy_park(struct db *db, uint64_t id, uint64_t account, uint64_t session,
    struct instant now) MUST_USE;

/* ---- submission (store/submission.h) ---- */

struct candidacy_submitted {
    uint64_t id;
    enum candidacy_state state; /* as locked */
    unsigned version;
    struct str at; /* submission_gate.at */
    unsigned char identity_key[IDENTITY_KEY];
    unsigned identity_key_version;
    bool contested;
    /* what the desk's list shows and searches */
    struct str reference, verdict, payer, wanted, birth_name, usage_name, given_names;
};
enum rc candidacy_submit(struct db *db, const struct candidacy_submitted *s) MUST_USE;
/* Its funding has been saved after the submission: the desk's list shows the payer of now. */
enum rc candidacy_list_payer(struct db *db, uint64_t id) MUST_USE;

/* ---- jobs ---- */

struct reminder {
    uint64_t candidacy, intake;
    struct str public_id, email;
    bool taken_back; /* it had been submitted, and is not any more */
    bool entered;    /* staff typed it from paper, and its owner has not come yet */
};
/* Proved drafts, and candidacies taken back to be corrected, never reminded, untouched since `idle`,
 * whose intake closes between now and `closes_before`; not what staff typed and told nobody of. */
enum rc candidacy_reminders_due(struct db *db, struct arena *a, struct instant now,
    struct instant closes_before, struct instant idle, struct reminder **out, size_t *n) MUST_USE;
/* RC_CONFLICT when it has been reminded, or is no longer a draft. */
enum rc candidacy_reminded(struct db *db, uint64_t id, struct instant now) MUST_USE;

#endif
