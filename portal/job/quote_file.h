/* job/quote_file.h - the PDF that a mail carries: the stored one, or one rendered from the frozen
 * document and then stored, so that what was mailed is what the link shows. */
#ifndef JOB_QUOTE_FILE_H
#define JOB_QUOTE_FILE_H

#include "job/job.h"
#include "mail/compose.h"

/* RC_NOT_FOUND: no such quote. RC_FAULT: it cannot be rendered; why says so (no personal data). */
enum rc quote_file(
    struct jobs *j, struct str public_id, struct mail_file *out, struct buf *why) MUST_USE;

#endif
