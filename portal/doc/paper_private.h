/* doc/paper_private.h - what the files of a paper share: building, breaking, drawing. */
#ifndef DOC_PAPER_PRIVATE_H
#define DOC_PAPER_PRIVATE_H

#include "doc/paper.h"

struct paper {
    struct arena *a;
    PangoContext *context;
    PangoLayout **layouts; /* all of them, to be unreferenced */
    size_t layouts_n, layouts_cap;
    struct paper_piece **pieces;
    size_t pieces_n, pieces_cap;
    unsigned tables, pages;
    struct paper_text *mark, *left, *right, *foot, *proof;
    double foot_height;
};

/* Where pieces begin and end on a page. */
double paper_top(const struct paper *s, unsigned page);
double paper_bottom(const struct paper *s);
double paper_cell_height(const struct paper_cell *c);
/* Room for one more pointer in an array of the arena. */
void *paper_grow(struct arena *a, void *array, size_t n, size_t *cap);

#endif
