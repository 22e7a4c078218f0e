#include "tools/tmpl.h"

/* The states follow the tokenizer of the HTML standard (section 13.2.5), made narrower: what a
 * browser would have to repair is refused, so that both read every byte alike. */

struct rule {
    const char *name;
    enum html_attr kind;
    const char *why;
};

static const struct rule ATTRS[] = {
    {"action", ATTR_URL, NULL},
    {"background", ATTR_URL, NULL},
    {"cite", ATTR_URL, NULL},
    {"data", ATTR_URL, NULL},
    {"formaction", ATTR_URL, NULL},
    {"href", ATTR_URL, NULL},
    {"longdesc", ATTR_URL, NULL},
    {"manifest", ATTR_URL, NULL},
    {"ping", ATTR_URL, NULL},
    {"poster", ATTR_URL, NULL},
    {"src", ATTR_URL, NULL},
    {"xlink:href", ATTR_URL, NULL},
    {"clip-path", ATTR_LITERAL, "no value in clip-path: it may hold url()"},
    {"cursor", ATTR_LITERAL, "no value in cursor: it may hold url()"},
    {"fill", ATTR_LITERAL, "no value in fill: it may hold url(), use a class"},
    {"filter", ATTR_LITERAL, "no value in filter: it may hold url()"},
    {"imagesrcset", ATTR_LITERAL, "no value in imagesrcset: a list of URLs"},
    {"mask", ATTR_LITERAL, "no value in mask: it may hold url()"},
    {"srcset", ATTR_LITERAL, "no value in srcset: a list of URLs"},
    {"stroke", ATTR_LITERAL, "no value in stroke: it may hold url(), use a class"},
    {"http-equiv", ATTR_NEVER, "http-equiv: headers come from the server"},
    {"srcdoc", ATTR_NEVER, "srcdoc: no page inside a page"},
    {"style", ATTR_NEVER, "style attribute: the policy allows no inline style, use a class"},
};

