/* mail/verp.h - addresses of ours that come back signed: the envelope sender of each mail (where a
 * bounce goes) and the Reply-To of mails about a request (where an answer goes).
 *
 * "bounce+42-0123456789abcdef@…": the row and 64 bits of an HMAC, so that whoever writes to it has
 * had the mail in hand. Lower case only, 44 bytes before the @: no mail server changes it. */
#ifndef MAIL_VERP_H
#define MAIL_VERP_H

#include "base/arena.h"
#include "sys/crypto.h"

enum verp_kind {
    VERP_BOUNCE,  /* an outbox row */
    VERP_REQUEST, /* a quote request */
};

struct str verp_make(struct arena *a, const struct keys *k, enum verp_kind kind, uint64_t id,
    const char *domain);
/* Is this address, or what stands before its @, one that verp_make made? */
bool verp_read(struct str address, const struct keys *k, enum verp_kind *kind, uint64_t *id);

#endif
