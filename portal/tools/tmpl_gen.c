#include "tools/tmpl.h"
#include "base/utf8.h"

/* "file:line" for the C compiler, so that it names the template when a member is misspelt. */
static void put_line(struct tmpl *t, unsigned line)
{
    buf_printf(t->out, "#line %u \"", line);
    for (const char *p = t->file; *p; p++) {
        if (*p == '"' || *p == '\\')
            buf_putc(t->out, '\\');
        buf_putc(t->out, *p);
    }
    buf_puts(t->out, "\"\n");
}

static void put_indent(struct tmpl *t)
{
    for (size_t i = 0; i <= t->depth; i++)
        buf_puts(t->out, "    ");
}

/* Octal escapes have three digits, so that what follows cannot lengthen them; '?' is escaped
 * because of trigraphs. */
static void put_c_byte(struct buf *out, char c)
{
    if (c == '\n')
        buf_puts(out, "\\n");
    else if (c == '"' || c == '\\' || c == '?')
        buf_printf(out, "\\%c", c);
    else if ((unsigned char)c < 0x20 || (unsigned char)c >= 0x7f)
        buf_printf(out, "\\%03o", (unsigned)(unsigned char)c);
    else
        buf_putc(out, c);
}

/* The literals gathered since the last value or block, as one write. */
static void flush(struct tmpl *t)
{
    struct str s = buf_str(&t->literal);
    if (s.n == 0)
        return;
    put_indent(t);
    buf_puts(t->out, "buf_put(out, (struct str){\"");
    for (size_t i = 0; i < s.n; i++) {
        put_c_byte(t->out, s.p[i]);
        if (s.p[i] == '\n' && i + 1 < s.n) {
            buf_puts(t->out, "\"\n");
            put_indent(t);
            buf_puts(t->out, "    \"");
        }
    }
    buf_printf(t->out, "\", %zu});\n", s.n);
    buf_reset(&t->literal);
}

static void put_literal(struct tmpl *t, const struct token *k)
{
    struct str s = k->text;
    if (!t->text && k->line_start && html_indent_is_idle(&t->html))
        while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
            s = str_slice(s, 1, s.n);
    const char *why = t->text ? NULL : html_feed(&t->html, s);
    if (why)
        tmpl_stop(t, k->line, "%s", why);
    buf_put(&t->literal, s);
}

static void put_value(struct tmpl *t, const struct token *k)
{
    const char *put = "PUT_PLAIN";
    const char *why = t->text ? NULL : html_value(&t->html, &put);
    if (why) {
        tmpl_stop(t, k->line, "%s", why);
        return;
    }
    flush(t);
    put_line(t, k->line);
    put_indent(t);
    buf_printf(t->out, "%s(out, ", put);
    tmpl_path(t, k->line, k->text, t->out);
    buf_puts(t->out, ");\n");
}

/* {{> name path}}, {{> name *pointer}} */
static void put_include(struct tmpl *t, const struct token *k)
{
    struct str rest = k->text, name = tmpl_word(&rest), path = tmpl_word(&rest);
    bool pointer = path.n && path.p[0] == '*';
    if (!tmpl_is_name(name) || path.n == 0 || str_trim(rest).n)
        tmpl_stop(t, k->line, "an include reads: {{> name path}} or {{> name *path}}");
    if (!t->text && t->html.state != HTML_TEXT)
        tmpl_stop(t, k->line, "an include stands between tags only");
    flush(t);
    put_line(t, k->line);
    put_indent(t);
    tmpl_function(t, name, t->out);
    buf_puts(t->out, pointer ? "(out, " : "(out, &");
    tmpl_path(t, k->line, pointer ? str_slice(path, 1, path.n) : path, t->out);
    buf_puts(t->out, ");\n");
}

static struct block *open_block(struct tmpl *t, const struct token *k)
{
    static struct block spare;
    if (t->depth == TMPL_DEPTH) {
        tmpl_stop(t, k->line, "more than %d blocks inside each other", TMPL_DEPTH);
        return &spare;
    }
    struct block *b = &t->block[t->depth++];
    *b = (struct block){.kind = k->kind, .line = k->line, .start = t->html};
    return b;
}

