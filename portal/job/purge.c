/* What nobody needs any more goes, in small bites. Each row: what, and how long it is kept after
 * the moment that its store function compares with. Drafts are job/drafts.c's business: the database
 * user of this job cannot delete them. */
#include "job/job.h"
#include "store/address.h"
#include "store/aside.h"
#include "store/challenge.h"
#include "store/desk_list.h"
#include "store/mail_raw.h"
#include "store/outbox.h"
#include "store/session.h"
#include "store/staff_session.h"
#include "store/stash.h"
#include "store/throttle.h"
#include "sys/log.h"

enum { BITE = 500, HOUR = 3600, DAY = 24 * HOUR, DAYS_MOST = 36500 };

static const struct purge {
    const char *what;
    int64_t keep; /* seconds */
    const char *setting; /* the institution's own number of days; NULL: not its to say */
    enum rc (*run)(struct db *db, struct instant before, uint64_t limit, uint64_t *gone);
} purges[] = {
    {"stash", 0, NULL, stash_purge},               /* its hour is over */
    {"throttle", 0, NULL, throttle_purge},         /* the window is over */
    {"challenge", 7 * DAY, NULL, challenge_purge}, /* expired a week ago: "this code is too old" */
    {"session", 7 * DAY, NULL, session_purge},
    {"staff_session", 30 * (int64_t)DAY, NULL, staff_session_purge},
    {"desk_view", DESK_VIEW_DAYS * (int64_t)DAY, NULL, desk_view_purge}, /* searches, not named views */
    {"outbox", 90 * (int64_t)DAY, "retention.mail", outbox_purge}, /* requirements.md §3: 90 days */
    {"address", 365 * (int64_t)DAY, "retention.address", address_purge}, /* last year's is tried again */
    {"mail_raw", 0, NULL, mail_raw_purge}, /* each has its own end, by retention.reply (job/answers.c) */
    {"aside", 90 * (int64_t)DAY, "retention.aside", aside_purge},
};

static int64_t kept(const struct jobs *j, const struct purge *what)
{
    uint64_t days;
    if (!what->setting || !str_to_u64(facts_text(j->facts, what->setting), DAYS_MOST, &days) || !days)
        return what->keep;
    return (int64_t)days * DAY;
}

enum rc job_purge(struct jobs *j, bool *more)
{
    for (size_t i = 0; i < sizeof purges / sizeof *purges; i++) {
        uint64_t gone = 0;
        enum rc rc =
            purges[i].run(j->db, (struct instant){j->now.s - kept(j, &purges[i])}, BITE, &gone);
        if (rc != RC_OK)
            return rc;
        if (gone)
            log_event(LOG_INFO, "purge", LOG_TEXT("what", purges[i].what), LOG_INT("gone", gone),
                LOG_END);
        *more = *more || gone == BITE;
    }
    return RC_OK;
}
