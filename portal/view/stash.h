/* view/stash.h - what was typed just before the session ended, ready to be sent again. */
#ifndef VIEW_STASH_H
#define VIEW_STASH_H

#include "view/desk_shell.h"
#include "view/parts.h"

struct view_stash_form {
    struct str action, csrf, send; /* send: the button's words */
    struct str forget_action, forget;
    struct view_hidden *fields;
    size_t fields_n;
};

struct view_stash {
    struct view_shell shell;
    struct view_stash_form form;
};

struct view_desk_stash {
    struct view_desk_shell shell;
    struct view_stash_form form;
};

#endif
