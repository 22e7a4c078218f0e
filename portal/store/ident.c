#include "store/ident.h"

#include "base/ascii.h"
#include "base/codec.h"
#include "domain/reference.h"
#include "sys/crypto.h"

struct str public_id_new(struct arena *a)
{
    char bytes[PUBLIC_ID_BYTES];
    random_bytes(bytes, sizeof bytes);
    return base64url_encode(a, (struct str){bytes, sizeof bytes});
}

bool public_id_valid(struct str s)
{
    return s.n == PUBLIC_ID_CHARS && str_is_url_safe(s);
}

struct str reference_new(struct arena *a, struct str prefix)
{
    char bytes[REFERENCE_RANDOM];
    struct str made;
    do
        random_bytes(bytes, sizeof bytes);
    while (!(made = reference_make(a, prefix, (struct str){bytes, sizeof bytes})).n);
    return made;
}
