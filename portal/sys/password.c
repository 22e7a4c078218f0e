#include "sys/password.h"

#include "base/codec.h"
#include "base/utf8.h"
#include "sys/crypto.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

enum { COST = 1 << 15, BLOCK = 8, LANES = 3, SALT = 16, MEMORY = 128 * 1024 * 1024 };

struct stored {
    uint64_t cost, block, lanes;
    unsigned char salt[SALT], hash[HASH_BYTES];
};

static void scrypt(const struct stored *s, struct str typed, unsigned char out[HASH_BYTES])
{
    if (EVP_PBE_scrypt(typed.p ? typed.p : "", typed.n, s->salt, SALT, s->cost, s->block, s->lanes,
            MEMORY, out, HASH_BYTES) != 1)
        abort(); /* figures that were judged; only memory can be missing */
}

static bool bytes_of(struct arena *a, struct str text, unsigned char *out, size_t n)
{
    struct str bytes;
    if (!base64url_decode(a, text, &bytes) || bytes.n != n)
        return false;
    memcpy(out, bytes.p, n);
    return true;
}

static bool figure(struct str *rest, uint64_t most, uint64_t *out)
{
    struct str one;
    return str_cut(rest, '$', &one) && str_to_u64(one, most, out) && *out > 0;
}

/* 128 * cost * block bytes are taken: no figure beyond what MEMORY allows is believed. */
static bool parse(struct arena *a, struct str text, struct stored *s)
{
    struct str one;
    return str_cut(&text, '$', &one) && str_eq(one, STR("scrypt")) &&
           figure(&text, 1 << 16, &s->cost) && (s->cost & (s->cost - 1)) == 0 && s->cost > 1 &&
           figure(&text, 8, &s->block) && figure(&text, 16, &s->lanes) &&
           str_cut(&text, '$', &one) && bytes_of(a, one, s->salt, SALT) &&
           str_cut(&text, '$', &one) && bytes_of(a, one, s->hash, HASH_BYTES) && text.n == 0;
}

struct str password_hash(struct arena *a, struct str typed)
{
    struct stored s = {.cost = COST, .block = BLOCK, .lanes = LANES};
    random_bytes(s.salt, SALT);
    scrypt(&s, utf8_compose(a, typed), s.hash);
    struct str salt = base64url_encode(a, (struct str){(char *)s.salt, SALT});
    struct str hash = base64url_encode(a, (struct str){(char *)s.hash, HASH_BYTES});
    return arena_printf(a, "scrypt$%d$%d$%d$%.*s$%.*s", COST, BLOCK, LANES, STR_ARG(salt),
        STR_ARG(hash));
}

static bool matches(struct arena *a, struct str stored, struct str typed)
{
    unsigned char got[HASH_BYTES];
    struct stored s = {.cost = 0};
    bool known = parse(a, stored, &s);
    if (!known)
        s = (struct stored){.cost = COST, .block = BLOCK, .lanes = LANES};
    scrypt(&s, typed, got);
    bool same = crypto_equal(got, s.hash, HASH_BYTES);
    explicit_bzero(got, sizeof got);
    return same && known;
}

/* The same letters, however a keyboard spells them. Hashes of before that hold them as they were typed. */
bool password_is(struct arena *a, struct str stored, struct str typed)
{
    struct str composed = utf8_compose(a, typed);
    bool same = matches(a, stored, composed);
    return str_eq(composed, typed) ? same : matches(a, stored, typed) || same;
}

bool wordlist_has(const char *path, const struct str *words, size_t n, bool *found)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t got;
    *found = false;
    FILE *in = fopen(path, "re");
    if (!in)
        return false;
    while (!*found && (got = getline(&line, &size, in)) >= 0) {
        struct str word = str_trim((struct str){line, (size_t)got});
        for (size_t i = 0; i < n; i++)
            *found |= words[i].n > 0 && str_eq(words[i], word);
    }
    bool whole = ferror(in) == 0;
    free(line);
    fclose(in);
    return whole;
}
