/* doc/paper.h - pieces of text that stand under each other, broken into A4 pages and drawn; cairo.
 *
 * First the caller adds every piece (paper_text, paper_add), then paper_break decides what stands
 * on which page, then paper_draw draws them all: so every page can say how many there are.
 * Lengths are points, from the top left corner; a piece's own are relative to its corner, the left
 * margin. What a piece's cells say is tagged in the order of the cells; shapes are artifacts. */
#ifndef DOC_PAPER_H
#define DOC_PAPER_H

#include "base/arena.h"
#include "base/buf.h"

#include <pango/pangocairo.h>

#define PAPER_WIDTH 595.276 /* A4 */
#define PAPER_HEIGHT 841.890
#define PAPER_LEFT 54.0
#define PAPER_INNER (PAPER_WIDTH - 2 * PAPER_LEFT)

enum paper_ink { INK_TEXT, INK_SOFT, INK_BRAND, INK_WATCH, INKS };
enum paper_paint { PAINT_BRAND, PAINT_LINE, PAINT_STRONG, PAINT_CARD, PAINT_WATCH, PAINTS };

enum paper_style {
    STYLE_BODY,
    STYLE_STRONG, /* body, semi-bold */
    STYLE_SMALL,  /* details, labels over a value */
    STYLE_LABEL,  /* labels beside a value, heads of columns */
    STYLE_TOTAL,  /* the last sum */
    STYLE_TITLE,  /* the document's */
    STYLE_SUBTITLE,
    STYLE_HEADING,    /* a section's */
    STYLE_LETTERHEAD, /* who issues it */
    STYLE_NAME,       /* whom it is for */
    STYLE_MARK,
    STYLE_FOOT,
    STYLES
};

enum paper_tag { TAG_NONE, TAG_P, TAG_H1, TAG_H2, TAG_TH, TAG_TD, TAG_LBL, TAG_LBODY, TAGS };

struct paper_line {
    PangoLayoutLine *line;
    double top, bottom, baseline, x; /* inside the text */
};

struct paper_text { /* a text set for a width; owned by the paper */
    PangoLayout *layout;
    enum paper_ink ink;
    struct paper_line *lines;
    size_t lines_n;
};

struct paper_cell {
    struct paper_text *text;
    double x, y;
    enum paper_tag tag;
    size_t from, to; /* lines [from, to): a break shares them out */
};

struct paper_shape { /* a filled rectangle */
    enum paper_paint paint;
    double x, y, w,
        h; /* y < 0 counts from the bottom of the piece; h <= 0 ends that far above it */
};

enum { PAPER_CELLS_MAX = 20, PAPER_SHAPES_MAX = 20 };

struct paper_piece {
    double gap;    /* above, but at the top of a page */
    double height; /* 0: of its cells and `below` */
    double below;  /* kept free under the cells */
    struct paper_cell cells[PAPER_CELLS_MAX];
    size_t cells_n;
    struct paper_shape shapes[PAPER_SHAPES_MAX];
    size_t shapes_n;
    unsigned table; /* neighbours with the same number are one Table or L; 0: none */
    const struct paper_piece *head; /* drawn again when this piece begins a page */
    bool keep;                      /* on the same page as the next piece */
    bool breaks; /* may be broken between lines; what is taller than a page always may */
    /* the paper's own */
    unsigned page;
    double y;
    bool head_again;
};

struct paper;

struct paper_frame {        /* what stands around the pages */
    struct str mark;        /* across the top of each page; may be empty */
    struct str left, right; /* running head from the second page on */
    struct str foot, proof; /* at the bottom of each page, one under the other */
};

/* NULL, and why, when there are no fonts. Freed by paper_free; texts and pieces live as long. */
struct paper *paper_new(struct arena *a, const struct paper_frame *frame, struct buf *why);
void paper_free(struct paper *s);

/* `text` in a style, at most as wide as asked; to the right; with a detail, smaller, on the lines
 * under it; with a label, smaller, on the line above. */
struct paper_text *paper_text(
    struct paper *s, enum paper_style style, double width, struct str text);
struct paper_text *paper_text_right(
    struct paper *s, enum paper_style style, double width, struct str text);
struct paper_text *paper_text_over(
    struct paper *s, enum paper_style style, double width, struct str text, struct str detail);
struct paper_text *paper_text_under(
    struct paper *s, enum paper_style style, double width, struct str label, struct str text);
/* 0 for NULL. */
double paper_text_height(const struct paper_text *t);
/* How wide it would be on one line. */
double paper_measure(struct paper *s, enum paper_style style, struct str text);

void paper_cell(
    struct paper_piece *p, struct paper_text *t, double x, double y, enum paper_tag tag);
void paper_shape(
    struct paper_piece *p, enum paper_paint paint, double x, double y, double w, double h);
/* A copy is kept, with its height known; the copy, to be pointed at as somebody's head. */
struct paper_piece *paper_add(struct paper *s, const struct paper_piece *p);
/* Is the last piece a section's title? */
bool paper_after_heading(const struct paper *s);
/* A number for `table`. */
unsigned paper_table(struct paper *s);

/* False when it takes more than `pages_max`. */
bool paper_break(struct paper *s, unsigned pages_max);
unsigned paper_pages(const struct paper *s);
void paper_draw(struct paper *s, cairo_t *cr);

#endif
