/* view/desk_entered.h - /gestion/candidatures/saisies: what staff entered and the person has not
 * submitted yet. Everything is borrowed. */
#ifndef VIEW_DESK_ENTERED_H
#define VIEW_DESK_ENTERED_H

#include "view/desk_shell.h"
#include "view/wizard.h"

struct view_desk_entered_row {
    struct str who, email, came, note; /* came: "reçue par courrier le …, saisie par … le …" */
    struct view_tag mail;              /* what became of the last invitation */
    struct str why;                    /* what the server said of it; empty: nothing */
    struct str invite_action, invite; /* where, and the button's words */
    struct str fill_href; /* what is typed so far; empty: its owner has taken it up */
    struct str address_action; /* "L’adresse est bonne"; empty: nobody doubts it */
};
struct view_desk_entered {
    struct view_desk_shell shell;
    struct view_back back;
    struct str notice;
    bool refused; /* the notice says that nothing was done */
    struct str csrf;
    struct view_desk_entered_row *items;
    size_t items_n;
};

#endif
