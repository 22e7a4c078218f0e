#include "mail/incoming.h"

#include "base/utf8.h"
#include "mail/incoming_body.h"
#include "mail/incoming_charset.h"
#include "mail/incoming_machine.h"
#include "mail/incoming_parts.h"
#include "mail/incoming_report.h"
#include "mail/incoming_vouched.h"
#include "mail/verp.h"

enum { SHOWN_HEADERS_MAX = 32 * 1024 }; /* bytes: the text comes after them */

/* ---- where it came to */

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

/* ---- a delivery report */

/* The bytes behind the headers, for a report whose parts nobody finds. */
static struct str body_of(struct str bytes)
{
    for (size_t i = 0; i + 1 < bytes.n; i++)
        if (bytes.p[i] == '\n' && (bytes.p[i + 1] == '\n' || bytes.p[i + 1] == '\r'))
            return str_slice(bytes, i + 1, bytes.n);
    return (struct str){0};
}

static struct report report_of(struct arena *a, GMimeMessage *msg, struct str bytes)
{
    GMimeObject *top = g_mime_message_get_mime_part(msg);
    struct report r = report_read(a, top, body_of(bytes));
    if (r.found || (machine_automatic(msg) && !machine_is_server(msg) && !machine_from_nobody(msg)))
        return r;
    struct str subject = body_header(a, g_mime_message_get_subject(msg), INCOMING_SUBJECT_MAX);
    return report_read_text(a, subject, body_read(a, top).text);
}

static void read_bounce(struct arena *a, GMimeMessage *msg, struct str bytes, struct incoming *out)
{
    struct report r = report_of(a, msg, bytes);
    if (!r.found) {
        if (machine_automatic(msg)) /* an answering machine; else a report of another age, for people */
            out->kind = INCOMING_AUTOMATIC;
        else
            out->fault = UNREAD_REPORT;
        return;
    }
    out->kind = r.failed || r.delayed ? INCOMING_BOUNCE : INCOMING_AUTOMATIC;
    out->failed = r.failed;
    out->hard = r.hard;
    struct str words = r.words;
    bool said = r.status.n == 0 || (words.n && (str_ends(r.status, STR(".0.0")) ||
                    memmem(words.p, words.n, r.status.p, r.status.n)));
    if (!said)
        words = arena_printf(a, "%.*s %.*s", STR_ARG(r.status), STR_ARG(words));
    out->why = utf8_cut(utf8_clean_line(a, parts_utf8(a, words)), INCOMING_WHY_MAX);
}

/* ---- a complaint */

/* The value of a field of a report's part; empty: not there. */
static struct str field_in(struct str content, const char *name)
{
    struct str line;
    for (size_t n = 0; n < REPORT_LINES_MAX && str_cut(&content, '\n', &line); n++) {
        size_t colon = str_find(line, ':');
        if (str_eq_nocase(str_slice(line, 0, colon), str_c(name)))
            return str_trim(str_slice(line, colon + 1, line.n));
    }
    return (struct str){0};
}

/* The mail that was complained of: its envelope's sender, which is signed, in the report's own field or
 * above the copy. */
static bool complained_of(
    struct arena *a, GMimeObject *top, struct str report, const struct keys *k, uint64_t *id)
{
    static const char *const copies[] = {"rfc822", "rfc822-headers"};
    enum verp_kind kind;
    GMimeObject *copy = NULL;
    if (ours_in(field_in(report, "Original-Mail-From"), k, &kind, id))
        return kind == VERP_BOUNCE;
    for (size_t i = 0; i < sizeof copies / sizeof *copies && !copy; i++)
        if (parts_find(top, i ? "text" : "message", copies[i], &copy, 1)) {
            struct str quoted = parts_bytes(a, copy, REPORT_BYTES_MAX);
            return ours_in(field_in(quoted, "Return-Path"), k, &kind, id) && kind == VERP_BOUNCE;
        }
    return false;
}

/* Good news and news about machines ask for nothing; all else is somebody who does not want our mail. */
static enum incoming_kind complaint_kind(struct str type)
{
    static const char *const others[] = {"not-spam", "auth-failure", "virus", "dmarc"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_eq_nocase(type, str_c(others[i])))
            return INCOMING_AUTOMATIC;
    return INCOMING_COMPLAINT;
}

/* False: it is no complaint at all. */
static bool read_complaint(struct arena *a, const struct keys *k, GMimeMessage *msg,
    const enum verp_kind *to, struct incoming *out)
{
    GMimeObject *top = g_mime_message_get_mime_part(msg), *part;
    if (!top || !parts_find(top, "message", "feedback-report", &part, 1))
        return false;
    struct str report = parts_bytes(a, part, REPORT_BYTES_MAX);
    struct str type = field_in(report, "Feedback-Type");
    if (!(to && *to == VERP_BOUNCE) && !complained_of(a, top, report, k, &out->id)) {
        out->kind = INCOMING_STRANGER;
        return true;
    }
    out->kind = complaint_kind(type);
    out->why = utf8_cut(utf8_clean_line(a, parts_utf8(a, type)), INCOMING_WHY_MAX);
    return true;
}

/* ---- an answer */

