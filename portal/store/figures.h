/* store/figures.h - what the desk did in a period; five statements, each along an index. */
#ifndef STORE_FIGURES_H
#define STORE_FIGURES_H

#include "base/money.h"
#include "domain/figures.h"
#include "store/stmt.h"

/* Requests answered by the machine at once, and those that a person of the team answered. */
enum answered_by { ANSWERED_MACHINE, ANSWERED_STAFF, ANSWERED_BY_N };

struct delay {
    uint64_t n;           /* requests answered; 0: the two others say nothing */
    int64_t median, nine; /* seconds from arrival to first answer; nine in ten were faster */
};

struct payer_figure { /* of what was issued in the period and still holds or was accepted */
    struct str payer;
    bool information;  /* CPF: no quote, so nothing to accept */
    uint64_t issued, accepted, declined, cancelled, replaced;
    struct money open, agreed; /* amount of what is issued and unanswered; of what was accepted */
};

struct figures {
    struct weeks weeks;
    struct delay delay[ANSWERED_BY_N];
    uint64_t unanswered; /* came in the period, and nobody has answered */
    uint64_t away; /* came in the period, and are not counted: restricted or erased (store/archive.h) */
    struct payer_figure *payers;
    size_t payers_n;
};

/* The period must be sound. All is zero for whoever does not work at the quote desk. */
enum rc figures_load(struct db *db, struct arena *a, uint64_t staff, const struct period *p,
    struct figures *out) MUST_USE;

#endif
