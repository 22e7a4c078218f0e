/* Addresses of requests that older rules changed into another domain: a decomposed accent or an invisible
 * character was encoded as it came, and no registry has such a name. What was meant is certain, since today's
 * rules read it in the very same characters; it is put right, and the file's trail says so. A domain that
 * they read as it is stored, or cannot read, is left alone. */
#include "domain/email.h"
#include "job/job.h"
#include "store/address.h"
#include "store/audit.h"
#include "store/tx.h"
#include "sys/log.h"

struct mending {
    const struct address_encoded *was;
    struct str email; /* that was meant */
};

static enum rc mend(struct db *db, void *arg)
{
    const struct mending *m = arg;
    enum rc rc = address_mend(db, m->was, m->email);
    return rc == RC_OK ? audit_add(db, &(struct audit){.actor = "job", .action = "request.address_mended",
                                           .object = "quote_request", .object_id = m->was->request})
                       : rc;
}

enum rc job_mend(struct jobs *j, bool *more)
{
    struct address_encoded *v;
    uint64_t last = 0;
    size_t n = 0;
    unsigned mended = 0;
    enum rc rc;
    do {
        rc = address_encoded_after(j->db, j->a, last, &v, &n);
        for (size_t i = 0; i < n && rc == RC_OK; i++) {
            struct mending m = {&v[i], email_mended(j->a, v[i].email)};
            last = v[i].request;
            if (!m.email.n)
                continue;
            rc = tx_run(j->db, mend, &m);
            mended += rc == RC_OK;
            if (rc == RC_CONFLICT) /* somebody corrected it meanwhile */
                rc = RC_OK;
        }
    } while (rc == RC_OK && n == ADDRESS_ENCODED_MAX);
    if (mended)
        log_event(LOG_INFO, "address.mended", LOG_INT("requests", mended), LOG_END);
    (void)more;
    return rc;
}
