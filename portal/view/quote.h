/* view/quote.h - /devis: the request, its check page, its receipt. Everything is borrowed. */
#ifndef VIEW_QUOTE_H
#define VIEW_QUOTE_H

#include "domain/quote.h"
#include "view/wizard.h"

/* What it costs by the answers so far: blocks of prices, or the sentence that stands for them. */
struct view_quote_price { /* {{> quote_price v.price}} */
    struct str sentence;
    struct view_prices first, second;
    struct view_cards cards;
};

struct view_fields { /* part of a form */
    struct view_field *items;
    size_t items_n;
};

/* GET /devis, and whenever the form is shown again. */
struct view_quote {
    struct view_shell shell;
    struct view_notices notices;
    struct str heading, lead;
    struct view_form form;
    struct view_fields what, whom, rare, who; /* the form's fields: before the price, and after */
    bool rare_open, rare_hidden;  /* references that few need wait folded */
    struct str rare_when, rare_when_is;
    struct str action, recalc;
    struct str intake;            /* the one that is told; */
    struct view_option *intakes;  /* several are a question */
    size_t intakes_n;
    bool priced;                  /* the price block applies to what is asked */
    struct view_quote_price price;
    struct view_cards cards;
};

/* Before sending: everything once more, and the total. */
struct view_quote_check {
    struct view_shell shell;
    struct str heading, lead;
    struct view_summary answers;
    bool priced;
    struct view_quote_price price;
    struct view_hidden *carried;
    size_t carried_n;
    struct str action, csrf, key, submit;
};

/* /devis/{id}/recu: a message has arrived; without the person. */
struct view_quote_done {
    struct view_shell shell;
    struct str heading, reference;
    struct view_row *facts;
    size_t facts_n;
    struct view_fault *next; /* what happens next; href may be empty */
    size_t next_n;
};

/* The lines that were told, as one block. */
struct view_prices quote_prices(struct arena *a, const struct quote_told *told);

#endif
