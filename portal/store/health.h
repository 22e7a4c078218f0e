/* store/health.h - what /sante/complet and portal-admin status tell of the database. */
#ifndef STORE_HEALTH_H
#define STORE_HEALTH_H

#include "store/stmt.h"

struct health {
    uint64_t migration;        /* the last complete one; 0: none */
    uint64_t migrations_open;  /* begun and not complete */
    uint64_t queued;           /* mails waiting, or on their way at this moment */
    uint64_t failed;           /* that staff see, whatever the reason, until they are purged */
    uint64_t unsettled;        /* of these: not for want of a recipient, and nobody has dealt with it */
    uint64_t unknown;          /* waiting, of a kind that the running portal-jobs does not know */
    struct instant held;       /* since when all mails are (store/mail_way.h); .s == 0: they are not */
    struct str held_at;        /* where they are stopped: its stage */
    struct instant oldest;     /* since when the longest-waiting mail does; one that is to leave later does
                                  not yet; .s == 0: none */
    struct instant oldest_due; /* when one was due first, which each new try moves; .s == 0: none */
    uint64_t purges_held;      /* kinds that the brake holds until a person lets them pass */
    uint64_t asides;           /* mails that nobody understood nor has dealt with (store/aside.h) */
    struct instant audit_failed; /* since when the audit trail does not hold; .s == 0: it does */
    struct instant full;       /* when something was last refused for want of room; .s == 0: never */
    struct instant clock;      /* the database's */
};
/* Three statements; needs only the web user's rights. */
enum rc health_read(struct db *db, struct arena *a, struct health *out) MUST_USE;

/* Something was refused for want of room, said to whoever asks after the health: a row that changes in
 * place, for which there is room on a full disk too. Any role but the operator's. */
enum rc health_was_full(struct db *db, struct instant now) MUST_USE;

#endif
