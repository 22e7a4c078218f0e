/* view/eligibility.h - /eligibilite: one question a page, then the answer. Everything is borrowed.
 *
 * The forms are GET forms: the answers live in the page's address and nowhere else, so that Back,
 * reload and a bookmark do what one expects, and no row or cookie is made. */
#ifndef VIEW_ELIGIBILITY_H
#define VIEW_ELIGIBILITY_H

#include "view/wizard.h"

struct view_question {
    struct view_shell shell;
    struct view_back back;
    struct str caption;    /* "Question 3, encore 4 au plus" */
    struct str heading;    /* empty: the only field's label is the h1 */
    struct str lead;
    struct view_form form; /* of the fields of this question alone */
    struct str name;       /* of the question: sent as de=name */
    struct view_hidden *carried; /* the other answers */
    size_t carried_n;
    struct view_summary so_far;
    struct view_cards cards; /* on the first question: what it takes */
};

struct view_way { /* one thing that helps; the link may be empty */
    struct str text, href, link;
};

struct view_result { /* /eligibilite/resultat */
    struct view_shell shell;
    struct view_back back;
    struct view_notices notices; /* "C'est envoyé" */
    struct str heading;
    struct view_notice lead;
    struct view_checks checks;
    struct str start_href, start, start_note; /* start_href empty: no intake is open */
    bool start_quietly;                       /* not the thing to do first */
    struct view_way *ways;
    size_t ways_n;
    struct view_prices first, second; /* second: the other tariff, or the module beside the CPF */
    struct str with_module;           /* "Avec le module complémentaire : 10 405,00 €" */
    struct view_cards cards;
    struct str quote_href;
    struct str self_href, employer_href; /* empty: nothing to send */
    struct view_summary answers;
    struct str note, mention, rule;
};

#endif
