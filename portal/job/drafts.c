/* Once a day: requests that led to nothing go, and drafts past their time (after them, since a request
 * may hold its draft back). The connection is of a role of its own, opened for the
 * turn and closed after it, so that the process that runs all day cannot delete what people wrote.
 * Three months is the least for a draft (store/purge.h); retention.draft may say more, never less.
 * A request stays a year unless retention.quote says otherwise. */
#include "job/job.h"
#include "store/connect.h"
#include "store/purge.h"
#include "store/purge_quotes.h"
#include "sys/log.h"

enum { DAY_SECONDS = 86400, DRAFT_LEAST = 90, QUOTE_USUAL = 365, DAYS_MOST = 36500 };

static struct instant since(const struct jobs *j, const char *setting, uint64_t least, uint64_t usual)
{
    uint64_t days;
    if (!str_to_u64(facts_text(j->facts, setting), DAYS_MOST, &days) || days < least)
        days = usual;
    return (struct instant){j->now.s - (int64_t)days * DAY_SECONDS};
}

static void tell(const char *what, uint64_t gone)
{
    if (gone)
        log_event(LOG_INFO, "purge", LOG_TEXT("what", what), LOG_INT("gone", gone), LOG_END);
}

enum rc job_drafts(struct jobs *j, bool *more)
{
    struct db_settings s = db_settings_of(j->config, CONFIG_DB_PURGE);
    struct db *db = NULL;
    uint64_t drafts = 0, quotes = 0;
    if (!s.user) {
        log_event(LOG_WARN, "purge.no_role", LOG_TEXT("wanted", "[database] purge_user"), LOG_END);
        return RC_OK;
    }
    enum rc rc = db_open(&s, &db);
    if (rc == RC_OK)
        rc = db_request(db, db_request_id(j->db), j->now);
    if (rc == RC_OK)
        rc = purge_quotes(
            db, j->a, since(j, "retention.quote", 1, QUOTE_USUAL), PURGE_QUOTES_MAX, &quotes);
    if (rc == RC_OK)
        rc = purge_drafts(db, j->a, j->now, since(j, "retention.draft", DRAFT_LEAST, DRAFT_LEAST),
            PURGE_DRAFTS_MAX, &drafts);
    db_close(db);
    tell("quote_request", quotes);
    tell("draft", drafts);
    *more = drafts == PURGE_DRAFTS_MAX || quotes == PURGE_QUOTES_MAX;
    return rc;
}
