/* view/desk_request.h - /gestion/devis/{}: one request with everything that was written, issued,
 * sent and done. Everything is borrowed. */
#ifndef VIEW_DESK_REQUEST_H
#define VIEW_DESK_REQUEST_H

#include "view/desk_list.h"
#include "view/wizard.h"

struct view_desk_quote { /* one numbered version */
    struct str number, payer, issued, by, until, href; /* href: its PDF */
    struct money total;
    struct view_tag tag;
    struct str answer; /* what was answered to it; empty: nothing */
};
struct view_desk_line { /* of the thread, of the history */
    struct str at, who, title, text;
    enum tone tone; /* TONE_WATCH: a note among staff */
    struct view_tag mark;  /* "Message automatique"; its text empty: none */
    struct str remarks;    /* ours, of a mail: a line each; empty: none */
    struct str more_href;  /* to all of it; empty: it is all here */
};
struct view_desk_sent { /* a mail */
    struct str at, what, to, why;
    struct view_tag tag;
    struct str again_action; /* it failed, and may be sent again; empty: not so */
};

struct view_desk_request {
    struct view_desk_shell shell;
    struct view_faults faults;
    struct str list_href, previous_href, next_href;
    struct view_notices notices;
    struct str address_action; /* "L’adresse est bonne"; empty: nobody doubts it */
    struct str caption, heading, notice;
    bool refused; /* the notice says that nothing was done */
    struct view_tag tag;
    struct view_summary facts, asked;
    struct str candidacy_href; /* the candidacy that it came from; empty: none, or not theirs to read */
    /* What can be done with it now, each on a page of its own (domain/quote_acts.h). */
    struct view_link *acts;
    size_t acts_n;
    struct str csrf, version;
    struct str assign_action, mine_action;
    bool mine; /* it is assigned to whoever looks */
    struct view_desk_filter people;
    struct str close_action, reopen_action, read_action; /* empty: not now */
    struct view_desk_quote *quotes;
    size_t quotes_n;
    struct view_desk_line *thread;
    size_t thread_n;
    struct view_form note;
    struct str note_href; /* the note of this page is there: to add another; empty: the form is shown */
    struct view_desk_sent *mails;
    size_t mails_n;
    struct view_desk_line *history;
    size_t history_n;
};

#endif
