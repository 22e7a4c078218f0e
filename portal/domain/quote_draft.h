/* domain/quote_draft.h - a quote's document while it is being written: shared by the files that
 * write its parts (quote_doc.c the head, quote_course.c the course, quote_deal.c the money and
 * the rights); pure. Everything lives in the arena. */
#ifndef DOMAIN_QUOTE_DRAFT_H
#define DOMAIN_QUOTE_DRAFT_H

#include "domain/quote_doc.h"

struct quote_draft {
    struct arena *a;
    const struct quote_world *w;
    const struct quote_ask *ask;
    const struct quote_terms *terms;
    const struct quote_plan *plan;
    struct str number;
    unsigned version;
    struct day issued;
    struct document_block *blocks; /* DOCUMENT_BLOCKS_MAX of them */
    size_t n;
    struct document_row *rows; /* being filled; closed by draft_rows_end */
    size_t rows_n;
};

/* Rows that hold the words of who asked, and what stands there when nobody is named. */
#define QUOTE_ROW_TRAINEE "Stagiaire"
#define QUOTE_NOBODY "à désigner"
#define QUOTE_FACT_REFERENCE "Votre référence"
#define QUOTE_FACT_SERVICE "Service Chorus Pro"
#define QUOTE_FACT_ENGAGEMENT "Numéro d’engagement"

/* The setting, trimmed; empty when unknown. */
struct str draft_fact(const struct quote_draft *d, const char *setting);
void draft_heading(struct quote_draft *d, const char *title);
/* An empty text makes no block. */
void draft_text(struct quote_draft *d, enum block_kind kind, struct str text);
/* Rows: opened by the first, a row without text is left out; end makes the block, if any. */
void draft_row(struct quote_draft *d, const char *label, struct str text);
void draft_rows_end(struct quote_draft *d, enum block_kind kind);
struct document_block *draft_block(struct quote_draft *d, enum block_kind kind);
/* Adds a line under what is there; an empty one is not added. */
struct str draft_line(struct arena *a, struct str text, struct str line);
bool draft_is(const struct quote_draft *d, enum quote_paper paper);

void quote_write_course(struct quote_draft *d);
void quote_write_programme(struct quote_draft *d);
void quote_write_prices(struct quote_draft *d);
void quote_write_payment(struct quote_draft *d);
void quote_write_rights(struct quote_draft *d);
void quote_write_sign(struct quote_draft *d);

#endif
