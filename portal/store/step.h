/* store/step.h - the answers of one step, loaded and saved from its field table (domain/field.h).
 *
 * The SQL is made once a form, at first use: columns are the fields' names. A value that cannot
 * live in its typed column (a date of 31 February) is kept as typed in `pending`, with its fault,
 * so nothing that a person wrote is lost; so is, when it is read, what an older version of the portal
 * took and today's would not (answers_rejudge). What does not apply is stored as absent. `writers` says
 * which page last wrote each field (domain/merge.h reads and makes it).
 * Rows that repeat (diplomas, experiences) are "items": the candidacy is part of every WHERE. */
#ifndef STORE_STEP_H
#define STORE_STEP_H

#include "domain/eligibility.h"
#include "domain/field.h"
#include "store/stmt.h"

enum { STEPS_ALL_MAX = 6, STEP_STATEMENTS = 10 };

struct step_row {
    bool stored; /* false: there is no row yet; the answers are all empty */
    struct answers answers;
    struct str writers;
    struct instant updated;
};

struct item {
    uint64_t id;
    struct str public_id;
    int position;
    struct step_row step;
};

/* Steps of one row each. `lock`: FOR UPDATE, inside the transaction that saves. */
enum rc step_load(struct db *db, struct arena *a, const struct form *f, uint64_t candidacy,
    bool lock, struct step_row *out) MUST_USE;
/* Makes or changes the row. The candidacy's own row is touched by the caller. */
enum rc step_save(struct db *db, struct arena *a, const struct form *f, uint64_t candidacy,
    const struct answers *as, struct str writers, struct instant now) MUST_USE;
/* Several one-row steps in one statement, for the task list and the check page. */
enum rc step_load_all(struct db *db, struct arena *a, const struct form *const *forms, size_t n,
    uint64_t candidacy, struct step_row *out) MUST_USE;

/* In the order they were added; at most ITEMS_MAX. */
enum rc item_list(struct db *db, struct arena *a, const struct form *f, uint64_t candidacy,
    struct item **out, size_t *n) MUST_USE;
enum rc item_find(struct db *db, struct arena *a, const struct form *f, uint64_t candidacy,
    struct str public_id, bool lock, struct item *out) MUST_USE;
/* RC_TOO_LARGE when there are ITEMS_MAX already. *public_id is the new row's: the one given (a
 * form's key, so that the form sent twice makes one row: RC_CONFLICT the second time), or a fresh
 * one when it is empty. */
enum rc item_insert(struct db *db, struct arena *a, const struct form *f, uint64_t candidacy,
    const struct answers *as, struct str writers, struct instant now,
    struct str *public_id) MUST_USE;
/* RC_NOT_FOUND: no such item of this candidacy. */
enum rc item_update(struct db *db, struct arena *a, const struct form *f, uint64_t candidacy,
    struct str public_id, const struct answers *as, struct str writers,
    struct instant now) MUST_USE;
/* That there is none (answers_say_none) is said no longer, if it was. */
enum rc item_not_none(struct db *db, const struct form *f, uint64_t candidacy) MUST_USE;
enum rc item_delete(struct db *db, const struct form *f, uint64_t candidacy,
    struct str public_id) MUST_USE;

/* STEP_STATEMENTS rows made for that form, for the tests; those of the other sort have no name. */
const struct stmt *step_statements(const struct form *f, bool items);

#endif
