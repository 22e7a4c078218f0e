/* mail/incoming_charset.h - the text in bytes whose label cannot be trusted. Pure.
 *
 * Labels lie: UTF-8 leaves under any of them, and what a Windows machine typed under iso-8859-1 and
 * us-ascii. So bytes that are UTF-8 are UTF-8; else the label decides, when it is one that knows more than
 * windows-1252 does; else they are windows-1252, of which the first 128 are the same everywhere. */
#ifndef MAIL_INCOMING_CHARSET_H
#define MAIL_INCOMING_CHARSET_H

#include "base/arena.h"

/* Valid UTF-8 whatever came. `label`: a charset's name, as it was written; or empty. */
struct str charset_text(struct arena *a, struct str bytes, struct str label);
/* The label that an HTML text has in itself: <meta charset>, or <meta content="…; charset=…">; or empty. */
struct str charset_of_html(struct str bytes);
/* Valid UTF-8 that was read as iso-8859-1 by somebody else: its control codes are windows-1252's signs. */
struct str charset_mend(struct arena *a, struct str text);

#endif
