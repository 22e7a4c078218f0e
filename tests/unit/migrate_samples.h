/* tests/unit/migrate_samples.h - the texts of tests/golden/migrations.txt. */
#ifndef TESTS_MIGRATE_SAMPLES_H
#define TESTS_MIGRATE_SAMPLES_H

#include "base/arena.h"

struct migrate_sample {
    struct str says; /* "fine", or what rules_judge says of it */
    struct str sql;  /* with a NUL behind it */
};
/* In order of the file, into the arena; how many. 0: it cannot be read. */
size_t migrate_samples(struct arena *a, const char *path, struct migrate_sample **out);

#endif
