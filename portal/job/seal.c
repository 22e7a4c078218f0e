/* Chains the audit rows that were committed since the last turn. One sealer at a time by a lease;
 * should two ever be at it, the chain's unique key lets one of them through. */
#include "job/job.h"
#include "store/lease.h"
#include "store/seal.h"
#include "sys/config.h"

static const char LEASE[] = "audit.seal";
enum { LEASE_SECONDS = 10 }; /* renewed every second */

struct seal_keys job_seal_keys(const struct jobs *j)
{
    return (struct seal_keys){j->keys, (unsigned)j->config->secrets.audit_key};
}

enum rc job_seal(struct jobs *j, bool *more)
{
    bool held = false;
    uint64_t sealed = 0;
    const struct seal_keys keys = job_seal_keys(j);
    enum rc rc = lease_take(j->db, j->a, LEASE, str_c(j->owner), LEASE_SECONDS, &held);
    if (rc != RC_OK || !held)
        return rc;
    rc = seal_rows(j->db, j->a, &keys, &sealed);
    *more = rc == RC_OK && sealed == SEAL_ROWS_MAX;
    return rc == RC_CONFLICT ? RC_OK : rc;
}

enum rc job_end(struct jobs *j)
{
    return lease_release(j->db, LEASE, str_c(j->owner));
}
