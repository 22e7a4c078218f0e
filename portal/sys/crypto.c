#include "sys/crypto.h"

#include "sys/log.h"

#include <assert.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

enum { NONCE = 12, TAG = 16 };

/* Contexts are made once: looking an algorithm up by its name costs OpenSSL 3 more than a short
 * message. A process has one thread. */
struct keys {
    unsigned char sub[KEY_PURPOSES][HASH_BYTES];
    EVP_MAC_CTX *mac[KEY_PURPOSES]; /* keyed, begun again for each message; NULL: not held */
};
static_assert(KEY_PURPOSES < 32, "a key_set has a bit for each");

/* A label never changes: it is part of the key. */
static const char *const labels[KEY_PURPOSES] = {
    [KEY_COOKIE] = "cookie",
    [KEY_CSRF] = "csrf",
    [KEY_CHALLENGE] = "challenge",
    [KEY_IDENTITY] = "identity",
    [KEY_STASH] = "stash",
    [KEY_LIMIT] = "limit",
    [KEY_OUTBOX] = "outbox",
    [KEY_BOUNCE] = "bounce",
    [KEY_IDEMPOTENCY] = "idempotency",
    [KEY_VIEW] = "view",
    [KEY_VAULT] = "vault",
    [KEY_TOTP] = "totp",
    [KEY_LINK] = "link",
    [KEY_MAILBOX] = "mailbox",
    [KEY_AUDIT] = "audit",
    [KEY_AUDIT_2] = "audit.2",
    [KEY_AUDIT_3] = "audit.3",
    [KEY_AUDIT_4] = "audit.4",
    [KEY_FIELD_BASE] = "field",
};

/* OpenSSL failing on sound arguments is not a thing to go on after. */
static void must(bool ok)
{
    if (!ok)
        abort();
}

const char *key_label(enum key_purpose purpose)
{
    return labels[purpose];
}

void key_derive(struct str master, enum key_purpose purpose, unsigned char out[HASH_BYTES])
{
    static char digest[] = "SHA256", salt[] = "portail-movsc/1";
    char info[32];
    int n = snprintf(info, sizeof info, "%s", labels[purpose]);
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *ctx = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
    must(ctx && n > 0 && (size_t)n < sizeof info);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)(uintptr_t)master.p,
            master.n),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt, sizeof salt - 1),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info, (size_t)n),
        OSSL_PARAM_construct_end()};
    must(EVP_KDF_derive(ctx, out, HASH_BYTES, params) == 1);
    EVP_KDF_CTX_free(ctx);
    EVP_KDF_free(kdf);
}

struct keys *keys_new(void)
{
    struct keys *k = OPENSSL_zalloc(sizeof *k);
    must(k != NULL);
    return k;
}

void keys_give(struct keys *k, enum key_purpose purpose, const unsigned char sub[HASH_BYTES])
{
    static char digest[] = "SHA256";
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    must(hmac && !k->mac[purpose]);
    memcpy(k->sub[purpose], sub, HASH_BYTES);
    k->mac[purpose] = EVP_MAC_CTX_new(hmac);
    must(k->mac[purpose] &&
        EVP_MAC_init(k->mac[purpose], k->sub[purpose], HASH_BYTES, params) == 1);
    EVP_MAC_free(hmac);
}

struct keys *keys_some(struct str master, key_set held)
{
    struct keys *k = keys_new();
    unsigned char sub[HASH_BYTES];
    for (int i = 0; i < KEY_PURPOSES; i++)
        if (held & KEY_BIT(i)) {
            key_derive(master, (enum key_purpose)i, sub);
            keys_give(k, (enum key_purpose)i, sub);
        }
    OPENSSL_cleanse(sub, sizeof sub);
    return k;
}

struct keys *keys_from(struct str master)
{
    return keys_some(master, KEY_ALL);
}

void keys_free(struct keys *k)
{
    for (int i = 0; k && i < KEY_PURPOSES; i++)
        EVP_MAC_CTX_free(k->mac[i]);
    if (k)
        OPENSSL_clear_free(k, sizeof *k);
}

/* A key of zeros would be everybody's: whoever asks for what was not given goes no further. */
static EVP_MAC_CTX *held(const struct keys *k, enum key_purpose purpose)
{
    if (!k->mac[purpose]) {
        log_event(LOG_ERROR, "keys.not_held", LOG_TEXT("purpose", labels[purpose]), LOG_END);
        abort();
    }
    return k->mac[purpose];
}

