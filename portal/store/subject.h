/* store/subject.h - where the data about a person stand: the one table that the export, the restriction,
 * the erasure and their tests walk.
 *
 * A subject is an account, a candidacy or a request, by its row's id, or an address. Each row of the
 * table names one table of the database and how the subject's rows are found in it; the columns are the
 * schema's own, read when a statement is first made, so that none can be forgotten. A store test fails
 * for a table of the schema that is neither here nor said to hold nothing about a person, and for each
 * column of either that tests/golden/person_columns.txt does not have yet.
 *
 * For movsc_rights (grants.sql); to read, movsc_admin's rights are enough. */
#ifndef STORE_SUBJECT_H
#define STORE_SUBJECT_H

#include "domain/field.h"
#include "store/stmt.h"

enum subject_by { SUBJECT_ACCOUNT, SUBJECT_CANDIDACY, SUBJECT_REQUEST, SUBJECT_ADDRESS };

enum subject_fate {
    SUBJECT_MOVES, /* into the archive when the subject is restricted, and back when it is lifted */
    SUBJECT_GOES,  /* of no use then: codes, sessions, mails to come; removed at once */
    SUBJECT_UNSAID, /* goes too, and is never exported: it also tells of somebody else */
    SUBJECT_STAYS, /* the audit trail: ids and codes; exported, never removed here */
};

struct subject_table {
    enum subject_by by;
    const char *table, *label; /* label: in French, for the readable export */
    const char *where;         /* each ? is the subject's key */
    enum subject_fate fate;
    const struct form *form; /* whose labels name its columns; NULL: none */
};
/* Parents before what refers to them. */
extern const struct subject_table subject_tables[];
extern const size_t subject_tables_n;

/* Whose: an id, or (SUBJECT_ADDRESS) a canonical address. */
struct subject {
    enum subject_by by;
    uint64_t id;
    struct str email;
};

/* Every row of the subject in that table: as JSON objects, one a row, all columns but those computed
 * from others (bytes in base64), or, readable, as "label : value" lines. */
enum rc subject_read(struct db *db, struct arena *a, const struct subject_table *t,
    const struct subject *s, bool readable, struct str **out, size_t *n) MUST_USE;

/* Inside a transaction. Into archive_row, of that file; out of the live tables; back again. */
enum rc subject_copy(struct db *db, const struct subject *s, uint64_t file) MUST_USE;
/* Adds to *gone how many rows went. A session that holds somebody else's draft stays, without the account. */
enum rc subject_remove(struct db *db, const struct subject *s, uint64_t *gone) MUST_USE;
enum rc subject_back(struct db *db, enum subject_by by, uint64_t file) MUST_USE;

#endif