/* The innermost block, which must be of this kind; NULL and a mistake otherwise. */
static struct block *top_block(struct tmpl *t, const struct token *k, enum token_kind kind)
{
    const char *word = kind == TOKEN_IF ? "if" : "each";
    struct block *b = t->depth ? &t->block[t->depth - 1] : NULL;
    if (b && b->kind == kind)
        return b;
    if (b)
        tmpl_stop(t, k->line, "an %s ends or goes on inside the %s of line %u", word,
            kind == TOKEN_IF ? "each" : "if", b->line);
    else
        tmpl_stop(t, k->line, "no %s is open here", word);
    return NULL;
}

/* A branch ends where the HTML stands now: it must agree with the branches before it. */
static void end_branch(struct tmpl *t, struct block *b, unsigned line)
{
    const char *why = b->joined ? html_join(&t->html, &b->end) : NULL;
    if (why)
        tmpl_stop(t, line, "%s (if of line %u)", why, b->line);
    b->end = t->html;
    b->joined = true;
}

static void put_if(struct tmpl *t, const struct token *k)
{
    put_line(t, k->line);
    put_indent(t);
    buf_puts(t->out, "if (");
    tmpl_condition(t, k, t->out);
    buf_puts(t->out, ") {\n");
    open_block(t, k);
}

static void put_else(struct tmpl *t, const struct token *k)
{
    struct block *b = top_block(t, k, TOKEN_IF);
    if (!b)
        return;
    if (b->has_else)
        tmpl_stop(t, k->line, "the if of line %u has its else already", b->line);
    end_branch(t, b, k->line);
    t->html = b->start;
    b->has_else = k->kind == TOKEN_ELSE;
    t->depth--;
    put_indent(t);
    buf_puts(t->out, "} else ");
    if (k->kind == TOKEN_ELIF) {
        buf_putc(t->out, '\n');
        put_line(t, k->line);
        put_indent(t);
        buf_puts(t->out, "if (");
        tmpl_condition(t, k, t->out);
        buf_puts(t->out, ") ");
    }
    buf_puts(t->out, "{\n");
    t->depth++;
}

static void put_end_if(struct tmpl *t, const struct token *k)
{
    struct block *b = top_block(t, k, TOKEN_IF);
    if (!b)
        return;
    end_branch(t, b, k->line);
    if (!b->has_else) {
        t->html = b->start;
        end_branch(t, b, k->line);
    }
    t->depth--;
    put_indent(t);
    buf_puts(t->out, "}\n");
}

/* {{#each path as item}}: path[0] to path[path_n - 1]. __typeof__ spares the template the type. */
static void put_each(struct tmpl *t, const struct token *k)
{
    struct str rest = k->text, path = tmpl_word(&rest), as = tmpl_word(&rest);
    struct str item = tmpl_word(&rest);
    if (!str_eq_c(as, "as") || !tmpl_is_name(item) || str_trim(rest).n ||
        (str_find(path, '.') == path.n && str_find(path, '>') == path.n)) {
        tmpl_stop(t, k->line, "an each reads: {{#each path.member as item}}");
        return;
    }
    bool taken = str_eq(item, t->view.root) || str_eq_c(item, "out");
    for (size_t i = 0; i < t->depth; i++)
        taken = taken || (t->block[i].kind == TOKEN_EACH && str_eq(t->block[i].item, item));
    if (taken)
        tmpl_stop(t, k->line, "the name «%.*s» is already in use", STR_ARG(item));
    struct buf expr;
    buf_init(&expr, 1024);
    tmpl_path(t, k->line, path, &expr);
    struct str e = buf_str(&expr);
    int n = (int)item.n;
    put_line(t, k->line);
    put_indent(t);
    buf_printf(t->out, "for (size_t %.*s_i = 0, %.*s_n = (size_t)%.*s_n; %.*s_i < %.*s_n; ", n,
        item.p, n, item.p, STR_ARG(e), n, item.p, n, item.p);
    buf_printf(t->out, "%.*s_i++) {\n", n, item.p);
    open_block(t, k)->item = item;
    put_line(t, k->line);
    put_indent(t);
    buf_printf(t->out, "const __typeof__(*%.*s) *%.*s = &%.*s[%.*s_i];\n", STR_ARG(e), n, item.p,
        STR_ARG(e), n, item.p);
    put_indent(t);
    buf_printf(t->out, "(void)%.*s;\n", n, item.p);
    buf_free(&expr);
}

static void put_end_each(struct tmpl *t, const struct token *k)
{
    struct block *b = top_block(t, k, TOKEN_EACH);
    if (!b)
        return;
    if (!t->text && !html_same(&t->html, &b->start))
        tmpl_stop(t, k->line, "the each of line %u must end where it began in the HTML", b->line);
    t->depth--;
    put_indent(t);
    buf_puts(t->out, "}\n");
}