void crypto_sha256(struct str msg, unsigned char out[HASH_BYTES])
{
    static EVP_MD *sha256;
    static EVP_MD_CTX *ctx;
    if (!ctx) {
        sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
        ctx = EVP_MD_CTX_new();
        must(sha256 && ctx);
    }
    must(EVP_DigestInit_ex2(ctx, sha256, NULL) == 1 &&
        EVP_DigestUpdate(ctx, msg.p ? msg.p : "", msg.n) == 1 &&
        EVP_DigestFinal_ex(ctx, out, NULL) == 1);
}

void crypto_hmac(const struct keys *k, enum key_purpose purpose, struct str msg,
    unsigned char out[HASH_BYTES])
{
    size_t n = 0;
    EVP_MAC_CTX *ctx = held(k, purpose);
    must(EVP_MAC_init(ctx, NULL, 0, NULL) == 1 &&
        EVP_MAC_update(ctx, (const unsigned char *)(msg.p ? msg.p : ""), msg.n) == 1 &&
        EVP_MAC_final(ctx, out, &n, HASH_BYTES) == 1 && n == HASH_BYTES);
}

static void put_length(unsigned char to[8], size_t n)
{
    for (size_t i = 0; i < 8; i++)
        to[i] = (unsigned char)((uint64_t)n >> (56 - 8 * i));
}

void crypto_hmac2(const struct keys *k, enum key_purpose purpose, struct str a, struct str b,
    unsigned char out[HASH_BYTES])
{
    struct buf both;
    unsigned char length[8];
    const struct str parts[2] = {a, b};
    buf_init(&both, a.n + b.n + 2 * sizeof length);
    for (size_t i = 0; i < 2; i++) {
        put_length(length, parts[i].n);
        buf_put(&both, (struct str){(const char *)length, sizeof length});
        buf_put(&both, parts[i]);
    }
    must(!both.overflow);
    crypto_hmac(k, purpose, buf_str(&both), out);
    OPENSSL_cleanse(both.p, both.n);
    buf_free(&both);
}

bool crypto_equal(const void *a, const void *b, size_t n)
{
    return CRYPTO_memcmp(a, b, n) == 0;
}

void random_bytes(void *to, size_t n)
{
    must(n <= INT32_MAX && RAND_bytes(to, (int)n) == 1);
}

struct str crypto_seal(struct arena *a, const struct keys *k, enum key_purpose purpose,
    struct str plain, struct str aad)
{
    must(held(k, purpose) && plain.n < INT32_MAX / 2 && aad.n < INT32_MAX / 2);
    unsigned char *out = arena_alloc(a, NONCE + plain.n + TAG);
    int n = 0;
    random_bytes(out, NONCE);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    must(ctx && EVP_EncryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, k->sub[purpose], out) == 1);
    if (aad.n)
        must(EVP_EncryptUpdate(ctx, NULL, &n, (const unsigned char *)aad.p, (int)aad.n) == 1);
    if (plain.n)
        must(EVP_EncryptUpdate(ctx, out + NONCE, &n, (const unsigned char *)plain.p,
                 (int)plain.n) == 1);
    must(EVP_EncryptFinal_ex(ctx, out + NONCE + plain.n, &n) == 1);
    must(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, TAG, out + NONCE + plain.n) == 1);
    EVP_CIPHER_CTX_free(ctx);
    return (struct str){(const char *)out, NONCE + plain.n + TAG};
}

bool crypto_open(struct arena *a, const struct keys *k, enum key_purpose purpose,
    struct str sealed, struct str aad, struct str *plain)
{
    *plain = (struct str){NULL, 0};
    must(held(k, purpose) != NULL);
    if (sealed.n < NONCE + TAG || sealed.n > INT32_MAX / 2 || aad.n > INT32_MAX / 2)
        return false;
    const unsigned char *in = (const unsigned char *)sealed.p;
    size_t body = sealed.n - NONCE - TAG;
    unsigned char tag[TAG];
    memcpy(tag, in + NONCE + body, TAG);
    unsigned char *out = arena_alloc(a, body + 1);
    int n = 0;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    must(ctx && EVP_DecryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, k->sub[purpose], in) == 1);
    if (aad.n)
        must(EVP_DecryptUpdate(ctx, NULL, &n, (const unsigned char *)aad.p, (int)aad.n) == 1);
    if (body)
        must(EVP_DecryptUpdate(ctx, out, &n, in + NONCE, (int)body) == 1);
    must(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, TAG, tag) == 1);
    bool ok = EVP_DecryptFinal_ex(ctx, out + body, &n) == 1;
    EVP_CIPHER_CTX_free(ctx);
    if (ok)
        *plain = (struct str){(const char *)out, body};
    else
        OPENSSL_cleanse(out, body);
    return ok;
}
