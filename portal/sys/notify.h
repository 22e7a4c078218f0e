/* sys/notify.h - telling systemd that the service is ready, alive, or about to end: sd_notify(3)'s
 * protocol, one datagram to the socket that $NOTIFY_SOCKET names. The library that speaks it would
 * bring three compression libraries into the process that holds the keys. Without that variable (a
 * demonstration, a test) nothing happens; nothing can fail. */
#ifndef SYS_NOTIFY_H
#define SYS_NOTIFY_H

#include "base/str.h"

/* "READY=1", "STOPPING=1": lines of the protocol. */
void notify_say(const char *state);
/* The service gets on: to be called from a loop that really does, however often; told at most once a
 * second. The unit's WatchdogSec says how long it may be silent. */
void notify_alive(void);

#endif
