/* view/desk_asides.h - mails that came to us and that nobody understood: their list, and one of them.
 * Everything is borrowed. */
#ifndef VIEW_DESK_ASIDES_H
#define VIEW_DESK_ASIDES_H

#include "view/desk_shell.h"
#include "view/wizard.h"

struct view_desk_aside_row {
    struct str href, received, reason, size;
    struct view_tag state; /* "À lire", "Traité par Anna, le 3 mars 2027" */
};
struct view_desk_asides {
    struct view_desk_shell shell;
    struct view_notices notices;
    struct str lead; /* "2 courriels non compris." */
    struct view_desk_aside_row *items;
    size_t items_n;
};

struct view_desk_aside {
    struct view_desk_shell shell;
    struct view_back back;
    struct view_summary facts;
    struct str text;   /* headers, what was written, names of files; empty: nothing can be read */
    struct str action; /* of the form that says it is dealt with; empty: it is */
    struct str csrf;
};

#endif
