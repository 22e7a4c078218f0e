#include "doc/paper.h"

#include "base/utf8.h"
#include "doc/fonts.h"
#include "doc/paper_private.h"

#include <hb.h>

/* Sizes in points. Spacing is added between letters, in 1/1024 of a point. */
static const struct style {
    const char *families;
    double size;
    PangoWeight weight;
    enum paper_ink ink;
    int spacing;
} LOOKS[STYLES] = {
    [STYLE_BODY] = {FONTS_SANS, 9, PANGO_WEIGHT_NORMAL, INK_TEXT, 0},
    [STYLE_STRONG] = {FONTS_SANS, 9, PANGO_WEIGHT_SEMIBOLD, INK_TEXT, 0},
    [STYLE_SMALL] = {FONTS_SANS, 7.6, PANGO_WEIGHT_NORMAL, INK_SOFT, 0},
    [STYLE_LABEL] = {FONTS_SANS, 8.2, PANGO_WEIGHT_SEMIBOLD, INK_SOFT, 0},
    [STYLE_TOTAL] = {FONTS_SANS, 11, PANGO_WEIGHT_BOLD, INK_TEXT, 0},
    [STYLE_TITLE] = {FONTS_SERIF, 21, PANGO_WEIGHT_BOLD, INK_TEXT, 0},
    [STYLE_SUBTITLE] = {FONTS_SANS, 10.5, PANGO_WEIGHT_SEMIBOLD, INK_BRAND, 0},
    [STYLE_HEADING] = {FONTS_SERIF, 12.5, PANGO_WEIGHT_BOLD, INK_BRAND, 0},
    [STYLE_LETTERHEAD] = {FONTS_SERIF, 13.5, PANGO_WEIGHT_BOLD, INK_BRAND, 0},
    [STYLE_NAME] = {FONTS_SANS, 10, PANGO_WEIGHT_SEMIBOLD, INK_TEXT, 0},
    [STYLE_MARK] = {FONTS_SANS, 9.5, PANGO_WEIGHT_BOLD, INK_WATCH, 800},
    [STYLE_FOOT] = {FONTS_SANS, 6.8, PANGO_WEIGHT_NORMAL, INK_SOFT, 0},
};

enum { SMALL_RED = 0x5555, SMALL_GREEN = 0x5858, SMALL_BLUE = 0x5f5f }; /* INK_SOFT */

enum { ADDRESS_MAX = 200 };

#define FOOT_EDGE 34.0 /* from the last line of the foot to the paper's edge */
#define FOOT_GAP 14.0  /* from the last piece to the foot's rule */
#define MARK_HEIGHT 24.0

void *paper_grow(struct arena *a, void *array, size_t n, size_t *cap)
{
    if (n < *cap)
        return array;
    *cap = *cap ? *cap * 2 : 64;
    void **bigger = arena_array(a, *cap, sizeof *bigger);
    if (n)
        memcpy(bigger, array, n * sizeof *bigger);
    return bigger;
}

/* ---- texts */

#define NOT_SMALL ((struct span){0, 0})

static PangoLayout *layout_new(struct paper *s, enum paper_style style, double width)
{
    const struct style *look = &LOOKS[style];
    PangoLayout *layout = pango_layout_new(s->context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, look->families);
    pango_font_description_set_absolute_size(font, look->size * PANGO_SCALE);
    pango_font_description_set_weight(font, look->weight);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, width < 0 ? -1 : (int)(width * PANGO_SCALE));
    s->layouts = paper_grow(s->a, s->layouts, s->layouts_n, &s->layouts_cap);
    s->layouts[s->layouts_n++] = layout;
    return layout;
}

struct span { /* bytes of a text that are set small */
    size_t from, to;
};

static void attribute(PangoAttrList *list, PangoAttribute *one, struct span span)
{
    one->start_index = (unsigned)span.from;
    one->end_index = (unsigned)span.to;
    pango_attr_list_insert(list, one);
}

