/* tools/tmpl.h - the template compiler: HTML or mail text to C, at build time (README "Templates").
 *
 * One pass: tokens (tmpl_token.c) go to the generator (tmpl_gen.c), which asks the HTML state
 * (tmpl_html.c) where it stands and writes C. The first mistake is kept in `why` with its line,
 * is sticky, and ends the pass; nothing is written then. Borrowed: the source and the file name
 * outlive the struct. */
#ifndef TOOLS_TMPL_H
#define TOOLS_TMPL_H

#include "base/buf.h"

enum html_state {
    HTML_TEXT,    /* between tags */
    HTML_RCDATA,  /* in <textarea> or <title>: text without tags */
    HTML_SCRIPT,  /* between <script …> and </script>, where nothing may stand */
    HTML_COMMENT, /* in <!-- --> */
    HTML_DECL,    /* in <!doctype> */
    HTML_OPEN,    /* right after '<' or '</' */
    HTML_TAG,     /* in a tag's name */
    HTML_GAP,     /* in a tag, after a space */
    HTML_SEAM,    /* in a tag, right after a name or value: a space, '/' or '>' must follow */
    HTML_SLASH,   /* after the '/' of '/>' */
    HTML_NAME,    /* in an attribute's name */
    HTML_EQUALS,  /* after '=' */
    HTML_BARE,    /* in an unquoted value */
    HTML_VALUE,   /* in a quoted value */
};

enum html_attr {
    ATTR_PLAIN,
    ATTR_URL,
    ATTR_LITERAL, /* may stand in a template, but without a value inside */
    ATTR_NEVER,
};

enum html_url { /* how far a URL has been read */
    URL_START,
    URL_SCHEME, /* letters that may yet turn out to be a scheme */
    URL_SLASH,  /* one '/' */
    URL_COLON,  /* "https:" */
    URL_COLON_SLASH,
    URL_HOST,
    URL_REST,
};

struct html {
    enum html_state state;
    enum html_attr kind; /* of the attribute that is being read */
    enum html_url url;
    bool mail;    /* literal style="" is allowed: a mail has no style sheet */
    bool closing; /* in an end tag */
    bool pre;     /* white space counts */
    char quote;
    char tag[24], attr[24], scheme[12]; /* lower case, NUL-ended */
};

void html_init(struct html *h, bool mail);
/* Reads literal bytes (one line at most). NULL, or the reason why they may not stand here. */
const char *html_feed(struct html *h, struct str literal);
/* A value stands here: *put is the macro that writes it. NULL, or the reason why it may not. */
const char *html_value(struct html *h, const char **put);
/* An if, each or comment stands here. NULL, or the reason why it may not. */
const char *html_directive(struct html *h);
/* Two branches meet. NULL, or how they differ. */
const char *html_join(struct html *h, const struct html *other);
bool html_same(const struct html *a, const struct html *b);
/* Between tags or between attributes, where a line's indentation says nothing? */
bool html_indent_is_idle(const struct html *h);

enum token_kind {
    TOKEN_END,
    TOKEN_LITERAL, /* at most one line, with its '\n' */
    TOKEN_VALUE,
    TOKEN_VIEW,
    TOKEN_COMMENT,
    TOKEN_INCLUDE,
    TOKEN_IF,
    TOKEN_ELIF,
    TOKEN_ELSE,
    TOKEN_END_IF,
    TOKEN_EACH,
    TOKEN_END_EACH,
};

struct token {
    enum token_kind kind;
    struct str text; /* the literal, or what follows the directive's word, trimmed */
    unsigned line;
    bool line_start; /* the literal begins a line of the template */
};

enum { TMPL_DEPTH = 16, TMPL_NAME_MAX = 64 };

struct block {
    enum token_kind kind; /* TOKEN_IF or TOKEN_EACH */
    unsigned line;
    bool has_else, joined;
    struct html start, end; /* where the block began; where its branches so far ended */
    struct str item;        /* TOKEN_EACH: the variable */
};

struct tmpl_view { /* {{!view "header" struct name root}} */
    struct str header, type, root;
};

struct tmpl {
    const char *file; /* as the build names it, for messages and #line */
    struct str src;
    size_t at, bare_end; /* next byte; end of the line that holds directives only */
    unsigned line;
    bool text, mail;  /* mail text; a file of emails/ */
    const char *with; /* header with the prototypes of what can be included, or NULL */
    char name[TMPL_NAME_MAX];
    struct tmpl_view view;
    struct html html;
    struct block block[TMPL_DEPTH];
    size_t depth;
    struct buf *out, literal;
    char why[256];
    unsigned why_line;
};

/* Keeps the first mistake. */
void tmpl_stop(struct tmpl *t, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* False once a mistake was met. */
bool tmpl_fine(const struct tmpl *t);

struct token tmpl_next(struct tmpl *t);
/* Takes the next word (no space inside) off the front of *s. */
struct str tmpl_word(struct str *s);
/* A name of C: [A-Za-z_][A-Za-z0-9_]* */
bool tmpl_is_name(struct str s);
void tmpl_read_view(struct tmpl *t, const struct token *k);
/* The C expression of a path, or nothing and a mistake. */
void tmpl_path(struct tmpl *t, unsigned line, struct str path, struct buf *out);
/* The C condition of an if. */
void tmpl_condition(struct tmpl *t, const struct token *k, struct buf *out);
/* "prefix_name_suffix": the function that writes a template of the same family. */
void tmpl_function(const struct tmpl *t, struct str name, struct buf *out);

/* Sets what the file's name says: view_, mail_, html, text. A bad name is a mistake of line 1. */
void tmpl_init(struct tmpl *t, const char *file, struct str src, bool text);
/* The whole template to C in `out`. False: see why. */
bool tmpl_compile(struct tmpl *t, struct buf *out);
/* The prototype only, with a forward declaration of its struct. */
bool tmpl_prototype(struct tmpl *t, struct buf *out);

#endif
