/* page/quote_pdf.h - handing a numbered version out as its PDF, whoever may have it. */
#ifndef PAGE_QUOTE_PDF_H
#define PAGE_QUOTE_PDF_H

#include "page/page.h"
#include "store/quote.h"

/* Fills p->res with the stored bytes; the first time somebody asks they are drawn from the frozen
 * document and kept. The caller has checked that this person may read `q` (its request, its public
 * id and its number are looked at). */
enum rc quote_pdf_hand_out(struct page *p, const struct quote *q) MUST_USE;

/* One that has no number, drawn and shown, kept nowhere. */
enum rc quote_pdf_preview(struct page *p, const struct document *d) MUST_USE;

#endif