/* The letter at i, and where it ends. cairo gives up a whole page for one that is no character, which older
 * documents may hold: what stands for it is the sign for a letter that is lost. */
static size_t put_letter(struct buf *b, struct str text, size_t i)
{
    size_t end = i;
    uint32_t c = utf8_next(text, &end);
    if (c == UINT32_MAX || utf8_no_character(c))
        buf_puts(b, "\uFFFD");
    else
        buf_put(b, str_slice(text, i, end));
    return c == UINT32_MAX ? i : end - 1;
}

/* What is set is what is meant. Controls have no shape: a space stands for each. The narrow
 * no-break space is missing in our letters, and half a space is too little between thousands: the
 * no-break space of these letters is narrow enough. A line that ends leaves a space, lest its last
 * word be read as one with the next line's first. */
static struct str settable(struct paper *s, struct str text)
{
    static const char narrow[] = "\u202f";
    struct buf b;
    buf_init(&b, 3 * text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (str_starts(str_slice(text, i, text.n), str_c(narrow))) {
            buf_puts(&b, "\u00a0");
            i += strlen(narrow) - 1;
        } else if (c == '\n') {
            buf_puts(&b, " \n");
        } else if (c >= 0x80) {
            i = put_letter(&b, text, i);
        } else {
            buf_putc(&b, c < 0x20 || c == 0x7f ? ' ' : (char)c);
        }
    }
    return arena_take(s->a, &b);
}

/* An address is not broken at its slashes while it fits on a line. */
static void addresses_whole(
    struct paper *s, PangoAttrList *list, enum paper_style style, double width, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        struct str rest = str_slice(text, i, text.n);
        if (!str_starts(rest, STR("https://")) && !str_starts(rest, STR("http://")))
            continue;
        size_t n = str_find(rest, ' '), line = str_find(rest, '\n');
        n = line < n ? line : n;
        struct str address = str_slice(rest, 0, n);
        if (n <= ADDRESS_MAX && paper_measure(s, style, address) <= width)
            attribute(list, pango_attr_allow_breaks_new(FALSE), (struct span){i, i + n});
        i += n;
    }
}

static void layout_say(struct paper *s, PangoLayout *layout, enum paper_style style,
    struct str text, struct span small)
{
    int width = pango_layout_get_width(layout);
    PangoAttrList *list = pango_attr_list_new();
    struct span all = {0, text.n};
    /* a broken address must not gain a hyphen */
    attribute(list, pango_attr_insert_hyphens_new(FALSE), all);
    /* letter by letter, so that whoever copies, searches or listens finds the letters */
    attribute(list, pango_attr_font_features_new("liga=0, clig=0, dlig=0"), all);
    if (width > 0)
        addresses_whole(s, list, style, (double)width / PANGO_SCALE, text);
    if (LOOKS[style].spacing)
        attribute(list, pango_attr_letter_spacing_new(LOOKS[style].spacing), all);
    if (small.from < small.to) {
        int size = (int)(LOOKS[STYLE_SMALL].size * PANGO_SCALE);
        attribute(list, pango_attr_size_new_absolute(size), small);
        attribute(list, pango_attr_weight_new(PANGO_WEIGHT_NORMAL), small);
        attribute(list, pango_attr_foreground_new(SMALL_RED, SMALL_GREEN, SMALL_BLUE), small);
    }
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
    pango_layout_set_text(layout, text.p ? text.p : "", (int)text.n);
}

/* Pango takes the shape away from the space that a line was broken at, and then a reader of the
 * file finds two words as one. It gets its shape again, and keeps no width. */
