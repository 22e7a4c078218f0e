#include "page/health.h"

#include "base/json.h"
#include "domain/mails.h"
#include "store/health.h"

/* When an operator should look: nobody has tried a mail that is due (portal-jobs is away), or one
 * that was tried again and again has waited for an hour (the mail server). */
enum { LATE_SECONDS = 900, WAITS_SECONDS = 3600, FULL_SECONDS = 600, WHY_MAX = 4000 };

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

/* What is not well, one sentence each, for whoever is called; it names nobody. */
static bool put_why(struct page *p, const struct health *h, int64_t flood, struct buf *out)
{
    const struct {
        bool so;
        struct str says;
    } rows[] = {
        {h->migrations_open != 0, STR("une migration est commencée et pas finie")},
        {h->audit_failed.s != 0, STR("le journal d’audit ne se vérifie pas : voir portal-admin audit verify")},
        {h->full.s && since(p, h->full) < FULL_SECONDS,
            STR("le disque de la base est plein\u00a0: des enregistrements sont refusés")},
        {h->held.s != 0, arena_printf(p->a, "aucun courriel ne part\u00a0: %s", mail_way_label(h->held_at))},
        {flood != 0, STR("des courriels partent plus tard, tant on en demande pour des adresses jamais confirmées")},
        {h->purges_held != 0, STR("un effacement automatique attend qu’une personne le laisse passer")},
        {h->unsettled != 0, STR("des courriels ont échoué et personne ne s’en est occupé")},
        {h->unknown != 0, STR("des courriels attendent une version plus récente de portal-jobs")},
        {since(p, h->oldest) >= WAITS_SECONDS, STR("un courriel attend depuis plus d’une heure")},
        {since(p, h->oldest_due) >= LATE_SECONDS, STR("personne n’envoie les courriels\u00a0: portal-jobs est-il arrêté\u00a0?")},
    };
    bool well = true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!rows[i].so)
            continue;
        json_comma(out);
        json_string(out, rows[i].says);
        well = false;
    }
    return well;
}

enum rc page_health_full(struct page *p)
{
    struct health h;
    int64_t flood = 0;
    struct buf why;
    enum rc rc = health_read(p->db, p->a, &h);
    if (rc == RC_OK)
        rc = p->web->flood(p, &flood);
    if (rc != RC_OK)
        return rc;
    buf_init(&why, WHY_MAX);
    bool well = put_why(p, &h, flood, &why);
    p->res->type = "application/json";
    p->res->status = well ? 200 : 503;
    buf_printf(&p->res->body,
        "{\"well\":%s,\"migration\":%llu,\"migrations_open\":%llu,\"outbox\":%llu,"
        "\"outbox_waits_s\":%lld,\"outbox_failed\":%llu,\"outbox_unsettled\":%llu,"
        "\"outbox_unknown\":%llu,\"outbox_held_s\":%lld,\"mail_flood_s\":%lld,\"mails_aside\":%llu,"
        "\"purges_held\":%llu,\"audit_failed_s\":%lld,\"full_s\":%lld,\"clock_off_s\":%lld,"
        "\"why\":[%.*s]}\n",
        well ? "true" : "false", (unsigned long long)h.migration,
        (unsigned long long)h.migrations_open, (unsigned long long)h.queued,
        (long long)since(p, h.oldest), (unsigned long long)h.failed,
        (unsigned long long)h.unsettled, (unsigned long long)h.unknown, (long long)since(p, h.held),
        (long long)flood, (unsigned long long)h.asides, (unsigned long long)h.purges_held,
        (long long)since(p, h.audit_failed), (long long)since(p, h.full),
        (long long)(h.clock.s - p->now.s),
        STR_ARG(buf_str(&why)));
    buf_free(&why);
    return RC_OK;
}
