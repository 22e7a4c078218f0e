/* page/desk_candidacies.h - the submitted candidacies, read by reviewers and admins: the list, one
 * file, the export. */
#ifndef PAGE_DESK_CANDIDACIES_H
#define PAGE_DESK_CANDIDACIES_H

#include "page/desk_export.h"

extern const struct desk_export desk_candidacies_export;

enum rc page_desk_candidacy(struct page *p); /* GET /gestion/candidatures/{} */

#endif
