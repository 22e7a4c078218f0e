/* What a list keeps and does: searches and views, sealed; several items at once. */
#include "page/desk_list.h"

#include "base/codec.h"
#include "base/utf8.h"
#include "store/ident.h"
#include "sys/crypto.h"

/* ---- what is kept */

/* Of a view before it is sealed: a search of DESK_SEARCH_MAX characters, each of them twelve bytes once
 * encoded, and the filters; the column has room for 4000 bytes, the seal's own included. */
enum { VIEW_BYTES_MAX = 3900 };

/* One's view of that name: kept again, however often, it is one, as it was last kept. */
static struct str id_of(struct page *p, const struct desk_list *list, struct str name)
{
    unsigned char hash[HASH_BYTES];
    crypto_sha256(arena_printf(p->a, "view %llu %s %.*s", (unsigned long long)p->staff.id, list->name,
                      STR_ARG(name)), hash);
    return base64url_encode(p->a, (struct str){(const char *)hash, PUBLIC_ID_BYTES});
}

/* Writes the pairs of `q` and its search, sealed for that view alone. */
static enum rc keep(struct page *p, const struct desk_list *list, const struct desk_query *q,
    struct str name, struct str *id)
{
    struct desk_query none = desk_query_new(list), pairs = *q;
    struct buf plain;
    buf_init(&plain, VIEW_BYTES_MAX);
    pairs.view = (struct str){0};
    desk_query_write(&pairs, &none, &plain);
    if (q->search.n)
        params_put(&plain, STR("recherche"), q->search);
    if (plain.overflow) {
        buf_free(&plain);
        return RC_INVALID; /* no filter of ours is that long */
    }
    *id = name.n ? id_of(p, list, name) : public_id_new(p->a);
    struct desk_view view = {.public_id = *id,
        .name = name,
        .sealed = crypto_seal(p->a, p->site->keys, KEY_VIEW, arena_take(p->a, &plain), *id)};
    return desk_view_put(p->db, p->staff.id, list->name, &view, p->now);
}

enum rc desk_list_search(struct page *p, const struct desk_front *f)
{
    const struct desk_list *list = f->source->list;
    struct desk_asked asked;
    enum rc rc = desk_asked_back(p, f, &asked);
    if (rc != RC_OK)
        return rc;
    /* Filters stay in the address; only what was typed is hidden behind the id. */
    struct desk_query only = desk_query_new(list);
    only.search = utf8_cut(utf8_clean_line(p->a, page_form(p, "recherche")), DESK_SEARCH_MAX);
    asked.base = desk_query_new(list);
    asked.query.view = (struct str){0};
    asked.query.way = DESK_FIRST;
    if (only.search.n) {
        rc = keep(p, list, &only, (struct str){0}, &asked.query.view);
        asked.base.view = asked.query.view;
    }
    if (rc == RC_OK)
        response_redirect(p->res, desk_href(p, &asked, false));
    return rc;
}

enum rc desk_list_keep(struct page *p, const struct desk_front *f, struct str *bad)
{
    const struct desk_list *list = f->source->list;
    struct desk_asked asked;
    struct str name = utf8_clean_line(p->a, page_form(p, "nom")), id;
    enum rc rc = desk_asked_back(p, f, &asked);
    if (rc != RC_OK)
        return rc;
    if (name.n == 0)
        *bad = STR("Donnez un nom à cette vue.");
    else if (utf8_length(name) > DESK_VIEW_NAME)
        *bad = arena_printf(p->a, "Ce nom dépasse %d\u00a0caractères\u00a0: raccourcissez-le.",
            DESK_VIEW_NAME);
    if (bad->n)
        return RC_OK;
    rc = keep(p, list, &asked.query, name, &id);
    if (rc == RC_TOO_LARGE) {
        *bad = arena_printf(p->a,
            "Vous gardez déjà %d\u00a0vues\u00a0: oubliez-en une avant d’en ajouter.",
            DESK_VIEWS_MAX);
        return RC_OK;
    }
    if (rc == RC_OK)
        response_redirect(
            p->res, arena_printf(p->a, "/gestion/%s?vue=%.*s", list->name, STR_ARG(id)));
    return rc;
}

void desk_list_refuse_name(struct page *p, struct view_desk_inbox *v, struct str why)
{
    v->list.keepable = true;
    v->list.keep_error = why;
    v->list.keep_name = page_form(p, "nom");
    v->list.faults = (struct view_faults){ARENA_NEW(p->a, struct view_fault), 1};
    v->list.faults.items[0] = (struct view_fault){STR("#nom"), why};
    v->shell.head.error = true;
    p->res->status = 422;
}

enum rc desk_list_forget(struct page *p, const struct desk_front *f)
{
    const struct desk_list *list = f->source->list;
    enum rc rc = desk_view_forget(p->db, p->staff.id, list->name, p->part[0]);
    if (rc == RC_OK)
        response_redirect(p->res, arena_printf(p->a, "/gestion/%s", list->name));
    return rc;
}

/* ---- several at once */

size_t desk_picked(const struct page *p, struct str picked[DESK_PAGE])
{
    size_t n = 0;
    for (size_t i = 0; i < p->form.n && n < DESK_PAGE; i++) {
        const struct param *one = &p->form.v[i];
        uint64_t box;
        if (one->name.n > 1 && one->name.p[0] == 'n' &&
            str_to_u64(str_slice(one->name, 1, one->name.n), DESK_PAGE, &box) &&
            public_id_valid(one->value))
            picked[n++] = one->value;
    }
    return n;
}

void desk_said(struct page *p, struct str href, const char *word)
{
    bool pairs = str_find(href, '?') < href.n;
    response_redirect(
        p->res, arena_printf(p->a, "%.*s%sdit=%s", STR_ARG(href), pairs ? "&" : "?", word));
}

void desk_list_return(struct page *p, const struct desk_asked *asked, size_t done, size_t refused)
{
    struct str href = desk_href(p, asked, true);
    bool pairs = str_find(href, '?') < href.n;
    response_redirect(p->res,
        arena_printf(p->a, "%.*s%sfait=%zu%s", STR_ARG(href), pairs ? "&" : "?", done,
            refused ? arena_printf(p->a, "&ecartees=%zu", refused).p : ""));
}
