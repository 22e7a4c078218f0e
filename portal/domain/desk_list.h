/* domain/desk_list.h - a list of the desk as one const table, and what is asked of it; pure.
 *
 * A list has queues (the counters at its left), filters, a period, sorts and columns. What is asked
 * stands in the address, in French words that are part of the tables: "file=nouvelles&payeur=opco".
 * Nothing personal ever does: a search is kept in the database and named by an opaque id ("vue").
 * Unknown names and values are dropped, so an old bookmark still opens.
 * The SQL is store/desk_list.h's business: it follows the order of these tables. */
#ifndef DOMAIN_DESK_LIST_H
#define DOMAIN_DESK_LIST_H

#include "base/buf.h"
#include "base/day.h"
#include "domain/field.h"

enum { DESK_FILTERS_MAX = 8, DESK_PAGE = 50, DESK_COUNT_MAX = 500, DESK_SEARCH_MAX = 200 };

struct desk_queue { /* one counter; the first is where one arrives */
    const char *value, *label;
    const char *sort;  /* the sort that this queue is read in; NULL: the list's first */
    const char *empty; /* what is said when nothing is in it */
    bool calls;        /* something waits for us there: its number stands out */
};

struct desk_filter {
    const char *name, *label; /* in the address, on the page */
    const char *any;          /* "Tous", "Toutes" */
    const struct choice *choices;
    bool people; /* the choices are "moi", "personne" and the public ids of the staff */
    bool numbers; /* the choices are small numbers that the page knows: an intake's */
};

struct desk_sort {
    const char *value, *label;
    bool descending;
};

struct desk_column {
    const char *label;
    const char *sort; /* the sort that its head asks for, or NULL */
    bool num;         /* aligned right */
};

struct desk_list {
    const char *name;      /* "devis": /gestion/devis, and the kind of its saved views */
    const char *one, *many; /* "demande", "demandes" */
    const char *search_hint;
    const char *period;    /* label of the period: "Reçues" */
    const struct desk_queue *queues;
    size_t queues_n;
    const struct desk_filter *filters;
    size_t filters_n;
    const struct desk_sort *sorts;
    size_t sorts_n;
    const struct desk_column *columns;
    size_t columns_n;
};

/* A place in a list: the value that it is sorted by and the row's id. */
struct desk_mark {
    struct instant key;
    uint64_t id;
};
enum desk_way { DESK_FIRST, DESK_AFTER, DESK_BEFORE };

struct desk_query {
    const struct desk_list *list;
    size_t queue, sort;                  /* indexes of the list's tables */
    bool sorted;                         /* the sort was asked for; else it is the queue's */
    struct str filter[DESK_FILTERS_MAX]; /* as in the address; empty: any */
    struct day from, to;                 /* both included; none: open */
    enum desk_way way;
    struct desk_mark mark;
    struct str view;   /* public id of the kept search or view; empty: none */
    struct str search; /* what was searched, of the view; never in an address */
};

/* The first queue, its sort, no filter. */
struct desk_query desk_query_new(const struct desk_list *list);
/* One pair of an address (or of a kept view), decoded. False, and nothing changed, when the list
 * does not know it. An empty value takes a filter away. Values are borrowed. */
bool desk_query_set(struct desk_query *q, struct str name, struct str value);
/* Is this a name that an address of the list may hold? */
bool desk_query_names(const struct desk_list *list, struct str name);
/* The canonical pairs, "file=…&tri=…", in the order of the tables; what equals `base` (the kept view
 * that it starts from, or desk_query_new) is left out. Without the place: a mark is written by
 * desk_mark_write. Nothing in it needs percent-encoding. Never the search. */
void desk_query_write(const struct desk_query *q, const struct desk_query *base, struct buf *out);
/* Adds "apres=…" or "avant=…". */
void desk_mark_write(enum desk_way way, struct desk_mark mark, struct buf *out);
/* Does a filter or a period narrow the queue? */
bool desk_query_narrowed(const struct desk_query *q);

/* What was typed into the search box, told apart by its shape; pure. */
enum desk_search {
    DESK_SEARCH_NONE,
    DESK_SEARCH_EMAIL,  /* has an @: the beginning of an address, in lower case */
    DESK_SEARCH_SIRET,  /* 9 to 14 digits: a SIREN or SIRET */
    DESK_SEARCH_NUMBER, /* a reference or number, or its beginning: "D-2026-000123" */
    DESK_SEARCH_BARE,   /* "2026-123", "123": a document's number without its series; or words */
    DESK_SEARCH_WORDS,  /* words of names: each must begin one, in any order */
    DESK_SEARCH_START,  /* only words too short for the word index: the name begins so */
};
/* `out` gets what the statements want: LIKE patterns with their % (and \ before what LIKE reads), or
 * "+mot* +mot*" for a boolean full-text search, with nothing else of what was typed. */
enum desk_search desk_search_read(struct str typed, struct buf *out);

/* What DESK_SEARCH_BARE says: *year 0: none was typed. */
bool desk_search_number(struct str typed, unsigned *year, unsigned *number);

#endif
