/* view/account.h - /compte: one's address and where one is signed in. Everything is borrowed. */
#ifndef VIEW_ACCOUNT_H
#define VIEW_ACCOUNT_H

#include "view/parts.h"
#include "view/shell.h"

struct view_account {
    struct view_shell shell;
    struct view_back back;
    struct str email, change_href;
    struct view_summary sessions; /* one row each: where, since when */
    bool others;                  /* there is another one to end */
    struct str csrf;
};

#endif
