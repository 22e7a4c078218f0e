/* store/outbox.h - mails to be sent: written in the transaction of the act they tell of, claimed by
 * portal-jobs with a lease, sent at least once under one stable Message-ID.
 *
 * A page's side: outbox_put. portal-jobs' side: the rest; every change after a claim has the
 * lease's owner in its WHERE, RC_CONFLICT when the lease was lost meanwhile. */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "store/stmt.h"

enum {
    OUTBOX_BATCH_MAX = 50,
    OUTBOX_LISTED_MAX = 100,
    OUTBOX_LIFE = 30 * 24 * 3600, /* of a mail that nothing makes worthless sooner; tries end before */
};

struct outbox_new {
    struct str dedupe_key; /* "receipt:42:1": kind, object, version; at most 96 */
    const char *kind;      /* which mail: mail/'s table */
    struct str recipient;
    struct str params; /* a JSON object */
    struct str sealed; /* crypto_seal of what may not stand in clear; erased once sent; or empty */
    struct instant expires; /* worthless after that: expired instead of sent */
    struct instant due;     /* not sent before; .s == 0: at once */
    const char *object_kind; /* what it speaks of: OUTBOX_QUOTE_REQUEST…; NULL: of no file */
    uint64_t object_id;      /* … and its row */
    bool *again;             /* told whether that key was there already; NULL: no matter */
};

/* The files that show the mails about them with their true state. */
#define OUTBOX_QUOTE_REQUEST "quote_request"
#define OUTBOX_CANDIDACY "candidacy"

struct outbox_mail {
    uint64_t id;
    struct str kind, recipient, params, sealed;
    struct str message_id; /* unique, without "<" and "@domain>" */
    unsigned attempts;     /* this one included */
    struct instant created, expires; /* created: or queued again, by hand */
    struct str object_kind; /* OUTBOX_QUOTE_REQUEST…; empty: of no file */
    uint64_t object_id;
    struct str trouble; /* OUTBOX_KIND…; empty: none yet */
    struct str error;   /* what it was told the last time; empty: nothing */
    struct instant refused; /* for the first time; .s == 0: never */
};

/* What stands in the way of a mail (the column's words; domain/mails.h has ours). */
#define OUTBOX_KIND "kind"       /* queued: the portal-jobs that had it in hand does not know that kind */
#define OUTBOX_REFUSED "refused" /* queued: the server would not take it; failed: for four days */
#define OUTBOX_ADDRESS "address" /* failed: there is no such recipient, or it wants none */
#define OUTBOX_FAULT "fault"     /* failed: it could not be made */

/* Also RC_OK, and nothing more, when that dedupe key is there already. */
enum rc outbox_put(
    struct db *db, struct arena *a, const struct outbox_new *m, struct instant now) MUST_USE;

/* Up to `most` mails that are due, those that expire soonest first, become this owner's until now +
 * lease_seconds; never one that another holds. Runs its own transaction. Mails past their expiry are
 * not given. */
enum rc outbox_claim(struct db *db, struct arena *a, struct str owner, int64_t lease_seconds,
    size_t most, struct instant now, struct outbox_mail **out, size_t *n) MUST_USE;
/* One mail in the same way; when none is due, one that was refused and waits for its next try. */
enum rc outbox_claim_early(struct db *db, struct arena *a, struct str owner, int64_t lease_seconds,
    struct instant now, struct outbox_mail **out, size_t *n) MUST_USE;
/* Still at it: moves the end of the lease. */
enum rc outbox_extend(struct db *db, struct arena *a, uint64_t id, struct str owner,
    struct instant until) MUST_USE;
enum rc outbox_sent(struct db *db, uint64_t id, struct str owner, struct instant now) MUST_USE;
/* Refused, and to be tried again. */
enum rc outbox_retry(struct db *db, uint64_t id, struct str owner, struct instant next_try,
    struct str error, struct instant now) MUST_USE;
/* Given back as if it had not been claimed: nobody has judged it. next_try .s == 0: as it was. */
enum rc outbox_release(struct db *db, uint64_t id, struct str owner, struct instant next_try,
    struct str error, struct str trouble) MUST_USE;
/* Kept for staff. */
enum rc outbox_failed(struct db *db, uint64_t id, struct str owner, struct str error,
    struct str trouble) MUST_USE;
/* Queued mails past their expiry become "expired"; leases that ran out go back to the queue. */
enum rc outbox_sweep(struct db *db, struct instant now) MUST_USE;
/* Mails sent before that are forgotten; at most `limit`. */
enum rc outbox_purge(
    struct db *db, struct instant sent_before, uint64_t limit, uint64_t *gone) MUST_USE;

struct outbox_counts {
    uint64_t queued, sending, failed;
    struct instant oldest; /* creation of the oldest mail still to be sent; .s == 0: none */
};
enum rc outbox_count(struct db *db, struct arena *a, struct outbox_counts *out) MUST_USE;

struct outbox_lost {
    uint64_t failed, bounced; /* mails that were never sent, that came back */
    uint64_t stopped;         /* addresses that get no more (store/address.h) */
};
/* For the operator: reads the whole table. */
enum rc outbox_lost(struct db *db, struct arena *a, struct outbox_lost *out) MUST_USE;

#endif
