/* store/seal.h - the chain over the audit trail (design.md §6): one sealer takes the committed rows
 * that no seal covers yet and adds one seal. Append-only: neither is ever updated or deleted here.
 *
 * What is hashed, so that anybody with the tables can do it again. Every field is written as its
 * length in bytes, ':', its bytes, ',' (numbers in decimal, `at` as "2026-11-23 17:40:05.123456"):
 *   row    = SHA-256 of id, at, actor_kind, actor_id, action, object_kind, object_id, detail,
 *            request_id
 *   digest = SHA-256 of the rows' 32-byte hashes, one after the other, by rising id
 *   seal   = SHA-256 of previous (32 bytes), first_id, last_id, row_count, digest (32 bytes)
 * The first seal's previous is 32 zero bytes. Because the digest is kept, the chain can still be
 * walked when the rows themselves have been purged. */
#ifndef STORE_SEAL_H
#define STORE_SEAL_H

#include "store/stmt.h"

enum { SEAL_BYTES = 32, SEAL_ROWS_MAX = 500 };


/* Seals up to SEAL_ROWS_MAX rows in its own transaction; *sealed is how many. RC_CONFLICT: another
 * sealer was faster, nothing was written. A row whose transaction was open for longer than
 * SEAL_LATE_SECONDS would be missed: requests are ended after 20 seconds. */
enum { SEAL_LATE_SECONDS = 600 };
enum rc seal_rows(struct db *db, struct arena *a, struct instant now, uint64_t *sealed) MUST_USE;

#endif
