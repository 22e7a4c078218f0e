#include "page/quote_pdf.h"

#include "doc/pdf.h"
#include "sys/log.h"

enum { WHY_MAX = 512 };

static void free_pdf(void *arg)
{
    buf_free(arg);
}

static enum rc draw(struct page *p, const struct quote *q, struct str *out)
{
    struct document d;
    struct buf why, *pdf = ARENA_NEW(p->a, struct buf);
    enum rc rc = quote_document_load(p->a, q->document, &d);
    if (rc != RC_OK)
        return rc;
    buf_init(&why, WHY_MAX);
    buf_init(pdf, PDF_BYTES_MAX);
    arena_defer(p->a, free_pdf, pdf);
    bool drawn = pdf_render(&d, q->sha256, pdf, &why);
    if (!drawn)
        log_event(LOG_ERROR, "quotes.pdf_failed", LOG_STR("why", buf_str(&why)), LOG_END);
    buf_free(&why);
    if (!drawn)
        return RC_FAULT;
    *out = buf_str(pdf);
    rc = quote_pdf_put(p->db, q->public_id, *out);
    return rc == RC_CONFLICT ? RC_OK : rc; /* somebody else was quicker, with the same bytes */
}

enum rc quote_pdf_hand_out(struct page *p, const struct quote *q)
{
    struct str pdf;
    struct quote whole;
    enum rc rc = quote_pdf_get(p->db, p->a, q->public_id, &pdf);
    if (rc == RC_NOT_FOUND) {
        rc = quote_find(p->db, p->a, q->public_id, q->request, &whole);
        if (rc == RC_OK)
            rc = draw(p, &whole, &pdf);
    }
    if (rc != RC_OK)
        return rc;
    p->res->type = "application/pdf";
    response_header(p->res, "Content-Disposition",
        arena_printf(p->a, "inline; filename=\"%.*s.pdf\"", STR_ARG(q->number_text)));
    buf_put(&p->res->body, pdf);
    return RC_OK;
}
