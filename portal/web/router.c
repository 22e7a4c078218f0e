#include "web/router.h"

#include "http/path.h"
#include "page/error.h"
#include "page/key.h"
#include "page/stash.h"
#include "store/db.h"
#include "store/desk_entry.h"
#include "store/health.h"
#include "sys/log.h"
#include "web/again.h"
#include "web/known.h"
#include "web/limit.h"
#include "web/staff_visit.h"
#include "web/visit.h"

static const struct form *asked_at(const struct page *p, struct str path);

static const struct page_web lent = {
    .session_start = visit_session_start,
    .session_end = visit_session_end,
    .csrf = visit_csrf,
    .asked_at = asked_at,
    .limit = limit_count,
    .limit_mail = limit_mail,
    .limit_back = limit_back,
    .limit_undo = limit_undo,
    .flood = limit_flood,
    .at_home = limit_at_home,
    .is_home = limit_is_home,
    .proved = limit_proved,
    .known = known_from_now,
    .staff_start = staff_visit_start,
    .staff_end = staff_visit_end,
};

const struct route_table route_tables[] = {
    [ROUTES_PUBLIC] = {routes, &routes_n, "applicants", false, 0},
    [ROUTES_DOCUMENTS] = {document_routes, &document_routes_n, "documents", false, 0},
    [ROUTES_DESK] = {desk_routes, &desk_routes_n, "staff", true, 0},
    [ROUTES_SIGNIN] = {signin_routes, &signin_routes_n, "signin", true, 2},
};

const struct route *route_find(const struct route_table *table, enum method method,
    struct str path, struct str part[4], bool *other)
{
    const struct route *found = NULL;
    struct str mine[PATH_PARTS];
    size_t fewest = PATH_PARTS + 1;
    *other = false;
    if (method == METHOD_HEAD)
        method = METHOD_GET;
    for (size_t i = 0; i < *table->n; i++) {
        const struct route *row = &table->rows[i];
        size_t holes = path_holes(row->pattern);
        if (!path_match(row->pattern, path, mine))
            continue;
        *other |= row->method != method;
        /* What is written out wins over a {} beside it. */
        if (row->method != method || holes >= fewest)
            continue;
        found = row;
        fewest = holes;
        memcpy(part, mine, holes * sizeof *mine);
    }
    return found;
}

/* Of whichever pool of theirs: what waited at one may be shown by another. */
static const struct form *asked_at(const struct page *p, struct str path)
{
    struct str part[PATH_PARTS];
    bool other;
    const struct route *r = NULL;
    for (int i = 0; i < ROUTE_TABLES && !r; i++)
        if (route_tables[i].desk == p->desk)
            r = route_find(&route_tables[i], METHOD_POST, path, part, &other);
    return r ? r->form : NULL;
}

/* RFC 9110 §15.5.6: a 405 says what the path does take. */
static struct str allowed(const struct route_table *table, struct str path)
{
    struct str part[PATH_PARTS];
    bool other, reads = route_find(table, METHOD_GET, path, part, &other) != NULL;
    bool acts = route_find(table, METHOD_POST, path, part, &other) != NULL;
    return reads && acts ? STR("GET, HEAD, POST") : reads ? STR("GET, HEAD") : STR("POST");
}

static bool declared(const struct route *r, struct str name)
{
    if (r->form && form_declares(r->form, name))
        return true;
    if ((r->flags & ROUTE_KEYED) && str_eq_c(name, KEY_NAME))
        return true;
    if ((r->flags & ROUTE_KEPT) && str_eq_c(name, KEY_READ_NAME))
        return true;
    for (size_t i = 0; r->params && r->params[i]; i++)
        if (str_eq_c(name, r->params[i]))
            return true;
    return str_eq(name, STR("csrf")) || str_eq(name, STR("stashed"));
}

/* Keeps what the route declares; the rest is dropped (ASVS 15.3.3), a declared name that stands
 * twice is refused (15.3.7). */
static enum rc keep_declared(const struct route *r, struct params *ps)
{
    size_t kept = 0;
    for (size_t i = 0; i < ps->n; i++) {
        struct param one = ps->v[i];
        if (!declared(r, one.name))
            continue;
        for (size_t k = 0; k < kept; k++)
            if (str_eq(ps->v[k].name, one.name))
                return RC_INVALID;
        ps->v[kept++] = one;
    }
    ps->n = kept;
    return RC_OK;
}

static enum rc read_input(const struct route *route, struct page *p)
{
    const struct request *req = p->req;
    enum rc rc = params_parse(p->a, req->query, &p->query);
    if (rc == RC_OK)
        rc = keep_declared(route, &p->query);
    if (rc != RC_OK || req->method != METHOD_POST)
        return rc;
    if (req->too_large)
        return RC_TOO_LARGE;
    if (req->malformed)
        return RC_INVALID;
    if (!str_starts(req->content_type, STR("application/x-www-form-urlencoded")))
        return RC_INVALID;
    rc = params_parse(p->a, req->body, &p->form);
    return rc == RC_OK ? keep_declared(route, &p->form) : rc;
}

