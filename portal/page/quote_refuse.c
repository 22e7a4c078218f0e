/* "Plus de message au sujet d'un devis": GET shows, POST acts (scanners open links), and the same
 * page takes it back. */
#include "page/quote_link.h"

#include "page/quote_mail.h"
#include "page/shell.h"
#include "store/quote_mine.h"
#include "sys/refusal.h"
#include "view/templates.h"

static enum rc show(struct page *p, const struct quote_door *d, bool refused)
{
    struct view_confirm v = {
        .shell = page_shell(p, "Ne plus recevoir de message", NAV_QUOTE),
        .heading = refused ? STR("Cette adresse ne reçoit plus de message")
                           : STR("Ne plus recevoir de message au sujet d’un devis\u00a0?"),
        .text = refused
            ? STR("Plus aucun message au sujet d’un devis ne part à l’adresse donnée dans cette "
                  "demande, même si quelqu’un la redonne. Vous pouvez changer d’avis.")
            : STR("Quelqu’un a donné votre adresse pour demander un devis. Si ce n’est pas vous, ou "
                  "si vous n’en voulez plus, nous n’y écrirons plus au sujet d’un devis, même si "
                  "quelqu’un la redonne. Nous ne gardons pour cela qu’une empreinte de l’adresse."),
        .action = quote_door_path(p, d, "refus"),
        .csrf = p->web->csrf(p),
        .submit = refused ? STR("Recevoir de nouveau ces messages")
                          : STR("Ne plus recevoir ces messages"),
        .cancel_href = d->path,
        .cancel = STR("Revenir à la demande"),
    };
    view_confirm_html(&p->res->body, &v);
    return RC_OK;
}

static enum rc open(struct page *p, struct quote_door *d, bool *refused)
{
    bool allowed = true;
    enum rc rc = quote_door_open(p, d);
    if (rc == RC_OK)
        rc = quote_mail_allowed(p, d->subject.ask.email, &allowed);
    *refused = !allowed;
    return rc;
}

enum rc page_quote_refuse(struct page *p)
{
    struct quote_door d;
    bool refused;
    enum rc rc = open(p, &d, &refused);
    return rc == RC_OK ? show(p, &d, refused) : rc;
}

enum rc page_quote_refuse_post(struct page *p)
{
    struct quote_door d;
    bool refused;
    unsigned char hash[HASH_BYTES];
    enum rc rc = open(p, &d, &refused);
    if (rc == RC_OK)
        rc = p->web->limit(p, "quote.link", d.subject.public_id);
    if (rc != RC_OK)
        return rc;
    refusal_hash(p->site->keys, d.subject.ask.email, hash);
    rc = refused ? refusal_lift(p->db, hash) : refusal_put(p->db, hash, p->now);
    if (rc == RC_OK)
        response_redirect(p->res, quote_door_path(p, &d, "refus"));
    return rc;
}