static void space_again(PangoLayoutLine *line, const char *text)
{
    for (GSList *l = line->runs; l; l = l->next) {
        PangoGlyphItem *run = l->data;
        hb_codepoint_t space;
        if (!hb_font_get_nominal_glyph(
                pango_font_get_hb_font(run->item->analysis.font), ' ', &space))
            continue;
        for (int i = 0; i < run->glyphs->num_glyphs; i++) {
            PangoGlyphInfo *glyph = &run->glyphs->glyphs[i];
            if (glyph->glyph == PANGO_GLYPH_EMPTY &&
                text[run->item->offset + run->glyphs->log_clusters[i]] == ' ')
                glyph->glyph = space;
        }
    }
}

static double units(int pango)
{
    return (double)pango / PANGO_SCALE;
}

static void lines_read(struct paper *s, struct paper_text *t)
{
    t->lines_n = (size_t)pango_layout_get_line_count(t->layout);
    t->lines = ARENA_ARRAY(s->a, t->lines_n, struct paper_line);
    PangoLayoutIter *iter = pango_layout_get_iter(t->layout);
    for (size_t i = 0; i < t->lines_n; i++) {
        struct paper_line *line = &t->lines[i];
        PangoRectangle logical;
        int top, bottom;
        pango_layout_iter_get_line_extents(iter, NULL, &logical);
        pango_layout_iter_get_line_yrange(iter, &top, &bottom);
        *line = (struct paper_line){pango_layout_iter_get_line(iter), units(top), units(bottom),
            units(pango_layout_iter_get_baseline(iter)), units(logical.x)};
        space_again(line->line, pango_layout_get_text(t->layout));
        pango_layout_iter_next_line(iter);
    }
    pango_layout_iter_free(iter);
}

static struct paper_text *text_set(struct paper *s, enum paper_style style, double width,
    struct str text, struct span small, PangoAlignment align)
{
    struct paper_text *t = ARENA_NEW(s->a, struct paper_text);
    t->layout = layout_new(s, style, width);
    t->ink = LOOKS[style].ink;
    pango_layout_set_alignment(t->layout, align);
    layout_say(s, t->layout, style, text, small);
    lines_read(s, t);
    return t;
}

struct paper_text *paper_text(
    struct paper *s, enum paper_style style, double width, struct str text)
{
    return text_set(s, style, width, settable(s, text), NOT_SMALL, PANGO_ALIGN_LEFT);
}

struct paper_text *paper_text_right(
    struct paper *s, enum paper_style style, double width, struct str text)
{
    return text_set(s, style, width, settable(s, text), NOT_SMALL, PANGO_ALIGN_RIGHT);
}

static struct paper_text *text_two(struct paper *s, enum paper_style style, double width,
    struct str upper, struct str lower, bool upper_small)
{
    upper = settable(s, upper);
    struct str both =
        arena_printf(s->a, "%.*s \n%.*s", STR_ARG(upper), STR_ARG(settable(s, lower)));
    struct span small = {upper_small ? 0 : upper.n + 2, upper_small ? upper.n : both.n};
    return text_set(s, style, width, both, small, PANGO_ALIGN_LEFT);
}

struct paper_text *paper_text_over(
    struct paper *s, enum paper_style style, double width, struct str text, struct str detail)
{
    return detail.n == 0 ? paper_text(s, style, width, text)
                         : text_two(s, style, width, text, detail, false);
}

struct paper_text *paper_text_under(
    struct paper *s, enum paper_style style, double width, struct str label, struct str text)
{
    return label.n == 0 ? paper_text(s, style, width, text)
                        : text_two(s, style, width, label, text, true);
}

double paper_text_height(const struct paper_text *t)
{
    return t && t->lines_n ? t->lines[t->lines_n - 1].bottom : 0;
}

double paper_measure(struct paper *s, enum paper_style style, struct str text)
{
    int width, height;
    PangoLayout *layout = layout_new(s, style, -1);
    layout_say(s, layout, style, settable(s, text), NOT_SMALL);
    pango_layout_get_size(layout, &width, &height);
    return units(width) + 0.5;
}

/* ---- pieces */