static void put_token(struct tmpl *t, const struct token *k)
{
    static void (*const PUT[])(struct tmpl *, const struct token *) = {
        [TOKEN_IF] = put_if,
        [TOKEN_ELIF] = put_else,
        [TOKEN_ELSE] = put_else,
        [TOKEN_END_IF] = put_end_if,
        [TOKEN_EACH] = put_each,
        [TOKEN_END_EACH] = put_end_each,
    };
    if (k->kind == TOKEN_LITERAL)
        put_literal(t, k);
    else if (k->kind == TOKEN_VALUE)
        put_value(t, k);
    else if (k->kind == TOKEN_INCLUDE)
        put_include(t, k);
    else if (k->kind == TOKEN_VIEW)
        tmpl_stop(t, k->line, "{{!view …}} stands once, at the very beginning");
    else {
        const char *why = t->text ? NULL : html_directive(&t->html);
        if (why)
            tmpl_stop(t, k->line, "%s", why);
        if (k->kind == TOKEN_COMMENT)
            return;
        flush(t);
        PUT[k->kind](t, k);
    }
}

static void put_signature(struct tmpl *t)
{
    buf_puts(t->out, "void ");
    tmpl_function(t, str_c(t->name), t->out);
    buf_printf(t->out, "(struct buf *out, const struct %.*s *%.*s)", STR_ARG(t->view.type),
        STR_ARG(t->view.root));
}

/* The source as a whole, and its first line. */
static bool begin(struct tmpl *t)
{
    if (!tmpl_fine(t))
        return false;
    if (!utf8_valid(t->src) || str_has_control(t->src, "\n\t"))
        tmpl_stop(t, 1, "the file must be UTF-8 without control characters or CR LF");
    else if (!str_starts(t->src, STR("{{!view ")))
        tmpl_stop(t, 1, "the file must begin with {{!view \"room/header.h\" struct name root}}");
    if (!tmpl_fine(t))
        return false;
    struct token k = tmpl_next(t);
    if (tmpl_fine(t))
        tmpl_read_view(t, &k);
    return tmpl_fine(t);
}

bool tmpl_prototype(struct tmpl *t, struct buf *out)
{
    t->out = out;
    if (!begin(t))
        return false;
    buf_printf(out, "struct %.*s;\n", STR_ARG(t->view.type));
    put_signature(t);
    buf_puts(out, ";\n");
    return true;
}

static void put_head(struct tmpl *t)
{
    buf_printf(
        t->out, "/* made by tmplc from %s.%s: edit that */\n", t->name, t->text ? "txt" : "html");
    buf_printf(t->out, "#include \"%.*s\"\n#include \"view/put.h\"\n", STR_ARG(t->view.header));
    if (t->with)
        buf_printf(t->out, "#include \"%s\"\n", t->with);
    /* sizes and ids are unsigned, the put functions take long long */
    buf_puts(t->out, "#pragma GCC diagnostic ignored \"-Wsign-conversion\"\n\n");
    put_signature(t);
    buf_puts(t->out, ";\n");
    put_signature(t);
    buf_printf(t->out, "\n{\n    (void)%.*s;\n", STR_ARG(t->view.root));
}

static void finish(struct tmpl *t)
{
    if (t->depth)
        tmpl_stop(t, t->line, "the %s of line %u is never closed",
            t->block[t->depth - 1].kind == TOKEN_IF ? "if" : "each", t->block[t->depth - 1].line);
    if (!t->text && t->html.state != HTML_TEXT)
        tmpl_stop(t, t->line, "the template ends in the middle of a tag");
    flush(t);
    buf_puts(t->out, "}\n");
    if (t->out->overflow || t->literal.overflow)
        tmpl_stop(t, t->line, "the template is too long");
}

bool tmpl_compile(struct tmpl *t, struct buf *out)
{
    t->out = out;
    if (!begin(t))
        return false;
    buf_init(&t->literal, out->max);
    put_head(t);
    while (tmpl_fine(t)) {
        struct token k = tmpl_next(t);
        if (k.kind == TOKEN_END)
            break;
        if (tmpl_fine(t))
            put_token(t, &k);
    }
    if (tmpl_fine(t))
        finish(t);
    buf_free(&t->literal);
    return tmpl_fine(t);
}
