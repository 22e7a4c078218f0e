/* /gestion/devis/{}/emettre: a request that nothing went out for, with the reason; once that is
 * mended, the document goes from here. */
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_acts.h"
#include "view/templates.h"

static enum rc show(struct desk_act *d, struct desk_issue *i)
{
    struct page *p = d->p;
    struct view_desk_preview out = {
        .shell = desk_shell(p, "Émettre le devis", DESK_QUOTES),
        .back = desk_act_back(d),
        .caption = d->r.reference,
        .heading = STR("Émettre le devis"),
        .lead = STR("Rien n’est encore parti. Le document et le courriel, tels qu’ils seraient aujourd’hui."),
        .action = desk_act_here(d),
        .csrf = p->web->csrf(p),
        .key = desk_key(p),
        .base = arena_printf(p->a, "%u", d->r.version),
        .edit_href = desk_act_href(d, "/version"),
        .edit = STR("Modifier la demande d’abord"),
    };
    enum rc rc = desk_issue_show(i, &out);
    if (rc != RC_OK)
        return rc;
    if (i->reason.n == 0)
        out.submit = STR("Émettre le devis et l’envoyer");
    if (i->reason.n)
        desk_notice_add(p, &out.notices, (struct view_notice){.title = STR("Ce qui le retient"),
                                             .text = i->reason, .tone = TONE_WATCH});
    if (i->reason.n)
        for (size_t n = 0; n < out.items_n; n++)
            out.items[n].mail = (struct view_desk_mail){0};
    p->res->status = i->reason.n && p->req->method == METHOD_POST ? 422 : 200;
    view_desk_preview_html(&p->res->body, &out);
    return RC_OK;
}

enum rc page_desk_issue(struct page *p)
{
    struct desk_act d;
    enum rc rc = desk_act_open(p, QUOTE_ACT_ISSUE, &d);
    if (rc != RC_OK)
        return rc;
    if (!desk_act_possible(&d))
        return desk_act_refused(&d);
    struct desk_issue i = {.d = &d, .version = d.r.version, .key = desk_key(p)};
    return show(&d, &i);
}

enum rc page_desk_issue_post(struct page *p)
{
    struct desk_act d;
    uint64_t version = 0;
    enum rc rc = desk_act_open(p, QUOTE_ACT_ISSUE, &d);
    if (rc != RC_OK)
        return rc;
    if (!str_to_u64(page_form(p, "base_version"), UINT32_MAX, &version))
        version = 0;
    struct desk_issue i = {.d = &d, .version = (unsigned)version, .key = desk_key(p)};
    if (!desk_act_possible(&d) && !d.standing.issued)
        return desk_act_refused(&d);
    if (desk_issue_wants_pdf(p))
        return desk_issue_pdf(&i);
    rc = desk_issue_send(&i); /* issued already by the same button: done once */
    if (rc == RC_CONFLICT)
        return desk_act_refused(&d);
    if (rc != RC_OK)
        return rc;
    if (i.accepted)
        return desk_act_refused(&d);
    if (i.reason.n)
        return show(&d, &i);
    desk_issue_done(&i);
    return RC_OK;
}
