#include "web/again.h"

#include "page/kept.h"
#include "page/key.h"

static bool reads(const struct page *p)
{
    return p->req->method == METHOD_GET || p->req->method == METHOD_HEAD;
}

bool again_named(const struct route *route, struct page *p)
{
    if (!(route->flags & ROUTE_KEYED) || !reads(p) || page_key_name(p).n)
        return false;
    response_redirect(p->res, page_key_fresh(p));
    return true;
}

enum rc again_kept(const struct route *route, struct page *p)
{
    return (route->flags & ROUTE_KEPT) && reads(p) ? page_kept_find(p) : RC_OK;
}

enum rc again_shown(const struct route *route, struct page *p)
{
    bool page = p->res->status == 200 && str_starts(str_c(p->res->type), STR("text/html")) &&
                !p->res->stream;
    return (route->flags & ROUTE_KEPT) && p->req->method == METHOD_POST && page && !p->in_place
               ? page_kept_put(p)
               : RC_OK;
}

enum rc again_done(const struct route *route, struct page *p)
{
    bool done = p->res->status == 303 && p->req->method == METHOD_POST && !p->shown;
    return (route->flags & ROUTE_KEPT) && done ? page_kept_done(p) : RC_OK;
}

static bool is_shown(const struct route_table *table, struct str pattern)
{
    for (size_t i = 0; i < *table->n; i++)
        if (table->rows[i].method == METHOD_GET && str_eq_c(pattern, table->rows[i].pattern))
            return true;
    return false;
}

/* Without its last segment. */
static struct str above(struct str path)
{
    size_t n = path.n;
    while (n > 0 && path.p[n - 1] != '/')
        n--;
    return str_slice(path, 0, n > 1 ? n - 1 : n);
}

struct str again_at(const struct route_table *table, const struct route *route, const struct page *p)
{
    struct str pattern = str_c(route->pattern), here = page_here(p), path = p->req->path;
    struct str query = str_slice(here, path.n, here.n);
    while (pattern.n > 1 && !is_shown(table, pattern)) {
        pattern = above(pattern);
        path = above(path);
    }
    return arena_printf(p->a, "%.*s%.*s", STR_ARG(path), STR_ARG(query));
}
