#include "mail/compose.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "mail/header.h"

#include <gmime/gmime.h>

/* "=_" cannot stand in quoted-printable text, so one constant boundary can never meet a body, and
 * the bytes of a mail do not change from one try to the next. */
#define BOUNDARY "=_alternative"
#define BOUNDARY_FILE "=_mixed"

const char *mail_fault_name(enum mail_fault f)
{
    static const char *const names[] = {
        "ok", "bad_address", "bad_header", "bad_body", "too_large", "bad_file"};
    return (size_t)f < sizeof names / sizeof *names ? names[f] : "?";
}

void mail_compose_init(void)
{
    static bool ready;
    if (!ready)
        g_mime_init();
    ready = true;
}

/* ---- addresses */

static bool local_part_ok(struct str s)
{
    static const char atom[] = "!#$%&'*+-/=?^_`{|}~"; /* RFC 5322 §3.2.3, beside letters, digits */
    if (!s.n || s.n > 64 || s.p[0] == '.' || s.p[s.n - 1] == '.')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '.' ? s.p[i - 1] == '.' : !ascii_is_alnum(c) && (!c || !strchr(atom, c)))
            return false;
    }
    return true;
}

static bool domain_ok(struct str s)
{
    struct str label;
    size_t labels = 0;
    if (!s.n || s.n > 253)
        return false;
    while (str_cut(&s, '.', &label)) {
        if (!label.n || label.n > 63 || label.p[0] == '-' || label.p[label.n - 1] == '-')
            return false;
        for (size_t i = 0; i < label.n; i++)
            if (!ascii_is_alnum(label.p[i]) && label.p[i] != '-')
                return false;
        labels++;
    }
    return labels > 0;
}

bool mail_address_ascii(struct arena *a, struct str typed, struct str *out)
{
    if (typed.n > 4 * MAIL_ADDRESS_MAX || !utf8_valid(typed) || str_has_control(typed, ""))
        return false;
    size_t at = str_find(typed, '@');
    if (at == typed.n)
        return false;
    struct str local = str_slice(typed, 0, at), domain = str_slice(typed, at + 1, typed.n);
    if (!local_part_ok(local))
        return false;
    if (!str_is_ascii(domain)) {
        char *puny = g_hostname_to_ascii(arena_dup(a, domain).p);
        if (!puny)
            return false;
        domain = arena_dup(a, str_c(puny));
        g_free(puny);
    }
    if (!domain_ok(domain) || local.n + 1 + domain.n > MAIL_ADDRESS_MAX)
        return false;
    *out = arena_printf(a, "%.*s@%.*s", STR_ARG(local), STR_ARG(domain));
    return true;
}

/* ---- headers */

static bool header_ok(struct str s, size_t max)
{
    return s.n && s.n <= max && utf8_valid(s) && !str_has_control(s, "");
}

static bool message_id_ok(struct str id)
{
    size_t at = str_find(id, '@');
    return id.n <= 200 && at < id.n && local_part_ok(str_slice(id, 0, at)) &&
           domain_ok(str_slice(id, at + 1, id.n));
}

static bool file_ok(const struct mail_file *f)
{
    return !f->bytes.n || (f->type && strchr(f->type, '/') && f->bytes.n <= MAIL_FILE_MAX &&
                              header_ok(f->name, 200) && str_find(f->name, '/') == f->name.n);
}

struct ready { /* addresses as SMTP wants them, all NUL-terminated */
    struct str from, to, reply_to;
};

static enum mail_fault judge(struct arena *a, const struct mail *m, struct ready *r)
{
    if (!mail_address_ascii(a, m->from, &r->from) || !mail_address_ascii(a, m->to, &r->to))
        return MAIL_BAD_ADDRESS;
    if (m->reply_to.n && !mail_address_ascii(a, m->reply_to, &r->reply_to))
        return MAIL_BAD_ADDRESS;
    if (!header_ok(m->subject, MAIL_SUBJECT_MAX) || !message_id_ok(m->message_id))
        return MAIL_BAD_HEADER;
    if (m->from_name.n && !header_ok(m->from_name, 200))
        return MAIL_BAD_HEADER;
    if (!m->text.n || !m->html.n || !utf8_valid(m->text) || !utf8_valid(m->html) ||
        str_has_control(m->text, "\r\n\t") || str_has_control(m->html, "\r\n\t"))
        return MAIL_BAD_BODY;
    return file_ok(&m->file) ? MAIL_OK : MAIL_BAD_FILE;
}

static void put_header(GMimeMessage *msg, const char *name, const char *value)
{
    g_mime_object_set_header(GMIME_OBJECT(msg), name, value, NULL);
}

/* A header that we have folded and encoded ourselves. */
static void put_raw(GMimeMessage *msg, const char *name, struct buf *raw)
{
    buf_puts(raw, "\n");
    buf_putc(raw, '\0');
    put_header(msg, name, "-"); /* makes its place */
    GMimeHeaderList *all = g_mime_object_get_header_list(GMIME_OBJECT(msg));
    g_mime_header_set_raw_value(g_mime_header_list_get_header(all, name), raw->p);
    buf_reset(raw);
}

static void put_words(GMimeMessage *msg, const struct mail *m, struct str from)
{
    struct buf raw;
    buf_init(&raw, 16 * 1024);
    buf_puts(&raw, " ");
    if (m->from_name.n) {
        header_put_phrase(&raw, m->from_name, sizeof "From: " - 1);
        buf_puts(&raw, "\n ");
    }
    buf_printf(&raw, "<%.*s>", STR_ARG(from));
    put_raw(msg, "From", &raw);
    buf_puts(&raw, " ");
    header_put_text(&raw, m->subject, sizeof "Subject: " - 1);
    put_raw(msg, "Subject", &raw);
    buf_free(&raw);
}

