/* What nobody needs any more goes, in small bites: the table of job/purges.c, walked. What the role `jobs`
 * may delete, each hour; once a day what people wrote, on a connection of the role `purge` that is opened
 * for the turn and closed after it, so that the process that runs all day cannot delete it.
 *
 * The brake (store/purge_state.h) is kept on the jobs' own connection: what a release still allows is
 * taken before it is used, so that a turn that is killed removes less than was allowed, never more. */
#include "job/purge.h"

#include "job/job.h"
#include "store/connect.h"
#include "sys/log.h"

struct turn {
    struct jobs *j;
    const struct purge_kind *k;
    struct purge_turn t;
    struct purge_count count;
    struct purge_state state;
    bool held;     /* nothing of it goes */
    bool released; /* … or what was counted, and no more */
};

static enum rc tell(struct turn *x, uint64_t gone, bool held)
{
    if (gone)
        log_event(LOG_INFO, "purge", LOG_TEXT("what", x->k->name), LOG_INT("gone", gone), LOG_END);
    if (!gone && !held)
        return RC_OK;
    return purge_tell(x->j->db, &(struct purge_report){str_c(x->k->name), x->j->now, x->t.before,
                                    x->count, gone, held});
}

static enum rc pull_brake(struct turn *x)
{
    x->held = true;
    log_event(LOG_ERROR, "purge.held", LOG_TEXT("what", x->k->name), LOG_INT("due", x->count.due),
        LOG_INT("total", x->count.total), LOG_END);
    enum rc rc = purge_hold(x->j->db, x->k->name, x->j->now, x->t.before, &x->count);
    return rc == RC_OK ? tell(x, 0, true) : rc;
}

/* A release is for rows of before the instant that was counted with, even if the time that they are kept
 * for is shorter now; and for none that it does not cover any more. */
static void narrow(struct turn *x)
{
    x->released = true;
    if (x->t.before.s > x->state.held_before.s)
        x->t.before = x->state.held_before;
    if (x->t.limit > x->state.allowed)
        x->t.limit = x->state.allowed;
}

static enum rc judge(struct turn *x)
{
    const struct purge_limits limits = purge_limits_of(x->j->facts);
    bool too_much = purge_brakes(&limits, &x->count);
    enum rc rc = purge_state_find(x->j->db, x->j->a, x->k->name, &x->state);
    if (rc != RC_OK)
        return rc;
    if (x->state.held.s && x->state.released.s && x->state.allowed) {
        narrow(x);
        return RC_OK;
    }
    if (x->state.held.s && !x->state.released.s && too_much) {
        x->held = true;
        return RC_OK;
    }
    if (x->state.held.s)
        rc = purge_hold_ends(x->j->db, x->k->name);
    return rc == RC_OK && too_much ? pull_brake(x) : rc;
}

static enum rc look(struct turn *x)
{
    enum rc rc = purge_count(x->t.db, x->t.a, &x->k->source, x->t.now, x->t.before, &x->count);
    if (rc == RC_OK)
        rc = purge_seen(x->j->db, x->k->name, x->j->now, &x->count);
    return rc == RC_OK && x->k->braked ? judge(x) : rc;
}

/* What is released is over once a bite is not full: the rest of it has gone another way. */
static enum rc remove_some(struct turn *x, uint64_t *gone)
{
    enum rc rc = x->released ? purge_take(x->j->db, x->k->name, x->t.limit) : RC_OK;
    if (rc != RC_OK)
        return rc == RC_CONFLICT ? RC_OK : rc; /* another portal-jobs is at it */
    rc = x->k->run(&x->t, gone);
    if (!x->released)
        return rc;
    enum rc back = purge_give_back(x->j->db, x->k->name, x->t.limit - *gone);
    if (rc == RC_OK && back == RC_OK && *gone < x->t.limit)
        back = purge_hold_ends(x->j->db, x->k->name);
    return rc == RC_OK ? back : rc;
}

static enum rc purge_one(struct jobs *j, struct db *db, const struct purge_kind *k, bool *more)
{
    struct turn x = {.j = j, .k = k,
        .t = {.db = db, .a = j->a, .now = j->now, .before = purge_before(k, j->facts, j->now), .limit = k->bite}};
    uint64_t gone = 0;
    enum rc rc = look(&x);
    if (rc != RC_OK || x.held || !x.count.due)
        return rc;
    rc = remove_some(&x, &gone);
    enum rc told = tell(&x, gone, false); /* what went is told, whatever stopped the rest */
    *more = *more || (rc == RC_OK && gone && gone == x.t.limit);
    return rc == RC_OK ? told : rc;
}

/* One kind that fails keeps none of the others; the last failure is told. */
static enum rc purge_role(struct jobs *j, struct db *db, enum config_role role, bool *more)
{
    enum rc failed = RC_OK;
    for (size_t i = 0; i < purge_kinds_n && failed != RC_UNAVAILABLE; i++) {
        enum rc rc = purge_kinds[i].role == role ? purge_one(j, db, &purge_kinds[i], more) : RC_OK;
        if (rc != RC_OK)
            failed = rc;
    }
    return failed;
}

enum rc job_purge(struct jobs *j, bool *more)
{
    return purge_role(j, j->db, CONFIG_DB_JOBS, more);
}

enum rc job_drafts(struct jobs *j, bool *more)
{
    struct db_settings s = db_settings_of(j->config, CONFIG_DB_PURGE);
    struct db *db = NULL;
    if (!s.user) {
        log_event(LOG_WARN, "purge.no_role", LOG_TEXT("wanted", "[database] purge_user"), LOG_END);
        return RC_OK;
    }
    enum rc rc = db_open(&s, &db);
    if (rc == RC_OK)
        rc = db_request(db, db_request_id(j->db), j->now);
    if (rc == RC_OK)
        rc = purge_role(j, db, CONFIG_DB_PURGE, more);
    db_close(db);
    return rc;
}
