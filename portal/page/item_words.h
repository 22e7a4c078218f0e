/* page/item_words.h - diplomas and experiences are one thing in other words: these, and where their
 * pages are. */
#ifndef PAGE_ITEM_WORDS_H
#define PAGE_ITEM_WORDS_H

#include "page/page.h"
#include "store/step.h"

struct item_words {
    const struct form *form, *none; /* one of them; that there is none */
    const char *add, *finish, *empty, *one, *remove, *remove_text, *full, *gone, *filled;
};

/* Those of them that are one: a row may also say that there is none (answers_say_none). */
struct item *items_real(struct arena *a, const struct item *items, size_t n, size_t *real);
/* Those of the route's form, either of the two, as they are said to its owner or to staff. */
const struct item_words *item_words(const struct page *p);
/* …/diplomes, …/diplomes/ajouter, and …/diplomes/ITEM with its TAIL. */
struct str item_list_path(const struct page *p);
struct str item_add_path(const struct page *p);
struct str item_path(const struct page *p, struct str item, const char *tail);
/* Where one of them stands on the check page: its anchor. */
struct str item_anchor(const struct page *p, struct str item);

#endif
