#include "doc/paper_private.h"

/* portal/assets/theme/_tokens.scss names these colours; on paper they also have to tell apart
 * when they are printed in grey. */
struct colour {
    double r, g, b;
};
#define COLOUR(hex)                                                                                \
    {                                                                                              \
        ((hex) >> 16) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex)&255) / 255.0                     \
    }
static const struct colour INK_COLOURS[INKS] = {
    [INK_TEXT] = COLOUR(0x22242b),
    [INK_SOFT] = COLOUR(0x55585f),
    [INK_BRAND] = COLOUR(0x7a1f3d),
    [INK_WATCH] = COLOUR(0x7d4a00),
};
static const struct colour PAINT_COLOURS[PAINTS] = {
    [PAINT_BRAND] = COLOUR(0x7a1f3d),
    [PAINT_LINE] = COLOUR(0xd9cfc2),
    [PAINT_STRONG] = COLOUR(0x8d8275),
    [PAINT_CARD] = COLOUR(0xf8f3ec),
    [PAINT_WATCH] = COLOUR(0xfdf5e6),
};

static const char *const TAG_NAMES[TAGS] = {
    [TAG_P] = "P",
    [TAG_H1] = "H1",
    [TAG_H2] = "H2",
    [TAG_TH] = "TH",
    [TAG_TD] = "TD",
    [TAG_LBL] = "Lbl",
    [TAG_LBODY] = "LBody",
};

static void ink(cairo_t *cr, struct colour c)
{
    cairo_set_source_rgb(cr, c.r, c.g, c.b);
}

static void lines_draw(
    cairo_t *cr, const struct paper_text *t, double x, double y, size_t from, size_t to)
{
    ink(cr, INK_COLOURS[t->ink]);
    for (size_t i = from; i < to; i++) {
        const struct paper_line *line = &t->lines[i];
        cairo_move_to(cr, x + line->x, y + line->baseline - t->lines[from].top);
        pango_cairo_show_layout_line(cr, line->line);
    }
}

static void text_draw(cairo_t *cr, const struct paper_text *t, double x, double y, const char *tag)
{
    if (!t)
        return;
    if (tag)
        cairo_tag_begin(cr, tag, NULL);
    lines_draw(cr, t, x, y, 0, t->lines_n);
    if (tag)
        cairo_tag_end(cr, tag);
}

static void shape_draw(cairo_t *cr, const struct paper_shape *shape, double y, double height)
{
    double top = shape->y < 0 ? height + shape->y : shape->y;
    double tall = shape->h > 0 ? shape->h : height + shape->h - top;
    ink(cr, PAINT_COLOURS[shape->paint]);
    cairo_rectangle(cr, PAPER_LEFT + shape->x, y + top, shape->w, tall);
    cairo_fill(cr);
}

static void piece_draw(cairo_t *cr, const struct paper_piece *p, double y, bool tagged)
{
    for (size_t i = 0; i < p->shapes_n; i++)
        shape_draw(cr, &p->shapes[i], y, p->height);
    for (size_t i = 0; i < p->cells_n; i++) {
        const struct paper_cell *c = &p->cells[i];
        const char *tag = tagged ? TAG_NAMES[c->tag] : NULL;
        if (c->from == c->to)
            continue;
        if (tag)
            cairo_tag_begin(cr, tag, NULL);
        lines_draw(cr, c->text, PAPER_LEFT + c->x, y + c->y, c->from, c->to);
        if (tag)
            cairo_tag_end(cr, tag);
    }
}

/* ---- what stands around a page */

static void mark_draw(const struct paper *s, cairo_t *cr, unsigned page)
{
    double height = paper_text_height(s->mark), y = 13;
    struct paper_shape band = {PAINT_WATCH, -PAPER_LEFT, -y, PAPER_WIDTH, y + height + 6};
    struct paper_shape rule = {PAINT_STRONG, -PAPER_LEFT, height + 6, PAPER_WIDTH, 0.75};
    band.y = 0;
    shape_draw(cr, &band, 0, 0);
    rule.y = band.h;
    shape_draw(cr, &rule, 0, 0);
    text_draw(cr, s->mark, PAPER_LEFT, y - 5, page == 1 ? "P" : NULL);
}

