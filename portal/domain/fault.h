/* domain/fault.h - a mistake as a sentence: the field's own words and what to do; pure. */
#ifndef DOMAIN_FAULT_H
#define DOMAIN_FAULT_H

#include "domain/field.h"

/* "Saisissez votre nom de naissance."; empty for FAULT_NONE. The same words stand beside the
 * field and in the summary on top of the page. */
struct str fault_sentence(struct arena *a, const struct field *f, const struct answer *at);
/* What to look at twice in an answer that was kept though doubtful; empty when it is not. */
struct str fault_doubt(const struct field *f, const struct answer *at);

#endif