/* A password; or the staff's second factor, where a recovery code lasts until it is used. The code of a mail
 * (FIELD_CODE) is worth nothing soon after. */
static bool is_secret(const struct field *f)
{
    bool proof = f->autocomplete && strcmp(f->autocomplete, "one-time-code") == 0;
    return f->kind == FIELD_SECRET || (proof && f->kind != FIELD_CODE);
}

/* Came what was typed into a form of ours, no secret in it, from one of our pages? */
static bool typed_here(const struct route *route, const struct page *p)
{
    bool typed = route->form && p->req->method == METHOD_POST && visit_from_our_page(p) &&
                 !str_starts(p->req->accept, STR("application/json"));
    for (size_t i = 0; typed && i < route->form->n; i++)
        typed = !is_secret(&route->form->fields[i]);
    return typed;
}

/* The token is not this session's: the page was left open while the person signed in again
 * elsewhere. Nothing is done; what they had typed is shown again, with a button. Not what a secret
 * was typed into, nor to our own script, which only has to be told. */
static enum rc stale(const struct route *route, struct page *p)
{
    return typed_here(route, p) ? page_stash_stale(p) : RC_FORBIDDEN;
}

/* A door that asks for somebody, and nobody is there: a page is asked for again after signing in,
 * what was posted from a page of ours is kept sealed for an hour and offered again. */
static enum rc ask_to_sign_in(const struct route *route, struct page *p)
{
    if (p->req->method != METHOD_POST) {
        response_redirect(p->res, arena_printf(p->a, "%s/connexion?suite=%.*s",
            p->desk ? "/gestion" : "", STR_ARG(page_way_kept(p, page_here(p)))));
        return RC_OK;
    }
    /* At the desk it is kept for who it was: an ended session says who, and one half way in too. */
    bool known = p->staff.id || (p->staff.was && visit_csrf_ok(p));
    if ((route->flags & ROUTE_STASH) && (p->desk ? known && visit_from_our_page(p) : visit_same_origin(p)))
        return page_stash_keep(p);
    return p->desk && (route->flags & ROUTE_STASH) ? stale(route, p) : RC_FORBIDDEN;
}

/* What was typed into a draft that its owner has taken up meanwhile is shown again, not lost. */
static enum rc find_entered(struct page *p, bool *go)
{
    struct desk_entry *e = NULL;
    size_t n = 0;
    p->candidacy = ARENA_NEW(p->a, struct candidacy);
    enum rc rc = desk_entry_open(p->db, p->a, p->staff.id, p->part[0], p->candidacy);
    if (rc != RC_NOT_FOUND || p->req->method != METHOD_POST)
        return rc;
    rc = desk_entries(p->db, p->a, p->staff.id, p->part[0], &e, &n);
    if (rc != RC_OK || n == 0)
        return rc == RC_OK ? RC_NOT_FOUND : rc;
    *go = false;
    return page_stash_taken_up(p);
}

static enum rc check_desk(const struct route *route, struct page *p, bool *go)
{
    bool door = route->guard == GUARD_DESK_DOOR, there = door || p->staff.full;
    bool may = door || (p->staff.roles & ROUTE_ROLES(route->flags));
    if (there && p->req->method == METHOD_POST && !visit_csrf_ok(p)) {
        *go = false;
        return may && !door ? stale(route, p) : RC_FORBIDDEN;
    }
    if (there && may)
        return route->flags & ROUTE_ENTERED ? find_entered(p, go) : RC_OK;
    *go = false;
    if (!there)
        return ask_to_sign_in(route, p);
    log_event(LOG_WARN, "staff.refused", LOG_INT("staff", p->staff.id), LOG_END);
    page_not_for_you(p);
    return RC_OK;
}

static enum rc find_candidacy(struct page *p)
{
    p->candidacy = ARENA_NEW(p->a, struct candidacy);
    return candidacy_find(
        p->db, p->a, p->part[0], (struct owner){p->visit.account, p->visit.session}, p->candidacy);
}

/* RC_OK with *go false: the response is already made. */
static enum rc check_door(const struct route *route, struct page *p, bool *go)
{
    enum guard guard = route->guard;
    *go = true;
    if (guard == GUARD_STAFF || guard == GUARD_DESK_DOOR)
        return check_desk(route, p, go);
    if (guard == GUARD_LOCAL)
        return str_eq(p->req->address, STR("127.0.0.1")) || str_eq(p->req->address, STR("::1")) ||
                       str_starts(p->req->address, STR("unix:"))
                   ? RC_OK
                   : RC_NOT_FOUND;
    if ((guard == GUARD_ACCOUNT && p->visit.account == 0) ||
        ((guard == GUARD_CANDIDACY || guard == GUARD_SESSION) && p->visit.session == 0)) {
        *go = false;
        return ask_to_sign_in(route, p);
    }
    if (p->req->method == METHOD_POST && !(route->flags & ROUTE_NO_CSRF) && !visit_csrf_ok(p)) {
        *go = false;
        return stale(route, p);
    }
    return guard == GUARD_CANDIDACY ? find_candidacy(p) : RC_OK;
}

