/* job/way.h - when what is refused is no longer about one mail: all of them are held then, and one in a
 * while tries the way again (store/mail_way.h). Pure.
 *
 * It closes when a connection, EHLO, AUTH or MAIL fails, or when three mails to three domains are
 * refused alike within ten minutes and none went through in between. What a mail has been told before
 * says nothing new of the way: so no single mail closes it twice, and no single address ever does. It
 * opens with the first mail that goes through, or is refused otherwise. */
#ifndef JOB_WAY_H
#define JOB_WAY_H

#include "mail/answer.h"
#include "store/mail_way.h"

enum { WAY_ALIKE = 3, WAY_WINDOW = 600, WAY_SEEN = 16 };

struct way_memory { /* refusals of late; zeroed at first. Each portal-jobs has its own */
    struct way_seen {
        uint64_t alike, domain; /* hashes */
        struct instant at;
    } seen[WAY_SEEN];
    size_t next;
};

enum way_turn { WAY_SAME, WAY_OPENS, WAY_CLOSES /* or stays closed, once more */ };

struct way_look {
    const struct smtp_result *result; /* SMTP_SENT or SMTP_REFUSED */
    struct str recipient;
    struct str told; /* what that mail was told the last time; empty: nothing */
    struct instant now;
};
/* What that result does to the way that is `now` as the row says; *stage: for its row, when it closes. */
enum way_turn way_judge(struct way_memory *m, struct arena *a, const struct mail_way *now,
    const struct way_look *look, const char **stage);

#endif
