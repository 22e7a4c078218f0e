#include "page/key.h"

#include "base/codec.h"
#include "store/ident.h"
#include "sys/crypto.h"

bool page_key_sound(struct str key)
{
    return public_id_valid(key);
}

struct str page_key_name(const struct page *p)
{
    struct str name = page_query(p, KEY_NAME);
    return public_id_valid(name) ? name : (struct str){0};
}

/* The browser's `device` never leaves the server: who does not have it cannot make the key. */
static struct str key_of(struct page *p, struct str name)
{
    unsigned char hash[HASH_BYTES];
    (void)p->web->csrf(p); /* a browser without any cookie becomes one first */
    struct str device = hex_encode(
        p->a, (struct str){(const char *)p->visit.device, sizeof p->visit.device});
    struct str page = p->at.n ? str_slice(p->at, 0, str_find(p->at, '?')) : p->req->path;
    crypto_sha256(arena_printf(p->a, "form %.*s %.*s %.*s", STR_ARG(device), STR_ARG(name),
                      STR_ARG(page)), hash);
    return base64url_encode(p->a, (struct str){(const char *)hash, PUBLIC_ID_BYTES});
}

struct str page_key(struct page *p)
{
    struct str posted = page_form(p, "key"), name = page_key_name(p);
    if (public_id_valid(posted))
        return posted;
    return name.n ? key_of(p, name) : public_id_new(p->a);
}

static struct str with(const struct page *p, struct str path, struct str name)
{
    size_t hash = str_find(path, '#'), mark = str_find(path, '?');
    return arena_printf(p->a, "%.*s%s" KEY_NAME "=%.*s%.*s", STR_ARG(str_slice(path, 0, hash)),
        mark < hash ? "&" : "?", STR_ARG(name), STR_ARG(str_slice(path, hash, path.n)));
}

struct str page_keyed(const struct page *p, struct str path)
{
    struct str name = page_key_name(p);
    return name.n ? with(p, path, name) : path;
}

static void give(struct params *ps, const char *name, struct str value)
{
    for (size_t i = 0; i < ps->n; i++)
        if (str_eq_c(ps->v[i].name, name))
            ps->v[i].value = value;
}

void page_key_again(struct page *p)
{
    struct str old = page_key_name(p), name = public_id_new(p->a), at = arena_dup(p->a, p->at);
    char *there = old.n ? memmem(at.p, at.n, old.p, old.n) : NULL;
    if (there)
        memcpy(there, name.p, name.n);
    p->at = at;
    give(&p->query, KEY_NAME, name);
    give(&p->form, "key", STR(""));
}

/* A name that is not one of ours goes. */
struct str page_key_fresh(const struct page *p)
{
    struct buf b;
    buf_init(&b, PAGE_WAY_MAX);
    for (size_t i = 0; i < p->query.n; i++)
        if (!str_eq_c(p->query.v[i].name, KEY_NAME) && !str_eq_c(p->query.v[i].name, KEY_READ_NAME))
            params_put(&b, p->query.v[i].name, p->query.v[i].value);
    struct str query = b.overflow ? STR("") : buf_str(&b);
    struct str way = with(p, arena_printf(p->a, "%.*s%s%.*s", STR_ARG(p->req->path), query.n ? "?" : "",
                                 STR_ARG(query)), public_id_new(p->a));
    buf_free(&b);
    return way;
}
