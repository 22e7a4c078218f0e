#include "doc/pdf_finish.h"

#include "base/buf.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>

enum { TREE_DEPTH_MAX = 8 };

/* ---- artifacts: whatever stands outside of a tag */

struct marks {
    struct buf *out;
    unsigned tags; /* open ones: a structure's, and inside it those that say what a ligature is */
    bool artifact;
};

/* Of a structure; others are inside one, and say which letters a shape stands for. */
static bool has_mcid(struct str line)
{
    for (size_t i = 0; i < line.n; i++)
        if (str_starts(str_slice(line, i, line.n), STR("/MCID ")))
            return true;
    return false;
}

static void artifact_end(struct marks *m)
{
    if (m->artifact)
        buf_puts(m->out, "EMC\n");
    m->artifact = false;
}

/* cairo writes each operator at the end of a line, and no line end inside a string of text. */
static void content_line(struct marks *m, struct str line)
{
    bool opens = str_ends(line, STR(" BDC")), structure = opens && has_mcid(line);
    if (m->tags == 0 && structure) {
        artifact_end(m);
    } else if (m->tags == 0 && !m->artifact) {
        buf_puts(m->out, "/Artifact BMC\n");
        m->artifact = true;
    }
    buf_put(m->out, line);
    buf_putc(m->out, '\n');
    if (opens)
        m->tags++;
    else if (str_eq_c(line, "EMC") && m->tags > 0)
        m->tags--;
}

static bool content_mark(struct str content, struct buf *out)
{
    struct marks m = {.out = out};
    struct str line;
    while (str_cut(&content, '\n', &line))
        if (line.n)
            content_line(&m, line);
    artifact_end(&m);
    return m.tags == 0 && !out->overflow;
}

static bool page_mark(qpdf_data q, qpdf_oh page)
{
    unsigned char *content = NULL;
    size_t n = 0;
    if (qpdf_oh_get_page_content_data(q, page, &content, &n) & QPDF_ERRORS)
        return false;
    struct buf marked;
    buf_init(&marked, 2 * n + 64);
    bool ok = content_mark((struct str){(const char *)content, n}, &marked);
    if (ok) {
        qpdf_oh stream = qpdf_oh_new_stream(q), none = qpdf_oh_new_null(q);
        qpdf_oh_replace_stream_data(
            q, stream, (const unsigned char *)marked.p, marked.n, none, none);
        qpdf_oh_replace_key(q, page, "/Contents", stream);
        qpdf_oh_replace_key(q, page, "/Tabs", qpdf_oh_new_name(q, "/S"));
    }
    buf_free(&marked);
    free(content);
    return ok;
}

/* ---- a table's heads: of their column when the whole row is heads, else of their row */

static bool is_element(qpdf_data q, qpdf_oh oh, const char *kind)
{
    return qpdf_oh_is_dictionary(q, oh) &&
           qpdf_oh_is_name_and_equals(q, qpdf_oh_get_key(q, oh, "/S"), kind);
}

/* The n-th child of an element; its /K is one thing or an array of them. */
static int children(qpdf_data q, qpdf_oh element, qpdf_oh *k)
{
    *k = qpdf_oh_get_key(q, element, "/K");
    return qpdf_oh_is_array(q, *k) ? qpdf_oh_get_array_n_items(q, *k) : !qpdf_oh_is_null(q, *k);
}

static qpdf_oh child(qpdf_data q, qpdf_oh k, int n)
{
    return qpdf_oh_is_array(q, k) ? qpdf_oh_get_array_item(q, k, n) : k;
}

static void row_scopes(qpdf_data q, qpdf_oh row)
{
    const char *scope = "<< /O /Table /Scope /Column >>";
    qpdf_oh k;
    int n = children(q, row, &k);
    for (int i = 0; i < n; i++)
        if (is_element(q, child(q, k, i), "/TD"))
            scope = "<< /O /Table /Scope /Row >>";
    for (int i = 0; i < n; i++)
        if (is_element(q, child(q, k, i), "/TH"))
            qpdf_oh_replace_key(q, child(q, k, i), "/A", qpdf_oh_parse(q, scope));
}

static void tree_scopes(qpdf_data q, qpdf_oh element, int depth)
{
    qpdf_oh k;
    int n = children(q, element, &k);
    for (int i = 0; i < n && depth < TREE_DEPTH_MAX; i++) {
        qpdf_oh one = child(q, k, i);
        if (is_element(q, one, "/TR"))
            row_scopes(q, one);
        else if (qpdf_oh_is_dictionary(q, one))
            tree_scopes(q, one, depth + 1);
    }
}

/* ---- the whole */

static bool edit(qpdf_data q)
{
    qpdf_oh root = qpdf_get_root(q);
    int pages = qpdf_get_num_pages(q);
    qpdf_oh_replace_key(q, root, "/Lang", qpdf_oh_new_string(q, "fr-FR"));
    qpdf_oh_replace_key(
        q, root, "/ViewerPreferences", qpdf_oh_parse(q, "<< /DisplayDocTitle true >>"));
    tree_scopes(q, qpdf_oh_get_key(q, root, "/StructTreeRoot"), 0);
    for (int i = 0; i < pages; i++)
        if (!page_mark(q, qpdf_get_page_n(q, (size_t)i)))
            return false;
    return pages > 0;
}

static bool write(qpdf_data q, struct buf *out)
{
    if (qpdf_init_write_memory(q) & QPDF_ERRORS)
        return false;
    qpdf_set_deterministic_ID(q, QPDF_TRUE);
    qpdf_set_object_stream_mode(q, qpdf_o_generate);
    if (qpdf_write(q) & QPDF_ERRORS)
        return false;
    buf_put(out, (struct str){(const char *)qpdf_get_buffer(q), qpdf_get_buffer_length(q)});
    return !out->overflow;
}

bool pdf_finish(struct str raw, struct buf *out, struct buf *why)
{
    qpdf_data q = qpdf_init();
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    bool ok = !(qpdf_read_memory(q, "document", raw.p, raw.n, NULL) & QPDF_ERRORS);
    ok = ok && edit(q) && !qpdf_has_error(q) && write(q, out) && !qpdf_more_warnings(q);
    if (!ok)
        buf_puts(why, out->overflow ? "the PDF is larger than allowed"
                                    : "qpdf does not take what cairo wrote");
    qpdf_cleanup(&q);
    return ok;
}
