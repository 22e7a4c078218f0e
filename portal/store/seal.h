/* store/seal.h - the chain over the audit trail (design.md §6): one sealer takes the committed rows
 * that no seal covers yet and adds one seal. Append-only: neither is ever updated or deleted here.
 * store/seal_check.h walks it.
 *
 * Who can do what. Whoever has a worker can add rows, and no more: it has no right to change or remove
 * one, none on seals, and no key. Whoever can write into the database as they like (its administrator, a
 * dump that is put back) has no key either: what they change, remove, add or move is found, but for the
 * rows of the last second, which no seal covers yet. The key is in portal-jobs, which in turn has no right
 * to change a row or a seal. Whoever has both can make all of it anew, and whoever can remove the end can
 * leave a sound beginning: that is found by a seal that is known elsewhere, which a mail tells each night.
 *
 * What is hashed, so that anybody with tables and key can do it again. Every field is written as its
 * length in bytes, ':', its bytes, ',' (numbers in decimal, instants as "2026-11-23 17:40:05.123456").
 * With key_version v, HMAC is HMAC-SHA-256 under the key "audit" (v = 1) or "audit.v":
 *   row    = HMAC of "row", id, at, actor_kind, actor_id, action, object_kind, object_id, detail,
 *            request_id; it is kept in audit_sealed.mac
 *   digest = SHA-256 of the rows' 32 bytes, one after the other, by rising id
 *   seal   = HMAC of "seal", v, previous (32 bytes), first_id, last_id, row_count, digest (32 bytes),
 *            sealed_at
 * Seals of before there was a key (v = 0): SHA-256 in place of HMAC, of the same without "row", "seal",
 * v and sealed_at. The first one with a key has the last one without as its previous, and so pins it.
 * The version never falls from one seal to the next (a trigger sees to it). The first seal's previous is
 * 32 zero bytes. */
#ifndef STORE_SEAL_H
#define STORE_SEAL_H

#include "store/stmt.h"
#include "sys/crypto.h"

enum { SEAL_BYTES = 32, SEAL_ROWS_MAX = 500 };

struct seal_keys {
    const struct keys *keys;
    unsigned version; /* of new seals, from 1; older ones are held too */
};

/* Seals up to SEAL_ROWS_MAX rows in its own transaction; *sealed is how many. RC_CONFLICT: another
 * sealer was faster, nothing was written. A row whose transaction was open for longer than
 * SEAL_LATE_SECONDS would be missed: requests are ended after 20 seconds. */
enum { SEAL_LATE_SECONDS = 600 };
enum rc seal_rows(struct db *db, struct arena *a, const struct seal_keys *k, uint64_t *sealed) MUST_USE;

/* ---- what the sealer and whoever verifies share */

/* The last row that is too old to be sealed still: SEAL_LATE_SECONDS before the last seal, whatever time
 * it is now, so that the trail may rest for a day without a row being forgotten. */
#define SEAL_BOUND_SQL                                                                              \
    "COALESCE((SELECT b.last_id FROM audit_seal b WHERE b.sealed_at < (SELECT m.sealed_at"         \
    " FROM audit_seal m ORDER BY m.id DESC LIMIT 1) - INTERVAL 600 SECOND ORDER BY b.id DESC LIMIT 1), 0)"
_Static_assert(SEAL_LATE_SECONDS == 600, "as SEAL_BOUND_SQL says");
#define SEAL_ROW_SQL                                                                               \
    "a.id, CAST(a.at AS CHAR), a.actor_kind, a.actor_id, a.action, a.object_kind, a.object_id,"     \
    " a.detail, a.request_id"
#define SEAL_ROW_GIVES "ussussuss"

struct seal {
    uint64_t id, first, last, count;
    unsigned version;
    unsigned char previous[SEAL_BYTES], digest[SEAL_BYTES];
    struct str at; /* sealed_at, to the microsecond */
};
/* Of row i of r, whose columns from `from` on are SEAL_ROW_SQL. */
void seal_of_row(const struct seal_keys *k, unsigned version, const struct rows *r, size_t i, size_t from,
    unsigned char out[SEAL_BYTES]);
void seal_of(const struct seal_keys *k, const struct seal *s, unsigned char out[SEAL_BYTES]);

#endif
