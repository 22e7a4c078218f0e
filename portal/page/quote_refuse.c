/* "Plus de message au sujet d'un devis": GET shows, POST refuses (scanners open links), as often as
 * one likes. The link does not take it back: whoever typed somebody's address holds it too. That
 * wants the address itself, proved by a code (quote_find.c). */
#include "page/quote_link.h"

#include "page/quote_mail.h"
#include "page/shell.h"
#include "store/quote_mine.h"
#include "sys/refusal.h"
#include "view/templates.h"

static enum rc show_asked(struct page *p, const struct quote_door *d)
{
    struct view_confirm v = {
        .shell = page_shell(p, "Ne plus recevoir de message", NAV_QUOTE),
        .heading = STR("Ne plus recevoir de message au sujet d’un devis\u00a0?"),
        .text = STR("Quelqu’un a donné votre adresse pour demander un devis. Si ce n’est pas vous, ou "
                    "si vous n’en voulez plus, nous n’y écrirons plus au sujet d’un devis, même si "
                    "quelqu’un la redonne. Nous ne gardons pour cela qu’une empreinte de l’adresse."),
        .action = quote_door_path(p, d, "refus"),
        .csrf = p->web->csrf(p),
        .submit = STR("Ne plus recevoir ces messages"),
        .cancel_href = d->path,
        .cancel = STR("Revenir à la demande"),
    };
    view_confirm_html(&p->res->body, &v);
    return RC_OK;
}

static enum rc show_refused(struct page *p, const struct quote_door *d)
{
    struct view_confirm v = {
        .shell = page_shell(p, "Cette adresse ne reçoit plus de message", NAV_QUOTE),
        .back = {d->path, STR("Retour à la demande")},
        .heading = STR("Cette adresse ne reçoit plus de message"),
        .text = STR("Plus aucun message au sujet d’un devis ne part à l’adresse donnée dans cette "
                    "demande, même si quelqu’un la redonne. Si c’est la vôtre et que vous changez "
                    "d’avis, confirmez-la par un code sur la page «\u00a0Retrouver mes devis\u00a0»\u00a0: "
                    "vous pourrez y recevoir de nouveau ces messages."),
        .cancel_href = STR("/devis/retrouver"),
        .cancel = STR("Retrouver mes devis"),
    };
    view_confirm_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_quote_refuse(struct page *p)
{
    struct quote_door d;
    bool allowed = true;
    enum rc rc = quote_door_open(p, &d);
    if (rc == RC_OK)
        rc = quote_mail_allowed(p, d.subject.ask.email, &allowed);
    if (rc != RC_OK)
        return rc;
    return allowed ? show_asked(p, &d) : show_refused(p, &d);
}

enum rc page_quote_refuse_post(struct page *p)
{
    struct quote_door d;
    unsigned char hash[HASH_BYTES];
    enum rc rc = quote_door_open(p, &d);
    if (rc == RC_OK)
        rc = p->web->limit(p, "quote.link", d.subject.public_id);
    if (rc != RC_OK)
        return rc;
    refusal_hash(p->site->keys, d.subject.ask.email, hash);
    rc = refusal_put(p->db, hash, p->now);
    if (rc == RC_OK)
        response_redirect(p->res, quote_door_path(p, &d, "refus"));
    return rc;
}
