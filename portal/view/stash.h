/* view/stash.h - what was typed just before the session ended or changed: shown again, ready to be
 * sent. */
#ifndef VIEW_STASH_H
#define VIEW_STASH_H

#include "view/desk_shell.h"
#include "view/parts.h"

struct view_stash_form {
    struct str heading, lead;
    struct str what;          /* the act in a few words: "Votre projet" */
    struct str about;         /* whom it concerns; may be empty */
    struct view_back link;    /* to look at what it concerns; may be empty */
    struct view_summary typed;
    struct str action, csrf, send; /* send: the button's words */
    bool kept;                     /* there is a copy with us, to be forgotten once it is sent */
    struct str forget_action, forget; /* empty: nothing to forget */
    struct view_hidden *fields;
    size_t fields_n;
    struct str contact, request_id; /* whom to write to, and about what; contact empty: nobody */
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
