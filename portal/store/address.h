/* store/address.h - what is known of an e-mail address: mails that came back from it, and whether its
 * owner complained of one.
 *
 * Two mails refused for good stop further ones to it but what is owed (job/outbox.c), until it is
 * corrected: its owner proves it with a code, or staff say that it is right. A complaint stops quotes
 * and reminders, until its owner takes it back. account.address_state follows, so
 * that whoever is signed in is told without another statement. Nothing that came back: no row. */
#ifndef STORE_ADDRESS_H
#define STORE_ADDRESS_H

#include "store/stmt.h"

enum { ADDRESS_BOUNCES_MAX = 2, ADDRESS_WHY_MAX = 300, ADDRESS_COMPLAINT_MAX = 60 };

struct address {
    unsigned hard;         /* mails refused for good since it was last corrected; 0: all is well */
    struct instant last;   /* when a mail last came back or was complained of; .s == 0: never */
    struct instant corrected;
    struct str why;        /* what the last server said */
    struct instant complained; /* .s == 0: never, or it was taken back */
};
/* Also RC_OK, all empty, when nothing ever came back. */
enum rc address_find(
    struct db *db, struct arena *a, struct str email, struct address *out) MUST_USE;
/* "Adresse à vérifier": shown while this holds; no mail but what is owed goes there once it is stopped. */
static inline bool address_to_check(const struct address *s) { return s->hard > 0; }
static inline bool address_stopped(const struct address *s)
{
    return s->hard >= ADDRESS_BOUNCES_MAX;
}
/* It is right after all; nothing happens when nobody doubted it. */
enum rc address_correct(struct db *db, struct str email, struct instant now) MUST_USE;

/* Its owner says that our mails are wanted again: the caller has proved that it is them, by a code that
 * went to that address. Nothing happens when nobody complained. */
enum rc address_complaint_clear(struct db *db, struct str email, struct instant now) MUST_USE;

struct bounce_note {
    uint64_t outbox;
    bool failed;    /* given up: the mail was not delivered; false: delayed, still being tried */
    bool hard;      /* … and it is the address that is wrong */
    struct str why; /* status and what the server said, cut to ADDRESS_WHY_MAX characters */
    unsigned rules; /* by which version of the rules it was judged (mail/status.h) */
};
/* Inside the caller's transaction. RC_NOT_FOUND: no such mail any more. RC_CONFLICT: it came back
 * already, and nothing is counted twice. A mail sent before the address was last corrected is
 * marked, and does not count against it. */
enum rc address_bounced(struct db *db, struct arena *a, const struct bounce_note *note,
    struct instant now) MUST_USE;
/* The mail that somebody complained of, and the file it was about. */
struct complaint {
    struct str kind;          /* of the mail */
    struct instant sent;
    struct str object_kind, reference, public_id; /* empty: of no file that the desk can open */
};
/* Inside the caller's transaction: `type` is the report's own word ("abuse"). RC_NOT_FOUND: no such mail
 * any more. RC_CONFLICT: it was heard already, or the mail had left before an earlier one was taken back. */
enum rc address_complained(struct db *db, struct arena *a, uint64_t outbox, struct str type,
    struct instant now, struct complaint *out) MUST_USE;

/* ---- addresses of requests whose domain has an encoded label, for job/mend.c */

enum { ADDRESS_ENCODED_MAX = 500 };
struct address_encoded {
    uint64_t request; /* row */
    struct str email;
};
/* The next ones behind row `after`, at most ADDRESS_ENCODED_MAX. */
enum rc address_encoded_after(struct db *db, struct arena *a, uint64_t after, struct address_encoded **out,
    size_t *n) MUST_USE;
/* Inside the caller's transaction; RC_CONFLICT: it is no longer that one. */
enum rc address_mend(struct db *db, const struct address_encoded *was, struct str email) MUST_USE;

/* ---- addresses that older rules judged, for job/rejudge.c */

enum { ADDRESS_REJUDGE_MAX = 50, ADDRESS_EVIDENCE_MAX = 200 };

struct address_judged {
    struct str email, why;
    unsigned hard;
};
/* At most ADDRESS_REJUDGE_MAX of those that count a bounce by rules before that version. */
enum rc address_judged_before(struct db *db, struct arena *a, unsigned rules,
    struct address_judged **out, size_t *n) MUST_USE;
/* What servers said of the mails that were counted against it and are still kept. */
enum rc address_evidence(struct db *db, struct arena *a, struct str email, struct str **out,
    size_t *n) MUST_USE;
/* Inside the caller's transaction: the new count, of an address whose count was `was`; its account
 * follows. RC_CONFLICT: another mail came back meanwhile, look again. */
enum rc address_rejudge(struct db *db, struct str email, unsigned was, unsigned hard, unsigned rules,
    struct instant now) MUST_USE;

struct address_counts {
    uint64_t stopped;    /* no mail but what is owed goes there */
    uint64_t complained;
    uint64_t rejudged;   /* later rules took something back */
    uint64_t to_rejudge; /* … or have still to look */
};
/* For the operator: reads the whole table. */
enum rc address_count(
    struct db *db, struct arena *a, unsigned rules, struct address_counts *out) MUST_USE;

/* For jobs: what came back before that is forgotten. */
enum rc address_purge(
    struct db *db, struct instant before, uint64_t limit, uint64_t *gone) MUST_USE;

#endif
