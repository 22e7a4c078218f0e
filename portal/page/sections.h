/* page/sections.h - every answer of a candidacy as summary lists: for the check page (with links to
 * change them) and for the receipt (without). */
#ifndef PAGE_SECTIONS_H
#define PAGE_SECTIONS_H

#include "domain/candidacy.h"
#include "page/dossier.h"
#include "page/page.h"
#include "view/parts.h"

/* `links`: each answer gets "Modifier", which leads to its step, diploma or experience; NULL: none. */
void page_sections(struct page *p, const struct candidacy_answers *ca,
    const struct dossier *links, struct view_summary **out, size_t *n);

#endif
