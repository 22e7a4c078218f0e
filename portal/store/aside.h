/* store/aside.h - mails that came to us and that no rule understands: kept for people to read, what can
 * be read of them sealed (KEY_FIELD_BASE, bound to the public id), until somebody has dealt with them
 * or they are old enough. */
#ifndef STORE_ASIDE_H
#define STORE_ASIDE_H

#include "store/stmt.h"

enum { ASIDE_DIGEST = 32, ASIDE_LISTED_MAX = 200, ASIDE_FILE_MAX = 255 };

struct aside {
    uint64_t id;
    struct str public_id;
    struct str reason;    /* domain/asides.h has the words */
    struct instant received;
    uint64_t bytes;
    struct str file;      /* its name in the Maildir; empty: it came another way */
    struct str sealed;    /* empty: there is nothing to read */
    struct instant done;  /* .s == 0: nobody has dealt with it … */
    struct str done_by;   /* … else this member of the staff */
};

/* For jobs; public_id, reason, bytes, file, sealed are the caller's. One that is there already, by its
 * digest, is RC_OK and nothing more. */
enum rc aside_put(struct db *db, const struct aside *m, const unsigned char digest[ASIDE_DIGEST],
    struct instant now) MUST_USE;
/* For jobs: what came before that is forgotten, dealt with or not. */
enum rc aside_purge(
    struct db *db, struct instant before, uint64_t limit, uint64_t *gone) MUST_USE;

/* For the desk, to an administrator only. Those that wait first, newest first; sealed is left out. */
enum rc aside_list(
    struct db *db, struct arena *a, uint64_t staff, struct aside **out, size_t *n) MUST_USE;
enum rc aside_find(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct aside *out) MUST_USE;
/* RC_CONFLICT: somebody has dealt with it before. */
enum rc aside_done(
    struct db *db, uint64_t staff, struct str public_id, struct instant now) MUST_USE;

/* How many wait; any role may ask. */
enum rc aside_open(struct db *db, struct arena *a, uint64_t *n) MUST_USE;

#endif
