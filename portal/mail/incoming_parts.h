/* mail/incoming_parts.h - the parts of a mail that came in, and the limits on what is looked at. */
#ifndef MAIL_INCOMING_PARTS_H
#define MAIL_INCOMING_PARTS_H

#include "base/arena.h"

#include <gmime/gmime.h>

enum {
    HEADERS_MAX = 500,
    HEADER_BYTES_MAX = 4096,
    PARTS_MAX = 100,
    DEPTH_MAX = 8,
    REPORT_BYTES_MAX = 64 * 1024,
    REPORT_LINES_MAX = 1000,
    TEXT_BYTES_MAX = 1 << 20, /* of one text, HTML and all … */
    TEXTS_BYTES_MAX = 4 << 20, /* … and of all of them: whatever follows is not read */
};

bool parts_type_is(GMimeObject *part, const char *type, const char *subtype);
/* Parts of that type wherever they stand, at most `max` of them; not in a mail that is quoted. */
size_t parts_find(GMimeObject *top, const char *type, const char *subtype, GMimeObject **out, size_t max);
/* The decoded content, at most `max` bytes of it; of a mail that is a part, the mail. */
struct str parts_bytes(struct arena *a, GMimeObject *part, size_t max);
/* Valid UTF-8 whatever came: a byte that is not becomes "?". */
struct str parts_utf8(struct arena *a, struct str s);
/* How many bytes that is. */
size_t parts_size(GMimeObject *part);
/* NULL: it is none. The caller unrefs it. */
GMimeMessage *parts_parse(struct str bytes);

#endif
