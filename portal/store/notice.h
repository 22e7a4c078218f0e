/* store/notice.h - what the desk must not miss: new requests, those that wait too long, quotes that
 * end soon. Each is taken once, by one conditional UPDATE, in the transaction that queues its mails:
 * RC_CONFLICT to whoever comes second, so that two portal-jobs never say a thing twice. */
#ifndef STORE_NOTICE_H
#define STORE_NOTICE_H

#include "store/stmt.h"

enum { NOTICE_ROWS_MAX = 50, NOTICE_PEOPLE_MAX = 200 };

/* ---- who is told */

struct notice_person {
    uint64_t id;
    struct str email;
    struct str notice; /* at_once, daily, none: their choice */
    struct day digest; /* of the last digest; none: never */
};
/* Active, with the role "quotes" or "admin". */
enum rc notice_people(
    struct db *db, struct arena *a, struct notice_person **out, size_t *n) MUST_USE;
/* RC_CONFLICT: they have had the digest of that day, or want none any more. */
enum rc notice_digest_take(struct db *db, uint64_t person, struct day today) MUST_USE;

/* ---- requests */

struct notice_request {
    uint64_t id;
    struct str public_id, reference, kind, payer, email;
    struct str number;        /* of the quote that holds; empty: none */
    struct instant created, waiting; /* waiting.s == 0: it waits for nobody */
    struct day valid_until;
    uint64_t assigned;        /* staff; 0: nobody */
    struct str origin;        /* portal, candidacy, mail, phone, paper */
    uint64_t entered_by;      /* staff who typed it in; 0: it came by itself */
    struct day received;      /* then: when it had come */
    unsigned generation;      /* of its links (sys/link.h) */
};

/* Nobody has had word of these yet; oldest first. */
enum rc notice_new_due(
    struct db *db, struct arena *a, struct notice_request **out, size_t *n) MUST_USE;
enum rc notice_new_take(struct db *db, uint64_t request, struct instant now) MUST_USE;
/* Waiting for an answer since `since` or longer, this wait not raised yet; oldest first. */
enum rc notice_raise_due(struct db *db, struct arena *a, struct instant since,
    struct notice_request **out, size_t *n) MUST_USE;
enum rc notice_raise_take(struct db *db, uint64_t request, struct instant now) MUST_USE;
/* Sent, not reminded, ending from `today` to `last`. */
enum rc notice_ending_due(struct db *db, struct arena *a, struct day today, struct day last,
    struct notice_request **out, size_t *n) MUST_USE;
/* RC_CONFLICT too when it was answered meanwhile. */
enum rc notice_ending_take(
    struct db *db, const struct notice_request *request, struct instant now) MUST_USE;
/* Came in since then: for the digest; oldest first. */
enum rc notice_since(struct db *db, struct arena *a, struct instant since,
    struct notice_request **out, size_t *n) MUST_USE;
/* One, for a mail about what was just written there. */
enum rc notice_request_find(
    struct db *db, struct arena *a, uint64_t request, struct notice_request *out) MUST_USE;

struct notice_counts {
    uint64_t fresh, waiting, ending, ended; /* new; wait for us; end within a week; have ended */
};
enum rc notice_count(
    struct db *db, struct arena *a, struct day today, struct notice_counts *out) MUST_USE;

#endif
