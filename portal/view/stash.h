/* view/stash.h - what was typed just before the session ended, ready to be sent again. */
#ifndef VIEW_STASH_H
#define VIEW_STASH_H

#include "view/parts.h"
#include "view/shell.h"

struct view_stash {
    struct view_shell shell;
    struct str action, csrf;
    struct view_hidden *fields;
    size_t fields_n;
};

#endif
