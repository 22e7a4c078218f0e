/* view/desk_filled.h - /gestion/candidatures/saisies/{}: a candidacy that came on paper, as far as staff
 * have typed it. Everything is borrowed. */
#ifndef VIEW_DESK_FILLED_H
#define VIEW_DESK_FILLED_H

#include "view/desk_candidacy.h"
#include "view/desk_shell.h"
#include "view/wizard.h"

struct view_desk_filled {
    struct view_desk_shell shell;
    struct view_back back;
    struct str notice;
    struct str heading, email, came, note;
    struct view_tasks tasks;
    struct view_summary *sections; /* every answer, with its way to be changed */
    size_t sections_n;
    bool judged; /* enough is typed for a verdict */
    struct view_desk_verdict verdict;
    struct trusted picture;
    struct view_tag mail;
    struct str csrf, invite_action, invite, address_href;
};

#endif
