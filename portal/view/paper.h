/* view/paper.h - a struct document (domain/document.h) as part of a page: the HTML twin of the PDF.
 *
 * It says all that the document says, block by block, and adds only its fingerprint. The title is
 * the page's: the template begins after it. Everything is borrowed. */
#ifndef VIEW_PAPER_H
#define VIEW_PAPER_H

#include "domain/document.h"

struct view_paper_line {
    struct str text;
};
struct view_paper_block {
    enum block_kind kind;
    struct view_paper_line *lines; /* of its text, one paragraph each */
    size_t lines_n;
    const struct document_row *rows;
    size_t rows_n;
    const struct document_price *prices;
    size_t prices_n;
    struct view_paper_sum *sums;
    size_t sums_n;
};
struct view_paper_sum {
    struct str label, text; /* the amount in words of figures, or the text instead of one */
    bool last;              /* the total */
};
struct view_paper { /* {{> paper v.paper}} */
    struct document doc;
    struct view_paper_block *blocks;
    size_t blocks_n;
    struct str fingerprint; /* 64 hexadecimal digits; empty: a preview */
};

/* `sha256` may be NULL: a preview has no fingerprint. */
struct view_paper view_paper_make(
    struct arena *a, const struct document *d, const unsigned char sha256[32]);

#endif
