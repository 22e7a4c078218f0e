#include "sys/refusal.h"

void refusal_hash(const struct keys *k, struct str email, unsigned char out[HASH_BYTES])
{
    crypto_hmac2(k, KEY_LIMIT, STR("quotes.refusal"), email, out);
}
