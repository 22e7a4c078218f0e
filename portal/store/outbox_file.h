/* store/outbox_file.h - mails as staff and the operator see them: those of a file with their true state,
 * those that failed; and what may be done with one that failed.
 *
 * Sent again: queued once more under the same Message-ID, to the same address, tried anew from the
 * beginning. A mail that is tied to a moment (a code, a reminder before a day) has no more time than
 * that; past it, or once its addressee has been forgotten, it cannot. Settled: staff dealt with it
 * otherwise, and it calls for nobody any more. */
#ifndef STORE_OUTBOX_FILE_H
#define STORE_OUTBOX_FILE_H

#include "store/outbox.h"

/* One mail as a file shows it: domain/mails.h has the words. */
struct outbox_line {
    uint64_t id;
    struct str kind, recipient, state;
    struct str error; /* what the server said of the last try, or why it was given up */
    unsigned attempts;
    struct instant created, sent, next_try; /* .s == 0: not sent */
    struct instant bounced; /* .s == 0: it did not come back … */
    struct str bounce_why;  /* … though without that, a server may have told of a delay */
    struct str trouble;     /* OUTBOX_KIND… */
    struct instant again, settled; /* sent again, settled: when last; .s == 0: never */
    bool can_again;         /* it failed, and may be sent again now (by the database's clock) */
    struct str object_kind, object; /* outbox_failures: its file's public id; empty: of no file */
};
/* The mails about that object, newest first, at most OUTBOX_LISTED_MAX. One statement. */
enum rc outbox_of_object(struct db *db, struct arena *a, const char *object_kind,
    uint64_t object_id, struct outbox_line **out, size_t *n) MUST_USE;

/* Whose rights are asked about in the WHERE; NULL instead: the operator's, at the command line. */
struct outbox_who {
    uint64_t staff;
    const char *roles; /* "quotes,admin": active, with one of these */
};

/* Those that failed and were not settled, newest first, at most OUTBOX_LISTED_MAX. */
enum rc outbox_failures(struct db *db, struct arena *a, const struct outbox_who *who,
    struct outbox_line **out, size_t *n) MUST_USE;
struct outbox_failing {
    uint64_t failed, can_again; /* not settled; of these, may be sent again */
    uint64_t unknown;           /* queued, of a kind that portal-jobs does not know yet */
};
enum rc outbox_failing(struct db *db, struct arena *a, struct outbox_failing *out) MUST_USE;

struct outbox_act { /* on one mail */
    const struct outbox_who *who;
    uint64_t id;
    const char *object_kind; /* only if it is about that object; NULL: whatever it is about */
    uint64_t object_id;
    struct instant now;
};
/* RC_CONFLICT: it is not one that failed, it cannot be sent again, or not by them; nothing was done. */
enum rc outbox_again(struct db *db, const struct outbox_act *act) MUST_USE;
enum rc outbox_again_all(
    struct db *db, const struct outbox_who *who, struct instant now, uint64_t *n) MUST_USE;
/* RC_CONFLICT: it is not one that failed, it is settled already, or not by them. */
enum rc outbox_settle(struct db *db, const struct outbox_act *act) MUST_USE;
/* The operator's. */
enum rc outbox_settle_all(struct db *db, struct instant now, uint64_t *n) MUST_USE;
/* What that mail is and what it is about, for the audit trail; RC_NOT_FOUND: no such mail. */
enum rc outbox_about(struct db *db, struct arena *a, uint64_t id, struct str *kind,
    struct str *object_kind, uint64_t *object_id) MUST_USE;

#endif
