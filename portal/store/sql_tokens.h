/* store/sql_tokens.h - a statement of a migration as words and signs, without its comments; and whether
 * they begin as a pattern says. It knows MariaDB's quotes and comments, not its grammar. Pure. */
#ifndef STORE_SQL_TOKENS_H
#define STORE_SQL_TOKENS_H

#include "base/arena.h"

enum sql_kind {
    SQL_WORD,  /* a keyword, a name, a number */
    SQL_NAME,  /* a name between backquotes */
    SQL_TEXT,  /* between ' or " */
    SQL_SIGN,  /* any other byte, alone */
};
struct sql_token {
    enum sql_kind kind;
    struct str text;   /* of a name without its backquotes, of a text with its quotes */
    size_t begin, end; /* bytes of the statement, backquotes included */
    int depth;         /* how many parentheses are open around it; those of a pair are outside it */
};
struct sql_tokens {
    const struct sql_token *v; /* in the arena; the texts are the statement's own bytes */
    size_t n;
};

struct sql_tokens sql_tokens(struct arena *a, struct str sql);
struct sql_tokens sql_from(struct sql_tokens t, size_t from);
/* Takes what stands before the first "," outside any parenthesis off the front; false once there is
 * nothing left. */
bool sql_cut(struct sql_tokens *t, struct sql_tokens *piece);
/* Is it that keyword, or that sign? Case does not matter, and a name between backquotes is neither. */
bool sql_is(const struct sql_token *t, const char *word);
/* Where that keyword first stands outside any parenthesis of `t`; t.n: nowhere. */
size_t sql_find(struct sql_tokens t, const char *word);

enum { SQL_CAUGHT = 6 };
/* Does t begin with the pattern: words and signs, one space between; "A|B" is either, "@" any name, "$"
 * the end. `caught` has room for SQL_CAUGHT: what "@" and "A|B" stood for, in order; *n of them.
 * Returns how many tokens it took, 0 when it does not fit. */
size_t sql_match(struct sql_tokens t, const char *pattern, struct str *caught, size_t *n);

#endif
