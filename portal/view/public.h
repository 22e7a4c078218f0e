/* view/public.h - what the public pages show: the programme (home.html and its home_* parts), and
 * the small pages that every footer leads to (public_*.html).
 *
 * Pure. Every figure, date, price and address comes from the facts; what nobody has set is empty
 * and is either left out or said to be still missing, never invented (programme.md, ⚖). Everything
 * is borrowed from the facts or from the request's arena. Nothing can fail. */
#ifndef VIEW_PUBLIC_H
#define VIEW_PUBLIC_H

#include "base/day.h"
#include "base/money.h"
#include "view/parts.h"
#include "view/put.h"
#include "view/shell.h"

struct view_prices_row { /* one line of the price table; cents 0: nobody has set it */
    struct str payer, note;
    struct money diploma, module;
};

struct view_intake { /* the intake that speaks today */
    bool known;      /* there is one */
    bool open, before, closed; /* none of them: its dates are not set */
    int number;      /* "34e promotion"; 0: not set */
    struct instant opens_at, closes_at;
    struct day starts_on;
    struct str place, calendar; /* calendar: as the institution wrote it, its line ends count */
    int capacity;
    int last_number; /* the latest intake that has begun; 0: none */
    struct month last_start;
};

struct view_registration { /* of that intake, in the national register (RNCP) */
    bool known, covers_start, fictional;
    struct str code, title, certifier;
    struct day registered_on, ends_on;
};

struct view_figure { /* one line of the outcome table: the same figure for each year */
    struct str label;
    struct str *cells; /* "83 %", in the order of the years */
    size_t cells_n;
};
struct view_outcomes {
    struct view_figure *rows;
    size_t rows_n;
    struct str *years;
    size_t years_n;
    int first, last; /* years of certification covered */
    struct trusted chart; /* same figures */
};

struct view_known { /* a fact that somebody has set; href empty: plain text, its line ends count */
    struct str label, text, href;
};

struct view_home {
    struct view_shell shell;
    struct str title, code;
    struct view_intake intake;
    struct view_registration registration;
    struct view_prices_row *prices;
    size_t prices_n;
    struct money third, own; /* of the diploma: for the facts of the band; both or none */
    struct money cpf_gap;           /* with less CPF than this, the individual tariff is cheaper */
    struct view_known *module; /* ⚖ hours, dates, seats */
    size_t module_n;
    struct str instalments; /* ⚖ */
    struct view_outcomes outcomes;
    struct str vae_url;
    struct view_known *after; /* what follows a submission: documents, interview, answer… */
    size_t after_n;
    struct view_known *contacts;
    size_t contacts_n;
    struct view_link *documents; /* only those whose link is set */
    size_t documents_n;
};

struct view_fact { /* one line; text empty: « à compléter par l’établissement », and the note */
    struct str label, text, href, note;
};
struct view_fact_rows { /* {{> public_fact_rows v.facts}} */
    struct view_fact *items;
    size_t items_n;
};
struct view_public { /* help, privacy, cookies, accessibility, legal notice, site map */
    struct view_shell shell;
    struct str title;
    struct view_fact_rows facts, more;
    bool complete;            /* nothing that the page owes is missing */
    bool confirmed;           /* privacy: the institution has confirmed every duration of `more` */
    struct view_fact *asked;  /* privacy: each datum and why it is asked */
    size_t asked_n;
    struct str text;          /* privacy: what the institution adds on durations */
    struct str algorithm;     /* privacy: the mention on a computation that helps a decision */
    struct instant closes_at; /* help: of the open intake, else none */
};

#endif
