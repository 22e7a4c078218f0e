#include "doc/pdf_blocks.h"

#define WIDTH PAPER_INNER
#define BLOCK_GAP 9.0
#define CELL_PAD PDF_CELL_PAD
#define NOTE_PAD 6.0

double pdf_gap(const struct paper *s)
{
    return paper_after_heading(s) ? 3 : BLOCK_GAP;
}

/* Puts a text into a piece; returns where the next one may stand under it. */
static double stack(
    struct paper_piece *p, struct paper_text *t, double x, double y, enum paper_tag tag)
{
    paper_cell(p, t, x, y, tag);
    return y + paper_text_height(t);
}

/* ---- the front: who on the left, to whom where a window envelope shows it */

static void front_letterhead(struct paper *s, const struct document *d)
{
    struct paper_piece p = {.below = 16};
    const double width = WIDTH * 0.54, x = WIDTH * 0.57, inside = WIDTH - x - 10;
    double y = stack(&p, paper_text(s, STYLE_LETTERHEAD, width, d->issuer.label), 0, 0, TAG_P);
    if (d->issuer.text.n)
        stack(&p, paper_text(s, STYLE_SMALL, width, d->issuer.text), 0, y + 4, TAG_P);
    if (d->addressee.label.n) {
        const double top = 30;
        y = stack(&p, paper_text(s, STYLE_NAME, inside, d->addressee.label), x + 10, top, TAG_P);
        if (d->addressee.text.n)
            y = stack(
                &p, paper_text(s, STYLE_BODY, inside, d->addressee.text), x + 10, y + 1, TAG_P);
        if (y < PAPER_HEIGHT / 2)
            paper_shape(&p, PAINT_BRAND, x, top + 1, 1.6, y - top);
    }
    paper_add(s, &p);
}

static void front_title(struct paper *s, const struct document *d)
{
    struct paper_piece p = {.keep = true, .below = 7};
    double y = stack(&p, paper_text(s, STYLE_TITLE, WIDTH, d->title), 0, 6, TAG_H1);
    if (d->subtitle.n)
        stack(&p, paper_text(s, STYLE_SUBTITLE, WIDTH, d->subtitle), 0, y + 1, TAG_P);
    paper_add(s, &p);
}

/* Facts stand in a strip of up to four columns, the label small above its value. */
static void front_facts(struct paper *s, const struct document *d)
{
    const size_t columns = d->facts_n <= 4 ? d->facts_n : d->facts_n % 4 == 0 ? 4 : 3;
    for (size_t i = 0; i < d->facts_n; i += columns) {
        const double step = WIDTH / (double)columns;
        struct paper_piece p = {.below = 5, .keep = i + columns < d->facts_n};
        paper_shape(&p, i == 0 ? PAINT_BRAND : PAINT_LINE, 0, 0, WIDTH, i == 0 ? 1.2 : 0.6);
        if (i + columns >= d->facts_n)
            paper_shape(&p, PAINT_LINE, 0, -0.6, WIDTH, 0);
        for (size_t j = i; j < i + columns && j < d->facts_n; j++) {
            const double x = (double)(j - i) * step;
            struct paper_text *t =
                paper_text_under(s, STYLE_STRONG, step - 10, d->facts[j].label, d->facts[j].text);
            paper_cell(&p, t, x, 5, TAG_P);
        }
        paper_add(s, &p);
    }
}

void pdf_front(struct paper *s, const struct document *d)
{
    front_letterhead(s, d);
    front_title(s, d);
    front_facts(s, d);
}

/* ---- text */

/* The sign that begins an item of a list, with its space; 0 for a paragraph. */
static size_t bullet(struct str line)
{
    static const char *const signs[] = {"• ", "– ", "— ", "- "};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_starts(line, str_c(signs[i])))
            return strlen(signs[i]);
    return 0;
}

struct lines { /* where paragraphs go */
    double x, width;
    double gap; /* above the first */
    unsigned list;
};

static struct paper_piece line_piece(struct paper *s, struct lines *at, struct str line)
{
    struct paper_piece p = {.gap = at->gap, .breaks = true};
    size_t sign = bullet(line);
    if (sign) {
        at->list = at->list ? at->list : paper_table(s);
        p.table = at->list;
        paper_cell(&p, paper_text(s, STYLE_BODY, 12, STR("•")), at->x + 2, 0, TAG_LBL);
        paper_cell(&p, paper_text(s, STYLE_BODY, at->width - 14, str_slice(line, sign, line.n)),
            at->x + 14, 0, TAG_LBODY);
        p.gap = at->gap > 1.5 ? at->gap : 1.5;
    } else {
        at->list = 0;
        paper_cell(&p, paper_text(s, STYLE_BODY, at->width, line), at->x, 0, TAG_P);
        /* what announces a list stands with it */
        p.keep = str_ends(line, STR(":"));
    }
    return p;
}

/* `announces`: a table comes next, and the last paragraph stands with it. */
static void block_text(struct paper *s, struct str text, bool announces)
{
    struct lines at = {0, WIDTH, pdf_gap(s), 0};
    struct str line;
    while (str_cut(&text, '\n', &line)) {
        if (str_trim(line).n == 0) {
            at.gap = BLOCK_GAP;
            continue;
        }
        struct paper_piece p = line_piece(s, &at, line);
        p.keep = text.n > 0 ? p.keep : announces;
        paper_add(s, &p);
        at.gap = 3;
    }
}

