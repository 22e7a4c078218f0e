/* page/desk_list.h - what every list of the desk does: reads its address and its kept view, fills
 * view/desk_list.h, keeps searches and views, and knows the neighbours of an item. */
#ifndef PAGE_DESK_LIST_H
#define PAGE_DESK_LIST_H

#include "page/desk.h"
#include "page/desk_export.h"
#include "store/desk_list.h"
#include "view/desk_list.h"

/* The names that a list's own route must declare beyond its filters' (web/routes_desk.c). */
#define DESK_LIST_NAMES "file", "tri", "du", "au", "apres", "avant", "vue", "fait", "ecartees"
/* Those of a POST beside a list: recherche, vues. */
#define DESK_KEEP_NAMES "retour", "recherche", "nom"
/* Boxes of a page are named "n1" to "n50": a name stands once in a form. */
#define DESK_BOXES \
    "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10", "n11", "n12", \
    "n13", "n14", "n15", "n16", "n17", "n18", "n19", "n20", "n21", "n22", "n23", \
    "n24", "n25", "n26", "n27", "n28", "n29", "n30", "n31", "n32", "n33", "n34", \
    "n35", "n36", "n37", "n38", "n39", "n40", "n41", "n42", "n43", "n44", "n45", \
    "n46", "n47", "n48", "n49", "n50"

struct desk_front { /* a list's page, one const row */
    const struct desk_source *source;
    const char *heading;  /* "Demandes de devis" */
    const char *role;     /* whose people stand in the choices: "quotes" */
    const char *nothing;  /* said when a search or filters find nothing */
    const char *what;     /* label of a box: "la demande de %s" is `what` and the row's head */
    const char *assign;   /* label of the people beside "Attribuer"; NULL: not on this list */
    const struct view_desk_button *buttons; /* what else is done to several */
    size_t buttons_n;
    const struct view_link *beside; /* links under the counters */
    size_t beside_n;
    const struct desk_export *export; /* NULL: nothing is taken away */
    /* The choices of the filter that is `numbers`, at most `most`; NULL: there is none. */
    size_t (*numbers)(struct page *p, struct view_option *out, size_t most);
    /* Fills the texts of the cells (labels and num are there) of rows.cells' row. */
    void (*row)(struct page *p, const struct rows *r, size_t row, struct view_desk_item *item);
};

enum { DESK_ADDRESS_MAX = 2000 }; /* bytes of the pairs */

struct desk_asked {
    struct desk_query base, query; /* base: the kept view, or the list as it is */
};
/* From the page's own query, or from pairs that a form brought back (its field "retour").
 * RC_NOT_FOUND: a view that is not this person's. */
enum rc desk_asked_query(
    struct page *p, const struct desk_front *f, struct desk_asked *out) MUST_USE;
enum rc desk_asked_back(
    struct page *p, const struct desk_front *f, struct desk_asked *out) MUST_USE;
struct desk_ask desk_ask_of(const struct page *p, const struct desk_query *q);

/* "/gestion/devis?file=…": that list, as asked (`place`: and at its place). */
struct str desk_href(struct page *p, const struct desk_asked *asked, bool place);
/* "/gestion/devis/ID?file=…": an item, which remembers its list. */
struct str desk_item_href(struct page *p, const struct desk_asked *asked, struct str public_id);

/* Goes there, where a word of the page says what was done: "…?file=…&dit=WORD". */
void desk_said(struct page *p, struct str href, const char *word);

/* The whole list: three statements, one more with a kept view. */
enum rc desk_list_fill(struct page *p, const struct desk_front *f, const struct desk_asked *asked,
    struct view_desk_list *v) MUST_USE;

/* What is before and after an item in the list that its address names; empty at an end. */
struct desk_walk {
    struct str previous_href, next_href, list_href;
};
enum rc desk_list_walk(struct page *p, const struct desk_front *f, const struct desk_asked *asked,
    const struct desk_mark *marks /* one a sort */, struct desk_walk *out) MUST_USE;

/* POST /gestion/{list}/recherche: keeps what was typed, goes to ?vue=ID; nothing typed: without. */
enum rc desk_list_search(struct page *p, const struct desk_front *f) MUST_USE;
/* POST /gestion/{list}/vues: keeps filters and search under a name. *bad: what is wrong with the
 * name, and nothing is done: the caller shows the list again, 422. */
enum rc desk_list_keep(struct page *p, const struct desk_front *f, struct str *bad) MUST_USE;
/* POST /gestion/{list}/vues/{}/retirer */
enum rc desk_list_forget(struct page *p, const struct desk_front *f) MUST_USE;

/* The public ids whose boxes were ticked, at most DESK_PAGE; strangers' shapes are left out. */
size_t desk_picked(const struct page *p, struct str picked[DESK_PAGE]);
/* Shows what is wrong with a view's name, on a list already filled: 422. */
void desk_list_refuse_name(struct page *p, struct view_desk_inbox *v, struct str why);

/* GET /gestion/{list}/export.csv and .xlsx: the whole list as its address asks. */
enum rc desk_list_take(
    struct page *p, const struct desk_front *f, enum desk_export_as as) MUST_USE;
/* What the buttons of an export post as "acte". */
#define DESK_AS_CSV "exporter-csv"
#define DESK_AS_XLSX "exporter-xlsx"
/* POST /gestion/{list}/lot with one of the export's buttons: the ticked rows of that page. */
bool desk_list_takes(const struct page *p);
enum rc desk_list_take_picked(struct page *p, const struct desk_front *f) MUST_USE;

/* Back to the list with what was done: "fait" of them, "ecartees" that could not be. */
void desk_list_return(struct page *p, const struct desk_asked *asked, size_t done, size_t refused);

#endif