double paper_cell_height(const struct paper_cell *c)
{
    const struct paper_text *t = c->text;
    return c->from < c->to ? t->lines[c->to - 1].bottom - t->lines[c->from].top : 0;
}

void paper_cell(struct paper_piece *p, struct paper_text *t, double x, double y, enum paper_tag tag)
{
    if (p->cells_n < PAPER_CELLS_MAX)
        p->cells[p->cells_n++] = (struct paper_cell){t, x, y, tag, 0, t->lines_n};
}

void paper_shape(
    struct paper_piece *p, enum paper_paint paint, double x, double y, double w, double h)
{
    if (p->shapes_n < PAPER_SHAPES_MAX)
        p->shapes[p->shapes_n++] = (struct paper_shape){paint, x, y, w, h};
}

struct paper_piece *paper_add(struct paper *s, const struct paper_piece *p)
{
    struct paper_piece *kept = ARENA_NEW(s->a, struct paper_piece);
    *kept = *p;
    for (size_t i = 0; i < kept->cells_n; i++) {
        const struct paper_cell *c = &kept->cells[i];
        double end = c->y + paper_cell_height(c) + kept->below;
        if (end > kept->height)
            kept->height = end;
    }
    s->pieces = paper_grow(s->a, s->pieces, s->pieces_n, &s->pieces_cap);
    s->pieces[s->pieces_n++] = kept;
    return kept;
}

unsigned paper_table(struct paper *s)
{
    return ++s->tables;
}

/* ---- the paper */

double paper_top(const struct paper *s, unsigned page)
{
    double mark = s->mark ? MARK_HEIGHT : 0;
    return page == 1 ? 44 + mark * 0.8 : 66 + mark * 0.5;
}

double paper_bottom(const struct paper *s)
{
    return PAPER_HEIGHT - FOOT_EDGE - s->foot_height - FOOT_GAP;
}

/* One line, and an ellipsis when that is not enough: the first page says it in full. */
static void running_head(struct paper *s, struct paper_text *t)
{
    pango_layout_set_single_paragraph_mode(t->layout, TRUE);
    pango_layout_set_height(t->layout, -1);
    pango_layout_set_ellipsize(t->layout, PANGO_ELLIPSIZE_END);
    lines_read(s, t);
}

struct paper *paper_new(struct arena *a, const struct paper_frame *frame, struct buf *why)
{
    PangoContext *context = fonts_context(why);
    if (!context)
        return NULL;
    struct paper *s = ARENA_NEW(a, struct paper);
    s->a = a;
    s->context = context;
    if (frame->mark.n)
        s->mark = text_set(
            s, STYLE_MARK, PAPER_INNER, settable(s, frame->mark), NOT_SMALL, PANGO_ALIGN_CENTER);
    s->left = paper_text(s, STYLE_SMALL, PAPER_INNER * 0.48, frame->left);
    s->right = paper_text_right(s, STYLE_SMALL, PAPER_INNER * 0.48, frame->right);
    running_head(s, s->left);
    running_head(s, s->right);
    if (frame->foot.n)
        s->foot = paper_text(s, STYLE_FOOT, PAPER_INNER - 70, frame->foot);
    if (frame->proof.n)
        s->proof = paper_text(s, STYLE_FOOT, PAPER_INNER - 70, frame->proof);
    s->foot_height = paper_text_height(s->foot) + paper_text_height(s->proof) + 7;
    return s;
}

void paper_free(struct paper *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->layouts_n; i++)
        g_object_unref(s->layouts[i]);
    g_object_unref(s->context);
}

unsigned paper_pages(const struct paper *s)
{
    return s->pages;
}

bool paper_after_heading(const struct paper *s)
{
    return s->pieces_n && s->pieces[s->pieces_n - 1]->cells_n &&
           s->pieces[s->pieces_n - 1]->cells[0].tag == TAG_H2;
}
