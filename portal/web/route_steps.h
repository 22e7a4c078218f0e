/* web/route_steps.h - the doors of a candidacy's steps, the same for whoever it is and for staff who
 * type in what came on paper: one row of a table of routes holds them all. */
#ifndef WEB_ROUTE_STEPS_H
#define WEB_ROUTE_STEPS_H

#include "domain/forms.h"
#include "page/answers.h"
#include "page/item.h"
#include "page/items.h"
#include "page/origin.h"
#include "page/step.h"
#include "web/route.h"

/* What is posted beside a step's own fields, and what its page may be asked with. */
#define ROUTE_STEP_NAMES "base", "then", "autosave", "key", PAGE_DOUBTS_NAME, ORIGIN_NAME
#define ROUTE_STEP_ASKED ORIGIN_NAME

#define ROUTE_READ_(path, guard, flags, fn, form, asked, name)                                     \
    {                                                                                              \
        METHOD_GET, path, guard, flags, fn, form, asked, name                                      \
    }
#define ROUTE_SAVE_(path, guard, flags, fn, form, params, name)                                    \
    {                                                                                              \
        METHOD_POST, path, guard, (flags) | ROUTE_STASH, fn, form, params, name                    \
    }
/* Nothing is typed there: nothing has to be kept when the session has ended. */
#define ROUTE_TELL_(path, guard, flags, fn, form, params, name)                                    \
    {                                                                                              \
        METHOD_POST, path, guard, flags, fn, form, params, name                                    \
    }

/* A step that stands once: shown and saved. */
#define ROUTE_STEP_(path, guard, flags, form, name, asked, params)                                 \
    ROUTE_READ_(path, guard, flags, page_step_show, form, asked, name ".show"),                    \
        ROUTE_SAVE_(path, guard, flags, page_step_save, form, params, name ".save")

/* A step that repeats: its list, that there is none, one of them, and taking one away. */
#define ROUTE_ITEMS_(path, guard, flags, form, none, name, asked, params)                          \
    ROUTE_READ_(path, guard, flags, page_items, form, asked, name ".list"),                        \
        ROUTE_TELL_(path, guard, flags, page_items_said, none, params, name ".said"),              \
        ROUTE_READ_(path "/ajouter", guard, (flags) | ROUTE_KEYED, page_item_new, form, asked, name ".new"),       \
        ROUTE_SAVE_(path "/ajouter", guard, (flags) | ROUTE_KEYED, page_item_add, form, params, name ".add"),      \
        ROUTE_READ_(path "/{}", guard, flags, page_item, form, asked, name ".show"),               \
        ROUTE_SAVE_(path "/{}", guard, flags, page_item_save, form, params, name ".save"),         \
        ROUTE_READ_(path "/{}/retirer", guard, flags, page_item_remove, form, asked,               \
            name ".remove"),                                                                       \
        ROUTE_TELL_(path "/{}/retirer", guard, flags, page_item_removed, form, asked,              \
            name ".removed")

/* All of them, under `path` (one hole: the candidacy); `name` begins theirs: "" or "desk.". */
#define ROUTE_STEPS(path, guard, flags, name, asked, params)                                       \
    ROUTE_STEP_(path "/identite", guard, flags, &form_identity, name "step.identity", asked,       \
        params),                                                                                   \
        ROUTE_ITEMS_(path "/diplomes", guard, flags, &form_diploma, &form_no_diploma,              \
            name "items.diploma", asked, params),                                                  \
        ROUTE_ITEMS_(path "/experiences", guard, flags, &form_experience, &form_no_experience,     \
            name "items.experience", asked, params),                                               \
        ROUTE_STEP_(path "/projet", guard, flags, &form_project, name "step.project", asked,       \
            params),                                                                               \
        ROUTE_STEP_(path "/financement", guard, flags, &form_funding, name "step.funding", asked,  \
            params),                                                                               \
        ROUTE_STEP_(path "/module", guard, flags, &form_module, name "step.module", asked, params)

#endif
