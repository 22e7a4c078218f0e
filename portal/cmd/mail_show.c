#include "cmd/mail_show.h"

#include "mail/kinds.h"
#include "sys/log.h"

enum { WHY_MAX = 300 };

bool mail_show(struct arena *a, const struct site *site, const struct facts *facts,
    const char *kind, struct str params, struct page_mail *out)
{
    const struct mail_setting setting = {.base_url = site->base_url,
        .contact = facts_text(facts, "contact.general"),
        .contact_prices = facts_text(facts, "contact.quotes"),
        .phone = facts_text(facts, "contact.phone"),
        .keys = site->keys};
    const struct mail_kind *k = mail_kind_find(str_c(kind));
    struct mail_rendered r = {0};
    struct buf why;
    if (!k)
        return false;
    buf_init(&why, WHY_MAX);
    bool ok = mail_render(a, k, &setting, params, &r, &why);
    if (!ok)
        log_event(LOG_ERROR, "mail.show", LOG_STR("why", buf_str(&why)), LOG_END);
    buf_free(&why);
    *out = (struct page_mail){r.subject, r.text, r.html, r.reply_to, r.quote.n > 0};
    return ok;
}
