/* store/statements.h - every statement of the portal, for the tests that prepare and explain each.
 * A table ends with a row whose name is NULL. */
#ifndef STORE_STATEMENTS_H
#define STORE_STATEMENTS_H

#include "store/stmt.h"

extern const struct stmt session_statements[], facts_statements[];

extern const struct stmt *const store_statements[];
extern const size_t store_statements_n; /* tables */

#endif
