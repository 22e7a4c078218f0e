/* The links to a request renewed by staff, when one has gone where it should not: those made before
 * open nothing any more, and the new one goes to the person's mailbox alone. */
#include "domain/quote_acts.h"
#include "page/desk.h"
#include "page/desk_acts.h"
#include "page/quote_mail.h"
#include "store/quote.h"
#include "store/tx.h"
#include "view/templates.h"

struct relinking {
    struct desk_act d;
    bool told; /* a mail with the new link is queued */
};

static enum rc tell(struct relinking *r)
{
    struct desk_act *d = &r->d;
    struct quote_subject s;
    enum rc rc = quote_subject_find(d->p->db, d->p->a, d->r.public_id, &s);
    return rc == RC_OK ? quote_mail_relinked(d->p, &s, s.generation, &r->told) : rc;
}

static enum rc relink(struct db *db, void *arg)
{
    struct relinking *r = arg;
    struct desk_act *d = &r->d;
    uint64_t shown;
    /* Without it, or with an older one, it is not what the page showed. */
    bool asked = str_to_u64(page_form(d->p, "base"), QUOTE_LINKS_MAX, &shown);
    enum rc rc = asked ? quote_link_renew(db, d->r.id, (unsigned)shown, d->p->now) : RC_CONFLICT;
    if (rc == RC_OK)
        rc = desk_act_note(d, (struct str){0});
    return rc == RC_OK ? tell(r) : rc;
}

enum rc page_desk_relink(struct page *p)
{
    struct desk_act d;
    enum rc rc = desk_act_open(p, QUOTE_ACT_RELINK, &d);
    if (rc != RC_OK)
        return rc;
    struct view_desk_confirm v = {
        .shell = desk_shell(p, "Changer le lien de la demande", DESK_QUOTES),
        .back = desk_act_back(&d),
        .heading = STR("Changer le lien de la demande\u00a0?"),
        .text = arena_printf(p->a,
            "Le lien d’aujourd’hui ne montrera plus rien, à personne\u00a0: ni à %.*s, ni à qui l’a reçu. "
            "Un nouveau part par courriel à %.*s. La demande et ses documents ne changent pas.",
            STR_ARG(d.r.name.n ? d.r.name : d.r.email), STR_ARG(d.r.email)),
        .action = desk_act_here(&d),
        .csrf = p->web->csrf(p),
        .base = arena_printf(p->a, "%u", d.r.generation),
        .submit = STR("Changer le lien"),
        .cancel_href = desk_act_href(&d, ""),
    };
    view_desk_confirm_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_desk_relink_post(struct page *p)
{
    struct relinking r = {0};
    enum rc rc = desk_act_open(p, QUOTE_ACT_RELINK, &r.d);
    if (rc != RC_OK)
        return rc;
    rc = tx_run(p->db, relink, &r);
    if (rc == RC_CONFLICT) /* the same button twice, or its owner was quicker */
        return desk_act_stopped(&r.d, STR("Le lien vient d’être changé"),
            STR("Quelqu’un l’a changé pendant que vous lisiez cette page\u00a0: il ne l’a pas été une "
                "seconde fois."));
    if (rc == RC_OK)
        desk_act_done(&r.d, r.told ? "lien" : "lien-tu");
    return rc;
}
