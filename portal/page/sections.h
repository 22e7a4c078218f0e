/* page/sections.h - every answer of a candidacy as summary lists: for the check page (with links to
 * change them) and for the receipt (without). */
#ifndef PAGE_SECTIONS_H
#define PAGE_SECTIONS_H

#include "domain/candidacy.h"
#include "page/dossier.h"
#include "page/page.h"
#include "view/parts.h"

/* `links`: each answer gets "Modifier", which leads to its very field, and back here once it is saved
 * (page/origin.h); NULL: none. */
void page_sections(struct page *p, const struct candidacy_answers *ca,
    const struct dossier *links, struct view_summary **out, size_t *n);
/* The answers of one form, without links. */
struct view_summary page_section(struct page *p, const struct answers *as);
/* Where the first answer of that step is given that is still owed or wrong, and back. */
struct str page_section_open(struct page *p, const struct dossier *d, const struct step *s);

#endif
