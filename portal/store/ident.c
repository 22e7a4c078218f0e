#include "store/ident.h"

#include "base/codec.h"
#include "sys/crypto.h"

struct str public_id_new(struct arena *a)
{
    char bytes[PUBLIC_ID_BYTES];
    random_bytes(bytes, sizeof bytes);
    return base64url_encode(a, (struct str){bytes, sizeof bytes});
}
