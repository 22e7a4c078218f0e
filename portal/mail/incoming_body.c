#include "mail/incoming_body.h"

#include "base/utf8.h"
#include "base/words.h"
#include "mail/incoming.h"
#include "mail/incoming_charset.h"
#include "mail/incoming_parts.h"

enum {
    FILE_NAME_MAX = 100,
    FILES_BYTES_MAX = 16 * 1024,
    NAMED_MAX = 300,
    FORMS_MAX = 8,        /* of one text: plain, HTML, … */
    MUCH_MORE = 100,      /* bytes beyond three times as many: what another form says that the plain one does not */
};

struct reading {
    struct arena *a;
    struct buf text, files;
    size_t looked_at; /* bytes of texts */
    unsigned files_n, parts;
    bool cut, report;
};

struct str body_header(struct arena *a, const char *decoded, size_t max)
{
    return utf8_cut(utf8_clean_line(a, charset_mend(a, parts_utf8(a, str_c(decoded)))), max);
}

static void add_text(struct reading *r, struct str text)
{
    if (text.n == 0)
        return;
    if (r->text.n)
        buf_puts(&r->text, "\n\n");
    size_t room = r->text.n < INCOMING_TEXT_MAX ? INCOMING_TEXT_MAX - r->text.n : 0;
    struct str fits = utf8_fit(text, room);
    r->cut = r->cut || fits.n < text.n;
    buf_put(&r->text, fits);
}

/* ---- a text */

static struct str parameter(GMimeObject *part, const char *name)
{
    return str_c(g_mime_object_get_content_type_parameter(part, name));
}

static struct str text_of(struct reading *r, GMimeObject *part)
{
    struct str bytes = parts_bytes(r->a, part, TEXT_BYTES_MAX), label = parameter(part, "charset");
    bool html = parts_type_is(part, "text", "html");
    r->looked_at += bytes.n;
    if (bytes.n == TEXT_BYTES_MAX) {
        bytes = utf8_fit(bytes, TEXT_BYTES_MAX - 1); /* there may be more; and no half of a character */
        r->cut = true;
    }
    if (html && (label.n == 0 || str_eq_nocase(label, STR("us-ascii"))) && charset_of_html(bytes).n)
        label = charset_of_html(bytes);
    struct str text = charset_text(r->a, bytes, label);
    if (html)
        text = incoming_plain(r->a, text);
    else if (str_eq_nocase(parameter(part, "format"), STR("flowed")))
        text = body_unflow(r->a, text, str_eq_nocase(parameter(part, "delsp"), STR("yes")));
    return utf8_clean_text(r->a, text);
}

/* Texts that people write: not those of a file (a calendar, a table), nor what is attached. */
static bool is_written(GMimeObject *part)
{
    static const char *const written[] = {"plain", "html", "enriched", "richtext", "markdown", "x-markdown"};
    const char *disposition = g_mime_object_get_disposition(part);
    if (!GMIME_IS_PART(part) || (disposition && g_ascii_strcasecmp(disposition, "attachment") == 0))
        return false;
    for (size_t i = 0; i < sizeof written / sizeof *written; i++)
        if (parts_type_is(part, "text", written[i]))
            return true;
    return false;
}

/* ---- a file */

/* What only machines read in a report. */
static bool is_for_machines(GMimeObject *part)
{
    static const char *const subtypes[] = {
        "delivery-status", "global-delivery-status", "disposition-notification", "feedback-report"};
    for (size_t i = 0; i < sizeof subtypes / sizeof *subtypes; i++)
        if (parts_type_is(part, "message", subtypes[i]))
            return true;
    return parts_type_is(part, "text", "rfc822-headers");
}

static void note_file(struct reading *r, GMimeObject *part)
{
    const char *name = GMIME_IS_PART(part) ? g_mime_part_get_filename(GMIME_PART(part)) : NULL;
    struct str clean = body_header(r->a, name, FILE_NAME_MAX);
    if (is_for_machines(part) || ++r->files_n > INCOMING_FILES_MAX)
        return;
    struct str size = words_size(r->a, parts_size(part));
    buf_printf(&r->files, "%s%.*s (%.*s)", r->files.n ? ", " : "",
        STR_ARG(clean.n ? clean : STR("un fichier sans nom")), STR_ARG(size));
}

/* ---- what holds others */

static void walk(struct reading *r, GMimeObject *part, int depth);

