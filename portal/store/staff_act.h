/* store/staff_act.h - what is done to somebody of the staff by somebody else: each whole, in one
 * transaction, with its audit row. The desk and portal-admin do the same things here. */
#ifndef STORE_STAFF_ACT_H
#define STORE_STAFF_ACT_H

#include "store/staff.h"

enum { STAFF_TOKEN_BYTES = 32 };

struct staff_actor {
    const char *kind; /* "staff", or "admin" for portal-admin */
    uint64_t id;
};
struct staff_act {
    struct staff_actor by;
    struct instant now;
    struct arena *a;
};

/* A new person, with a way in: *token is what the link ends with, kept nowhere.
 * RC_CONFLICT: the address is taken. */
enum rc staff_act_add(struct db *db, const struct staff_act *act, struct str email, struct str name,
    unsigned roles, struct str *token) MUST_USE;
/* RC_CONFLICT: it would leave no active administrator. */
enum rc staff_act_roles(struct db *db, const struct staff_act *act, const struct staff *who,
    unsigned roles) MUST_USE;
/* Password, second factor, recovery codes and sessions are forgotten, and there is a new way in.
 * The last administrator too can be given one: it is how they come back. */
enum rc staff_act_reset(struct db *db, const struct staff_act *act, const struct staff *who,
    struct str *token) MUST_USE;
/* RC_CONFLICT: they are the last active administrator, or disabled already. */
enum rc staff_act_disable(
    struct db *db, const struct staff_act *act, const struct staff *who) MUST_USE;

#endif
