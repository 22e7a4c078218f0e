/* store/account.h - an account is a proved e-mail address, nothing else. Addresses come in
 * canonical (domain/email.h: lower case). Strs are in the arena given. */
#ifndef STORE_ACCOUNT_H
#define STORE_ACCOUNT_H

#include "store/stmt.h"

struct account {
    uint64_t id;
    struct str public_id, email;
    struct str address_state; /* proved, to_check (a mail came back), dead */
    struct instant created, last_seen;
};

enum rc account_find(struct db *db, struct arena *a, uint64_t id, struct account *out) MUST_USE;
enum rc account_find_by_email(
    struct db *db, struct arena *a, struct str email, struct account *out) MUST_USE;
/* Buckets of store/throttle.h that say "seen". */
struct account_marks {
    const unsigned char *home;   /* that mailbox, from the network at hand */
    const unsigned char *proved; /* that mailbox, from anywhere */
};
struct account_standing {
    bool home;   /* it was proved from that network */
    bool proved; /* it was ever proved: it has an account, or the mark */
};
/* One statement, the same for an address that has an account and for one that has none. */
enum rc account_standing(struct db *db, struct arena *a, struct str email,
    const struct account_marks *marks, struct instant now, struct account_standing *out) MUST_USE;
/* Finds or makes the account of an address that has just been proved; two statements, safe when
 * two requests do it at once. Where mails came back from it, one more: it is right after all. */
enum rc account_ensure(struct db *db, struct arena *a, struct str email, struct instant now,
    struct account *out) MUST_USE;
/* Once both addresses have been proved. RC_CONFLICT: the new one has an account already, or the
 * old one is no longer this account's. */
enum rc account_change_email(
    struct db *db, uint64_t id, struct str old_email, struct str new_email, struct instant now)
    MUST_USE;
/* Then: where the identities of its candidacies hold the old address, they hold the new one. What
 * was submitted keeps the old one in its snapshot. */
enum rc account_identities_follow(struct db *db, uint64_t id, struct str old_email,
    struct str new_email, struct instant now) MUST_USE;

#endif
