/* store/step_sql.h - the statements of a form, made once; only step.c reads it. */
#ifndef STORE_STEP_SQL_H
#define STORE_STEP_SQL_H

#include "store/step.h"

enum {
    STEP_LOAD,
    STEP_LOCK,
    STEP_SAVE,
    ITEM_LIST,
    ITEM_FIND,
    ITEM_LOCK,
    ITEM_INSERT,
    ITEM_UPDATE,
    ITEM_DELETE,
    ITEM_NOT_NONE,
};

/* Is this field a column? */
bool step_sql_stored(const struct field *f);
const struct stmt *step_sql(const struct form *f, bool items);
/* One statement over several forms' tables, beside candidacy. */
const struct stmt *step_sql_all(const struct form *const *forms, size_t n);

#endif
