/* store/mail_way.h - may mails leave at all? One row, so that every portal-jobs holds and tries
 * together (job/way.h decides), and every page can say so. */
#ifndef STORE_MAIL_WAY_H
#define STORE_MAIL_WAY_H

#include "store/stmt.h"

enum { MAIL_WAY_WHY_MAX = 300 };

struct mail_way {
    struct instant closed; /* since when; .s == 0: it is open, and the rest is empty */
    struct str stage;      /* where the last mail was stopped: connect, hello, login, sender; alike: three
                              mails to three domains were refused in the same words */
    struct str why;        /* what the server said last; no address */
    unsigned tries;        /* mails that found it closed, one after the other */
    struct instant try_at; /* the next one may try then */
};

/* For jobs and the operator. */
enum rc mail_way_read(struct db *db, struct arena *a, struct mail_way *out) MUST_USE;
/* Closes it, or says that it still is: closed since the first time, one more try. */
enum rc mail_way_close(struct db *db, const struct mail_way *now) MUST_USE;
/* May I be the one who tries? RC_CONFLICT: another is, or it is too early, or it is open again. */
enum rc mail_way_take(struct db *db, struct instant now, struct instant next) MUST_USE;
/* *was, if not NULL: it had been closed. */
enum rc mail_way_open(struct db *db, bool *was) MUST_USE;

#endif