static struct str sender_of(struct arena *a, GMimeMessage *msg)
{
    InternetAddressList *from = g_mime_message_get_from(msg);
    InternetAddress *first =
        from && internet_address_list_length(from) ? internet_address_list_get_address(from, 0) : NULL;
    if (!first || !INTERNET_ADDRESS_IS_MAILBOX(first))
        return (struct str){0};
    return body_header(a, internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)), 254);
}

static void read_reply(struct arena *a, GMimeMessage *msg, struct str server, struct incoming *out)
{
    struct body b = body_read(a, g_mime_message_get_mime_part(msg));
    out->from = sender_of(a, msg);
    out->vouched = vouched_by(a, msg, server, out->from);
    out->message_id = arena_dup(a, str_slice(str_c(g_mime_message_get_message_id(msg)), 0, 500));
    out->subject = body_header(a, g_mime_message_get_subject(msg), INCOMING_SUBJECT_MAX);
    out->text = b.text;
    out->files = b.files;
    out->cut = b.cut;
    if (machine_wrote(a, msg))
        out->kind = INCOMING_MACHINE;
    else if (b.text.n || b.files.n || out->subject.n)
        out->kind = INCOMING_REPLY;
    else
        out->fault = UNREAD_ANSWER;
}

/* ---- */

static void read_message(struct arena *a, const struct keys *k, struct str server, GMimeMessage *msg,
    struct str bytes, struct incoming *out)
{
    enum verp_kind kind;
    bool ours = came_to(msg, k, &kind, &out->id);
    if (read_complaint(a, k, msg, ours ? &kind : NULL, out))
        return;
    out->kind = ours ? INCOMING_UNREADABLE : INCOMING_STRANGER;
    if (!ours)
        return;
    if (kind == VERP_REQUEST)
        read_reply(a, msg, server, out);
    else if (!g_mime_message_get_mime_part(msg))
        out->fault = UNREAD_EMPTY;
    else
        read_bounce(a, msg, bytes, out);
}

void incoming_read(struct arena *a, const struct keys *k, struct str server, struct str bytes,
    struct incoming *out)
{
    *out = (struct incoming){.fault = bytes.n == 0 ? UNREAD_EMPTY : UNREAD_NOT_MAIL};
    out->too_large = bytes.n > INCOMING_BYTES_MAX;
    bytes = str_slice(bytes, 0, INCOMING_BYTES_MAX);
    GMimeMessage *msg = bytes.n ? parts_parse(bytes) : NULL;
    if (msg) {
        out->fault = UNREAD_NONE;
        read_message(a, k, server, msg, bytes, out);
        g_object_unref(msg);
    }
    if (out->too_large && out->kind != INCOMING_REPLY && out->kind != INCOMING_MACHINE)
        *out = (struct incoming){.fault = UNREAD_TOO_LARGE, .too_large = true}; /* whoever's it is */
}

const char *incoming_fault_name(enum incoming_fault fault)
{
    static const char *const all[] = {[UNREAD_NONE] = "", [UNREAD_EMPTY] = "empty",
        [UNREAD_TOO_LARGE] = "too_large", [UNREAD_NOT_MAIL] = "not_mail", [UNREAD_REPORT] = "report",
        [UNREAD_ANSWER] = "answer", [UNREAD_NO_FILE] = "no_file", [UNREAD_NOT_KEPT] = "not_kept",
        [UNREAD_MANY] = "many"};
    return all[fault];
}

/* ---- for people */

static void show_headers(struct arena *a, GMimeMessage *msg, struct buf *out)
{
    GMimeHeaderList *all = g_mime_object_get_header_list(GMIME_OBJECT(msg));
    int n = g_mime_header_list_get_count(all);
    for (int i = 0; i < n && i < HEADERS_MAX && out->n < SHOWN_HEADERS_MAX; i++) {
        GMimeHeader *h = g_mime_header_list_get_header_at(all, i);
        struct str name = parts_utf8(a, str_c(g_mime_header_get_name(h)));
        struct str value = body_header(a, g_mime_header_get_value(h), HEADER_BYTES_MAX);
        name = utf8_clean_line(a, name);
        buf_printf(out, "%.*s\u00a0: %.*s\n", STR_ARG(name), STR_ARG(value));
    }
}

struct str incoming_show(struct arena *a, struct str bytes)
{
    struct buf out;
    bytes = str_slice(bytes, 0, INCOMING_BYTES_MAX);
    GMimeMessage *msg = bytes.n ? parts_parse(bytes) : NULL;
    buf_init(&out, INCOMING_SHOWN_MAX);
    if (msg && g_mime_message_get_mime_part(msg)) {
        show_headers(a, msg, &out);
        struct body b = body_read(a, g_mime_message_get_mime_part(msg));
        buf_printf(&out, "\n%.*s\n", STR_ARG(b.text));
        if (b.cut)
            buf_puts(&out, "\n[Ce courriel est long\u00a0: la suite n’est pas montrée.]\n");
        if (b.files.n)
            buf_printf(&out, "\nFichiers joints\u00a0: %.*s\n", STR_ARG(b.files));
    } else {
        struct str head = str_slice(bytes, 0, INCOMING_SHOWN_MAX / 8);
        head = utf8_clean_text(a, charset_text(a, head, (struct str){0}));
        buf_put(&out, head);
    }
    if (msg)
        g_object_unref(msg);
    return utf8_fit(arena_take(a, &out), INCOMING_SHOWN_MAX);
}
