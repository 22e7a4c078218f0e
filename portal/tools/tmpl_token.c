#include "tools/tmpl.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
    const char *word;
    enum token_kind kind;
    bool bare; /* nothing follows the word */
} WORDS[] = {
    {"!view", TOKEN_VIEW, false},
    {"#if", TOKEN_IF, false},
    {"#elif", TOKEN_ELIF, false},
    {"#else", TOKEN_ELSE, true},
    {"/if", TOKEN_END_IF, true},
    {"#each", TOKEN_EACH, false},
    {"/each", TOKEN_END_EACH, true},
    {">", TOKEN_INCLUDE, false},
};

void tmpl_stop(struct tmpl *t, unsigned line, const char *fmt, ...)
{
    if (t->why_line)
        return;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(t->why, sizeof t->why, fmt, ap);
    va_end(ap);
    t->why_line = line;
}

bool tmpl_fine(const struct tmpl *t)
{
    return t->why_line == 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool sees(const struct tmpl *t, size_t at, const char *what)
{
    return str_starts(str_slice(t->src, at, t->src.n), str_c(what));
}

/* Offset of `what` at or after `from`, or src.n. */
static size_t find(const struct tmpl *t, size_t from, const char *what)
{
    while (from < t->src.n && !sees(t, from, what))
        from++;
    return from;
}

/* A line that holds only directives, no value and no text, leaves nothing behind: neither its
 * indentation nor its end. Gives the offset after such a line, or `at` when it is another one. */
static size_t bare_line(const struct tmpl *t, size_t at)
{
    size_t i = at;
    bool any = false;
    for (;;) {
        while (i < t->src.n && is_blank(t->src.p[i]))
            i++;
        if (i == t->src.n || t->src.p[i] == '\n')
            return any ? i + (i < t->src.n) : at;
        if (!sees(t, i, "{{") || i + 2 >= t->src.n || !strchr("!#/>", t->src.p[i + 2]))
            return at;
        i = find(t, i, "}}");
        if (i == t->src.n)
            return at;
        i += 2;
        any = true;
    }
}

static void advance(struct tmpl *t, size_t to)
{
    for (; t->at < to; t->at++)
        t->line += t->src.p[t->at] == '\n';
}

static struct token literal(struct tmpl *t)
{
    struct token k = {.kind = TOKEN_LITERAL, .line = t->line};
    size_t from = t->at, to = from;
    k.line_start = from == 0 || t->src.p[from - 1] == '\n';
    while (to < t->src.n && !sees(t, to, "{{"))
        if (t->src.p[to++] == '\n')
            break;
    k.text = str_slice(t->src, from, to);
    advance(t, to);
    return k;
}

static void name_directive(struct tmpl *t, struct token *k, struct str inner)
{
    if (inner.n == 0 || !strchr("!#/>", inner.p[0])) {
        k->kind = TOKEN_VALUE;
        k->text = str_trim(inner);
        return;
    }
    struct str rest = inner, word = {inner.p, 1};
    if (inner.p[0] != '>')
        word = tmpl_word(&rest);
    else
        rest = str_slice(inner, 1, inner.n);
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (!str_eq_c(word, WORDS[i].word))
            continue;
        k->kind = WORDS[i].kind;
        k->text = str_trim(rest);
        if (WORDS[i].bare && k->text.n)
            tmpl_stop(t, k->line, "nothing may follow %s", WORDS[i].word);
        return;
    }
    k->kind = TOKEN_COMMENT;
    if (inner.p[0] != '!')
        tmpl_stop(t, k->line, "unknown directive {{%.*s}}", STR_ARG(word));
}

static struct token directive(struct tmpl *t)
{
    struct token k = {.kind = TOKEN_COMMENT, .line = t->line};
    size_t end = find(t, t->at + 2, "}}");
    if (end == t->src.n) {
        tmpl_stop(t, k.line, "{{ without }}");
        return k;
    }
    struct str inner = str_slice(t->src, t->at + 2, end);
    name_directive(t, &k, inner);
    if (k.kind != TOKEN_COMMENT &&
        (str_find(inner, '\n') < inner.n || str_find(inner, '{') < inner.n))
        tmpl_stop(t, k.line, "a line end or '{' inside a directive");
    advance(t, end + 2);
    return k;
}

struct token tmpl_next(struct tmpl *t)
{
    if (t->at == 0 || (t->at <= t->src.n && t->src.p[t->at - 1] == '\n'))
        t->bare_end = bare_line(t, t->at);
    while (t->at < t->bare_end && (is_blank(t->src.p[t->at]) || t->src.p[t->at] == '\n')) {
        bool line_end = t->src.p[t->at] == '\n';
        advance(t, t->at + 1);
        if (line_end)
            return tmpl_next(t);
    }
    if (t->at == t->src.n)
        return (struct token){.kind = TOKEN_END, .line = t->line};
    return sees(t, t->at, "{{") ? directive(t) : literal(t);
}

struct str tmpl_word(struct str *s)
{
    struct str rest = str_trim(*s);
    size_t n = 0;
    while (n < rest.n && !is_blank(rest.p[n]) && rest.p[n] != '\n')
        n++;
    *s = str_slice(rest, n, rest.n);
    return str_slice(rest, 0, n);
}
