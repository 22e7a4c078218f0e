#include "mail/incoming_parts.h"

#include "base/utf8.h"
#include "mail/incoming.h"

enum { FILE_NAME_MAX = 100, FILES_BYTES_MAX = 600 };

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

/* ---- what was written, and what came beside */

struct reading {
    struct arena *a;
    struct str text, html; /* the first of each; .p NULL: none yet */
    struct buf files;
    unsigned files_n, parts;
};

static struct str text_of(struct reading *r, GMimeObject *part)
{
    char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(part)); /* decoded, in UTF-8 */
    struct str all = str_c(text);
    struct str out = arena_dup(r->a, utf8_fit(all, TEXT_BYTES_MAX));
    g_free(text);
    return parts_utf8(r->a, out);
}

static void note_file(struct reading *r, GMimeObject *part)
{
    const char *name = GMIME_IS_PART(part) ? g_mime_part_get_filename(GMIME_PART(part)) : NULL;
    struct str clean = utf8_clean_line(r->a, parts_utf8(r->a, str_c(name)));
    if (++r->files_n > INCOMING_FILES_MAX)
        return;
    clean = clean.n ? utf8_cut(clean, FILE_NAME_MAX) : STR("un fichier sans nom");
    buf_printf(&r->files, "%s%.*s", r->files.n ? ", " : "", STR_ARG(clean));
}

static void walk(struct reading *r, GMimeObject *part, int depth)
{
    const char *disposition = g_mime_object_get_disposition(part);
    bool attached = disposition && g_ascii_strcasecmp(disposition, "attachment") == 0;
    if (depth > DEPTH_MAX || ++r->parts > PARTS_MAX)
        return;
    if (GMIME_IS_MULTIPART(part)) {
        int n = g_mime_multipart_get_count(GMIME_MULTIPART(part));
        for (int i = 0; i < n && i < PARTS_MAX; i++)
            walk(r, g_mime_multipart_get_part(GMIME_MULTIPART(part), i), depth + 1);
    } else if (!attached && !r->text.p && parts_type_is(part, "text", "plain") &&
               GMIME_IS_TEXT_PART(part)) {
        r->text = text_of(r, part);
    } else if (!attached && !r->html.p && parts_type_is(part, "text", "html") &&
               GMIME_IS_TEXT_PART(part)) {
        r->html = text_of(r, part);
    } else {
        note_file(r, part);
    }
}

void parts_text(struct arena *a, GMimeObject *top, struct str *text, struct str *files)
{
    struct reading r = {.a = a};
    buf_init(&r.files, FILES_BYTES_MAX);
    walk(&r, top, 0);
    struct str written = utf8_clean_text(a, r.text.p ? r.text : (struct str){"", 0});
    if (written.n == 0 && r.html.p)
        written = utf8_clean_text(a, incoming_plain(a, r.html));
    *text = utf8_cut(written, INCOMING_TEXT_MAX);
    *files = r.files.overflow ? STR("plusieurs fichiers") : arena_dup(a, buf_str(&r.files));
    buf_free(&r.files);
}
