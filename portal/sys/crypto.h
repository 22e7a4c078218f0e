/* sys/crypto.h - keyed hashes, sealing and random bytes, over OpenSSL.
 *
 * One master secret (a file of at least 32 random bytes written in hexadecimal, readable by its
 * owner and group only) gives one subkey per purpose by HKDF-SHA-256 (RFC 5869), derived once at
 * load: a key made for cookies can never open a stash. The owner of `struct keys` frees it, which
 * cleanses every subkey. Failures of OpenSSL itself are our own mistakes and abort. */
#ifndef SYS_CRYPTO_H
#define SYS_CRYPTO_H

#include "base/arena.h"
#include "base/buf.h"

struct keys;

/* Each purpose has its label in crypto.c; a label never changes, or what it made is lost. */
enum key_purpose {
    KEY_COOKIE,     /* the visitor's signed cookie, session ids at rest */
    KEY_CSRF,       /* tokens of forms */
    KEY_CHALLENGE,  /* e-mail codes and links */
    KEY_IDENTITY,   /* one human behind two accounts */
    KEY_STASH,      /* a POST whose session ended, sealed for an hour */
    KEY_LIMIT,      /* whom a limit counts, without keeping the address */
    KEY_OUTBOX,     /* secret parameters of a mail, until sent */
    KEY_BOUNCE,     /* envelope senders (VERP) */
    KEY_IDEMPOTENCY,/* keys that make a POST safe to send twice */
    KEY_VIEW,       /* opaque ids of stored searches */
    KEY_VAULT,      /* wraps the data key of each document */
    KEY_TOTP,       /* staff's second factor at rest */
    KEY_LINK,       /* the secret part of a link to a quote request */
    KEY_MAILBOX,    /* … of the link that only a mail about it carries */
    KEY_FIELD_BASE, /* columns sealed at rest */
    KEY_PURPOSES
};

enum { HASH_BYTES = 32, SEAL_OVERHEAD = 12 + 16, MASTER_BYTES_MIN = 32, MASTER_BYTES_MAX = 1024 };

/* False with one line in `why` (no byte of the secret in it): no such file, readable by others,
 * not hexadecimal, too short. */
bool keys_load(const char *path, struct keys **out, struct buf *why);
/* From bytes already in memory: tests, and a second key version while one is rotated. */
struct keys *keys_from(struct str master);
void keys_free(struct keys *k);

void crypto_sha256(struct str msg, unsigned char out[HASH_BYTES]);
void crypto_hmac(const struct keys *k, enum key_purpose purpose, struct str msg,
    unsigned char out[HASH_BYTES]);
/* Two parts, each preceded by its length, so that ("ab","c") and ("a","bc") differ. */
void crypto_hmac2(const struct keys *k, enum key_purpose purpose, struct str a, struct str b,
    unsigned char out[HASH_BYTES]);
/* In a time that depends on n only. */
bool crypto_equal(const void *a, const void *b, size_t n);
/* Random bytes from OpenSSL's generator; aborts when there are none to be had. */
void random_bytes(void *to, size_t n);
/* AES-256-GCM: nonce (12 random bytes), ciphertext, tag (16). `aad` is bound, not stored: give it
 * the row's id so that a sealed value cannot be moved to another row. */
struct str crypto_seal(struct arena *a, const struct keys *k, enum key_purpose purpose,
    struct str plain, struct str aad);
/* False, and *plain empty, when anything was changed, cut, or sealed for something else. */
bool crypto_open(struct arena *a, const struct keys *k, enum key_purpose purpose,
    struct str sealed, struct str aad, struct str *plain);

#endif
