/* page/origin.h - where a step was opened from, and goes back to once it is saved: the check page, the
 * list of diplomas or experiences on the way to it, the receipt. Without a word of that, one goes on from
 * step to step.
 *
 * The word is one of a closed list. It comes in the query of a link (?depuis=verification) and travels
 * hidden in the forms, so that neither a mistake nor a session that ended meanwhile loses it. */
#ifndef PAGE_ORIGIN_H
#define PAGE_ORIGIN_H

#include "page/page.h"
#include "view/parts.h"

enum origin {
    ORIGIN_STEPS,
    ORIGIN_CHECK,   /* the check page; at the desk, what is typed so far */
    ORIGIN_LIST,    /* the list of the form's items, itself opened from the check page */
    ORIGIN_RECEIPT,
};

#define ORIGIN_NAME "depuis" /* for the tables of routes */

/* What the request says; what is not one of our words is ORIGIN_STEPS. */
enum origin page_origin(const struct page *p);
/* For a hidden input; empty for ORIGIN_STEPS. */
struct str origin_word(enum origin o);
/* PATH?depuis=…#ANCHOR, either part only where there is one. */
struct str origin_link(const struct page *p, struct str path, enum origin o, struct str anchor);
/* Where this page goes back to, at that anchor, and its link's words; `otherwise` for ORIGIN_STEPS. */
struct view_back origin_back(const struct page *p, struct str anchor, struct view_back otherwise);
/* VERB and where to: "Enregistrer et revenir" gives "Enregistrer et revenir à la vérification"; NULL for
 * ORIGIN_STEPS. */
const char *origin_words(const struct page *p, const char *verb);
/* Where that leads from a page that is no step's, whose only origin is the check page. */
struct view_back origin_check_back(const struct page *p, struct view_back otherwise);
/* Answers by that redirection; false, and nothing done, for ORIGIN_STEPS. */
bool origin_return(struct page *p, struct str anchor);

#endif
