/* doc/pdf_blocks.h - a document's parts as pieces of a page: what stands where, and how it looks.
 */
#ifndef DOC_PDF_BLOCKS_H
#define DOC_PDF_BLOCKS_H

#include "doc/paper.h"
#include "domain/document.h"

/* Who, to whom, title, facts. */
void pdf_front(struct paper *s, const struct document *d);
/* `next`: the block behind it, NULL for the last. */
void pdf_block(struct paper *s, struct arena *a, const struct document_block *b,
    const struct document_block *next);
/* The tables of money: prices with their sums, instalments (pdf_tables.c). */
void pdf_table(struct paper *s, struct arena *a, const struct document_block *b);

/* Above a block: less under a section's title. */
double pdf_gap(const struct paper *s);

#define PDF_CELL_PAD 2.8 /* above and below what stands in a row */

#endif
