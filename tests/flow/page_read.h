/* tests/flow/page_read.h - just enough of HTML to fill in a form of ours: the pages are known to be
 * valid (vnu, in tests/e2e), every attribute stands in double quotes. */
#ifndef TESTS_FLOW_PAGE_READ_H
#define TESTS_FLOW_PAGE_READ_H

#include "base/str.h"

/* Is a reply of that type what it says: text is UTF-8, to the last byte? */
bool page_is_sound(struct str type, struct str body);
/* The action of the page's form that leads to `path`, with the name in its address if it has one; without
 * such a form, `path`. */
struct str page_action(struct str page, struct str path);
/* name=value&… of the hidden inputs of the form with that action (without one: the token of any
 * form), encoded; but for names that `given` holds already. */
struct str page_hidden(struct str page, struct str action, struct str given);
/* The token of the page's first form that has one. */
struct str page_token(struct str page);
/* What the control of that name holds, entities undone; p == NULL when nothing is there. */
struct str page_shown(struct str page, struct str name);

#endif
