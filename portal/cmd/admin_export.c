/* What an export says: every row of each file, as JSON and as lines that a person reads. */
#include "cmd/admin_export.h"

#include "base/json.h"
#include "base/words.h"

struct export {
    struct db *db;
    struct arena *a;
    struct buf *json, *lines;
};

static const char *const kinds[] = {
    [ARCHIVE_CANDIDACY] = "Candidature", [ARCHIVE_REQUEST] = "Demande", [ARCHIVE_ACCOUNT] = "Compte"};

static void put_row(struct export *x, struct str row)
{
    json_comma(x->json);
    buf_put(x->json, row);
}

static void put_lines(struct export *x, const char *label, struct str lines)
{
    buf_printf(x->lines, "\n-- %s\n%.*s\n", label, STR_ARG(lines));
}

static enum rc put_table(struct export *x, const struct subject_table *t, const struct subject *s)
{
    struct str *rows, *lines;
    size_t n, lines_n;
    enum rc rc = subject_read(x->db, x->a, t, s, false, &rows, &n);
    if (rc == RC_OK)
        rc = subject_read(x->db, x->a, t, s, true, &lines, &lines_n);
    if (rc != RC_OK)
        return rc;
    json_name(x->json, t->table);
    buf_putc(x->json, '[');
    for (size_t i = 0; i < n; i++)
        put_row(x, rows[i]);
    buf_putc(x->json, ']');
    for (size_t i = 0; i < lines_n; i++)
        put_lines(x, t->label, lines[i]);
    return RC_OK;
}

/* The tables of a subject; of a file in the archive, the audit trail alone stands outside of it. */
static enum rc put_tables(struct export *x, const struct subject *s, bool archived)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < subject_tables_n; i++)
        if (subject_tables[i].by == s->by && subject_tables[i].fate != SUBJECT_UNSAID &&
            (!archived || subject_tables[i].fate == SUBJECT_STAYS) &&
            strcmp(subject_tables[i].table, ARCHIVE_MAIL_PARTS) != 0)
            rc = put_table(x, &subject_tables[i], s);
    return rc;
}

static const char *label_of(struct str table, enum subject_by by)
{
    for (size_t i = 0; i < subject_tables_n; i++)
        if (subject_tables[i].by == by && str_eq_c(table, subject_tables[i].table))
            return subject_tables[i].label;
    return "Lien";
}

static enum rc put_archived(struct export *x, const struct archive_file *f)
{
    struct archive_row *rows, *lines;
    size_t n, lines_n;
    enum rc rc = archive_rows(x->db, x->a, f->file, false, &rows, &n);
    if (rc == RC_OK)
        rc = archive_rows(x->db, x->a, f->file, true, &lines, &lines_n);
    if (rc != RC_OK)
        return rc;
    json_name(x->json, "restricted_rows");
    buf_putc(x->json, '[');
    for (size_t i = 0; i < n; i++) {
        put_row(x, STR("{"));
        json_name(x->json, "table");
        json_string(x->json, rows[i].table);
        json_name(x->json, "row");
        buf_printf(x->json, "%.*s}", STR_ARG(rows[i].content));
        put_lines(x, label_of(lines[i].table, archive_subject(f->kind)), lines[i].content);
    }
    buf_putc(x->json, ']');
    return RC_OK;
}

static void put_head(struct export *x, const struct archive_file *f)
{
    const char *state = f->erased.s ? "erased" : f->erase_asked.s ? "waits for its visa" : f->file ? "restricted" : "live";
    put_row(x, STR("{"));
    json_name(x->json, "kind");
    json_string(x->json, str_c(archive_kind_name(f->kind)));
    json_name(x->json, "public_id");
    json_string(x->json, f->public_id);
    json_name(x->json, "reference");
    json_string(x->json, f->reference);
    json_name(x->json, "state");
    json_string(x->json, str_c(state));
    buf_printf(x->lines, "\n== %s %.*s%s\n", kinds[f->kind],
        STR_ARG(f->reference.n ? f->reference : f->public_id), f->file ? " (accès restreint)" : "");
}

static enum rc put_file(struct export *x, const struct archive_file *f)
{
    const struct subject s = {archive_subject(f->kind), f->object, f->email};
    put_head(x, f);
    enum rc rc = put_tables(x, &s, f->file != 0);
    if (rc == RC_OK && f->file)
        rc = put_archived(x, f);
    buf_putc(x->json, '}');
    return rc;
}

