/* doc/pdf.h - a `struct document` (domain/document.h) as a PDF for A4 paper; cairo, Pango, qpdf.
 *
 * Tagged (titles, paragraphs, tables and their headers, in reading order; what repeats on each page
 * is an artifact), language fr-FR, every font embedded. The same document and fingerprint give the
 * same bytes on the same machine: the date inside is the document's, no clock and no chance.
 * It says all that the document says, and adds nothing but "Page x sur y" and, when there is a
 * number, the fingerprint and where both are checked.
 *
 * The first call reads the fonts (tens of milliseconds) and keeps them for the life of the process;
 * later calls keep nothing. One thread only. */
#ifndef DOC_PDF_H
#define DOC_PDF_H

#include "base/buf.h"
#include "domain/document.h"

enum {
    PDF_BYTES_MAX = 4 << 20,   /* what `out` should allow; a quote takes some 60 to 150 kB */
    PDF_PAGES_MAX = 40,        /* a document that needs more is refused */
    PDF_TEXT_MAX = 16 << 10,   /* the same for a single text, in bytes; */
    PDF_TEXTS_MAX = 256 << 10, /* and for all of them */
    PDF_SIGN_ROWS_MAX = 8      /* labels of one "Bon pour accord" */
};

/* Writes the PDF to `out`, which must be empty. On failure says why in `why` (English, for the log:
 * no personal data), empties `out` and returns false: text that is not UTF-8, a document over the
 * limits above, no usable font, no memory. */
bool pdf_render(
    const struct document *d, const unsigned char sha256[32], struct buf *out, struct buf *why);

#endif
