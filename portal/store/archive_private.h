/* store/archive_private.h - what archive.c and archive_person.c share: one file, inside a transaction. */
#ifndef STORE_ARCHIVE_PRIVATE_H
#define STORE_ARCHIVE_PRIVATE_H

#include "store/archive.h"

enum rc archive_restrict_in(struct db *db, struct arena *a, const struct archive_act *act,
    struct archive_file f, enum archive_outcome *out) MUST_USE;
enum rc archive_lift_in(struct db *db, struct arena *a, const struct archive_act *act,
    struct archive_file f, enum archive_outcome *out) MUST_USE;
enum rc archive_erase_in(struct db *db, struct arena *a, const struct archive_act *act,
    struct archive_file f, enum archive_outcome *out) MUST_USE;

#endif
