/* domain/canon.h - JSON that has one spelling only; pure.
 *
 * Keys in byte order, no white space, integers only, the fewest escapes (RFC 8785 where its rules
 * meet ours): the same content gives the same bytes, so a hash of it can be checked years later. */
#ifndef DOMAIN_CANON_H
#define DOMAIN_CANON_H

#include "base/arena.h"
#include "base/buf.h"

struct canon;

struct canon *canon_object(struct arena *a);
struct canon *canon_array(struct arena *a);
/* Valid UTF-8, borrowed. */
struct canon *canon_text(struct arena *a, struct str s);
struct canon *canon_int(struct arena *a, int64_t v);
struct canon *canon_bool(struct arena *a, bool v);
/* A key that is there already is our own mistake and aborts. Keys are ASCII and live as long. */
void canon_set(struct arena *a, struct canon *object, const char *key, struct canon *value);
void canon_add(struct arena *a, struct canon *array, struct canon *value);
void canon_write(struct buf *out, const struct canon *v);

#endif
