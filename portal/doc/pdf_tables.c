/* Figures stand under each other, to the right, in columns as wide as the widest of them. */
#include "doc/pdf_blocks.h"

#define WIDTH PAPER_INNER
#define CELL_PAD PDF_CELL_PAD
#define COLUMN_GAP 14.0
#define FIGURE_MAX 130.0 /* a column of figures is never wider; a longer one breaks */

static struct str money_text(struct arena *a, struct money m)
{
    struct buf b;
    buf_init(&b, 64);
    money_format(&b, m);
    return arena_take(a, &b);
}

static double wider(double width, double other)
{
    return other > width ? other : width;
}

static double figure(struct paper *s, enum paper_style style, double width, struct str text)
{
    double own = paper_measure(s, style, text);
    return wider(width, own > FIGURE_MAX ? FIGURE_MAX : own);
}

enum { TOGETHER = 5 }; /* a table of so few rows is not broken */

/* Under the heads of the columns, which begin each page again. */
static void head_rule(struct paper_piece *head)
{
    head->below = CELL_PAD;
    head->keep = true;
    paper_shape(head, PAINT_BRAND, 0, -1.1, WIDTH, 0);
}

static void row_rule(struct paper_piece *row, enum paper_paint paint)
{
    row->below = CELL_PAD + 0.5;
    paper_shape(row, paint, 0, -0.6, WIDTH, 0);
}

/* ---- prices */

struct columns { /* right edges, and widths */
    double label, quantity, unit, amount;
};

static struct columns price_columns(
    struct paper *s, struct arena *a, const struct document_block *b)
{
    struct columns c = {0};
    const char *const *heads = document_price_heads;
    c.quantity = paper_measure(s, STYLE_LABEL, str_c(heads[1]));
    c.unit = paper_measure(s, STYLE_LABEL, str_c(heads[2]));
    c.amount = paper_measure(s, STYLE_LABEL, str_c(heads[3]));
    for (size_t i = 0; i < b->prices_n; i++) {
        c.quantity =
            figure(s, STYLE_BODY, c.quantity, arena_printf(a, "%u", b->prices[i].quantity));
        c.unit = figure(s, STYLE_BODY, c.unit, money_text(a, b->prices[i].unit));
        c.amount = figure(s, STYLE_STRONG, c.amount, money_text(a, b->prices[i].amount));
    }
    if (b->sums_n && b->sums[b->sums_n - 1].text.n == 0)
        c.amount = figure(s, STYLE_TOTAL, c.amount, money_text(a, b->sums[b->sums_n - 1].amount));
    c.label = WIDTH - c.quantity - c.unit - c.amount - 3 * COLUMN_GAP;
    return c;
}

static void price_cells(struct paper *s, struct paper_piece *p, const struct columns *c,
    enum paper_style style, const struct str texts[3], enum paper_tag tag, double y)
{
    const double widths[3] = {c->quantity, c->unit, c->amount};
    double x = c->label;
    for (int i = 0; i < 3; i++) {
        x += COLUMN_GAP;
        paper_cell(p,
            paper_text_right(
                s, i == 2 && tag == TAG_TD ? STYLE_STRONG : style, widths[i], texts[i]),
            x, y, tag);
        x += widths[i];
    }
}

static struct paper_piece *price_head(struct paper *s, const struct columns *c, unsigned table)
{
    struct paper_piece head = {.gap = pdf_gap(s), .table = table};
    struct str texts[3];
    for (int i = 0; i < 3; i++)
        texts[i] = str_c(document_price_heads[i + 1]);
    paper_cell(
        &head, paper_text(s, STYLE_LABEL, c->label, str_c(document_price_heads[0])), 0, 0, TAG_TH);
    price_cells(s, &head, c, STYLE_LABEL, texts, TAG_TH, 0);
    head_rule(&head);
    return paper_add(s, &head);
}

static void price_row(struct paper *s, struct arena *a, const struct document_price *price,
    const struct columns *c, const struct paper_piece *head, bool keep)
{
    struct paper_piece row = {.table = head->table, .head = head, .keep = keep};
    const struct str texts[3] = {arena_printf(a, "%u", price->quantity), money_text(a, price->unit),
        money_text(a, price->amount)};
    if (price->apart)
        paper_shape(&row, PAINT_CARD, 0, 0, WIDTH, 0);
    paper_cell(&row, paper_text_over(s, STYLE_STRONG, c->label, price->label, price->detail), 0,
        CELL_PAD, TAG_TD);
    price_cells(s, &row, c, STYLE_BODY, texts, TAG_TD, CELL_PAD);
    row_rule(&row, PAINT_LINE);
    paper_add(s, &row);
}

