/* view/desk_auth.h - the staff's own pages: signing in, enrolling, one's account, the team.
 * Everything is borrowed. */
#ifndef VIEW_DESK_AUTH_H
#define VIEW_DESK_AUTH_H

#include "view/desk_shell.h"
#include "view/wizard.h"

/* One form, with what must be known before filling it in. */
struct view_desk_ask {
    struct view_desk_shell shell;
    struct view_back back; /* href may be empty */
    struct view_notices notices;
    struct str heading, lead;
    struct view_form form;
    struct view_cards cards;
};

/* A QR code: squares row by row, true is dark. */
struct view_qr {
    const bool *dark;
    size_t size; /* squares a side; 0: nothing is drawn */
};
void view_qr_html(struct buf *out, const struct view_qr *v);

struct view_desk_enrol {
    struct view_desk_shell shell;
    struct view_qr qr;
    struct str secret; /* "JBSW Y3DP …" */
    struct str issuer, account;
    struct view_form form;
};

struct view_desk_code {
    struct str text;
};
/* The recovery codes, this once. */
struct view_desk_codes {
    struct view_desk_shell shell;
    struct str heading, lead;
    struct view_desk_code *items;
    size_t items_n;
    struct str href, link;
};

struct view_desk_session {
    struct str where, when; /* "Ce navigateur", "depuis le …" */
    struct str action;      /* of the form that ends it; empty: the one we are in */
};
struct view_desk_account {
    struct view_desk_shell shell;
    struct view_notices notices;
    struct str email, roles, codes; /* codes: "Il vous reste 9 codes de secours." */
    struct view_desk_session *sessions;
    size_t sessions_n;
    bool others; /* another session can be ended */
    bool told;             /* of new requests: their choice is shown */
    struct view_form form; /* that choice */
    struct str csrf;
};

struct view_desk_person {
    struct str href, name, email, roles, seen;
    struct view_tag state;
};
struct view_desk_team {
    struct view_desk_shell shell;
    struct view_notices notices;
    struct view_desk_person *items;
    size_t items_n;
    struct str invite_href;
};

/* An act of its own on somebody's page: what it does in a sentence, then its button. */
struct view_desk_act {
    struct str title, text, action, submit;
    bool warning;
};
struct view_desk_member {
    struct view_desk_shell shell;
    struct view_back back;
    struct view_notices notices;
    struct view_desk_person who;
    struct view_form form; /* roles */
    struct view_desk_act *acts;
    size_t acts_n;
    struct str csrf;
};

/* A way in, shown once to who made it. */
struct view_desk_invited {
    struct view_desk_shell shell;
    struct str heading, name, link, until;
    struct str href, next; /* where to go on */
};

#endif