/* Paris time, with the zone in figures that was in force then. */
static void put_date(GMimeMessage *msg, struct instant t)
{
    GTimeZone *zone = g_time_zone_new_offset(wall_paris(t).summer ? 7200 : 3600);
    GDateTime *utc = g_date_time_new_from_unix_utc(t.s);
    GDateTime *paris = g_date_time_to_timezone(utc, zone);
    g_mime_message_set_date(msg, paris);
    g_date_time_unref(paris);
    g_date_time_unref(utc);
    g_time_zone_unref(zone);
}

/* ---- bodies */

static GMimeObject *part_new(const char *subtype, struct str body)
{
    GMimePart *part = g_mime_part_new_with_type("text", subtype);
    GMimeStream *bytes = g_mime_stream_mem_new_with_buffer(body.p, body.n);
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(bytes, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_mime_part_set_content(part, content);
    g_object_unref(content);
    g_object_unref(bytes);
    return GMIME_OBJECT(part);
}

/* \r\n and a lone \r become \n; the writer makes CRLF of them all. */
static struct str plain_ends(struct arena *a, struct str s)
{
    char *to = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '\r')
            to[n++] = s.p[i];
        else if (i + 1 == s.n || s.p[i + 1] != '\n')
            to[n++] = '\n';
    }
    return (struct str){to, n};
}

static GMimeObject *bodies_new(struct arena *a, const struct mail *m)
{
    GMimeMultipart *both = g_mime_multipart_new_with_subtype("alternative");
    g_mime_multipart_set_boundary(both, BOUNDARY);
    GMimeObject *text = part_new("plain", plain_ends(a, m->text));
    GMimeObject *html = part_new("html", plain_ends(a, m->html));
    g_mime_multipart_add(both, text); /* the poorest first: RFC 2046 §5.1.4 */
    g_mime_multipart_add(both, html);
    g_object_unref(text);
    g_object_unref(html);
    return GMIME_OBJECT(both);
}

static GMimeObject *file_new(struct arena *a, const struct mail_file *f)
{
    struct str type = str_c(f->type);
    size_t slash = str_find(type, '/');
    GMimePart *part = g_mime_part_new_with_type(
        arena_dup(a, str_slice(type, 0, slash)).p, f->type + slash + 1);
    GMimeStream *bytes = g_mime_stream_mem_new_with_buffer(f->bytes.p, f->bytes.n);
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(bytes, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_object_set_disposition(GMIME_OBJECT(part), GMIME_DISPOSITION_ATTACHMENT);
    g_mime_part_set_filename(part, arena_dup(a, f->name).p); /* and "name", for the old ones */
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
    g_mime_part_set_content(part, content);
    g_object_unref(content);
    g_object_unref(bytes);
    return GMIME_OBJECT(part);
}

/* The bodies, or the bodies and then the file. */
static GMimeObject *content_new(struct arena *a, const struct mail *m)
{
    GMimeObject *bodies = bodies_new(a, m);
    if (!m->file.bytes.n)
        return bodies;
    GMimeMultipart *all = g_mime_multipart_new_with_subtype("mixed");
    GMimeObject *file = file_new(a, &m->file);
    g_mime_multipart_set_boundary(all, BOUNDARY_FILE);
    g_mime_multipart_add(all, bodies);
    g_mime_multipart_add(all, file);
    g_object_unref(bodies);
    g_object_unref(file);
    return GMIME_OBJECT(all);
}

static void write_out(GMimeMessage *msg, struct buf *out)
{
    GMimeFormatOptions *format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    g_mime_format_options_set_param_encoding_method(format, GMIME_PARAM_ENCODING_METHOD_RFC2231);
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_object_write_to_stream(GMIME_OBJECT(msg), format, stream);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    buf_put(out, (struct str){(const char *)bytes->data, bytes->len});
    g_object_unref(stream);
    g_mime_format_options_free(format);
}

enum mail_fault mail_compose(struct arena *a, const struct mail *m, struct buf *out)
{
    struct ready r = {0};
    enum mail_fault fault = judge(a, m, &r);
    if (fault != MAIL_OK)
        return fault;
    GMimeMessage *msg = g_mime_message_new(FALSE);
    put_words(msg, m, r.from);
    g_mime_message_add_mailbox(msg, GMIME_ADDRESS_TYPE_TO, NULL, r.to.p);
    if (r.reply_to.n)
        g_mime_message_add_mailbox(msg, GMIME_ADDRESS_TYPE_REPLY_TO, NULL, r.reply_to.p);
    put_date(msg, m->date);
    g_mime_message_set_message_id(msg, arena_dup(a, m->message_id).p);
    put_header(msg, "Auto-Submitted", "auto-generated"); /* RFC 3834: no answering machine */
    put_header(msg, "X-Auto-Response-Suppress", "All");  /* the same, as Exchange spells it */
    put_header(msg, "Content-Language", "fr");
    put_header(msg, "MIME-Version", "1.0");
    GMimeObject *content = content_new(a, m);
    g_mime_message_set_mime_part(msg, content);
    write_out(msg, out);
    g_object_unref(content);
    g_object_unref(msg);
    return out->overflow ? MAIL_TOO_LARGE : MAIL_OK;
}
