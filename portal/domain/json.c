#include "domain/json.h"

#include <inttypes.h>
#include <stdlib.h>

enum json_kind { JSON_OBJECT, JSON_ARRAY, JSON_TEXT, JSON_INT, JSON_BOOL };

struct member { /* of an object: sorted by key; of an array: in order, key NULL */
    const char *key;
    const struct json *value;
    struct member *next;
};

struct json {
    enum json_kind kind;
    struct member *first, *last;
    struct str text;
    int64_t number;
};

static struct json *make(struct arena *a, enum json_kind kind)
{
    struct json *v = ARENA_NEW(a, struct json);
    v->kind = kind;
    return v;
}

struct json *json_object(struct arena *a)
{
    return make(a, JSON_OBJECT);
}

struct json *json_array(struct arena *a)
{
    return make(a, JSON_ARRAY);
}

struct json *json_text(struct arena *a, struct str s)
{
    struct json *v = make(a, JSON_TEXT);
    v->text = s;
    return v;
}

struct json *json_int(struct arena *a, int64_t number)
{
    struct json *v = make(a, JSON_INT);
    v->number = number;
    return v;
}

struct json *json_bool(struct arena *a, bool truth)
{
    struct json *v = make(a, JSON_BOOL);
    v->number = truth;
    return v;
}

static struct member *member_of(struct arena *a, const char *key, const struct json *value)
{
    struct member *m = ARENA_NEW(a, struct member);
    m->key = key;
    m->value = value;
    return m;
}

void json_set(struct arena *a, struct json *object, const char *key, struct json *value)
{
    struct member **at = &object->first;
    while (*at && strcmp((*at)->key, key) < 0)
        at = &(*at)->next;
    if (object->kind != JSON_OBJECT || (*at && strcmp((*at)->key, key) == 0))
        abort();
    struct member *m = member_of(a, key, value);
    m->next = *at;
    *at = m;
}

void json_add(struct arena *a, struct json *array, struct json *value)
{
    if (array->kind != JSON_ARRAY)
        abort();
    struct member *m = member_of(a, NULL, value);
    if (array->last)
        array->last->next = m;
    else
        array->first = m;
    array->last = m;
}

static void write_text(struct buf *out, struct str s)
{
    static const char short_escape[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
        ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\'};
    buf_putc(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        char e = c < sizeof short_escape ? short_escape[c] : 0;
        if (e) {
            buf_putc(out, '\\');
            buf_putc(out, e);
        } else if (c < 0x20) {
            buf_printf(out, "\\u%04x", c);
        } else {
            buf_putc(out, (char)c);
        }
    }
    buf_putc(out, '"');
}

/* Depth is what our own code builds: a handful. */
void json_write(struct buf *out, const struct json *v)
{
    switch (v->kind) {
    case JSON_TEXT: write_text(out, v->text); return;
    case JSON_INT: buf_printf(out, "%" PRId64, v->number); return;
    case JSON_BOOL: buf_puts(out, v->number ? "true" : "false"); return;
    case JSON_OBJECT:
    case JSON_ARRAY: break;
    }
    bool object = v->kind == JSON_OBJECT;
    buf_putc(out, object ? '{' : '[');
    for (const struct member *m = v->first; m; m = m->next) {
        if (m != v->first)
            buf_putc(out, ',');
        if (object) {
            write_text(out, str_c(m->key));
            buf_putc(out, ':');
        }
        json_write(out, m->value);
    }
    buf_putc(out, object ? '}' : ']');
}
