/* view/error.h - a fault's plain page. */
#ifndef VIEW_ERROR_H
#define VIEW_ERROR_H

#include "view/desk_shell.h"

struct view_error {
    struct view_shell shell;
    struct str heading, happened, kept, todo;
    struct str contact;       /* empty: unknown */
    struct str href, link;    /* the clear next step */
    struct str request_id;
};

/* The same for the staff. */
struct view_desk_error {
    struct view_desk_shell shell;
    struct str heading, happened, kept, todo, href, link;
};

#endif
