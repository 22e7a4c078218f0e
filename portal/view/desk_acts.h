/* view/desk_acts.h - what staff do: their texts, an answer, a version, an accord, an entry, and the
 * figures. Everything is borrowed. */
#ifndef VIEW_DESK_ACTS_H
#define VIEW_DESK_ACTS_H

#include "view/desk_shell.h"
#include "view/paper.h"
#include "view/quote.h"
#include "view/wizard.h"

/* Beside a form: what the request is. {{> desk_about v.about}} */
struct view_desk_about {
    struct str title; /* empty: nothing is shown */
    struct view_summary rows;
    struct str href, link; /* the request's own page */
};

/* A page of the desk that is one form. */
struct view_desk_form {
    struct view_desk_shell shell;
    struct view_back back;
    struct view_notices notices;
    struct str caption, heading, lead;
    struct view_points points;
    struct view_form form;
    struct view_desk_about about;
    struct view_summary words; /* what stands between brackets, and what it becomes */
    struct str remove_href, remove_label; /* empty: nothing to remove */
};

/* Before something cannot be undone. */
struct view_desk_confirm {
    struct view_desk_shell shell;
    struct view_back back;
    struct str heading, text, action, csrf, base, submit, cancel_href;
};

struct view_desk_text {
    struct str href, title, beginning, changed;
};
struct view_desk_texts {
    struct view_desk_shell shell;
    struct view_notices notices;
    struct view_desk_text *items;
    size_t items_n;
    bool full; /* no more can be added */
};

/* What can be done with a request now. {{> desk_actions v.actions}} */
struct view_desk_actions {
    struct view_link *items;
    size_t items_n;
};

/* A mail as it will be. {{> desk_mail v.mail}} */
struct view_desk_mail {
    struct str subject, to, reply_to, text;
    struct trusted html;
    bool attached; /* the document's PDF goes with it */
};
/* What stands between <body> and </body> of a mail that our own templates made. */
struct trusted trusted_mail(struct str html);

struct view_desk_message {
    struct view_desk_shell shell;
    struct view_back back;
    struct view_notices notices;
    struct str caption, heading;
    struct view_form form;
    struct view_option *texts; /* ready texts that can be put in */
    size_t texts_n;
    bool preview; /* the form is shown as the mail that it makes */
    bool once;    /* there is nothing to edit */
    struct str body;
    struct view_desk_mail mail;
    struct view_desk_about about;
};

/* ---- a document, before it goes */

struct view_split_row { /* who pays what of one line */
    struct str label;
    struct money whole, third, individual;
};
struct view_split {
    struct view_split_row *rows;
    size_t rows_n;
    struct str says; /* that the parts sum to the total, or what is wrong */
    bool sound;
};

/* The form that makes a version, or the parts of a mix. */
struct view_desk_version {
    struct view_desk_shell shell;
    struct view_back back;
    struct view_notices notices;
    struct str caption, heading, lead;
    struct view_form form; /* its faults, action, csrf, base, key */
    struct view_fields first, terms; /* what is asked, and what goes with the sending */
    struct view_option *intakes;
    size_t intakes_n;
    struct view_split split; /* no rows: not a mix */
    struct view_quote_price price;
    bool priced;
    struct str preview, save; /* buttons; save empty: none */
    struct view_desk_about about;
};

struct view_desk_sheet {
    struct str heading, pdf; /* pdf: what its button posts */
    struct view_paper paper;
    struct view_desk_mail mail;
};

/* What will be issued and sent, seen first. */
struct view_desk_preview {
    struct view_desk_shell shell;
    struct view_back back;
    struct view_notices notices;
    struct str caption, heading, lead;
    struct view_desk_sheet *items;
    size_t items_n;
    struct str action, csrf, key, base, submit; /* submit empty: it cannot go */
    struct view_hidden *carried;
    size_t carried_n;
    bool editable;
    struct str edit_href, edit; /* another way to mend it; or empty */
};

/* Several at once: named before, and again with what became of each. */
struct view_desk_many_item {
    struct str href, label, note, outcome;
    bool bad; /* nothing left for that one */
};
struct view_desk_many {
    struct view_desk_shell shell;
    struct view_back back;
    struct str heading, text;
    struct view_desk_many_item *items;
    size_t items_n;
    struct str action, csrf, submit; /* submit empty: it is done */
    struct view_hidden *carried;
    size_t carried_n;
};

/* ---- figures */

struct view_figure_row { /* of a table: words, then what is counted */
    struct str label, a, b, c, d, e;
};
struct view_figure_table {
    struct view_figure_row *rows;
    size_t rows_n;
};
struct view_desk_figures {
    struct view_desk_shell shell;
    struct view_faults faults;
    struct str period; /* "du 31 août au 25 novembre 2026" */
    struct view_link *presets;
    size_t presets_n;
    struct view_form form;
    struct view_card *gist; /* the four figures on top */
    size_t gist_n;
    struct view_figure_table weeks, delays, payers;
    struct trusted weeks_picture, payers_picture;
    struct str away; /* what is not counted; empty: nothing */
    bool shown; /* false: the period is not sound, nothing was counted */
};

#endif
