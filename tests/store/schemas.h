/* tests/store/schemas.h - whole schemas: made empty, and compared with one another; and folders of
 * migrations to make them from. */
#ifndef TESTS_STORE_SCHEMAS_H
#define TESTS_STORE_SCHEMAS_H

#include "harness.h"

/* A new, empty one; whoever migrates has the rights of sql/users.sql on it. */
void schema_new(const char *name);
/* Tables, columns, keys, checks, foreign keys, triggers and all rows are the same in both; but for ids,
 * which may skip a number, and instants. Says a line that differs. */
void schemas_same(const char *one, const char *other);

/* A folder of its own in /tmp, gone with the arena; and a file in it. */
const char *folder_new(void);
void folder_put(const char *folder, const char *name, const char *text);
void folder_drop(const char *folder, const char *name);

#endif
