/* view/parts.h - the small components that pages are made of: one struct and one partial each.
 * Everything is borrowed; lists are pointer plus count, as {{#each}} wants. */
#ifndef VIEW_PARTS_H
#define VIEW_PARTS_H

#include "base/money.h"
#include "base/str.h"

/* {{> back v.back}}: a link to where one came from. */
struct view_back {
    struct str href, label;
};

/* An answer that travels with a form without being shown. */
struct view_hidden {
    struct str name, value;
};

/* A tag always says its state in words; the colour only repeats it. */
enum tone { TONE_PLAIN, TONE_TODO, TONE_GOING, TONE_DONE, TONE_WATCH, TONE_ERROR };
struct view_tag { /* {{> tag item.tag}} */
    struct str text;
    enum tone tone; /* TONE_PLAIN: plain text, no pill */
};

/* {{> tasks v.tasks}} */
struct view_task {
    struct str href; /* empty: not possible yet, no link */
    struct str label, hint;
    struct view_tag tag;
    struct str id; /* unique on the page, [a-z-]+: ties the state to the link */
};
struct view_tasks {
    struct view_task *items;
    size_t items_n;
};

/* {{> summary v.summary}}: questions and answers, each with "Modifier". With a title it is a card,
 * with links of its own. */
struct view_row {
    struct str key, value; /* value empty: "Non renseigné" */
    struct str href;       /* where to change it; empty: no link */
    struct str what;       /* hidden end of the link: "votre nom de naissance" */
    struct str doubt;      /* kept, but worth a second look; may be empty */
    struct str fault;      /* what keeps it from being taken as it is; may be empty */
};
struct view_link {
    struct str href, label, what; /* `what`: hidden end of the text, tells links apart */
};
struct view_summary {
    struct str title; /* empty: a plain list */
    struct view_row *rows;
    size_t rows_n;
    struct view_link *links;
    size_t links_n;
    struct str id; /* of the card, where links lead to it; may be empty */
};

/* {{> prices v.prices}}: lines and a total, never wrapped. */
struct view_price {
    struct str label, note; /* note: "non certifiant" */
    struct money amount;
};
struct view_prices {
    struct str caption; /* "Votre tarif, si vous payez vous-même" */
    struct str total_label; /* empty: no total line */
    struct money total;
    struct view_price *items;
    size_t items_n;
};

/* {{> notice v.notice}}: something to know. TONE_WATCH, TONE_DONE, TONE_ERROR or TONE_PLAIN. */
struct view_notice {
    struct str title, text; /* title may be empty */
    struct str href, link;  /* may be empty */
    enum tone tone;
};

/* {{> checks v.checks}}: conditions, each met, to look at, or not met; said in words too. */
struct view_check {
    struct str title, text; /* "Diplôme : condition remplie" */
    enum tone tone;         /* TONE_DONE, TONE_WATCH, TONE_ERROR */
};
struct view_checks {
    struct view_check *items;
    size_t items_n;
};

#endif
