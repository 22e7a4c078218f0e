/* page/desk_candidacies.h - the submitted candidacies, read by reviewers and admins: the list, one
 * file, what is taken away. */
#ifndef PAGE_DESK_CANDIDACIES_H
#define PAGE_DESK_CANDIDACIES_H

#include "page/desk_list.h"

extern const struct desk_front desk_front_candidacies;

enum rc page_desk_candidacies(struct page *p);        /* GET  /gestion/candidatures */
enum rc page_desk_candidacies_search(struct page *p); /* POST …/recherche */
enum rc page_desk_candidacies_keep(struct page *p);   /* POST …/vues */
enum rc page_desk_candidacies_forget(struct page *p); /* POST …/vues/{}/retirer */
enum rc page_desk_candidacies_many(struct page *p);   /* POST …/lot: acte, n1…n50 */
enum rc page_desk_candidacies_csv(struct page *p);    /* GET  …/export.csv */
enum rc page_desk_candidacies_xlsx(struct page *p);   /* GET  …/export.xlsx */

enum rc page_desk_candidacy_address(struct page *p); /* POST /gestion/candidatures/{}/adresse */
enum rc page_desk_candidacy(struct page *p); /* GET /gestion/candidatures/{} */

/* A stored verdict as a tag. */
struct view_tag desk_verdict_tag(struct str verdict);
/* The name as a list is read, family name first; in full on the file's own page. */
struct str desk_candidate(struct page *p, struct str birth, struct str usage, struct str given,
    bool family_first);

#endif
