/* job/retry.h - when a mail is tried again; pure.
 *
 * RFC 5321 §4.5.4.1 wants two tries in the first hour, then one every few hours, for four or five
 * days. The relay queues for us, so we begin sooner: 1, 5, 15, 30 min, 1 h, 2 h, 3 h, then 6 h.
 * Mails that are worthless after minutes (codes) are tried every 20 seconds instead. */
#ifndef JOB_RETRY_H
#define JOB_RETRY_H

#include <stdbool.h>
#include <stdint.h>

enum { RETRY_GIVE_UP = 4 * 24 * 3600, RETRY_SOON = 20 };

/* Seconds until the next try, after `attempts` (1 or more) have failed. `fast`: a demonstration's
 * seconds instead of minutes. */
int64_t retry_delay(unsigned attempts, bool soon, bool fast);
/* How long nothing at all is tried after `failures` (1 or more) in a row without a server's
 * answer: the other mails keep their turn and their count of tries. Seconds. */
int64_t retry_rest(unsigned failures);

#endif
