/* view/wizard.h - the pages of a candidacy under way. Everything is borrowed. */
#ifndef VIEW_WIZARD_H
#define VIEW_WIZARD_H

#include "view/form.h"
#include "view/parts.h"
#include "view/put.h"
#include "view/shell.h"

struct view_notices {
    struct view_notice *items;
    size_t items_n;
};

/* /candidature without one: what it takes, and the two ways in. */
struct view_start {
    struct view_shell shell;
    struct view_notices notices;
    struct str heading, lead;
    bool open;            /* an intake is open: the button is there */
    struct str csrf;
    struct view_hidden *carried; /* answers of /eligibilite, under the names of our forms */
    size_t carried_n;
    struct str minutes;   /* "25 minutes environ" */
    struct str closing;   /* "30 juin 2027 à 23 h 59", or empty */
};

/* /candidature with several years. */
struct view_choice_item {
    struct str href, label, state, hint;
};
struct view_choice {
    struct view_shell shell;
    struct view_choice_item *items;
    size_t items_n;
    bool may_start; /* none of them is of the open intake */
    struct str csrf;
};

/* A quiet card beside the page. */
struct view_card {
    struct str title, strong, text, href, link;
    struct str note, mention; /* in small under the text: how it was judged, and what that is worth */
};
struct view_cards {
    struct view_card *items;
    size_t items_n;
};

/* /candidature/{id} */
struct view_dossier {
    struct view_shell shell;
    struct view_notices notices;
    struct str caption, heading;
    struct str next_caption, next_text; /* "Prochaine étape"; a sentence; or empty */
    struct str next_title, next_href, next_label; /* next_href empty: nothing to do now */
    struct view_tasks tasks;
    struct view_cards cards;
    struct str reference;   /* once submitted */
    struct str take_back;   /* where it is taken back; empty: not possible */
    struct str withdraw;    /* where it is given up; empty: not possible */
};

/* A short list under the lead. */
struct view_point {
    struct str text;
};
struct view_points {
    struct view_point *items;
    size_t items_n;
};

/* One step, or one diploma or experience. */
struct view_step {
    struct view_shell shell;
    struct view_back back;
    struct view_notices notices;
    struct str caption, heading, lead;
    struct view_form form;
    struct view_cards cards;
    struct view_prices prices;
    struct view_prices others; /* the second price, side by side, when the payer is not known */
    struct str remove_href, remove_label; /* empty: nothing to remove */
    struct view_points points;            /* what must be known before answering */
    bool live; /* the cards follow the answers: the script fetches them again after each save */
};

/* /candidature/{id}/diplomes and /experiences. */
struct view_items {
    struct view_shell shell;
    struct view_back back;
    struct view_notices notices;
    struct str caption, heading, lead;
    struct view_summary *cards;
    size_t cards_n;
    struct str empty;      /* the sentence when nothing is said; empty: it is said that there is none */
    struct str add_href, add_label;
    struct str finish_href, finish_label; /* the first one that is not whole; or empty */
    struct str next_href, next_label; /* "Continuer", or back to where it was opened from */
    bool offers_none;      /* nothing is in it: a box says that it stays so */
    struct view_form none; /* that box; its faults are the page's, whether it is offered or not */
    struct str counted;    /* "41 mois comptés sur 36" */
    struct str detail;     /* overlaps, months that do not count */
    struct trusted picture;
    struct view_cards beside;
};

/* Before anything is removed (RGAA 11.12), or a link of a mail does anything (GET shows, POST
 * acts). */
struct view_confirm {
    struct view_shell shell;
    struct view_back back; /* href may be empty */
    struct str heading, text, action, csrf, submit; /* submit empty: only the way out */
    struct str from; /* as in view/form.h */
    struct str cancel_href, cancel; /* may be empty */
    bool warning; /* something will be lost */
};

/* The proved address already has a candidacy: which of the two goes on. */
struct view_offer {
    struct view_shell shell;
    struct str text_old, text_new, action, csrf;
    bool may_replace; /* the older one is a draft, never submitted */
};

#endif
