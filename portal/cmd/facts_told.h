/* cmd/facts_told.h - what is missing or not understood among the facts that the institution decides
 * (programme.md, ⚖): named in the log when a program starts, on the screen by doctor. */
#ifndef CMD_FACTS_TOLD_H
#define CMD_FACTS_TOLD_H

#include "store/facts.h"

/* In French, what a value that is there should look like; NULL: it is as expected. */
const char *fact_expected(const struct setting *s);
/* Are the rules of admission understood, for each public intake? */
bool facts_rules_understood(const struct facts *f);
/* One line of the log for each; nothing when all is there. */
void facts_told(const struct facts *f);

#endif
