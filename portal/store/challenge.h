/* store/challenge.h - proofs of an e-mail address: the code and the link are both computed from
 * public_id with a key, so nothing that would open the door is stored.
 *
 * Bound to the browser that asked (device). A newer one of the same browser, address and purpose
 * replaces the older; another browser's is left alone, or a stranger could void a person's code
 * again and again. Attempts are counted before a code is compared. */
#ifndef STORE_CHALLENGE_H
#define STORE_CHALLENGE_H

#include "store/stmt.h"

enum { CHALLENGE_ATTEMPTS = 6, CHALLENGE_DEVICE = 32 };

enum challenge_purpose {
    CHALLENGE_LOGIN,
    CHALLENGE_CONFIRM,
    CHALLENGE_OLD,
    CHALLENGE_NEW,
    CHALLENGE_QUOTES, /* the list of what was asked with that address */
};
enum challenge_state {
    CHALLENGE_OPEN,
    CHALLENGE_USED,
    CHALLENGE_SUPERSEDED,
    CHALLENGE_EXPIRED,
    CHALLENGE_EXHAUSTED, /* too many wrong codes; the link is dead too */
};

struct challenge {
    uint64_t id;
    struct str public_id;
    enum challenge_purpose purpose;
    struct str email;     /* where it was sent */
    struct str new_email; /* OLD and NEW: what the address shall become */
    uint64_t account;     /* 0 when the address has none (yet) */
    uint64_t candidacy;   /* CONFIRM: the draft; else 0 */
    unsigned char device[CHALLENGE_DEVICE];
    struct instant created, expires, used, superseded;
    unsigned attempts;
};

/* `c` says purpose, email, new_email, account, candidacy, device, expires; id and
 * public_id are filled. Two statements: run it in the transaction that queues the mail. */
enum rc challenge_create(
    struct db *db, struct arena *a, struct challenge *c, struct instant now) MUST_USE;
enum rc challenge_find(
    struct db *db, struct arena *a, struct str public_id, struct challenge *out) MUST_USE;
/* The newest one that this browser asked for: the page where a code is typed. */
enum rc challenge_find_by_device(struct db *db, struct arena *a,
    const unsigned char device[CHALLENGE_DEVICE], enum challenge_purpose purpose,
    struct challenge *out) MUST_USE;
enum challenge_state challenge_state(const struct challenge *c, struct instant now);
/* Counts one try; RC_CONFLICT once they are used up (or the challenge is no longer open). */
enum rc challenge_attempt(struct db *db, uint64_t id, struct instant now) MUST_USE;
/* Uses it up, once, by the browser that asked: RC_CONFLICT for any other or any second time. */
enum rc challenge_consume(struct db *db, uint64_t id,
    const unsigned char device[CHALLENGE_DEVICE], struct instant now) MUST_USE;
/* Have both addresses of a change been proved since `since`? */
enum rc challenge_both_proved(struct db *db, struct arena *a, uint64_t account,
    struct str new_email, struct instant since, bool *out) MUST_USE;
/* For jobs: forgets those that expired before; at most `limit`. */
enum rc challenge_purge(
    struct db *db, struct instant before, uint64_t limit, uint64_t *gone) MUST_USE;

#endif