/* The last sum is the one that everybody looks for. */
static void sum_row(struct paper *s, struct arena *a, const struct document_row *sum,
    const struct columns *c, const struct paper_piece *head, bool last)
{
    struct paper_piece row = {.table = head->table, .head = head, .keep = !last};
    enum paper_style style = last ? STYLE_TOTAL : STYLE_BODY;
    struct str text = sum->text.n ? sum->text : money_text(a, sum->amount);
    double width = paper_measure(s, style, text), pad = last ? 6 : CELL_PAD - 1;
    width = wider(c->amount, width > WIDTH * 0.5 ? WIDTH * 0.5 : width);
    if (last) {
        paper_shape(&row, PAINT_BRAND, WIDTH * 0.4, 0, WIDTH * 0.6, 1.1);
        paper_shape(&row, PAINT_BRAND, WIDTH * 0.4, -1.1, WIDTH * 0.6, 0);
    }
    paper_cell(
        &row, paper_text_right(s, style, WIDTH - width - COLUMN_GAP, sum->label), 0, pad, TAG_TH);
    paper_cell(&row, paper_text_right(s, style, width, text), WIDTH - width, pad, TAG_TD);
    row.below = pad;
    paper_add(s, &row);
}

static void block_prices(struct paper *s, struct arena *a, const struct document_block *b)
{
    struct columns c = price_columns(s, a, b);
    const struct paper_piece *head = price_head(s, &c, paper_table(s));
    for (size_t i = 0; i < b->prices_n; i++)
        price_row(s, a, &b->prices[i], &c, head,
            i + 1 == b->prices_n ? b->sums_n > 0 : b->prices_n <= TOGETHER);
    for (size_t i = 0; i < b->sums_n; i++)
        sum_row(s, a, &b->sums[i], &c, head, i + 1 == b->sums_n);
}

/* ---- instalments */

static void block_dues(struct paper *s, struct arena *a, const struct document_block *b)
{
    const char *const *heads = document_due_heads;
    const double when = WIDTH * 0.3;
    double amount = paper_measure(s, STYLE_LABEL, str_c(heads[2]));
    for (size_t i = 0; i < b->rows_n; i++)
        amount = figure(s, STYLE_STRONG, amount, money_text(a, b->rows[i].amount));
    const double what = WIDTH - when - amount - COLUMN_GAP;
    struct paper_piece first = {.gap = pdf_gap(s), .table = paper_table(s)};
    paper_cell(
        &first, paper_text(s, STYLE_LABEL, when - COLUMN_GAP, str_c(heads[0])), 0, 0, TAG_TH);
    paper_cell(&first, paper_text(s, STYLE_LABEL, what, str_c(heads[1])), when, 0, TAG_TH);
    paper_cell(&first, paper_text_right(s, STYLE_LABEL, amount, str_c(heads[2])), WIDTH - amount, 0,
        TAG_TH);
    head_rule(&first);
    const struct paper_piece *head = paper_add(s, &first);
    for (size_t i = 0; i < b->rows_n; i++) {
        const struct document_row *due = &b->rows[i];
        struct paper_piece row = {.table = head->table, .head = head};
        row.keep = b->rows_n <= TOGETHER && i + 1 < b->rows_n;
        paper_cell(
            &row, paper_text(s, STYLE_BODY, when - COLUMN_GAP, due->label), 0, CELL_PAD, TAG_TD);
        paper_cell(&row, paper_text(s, STYLE_BODY, what, due->text), when, CELL_PAD, TAG_TD);
        paper_cell(&row, paper_text_right(s, STYLE_STRONG, amount, money_text(a, due->amount)),
            WIDTH - amount, CELL_PAD, TAG_TD);
        row_rule(&row, PAINT_LINE);
        paper_add(s, &row);
    }
}

void pdf_table(struct paper *s, struct arena *a, const struct document_block *b)
{
    if (b->kind == BLOCK_PRICES)
        block_prices(s, a, b);
    else
        block_dues(s, a, b);
}
