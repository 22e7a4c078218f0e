/* gallery.h - one view struct for every page of the gallery: the components in every state, made
 * of the real partials. `make gallery && ./gallery DIR` writes them as files. */
#ifndef TESTS_GALLERY_H
#define TESTS_GALLERY_H

#include "view/form.h"
#include "view/parts.h"
#include "view/pictures.h"
#include "view/shell.h"

struct gallery_entry {
    struct str href, label;
    struct money whole, module;
    struct view_tag tag;
};
struct gallery {
    struct view_shell shell;
    struct str title;
    struct view_back back;
    struct view_form form;
    struct view_tasks tasks;
    struct view_summary summary, card;
    struct view_prices prices, other_prices;
    struct view_notice watch, done, plain, wrong;
    struct view_checks checks;
    struct trusted chart, line;
    struct cohort *cohorts;
    size_t cohorts_n;
    struct gallery_entry *rows;
    size_t rows_n;
};

#endif