static bool is_fault(enum rc rc)
{
    return rc == RC_FAULT || rc == RC_UNAVAILABLE;
}

/* Our fault counts against nobody, and a full disk is told; best effort, on a fresh connection if need be. */
static void settle_fault(struct router *r, struct page *p, enum rc rc)
{
    bool back = is_fault(rc) && p->counted_n;
    p->full = db_full(r->db);
    if (!(back || p->full) || db_request(r->db, p->req->id, p->now) != RC_OK)
        return;
    if (back)
        limit_undo(p);
    if (p->full && health_was_full(r->db, p->now) != RC_OK)
        log_event(LOG_ERROR, "db.full_untold", LOG_END);
}

static enum rc serve(struct router *r, const struct route *route, struct page *p)
{
    if (again_named(route, p))
        return RC_OK;
    if (p->req->method == METHOD_POST)
        p->at = again_at(r->table, route, p);
    enum rc rc = again_kept(route, p);
    if (rc == RC_OK)
        rc = route->fn(p);
    return rc == RC_OK && db_failed(r->db) == RC_OK ? again_shown(route, p) : rc;
}

static enum rc with_database(struct router *r, const struct route *route, struct page *p)
{
    uint64_t revision = 0;
    bool go = false;
    enum rc rc = db_request(r->db, p->req->id, p->now);
    if (rc == RC_OK)
        rc = p->desk ? staff_visit_find(p, &revision) : visit_find(p, &revision);
    if (rc == RC_OK)
        rc = facts_refresh(r->db, revision, &r->facts);
    p->facts = r->facts;
    if (rc == RC_OK)
        rc = read_input(route, p);
    if (rc == RC_OK)
        rc = check_door(route, p, &go);
    if (rc == RC_OK)
        rc = p->desk ? staff_visit_touch(p) : visit_touch(p);
    if (rc == RC_OK && go)
        rc = serve(r, route, p);
    if (db_failed(r->db) != RC_OK)
        rc = db_failed(r->db);
    settle_fault(r, p, rc);
    /* Kept answers that have been sent again are no longer waiting. Should that fail, they are kept for
     * the rest of their hour; the answer stays what it is, since what was asked for is done. */
    if (rc == RC_OK && go && page_form(p, "stashed").n && page_stash_done(p) != RC_OK)
        log_event(LOG_WARN, "stash.stayed", LOG_END);
    if (rc == RC_OK && go && again_done(route, p) != RC_OK)
        log_event(LOG_WARN, "kept.stayed", LOG_END);
    return rc;
}

static enum rc go_through(
    struct router *r, const struct route *route, struct page *p, bool other)
{
    if (!route)
        return other ? RC_METHOD : RC_NOT_FOUND;
    return route->guard == GUARD_NOTHING ? route->fn(p) : with_database(r, route, p);
}

/* What every answer carries beyond what the page set. */
static void finish(
    const struct route_table *table, const struct route *route, struct page *p, enum rc rc)
{
    if (rc == RC_OK && p->res->body.overflow)
        rc = RC_FAULT;
    if (rc != RC_OK) {
        p->unsaved = is_fault(rc) && route && typed_here(route, p) &&
                     (p->form.n || read_input(route, p) == RC_OK) && p->form.n;
        p->at = (struct str){0}; /* nothing was done: sending it again is the way on */
        page_error(p, rc);
        if (rc == RC_METHOD)
            response_header(p->res, "Allow", allowed(table, p->req->path));
        if (rc != RC_NOT_FOUND)
            log_event(LOG_WARN, "page.refused", LOG_TEXT("rc", rc_name(rc)),
                LOG_INT("status", p->res->status), LOG_END);
    }
    if (route && route->flags & ROUTE_TOKEN)
        response_header(p->res, "Referrer-Policy", STR("no-referrer"));
    response_header(p->res, "Cache-Control", STR("no-store"));
}

void router_handle(struct router *r, struct arena *a, const struct request *req,
    struct instant now, struct response *res, void (*note)(void *ctx, const char *route), void *ctx)
{
    bool other = false;
    struct page p = {
        .a = a,
        .req = req,
        .res = res,
        .db = r->db,
        .now = now,
        .today = day_paris(now),
        .facts = r->facts,
        .site = r->site,
        .web = &lent,
        .desk = r->table->desk,
    };
    const struct route *route = route_find(r->table, req->method, req->path, p.part, &other);
    const char *name = route ? route->name : "none";
    p.asks = route ? route->form : NULL;
    log_set_request(req->id, str_c(name));
    if (note)
        note(ctx, name);
    finish(r->table, route, &p, go_through(r, route, &p, other));
}

void router_free(struct router *r)
{
    facts_free(r->facts);
    r->facts = NULL;
}
