/* French typography of what a person reads: string literals of .c files, text of templates.
 *
 *   french FILE…       one line a mistake: FILE:LINE: what is wrong: the words around it
 *
 * A straight apostrophe between letters; a breakable space before : ; ! ? » € or after «, or none
 * at all. Formats and template values count as a word: "%s : " is as wrong as "nom : ". */
#include "base/buf.h"

#include <ctype.h>

enum { FILE_MAX = 1024 * 1024, AROUND = 24 };

struct reader {
    const char *name, *p;
    int line;
    unsigned wrong;
    struct buf text; /* the literals that stand together, or one stretch of template text */
    int text_line;
};

static bool is_letter(char c)
{
    return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool at(struct str s, size_t i, const char *what)
{
    return i <= s.n && str_starts(str_slice(s, i, s.n), str_c(what));
}

static bool no_break_at(struct str s, size_t i)
{
    return at(s, i, "\u00a0") || at(s, i, "\u202f");
}

static bool no_break_before(struct str s, size_t i)
{
    return (i >= 2 && at(s, i - 2, "\u00a0")) || (i >= 3 && at(s, i - 3, "\u202f"));
}

/* What is wrong at byte i, or NULL. */
static const char *fault_at(struct str s, size_t i)
{
    char c = s.p[i], before = i ? s.p[i - 1] : 0, after = i + 1 < s.n ? s.p[i + 1] : 0;
    bool closing = at(s, i, "»") || at(s, i, "€");
    if (c == '\'' && is_letter(before) && is_letter(after))
        return "a straight apostrophe, not ’";
    if (before == ' ' && (closing || (strchr(":;!?", c) && strchr(" \n", after))))
        return "a breakable space before";
    if (closing && i && !no_break_before(s, i))
        return "no no-break space before";
    if (c && strchr("!?", c) && islower((unsigned char)before) && !no_break_before(s, i) && strchr(" \n", after))
        return "no no-break space before";
    if (at(s, i, "«") && i + 2 < s.n && !no_break_at(s, i + 2))
        return "no no-break space after";
    return NULL;
}

static void report(struct reader *r, int line, const char *why, struct str around)
{
    printf("%s:%d: %s: ", r->name, line, why);
    for (size_t i = 0; i < around.n; i++) {
        bool cut = (around.p[i] & 0xc0) == 0x80 && i < 3; /* the end of a character cut in two */
        if (!cut)
            putchar(around.p[i] == '\n' ? ' ' : around.p[i]);
    }
    putchar('\n');
    r->wrong++;
}

static void judge(struct reader *r)
{
    struct str s = buf_str(&r->text);
    int line = r->text_line;
    for (size_t i = 0; i < s.n; i++) {
        const char *why = fault_at(s, i);
        if (why) {
            report(r, line, why, str_slice(s, i > AROUND ? i - AROUND : 0, i + AROUND));
        }
        line += s.p[i] == '\n';
    }
    buf_reset(&r->text);
}

/* ---- C ---- */

/* After a backslash. A number is one unit of the text; only \x and \u are spelt out here. */
static void read_escape(struct reader *r)
{
    char kind = *r->p++;
    if (kind == 'u' || kind == 'x') {
        unsigned v = 0;
        for (int n = kind == 'u' ? 4 : 2; n && isxdigit((unsigned char)*r->p); n--, r->p++)
            v = v * 16 + (unsigned)(isdigit((unsigned char)*r->p) ? *r->p - '0' : (*r->p | 32) - 'a' + 10);
        if (kind == 'x' || v < 0x80)
            buf_putc(&r->text, (char)v);
        else if (v < 0x800)
            buf_printf(&r->text, "%c%c", (int)(0xc0 | v >> 6), (int)(0x80 | (v & 63)));
        else
            buf_printf(&r->text, "%c%c%c", (int)(0xe0 | v >> 12), (int)(0x80 | (v >> 6 & 63)),
                (int)(0x80 | (v & 63)));
    } else if (kind == 'n')
        buf_putc(&r->text, '|'); /* a new line in the text is none in the file */
    else if (kind == '"' || kind == '\\')
        buf_putc(&r->text, kind);
}

static void read_format(struct reader *r)
{
    r->p += strspn(r->p, "-+ #0123456789.*lzhj");
    if (*r->p && *r->p != '"')
        r->p++;
    buf_putc(&r->text, 'X');
}

static void read_literal(struct reader *r)
{
    if (r->text.n == 0)
        r->text_line = r->line;
    while (*r->p && *r->p != '"') {
        char c = *r->p++;
        if (c == '\\')
            read_escape(r);
        else if (c == '%' && *r->p != '"' && *r->p != ' ')
            read_format(r);
        else
            buf_putc(&r->text, c);
    }
    r->p += *r->p == '"';
}

static void skip_comment(struct reader *r)
{
    const char *end = strstr(r->p, "*/");
    end = end ? end + 2 : r->p + strlen(r->p);
    for (; r->p < end; r->p++)
        r->line += *r->p == '\n';
}

static void read_c(struct reader *r)
{
    while (*r->p) {
        char c = *r->p++;
        if (c == '"')
            read_literal(r);
        else if (c == '/' && *r->p == '*')
            skip_comment(r);
        else if (c == '\'')
            r->p += *r->p == '\\' ? strcspn(r->p + 2, "'") + 3 : 2;
        else if (c == 'N' && str_starts(str_c(r->p), STR("BSP"))) { /* the one macro in sentences */
            buf_puts(&r->text, "\u00a0");
            r->p += 3;
        } else if (c == '\n')
            r->line++;
        else if (c != ' ')
            judge(r);
    }
    judge(r);
}

/* ---- templates ---- */

/* Skips to the end of what began here, counting lines. */
static void skip_past(struct reader *r, const char *end)
{
    const char *to = strstr(r->p, end);
    to = to ? to + strlen(end) : r->p + strlen(r->p);
    for (; r->p < to; r->p++)
        if (*r->p == '\n')
            buf_putc(&r->text, '\n');
}

static void read_template(struct reader *r)
{
    r->text_line = 1;
    while (*r->p) {
        struct str rest = str_c(r->p);
        if (str_starts(rest, STR("{{"))) {
            bool value = r->p[2] == ' ';
            skip_past(r, "}}");
            if (value)
                buf_putc(&r->text, 'X');
        } else if (str_starts(rest, STR("<script")))
            skip_past(r, "</script>");
        else if (*r->p == '<')
            skip_past(r, ">");
        else
            buf_putc(&r->text, *r->p++);
    }
    judge(r);
}

static bool read_file(const char *name, unsigned *wrong)
{
    static char bytes[FILE_MAX];
    FILE *f = fopen(name, "r");
    size_t n = f ? fread(bytes, 1, sizeof bytes - 1, f) : 0;
    bool whole = f && feof(f) && !ferror(f);
    if (f)
        fclose(f);
    if (!whole)
        return false;
    bytes[n] = 0;
    struct reader r = {.name = name, .p = bytes, .line = 1};
    buf_init(&r.text, FILE_MAX);
    if (str_ends(str_c(name), STR(".c")) || str_ends(str_c(name), STR(".h")))
        read_c(&r);
    else
        read_template(&r);
    buf_free(&r.text);
    *wrong += r.wrong;
    return true;
}

int main(int argc, char **argv)
{
    unsigned wrong = 0;
    for (int i = 1; i < argc; i++)
        if (!read_file(argv[i], &wrong)) {
            fprintf(stderr, "french: %s cannot be read\n", argv[i]);
            return 2;
        }
    return wrong || argc < 2 ? 1 : 0;
}
