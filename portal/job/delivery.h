/* job/delivery.h - one claimed row: rendered, composed, handed to the relay; and what came of it. */
#ifndef JOB_DELIVERY_H
#define JOB_DELIVERY_H

#include "job/job.h"
#include "store/mail_way.h"
#include "store/outbox.h"

/* Seconds: a lease, and how often it is renewed. Who looks for those that ran out looks once a second:
 * what a dead process held is taken up 30 s later at most. */
enum { DELIVERY_LEASE = 29, DELIVERY_RENEW = 10 };

enum fate {
    FATE_SENT,
    FATE_LATER,  /* refused: tried again later */
    FATE_WAITS,  /* nobody has judged it: back in the queue as if it had not been claimed */
    FATE_FAILED, /* kept for staff */
    FATE_TAKEN,  /* its lease was lost: another portal-jobs has it, and it is not ours to settle */
};

struct verdict {
    enum fate fate;
    bool hard;           /* FATE_FAILED: the address itself is wrong */
    struct instant next; /* FATE_LATER; FATE_WAITS: .s == 0, as it was */
    struct str trouble;  /* for the row: OUTBOX_KIND… */
    struct str why;      /* one line, no address */
    enum way_turn way;   /* what it says of the way of all mails, and: */
    const char *stage;
    int code;            /* the server's, 0 without one */
};

/* `way` as its row says; held mails are not tried but by whoever takes the turn. */
struct verdict deliver(
    struct jobs *j, const struct outbox_mail *row, const struct mail_way *way);

#endif
