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

#endif
