/* One version, read as a page or taken as a PDF: both from the frozen document. */
#include "page/quote_link.h"

#include "page/quote_pdf.h"
#include "page/shell.h"
#include "view/templates.h"

static struct view_notices old_notice(struct page *p, const struct quote *q)
{
    struct view_notice *n = ARENA_NEW(p->a, struct view_notice);
    *n = (struct view_notice){.tone = TONE_WATCH};
    if (str_eq(q->state, STR("replaced")))
        n->text = STR("Une version plus récente remplace ce document. Il reste lisible tel qu’il a "
                      "été émis.");
    else if (str_eq(q->state, STR("cancelled")))
        n->text = STR("Ce document est annulé.");
    else if (quote_expired(q, p->today))
        n->text = STR("Ce document a expiré. Vous pouvez en demander un autre depuis la page de la "
                      "demande.");
    return (struct view_notices){n, n->text.n ? 1 : 0};
}

static enum rc show(struct page *p, const struct quote_door *door, const struct quote *q)
{
    struct quote whole;
    struct document d;
    enum rc rc = quote_find(p->db, p->a, q->public_id, q->request, &whole);
    if (rc == RC_OK)
        rc = quote_document_load(p->a, whole.document, &d);
    if (rc != RC_OK)
        return rc;
    struct view_quote_paper v = {
        .shell = page_shell(p, "Devis", NAV_QUOTE),
        .back = {door->path, STR("Retour à la demande")},
        .notices = old_notice(p, q),
        .pdf_href = arena_printf(
            p->a, "%.*s/%.*s.pdf", STR_ARG(door->path), STR_ARG(q->number_text)),
        .paper = view_paper_make(p->a, &d, whole.sha256),
    };
    v.shell.title = v.title = d.title;
    if (q->number_text.n < d.title.n && str_eq(q->number_text,
            str_slice(d.title, d.title.n - q->number_text.n, d.title.n))) {
        v.title = str_slice(d.title, 0, d.title.n - q->number_text.n);
        v.number = q->number_text;
    }
    view_quote_paper_html(&p->res->body, &v);
    return RC_OK;
}

static enum rc open(struct page *p, struct quote_door *door, const struct quote **q)
{
    enum rc rc = quote_door_open(p, door);
    *q = rc == RC_OK ? quote_door_version(door, p->part[2]) : NULL;
    return rc == RC_OK && !*q ? RC_NOT_FOUND : rc;
}

enum rc page_quote_paper(struct page *p)
{
    struct quote_door door;
    const struct quote *q;
    enum rc rc = open(p, &door, &q);
    return rc == RC_OK ? show(p, &door, q) : rc;
}

enum rc page_quote_pdf(struct page *p)
{
    struct quote_door door;
    const struct quote *q;
    enum rc rc = open(p, &door, &q);
    return rc == RC_OK ? quote_pdf_hand_out(p, q) : rc;
}
