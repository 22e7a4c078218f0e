/* mail/header.h - RFC 2047: a header's text as encoded words.
 *
 * GMime's own encoder passes 75 bytes on a run of emoji, takes the smallest charset that fits, and
 * lets a text that looks like an encoded word through as one (tried with 3.2.13), so these few
 * lines are ours. */
#ifndef MAIL_HEADER_H
#define MAIL_HEADER_H

#include "base/buf.h"

/* Appends `s` (valid UTF-8, no control byte) after the `column` bytes that already stand on the
 * line: as it is when it is short plain ASCII, else as Q-encoded words of UTF-8, each of at most
 * 75 bytes and of whole characters, one a line. Safe in a Subject and as a display name. */
void header_put_text(struct buf *out, struct str s, size_t column);
/* The same for a display name: short plain ASCII is quoted. */
void header_put_phrase(struct buf *out, struct str s, size_t column);

#endif
