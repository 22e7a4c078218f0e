#include "page/quote_pdf.h"

#include "doc/pdf.h"
#include "sys/log.h"

enum { WHY_MAX = 512 };

static void free_pdf(void *arg)
{
    buf_free(arg);
}

static enum rc render(
    struct page *p, const struct document *d, const unsigned char sha256[32], struct str *out)
{
    struct buf why, *pdf = ARENA_NEW(p->a, struct buf);
    buf_init(&why, WHY_MAX);
    buf_init(pdf, PDF_BYTES_MAX);
    arena_defer(p->a, free_pdf, pdf);
    bool drawn = pdf_render(d, sha256, pdf, &why);
    if (!drawn)
        log_event(LOG_ERROR, "quotes.pdf_failed", LOG_STR("why", buf_str(&why)), LOG_END);
    buf_free(&why);
    if (!drawn)
        return RC_FAULT;
    *out = buf_str(pdf);
    return RC_OK;
}

static enum rc draw(struct page *p, const struct quote *q, struct str *out)
{
    struct document d;
    enum rc rc = quote_document_load(p->a, q->document, &d);
    if (rc == RC_OK)
        rc = render(p, &d, q->sha256, out);
    if (rc != RC_OK)
        return rc;
    rc = quote_pdf_put(p->db, q->public_id, *out);
    return rc == RC_CONFLICT ? RC_OK : rc; /* somebody else was quicker, with the same bytes */
}

static void hand_out(struct page *p, struct str name, struct str pdf)
{
    p->res->type = "application/pdf";
    response_header(p->res, "Content-Disposition",
        arena_printf(p->a, "inline; filename=\"%.*s.pdf\"", STR_ARG(name)));
    buf_put(&p->res->body, pdf);
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
    hand_out(p, q->number_text, pdf);
    return RC_OK;
}

enum rc quote_pdf_preview(struct page *p, const struct document *d)
{
    static const unsigned char none[32]; /* without a number, no fingerprint is printed */
    struct str pdf;
    enum rc rc = render(p, d, none, &pdf);
    if (rc == RC_OK)
        hand_out(p, STR("apercu"), pdf);
    return rc;
}
