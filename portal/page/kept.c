#include "page/kept.h"

#include "base/codec.h"
#include "page/key.h"
#include "page/stash.h"
#include "store/stash.h"
#include "sys/crypto.h"

enum { TYPED_MAX = 3 * BODY_FORM_MAX };

/* Where it lies: no other kept text has a query in its path. */
static struct str place(const struct page *p)
{
    return page_keyed(p, p->req->path);
}

/* Without what the machine adds: the key is made of the page's name again. */
static struct str typed(struct page *p)
{
    struct buf b;
    buf_init(&b, TYPED_MAX);
    for (size_t i = 0; i < p->form.n; i++) {
        struct str name = p->form.v[i].name;
        if (!str_eq_c(name, "csrf") && !str_eq_c(name, "stashed") && !str_eq_c(name, "key"))
            params_put(&b, name, p->form.v[i].value);
    }
    struct str all = b.overflow ? (struct str){0} : arena_dup(p->a, buf_str(&b));
    buf_free(&b);
    return all;
}

/* A stranger's program could fill the table. */
static enum rc within_limits(struct page *p)
{
    size_t headers = p->res->headers.n;
    enum rc rc = p->desk ? RC_OK : p->web->limit(p, "kept.address", (struct str){0});
    if (rc == RC_THROTTLED) { /* nothing is refused: the page is shown as it is */
        p->res->headers.n = headers;
        p->wait = 0;
    }
    return rc;
}

/* Once it is sent, its hash stands there instead: SENT and the hash. */
#define SENT "sent "

static struct str hash_of(struct page *p, struct str what)
{
    unsigned char hash[HASH_BYTES];
    crypto_sha256(what, hash);
    return arena_printf(p->a, SENT "%.*s",
        STR_ARG(hex_encode(p->a, (struct str){(const char *)hash, sizeof hash})));
}

static enum rc put(struct page *p, struct str what)
{
    struct str where = place(p), bound = page_stash_bound(p, where);
    return stash_keep(p->db, p->visit.device, where,
        crypto_seal(p->a, p->site->keys, KEY_STASH, what, bound), p->now);
}

/* The next person at a shared computer has the same browser: what was typed during a session whose time is
 * up since is shown to nobody any more (page/stash.c waits for its owner). What is typed after that is kept. */
static bool left_behind(const struct page *p, const struct stash *s)
{
    const struct session *row = &p->visit.row;
    struct instant end = row->idle_end.s < row->absolute_end.s ? row->idle_end : row->absolute_end;
    return row->timed_out && s->created.s < end.s;
}

/* RC_OK, and *out empty, when there is nothing. */
static enum rc find(struct page *p, struct str *out)
{
    struct stash s;
    struct str where = place(p);
    *out = (struct str){0};
    if (!page_key_name(p).n || (!p->desk && p->visit.cookie.n == 0))
        return RC_OK;
    enum rc rc = stash_find(p->db, p->a, p->visit.device, where, p->now, &s);
    if (rc == RC_OK && (left_behind(p, &s) || !crypto_open(p->a, p->site->keys, KEY_STASH, s.sealed,
                                                 page_stash_bound(p, where), out)))
        *out = (struct str){0};
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc page_kept_put(struct page *p)
{
    struct str what = typed(p), before;
    if (!page_key_name(p).n || !what.p)
        return RC_OK;
    enum rc rc = within_limits(p);
    if (rc != RC_OK)
        return rc == RC_THROTTLED ? RC_OK : rc;
    rc = find(p, &before);
    bool again = rc == RC_OK && str_eq(before, hash_of(p, what));
    if (again) { /* its page says that it was sent */
        p->shown = true;
        response_redirect(p->res, p->at);
        return RC_OK;
    }
    if (str_starts(before, STR(SENT)))
        page_key_again(p);
    if (rc == RC_OK)
        rc = put(p, what);
    p->shown = rc == RC_OK;
    if (p->shown)
        response_redirect(p->res, arena_printf(p->a, "%.*s%s", STR_ARG(p->at),
                                      p->reads ? "&" KEY_READ_NAME "=1" : ""));
    return rc == RC_TOO_LARGE ? RC_OK : rc; /* no room: it stays where it is */
}

enum rc page_kept_find(struct page *p)
{
    struct str what;
    enum rc rc = find(p, &what);
    if (rc != RC_OK || what.n == 0 || str_starts(what, STR(SENT)))
        return rc;
    p->kept = true;
    return params_parse(p->a, what, &p->form);
}

enum rc page_kept_done(struct page *p)
{
    struct str what;
    enum rc rc = find(p, &what);
    return rc == RC_OK && what.n && !str_starts(what, STR(SENT)) ? put(p, hash_of(p, what)) : rc;
}

struct str page_then(const struct page *p)
{
    struct str then = page_form(p, "then");
    if (p->req->method == METHOD_POST)
        return then;
    if (str_eq(page_query(p, KEY_READ_NAME), STR("1")))
        return STR("preview");
    return str_eq(then, STR("text")) ? then : STR("edit");
}
