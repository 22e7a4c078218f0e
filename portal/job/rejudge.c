/* Addresses that older rules condemned are judged again by those of now, once, from what was kept of
 * the mails that came back. A count only ever goes down: what counts against an address under the new
 * rules alone was never counted. Of a mail that is purged nothing is left but the last answer: when that
 * one condemns nobody, neither does what is lost. */
#include "job/job.h"
#include "mail/status.h"
#include "store/address.h"
#include "store/tx.h"
#include "sys/log.h"

struct judging {
    struct jobs *j;
    const struct address_judged *address;
    unsigned hard; /* now */
};

static bool condemns(struct str why)
{
    return status_condemns((struct str){0}, why);
}

static enum rc judge(struct db *db, void *arg)
{
    struct judging *g = arg;
    const struct address_judged *address = g->address;
    struct str *why;
    size_t n;
    unsigned sound = 0, unsound = 0;
    enum rc rc = address_evidence(db, g->j->a, address->email, &why, &n);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < n; i++)
        condemns(why[i]) ? sound++ : unsound++;
    if (condemns(address->why)) /* the lost ones are taken for alike */
        g->hard = address->hard > unsound ? address->hard - unsound : 0;
    else
        g->hard = sound;
    g->hard = g->hard < address->hard ? g->hard : address->hard;
    return address_rejudge(db, address->email, address->hard, g->hard, STATUS_RULES, g->j->now);
}

enum rc job_rejudge(struct jobs *j, bool *more)
{
    struct address_judged *v;
    size_t n = 0;
    unsigned acquitted = 0, lowered = 0;
    enum rc rc = address_judged_before(j->db, j->a, STATUS_RULES, &v, &n);
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        struct judging g = {j, &v[i], 0};
        rc = tx_run(j->db, judge, &g);
        if (rc == RC_OK && g.hard < v[i].hard)
            g.hard ? lowered++ : acquitted++;
        else if (rc == RC_CONFLICT) /* another one came back meanwhile: next time */
            rc = RC_OK;
    }
    if (n)
        log_event(LOG_INFO, "address.rejudged", LOG_INT("looked_at", n), LOG_INT("acquitted", acquitted),
            LOG_INT("lowered", lowered), LOG_TEXT("rc", rc_name(rc)), LOG_END);
    *more = rc == RC_OK && n == ADDRESS_REJUDGE_MAX;
    return rc;
}
