/* page/desk_exports.h - the exports of the desk's lists: which columns each has. */
#ifndef PAGE_DESK_EXPORTS_H
#define PAGE_DESK_EXPORTS_H

#include "page/desk_export.h"

extern const struct desk_export desk_quotes_export;      /* page/desk_quotes_export.c */
extern const struct desk_export desk_candidacies_export; /* page/desk_candidacies_export.c */

#endif
