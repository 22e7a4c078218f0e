#include "tools/tmpl.h"

/* Paths, conditions and names: what a directive says, as C. */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t name_length(struct str s)
{
    size_t n = 0;
    while (n < s.n && (is_word(s.p[n]) || (n && s.p[n] >= '0' && s.p[n] <= '9')))
        n++;
    return n;
}

bool tmpl_is_name(struct str s)
{
    return s.n > 0 && name_length(s) == s.n;
}

static bool is_item(const struct tmpl *t, struct str name)
{
    for (size_t i = 0; i < t->depth; i++)
        if (t->block[i].kind == TOKEN_EACH && str_eq(t->block[i].item, name))
            return true;
    return false;
}

/* item@index, item@first, item@last */
static void count_path(
    struct tmpl *t, unsigned line, struct str item, struct str what, struct buf *out)
{
    int n = (int)item.n;
    if (!is_item(t, item))
        tmpl_stop(t, line, "%.*s is no item of an each around this place", n, item.p);
    else if (str_eq_c(what, "index"))
        buf_printf(out, "(long long)(%.*s_i + 1)", n, item.p);
    else if (str_eq_c(what, "first"))
        buf_printf(out, "(%.*s_i == 0)", n, item.p);
    else if (str_eq_c(what, "last"))
        buf_printf(out, "(%.*s_i + 1 == %.*s_n)", n, item.p, n, item.p);
    else
        tmpl_stop(t, line, "@%.*s: only @index, @first and @last", STR_ARG(what));
}

/* The hops after the variable: the first is always a pointer's, the others as they are written. */
static bool hops(struct str rest, struct buf *out)
{
    for (bool first = true; rest.n; first = false) {
        bool arrow = str_starts(rest, STR("->"));
        if (!arrow && rest.p[0] != '.')
            return false;
        rest = str_slice(rest, arrow ? 2 : 1, rest.n);
        size_t n = name_length(rest);
        if (n == 0)
            return false;
        buf_puts(out, arrow || first ? "->" : ".");
        buf_put(out, str_slice(rest, 0, n));
        rest = str_slice(rest, n, rest.n);
    }
    return true;
}

void tmpl_path(struct tmpl *t, unsigned line, struct str path, struct buf *out)
{
    size_t n = name_length(path);
    struct str name = str_slice(path, 0, n), rest = str_slice(path, n, path.n);
    if (n == 0) {
        tmpl_stop(t, line, "«%.*s» is no path", STR_ARG(path));
        return;
    }
    if (rest.n && rest.p[0] == '@') {
        count_path(t, line, name, str_slice(rest, 1, rest.n), out);
        return;
    }
    if (!str_eq(name, t->view.root) && !is_item(t, name)) {
        tmpl_stop(t, line, "«%.*s»: unknown name", STR_ARG(name));
        return;
    }
    buf_puts(out, rest.n ? "" : "(*");
    buf_put(out, name);
    buf_puts(out, rest.n ? "" : ")");
    if (!hops(rest, out))
        tmpl_stop(t, line, "«%.*s» is no path", STR_ARG(path));
}

static bool is_literal(struct str s)
{
    uint64_t v;
    if (tmpl_is_name(s))
        return true;
    return str_to_u64(s.n && s.p[0] == '-' ? str_slice(s, 1, s.n) : s, INT32_MAX, &v);
}

void tmpl_condition(struct tmpl *t, const struct token *k, struct buf *out)
{
    struct str rest = k->text, path = tmpl_word(&rest);
    bool negated = str_eq_c(path, "not");
    if (negated)
        path = tmpl_word(&rest);
    struct str equals = tmpl_word(&rest), literal = tmpl_word(&rest);
    buf_puts(out, negated ? "!(" : "");
    buf_puts(out, equals.n ? "" : "TRUTH(");
    tmpl_path(t, k->line, path, out);
    if (equals.n == 0)
        buf_putc(out, ')');
    else if (!str_eq_c(equals, "=") || !is_literal(literal) || str_trim(rest).n)
        tmpl_stop(t, k->line, "a condition reads: [not] path [= number or enumerator]");
    else
        buf_printf(out, " == %.*s", STR_ARG(literal));
    buf_puts(out, negated ? ")" : "");
}

void tmpl_read_view(struct tmpl *t, const struct token *k)
{
    struct str rest = k->text, header = tmpl_word(&rest), word = tmpl_word(&rest);
    t->view.type = tmpl_word(&rest);
    t->view.root = tmpl_word(&rest);
    bool quoted = header.n > 2 && header.p[0] == '"' && header.p[header.n - 1] == '"';
    t->view.header = str_slice(header, 1, header.n - (header.n > 0));
    for (size_t i = 0; i < t->view.header.n; i++) {
        char c = t->view.header.p[i];
        quoted = quoted && (is_word(c) || (c >= '0' && c <= '9') || strchr("./-", c));
    }
    if (!quoted || !str_eq_c(word, "struct") || !tmpl_is_name(t->view.type) ||
        !tmpl_is_name(t->view.root) || str_trim(rest).n)
        tmpl_stop(t, k->line, "write {{!view \"room/header.h\" struct name root}}");
    else if (str_eq_c(t->view.root, "out"))
        tmpl_stop(t, k->line, "«out» is the compiler's own name");
}

void tmpl_function(const struct tmpl *t, struct str name, struct buf *out)
{
    buf_printf(
        out, "%s_%.*s_%s", t->mail ? "mail" : "view", STR_ARG(name), t->text ? "text" : "html");
}

static struct str last_part(struct str *path)
{
    size_t from = path->n;
    while (from > 0 && path->p[from - 1] != '/')
        from--;
    struct str part = str_slice(*path, from, path->n);
    *path = str_slice(*path, 0, from > 0 ? from - 1 : 0);
    return part;
}

void tmpl_init(struct tmpl *t, const char *file, struct str src, bool text)
{
    struct str path = str_c(file), base = last_part(&path), dir = last_part(&path);
    *t = (struct tmpl){.file = file, .src = src, .line = 1};
    t->text = text || str_ends(base, STR(".txt"));
    t->mail = str_eq_c(dir, "emails");
    base = str_slice(base, 0, str_find(base, '.'));
    if (!tmpl_is_name(base) || base.n >= sizeof t->name) {
        tmpl_stop(t, 1, "the file's name must be a name of C");
        return;
    }
    memcpy(t->name, base.p, base.n);
    html_init(&t->html, t->mail);
}
