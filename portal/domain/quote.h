/* domain/quote.h - what whoever asks for a quote is told at once; pure. Source: programme.md "Quotes".
 *
 * Lines and a total out of the tariff rows, or the reason why no amount is promised and staff answer
 * instead. With the CPF it is an "information tarifaire", the module apart; a payer who is not known
 * yet gets both tariffs and no single total. */
#ifndef DOMAIN_QUOTE_H
#define DOMAIN_QUOTE_H

#include "domain/intake.h"
#include "domain/pricing.h"

enum quote_hold {
    QUOTE_TOLD,         /* the lines are there */
    QUOTE_SEVERAL,      /* several payers: staff say which part is under which tariff */
    QUOTE_BEGUN,        /* the course asked about has begun */
    QUOTE_UNREGISTERED, /* the registration does not cover the start, or no intake speaks */
    QUOTE_NO_TARIFF,    /* a price row is missing for that day */
};

enum { QUOTE_LINES_MAX = 8, QUOTE_PEOPLE_MAX = 200 };

struct quote_line {
    enum tariff_item item;
    enum payer_kind tariff;
    struct money amount;
    bool apart; /* no part of the total: the module beside the CPF */
    bool sum;   /* the total of one of two tariffs, when both are told */
};

struct quote_told {
    enum quote_hold hold;
    enum quote_hold also; /* with QUOTE_SEVERAL: what else staff have to settle; else QUOTE_TOLD */
    bool cpf;
    bool both; /* two tariffs: nobody knows yet who pays */
    struct quote_line lines[QUOTE_LINES_MAX];
    size_t n;
    unsigned people;    /* that the amounts are for, at least 1 */
    struct money total; /* of one tariff; 0 when both or none are told */
};

/* May a price be promised for that intake on that day? NULL: none speaks. `begun`: the caller
 * knows that the course has begun, and it may go all the same. */
enum quote_hold quote_course_hold(const struct intake *i, struct day on, bool begun);
/* `course`: what that said. */
struct quote_told quote_tell(const struct price_wish *w, const struct tariff *rows, size_t rows_n,
    struct day on, enum quote_hold course);
/* The one line for that item, when a single amount was told for it; NULL else. */
const struct quote_line *quote_line_of(const struct quote_told *told, enum tariff_item item);
/* "Diplôme complet, les deux années", "…, 3 personnes". */
struct str quote_item_label(struct arena *a, const char *item, unsigned people);
/* The same with who pays, where two tariffs stand together. */
struct str quote_line_label(
    struct arena *a, const struct quote_told *told, const struct quote_line *line);
/* Why no amount is promised: to the person, and to staff. Empty for QUOTE_TOLD. */
struct str quote_hold_person(enum quote_hold hold);
struct str quote_hold_staff(enum quote_hold hold);
/* The wish that answers of form_quote express. */
struct answers;
struct price_wish quote_wish(const struct answers *as);

#endif
