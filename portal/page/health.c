#include "page/health.h"

#include "store/health.h"

enum rc page_health(struct page *p)
{
    p->res->type = "text/plain; charset=utf-8";
    buf_puts(&p->res->body, "ok\n");
    return RC_OK;
}

enum rc page_health_full(struct page *p)
{
    struct health h;
    enum rc rc = health_read(p->db, p->a, &h);
    if (rc != RC_OK)
        return rc;
    int64_t waits = h.oldest_due.s && h.oldest_due.s < p->now.s ? p->now.s - h.oldest_due.s : 0;
    bool well = h.migrations_open == 0 && waits < 900;
    p->res->type = "application/json";
    p->res->status = well ? 200 : 503;
    buf_printf(&p->res->body,
        "{\"well\":%s,\"migration\":%llu,\"migrations_open\":%llu,\"outbox\":%llu,"
        "\"outbox_waits_s\":%lld,\"clock_off_s\":%lld}\n",
        well ? "true" : "false", (unsigned long long)h.migration,
        (unsigned long long)h.migrations_open, (unsigned long long)h.queued, (long long)waits,
        (long long)(h.clock.s - p->now.s));
    return RC_OK;
}
