/* job/relay.h - the institution's mail server, as the machine's settings name it. */
#ifndef JOB_RELAY_H
#define JOB_RELAY_H

#include "mail/smtp.h"
#include "sys/config.h"

/* NULL when the settings cannot be used. Borrows from c. Never connects. To be freed. */
struct smtp *relay_new(const struct config *c);

#endif
