/* page/eligibility_query.h - the questionnaire's answers as a page's address, and back; pure.
 *
 * Values are the short words of form_eligibility. What was written there again by hand and cannot
 * be read travels as it is, so that its question can be asked once more with its reason. */
#ifndef PAGE_ELIGIBILITY_QUERY_H
#define PAGE_ELIGIBILITY_QUERY_H

#include "domain/field.h"
#include "domain/questionnaire.h"
#include "http/request.h"

/* Answers of form_eligibility; one that does not apply to the others comes back empty. */
struct answers eligibility_read(
    struct arena *a, field_source get, void *ctx, struct day today);
/* The question that holds the first answer which cannot be read; NULL: none. */
const struct question *eligibility_faulty(const struct answers *as);
/* The answers as parameters, those of `but` left out (NULL: none). */
struct params eligibility_pairs(
    struct arena *a, const struct answers *as, const struct question *but);
/* "/eligibilite?kind=dees&state=obtained&q=payeur"; without the last when `name` is NULL. */
struct str eligibility_path(struct arena *a, const char *path, const struct answers *as,
    const char *name, const char *value);

#endif