/* A box that may go on over a page: each paragraph draws its part of it. */
static void block_note(struct paper *s, struct str text)
{
    struct lines at = {NOTE_PAD + 4, WIDTH - 2 * NOTE_PAD - 4, 0, 0};
    struct str line;
    bool first = true;
    while (str_cut(&text, '\n', &line)) {
        if (str_trim(line).n == 0)
            continue;
        struct paper_piece p = line_piece(s, &at, line);
        double above = first ? NOTE_PAD : 2;
        for (size_t i = 0; i < p.cells_n; i++)
            p.cells[i].y += above;
        p.gap = first ? pdf_gap(s) + 2 : 0;
        p.below = text.n ? 2 : NOTE_PAD;
        p.keep = text.n > 0;
        paper_shape(&p, PAINT_CARD, 0, 0, WIDTH, 0);
        paper_shape(&p, PAINT_BRAND, 0, 0, 2.4, 0);
        paper_add(s, &p);
        first = false;
    }
}

static void block_heading(struct paper *s, struct str text)
{
    struct paper_piece p = {.gap = BLOCK_GAP + 3, .keep = true};
    paper_cell(&p, paper_text(s, STYLE_HEADING, WIDTH, text), 0, 0, TAG_H2);
    paper_add(s, &p);
}

/* ---- rows: a label and what stands beside it */

static void block_rows(struct paper *s, const struct document_block *b)
{
    const double label = WIDTH * 0.235;
    unsigned table = paper_table(s);
    for (size_t i = 0; i < b->rows_n; i++) {
        struct paper_piece p = {.gap = i ? 0 : pdf_gap(s) - 2, .below = CELL_PAD, .table = table};
        paper_cell(&p, paper_text(s, STYLE_LABEL, label - 12, b->rows[i].label), 0, CELL_PAD + 0.7,
            TAG_TH);
        paper_cell(
            &p, paper_text(s, STYLE_BODY, WIDTH - label, b->rows[i].text), label, CELL_PAD, TAG_TD);
        paper_shape(&p, PAINT_LINE, 0, -0.6, WIDTH, 0);
        paper_add(s, &p);
    }
}

/* ---- "Bon pour accord": what is written by hand; the last label has the tall room beside them */

#define SIGN_PAD 10.0
#define SIGN_ROOM 18.0 /* above a line to write on */
#define SIGN_TALL 72.0 /* to sign and stamp in */

static double sign_lines(
    struct paper *s, struct paper_piece *p, const struct document_block *b, double width, double y)
{
    for (size_t i = 0; i + 1 < b->rows_n; i++) {
        struct paper_text *t =
            paper_text_over(s, STYLE_LABEL, width, b->rows[i].label, b->rows[i].text);
        y = stack(p, t, SIGN_PAD, y, TAG_P) + SIGN_ROOM;
        paper_shape(p, PAINT_STRONG, SIGN_PAD, y, width, 0.6);
        y += 6;
    }
    return y;
}

static void sign_frame(struct paper_piece *p)
{
    paper_shape(p, PAINT_STRONG, 0, 0, WIDTH, 0.8);
    paper_shape(p, PAINT_STRONG, 0, -0.8, WIDTH, 0);
    paper_shape(p, PAINT_STRONG, 0, 0, 0.8, 0);
    paper_shape(p, PAINT_STRONG, WIDTH - 0.8, 0, 0.8, 0);
}

static void block_sign(struct paper *s, const struct document_block *b)
{
    const double half = WIDTH * 0.5, inside = half - 2 * SIGN_PAD;
    struct paper_piece p = {.gap = BLOCK_GAP + 4};
    double y = SIGN_PAD;
    sign_frame(&p);
    if (b->text.n) {
        struct str rest = b->text, title;
        str_cut(&rest, '\n', &title);
        y = stack(&p, paper_text(s, STYLE_NAME, WIDTH - 2 * SIGN_PAD, title), SIGN_PAD, y, TAG_P);
        if (rest.n)
            y = stack(
                &p, paper_text(s, STYLE_BODY, WIDTH - 2 * SIGN_PAD, rest), SIGN_PAD, y + 1, TAG_P);
        y += 6;
    }
    double end = sign_lines(s, &p, b, inside, y);
    if (b->rows_n) {
        const struct document_row *last = &b->rows[b->rows_n - 1];
        double tall = stack(&p, paper_text_over(s, STYLE_LABEL, inside, last->label, last->text),
            half + SIGN_PAD, y, TAG_P);
        paper_shape(&p, PAINT_LINE, half, y, 0.6, -SIGN_PAD);
        end = tall + SIGN_TALL > end ? tall + SIGN_TALL : end;
    }
    p.height = end + SIGN_PAD;
    paper_add(s, &p);
}

static bool is_table(const struct document_block *b)
{
    return b && (b->kind == BLOCK_ROWS || b->kind == BLOCK_DUES || b->kind == BLOCK_PRICES);
}

void pdf_block(struct paper *s, struct arena *a, const struct document_block *b,
    const struct document_block *next)
{
    if (is_table(b) && b->text.n)
        block_text(s, b->text, true);
    if (b->kind == BLOCK_HEADING)
        block_heading(s, b->text);
    else if (b->kind == BLOCK_TEXT)
        block_text(s, b->text, is_table(next));
    else if (b->kind == BLOCK_NOTE)
        block_note(s, b->text);
    else if (b->kind == BLOCK_ROWS)
        block_rows(s, b);
    else if (b->kind == BLOCK_SIGN)
        block_sign(s, b);
    else
        pdf_table(s, a, b);
}
