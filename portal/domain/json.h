/* domain/json.h - JSON that has one spelling only; pure.
 *
 * Keys in byte order, no white space, integers only, the fewest escapes (RFC 8785 where its rules
 * meet ours): the same content gives the same bytes, so a hash of it can be checked years later. */
#ifndef DOMAIN_JSON_H
#define DOMAIN_JSON_H

#include "base/arena.h"
#include "base/buf.h"

struct json;

struct json *json_object(struct arena *a);
struct json *json_array(struct arena *a);
/* Valid UTF-8, borrowed. */
struct json *json_text(struct arena *a, struct str s);
struct json *json_int(struct arena *a, int64_t v);
struct json *json_bool(struct arena *a, bool v);
/* A key that is there already is our own mistake and aborts. Keys are ASCII and live as long. */
void json_set(struct arena *a, struct json *object, const char *key, struct json *value);
void json_add(struct arena *a, struct json *array, struct json *value);
void json_write(struct buf *out, const struct json *v);

#endif
