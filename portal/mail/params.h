/* mail/params.h - one outbox row's JSON object into a view struct, by a kind's table. */
#ifndef MAIL_PARAMS_H
#define MAIL_PARAMS_H

#include "mail/kinds.h"

enum { PARAMS_JSON_MAX = 64 * 1024, PARAMS_LIST_MAX = 40 };

/* Fills the view's members; texts are copied into the arena. False with one line in `why`. */
bool params_fill(struct arena *a, const struct mail_kind *kind, struct str json, void *view,
    struct buf *why);

#endif
