/* A browser's cookies, and the headers that set them. */
#include "flow.h"

static const struct {
    const char *name;
    size_t at;
} cookies[] = {{"__Host-sid", offsetof(struct browser, sid)},
    {"__Host-gestion", offsetof(struct browser, desk)},
    {"__Host-connu", offsetof(struct browser, known)},
    {"__Host-gestion-connu", offsetof(struct browser, desk_known)}};
enum { COOKIES = sizeof cookies / sizeof *cookies };

static struct str *cookie(struct browser *b, struct str name)
{
    for (size_t i = 0; i < COOKIES; i++)
        if (str_eq_c(name, cookies[i].name))
            return (void *)((char *)b + cookies[i].at);
    ck_abort_msg("a cookie that no page speaks of: %.*s", STR_ARG(name));
}

static bool next_header(struct str *all, const char *name, struct str *value)
{
    struct str line, key;
    while (str_cut(all, '\n', &line)) {
        *value = str_trim(line);
        if (str_cut(value, ':', &key) && str_eq_nocase(key, str_c(name))) {
            *value = str_trim(*value);
            return true;
        }
    }
    return false;
}

struct str header_of(const struct reply *r, const char *name)
{
    struct str all = r->headers, value;
    return next_header(&all, name, &value) ? value : (struct str){0};
}

void jar_keep(struct browser *b, const struct reply *r)
{
    struct str all = r->headers, rest, pair, name;
    while (next_header(&all, "Set-Cookie", &rest)) {
        ck_assert(str_cut(&rest, ';', &pair) && str_cut(&pair, '=', &name));
        ck_assert(has(rest, "Secure") && has(rest, "HttpOnly") && has(rest, "SameSite=Lax") &&
                  has(rest, "Path=/"));
        *cookie(b, name) = has(rest, "Max-Age=0") ? (struct str){0} : pair;
    }
}

struct str jar_header(struct arena *a, struct browser *b)
{
    struct str all = STR("");
    for (size_t i = 0; i < COOKIES; i++) {
        struct str v = *cookie(b, str_c(cookies[i].name));
        if (v.n)
            all = arena_printf(a, "%.*s%s%s=%.*s", STR_ARG(all), all.n ? "; " : "", cookies[i].name,
                STR_ARG(v));
    }
    return all;
}
