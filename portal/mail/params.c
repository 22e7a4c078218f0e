#include "mail/params.h"

#include "base/links.h"
#include "base/words.h"

#include <jansson.h>

struct fill {
    struct arena *a;
    void *at; /* the member */
};

static struct str text_of(struct arena *a, const json_t *v)
{
    return arena_dup(a, (struct str){json_string_value(v), json_string_length(v)});
}

static bool fill_text(struct fill f, const json_t *v)
{
    if (!json_is_string(v))
        return false;
    *(struct str *)f.at = text_of(f.a, v);
    return true;
}

static bool fill_money(struct fill f, const json_t *v)
{
    if (!json_is_integer(v) || json_integer_value(v) < 0)
        return false;
    ((struct money *)f.at)->cents = json_integer_value(v);
    return true;
}

static bool fill_day(struct fill f, const json_t *v)
{
    return json_is_string(v) && day_parse_iso(text_of(f.a, v), (struct day *)f.at);
}

static bool fill_instant(struct fill f, const json_t *v)
{
    if (!json_is_integer(v) || json_integer_value(v) <= 0)
        return false;
    ((struct instant *)f.at)->s = json_integer_value(v);
    return true;
}

static bool fill_exact(struct fill f, const json_t *v)
{
    struct instant t;
    if (!fill_instant((struct fill){f.a, &t}, v))
        return false;
    *(struct str *)f.at = words_instant_exact(f.a, t);
    return true;
}

static bool fill_flag(struct fill f, const json_t *v)
{
    *(bool *)f.at = json_is_true(v);
    return json_is_boolean(v);
}

/* A list's members: pointer, then count, side by side in the view. */
struct list {
    const void *v;
    size_t n;
};

static void *list_begin(struct fill f, const json_t *v, size_t size)
{
    size_t n = json_array_size(v); /* 0 when it is no array */
    void *items = arena_array(f.a, n ? n : 1, size);
    if (!json_is_array(v) || n > PARAMS_LIST_MAX)
        return NULL;
    memcpy(f.at, &(struct list){items, n}, sizeof(struct list));
    return items;
}

static bool fill_lines(struct fill f, const json_t *v)
{
    struct str rest, line;
    size_t n = 0, most = 1;
    if (!json_is_string(v))
        return false;
    rest = text_of(f.a, v);
    for (size_t i = 0; i < rest.n; i++)
        most += rest.p[i] == '\n';
    struct mail_text *to = arena_array(f.a, most, sizeof *to);
    while (str_cut(&rest, '\n', &line))
        to[n++].text = line;
    memcpy(f.at, &(struct list){to, n}, sizeof(struct list));
    return true;
}

/* On one line, between « » that are ours, without a link. */
static struct str their_words(struct arena *a, struct str s)
{
    struct buf b;
    buf_init(&b, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        struct str rest = str_slice(s, i, s.n);
        unsigned char c = (unsigned char)s.p[i];
        if (str_starts(rest, STR("«")) || str_starts(rest, STR("»"))) {
            buf_putc(&b, '"');
            i++;
        } else {
            buf_putc(&b, c < 0x20 || c == 0x7f ? ' ' : (char)c);
        }
    }
    return links_broken(a, arena_take(a, &b));
}

static bool fill_theirs(struct fill f, const json_t *v)
{
    if (!fill_text(f, v))
        return false;
    struct str *to = f.at;
    *to = their_words(f.a, *to);
    return true;
}

static bool fill_their_lines(struct fill f, const json_t *v)
{
    struct list all;
    if (!fill_lines(f, v))
        return false;
    memcpy(&all, f.at, sizeof all);
    struct mail_text *lines = (struct mail_text *)(uintptr_t)all.v; /* our own fresh copy */
    for (size_t i = 0; i < all.n; i++)
        lines[i].text = their_words(f.a, lines[i].text);
    return true;
}

