#include "job/quote_file.h"

#include "doc/pdf.h"
#include "store/quote.h"

_Static_assert((int)PDF_BYTES_MAX <= (int)MAIL_FILE_MAX, "every quote can be mailed");

static enum rc render(struct jobs *j, const struct quote *q, struct str *out, struct buf *why)
{
    struct document d;
    struct buf pdf;
    enum rc rc = quote_document_load(j->a, q->document, &d);
    if (rc != RC_OK)
        return rc;
    buf_init(&pdf, PDF_BYTES_MAX);
    if (!pdf_render(&d, q->sha256, &pdf, why)) {
        buf_free(&pdf);
        return RC_FAULT;
    }
    *out = arena_dup(j->a, buf_str(&pdf));
    buf_free(&pdf);
    return RC_OK;
}

/* Another may have stored it while we rendered: the first one stays, and is the same. */
static enum rc rendered_once(
    struct jobs *j, const struct quote *q, struct str *out, struct buf *why)
{
    enum rc rc = render(j, q, out, why);
    if (rc == RC_OK)
        rc = quote_pdf_put(j->db, q->public_id, *out);
    return rc == RC_CONFLICT ? quote_pdf_get(j->db, j->a, q->public_id, out) : rc;
}

enum rc quote_file(
    struct jobs *j, struct str public_id, struct mail_file *out, struct buf *why)
{
    struct quote q;
    struct str pdf;
    enum rc rc = quote_find(j->db, j->a, public_id, 0, &q);
    if (rc == RC_OK)
        rc = q.has_pdf ? quote_pdf_get(j->db, j->a, public_id, &pdf)
                       : rendered_once(j, &q, &pdf, why);
    if (rc != RC_OK)
        return rc;
    *out = (struct mail_file){
        .name = arena_printf(j->a, "%s-%.*s.pdf",
            q.series == 'I' ? "information-tarifaire" : "devis", STR_ARG(q.number_text)),
        .type = "application/pdf",
        .bytes = pdf,
    };
    return RC_OK;
}
