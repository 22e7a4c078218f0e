/* web/limit.h - how often a thing may be done: one row a limit (requirements.md §6).
 *
 * Nobody can use up somebody else's turn. What one browser, one draft or one link does is counted for
 * it alone; what can be done to a mailbox or from a network that others share too is counted for
 * strangers together, and slows strangers only: a browser in which that mailbox has been proved
 * (web/known.h) counts for itself, and a mailbox's usual networks are not counted against it. Beyond
 * the free acts one waits, longer each time, and is told how long; mails are taken and leave later.
 *
 * Counters are rows keyed by a keyed hash: no address is kept in clear. The demonstration is one
 * machine for everybody, so there the limits counted by network are fifty times wider. */
#ifndef WEB_LIMIT_H
#define WEB_LIMIT_H

#include "page/page.h"
#include "sys/crypto.h"

enum limit_whose {
    LIMIT_NETWORK, /* the client's address (IPv6: its /48); a known browser: itself */
    LIMIT_PAIR,    /* the mailbox `who` and the network; where it is known: and the browser */
    LIMIT_MAILBOX, /* mails to `who`: strangers' together, a known browser's, a usual network's */
    LIMIT_BROWSER, /* the mailbox `who` in a browser that is known: a stranger's is not counted */
    LIMIT_PLAIN,   /* `who`, which no stranger can name: a draft, an account, a link */
    LIMIT_PLAIN_PAIR, /* … and the network */
    LIMIT_SITE,    /* everybody together: not a limit but a pace */
};

struct limit {
    const char *name;
    unsigned most;   /* acts … */
    int64_t seconds; /* … in this window are free */
    enum limit_whose whose;
    int64_t late;    /* a mail that may leave this much later is taken */
};

extern const struct limit limits[];
extern const size_t limits_n;

/* What struct page_web lends (page/page.h says what each is for). */
enum rc limit_count(struct page *p, const char *name, struct str who);
enum rc limit_mail(struct page *p, const char *name, struct str email, struct instant *due);
enum rc limit_back(struct page *p, const char *name, struct str who);
void limit_undo(struct page *p);
enum rc limit_at_home(struct page *p, struct str who);
enum rc limit_is_home(struct page *p, struct str who, bool *home);
enum rc limit_proved(struct page *p, struct str email);
/* How long a mail to a mailbox never proved waits now; more than 0 is an alarm (mail.flood). */
enum rc limit_flood(struct page *p, int64_t *wait);

/* The counters and marks that are kept for `who` alone, by this table: for an erasure. Those of who and a
 * network or a browser together cannot be told from others', and end by themselves. How many. */
enum { LIMIT_BUCKETS_MAX = 40 };
size_t limit_buckets_of(
    const struct keys *keys, struct str who, unsigned char out[LIMIT_BUCKETS_MAX][HASH_BYTES]);

#endif
