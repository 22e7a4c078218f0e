/* Once a day: drafts past their time go. The connection is of a role of its own, opened for the
 * turn and closed after it, so that the process that runs all day cannot delete what people wrote.
 * Three months is the least (store/purge.h); retention.draft may say more, never less. */
#include "job/job.h"
#include "store/connect.h"
#include "store/purge.h"
#include "sys/log.h"

enum { DAY_SECONDS = 86400, DAYS_LEAST = 90, DAYS_MOST = 36500 };

static struct instant kept_since(const struct jobs *j)
{
    uint64_t days;
    if (!str_to_u64(facts_text(j->facts, "retention.draft"), DAYS_MOST, &days) || days < DAYS_LEAST)
        days = DAYS_LEAST;
    return (struct instant){j->now.s - (int64_t)days * DAY_SECONDS};
}

enum rc job_drafts(struct jobs *j, bool *more)
{
    struct db_settings s = db_settings_of(j->config, CONFIG_DB_PURGE);
    struct db *db = NULL;
    uint64_t gone = 0;
    if (!s.user) {
        log_event(LOG_WARN, "purge.no_role", LOG_TEXT("wanted", "[database] purge_user"), LOG_END);
        return RC_OK;
    }
    enum rc rc = db_open(&s, &db);
    if (rc == RC_OK)
        rc = db_request(db, db_request_id(j->db), j->now);
    if (rc == RC_OK)
        rc = purge_drafts(db, j->a, j->now, kept_since(j), PURGE_DRAFTS_MAX, &gone);
    db_close(db);
    if (gone)
        log_event(LOG_INFO, "purge", LOG_TEXT("what", "draft"), LOG_INT("gone", gone), LOG_END);
    *more = gone == PURGE_DRAFTS_MAX;
    return rc;
}
