#include "doc/pdf.h"

#include "base/codec.h"
#include "base/utf8.h"
#include "doc/fonts.h"
#include "doc/pdf_blocks.h"
#include "doc/pdf_finish.h"
#include "doc/paper.h"

#include <cairo-pdf.h>

/* ---- what may come in */

struct check {
    bool ok;
    size_t total; /* bytes of text so far */
};

static void check_text(struct check *c, struct str s)
{
    c->total += s.n;
    c->ok = c->ok && s.n <= PDF_TEXT_MAX && c->total <= PDF_TEXTS_MAX && utf8_valid(s);
}

static void check_rows(struct check *c, const struct document_row *rows, size_t n)
{
    c->ok = c->ok && n <= DOCUMENT_ROWS_MAX;
    for (size_t i = 0; c->ok && i < n; i++) {
        check_text(c, rows[i].label);
        check_text(c, rows[i].text);
    }
}

static void check_block(struct check *c, const struct document_block *b)
{
    c->ok = c->ok && b->kind < BLOCK_KINDS && b->prices_n <= DOCUMENT_ROWS_MAX &&
            (b->kind != BLOCK_SIGN || b->rows_n <= PDF_SIGN_ROWS_MAX);
    check_text(c, b->text);
    check_rows(c, b->rows, b->rows_n);
    check_rows(c, b->sums, b->sums_n);
    for (size_t i = 0; c->ok && i < b->prices_n; i++) {
        check_text(c, b->prices[i].label);
        check_text(c, b->prices[i].detail);
    }
}

static bool document_ok(const struct document *d)
{
    const struct str lines[] = {d->title, d->subtitle, d->number, d->mark, d->footer, d->verify};
    struct check c = {.ok = d->blocks_n <= DOCUMENT_BLOCKS_MAX && day_valid(d->issued)};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        check_text(&c, lines[i]);
    check_rows(&c, &d->issuer, 1);
    check_rows(&c, &d->addressee, 1);
    check_rows(&c, d->facts, d->facts_n);
    for (size_t i = 0; c.ok && i < d->blocks_n; i++)
        check_block(&c, &d->blocks[i]);
    return c.ok;
}

/* ---- what cairo writes */

static cairo_status_t raw_write(void *raw, const unsigned char *data, unsigned n)
{
    buf_put(raw, (struct str){(const char *)data, n});
    return ((struct buf *)raw)->overflow ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void metadata(cairo_surface_t *surface, struct arena *a, const struct document *d)
{
    struct buf day;
    buf_init(&day, 32);
    day_format_iso(&day, d->issued);
    buf_puts(&day, "T00:00:00Z");
    buf_putc(&day, '\0');
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, arena_dup(a, d->title).p);
    cairo_pdf_surface_set_metadata(
        surface, CAIRO_PDF_METADATA_AUTHOR, arena_dup(a, d->issuer.label).p);
    if (d->subtitle.n)
        cairo_pdf_surface_set_metadata(
            surface, CAIRO_PDF_METADATA_SUBJECT, arena_dup(a, d->subtitle).p);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, day.p);
    buf_free(&day);
}

static bool paint(
    struct paper *s, struct arena *a, const struct document *d, struct buf *raw, struct buf *why)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(raw_write, raw, PAPER_WIDTH, PAPER_HEIGHT);
    metadata(surface, a, d);
    cairo_t *cr = cairo_create(surface);
    paper_draw(s, cr);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS)
        buf_printf(why, "cairo: %s", cairo_status_to_string(status));
    return status == CAIRO_STATUS_SUCCESS;
}

/* ---- the whole */

/* What nobody can check, since it has no number, does not say that it can be. */
static struct str proof(struct arena *a, const struct document *d, const unsigned char sha256[32])
{
    struct str hex = hex_encode(a, (struct str){(const char *)sha256, 32});
    if (d->number.n == 0)
        return STR("");
    return arena_printf(a,
        "%.*s · Empreinte SHA-256\u00a0: %.*s\nNuméro et empreinte se vérifient sur %.*s",
        STR_ARG(d->number), STR_ARG(hex), STR_ARG(d->verify));
}

static bool render(struct arena *a, const struct document *d, const unsigned char sha256[32],
    struct buf *raw, struct buf *why)
{
    struct paper_frame frame = {.mark = d->mark,
        .left = d->title,
        .right = d->issuer.label,
        .foot = d->footer,
        .proof = proof(a, d, sha256)};
    struct paper *s = paper_new(a, &frame, why);
    if (!s)
        return false;
    pdf_front(s, d);
    for (size_t i = 0; i < d->blocks_n; i++)
        pdf_block(s, a, &d->blocks[i], i + 1 < d->blocks_n ? &d->blocks[i + 1] : NULL);
    bool ok = paper_break(s, PDF_PAGES_MAX);
    if (!ok)
        buf_puts(why, "the document takes too many pages");
    ok = ok && paint(s, a, d, raw, why);
    paper_free(s);
    return ok;
}

bool pdf_render(
    const struct document *d, const unsigned char sha256[32], struct buf *out, struct buf *why)
{
    if (!document_ok(d)) {
        buf_puts(why, "the document has a text or a list that cannot be printed");
        return false;
    }
    struct arena *a = arena_new();
    struct buf raw;
    buf_init(&raw, 2 * PDF_BYTES_MAX);
    bool ok = render(a, d, sha256, &raw, why) && pdf_finish(buf_str(&raw), out, why);
    if (!ok)
        buf_reset(out);
    buf_free(&raw);
    arena_free(a);
    return ok;
}
