/* view/desk_said.h - /gestion/devis/{}/messages/{}: one message of a request, whole. Everything is
 * borrowed. */
#ifndef VIEW_DESK_SAID_H
#define VIEW_DESK_SAID_H

#include "view/desk_request.h"

struct view_desk_said {
    struct view_desk_shell shell;
    struct view_back back;
    struct view_desk_line line;
};

#endif
