/* store/migrate_judge.h - did a statement that was begun take effect? For the runner that was cut
 * between a change of the schema and its record: a change does not roll back with it.
 *
 * What the statement makes is looked up by its name and by its definition. The definition is the
 * server's own: the statement is done once more on an empty table beside (`migration_probe`, made for
 * that and dropped again), and what it made there is compared with what is here, column by column, key
 * by key. So no expression is compared by its spelling. */
#ifndef STORE_MIGRATE_JUDGE_H
#define STORE_MIGRATE_JUDGE_H

#include "store/migrate_shape.h"
#include "store/stmt.h"

enum migrate_effect {
    EFFECT_NONE,  /* it is still to be done, or may be done again */
    EFFECT_DONE,  /* all that it makes is there as it makes it, what it takes away is gone */
    EFFECT_OTHER, /* something of that name is there, and is another thing: somebody must look */
};

/* Not for MIGRATE_ROWS. `object`, for EFFECT_OTHER: "table.name", in the arena. A failure may leave the
 * empty table behind; the next call drops it. */
enum rc migrate_judge(struct db *db, struct arena *a, struct str sql, const struct migrate_shape *s,
    enum migrate_effect *out, struct str *object) MUST_USE;

/* Is that statement still running, on the connection of a runner that is gone? The server ends what it
 * began whether anybody waits for the answer or not. */
enum rc migrate_under_way(struct db *db, struct arena *a, struct str sql, bool *out) MUST_USE;

#endif
