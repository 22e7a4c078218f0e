/* doc/pdf_finish.h - what cairo cannot write: the language, the title shown, artifacts, which way a
 * table's head points; and the file's number, made from its content. qpdf. */
#ifndef DOC_PDF_FINISH_H
#define DOC_PDF_FINISH_H

#include "base/buf.h"

/* `raw` as cairo wrote it; false, and why, when qpdf does not take it. */
bool pdf_finish(struct str raw, struct buf *out, struct buf *why);

#endif