/* All that is said of a draft that may be somebody else's. */
static void put_unproved(struct export *x, const struct export_ask *ask)
{
    json_name(x->json, "unproved_drafts_that_name_it");
    buf_putc(x->json, '[');
    for (size_t i = 0; i < ask->files_n; i++) {
        const struct archive_file *f = &ask->files[i];
        if (!f->unproved)
            continue;
        put_row(x, STR("{"));
        json_name(x->json, "public_id");
        json_string(x->json, f->public_id);
        json_name(x->json, "created_at");
        buf_putc(x->json, '"');
        instant_format_sql(x->json, f->created);
        buf_puts(x->json, "\"}");
        put_lines(x, "Brouillon qui nomme l’adresse, sans que personne l’ait prouvée",
            arena_printf(x->a, "%.*s, du %.*s", STR_ARG(f->public_id), STR_ARG(words_instant(x->a, f->created))));
    }
    buf_putc(x->json, ']');
}

static enum rc put_address(struct export *x, const struct export_ask *ask)
{
    const struct subject s = {SUBJECT_ADDRESS, 0, ask->email};
    json_name(x->json, "address");
    buf_putc(x->json, '{');
    buf_puts(x->lines, "\n== Ce que le portail sait de l’adresse\n");
    enum rc rc = put_tables(x, &s, false);
    put_unproved(x, ask);
    json_name(x->json, "refuses_mails_about_quotes");
    buf_puts(x->json, ask->refuses ? "true" : "false");
    if (ask->refuses)
        buf_puts(x->lines, "\nNe veut plus de courriels au sujet des devis.\n");
    json_name(x->json, "mails_received_and_not_understood");
    buf_putc(x->json, '[');
    for (size_t i = 0; i < ask->asides_n; i++) {
        json_comma(x->json);
        json_string(x->json, ask->asides[i]);
        put_lines(x, "Courriel reçu et non compris", ask->asides[i]);
    }
    buf_puts(x->json, "]}");
    return rc;
}

struct str export_mail_file(struct arena *a, const char *out, size_t i)
{
    return arena_printf(a, "%s-%zu.eml", out, i + 1);
}

/* Each is a file of its own, to be opened with any mail reader. */
static void put_mails(struct export *x, const struct export_ask *ask)
{
    json_name(x->json, "mails_as_they_came");
    buf_putc(x->json, '[');
    if (ask->mails_n)
        buf_puts(x->lines, "\n== Réponses par courriel, telles qu’elles sont arrivées\n");
    for (size_t i = 0; i < ask->mails_n; i++) {
        const struct archive_mail *m = &ask->mails[i];
        struct str file = ask->beside ? export_mail_file(x->a, ask->beside, i) : STR("(pas écrite)");
        put_row(x, STR("{"));
        json_name(x->json, "public_id");
        json_string(x->json, m->public_id);
        json_name(x->json, "bytes");
        buf_printf(x->json, "%llu", (unsigned long long)m->bytes);
        if (ask->beside) {
            json_name(x->json, "file");
            json_string(x->json, file);
        }
        buf_putc(x->json, '}');
        buf_printf(x->lines, "%.*s\u00a0: %llu octets\n", STR_ARG(file), (unsigned long long)m->bytes);
    }
    buf_putc(x->json, ']');
}

enum rc export_write(struct db *db, struct arena *a, const struct export_ask *ask, struct buf *json,
    struct buf *lines)
{
    struct export x = {db, a, json, lines};
    enum rc rc = RC_OK;
    buf_puts(json, "{\"format\":\"portail-movsc/1\",\"made_at\":\"");
    instant_format_sql(json, ask->now);
    buf_puts(json, "Z\",\"note\":\"bytes are in base64; dates are in UTC\",\"files\":[");
    buf_printf(lines, "Export du %.*s. Dates en temps universel.\n", STR_ARG(words_instant(a, ask->now)));
    for (size_t i = 0; rc == RC_OK && i < ask->files_n; i++)
        if (!ask->email.n || !ask->files[i].unproved)
            rc = put_file(&x, &ask->files[i]);
    buf_putc(json, ']');
    if (rc == RC_OK && ask->email.n)
        rc = put_address(&x, ask);
    put_mails(&x, ask);
    buf_puts(json, "}\n");
    return rc == RC_OK && (json->overflow || lines->overflow) ? RC_TOO_LARGE : rc;
}
