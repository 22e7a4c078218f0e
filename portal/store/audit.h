/* store/audit.h - who did what, added in the transaction that does it. Row ids and codes only: no
 * name, no address, no answer. The request's id comes from db_request. */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "store/stmt.h"

struct audit {
    const char *actor; /* account, session, staff, job, admin */
    uint64_t actor_id;
    const char *action; /* "candidacy.submit" */
    const char *object; /* "candidacy" */
    uint64_t object_id;
    struct str detail; /* a code, a version; at most 500 characters */
};
/* At the database's clock. */
enum rc audit_add(struct db *db, const struct audit *row) MUST_USE;

/* One line of an object's trail, as the desk shows it in words. */
struct audit_line {
    struct instant at;
    struct str actor, action, detail;
    uint64_t actor_id;
    struct str name; /* of the member of the staff; empty: it was not one */
};
enum { AUDIT_LISTED_MAX = 200 };
/* Latest first, at most AUDIT_LISTED_MAX. One statement. */
enum rc audit_of_object(struct db *db, struct arena *a, const char *object, uint64_t id,
    struct audit_line **out, size_t *n) MUST_USE;

#endif
