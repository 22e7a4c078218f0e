/* sys/link.h - the secret part of a link to a quote request: computed, never stored.
 *
 * A truncated HMAC of the request's public id under KEY_LINK: whoever has the link may read every
 * version, accept, decline and write; the database and its backups hold no such link. */
#ifndef SYS_LINK_H
#define SYS_LINK_H

#include "base/arena.h"
#include "sys/crypto.h"

enum { LINK_TOKEN_BYTES = 24 };

/* 192 bits in base64url: 32 symbols. */
struct str link_quote(struct arena *a, const struct keys *k, struct str public_id);
/* "/devis/PUBLIC-ID/TOKEN": the route's pattern is "/devis/{}/{}". */
struct str link_quote_path(struct arena *a, const struct keys *k, struct str public_id);
/* Judged in constant time. */
bool link_quote_is(const struct keys *k, struct str public_id, struct str token);

#endif
