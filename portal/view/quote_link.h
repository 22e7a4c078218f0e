/* view/quote_link.h - the pages behind a request's secret link. Everything is borrowed. */
#ifndef VIEW_QUOTE_LINK_H
#define VIEW_QUOTE_LINK_H

#include "view/paper.h"
#include "view/wizard.h"

/* One numbered version. */
struct view_version {
    struct str title; /* "Devis n° D-2026-000123" */
    struct str payer; /* who pays this part; empty when one pays all */
    struct money total;
    struct str dates; /* "Émis le …, valable jusqu’au …" */
    struct str said;  /* who accepted it, when; why it was declined; or empty */
    struct view_tag tag;
    struct str read_href, pdf_href;
    struct str accept_href, decline_href; /* empty: not possible */
    struct str what;                      /* hidden end of its links: its number */
};

struct view_said { /* one message of the thread */
    struct str who, body;
    struct str remarks; /* of a mail, a line each, nothing of the desk's; empty: none */
    struct instant at;
};

/* /devis/{}/{} */
struct view_quote_link {
    struct view_shell shell;
    struct view_notices notices;
    struct str caption, heading, lead;
    struct view_version *now;
    size_t now_n;
    struct str renew, csrf, key; /* renew: action of the form; empty: nothing to make again */
    struct str renew_label;
    struct view_fault *next;     /* what to do next; href may be empty */
    size_t next_n;
    struct view_said *thread;
    size_t thread_n;
    struct str write_href, version_href; /* version_href empty: there is nothing to change yet */
    struct view_version *before;
    size_t before_n;
    struct view_cards cards;
    struct str refuse_href;
};

/* /devis/{}/{}/{number} */
struct view_quote_paper {
    struct view_shell shell;
    struct view_back back;
    struct view_notices notices;
    struct str title, number; /* of the document, its number never cut in two */
    struct str pdf_href;
    struct view_paper paper;
};

/* A form of the link: accept, decline, write. */
struct view_quote_act {
    struct view_shell shell;
    struct view_back back;
    struct str caption, heading, lead;
    struct view_form form;
    struct view_cards cards;
};

/* /devis/retrouver/liste */
struct view_found {
    struct str title, text, href;
    struct str mailbox_href, what; /* what its reader alone may do; hidden end of that link */
    struct view_tag tag;
};
struct view_quote_found {
    struct view_shell shell;
    struct str email;
    struct view_found *items;
    size_t items_n;
    bool refused; /* the address wants no mail about quotes, and may take that back */
    struct str action, csrf;
};

#endif
