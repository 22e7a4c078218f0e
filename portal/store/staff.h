/* store/staff.h - the people who work here: how they prove who they are, what they may do.
 *
 * Strs are in the arena given. Tokens and codes are given as their hashes; passwords as
 * sys/password.h writes them; the second factor's secret sealed. RC_CONFLICT: somebody else did it
 * first, or it would leave nobody to administer. */
#ifndef STORE_STAFF_H
#define STORE_STAFF_H

#include "store/staff_session.h"

enum { STAFF_INVITE_SECONDS = 24 * 3600, STAFF_RECOVERY_CODES = 10, STAFF_LISTED = 200 };

struct staff {
    uint64_t id; /* 0: none */
    struct str public_id, email, name;
    struct str state;    /* invited, active, disabled */
    struct str password; /* empty until chosen */
    struct str sealed;   /* the second factor's secret; empty: none yet */
    bool enrolled;       /* it has been proved */
    uint64_t step;       /* the last one used */
    struct instant invite_end, created, last_seen;
    struct str notice;
    unsigned roles;
};

/* RC_OK with id == 0 when there is nobody of that address: the same statement either way. */
enum rc staff_by_email(struct db *db, struct arena *a, struct str email, struct staff *out) MUST_USE;
enum rc staff_find(struct db *db, struct arena *a, uint64_t id, struct staff *out) MUST_USE;
enum rc staff_by_public_id(
    struct db *db, struct arena *a, struct str public_id, struct staff *out) MUST_USE;
/* A way in that is still open. RC_NOT_FOUND else. */
enum rc staff_by_invite(struct db *db, struct arena *a, const unsigned char hash[STAFF_HASH],
    struct instant now, struct staff *out) MUST_USE;
/* Everybody, by name; at most STAFF_LISTED. */
enum rc staff_list(struct db *db, struct arena *a, struct staff **out, size_t *n) MUST_USE;

/* Inside a transaction, the five below. */
/* RC_CONFLICT: the address is taken. */
enum rc staff_insert(struct db *db, struct arena *a, struct str email, struct str name,
    struct instant now, uint64_t *id) MUST_USE;
enum rc staff_set_roles(
    struct db *db, uint64_t id, unsigned before, unsigned after, struct instant now) MUST_USE;
/* A fresh way in, open for STAFF_INVITE_SECONDS: password and second factor are forgotten, and
 * whoever was disabled may come back by it. */
enum rc staff_invite(struct db *db, uint64_t id, const unsigned char hash[STAFF_HASH],
    struct instant now) MUST_USE;
enum rc staff_disable(struct db *db, uint64_t id) MUST_USE;
/* Would there still be an active administrator without this person? Locks those there are, so that
 * two cannot take each other's place away at once. RC_CONFLICT: no. */
enum rc staff_other_admin(struct db *db, struct arena *a, uint64_t without) MUST_USE;

/* The way in has served: the password is chosen, the secret drawn. RC_CONFLICT: it had served. */
enum rc staff_invite_used(struct db *db, uint64_t id, const unsigned char hash[STAFF_HASH],
    struct str password, struct str sealed, struct instant now) MUST_USE;
/* The second factor is proved: from here on they are active. RC_CONFLICT: they were. */
enum rc staff_activate(struct db *db, uint64_t id, uint64_t step, struct instant now) MUST_USE;
/* A code serves once: RC_CONFLICT when this step, or a later one, has served. */
enum rc staff_step(struct db *db, uint64_t id, uint64_t step) MUST_USE;
enum rc staff_seen(struct db *db, uint64_t id, struct instant now) MUST_USE;
enum rc staff_password(
    struct db *db, uint64_t id, struct str password, struct instant now) MUST_USE;
enum rc staff_notice(struct db *db, uint64_t id, struct str notice) MUST_USE;

enum rc staff_recovery_clear(struct db *db, uint64_t id) MUST_USE;
/* These ten from now on, instead of whatever there was. Inside a transaction. */
enum rc staff_recovery_set(struct db *db, uint64_t id,
    unsigned char hash[STAFF_RECOVERY_CODES][STAFF_HASH]) MUST_USE;
/* RC_CONFLICT: not one of theirs, or it has served. */
enum rc staff_recovery_use(struct db *db, uint64_t id, const unsigned char hash[STAFF_HASH],
    struct instant now) MUST_USE;
enum rc staff_recovery_left(struct db *db, struct arena *a, uint64_t id, uint64_t *left) MUST_USE;

#endif
