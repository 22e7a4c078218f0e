/* store/migrate_files.h - the folder of migrations, read and cut into statements; no database. */
#ifndef STORE_MIGRATE_FILES_H
#define STORE_MIGRATE_FILES_H

#include "base/arena.h"
#include "store/migrate.h"

enum { CHECKSUM = 32, MIGRATE_FILE_BYTES = 4 * 1024 * 1024 };

struct migrate_statement {
    struct str sql;
    unsigned char checksum[CHECKSUM];
};
struct migrate_file {
    unsigned number;
    unsigned since; /* of "-- narrows: since NNNN" in its head; 0: it only widens */
    struct str name; /* "0001_facts.sql" */
    unsigned char checksum[CHECKSUM];
    struct migrate_statement *v;
    size_t n;
};

/* In order of number; false after telling `say` why. */
bool migrate_files(struct arena *a, const char *folder, struct migrate_file **out, size_t *n,
    migrate_say say, void *ctx);
/* Cuts one text: for the tests too. */
void migrate_cut(struct arena *a, struct str text, struct migrate_file *out);

#endif
