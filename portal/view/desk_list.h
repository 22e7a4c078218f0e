/* view/desk_list.h - a list of the desk (domain/desk_list.h) made ready for its template: counters,
 * kept views, search, filters, the table, several at once, the pager. Everything is borrowed. */
#ifndef VIEW_DESK_LIST_H
#define VIEW_DESK_LIST_H

#include "view/desk_shell.h"
#include "view/form.h"
#include "view/parts.h"

struct view_desk_counter {
    struct str href, label, count; /* "500+" */
    bool current, calls;           /* calls: something waits for us there */
};
struct view_desk_kept {
    struct str href, name, forget; /* forget: where the button that takes it away posts */
    bool current;
};
struct view_desk_filter {
    struct str id, name, label, any;
    struct view_option *options;
    size_t options_n;
};
struct view_desk_head {
    struct str label, href; /* href: sorts by it; empty: it does not */
    bool num, up, down;     /* what the list is sorted by now */
};
struct view_desk_cell {
    struct str label; /* of its column: shown beside the value on a narrow screen */
    struct str text, note;
    struct str href;     /* the item's own page: the row's head */
    struct view_tag tag; /* shown instead of the text */
    bool tagged, num, head;
    bool alert; /* it has waited too long; alert_text says so */
    struct str alert_text;
};
struct view_desk_item {
    struct str pick, pick_name, pick_id, what; /* the box: value, name, id, hidden label */
    struct view_desk_cell *cells;
    size_t cells_n;
};
struct view_desk_button {
    struct str value, label;
};

struct view_desk_list { /* {{> desk_list v.list}} */
    struct str heading, base_href, csrf;
    struct view_faults faults;
    struct str done; /* what the last act did; empty: nothing */
    struct view_desk_counter *counters;
    size_t counters_n;
    struct view_desk_kept *kept;
    size_t kept_n;
    struct view_link *beside; /* what else can be done from here: "Saisir une demande" */
    size_t beside_n;

    struct str search_action, search_hint, back; /* back: the address in place, for what is posted */
    struct str searched, unsearch_href;          /* what was searched; empty: nothing */
    struct str view;                             /* of the filters' hidden input */
    struct str queue;                            /* the same: the queue that is kept */
    bool queued, narrowed;
    struct view_desk_filter *filters;
    size_t filters_n;
    struct str period, from, to;
    struct view_desk_filter sorts;
    struct str all_href; /* without any filter */

    bool keepable; /* there is something to keep as a view */
    struct str keep_action, keep_name, keep_error;

    struct str caption, count;
    struct view_desk_head *heads;
    size_t heads_n;
    struct view_desk_item *items;
    size_t items_n;
    struct str empty;

    struct str bulk_action; /* empty: nothing is done to several */
    struct view_desk_filter people; /* to whom they can be assigned; no options: not here */
    struct view_desk_button *buttons;
    size_t buttons_n;
    struct str csv_href, xlsx_href; /* the whole list as asked; empty: nothing is taken away */
    struct str previous_href, next_href, first_href;
};

struct view_desk_inbox {
    struct view_desk_shell shell;
    struct view_desk_list list;
};

#endif
