#include "mail/incoming.h"

#include "base/utf8.h"
#include "mail/incoming_parts.h"
#include "mail/status.h"
#include "mail/verp.h"

/* ---- headers */

static struct str header_raw(GMimeMessage *msg, const char *name)
{
    return str_c(g_mime_object_get_header(GMIME_OBJECT(msg), name));
}

static bool header_has(GMimeMessage *msg, const char *name)
{
    return header_raw(msg, name).n > 0;
}

/* The first of its words that is a signed address of ours. */
static bool ours_in(struct str value, const struct keys *k, enum verp_kind *kind, uint64_t *id)
{
    static const char between[] = " \t\r\n<>,;:\"()";
    size_t from = 0;
    for (size_t i = 0; i <= value.n; i++) {
        if (i < value.n && value.p[i] && !strchr(between, value.p[i]))
            continue;
        if (i > from && verp_read(str_slice(value, from, i), k, kind, id))
            return true;
        from = i + 1;
    }
    return false;
}

/* What the delivering server wrote comes before what the sender wrote. */
static bool came_to(GMimeMessage *msg, const struct keys *k, enum verp_kind *kind, uint64_t *id)
{
    static const char *const names[] = {
        "X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc"};
    GMimeHeaderList *all = g_mime_object_get_header_list(GMIME_OBJECT(msg));
    int n = g_mime_header_list_get_count(all);
    n = n < HEADERS_MAX ? n : HEADERS_MAX;
    for (size_t name = 0; name < sizeof names / sizeof *names; name++)
        for (int i = 0; i < n; i++) {
            GMimeHeader *h = g_mime_header_list_get_header_at(all, i);
            const char *raw = g_mime_header_get_raw_value(h);
            if (g_ascii_strcasecmp(g_mime_header_get_name(h), names[name]) == 0 && raw &&
                ours_in(str_slice(str_c(raw), 0, HEADER_BYTES_MAX), k, kind, id))
                return true;
        }
    return false;
}

/* RFC 3834 and the older ways of saying the same. */
static bool automatic(GMimeMessage *msg)
{
    static const char *const precedences[] = {"bulk", "junk", "list", "auto_reply"};
    static const char *const signs[] = {"X-Autoreply", "X-Autorespond", "List-Id"};
    struct str said = str_trim(header_raw(msg, "Auto-Submitted"));
    struct str precedence = str_trim(header_raw(msg, "Precedence"));
    if (said.n && !str_eq_nocase(said, STR("no")))
        return true;
    for (size_t i = 0; i < sizeof precedences / sizeof *precedences; i++)
        if (str_eq_nocase(precedence, str_c(precedences[i])))
            return true;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (header_has(msg, signs[i]))
            return true;
    return false;
}

static bool from_nobody(GMimeMessage *msg)
{
    return str_eq(str_trim(header_raw(msg, "Return-Path")), STR("<>"));
}

/* ---- a delivery report */

struct report { /* of the worst recipient it tells of */
    bool failed, delayed;
    bool hard;
    struct str status, words;
};

/* "smtp; 550 5.1.1 …": without the type. */
static struct str diagnostic(struct str value)
{
    size_t at = str_find(value, ';');
    return str_trim(at < value.n ? str_slice(value, at + 1, value.n) : value);
}

/* Some servers say no more than "5.0.0", and the other one's words, "552 5.2.2 mailbox full", say
 * what it was. */
static void look_closer(struct str words, unsigned part[3], struct str *number)
{
    unsigned said[3];
    struct str better;
    if (part[1] == 0 && part[2] == 0 && words.n > 4 &&
        status_read(str_slice(words, 4, words.n), said, &better) && said[0] == part[0]) {
        memcpy(part, said, sizeof said);
        *number = better;
    }
}

static void judge_recipient(
    struct report *r, struct str action, struct str status, struct str words)
{
    unsigned part[3] = {0};
    struct str number = {0};
    bool known = status_read(str_trim(status), part, &number);
    words = diagnostic(words);
    if (known)
        look_closer(words, part, &number);
    bool failed = str_eq_nocase(str_trim(action), STR("failed"));
    bool delayed = str_eq_nocase(str_trim(action), STR("delayed"));
    bool hard = failed && known && status_condemns(part);
    if ((!failed && !delayed) || (r->failed && (delayed || r->hard || !hard)))
        return; /* good news, or no worse than what has been read */
    *r = (struct report){.failed = failed, .delayed = delayed, .hard = hard,
        .status = known ? number : STR(""), .words = words};
}

/* Groups of header fields, an empty line between: the first tells of the mail, each other of one
 * recipient. */
