/* view/desk_candidacy.h - one submitted candidacy as staff read it. Everything is borrowed. */
#ifndef VIEW_DESK_CANDIDACY_H
#define VIEW_DESK_CANDIDACY_H

#include "domain/eligibility.h"
#include "view/desk_shell.h"
#include "view/submission.h"

/* The frozen verdict with its figures, in words for staff: no "vous". */
struct view_desk_months { /* one date */
    struct str when;      /* "Au dépôt, le 23 novembre 2026" */
    int counted, with_review;
    struct view_tag tag;
    bool decides;         /* the date that decides */
};
struct view_desk_reason {
    struct str text;
};
struct view_desk_verdict {
    struct str heading;     /* "Conditions remplies" */
    struct str way;         /* which route, and how much it asks for */
    struct view_tag diploma;
    struct view_desk_months *months;
    size_t months_n;
    int needed;
    struct str weighted;    /* "28,50" */
    struct view_desk_reason *reasons;
    size_t reasons_n;
    struct str rule;
    bool filed; /* as it was submitted; else of a draft, as it stands today */
};
struct view_desk_verdict view_desk_verdict_make(
    struct arena *a, const struct verdict *v, bool filed);

struct view_desk_version {
    struct str href; /* empty: the one that is shown */
    struct str label, when, reference;
};
struct view_desk_change {
    struct str what, before, after; /* before or after empty: "Non renseigné" */
};
struct view_desk_changes {
    struct str title;
    struct view_desk_change *items;
    size_t items_n;
};
struct view_desk_mail {
    struct str what, to, when, why;
    struct view_tag tag;
    struct str again_action; /* it failed, and may be sent again; empty: not so */
};
struct view_desk_event {
    struct str when, what, who;
};

/* Where the file stands in the filtered list; an end has no href. */
struct view_desk_place {
    struct str list_href, list_label;
    struct str previous_href, next_href;
};

/* /gestion/candidatures/{id} */
struct view_desk_candidacy {
    struct view_desk_shell shell;
    struct view_desk_place place;
    struct str heading, reference;
    struct view_tag state, verdict_tag;
    struct str notice; /* what was just done; empty: nothing */
    bool refused;      /* … or was not */
    struct view_notices notices;
    struct str csrf;
    struct str address_action; /* "L’adresse est bonne"; empty: nobody doubts it */
    struct view_fact *facts;
    size_t facts_n;
    struct view_desk_verdict verdict;
    struct trusted picture;
    struct view_summary *sections; /* the answers of the version shown */
    size_t sections_n;
    struct view_desk_changes changes; /* since the version before */
    struct view_desk_changes since;   /* since the submission: the funding */
    struct view_desk_version *versions;
    size_t versions_n;
    struct view_desk_mail *mails;
    size_t mails_n;
    struct view_desk_event *events;
    size_t events_n;
};

#endif
