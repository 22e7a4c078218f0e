/* tests/doc/fixtures.h - documents that the portal issues, and some that nobody should: what the PDF
 * is tried with. Invented people, invented numbers. */
#ifndef TESTS_DOC_FIXTURES_H
#define TESTS_DOC_FIXTURES_H

#include "domain/document.h"

struct fixture {
    const char *name; /* of the files made of it */
    unsigned pages_max;
    struct document document;
};

/* What a document may hold, in all its forms; `*n` of them, the arena's. */
const struct fixture *fixtures(struct arena *a, size_t *n);
/* What the portal issues: each state, then each payer ("tarif.PAYER.module"). */
const struct fixture *fixtures_real(struct arena *a, size_t *n);
/* The worst that can be typed: long, right to left, emoji, a word of 400 letters. */
struct document fixture_odd(struct arena *a);
/* 64 blocks of tables and long texts: breaks on every kind of piece. */
struct document fixture_long(struct arena *a);
/* A text, a row, a note and a signature that are each taller than a page. */
struct document fixture_tall(struct arena *a);

#endif
