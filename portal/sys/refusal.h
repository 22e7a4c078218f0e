/* sys/refusal.h - an address that wants no more mail about quotes, known by a keyed hash only. */
#ifndef SYS_REFUSAL_H
#define SYS_REFUSAL_H

#include "sys/crypto.h"

/* What store/quote_mine.h keeps and asks for; `email` is canonical. */
void refusal_hash(const struct keys *k, struct str email, unsigned char out[HASH_BYTES]);

#endif
