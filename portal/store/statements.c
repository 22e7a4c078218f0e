#include "store/statements.h"

const struct stmt *const store_statements[] = {
    facts_statements,
    session_statements,
};
const size_t store_statements_n = sizeof store_statements / sizeof *store_statements;
