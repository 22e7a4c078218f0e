#include "page/security.h"

#include "page/public.h"
#include "page/shell.h"
#include "sys/config.h"

/* RFC 9116 2.5.5 wants less than a year. It is counted from the day it is asked, so that it never lapses
 * while the portal serves and its contact stands; a contact that is not right any more is taken away. */
enum { VALID_DAYS = 180, DAY_SECONDS = 86400 };
static const char PATH[] = "/.well-known/security.txt";

static void put_expires(const struct page *p, struct buf *out)
{
    struct buf day;
    buf_init(&day, 40);
    day_format_iso(&day, day_paris((struct instant){p->now.s + (int64_t)VALID_DAYS * DAY_SECONDS}));
    buf_printf(out, "Expires: %.*sT00:00:00Z\n", STR_ARG(buf_str(&day)));
    buf_free(&day);
}

static enum rc put_nobody(struct page *p)
{
    struct buf *out = &p->res->body;
    p->res->status = 404;
    buf_puts(out, "Aucune adresse n’est encore indiquée pour signaler une faille de sécurité.\n");
    buf_printf(out, "Pour joindre l’équipe\u00a0: %.*s\n", STR_ARG(page_url(p, STR("/aide"))));
    return RC_OK;
}

enum rc page_security_txt(struct page *p)
{
    struct buf *out = &p->res->body;
    if (!p->facts)
        return RC_UNAVAILABLE;
    struct str contact = public_href(p->a, page_fact(p, "contact.security"));
    p->res->type = "text/plain; charset=utf-8";
    if (contact.n == 0)
        return put_nobody(p);
    buf_printf(out, "Contact: %.*s\n", STR_ARG(contact));
    put_expires(p, out);
    buf_puts(out, "Preferred-Languages: fr, en\n");
    buf_printf(out, "Canonical: %.*s\n", STR_ARG(page_url(p, str_c(PATH))));
    return RC_OK;
}
