/* view/desk_mails.h - /gestion/courriels: the mails that failed. Everything is borrowed. */
#ifndef VIEW_DESK_MAILS_H
#define VIEW_DESK_MAILS_H

#include "view/desk_shell.h"
#include "view/parts.h"

struct view_desk_failure {
    struct str what, to, at, why;
    struct view_tag tag;
    struct str file_href, file; /* the file that shows it; empty: none does */
    struct str again_action;    /* empty: it cannot be sent again */
    struct str settle_action;
};

struct view_desk_mails {
    struct view_desk_shell shell;
    struct str notice; /* what was just done; empty: nothing */
    bool refused;      /* … or was not */
    struct str csrf;
    struct str unknown; /* some wait for a newer portal-jobs; empty: none does */
    struct str again_all; /* the button's words; empty: none can be sent again */
    struct str more;      /* how many are not listed; empty: all are */
    struct view_desk_failure *items;
    size_t items_n;
};

#endif
