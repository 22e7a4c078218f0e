/* base/json.h - writing JSON (reading it is Jansson's, in store/ and mail/). */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

/* "…" with the escapes of RFC 8785 (canonical JSON: short ones where there are, \u00xx for the other
 * controls, nothing else); `s` is valid UTF-8. */
void json_string(struct buf *out, struct str s);
/* A comma unless the last byte opens a list or an object, or stands after a name. */
void json_comma(struct buf *out);
/* ,"name": */
void json_name(struct buf *out, const char *name);

#endif
