/* domain/document.h - a paper document as data: a quote, a price information; pure.
 *
 * One list of blocks that every form of it walks: the frozen JSON, the PDF (doc/), the HTML twin
 * (view/). So no form can say more or less than another, and next year's rendering of a frozen one
 * is the same. Everything is borrowed from the arena that built it. Texts are French, ready to be
 * printed: amounts and days are written when it is built. */
#ifndef DOMAIN_DOCUMENT_H
#define DOMAIN_DOCUMENT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "base/money.h"

enum block_kind {
    BLOCK_HEADING, /* text: a section's title */
    BLOCK_TEXT,    /* text: paragraphs, one a line */
    BLOCK_NOTE,    /* text in a box: what must not be missed */
    BLOCK_ROWS,    /* rows: a label and what stands beside it */
    BLOCK_PRICES,  /* prices: designation, quantity, unit price, amount; then the sums */
    BLOCK_DUES,    /* rows of three: when, what, amount (label, text, amount) */
    BLOCK_SIGN,    /* "Bon pour accord": rows are the labels of what is written by hand */
    BLOCK_KINDS
};

struct document_row {
    struct str label, text; /* text may have several lines */
    struct money amount;    /* BLOCK_DUES only */
};

struct document_price {
    struct str label, detail; /* detail under the label, smaller; may be empty */
    unsigned quantity;
    struct money unit, amount; /* amount = quantity * unit, checked when it is built */
    bool apart;                /* not part of the total: said in the label too */
};

struct document_block {
    enum block_kind kind;
    struct str text;
    const struct document_row *rows;
    size_t rows_n;
    const struct document_price *prices;
    size_t prices_n;
    const struct document_row *sums; /* BLOCK_PRICES: the lines under the table, the last one bold */
    size_t sums_n;                   /* their `amount` is printed when `text` is empty */
};

enum { DOCUMENT_BLOCKS_MAX = 64, DOCUMENT_ROWS_MAX = 64 };

struct document {
    struct str title;    /* "Devis n° D-2026-000123": heading, and the PDF's title */
    struct str subtitle; /* "Information tarifaire — ne vaut pas devis"; may be empty */
    struct str number;   /* "D-2026-000123-2" */
    struct str mark;     /* across the top: "Démonstration", "À confirmer par le Cestes"; or empty */
    struct document_row issuer, addressee; /* label: the name in bold; text: lines under it */
    const struct document_row *facts; /* beside the title: date, valid until, reference */
    size_t facts_n;
    const struct document_block *blocks;
    size_t blocks_n;
    struct str footer; /* on each page, before "page x/y" */
    struct str verify; /* "https://…/verifier": where number and fingerprint are checked */
    struct day issued;
};

/* The heads of the columns, for every form of it: designation, quantity, unit price, amount; and
 * when, what, amount. */
extern const char *const document_price_heads[4], *const document_due_heads[3];

/* The one spelling of it (domain/canon.h), whose SHA-256 is its fingerprint. */
void document_write(struct buf *out, struct arena *a, const struct document *d);
/* "prices": how a block is named there (and read again by store/quote.h). */
const char *document_block_name(enum block_kind kind);

#endif
