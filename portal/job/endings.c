/* A quote that was sent and not answered: one mail to who asked for it, once, in the week before
 * it ends. Whoever wants no more mail about quotes gets none. */
#include "base/json.h"
#include "job/desk.h"
#include "store/address.h"
#include "store/audit.h"
#include "store/outbox.h"
#include "store/quote_mine.h"
#include "store/tx.h"
#include "sys/config.h"
#include "sys/link.h"
#include "sys/log.h"
#include "sys/refusal.h"

enum { DAYS_BEFORE = 7, PARAMS_MAX = 2000 };

struct ending {
    struct jobs *j;
    const struct notice_request *r;
    bool refused;
};

static struct str params_of(struct jobs *j, const struct notice_request *r)
{
    struct buf b;
    struct str path = link_quote_path(j->a, j->keys, r->public_id, r->generation);
    buf_init(&b, PARAMS_MAX);
    buf_putc(&b, '{');
    json_name(&b, "reference");
    json_string(&b, r->reference);
    json_name(&b, "number");
    json_string(&b, r->number);
    json_name(&b, "until");
    buf_putc(&b, '"');
    day_format_iso(&b, r->valid_until);
    buf_putc(&b, '"');
    json_name(&b, "cpf");
    buf_puts(&b, str_eq_c(r->payer, "cpf") ? "true" : "false");
    json_name(&b, "link");
    json_string(&b, arena_printf(j->a, "%s%.*s", j->config->site.base_url, STR_ARG(path)));
    json_name(&b, "refuse");
    json_string(&b, arena_printf(j->a, "%s%.*s/refus", j->config->site.base_url, STR_ARG(path)));
    buf_putc(&b, '}');
    return arena_take(j->a, &b);
}

static enum rc remind(struct db *db, void *arg)
{
    const struct ending *e = arg;
    const struct notice_request *r = e->r;
    enum rc rc = notice_ending_take(db, r, e->j->now);
    if (rc == RC_OK)
        rc = audit_add(db, &(struct audit){"job", 0, "request.remind", "quote_request", r->id,
                               e->refused ? STR("refused") : r->number});
    if (rc != RC_OK || e->refused)
        return rc;
    const struct outbox_new mail = {
        .dedupe_key = arena_printf(e->j->a, "quote_expiring:%llu:%.*s", (unsigned long long)r->id,
            STR_ARG(r->number)),
        .kind = "quote_expiring",
        .recipient = r->email,
        .params = params_of(e->j, r),
        .expires = instant_from_paris(r->valid_until, 23, 59, 59),
        .object_kind = OUTBOX_QUOTE_REQUEST,
        .object_id = r->id};
    return outbox_put(db, e->j->a, &mail, e->j->now);
}

static enum rc one(struct jobs *j, const struct notice_request *r)
{
    struct ending e = {.j = j, .r = r};
    unsigned char hash[HASH_BYTES];
    struct address address = {0};
    refusal_hash(j->keys, r->email, hash);
    enum rc rc = refusal_has(j->db, j->a, hash, &e.refused);
    if (rc == RC_OK)
        rc = address_find(j->db, j->a, r->email, &address);
    e.refused = e.refused || address.complained.s;
    if (rc == RC_OK)
        rc = tx_run(j->db, remind, &e);
    if (rc == RC_OK)
        log_event(LOG_INFO, "request.reminded", LOG_INT("request", r->id),
            LOG_BOOL("refused", e.refused), LOG_END);
    return rc == RC_CONFLICT ? RC_OK : rc;
}

enum rc job_endings(struct jobs *j, bool *more)
{
    struct notice_request *v;
    size_t n;
    struct day today = day_paris(j->now);
    enum rc rc =
        notice_ending_due(j->db, j->a, today, day_add(today, DAYS_BEFORE), &v, &n);
    for (size_t i = 0; i < n && rc == RC_OK; i++)
        rc = one(j, &v[i]);
    *more = rc == RC_OK && n == NOTICE_ROWS_MAX;
    return rc;
}
