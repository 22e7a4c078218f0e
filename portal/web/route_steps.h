/* web/route_steps.h - the doors of a candidacy's steps, the same for whoever it is and for staff who
 * type in what came on paper: one row of a table of routes holds them all. */
#ifndef WEB_ROUTE_STEPS_H
#define WEB_ROUTE_STEPS_H

#include "domain/forms.h"
#include "page/items.h"
#include "page/step.h"
#include "web/route.h"

/* What is posted beside a step's own fields. */
#define ROUTE_STEP_NAMES "base", "then", "autosave", "key"

#define ROUTE_READ_(path, guard, flags, fn, form, name)                                            \
    {                                                                                              \
        METHOD_GET, path, guard, flags, fn, form, NULL, name                                       \
    }
#define ROUTE_SAVE_(path, guard, flags, fn, form, params, name)                                    \
    {                                                                                              \
        METHOD_POST, path, guard, (flags) | ROUTE_STASH, fn, form, params, name                    \
    }

/* A step that stands once: shown and saved. */
#define ROUTE_STEP_(path, guard, flags, form, name, params)                                        \
    ROUTE_READ_(path, guard, flags, page_step_show, form, name ".show"),                           \
        ROUTE_SAVE_(path, guard, flags, page_step_save, form, params, name ".save")

/* A step that repeats: its list, one of them, and taking one away. */
#define ROUTE_ITEMS_(path, guard, flags, form, name, params)                                       \
    ROUTE_READ_(path, guard, flags, page_items, form, name ".list"),                               \
        ROUTE_READ_(path "/ajouter", guard, flags, page_item_new, form, name ".new"),              \
        ROUTE_SAVE_(path "/ajouter", guard, flags, page_item_add, form, params, name ".add"),      \
        ROUTE_READ_(path "/{}", guard, flags, page_item, form, name ".show"),                      \
        ROUTE_SAVE_(path "/{}", guard, flags, page_item_save, form, params, name ".save"),         \
        ROUTE_READ_(path "/{}/retirer", guard, flags, page_item_remove, form, name ".remove"),     \
    {                                                                                              \
        METHOD_POST, path "/{}/retirer", guard, flags, page_item_removed, form, NULL,              \
            name ".removed"                                                                        \
    }

/* All of them, under `path` (one hole: the candidacy); `name` begins theirs: "" or "desk.". */
#define ROUTE_STEPS(path, guard, flags, name, params)                                              \
    ROUTE_STEP_(path "/identite", guard, flags, &form_identity, name "step.identity", params),     \
        ROUTE_ITEMS_(path "/diplomes", guard, flags, &form_diploma, name "items.diploma", params), \
        ROUTE_ITEMS_(path "/experiences", guard, flags, &form_experience,                          \
            name "items.experience", params),                                                      \
        ROUTE_STEP_(path "/projet", guard, flags, &form_project, name "step.project", params),     \
        ROUTE_STEP_(path "/financement", guard, flags, &form_funding, name "step.funding", params), \
        ROUTE_STEP_(path "/module", guard, flags, &form_module, name "step.module", params)

#endif
