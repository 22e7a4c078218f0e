#include "mail/verp.h"

#include "base/codec.h"

enum { PROOF = 8, LOCAL_MAX = 64 };

/* A bounce's proof is over the bare number, the other one over its word too: one can never stand
 * for the other. */
static const struct {
    const char *word, *salt;
} kinds[] = {[VERP_BOUNCE] = {"bounce", ""}, [VERP_REQUEST] = {"demande", "demande:"}};

static void prove(const struct keys *k, enum verp_kind kind, uint64_t id, unsigned char out[PROOF])
{
    unsigned char mac[HASH_BYTES];
    char text[40];
    int n = snprintf(text, sizeof text, "%s%llu", kinds[kind].salt, (unsigned long long)id);
    crypto_hmac(k, KEY_BOUNCE, (struct str){text, (size_t)n}, mac);
    memcpy(out, mac, PROOF);
}

struct str verp_make(struct arena *a, const struct keys *k, enum verp_kind kind, uint64_t id,
    const char *domain)
{
    unsigned char proof[PROOF];
    prove(k, kind, id, proof);
    struct str hex = hex_encode(a, (struct str){(const char *)proof, PROOF});
    return arena_printf(a, "%s+%llu-%.*s@%s", kinds[kind].word, (unsigned long long)id,
        STR_ARG(hex), domain);
}

bool verp_read(struct str address, const struct keys *k, enum verp_kind *kind, uint64_t *id)
{
    unsigned char said[PROOF], proof[PROOF];
    struct str rest = str_slice(address, 0, str_find(address, '@')), word, number;
    if (rest.n > LOCAL_MAX || !str_cut(&rest, '+', &word) || !str_cut(&rest, '-', &number))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!str_eq_nocase(word, str_c(kinds[i].word)))
            continue;
        if (!str_to_u64(number, UINT64_MAX, id) || !hex_decode(rest, said, PROOF))
            return false;
        *kind = (enum verp_kind)i;
        prove(k, *kind, *id, proof);
        return crypto_equal(said, proof, PROOF);
    }
    return false;
}