static bool fill_prices(struct fill f, const json_t *v)
{
    struct mail_price *to = list_begin(f, v, sizeof *to);
    const json_t *item;
    size_t i;
    if (!to)
        return false;
    json_array_foreach(v, i, item)
    {
        const json_t *apart = json_object_get(item, "apart");
        if (!fill_text((struct fill){f.a, &to[i].label}, json_object_get(item, "label")) ||
            !fill_money((struct fill){f.a, &to[i].amount}, json_object_get(item, "cents")) ||
            (apart && !fill_flag((struct fill){f.a, &to[i].apart}, apart)))
            return false;
    }
    return true;
}

static bool fill_conditions(struct fill f, const json_t *v)
{
    struct mail_condition *to = list_begin(f, v, sizeof *to);
    const json_t *item;
    size_t i;
    if (!to)
        return false;
    json_array_foreach(v, i, item)
    {
        if (!fill_text((struct fill){f.a, &to[i].label}, json_object_get(item, "label")) ||
            !fill_text((struct fill){f.a, &to[i].state}, json_object_get(item, "state")))
            return false;
    }
    return true;
}

static bool fill_texts(struct fill f, const json_t *v)
{
    struct mail_text *to = list_begin(f, v, sizeof *to);
    const json_t *item;
    size_t i;
    if (!to)
        return false;
    json_array_foreach(v, i, item)
    {
        if (!fill_text((struct fill){f.a, &to[i].text}, item))
            return false;
    }
    return true;
}

static const struct {
    bool (*fill)(struct fill f, const json_t *v);
    const char *expected;
} types[] = {
    [PARAM_TEXT] = {fill_text, "a text"},
    [PARAM_MAILBOX] = {fill_text, "an address"},
    [PARAM_LINES] = {fill_lines, "a text"},
    [PARAM_THEIRS] = {fill_theirs, "a text"},
    [PARAM_THEIR_LINES] = {fill_their_lines, "a text"},
    [PARAM_MONEY] = {fill_money, "cents"},
    [PARAM_DAY] = {fill_day, "a day like 2027-11-08"},
    [PARAM_INSTANT] = {fill_instant, "seconds since 1970"},
    [PARAM_EXACT] = {fill_exact, "seconds since 1970"},
    [PARAM_FLAG] = {fill_flag, "true or false"},
    [PARAM_PRICES] = {fill_prices, "a list of label and cents"},
    [PARAM_CONDITIONS] = {fill_conditions, "a list of label and state"},
    [PARAM_TEXTS] = {fill_texts, "a list of texts"},
};

static bool fill_all(struct arena *a, const struct mail_kind *kind, const json_t *all, void *view,
    struct buf *why)
{
    size_t seen = 0;
    for (size_t i = 0; i < kind->params_n; i++) {
        const struct mail_param *p = &kind->params[i];
        const json_t *v = json_object_get(all, p->name);
        seen += v != NULL;
        if (!v || json_is_null(v)) {
            if (!p->required)
                continue;
            buf_printf(why, "%s: parameter %s is missing", kind->name, p->name);
            return false;
        }
        bool empty = json_is_string(v) && !json_string_length(v);
        if (empty && !p->required)
            continue;
        if (empty || !types[p->type].fill((struct fill){a, (char *)view + p->at}, v)) {
            buf_printf(why, "%s: parameter %s must be %s", kind->name, p->name,
                types[p->type].expected);
            return false;
        }
    }
    if (seen != json_object_size(all)) {
        buf_printf(why, "%s: a parameter that this mail does not know", kind->name);
        return false;
    }
    return true;
}

bool params_fill(
    struct arena *a, const struct mail_kind *kind, struct str json, void *view, struct buf *why)
{
    json_t *all = json.n && json.n <= PARAMS_JSON_MAX
                      ? json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL)
                      : NULL;
    bool ok = json_is_object(all) && fill_all(a, kind, all, view, why);
    if (!json_is_object(all))
        buf_printf(why, "%s: parameters are not a JSON object", kind->name);
    json_decref(all);
    return ok;
}
