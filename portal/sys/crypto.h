/* sys/crypto.h - keyed hashes, sealing and random bytes, over OpenSSL.
 *
 * One master secret gives one subkey per purpose by HKDF-SHA-256 (RFC 5869): a key made for cookies
 * can never open a stash. The programs never see the master: each is given the subkeys of its own
 * purposes (sys/keyfile.h, and who holds which in sys/holder.h). A purpose that the process does not
 * hold is our own mistake: it is named in the log, and the process aborts. So does a failure of
 * OpenSSL itself. The owner of `struct keys` frees it, which cleanses every subkey. */
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
    KEY_AUDIT,      /* seals of the audit trail, version 1; the next ones follow it (sys/holder.h) */
    KEY_AUDIT_2,
    KEY_AUDIT_3,
    KEY_AUDIT_4,
    KEY_FIELD_BASE, /* columns sealed at rest */
    KEY_PURPOSES
};

enum { HASH_BYTES = 32, SEAL_OVERHEAD = 12 + 16 };

typedef uint32_t key_set; /* of purposes */
#define KEY_BIT(purpose) ((key_set)1 << (purpose))
enum { AUDIT_KEYS_MAX = KEY_AUDIT_4 - KEY_AUDIT + 1 };
enum { KEY_ALL = (1U << KEY_PURPOSES) - 1 };

/* Its name in a file of keys and in the derivation: "cookie". */
const char *key_label(enum key_purpose purpose);
void key_derive(struct str master, enum key_purpose purpose, unsigned char out[HASH_BYTES]);

/* None held yet. */
struct keys *keys_new(void);
/* `sub` is copied. */
void keys_give(struct keys *k, enum key_purpose purpose, const unsigned char sub[HASH_BYTES]);
/* All of them, or those of `held`, from a master already in memory: for tests. */
struct keys *keys_from(struct str master);
struct keys *keys_some(struct str master, key_set held);
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
