/* job/retry.h - when a mail is tried again; pure.
 *
 * RFC 5321 §4.5.4.1 wants two tries in the first hour, then one every few hours, for four or five
 * days. The relay queues for us, so we begin sooner: 1, 5, 15, 30 min, 1 h, 2 h, 3 h, then 6 h.
 * Mails that are worthless after minutes (codes) are tried every 20 seconds instead. */
#ifndef JOB_RETRY_H
#define JOB_RETRY_H

#include <stdbool.h>
#include <stdint.h>

enum { RETRY_GIVE_UP = 4 * 24 * 3600, RETRY_SOON = 20, RETRY_REST = 60 };

/* Seconds until the next try, after `attempts` (1 or more) have failed. `fast`: a demonstration's
 * seconds instead of minutes. */
int64_t retry_delay(unsigned attempts, bool soon, bool fast);
/* While mails are held (job/way.h), seconds until one of them tries the way again, after `tries` (1 or
 * more) in a row have not passed: a minute. A server that is `away`, or says "not now", may be starting
 * again: 2, 4, 8, 16, 30 seconds, then a minute. One that says no to us (5xx) is not asked oftener, lest
 * it shut us out. */
int64_t retry_rest(unsigned tries, bool away, bool fast);

#endif
