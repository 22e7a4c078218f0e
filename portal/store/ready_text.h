/* store/ready_text.h - the texts that the team keeps ready (domain/ready_text.h). */
#ifndef STORE_READY_TEXT_H
#define STORE_READY_TEXT_H

#include "store/stmt.h"

struct ready_text {
    uint64_t id;
    struct str public_id, title, body;
    unsigned version;
    struct instant updated;
    struct str updated_by; /* name; empty: it came with the portal */
};

enum { READY_TEXTS_MAX = 200 };

/* In the order of their titles. */
enum rc ready_text_list(
    struct db *db, struct arena *a, struct ready_text **out, size_t *n) MUST_USE;
enum rc ready_text_find(
    struct db *db, struct arena *a, struct str public_id, struct ready_text *out) MUST_USE;
/* RC_CONFLICT: that key has made one already, or the table is full. */
enum rc ready_text_add(struct db *db, const struct ready_text *t, uint64_t staff, struct str key,
    struct instant now, uint64_t *id) MUST_USE;
/* RC_CONFLICT: somebody changed it since `version`, or took it away. */
enum rc ready_text_save(struct db *db, const struct ready_text *t, uint64_t staff,
    struct instant now) MUST_USE;
enum rc ready_text_remove(struct db *db, const struct ready_text *t) MUST_USE;

#endif
