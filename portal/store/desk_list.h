/* store/desk_list.h - a page of a list of the desk, by key and not by offset; its counters; the
 * neighbours of one item; the views that staff keep.
 *
 * A list brings a `struct desk_source` (store/desk_quotes.c is one): const rows of statements made
 * at compile time of fixed fragments (the macros below), every value bound. Each page statement
 * takes: what its lead takes (a search's text), what `where` fills, then key, key, id, limit;
 * and gives: id (u), key (t), public_id (s), then the list's own columns. An inner select walks a
 * covering index that begins with the sort's key, or fetches what a search found; only the rows of
 * the page are then read whole. A filter left open is a constant TRUE to the server. */
#ifndef STORE_DESK_LIST_H
#define STORE_DESK_LIST_H

#include "domain/desk_list.h"
#include "store/stmt.h"

/* Fragments of an inner WHERE; each says how many arguments it takes. */
#define DESK_IS(column) " AND (? = '' OR " column " = ?)" /* s a: DESK_IS_ARGS */
/* s s a u: DESK_WHO_ARGS; "moi", "personne", a public id of the staff, or empty */
#define DESK_WHO(column)                                                                           \
    " AND (? = '' OR (? = 'personne' AND " column " IS NULL)"                                      \
    " OR " column " = (SELECT w.id FROM staff w WHERE w.public_id = ?) OR " column " = ?)"
#define DESK_BETWEEN(column) " AND " column " >= ? AND " column " < ?" /* t t, always bounded */
/* Behind (down: DESC) or before the mark; t t u, then the limit u. */
#define DESK_DOWN(key) " AND " key " <= ? AND (" key " < ? OR q.id < ?)"                            \
    " ORDER BY " key " DESC, q.id DESC LIMIT ?"
#define DESK_UP(key) " AND " key " >= ? AND (" key " > ? OR q.id > ?)"                              \
    " ORDER BY " key ", q.id LIMIT ?"
#define DESK_KEY_TAKES "ttuu"
/* One of the ticked rows: DESK_PAGE public ids, those that are not needed left empty. */
#define DESK_TEN "?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
#define DESK_PICKED(column)                                                                        \
    column " IN (" DESK_TEN ", " DESK_TEN ", " DESK_TEN ", " DESK_TEN ", " DESK_TEN ")"
#define DESK_PICKED_TAKES "aaaaaaaaaa" "aaaaaaaaaa" "aaaaaaaaaa" "aaaaaaaaaa" "aaaaaaaaaa"

struct desk_ask {
    const struct desk_query *query;
    uint64_t me; /* staff row */
    struct day today;
};

enum { DESK_ARGS_MAX = 40 };

struct desk_source {
    const struct desk_list *list;
    /* [lead][sort][0: the sort's direction, 1: backwards]; the sorts in the list's order */
    const struct stmt *pages;
    /* Which lead the query wants (an index of pages; 0: none); fills the *n that it takes. */
    size_t (*lead)(const struct desk_ask *ask, struct arena *a, struct arg *args, size_t *n);
    size_t (*where)(const struct desk_ask *ask, struct arg *args); /* how many it filled */
    /* The rows of up to DESK_PAGE public ids, wherever they stand now, for whoever may see the list:
     * the ids, then staff; gives what the pages give. */
    const struct stmt *picked;
    /* One row: a number for each queue of the list, capped at DESK_COUNT_MAX + 1. */
    const struct stmt *counters;
    size_t (*counts)(const struct desk_ask *ask, struct arg *args);
};

/* For `where`: the arguments of DESK_IS, DESK_WHO and of the period. */
size_t desk_arg_is(struct arg *args, struct str value);
size_t desk_arg_who(struct arg *args, struct str value, uint64_t me);
size_t desk_arg_period(struct arg *args, const struct desk_query *q);
/* Instants that no row lies beyond: an open bound. DESK_NEVER is the key of a row without a date. */
extern const struct instant desk_always, desk_never, desk_beyond;

struct desk_page {
    struct rows rows;
    size_t n;             /* rows to show; desk_page_row says which is which */
    bool backwards;
    bool before, after;   /* is there more on that side? */
};
/* Row of rows.cells for the i-th shown. */
size_t desk_page_row(const struct desk_page *page, size_t i);
/* The mark of the i-th shown. */
struct desk_mark desk_page_mark(const struct desk_page *page, size_t i);

/* DESK_PAGE rows from the query's mark on. A page before the first is the first. */
enum rc desk_page_read(struct db *db, struct arena *a, const struct desk_source *source,
    const struct desk_ask *ask, struct desk_page *out) MUST_USE;
/* Up to `limit` rows behind `mark` (mark.id == 0: from the start), in the list's order: for exports,
 * which go on from the last one's mark. At most STMT_ROWS_MAX. */
enum rc desk_rows_after(struct db *db, struct arena *a, const struct desk_source *source,
    const struct desk_ask *ask, struct desk_mark mark, size_t limit, struct rows *out) MUST_USE;
/* Those rows alone, latest first: at most DESK_PAGE ids. */
enum rc desk_rows_picked(struct db *db, struct arena *a, const struct desk_source *source,
    uint64_t staff, const struct str *public_ids, size_t n, struct rows *out) MUST_USE;
/* The public ids before and after that mark in the filtered list; empty at an end. */
enum rc desk_neighbours(struct db *db, struct arena *a, const struct desk_source *source,
    const struct desk_ask *ask, struct desk_mark at, struct str *previous, struct str *next) MUST_USE;
/* counts[i] of the list's i-th queue: DESK_COUNT_MAX + 1 says "more than that". */
enum rc desk_counts(struct db *db, struct arena *a, const struct desk_source *source,
    const struct desk_ask *ask, uint64_t *counts) MUST_USE;

/* ---- views: what staff keep, sealed, since a search by name is personal data ---- */

enum { DESK_VIEW_NAME = 80, DESK_VIEWS_MAX = 40, DESK_VIEW_DAYS = 30 };

struct desk_view {
    struct str public_id, name; /* name empty: a search of the moment */
    struct str sealed;          /* crypto_seal KEY_VIEW over the pairs; aad: the public id */
};
/* RC_NOT_FOUND: not that staff's, or of another list. */
enum rc desk_view_find(struct db *db, struct arena *a, uint64_t staff, const char *list,
    struct str public_id, struct desk_view *out) MUST_USE;
/* What has that public id already is written over; RC_TOO_LARGE: a name, and DESK_VIEWS_MAX have one already. */
enum rc desk_view_put(struct db *db, uint64_t staff, const char *list, const struct desk_view *view,
    struct instant now) MUST_USE;
enum rc desk_view_forget(
    struct db *db, uint64_t staff, const char *list, struct str public_id) MUST_USE;
/* Searches of the moment made before that. */
enum rc desk_view_purge(
    struct db *db, struct instant before, uint64_t limit, uint64_t *gone) MUST_USE;

/* What stands beside a list, in one statement: who of the staff has one of `roles` and is active,
 * and this person's named views. */
struct desk_aside {
    struct desk_name {
        struct str public_id, name;
    } *people, *views;
    size_t people_n, views_n;
};
enum rc desk_aside(struct db *db, struct arena *a, uint64_t staff, const char *list,
    const char *role, struct desk_aside *out) MUST_USE;

#endif
