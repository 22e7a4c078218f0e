#include "page/page.h"

#include "base/ascii.h"
#include "store/tx.h"

struct turn {
    struct page *p;
    enum rc (*fn)(struct db *db, void *arg);
    void *arg;
    struct visit visit;
    struct staff_visit staff;
    int status;
    size_t headers;
};

static void as_before(const struct turn *t)
{
    t->p->visit = t->visit;
    t->p->staff = t->staff;
    t->p->res->status = t->status;
    t->p->res->headers.n = t->headers;
}

static enum rc take_turn(struct db *db, void *arg)
{
    const struct turn *t = arg;
    as_before(t);
    return t->fn(db, t->arg);
}

enum rc page_tx(struct page *p, enum rc (*fn)(struct db *db, void *arg), void *arg)
{
    struct turn t = {p, fn, arg, p->visit, p->staff, p->res->status, p->res->headers.n};
    enum rc rc = tx_run(p->db, take_turn, &t);
    if (rc == RC_THROTTLED) /* says when to come back */
        t.headers = p->res->headers.n;
    if (rc != RC_OK)
        as_before(&t);
    return rc;
}

struct str page_form(const struct page *p, const char *name)
{
    return params_get(&p->form, name, NULL);
}

struct str page_query(const struct page *p, const char *name)
{
    return params_get(&p->query, name, NULL);
}

bool page_path_plain(struct str path)
{
    bool plain = path.n > 0 && path.p[0] == '/';
    for (size_t i = 0; plain && i < path.n; i++) {
        char c = path.p[i];
        plain = ascii_is_url_safe(c) || (c == '/' && (i == 0 || path.p[i - 1] != '/'));
    }
    return plain;
}

struct str page_here(const struct page *p)
{
    struct buf b;
    buf_init(&b, PAGE_WAY_MAX);
    for (size_t i = 0; i < p->query.n; i++)
        params_put(&b, p->query.v[i].name, p->query.v[i].value);
    struct str query = b.overflow ? STR("") : buf_str(&b);
    struct str way = arena_printf(
        p->a, "%.*s%s%.*s", STR_ARG(p->req->path), query.n ? "?" : "", STR_ARG(query));
    buf_free(&b);
    return way;
}

bool page_way_plain(struct str way)
{
    size_t mark = str_find(way, '?');
    bool plain = page_path_plain(str_slice(way, 0, mark)) && way.n < PAGE_WAY_MAX;
    for (size_t i = mark + 1; plain && i < way.n; i++) {
        char c = way.p[i];
        plain = ascii_is_unreserved(c) || c == '%' || c == '=' || c == '&';
    }
    return plain;
}

struct str page_way_kept(const struct page *p, struct str way)
{
    struct buf b;
    size_t mark = str_find(way, '?');
    buf_init(&b, (size_t)3 * PAGE_WAY_MAX);
    buf_put(&b, str_slice(way, 0, mark));
    percent_encode(&b, str_slice(way, mark, way.n));
    struct str kept = arena_dup(p->a, buf_str(&b));
    buf_free(&b);
    return kept;
}
