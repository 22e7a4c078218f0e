/* store/quote_mine.h - requests by the address that made them, and the addresses that asked for no
 * more mail about quotes (a keyed hash each: sys/refusal.h). */
#ifndef STORE_QUOTE_MINE_H
#define STORE_QUOTE_MINE_H

#include "store/stmt.h"

enum { QUOTE_MINE_MAX = 50, REFUSAL_HASH = 32 };

struct quote_mine {
    uint64_t id;
    unsigned generation; /* of its links */
    struct str public_id, reference, kind, state, payer, number; /* number: of the last issued */
    struct instant created;
    struct day valid_until; /* none: no quote holds now */
};
/* The newest first, QUOTE_MINE_MAX at most. The caller has proved the address. */
enum rc quote_mine_list(struct db *db, struct arena *a, struct str email, struct quote_mine **out,
    size_t *n) MUST_USE;

enum rc refusal_has(
    struct db *db, struct arena *a, const unsigned char hash[REFUSAL_HASH], bool *out) MUST_USE;
/* Either may be done twice. */
enum rc refusal_put(
    struct db *db, const unsigned char hash[REFUSAL_HASH], struct instant now) MUST_USE;
enum rc refusal_lift(struct db *db, const unsigned char hash[REFUSAL_HASH]) MUST_USE;

#endif
