#include "store/sql_tokens.h"

#include "base/ascii.h"

static bool is_word(char c)
{
    return ascii_is_alnum(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* Behind the spaces and comments that begin at `at`. */
static size_t skip(struct str sql, size_t at)
{
    for (;;) {
        struct str rest = str_slice(sql, at, sql.n);
        if (rest.n && strchr(" \t\r\n", rest.p[0])) {
            at++;
        } else if (str_starts(rest, STR("#")) || str_starts(rest, STR("-- ")) ||
            str_starts(rest, STR("--\n"))) {
            at += str_find(rest, '\n');
        } else if (str_starts(rest, STR("/*"))) {
            for (at += 2; at < sql.n && !str_starts(str_slice(sql, at, sql.n), STR("*/"));)
                at++;
            at = at + 2 < sql.n ? at + 2 : sql.n;
        } else {
            return at;
        }
    }
}

/* Behind the quote that closes the one at `at`; a doubled one, or one after a backslash, does not. */
static size_t quoted(struct str sql, size_t at)
{
    const char quote = sql.p[at];
    for (at++; at < sql.n; at++) {
        if (sql.p[at] == '\\' && quote != '`') {
            at++;
        } else if (sql.p[at] == quote) {
            if (at + 1 == sql.n || sql.p[at + 1] != quote)
                return at + 1;
            at++;
        }
    }
    return sql.n;
}

static struct sql_token token_at(struct str sql, size_t at)
{
    struct sql_token t = {.begin = at, .end = at + 1, .kind = SQL_SIGN};
    char c = sql.p[at];
    if (is_word(c)) {
        t.kind = SQL_WORD;
        while (t.end < sql.n && is_word(sql.p[t.end]))
            t.end++;
    } else if (c == '\'' || c == '"' || c == '`') {
        t.kind = c == '`' ? SQL_NAME : SQL_TEXT;
        t.end = quoted(sql, at);
    }
    t.text = t.kind == SQL_NAME ? str_slice(sql, at + 1, t.end - 1) : str_slice(sql, at, t.end);
    return t;
}

/* Into v, or only counted when it is NULL. */
static size_t tokens_of(struct str sql, struct sql_token *v)
{
    size_t n = 0;
    int depth = 0;
    for (size_t at = skip(sql, 0); at < sql.n; n++) {
        struct sql_token t = token_at(sql, at);
        at = skip(sql, t.end);
        depth -= sql_is(&t, ")");
        t.depth = depth;
        depth += sql_is(&t, "(");
        if (v)
            v[n] = t;
    }
    return n;
}

struct sql_tokens sql_tokens(struct arena *a, struct str sql)
{
    struct sql_token *v = ARENA_ARRAY(a, tokens_of(sql, NULL) + 1, struct sql_token);
    return (struct sql_tokens){v, tokens_of(sql, v)};
}

struct sql_tokens sql_from(struct sql_tokens t, size_t from)
{
    return from < t.n ? (struct sql_tokens){t.v + from, t.n - from} : (struct sql_tokens){0};
}

bool sql_cut(struct sql_tokens *t, struct sql_tokens *piece)
{
    if (!t->n)
        return false;
    size_t comma = sql_find(*t, ",");
    *piece = (struct sql_tokens){t->v, comma};
    *t = sql_from(*t, comma + 1);
    return true;
}

bool sql_is(const struct sql_token *t, const char *word)
{
    return (t->kind == SQL_WORD || t->kind == SQL_SIGN) && str_eq_nocase(t->text, str_c(word));
}

size_t sql_find(struct sql_tokens t, const char *word)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.v[i].depth == t.v[0].depth && sql_is(&t.v[i], word))
            return i;
    return t.n;
}

static bool fits(const struct sql_token *t, struct str wanted)
{
    struct str one;
    if (str_eq(wanted, STR("@")))
        return t->kind == SQL_WORD || t->kind == SQL_NAME;
    while (str_cut(&wanted, '|', &one))
        if (t->kind != SQL_NAME && str_eq_nocase(t->text, one))
            return true;
    return false;
}

size_t sql_match(struct sql_tokens t, const char *pattern, struct str *caught, size_t *n)
{
    struct str left = str_c(pattern), wanted;
    size_t at = 0;
    *n = 0;
    while (str_cut(&left, ' ', &wanted)) {
        if (str_eq(wanted, STR("$")))
            return at == t.n ? at : 0;
        if (at == t.n || !fits(&t.v[at], wanted))
            return 0;
        if (str_eq(wanted, STR("@")) || str_find(wanted, '|') < wanted.n) {
            if (*n == SQL_CAUGHT)
                return 0;
            caught[(*n)++] = t.v[at].text;
        }
        at++;
    }
    return at;
}
