#include "mail/incoming_parts.h"

#include "base/utf8.h"

bool parts_type_is(GMimeObject *part, const char *type, const char *subtype)
{
    return g_mime_content_type_is_type(g_mime_object_get_content_type(part), type, subtype);
}

struct finding {
    const char *type, *subtype;
    GMimeObject **out;
    size_t n, max, seen;
};

static void find(struct finding *f, GMimeObject *part, int depth)
{
    if (!part || depth > DEPTH_MAX || f->seen++ > PARTS_MAX)
        return;
    if (parts_type_is(part, f->type, f->subtype) && f->n < f->max)
        f->out[f->n++] = part;
    if (!GMIME_IS_MULTIPART(part))
        return;
    int n = g_mime_multipart_get_count(GMIME_MULTIPART(part));
    for (int i = 0; i < n && i <= PARTS_MAX; i++)
        find(f, g_mime_multipart_get_part(GMIME_MULTIPART(part), i), depth + 1);
}

size_t parts_find(GMimeObject *top, const char *type, const char *subtype, GMimeObject **out, size_t max)
{
    struct finding f = {.type = type, .subtype = subtype, .out = out, .max = max};
    find(&f, top, 0);
    return f.n;
}

static void write_out(GMimeObject *part, GMimeStream *to)
{
    GMimeDataWrapper *content = GMIME_IS_PART(part) ? g_mime_part_get_content(GMIME_PART(part)) : NULL;
    GMimeMessage *quoted =
        GMIME_IS_MESSAGE_PART(part) ? g_mime_message_part_get_message(GMIME_MESSAGE_PART(part)) : NULL;
    if (content)
        g_mime_data_wrapper_write_to_stream(content, to);
    else if (quoted)
        g_mime_object_write_to_stream(GMIME_OBJECT(quoted), NULL, to);
}

struct str parts_bytes(struct arena *a, GMimeObject *part, size_t max)
{
    GMimeStream *to = g_mime_stream_mem_new();
    write_out(part, to);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(to));
    size_t n = bytes->len < max ? bytes->len : max;
    struct str out = arena_dup(a, (struct str){(const char *)bytes->data, n});
    g_object_unref(to);
    return out;
}

size_t parts_size(GMimeObject *part)
{
    GMimeStream *nowhere = g_mime_stream_null_new();
    write_out(part, nowhere);
    size_t n = GMIME_STREAM_NULL(nowhere)->written;
    g_object_unref(nowhere);
    return n;
}

GMimeMessage *parts_parse(struct str bytes)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.p, bytes.n);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *msg = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    return msg;
}

struct str parts_utf8(struct arena *a, struct str s)
{
    if (utf8_valid(s))
        return s;
    char *to = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        if (utf8_next(s, &i) == UINT32_MAX) {
            to[n++] = '?';
            i++;
        } else {
            memcpy(to + n, s.p + from, i - from);
            n += i - from;
        }
    }
    return (struct str){to, n};
}
