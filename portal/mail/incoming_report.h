/* mail/incoming_report.h - what a mail server tells of one mail of ours: given up, late, or good news.
 *
 * A report is RFC 3464 (or 6533, in UTF-8): groups of fields in a part of its own, wherever that part
 * stands, several of them, even where the mail's structure is broken. A server that knows no such
 * part says it in a text, for people. */
#ifndef MAIL_INCOMING_REPORT_H
#define MAIL_INCOMING_REPORT_H

#include "base/arena.h"

#include <gmime/gmime.h>

struct report { /* of the worst recipient that it tells of */
    bool found;           /* it is a report at all … */
    bool failed, delayed; /* … and with neither: good news */
    bool hard;            /* failed, and the address itself is to blame */
    struct str status, words; /* "5.1.1"; all that was said, the code of an answer included */
};

/* From the parts of the mail; else from the bytes of its body, as they came. */
struct report report_read(struct arena *a, GMimeObject *top, struct str raw);
/* From the text, for a mail that a mail server wrote. */
struct report report_read_text(struct arena *a, struct str subject, struct str text);

#endif