/* What is written in one part, on its own; its files are noted as they come. */
static struct str apart(struct reading *r, GMimeObject *part, int depth)
{
    struct buf before = r->text;
    buf_init(&r->text, INCOMING_TEXT_MAX + 2);
    walk(r, part, depth);
    struct str text = arena_take(r->a, &r->text);
    r->text = before;
    return text;
}

/* The same in several forms, the plainest first (RFC 2046 §5.1.4): the first that says anything. But some
 * programs put no more into the plain one than that there is another. */
static void walk_forms(struct reading *r, GMimeMultipart *forms, int depth)
{
    int n = g_mime_multipart_get_count(forms);
    struct str best = {0};
    for (int i = 0; i < n && i < FORMS_MAX; i++) {
        struct str text = apart(r, g_mime_multipart_get_part(forms, i), depth + 1);
        if (best.n == 0 || text.n > 3 * best.n + MUCH_MORE)
            best = text;
    }
    add_text(r, best);
}

static void walk_all(struct reading *r, GMimeMultipart *all, int depth)
{
    int n = g_mime_multipart_get_count(all);
    for (int i = 0; i < n && i < PARTS_MAX; i++)
        walk(r, g_mime_multipart_get_part(all, i), depth + 1);
}

/* A mail that is attached, or forwarded: one that a server returns with its report is ours. */
static void walk_mail(struct reading *r, GMimeMessage *mail, int depth)
{
    InternetAddressList *from = g_mime_message_get_from(mail);
    char *said = from ? internet_address_list_to_string(from, NULL, FALSE) : NULL;
    struct str sender = body_header(r->a, said, NAMED_MAX);
    struct str subject = body_header(r->a, g_mime_message_get_subject(mail), NAMED_MAX);
    g_free(said);
    add_text(r, arena_printf(r->a, "[Message joint]%s%.*s%s%.*s", sender.n ? "\nDe\u00a0: " : "",
                    STR_ARG(sender), subject.n ? "\nObjet\u00a0: " : "", STR_ARG(subject)));
    if (g_mime_message_get_mime_part(mail))
        walk(r, g_mime_message_get_mime_part(mail), depth + 1);
}

/* A mail whose bytes are encoded is no message for GMime. */
static void walk_encoded(struct reading *r, GMimeObject *part, int depth)
{
    GMimeMessage *mail = parts_parse(parts_bytes(r->a, part, INCOMING_BYTES_MAX));
    if (mail) {
        walk_mail(r, mail, depth);
        g_object_unref(mail);
    } else {
        note_file(r, part);
    }
}

static void walk(struct reading *r, GMimeObject *part, int depth)
{
    if (!part || depth > DEPTH_MAX || ++r->parts > PARTS_MAX)
        return;
    bool mail = parts_type_is(part, "message", "rfc822") || parts_type_is(part, "message", "global");
    if (GMIME_IS_MULTIPART(part)) {
        r->report = r->report || parts_type_is(part, "multipart", "report");
        if (parts_type_is(part, "multipart", "alternative"))
            walk_forms(r, GMIME_MULTIPART(part), depth);
        else
            walk_all(r, GMIME_MULTIPART(part), depth);
    } else if (mail && r->report) {
        return;
    } else if (GMIME_IS_MESSAGE_PART(part) && g_mime_message_part_get_message(GMIME_MESSAGE_PART(part))) {
        walk_mail(r, g_mime_message_part_get_message(GMIME_MESSAGE_PART(part)), depth);
    } else if (mail && GMIME_IS_PART(part)) {
        walk_encoded(r, part, depth);
    } else if (is_written(part) && (r->text.n >= INCOMING_TEXT_MAX || r->looked_at >= TEXTS_BYTES_MAX)) {
        r->cut = true;
    } else if (is_written(part)) {
        add_text(r, text_of(r, part));
    } else {
        note_file(r, part);
    }
}

struct body body_read(struct arena *a, GMimeObject *top)
{
    struct reading r = {.a = a};
    buf_init(&r.files, FILES_BYTES_MAX);
    buf_init(&r.text, INCOMING_TEXT_MAX + 2);
    walk(&r, top, 0);
    if (r.files_n > INCOMING_FILES_MAX)
        buf_printf(&r.files, " et %u autres", r.files_n - INCOMING_FILES_MAX);
    struct body b = {.cut = r.cut};
    b.text = str_trim(arena_take(a, &r.text));
    b.files = arena_take(a, &r.files);
    return b;
}
