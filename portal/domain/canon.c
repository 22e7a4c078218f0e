#include "domain/canon.h"

#include "base/json.h"

#include <inttypes.h>
#include <stdlib.h>

enum canon_kind { CANON_OBJECT, CANON_ARRAY, CANON_TEXT, CANON_INT, CANON_BOOL };

struct member { /* of an object: sorted by key; of an array: in order, key NULL */
    const char *key;
    const struct canon *value;
    struct member *next;
};

struct canon {
    enum canon_kind kind;
    struct member *first, *last;
    struct str text;
    int64_t number;
};

static struct canon *make(struct arena *a, enum canon_kind kind)
{
    struct canon *v = ARENA_NEW(a, struct canon);
    v->kind = kind;
    return v;
}

struct canon *canon_object(struct arena *a)
{
    return make(a, CANON_OBJECT);
}

struct canon *canon_array(struct arena *a)
{
    return make(a, CANON_ARRAY);
}

struct canon *canon_text(struct arena *a, struct str s)
{
    struct canon *v = make(a, CANON_TEXT);
    v->text = s;
    return v;
}

struct canon *canon_int(struct arena *a, int64_t number)
{
    struct canon *v = make(a, CANON_INT);
    v->number = number;
    return v;
}

struct canon *canon_bool(struct arena *a, bool truth)
{
    struct canon *v = make(a, CANON_BOOL);
    v->number = truth;
    return v;
}

static struct member *member_of(struct arena *a, const char *key, const struct canon *value)
{
    struct member *m = ARENA_NEW(a, struct member);
    m->key = key;
    m->value = value;
    return m;
}

void canon_set(struct arena *a, struct canon *object, const char *key, struct canon *value)
{
    struct member **at = &object->first;
    while (*at && strcmp((*at)->key, key) < 0)
        at = &(*at)->next;
    if (object->kind != CANON_OBJECT || (*at && strcmp((*at)->key, key) == 0))
        abort();
    struct member *m = member_of(a, key, value);
    m->next = *at;
    *at = m;
}

void canon_add(struct arena *a, struct canon *array, struct canon *value)
{
    if (array->kind != CANON_ARRAY)
        abort();
    struct member *m = member_of(a, NULL, value);
    if (array->last)
        array->last->next = m;
    else
        array->first = m;
    array->last = m;
}

/* Depth is what our own code builds: a handful. */
void canon_write(struct buf *out, const struct canon *v)
{
    switch (v->kind) {
    case CANON_TEXT: json_string(out, v->text); return;
    case CANON_INT: buf_printf(out, "%" PRId64, v->number); return;
    case CANON_BOOL: buf_puts(out, v->number ? "true" : "false"); return;
    case CANON_OBJECT:
    case CANON_ARRAY: break;
    }
    bool object = v->kind == CANON_OBJECT;
    buf_putc(out, object ? '{' : '[');
    for (const struct member *m = v->first; m; m = m->next) {
        if (m != v->first)
            buf_putc(out, ',');
        if (object) {
            json_string(out, str_c(m->key));
            buf_putc(out, ':');
        }
        canon_write(out, m->value);
    }
    buf_putc(out, object ? '}' : ']');
}
