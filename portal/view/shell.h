/* view/shell.h - what stands around every page: head, header, notice, footer.
 *
 * A page's view struct holds a `struct view_shell shell`; its template begins with
 * {{> shell_top v.shell}} and ends with {{> shell_bottom v.shell}}. shell_top leaves <main> open,
 * after the skip link, the header and the notice; the page brings its own h1. Nothing can fail. */
#ifndef VIEW_SHELL_H
#define VIEW_SHELL_H

#include "base/buf.h"

enum nav { NAV_NONE, NAV_PROGRAMME, NAV_ELIGIBILITY, NAV_QUOTE, NAV_CANDIDACY };

struct view_desk_shell;

struct view_shell {
    struct str title;      /* of this page alone: "Votre identité"; the service's name is added */
    bool error;            /* the title begins with "Erreur : " (RGAA 8.6, 11.10) */
    enum nav nav;          /* the entry that this page belongs to */
    struct str email;      /* of the signed-in account; empty: no sign-out button */
    struct str csrf;       /* for the sign-out form */
    struct str notice;     /* one sentence above the page, announced; empty: none */
    struct str contact;    /* address of the people who help; empty: only the help page */
    struct str request_id; /* in the footer in small print, so that a call can quote it */
    bool no_index;         /* asks robots to stay away: all but the public pages */
    struct str canonical;  /* of a public page that has many addresses, the one for robots; empty: only one */
    struct str at;         /* where the browser's history finds this answer to a form again; empty: as asked */
    bool wide;             /* the whole width: staff tables */
    struct view_desk_shell *desk; /* a page that staff see too, at the desk: this stands around it */
};

/* The links to style sheet, script and icon, by their hashed names; shell_top includes it. */
void view_assets_html(struct buf *out, const struct view_shell *v);

#endif
