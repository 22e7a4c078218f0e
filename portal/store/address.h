/* store/address.h - what is known of an e-mail address: mails that came back from it.
 *
 * Two mails refused for good stop further ones to it (job/outbox.c), until it is corrected: its
 * owner proves it with a code, or staff say that it is right. account.address_state follows, so
 * that whoever is signed in is told without another statement. Nothing that came back: no row. */
#ifndef STORE_ADDRESS_H
#define STORE_ADDRESS_H

#include "store/stmt.h"

enum { ADDRESS_BOUNCES_MAX = 2, ADDRESS_WHY_MAX = 300 };

struct address {
    unsigned hard;         /* mails refused for good since it was last corrected; 0: all is well */
    struct instant last;   /* when the last one came back; .s == 0: none ever did */
    struct instant corrected;
    struct str why;        /* what the last server said */
};
/* Also RC_OK, all empty, when nothing ever came back. */
enum rc address_find(
    struct db *db, struct arena *a, struct str email, struct address *out) MUST_USE;
/* "Adresse à vérifier": shown while this holds; no mail but codes goes there once it is stopped. */
static inline bool address_to_check(const struct address *s) { return s->hard > 0; }
static inline bool address_stopped(const struct address *s)
{
    return s->hard >= ADDRESS_BOUNCES_MAX;
}
/* It is right after all; nothing happens when nobody doubted it. */
enum rc address_correct(struct db *db, struct str email, struct instant now) MUST_USE;

struct bounce_note {
    uint64_t outbox;
    bool failed;    /* given up: the mail was not delivered; false: delayed, still being tried */
    bool hard;      /* … and it is the address that is wrong */
    struct str why; /* status and what the server said, cut to ADDRESS_WHY_MAX characters */
};
/* Inside the caller's transaction. RC_NOT_FOUND: no such mail any more. RC_CONFLICT: it came back
 * already, and nothing is counted twice. A mail sent before the address was last corrected is
 * marked, and does not count against it. */
enum rc address_bounced(struct db *db, struct arena *a, const struct bounce_note *note,
    struct instant now) MUST_USE;
/* For jobs: what came back before that is forgotten. */
enum rc address_purge(
    struct db *db, struct instant before, uint64_t limit, uint64_t *gone) MUST_USE;

#endif
