/* store/migrate.h - numbered SQL files become the schema, once each, in order.
 *
 * A file is NNNN_name.sql, numbered from 0001 without a gap; other names in the folder are not
 * migrations. A statement ends with `;` at the end of a line followed by a blank line or the end
 * of the file (so a trigger's body holds no blank line). Progress is recorded by statement, since
 * a change of the schema does not roll back: rows commit together with their record; any other
 * statement is marked as begun before it, and a run that finds it begun and not recorded looks whether
 * it took effect (store/migrate_judge.h), then records it or runs it. A file that was applied may never
 * be edited or go missing; of one applied in part, only what has not begun yet.
 * A file whose head says `-- narrows: since NNNN` takes away what versions before migration NNNN use:
 * it waits for a run that begins with NNNN complete, unless the database was empty.
 * A lease row keeps two runs apart: the second waits. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/stmt.h"

enum { MIGRATE_FILES_MAX = 9999, MIGRATE_LEASE_SECONDS = 120, MIGRATE_WAIT_SECONDS = 150 };

enum migrate_event {
    MIGRATE_WAITING,    /* somebody else is migrating */
    MIGRATE_FILE,       /* begins: text is its name, n its statements still to run */
    MIGRATE_FILE_DONE,
    MIGRATE_FOUND,      /* statement n of text had taken effect; only its record was missing */
    MIGRATE_HELD,       /* not now, nor what follows: text takes away what versions before n may use */
    MIGRATE_DONE,       /* n files were applied now; 0: the schema was up to date */
    /* from here on: refused, or failed */
    MIGRATE_BUSY,       /* refused: the other run did not end in time */
    MIGRATE_UNREADABLE, /* refused: the folder or a file; text is its name */
    MIGRATE_GAP,        /* refused: n is a number that no file or two files have */
    MIGRATE_EDITED,     /* refused: text was applied, or statement n of it begun, with another content */
    MIGRATE_MISSING,    /* refused: text was applied and is no longer in the folder */
    MIGRATE_SHAPE,      /* refused: statement n of text is of no shape that could be looked up later */
    MIGRATE_OTHER,      /* refused: statement n was begun, and what it makes is there in another way;
                           text is the file and the object, "0012_quotes.sql (quote.quote_series)" */
    MIGRATE_FAILED,     /* the database refused statement n of text: db_last_error */
};
typedef void (*migrate_say)(void *ctx, enum migrate_event event, struct str text, size_t n);

/* RC_CONFLICT for each "refused" above. The connection should be `patient`. */
enum rc migrate_run(
    struct db *db, const char *folder, migrate_say say, void *ctx) MUST_USE;

struct migrate_state {
    size_t files, applied; /* in the folder; complete in the database */
};
/* Changes nothing, and needs only SELECT: the same refusals are told to `say` (not lease or
 * failures). RC_FAULT when the database has never been migrated. */
enum rc migrate_check(struct db *db, const char *folder, migrate_say say, void *ctx,
    struct migrate_state *out) MUST_USE;

#endif
