/* Each night: does the sealed audit trail still hold? From where it did the night before, and from its
 * first seal once a week or as long as something is wrong. Its last seal, or what is wrong, goes by mail
 * to who keeps it away from this machine (contact.audit). A piece a turn; what is between two turns is in
 * memory, so a night that was interrupted begins again. */
#include "base/json.h"
#include "base/words.h"
#include "job/desk.h"
#include "store/lease.h"
#include "store/tx.h"
#include "sys/log.h"

static const char LEASE[] = "audit.check";
enum { NIGHT = 3, LEASE_SECONDS = 120, DAY = 86400, WHOLE_SECONDS = 7 * DAY - DAY / 2, PARAMS_MAX = 2000 };

/* ---- what is told */

static void put_text(struct buf *b, const char *name, struct str value)
{
    json_name(b, name);
    json_string(b, value);
}

/* "ligne 12 (sceau 7)": the names of rows of two tables, nobody's. */
static struct str place(struct jobs *j, const struct seal_walk *w)
{
    if (w->failed_row && w->failed_seal)
        return arena_printf(j->a, "ligne %llu, sceau %llu", (unsigned long long)w->failed_row,
            (unsigned long long)w->failed_seal);
    if (w->failed_row)
        return arena_printf(j->a, "ligne %llu, sans sceau", (unsigned long long)w->failed_row);
    if (w->failed_last)
        return arena_printf(j->a, "sceau %llu, lignes %llu à %llu", (unsigned long long)w->failed_seal,
            (unsigned long long)w->failed_first, (unsigned long long)w->failed_last);
    return arena_printf(j->a, "sceau %llu", (unsigned long long)w->failed_seal);
}

static struct str params_of(struct jobs *j, const struct seal_walk *w)
{
    struct buf b;
    buf_init(&b, PARAMS_MAX);
    buf_putc(&b, '{');
    json_name(&b, "checked");
    buf_printf(&b, "%lld", (long long)j->now.s);
    if (w->head.id)
        put_text(&b, "head", seal_head_text(j->a, &w->head));
    if (w->fault != SEAL_HOLDS) {
        put_text(&b, "fault", str_c(seal_fault_label(str_c(seal_fault_word(w->fault)))));
        put_text(&b, "place", place(j, w));
    } else {
        json_name(&b, "whole");
        buf_puts(&b, w->whole ? "true" : "false");
        put_text(&b, "seen", words_count(j->a, w->rows, "ligne", "lignes"));
    }
    buf_putc(&b, '}');
    return arena_take(j->a, &b);
}

/* Nothing to tell of a trail that has no seal yet. */
static enum rc conclude(struct db *db, void *arg)
{
    struct jobs *j = arg;
    const struct seal_walk *w = &j->audit;
    struct day night = wall_paris(j->now).day;
    struct str to = facts_text(j->facts, "contact.audit");
    const char *kind = w->fault == SEAL_HOLDS ? "audit_head" : "audit_alarm";
    struct buf day;
    enum rc rc = seal_state_write(db, w, j->now, night);
    if (rc != RC_OK || to.n == 0 || (w->fault == SEAL_HOLDS && !w->head.id))
        return rc;
    buf_init(&day, 40);
    day_format_iso(&day, night);
    struct str key = arena_printf(j->a, "%s:%.*s", kind, STR_ARG(buf_str(&day)));
    buf_free(&day);
    return desk_queue(j, kind, to, params_of(j, w), NULL, key);
}

static enum rc end(struct jobs *j)
{
    const struct seal_walk *w = &j->audit;
    enum rc rc = tx_run(j->db, conclude, j);
    j->audit_going = false;
    if (rc == RC_OK && w->fault != SEAL_HOLDS)
        log_event(LOG_ERROR, "audit.broken", LOG_TEXT("fault", seal_fault_word(w->fault)),
            LOG_INT("seal", w->failed_seal), LOG_INT("row", w->failed_row), LOG_END);
    else if (rc == RC_OK)
        log_event(LOG_INFO, "audit.holds", LOG_BOOL("whole", w->whole), LOG_INT("seals", w->seals),
            LOG_INT("rows", w->rows), LOG_INT("head", w->head.id), LOG_END);
    return rc == RC_CONFLICT ? RC_OK : rc; /* the other portal-jobs was faster */
}

/* ---- when */

static enum rc begin(struct jobs *j)
{
    struct seal_state s;
    struct wall now = wall_paris(j->now);
    enum rc rc = seal_state_read(j->db, j->a, &s);
    if (rc != RC_OK || now.h < NIGHT || (!day_is_none(s.told) && day_cmp(s.told, now.day) >= 0))
        return rc;
    j->audit = (struct seal_walk){.keys = job_seal_keys(j),
        .whole = s.failed.s || !s.whole.s || j->now.s - s.whole.s >= WHOLE_SECONDS};
    rc = seal_walk_begin(j->db, j->a, &j->audit);
    j->audit_going = rc == RC_OK;
    return rc;
}

enum rc job_audit(struct jobs *j, bool *more)
{
    bool held = false;
    enum rc rc = lease_take(j->db, j->a, LEASE, str_c(j->owner), LEASE_SECONDS, &held);
    if (rc == RC_OK && !held)
        j->audit_going = false;
    if (rc == RC_OK && held && !j->audit_going)
        rc = begin(j);
    if (rc != RC_OK || !held || !j->audit_going)
        return rc;
    rc = seal_walk_step(j->db, j->a, &j->audit);
    if (rc == RC_OK && j->audit.ended)
        return end(j);
    j->audit_going = rc == RC_OK;
    *more = rc == RC_OK;
    return rc;
}