static void head_draw(const struct paper *s, cairo_t *cr)
{
    double y = s->mark ? 44 : 32;
    struct paper_shape rule = {PAINT_LINE, 0, 16, PAPER_INNER, 0.6};
    lines_draw(cr, s->left, PAPER_LEFT, y, 0, s->left->lines_n);
    lines_draw(cr, s->right, PAPER_LEFT + PAPER_INNER * 0.52, y, 0, s->right->lines_n);
    shape_draw(cr, &rule, y, 0);
}

/* On the last page a screen reader hears it too; before, it would interrupt. */
static void foot_draw(struct paper *s, cairo_t *cr, unsigned page)
{
    struct paper_shape rule = {PAINT_STRONG, 0, 0, PAPER_INNER, 0.5};
    double y = PAPER_HEIGHT - 34 - s->foot_height;
    const char *tag = page == s->pages ? "P" : NULL;
    struct str number = arena_printf(s->a, "Page\u00a0%u sur\u00a0%u", page, s->pages);
    struct paper_text *t = paper_text_right(s, STYLE_SMALL, 66, number);
    shape_draw(cr, &rule, y, 0);
    text_draw(cr, s->foot, PAPER_LEFT, y + 6, tag);
    text_draw(cr, s->proof, PAPER_LEFT, y + 7 + paper_text_height(s->foot), tag);
    text_draw(cr, t, PAPER_LEFT + PAPER_INNER - 66, y + 5, NULL);
}

/* ---- tags: a table is opened by its first piece and closed behind its last, over pages */

static bool is_list(const struct paper_piece *p)
{
    return p->cells_n && (p->cells[0].tag == TAG_LBL || p->cells[0].tag == TAG_LBODY);
}

static void group_begin(const struct paper *s, cairo_t *cr, size_t i)
{
    const struct paper_piece *p = s->pieces[i];
    if (p->table && (i == 0 || s->pieces[i - 1]->table != p->table))
        cairo_tag_begin(cr, is_list(p) ? "L" : "Table", NULL);
    if (p->table)
        cairo_tag_begin(cr, is_list(p) ? "LI" : "TR", NULL);
}

static void group_end(const struct paper *s, cairo_t *cr, size_t i)
{
    const struct paper_piece *p = s->pieces[i];
    if (p->table)
        cairo_tag_end(cr, is_list(p) ? "LI" : "TR");
    if (p->table && (i + 1 == s->pieces_n || s->pieces[i + 1]->table != p->table))
        cairo_tag_end(cr, is_list(p) ? "L" : "Table");
}

static void page_top(struct paper *s, cairo_t *cr, unsigned page)
{
    if (s->mark)
        mark_draw(s, cr, page);
    if (page > 1)
        head_draw(s, cr);
}

void paper_draw(struct paper *s, cairo_t *cr)
{
    unsigned page = 1;
    cairo_tag_begin(cr, "Document", NULL);
    page_top(s, cr, page);
    for (size_t i = 0; i < s->pieces_n; i++) {
        const struct paper_piece *p = s->pieces[i];
        for (; page < p->page; page++) {
            foot_draw(s, cr, page);
            cairo_show_page(cr);
            page_top(s, cr, page + 1);
        }
        if (p->head_again)
            piece_draw(cr, p->head, p->y - p->head->height, false);
        group_begin(s, cr, i);
        piece_draw(cr, p, p->y, true);
        group_end(s, cr, i);
    }
    foot_draw(s, cr, page);
    cairo_tag_end(cr, "Document");
    cairo_show_page(cr);
}