static const struct rule TAGS[] = {
    {"style", ATTR_NEVER, "<style>: the policy allows no inline style"},
    {"base", ATTR_NEVER, "<base> changes every link"},
    {"iframe", ATTR_NEVER, "<iframe>: no page inside a page"},
    {"frame", ATTR_NEVER, "<frame>: no page inside a page"},
    {"object", ATTR_NEVER, "<object>: no plug-in"},
    {"embed", ATTR_NEVER, "<embed>: no plug-in"},
    {"applet", ATTR_NEVER, "<applet>: no plug-in"},
    {"xmp", ATTR_NEVER, "<xmp>: use <pre>"},
    {"plaintext", ATTR_NEVER, "<plaintext>: use <pre>"},
    {"listing", ATTR_NEVER, "<listing>: use <pre>"},
    {"noembed", ATTR_NEVER, "<noembed> is read in several ways"},
    {"noframes", ATTR_NEVER, "<noframes> is read in several ways"},
    {"animate", ATTR_NEVER, "<animate> can write a link"},
    {"set", ATTR_NEVER, "<set> can write a link"},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct rule *rule_find(const struct rule *rules, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(rules[i].name, name) == 0)
            return &rules[i];
    return NULL;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* One more byte of a name, in lower case; false when it has become too long. */
static bool grow(char *name, size_t size, char c)
{
    size_t n = strlen(name);
    if (n + 1 >= size)
        return false;
    name[n] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    name[n + 1] = '\0';
    return true;
}

void html_init(struct html *h, bool mail)
{
    *h = (struct html){.mail = mail};
}

static const char *tag_named(struct html *h)
{
    const struct rule *r = rule_find(TAGS, COUNT(TAGS), h->tag);
    return r ? r->why : NULL;
}

static const char *attr_named(struct html *h)
{
    const struct rule *r = rule_find(ATTRS, COUNT(ATTRS), h->attr);
    if (h->attr[0] == 'o' && h->attr[1] == 'n')
        return "on… attribute: the policy allows no inline script";
    h->kind = r ? r->kind : ATTR_PLAIN;
    if (h->mail && strcmp(h->attr, "style") == 0)
        h->kind = ATTR_LITERAL;
    h->url = URL_START;
    h->scheme[0] = '\0';
    return h->kind == ATTR_NEVER ? r->why : NULL;
}

static void tag_done(struct html *h)
{
    if (strcmp(h->tag, "pre") == 0)
        h->pre = !h->closing;
    bool raw = strcmp(h->tag, "textarea") == 0 || strcmp(h->tag, "title") == 0;
    bool script = strcmp(h->tag, "script") == 0;
    h->state = h->closing ? HTML_TEXT : raw ? HTML_RCDATA : script ? HTML_SCRIPT : HTML_TEXT;
    if (h->state == HTML_TEXT)
        h->tag[0] = '\0';
    h->closing = false;
    h->attr[0] = '\0';
    h->kind = ATTR_PLAIN;
    h->quote = '\0';
}

/* Does `s` begin with the end tag of the element that holds raw text? */
static bool is_end_tag(const struct html *h, struct str s)
{
    size_t n = strlen(h->tag);
    if (s.n < n + 3 || s.p[0] != '<' || s.p[1] != '/')
        return false;
    return str_eq_nocase(str_slice(s, 2, n + 2), str_c(h->tag)) &&
           (s.p[n + 2] == '>' || is_space(s.p[n + 2]));
}

static const char *step_text(struct html *h, struct str s)
{
    if (s.p[0] != '<')
        return NULL;
    if (str_starts(s, STR("<!--"))) {
        h->state = HTML_COMMENT;
        return NULL;
    }
    if (s.n >= 9 && str_eq_nocase(str_slice(s, 0, 9), STR("<!doctype"))) {
        h->state = HTML_DECL;
        return NULL;
    }
    h->state = HTML_OPEN;
    h->tag[0] = '\0';
    return NULL;
}

static const char *step_raw(struct html *h, struct str s)
{
    if (is_end_tag(h, s)) {
        h->state = HTML_OPEN;
        h->tag[0] = '\0';
        return NULL;
    }
    if (h->state == HTML_SCRIPT)
        return is_space(s.p[0]) ? NULL : "inline script: the policy allows none, use src";
    return s.p[0] == '<' ? "a tag inside <textarea> or <title>: write &lt;" : NULL;
}

static const char *step_tag(struct html *h, char c)
{
    if (h->state == HTML_OPEN && c == '/' && !h->closing) {
        h->closing = true;
        return NULL;
    }
    if (is_letter(c) || (h->state == HTML_TAG && (is_digit(c) || c == '-'))) {
        h->state = HTML_TAG;
        return grow(h->tag, sizeof h->tag, c) ? NULL : "tag name too long";
    }
    if (h->state == HTML_OPEN)
        return "a '<' that begins no tag: write &lt;";
    const char *why = tag_named(h);
    if (why)
        return why;
    h->state = HTML_GAP;
    if (c == '>')
        tag_done(h);
    else if (c == '/' && !h->closing)
        h->state = HTML_SLASH;
    else if (!is_space(c))
        return "unexpected character in a tag name";
    return NULL;
}

/* Between attributes. */
static const char *step_gap(struct html *h, char c)
{
    if (c == '>') {
        tag_done(h);
        return NULL;
    }
    if (is_space(c) && h->state != HTML_SLASH) {
        h->state = HTML_GAP;
        return NULL;
    }
    if (h->closing)
        return "an attribute in an end tag";
    if (h->state == HTML_SLASH)
        return "'/' in a tag: only '/>' may end it";
    if (c == '/') {
        h->state = HTML_SLASH;
        return NULL;
    }
    if (h->state == HTML_SEAM)
        return "a space must stand between attributes";
    if (!is_letter(c))
        return "unexpected character where an attribute should begin";
    h->state = HTML_NAME;
    h->attr[0] = '\0';
    grow(h->attr, sizeof h->attr, c);
    return NULL;
}

static const char *step_name(struct html *h, char c)
{
    if (is_letter(c) || is_digit(c) || c == '-' || c == ':' || c == '_')
        return grow(h->attr, sizeof h->attr, c) ? NULL : "attribute name too long";
    const char *why = attr_named(h);
    if (why)
        return why;
    if (c == '=') {
        h->state = HTML_EQUALS;
        return NULL;
    }
    h->state = HTML_SEAM;
    return step_gap(h, c);
}

/* Links that load something: only from our own origin. */
static bool loads(const struct html *h)
{
    static const struct rule LOADERS[] = {{"script", ATTR_URL, NULL}, {"link", ATTR_URL, NULL},
        {"use", ATTR_URL, NULL}, {"image", ATTR_URL, NULL}};
    return strcmp(h->attr, "src") == 0 || strcmp(h->attr, "poster") == 0 ||
           rule_find(LOADERS, COUNT(LOADERS), h->tag);
}

static const char *scheme_done(struct html *h)
{
    bool web = strcmp(h->scheme, "https") == 0 || strcmp(h->scheme, "http") == 0;
    if (web && loads(h))
        return "nothing is loaded from another site";
    h->url = web ? URL_COLON : URL_REST;
    if (web || strcmp(h->scheme, "mailto") == 0 || strcmp(h->scheme, "tel") == 0)
        return NULL;
    return "URL scheme: only https, http, mailto and tel";
}

static const char *url_begin(struct html *h, char c)
{
    if (strcmp(h->tag, "script") == 0 && c != '/')
        return "a script comes from our own origin: begin its src with /";
    h->url = c == '/' ? URL_SLASH : is_letter(c) ? URL_SCHEME : URL_REST;
    if (h->url == URL_SCHEME)
        grow(h->scheme, sizeof h->scheme, c);
    return NULL;
}

/* A literal byte of a URL. Browsers skip tabs and line ends in one, and would decode &…; before
 * they look for the scheme, so neither may stand before the scheme is settled. */
static const char *step_url(struct html *h, char c)
{
    if (h->url != URL_REST && (is_space(c) || c == '&' || c == '\\'))
        return "unexpected character at the beginning of a URL";
    switch (h->url) {
    case URL_START:
        return url_begin(h, c);
    case URL_SCHEME:
        if (c == ':')
            return scheme_done(h);
        if (c == '/' || c == '?' || c == '#')
            h->url = URL_REST;
        else
            grow(h->scheme, sizeof h->scheme, c); /* cut off, it is still no scheme of ours */
        return NULL;
    case URL_SLASH:
        h->url = URL_REST;
        return c == '/' ? "// leads to another site: write https:// or one /" : NULL;
    case URL_COLON:
    case URL_COLON_SLASH:
        h->url = h->url == URL_COLON ? URL_COLON_SLASH : URL_HOST;
        return c == '/' ? NULL : "// must follow the scheme";
    case URL_HOST:
        if (c == '/' || c == '?' || c == '#')
            h->url = URL_REST;
        return NULL;
    case URL_REST:
        break;
    }
    return NULL;
}

static const char *step_value(struct html *h, char c)
{
    if (h->state == HTML_EQUALS) {
        h->state = c == '"' || c == '\'' ? HTML_VALUE : HTML_BARE;
        h->quote = h->state == HTML_VALUE ? c : '\0';
        if (h->quote)
            return NULL;
        if (is_space(c) || c == '>')
            return "an attribute value must follow '='";
    }
    if (h->state == HTML_VALUE && c == h->quote) {
        h->state = HTML_SEAM;
        h->quote = '\0';
        return NULL;
    }
    if (h->state == HTML_BARE) {
        if (is_space(c) || c == '>') {
            h->state = HTML_SEAM;
            return step_gap(h, c);
        }
        if (strchr("\"'`<=", c))
            return "unexpected character in an unquoted attribute value";
    }
    return h->kind == ATTR_URL ? step_url(h, c) : NULL;
}

static const char *html_step(struct html *h, struct str s)
{
    switch (h->state) {
    case HTML_TEXT:
        return step_text(h, s);
    case HTML_RCDATA:
    case HTML_SCRIPT:
        return step_raw(h, s);
    case HTML_COMMENT:
    case HTML_DECL:
        if (s.p[0] == '>')
            h->state = HTML_TEXT;
        return NULL;
    case HTML_OPEN:
    case HTML_TAG:
        return step_tag(h, s.p[0]);
    case HTML_GAP:
    case HTML_SEAM:
    case HTML_SLASH:
        return step_gap(h, s.p[0]);
    case HTML_NAME:
        return step_name(h, s.p[0]);
    case HTML_EQUALS:
    case HTML_BARE:
    case HTML_VALUE:
        return step_value(h, s.p[0]);
    }
    return NULL;
}

const char *html_feed(struct html *h, struct str literal)
{
    for (size_t i = 0; i < literal.n; i++) {
        struct str rest = str_slice(literal, i, literal.n);
        if (h->state == HTML_COMMENT && rest.p[0] == '>' &&
            !(i >= 2 && literal.p[i - 1] == '-' && literal.p[i - 2] == '-'))
            return "a '>' inside a comment";
        const char *why = html_step(h, rest);
        if (why)
            return why;
    }
    return NULL;
}

static const char *value_in_attr(struct html *h, const char **put)
{
    *put = "PUT_ATTR";
    if (h->kind == ATTR_LITERAL)
        return strcmp(h->attr, "style") == 0 ? "no value in a style"
                                             : rule_find(ATTRS, COUNT(ATTRS), h->attr)->why;
    if (h->kind != ATTR_URL)
        return NULL;
    *put = h->url == URL_START ? "PUT_URL" : "PUT_URLPART";
    if (h->url == URL_START && strcmp(h->tag, "script") == 0)
        return "a script comes from our own origin: begin its src with /";
    if (h->url == URL_SLASH)
        return "a value right after the first / of a URL: empty, it would make //";
    if (h->url == URL_COLON || h->url == URL_COLON_SLASH || h->url == URL_HOST)
        return "a value in the host of a URL";
    h->url = URL_REST;
    return NULL;
}

const char *html_value(struct html *h, const char **put)
{
    *put = "PUT_TEXT";
    switch (h->state) {
    case HTML_TEXT:
    case HTML_RCDATA:
        return NULL;
    case HTML_VALUE:
        return value_in_attr(h, put);
    case HTML_SCRIPT:
        return "no value in a script";
    case HTML_COMMENT:
    case HTML_DECL:
        return "no value in a comment or declaration";
    case HTML_OPEN:
    case HTML_TAG:
        return "no value in a tag name";
    case HTML_EQUALS:
    case HTML_BARE:
        return "no value in an unquoted attribute: write quotes";
    case HTML_GAP:
    case HTML_SEAM:
    case HTML_SLASH:
    case HTML_NAME:
        break;
    }
    return "no value in an attribute name";
}

const char *html_directive(struct html *h)
{
    const char *why = NULL;
    if (h->closing || h->state == HTML_OPEN || h->state == HTML_SLASH)
        return "no directive in the middle of a tag name or end tag";
    switch (h->state) {
    case HTML_TAG:
        why = tag_named(h);
        h->state = HTML_SEAM;
        return why;
    case HTML_NAME:
        why = attr_named(h);
        h->state = HTML_SEAM;
        return why;
    case HTML_SCRIPT:
        return "no directive in a script";
    case HTML_COMMENT:
    case HTML_DECL:
        return "no directive in a comment or declaration";
    case HTML_EQUALS:
    case HTML_BARE:
        return "no directive in an unquoted attribute: write quotes";
    default:
        return NULL;
    }
}

static bool in_tag(const struct html *h)
{
    return h->state == HTML_GAP || h->state == HTML_SEAM;
}

static bool past_slash(const struct html *h)
{
    return h->state == HTML_VALUE && h->kind == ATTR_URL &&
           (h->url == URL_SLASH || h->url == URL_REST);
}

bool html_same(const struct html *a, const struct html *b)
{
    if (a->state != b->state || a->pre != b->pre || strcmp(a->tag, b->tag) != 0)
        return false;
    if (a->state != HTML_VALUE)
        return true;
    return a->quote == b->quote && strcmp(a->attr, b->attr) == 0 &&
           (a->kind != ATTR_URL || (a->url == b->url && strcmp(a->scheme, b->scheme) == 0));
}

/* A branch with a space at its end and one without may meet: a space is then asked for. One that
 * ends after "/" and one further on may meet too: neither "/" nor a value may follow then. */
const char *html_join(struct html *h, const struct html *other)
{
    struct html o = *other;
    if (in_tag(h) && in_tag(&o) && h->state != o.state)
        h->state = o.state = HTML_SEAM;
    if (past_slash(h) && past_slash(&o) && h->url != o.url)
        h->url = o.url = URL_SLASH;
    if (html_same(h, &o))
        return NULL;
    return "branches end in different places of the HTML";
}

bool html_indent_is_idle(const struct html *h)
{
    return !h->pre && (h->state == HTML_TEXT || in_tag(h));
}
