#include "page/health.h"

#include "store/health.h"

/* When an operator should look: nobody has tried a mail that is due (portal-jobs is away), or one
 * that was tried again and again has waited for an hour (the mail server). */
enum { LATE_SECONDS = 900, WAITS_SECONDS = 3600 };

static int64_t since(const struct page *p, struct instant t)
{
    return t.s && t.s < p->now.s ? p->now.s - t.s : 0;
}

enum rc page_health(struct page *p)
{
    p->res->type = "text/plain; charset=utf-8";
    buf_puts(&p->res->body, "ok\n");
    return RC_OK;
}

enum rc page_health_full(struct page *p)
{
    struct health h;
    int64_t flood = 0;
    enum rc rc = health_read(p->db, p->a, &h);
    if (rc == RC_OK)
        rc = p->web->flood(p, &flood);
    if (rc != RC_OK)
        return rc;
    int64_t waits = since(p, h.oldest);
    bool well = h.migrations_open == 0 && waits < WAITS_SECONDS && since(p, h.oldest_due) < LATE_SECONDS &&
                flood == 0;
    p->res->type = "application/json";
    p->res->status = well ? 200 : 503;
    buf_printf(&p->res->body,
        "{\"well\":%s,\"migration\":%llu,\"migrations_open\":%llu,\"outbox\":%llu,"
        "\"outbox_waits_s\":%lld,\"outbox_failed\":%llu,\"mail_flood_s\":%lld,\"mails_aside\":%llu,"
        "\"clock_off_s\":%lld}\n",
        well ? "true" : "false", (unsigned long long)h.migration,
        (unsigned long long)h.migrations_open, (unsigned long long)h.queued, (long long)waits,
        (unsigned long long)h.failed, (long long)flood, (unsigned long long)h.asides,
        (long long)(h.clock.s - p->now.s));
    return RC_OK;
}
