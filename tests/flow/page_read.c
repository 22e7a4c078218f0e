#include "page_read.h"

#include "base/utf8.h"
#include "flow.h"
#include "http/request.h"

bool page_is_sound(struct str type, struct str body)
{
    bool text = str_starts(type, STR("text/")) || str_starts(type, STR("application/json"));
    return !text || utf8_valid(body);
}

static const char *find(struct str s, const char *what)
{
    return memmem(s.p ? s.p : "", s.n, what, strlen(what));
}

static struct str from(struct str s, const char *p)
{
    return str_slice(s, (size_t)(p - s.p), s.n);
}

static struct str undo(struct str s)
{
    static const struct {
        const char *entity;
        char c;
    } all[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    char *to = arena_alloc(arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t k = 0, count = sizeof all / sizeof *all;
        while (k < count && !str_starts(str_slice(s, i, s.n), str_c(all[k].entity)))
            k++;
        to[n++] = k < count ? all[k].c : s.p[i];
        i += k < count ? strlen(all[k].entity) : 1;
    }
    return (struct str){to, n};
}

/* The value of an attribute of one tag; p == NULL without it. */
static struct str attribute(struct str tag, const char *name)
{
    const char *p = find(tag, text(" %s=\"", name));
    if (!p)
        return (struct str){0};
    struct str rest = from(tag, p + strlen(name) + 3);
    return undo(str_slice(rest, 0, str_find(rest, '"')));
}

/* The next tag of that kind: what stands between < and >; moves *s behind it. */
static bool next_tag(struct str *s, const char *kind, struct str *tag)
{
    const char *p = find(*s, text("<%s", kind));
    if (!p)
        return false;
    struct str rest = from(*s, p + 1);
    size_t end = str_find(rest, '>');
    *tag = str_slice(rest, 0, end);
    *s = str_slice(rest, end, rest.n);
    return true;
}

static bool mentions(struct str given, struct str name)
{
    struct str pair, key;
    while (str_cut(&given, '&', &pair))
        if (str_cut(&pair, '=', &key) && str_eq(key, name))
            return true;
    return false;
}

static struct str inside(struct str form)
{
    const char *end = find(form, "</form>");
    return end ? str_slice(form, 0, (size_t)(end - form.p)) : form;
}

/* Without the name that a page has in its address. */
static struct str bare(struct str action)
{
    const char *name = find(action, "cle=");
    if (!name || name == action.p)
        return action;
    size_t at = (size_t)(name - action.p) - 1, end = at + 1 + strlen("cle=") + 22;
    struct str rest = str_slice(action, end, action.n);
    bool first = action.p[at] == '?';
    return arena_printf(arena, "%.*s%s%.*s", STR_ARG(str_slice(action, 0, at)), first && rest.n && rest.p[0] == '&' ? "?" : "",
        STR_ARG(first && rest.n && rest.p[0] == '&' ? str_slice(rest, 1, rest.n) : rest));
}

struct str page_action(struct str page, struct str path)
{
    struct str tag;
    while (next_tag(&page, "form", &tag)) {
        struct str action = attribute(tag, "action");
        if (str_eq(action, path) || str_eq(bare(action), path))
            return action;
    }
    return path;
}

struct str page_hidden(struct str page, struct str action, struct str given)
{
    struct str rest = page, tag, form = {0};
    struct buf out;
    while (!form.p && next_tag(&rest, "form", &tag))
        if (str_eq(attribute(tag, "action"), action))
            form = inside(rest);
    buf_init(&out, 1 << 20);
    while (form.p && next_tag(&form, "input", &tag)) {
        struct str name = attribute(tag, "name");
        if (str_eq(attribute(tag, "type"), STR("hidden")) && !mentions(given, name))
            params_put(&out, name, attribute(tag, "value"));
    }
    if (out.n == 0 && page_token(page).n && !mentions(given, STR("csrf")))
        params_put(&out, STR("csrf"), page_token(page));
    struct str s = arena_dup(arena, buf_str(&out));
    buf_free(&out);
    return s;
}

struct str page_token(struct str page)
{
    struct str tag;
    while (next_tag(&page, "input", &tag))
        if (str_eq(attribute(tag, "name"), STR("csrf")))
            return attribute(tag, "value");
    return (struct str){0};
}

static struct str selected(struct str list)
{
    struct str tag;
    const char *end = find(list, "</select>");
    list = end ? str_slice(list, 0, (size_t)(end - list.p)) : list;
    while (next_tag(&list, "option", &tag))
        if (find(tag, " selected"))
            return attribute(tag, "value");
    return (struct str){0};
}

static struct str in_input(struct str page, struct str name)
{
    struct str tag;
    while (next_tag(&page, "input", &tag)) {
        struct str type = attribute(tag, "type");
        bool choice = str_eq(type, STR("radio")) || str_eq(type, STR("checkbox"));
        if (str_eq(attribute(tag, "name"), name) && (!choice || find(tag, " checked")))
            return attribute(tag, "value");
    }
    return (struct str){0};
}

struct str page_shown(struct str page, struct str name)
{
    struct str rest = page, tag, value = in_input(page, name);
    if (value.p)
        return value;
    while (next_tag(&rest, "select", &tag))
        if (str_eq(attribute(tag, "name"), name))
            return selected(rest);
    rest = page;
    while (next_tag(&rest, "textarea", &tag))
        if (str_eq(attribute(tag, "name"), name)) {
            /* "<textarea>\n": the first line end is the page's */
            const char *end = find(rest, "</textarea>");
            return undo(str_slice(rest, 2, end ? (size_t)(end - rest.p) : rest.n));
        }
    return (struct str){0};
}
