/* view/desk_shell.h - what stands around every page of the staff: head, menu, name, footer.
 *
 * A page's view struct holds a `struct view_desk_shell shell`; its template begins with
 * {{> desk_top v.shell}} and ends with {{> desk_bottom v.shell}}. desk_top leaves <main> and the
 * width container open; the page brings its own h1. Nothing can fail. */
#ifndef VIEW_DESK_SHELL_H
#define VIEW_DESK_SHELL_H

#include "view/shell.h"

enum desk_nav {
    DESK_NONE,
    DESK_QUOTES,
    DESK_CANDIDACIES,
    DESK_FIGURES,
    DESK_TEXTS,
    DESK_MAILS,
    DESK_TEAM,
    DESK_ASIDES,
    DESK_ACCOUNT
};

struct view_desk_entry {
    enum desk_nav nav;
    struct str href, label, count; /* count: "12", "500+"; empty: none is shown */
    bool current;
};

struct view_desk_shell {
    struct view_shell head; /* title, error, notice, wide: the rest is unused here */
    enum desk_nav nav;
    struct view_desk_entry *entries; /* those this person may open; none before signing in */
    size_t entries_n;
    struct str name; /* of who is signed in; empty: nobody, no way out is shown */
    struct str csrf; /* for the sign-out form */
    struct str purge_held; /* said on every page to administrators; empty: nothing is */
    struct str held; /* said on every page: no mail leaves, since when and why; empty: they do */
};

#endif