static struct report read_report(struct arena *a, struct str content)
{
    struct report r = {0};
    struct str line, fields[3] = {0}; /* action, status, diagnostic */
    static const char *const names[] = {"action", "status", "diagnostic-code"};
    struct str *last = NULL;
    for (size_t n = 0; n < REPORT_LINES_MAX && str_cut(&content, '\n', &line); n++) {
        bool more = line.n && (line.p[0] == ' ' || line.p[0] == '\t');
        line = str_trim(line);
        if (line.n == 0) {
            judge_recipient(&r, fields[0], fields[1], fields[2]);
            memset(fields, 0, sizeof fields);
            last = NULL;
        } else if (more && last && last->n < INCOMING_WHY_MAX) {
            *last = arena_printf(a, "%.*s %.*s", STR_ARG(*last), STR_ARG(line));
        } else if (!more) {
            size_t colon = str_find(line, ':');
            last = NULL;
            for (int i = 0; i < 3; i++)
                if (colon < line.n && str_eq_nocase(str_slice(line, 0, colon), str_c(names[i]))) {
                    last = &fields[i];
                    *last = str_trim(str_slice(line, colon + 1, line.n));
                }
        }
    }
    judge_recipient(&r, fields[0], fields[1], fields[2]);
    return r;
}

static GMimeObject *status_part(GMimeObject *top)
{
    GMimeMultipart *all = GMIME_IS_MULTIPART(top) ? GMIME_MULTIPART(top) : NULL;
    if (!all || !parts_type_is(top, "multipart", "report"))
        return NULL;
    int n = g_mime_multipart_get_count(all);
    for (int i = 0; i < n && i < PARTS_MAX; i++) {
        GMimeObject *part = g_mime_multipart_get_part(all, i);
        if (parts_type_is(part, "message", "delivery-status") && GMIME_IS_PART(part))
            return part;
    }
    return NULL;
}

static void read_bounce(struct arena *a, GMimeMessage *msg, struct incoming *out)
{
    GMimeObject *part = status_part(g_mime_message_get_mime_part(msg));
    if (!part) {
        if (automatic(msg)) /* an answering machine; else a report of another age, for people */
            out->kind = INCOMING_AUTOMATIC;
        return;
    }
    struct report r = read_report(a, parts_bytes(a, GMIME_PART(part), REPORT_BYTES_MAX));
    out->kind = r.failed || r.delayed ? INCOMING_BOUNCE : INCOMING_AUTOMATIC;
    out->failed = r.failed;
    out->hard = r.hard;
    struct str words = r.words;
    if (r.status.n && (words.n == 0 || !memmem(words.p, words.n, r.status.p, r.status.n)))
        words = arena_printf(a, "%.*s %.*s", STR_ARG(r.status), STR_ARG(words));
    out->why = utf8_cut(utf8_clean_line(a, parts_utf8(a, words)), INCOMING_WHY_MAX);
}

/* ---- */

static void read_reply(struct arena *a, GMimeMessage *msg, struct incoming *out)
{
    if (automatic(msg) || from_nobody(msg)) {
        out->kind = INCOMING_AUTOMATIC;
        return;
    }
    InternetAddressList *from = g_mime_message_get_from(msg);
    InternetAddress *first =
        from && internet_address_list_length(from) ? internet_address_list_get_address(from, 0) : NULL;
    if (first && INTERNET_ADDRESS_IS_MAILBOX(first))
        out->from = utf8_cut(utf8_clean_line(a, parts_utf8(a, str_c(internet_address_mailbox_get_addr(
                                 INTERNET_ADDRESS_MAILBOX(first))))), 254);
    out->message_id = arena_dup(a, str_slice(str_c(g_mime_message_get_message_id(msg)), 0, 500));
    parts_text(a, g_mime_message_get_mime_part(msg), &out->text, &out->files);
    out->kind = out->text.n || out->files.n ? INCOMING_REPLY : INCOMING_UNREADABLE;
}

static void read_message(
    struct arena *a, const struct keys *k, GMimeMessage *msg, struct incoming *out)
{
    enum verp_kind kind;
    out->kind = INCOMING_STRANGER;
    if (!came_to(msg, k, &kind, &out->id))
        return;
    out->kind = INCOMING_UNREADABLE;
    if (!g_mime_message_get_mime_part(msg))
        return;
    if (kind == VERP_BOUNCE)
        read_bounce(a, msg, out);
    else
        read_reply(a, msg, out);
}

void incoming_read(struct arena *a, const struct keys *k, struct str bytes, struct incoming *out)
{
    *out = (struct incoming){0};
    if (bytes.n == 0 || bytes.n > INCOMING_BYTES_MAX)
        return;
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.p, bytes.n);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *msg = g_mime_parser_construct_message(parser, NULL);
    if (msg) {
        read_message(a, k, msg, out);
        g_object_unref(msg);
    }
    g_object_unref(parser);
    g_object_unref(stream);
}
