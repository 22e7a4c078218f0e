/* The table of routes, walked: who may reach what, and what is refused before a page is asked. */
#include "flow.h"
#include "lost.h"

#include "http/path.h"
#include "store/stmt.h"

static const char UNKNOWN[] = "AAAAAAAAAAAAAAAAAAAAAA";

/* The pattern with `id` in its first hole and an unknown id in the others. */
static const char *filled(const char *pattern, struct str id)
{
    struct buf b;
    bool first = true;
    buf_init(&b, 512);
    for (const char *p = pattern; *p; p++) {
        if (p[0] != '{') {
            buf_putc(&b, *p);
            continue;
        }
        buf_put(&b, first ? id : str_c(UNKNOWN));
        first = false;
        p++;
    }
    const char *s = arena_dup(arena, buf_str(&b)).p;
    buf_free(&b);
    return s;
}

START_TEST(names_are_unique_and_flags_make_sense)
{
    for (int t = 0; t < ROUTE_TABLES; t++)
        for (size_t i = 0; i < *route_tables[t].n; i++) {
            const struct route *r = &route_tables[t].rows[i];
            bool staff = r->guard == GUARD_STAFF || r->guard == GUARD_DESK_DOOR;
            ck_assert(r->name && *r->name && r->fn && r->pattern[0] == '/');
            ck_assert_msg(!(r->flags & ROUTE_STASH) || r->method == METHOD_POST, "%s", r->name);
            ck_assert_msg(r->guard != GUARD_CANDIDACY || strstr(r->pattern, "{}"), "%s", r->name);
            /* No POST goes without a token. */
            ck_assert_msg(!(r->flags & ROUTE_NO_CSRF), "%s has no token", r->name);
            /* The staff's doors are theirs alone, and each says for whom. */
            ck_assert_msg(staff == route_tables[t].desk || r->guard == GUARD_NOTHING, "%s", r->name);
            ck_assert_msg((r->guard == GUARD_STAFF) == (ROUTE_ROLES(r->flags) != 0), "%s", r->name);
            ck_assert_msg(
                route_tables[t].desk == (strncmp(r->pattern, "/gestion", 8) == 0), "%s", r->name);
            for (size_t k = 0; k < i; k++)
                ck_assert_msg(strcmp(route_tables[t].rows[k].name, r->name) != 0, "%s twice",
                    r->name);
        }
}
END_TEST

/* What the desk's workers answer, then where its people sign in; NULL: no more. */
static const struct route *desk_route(size_t i)
{
    return i < desk_routes_n                    ? &desk_routes[i]
           : i - desk_routes_n < signin_routes_n ? &signin_routes[i - desk_routes_n]
                                                 : NULL;
}

/* Each pattern's own path, its holes filled by an id, is answered by that route, even where another
 * pattern's hole would take what is written out here; and no two have as many holes. */
static void holes_of(const struct route_table *table)
{
    struct str part[4];
    for (size_t i = 0; i < *table->n; i++)
        for (size_t k = 0; k < *table->n; k++) {
            bool other = false;
            const struct route *a = &table->rows[i], *b = &table->rows[k];
            if (i == k || a->method != b->method)
                continue;
            /* does b's path, its holes filled, also match a? */
            struct str path = str_c(filled(b->pattern, str_c(UNKNOWN)));
            if (!path_match(a->pattern, path, part))
                continue;
            ck_assert_msg(path_holes(a->pattern) > path_holes(b->pattern), "%s and %s both mean %.*s",
                a->name, b->name, STR_ARG(path));
            const struct route *found = route_find(table, b->method, path, part, &other);
            ck_assert_msg(found == b, "%.*s: %s instead of %s", STR_ARG(path),
                found ? found->name : "none", b->name);
        }
}

START_TEST(what_is_written_out_wins_over_a_hole)
{
    for (int t = 0; t < ROUTE_TABLES; t++)
        holes_of(&route_tables[t]);
}
END_TEST

START_TEST(literal_beside_hole)
{
    struct str part[4];
    bool other = false;
    const struct route_table *table = &route_tables[ROUTES_PUBLIC];
    const struct route *r = route_find(
        table, METHOD_GET, STR("/candidature/abc/diplomes/ajouter"), part, &other);
    ck_assert_str_eq(r->name, "items.diploma.new");
    r = route_find(table, METHOD_POST, STR("/candidature/abc/experiences/ajouter"), part, &other);
    ck_assert_str_eq(r->name, "items.experience.add");
    r = route_find(table, METHOD_GET, STR("/candidature/abc/diplomes/xyz"), part, &other);
    ck_assert_str_eq(r->name, "items.diploma.show");
    ck_assert_str_is(part[0], "abc");
    ck_assert_str_is(part[1], "xyz");
}
END_TEST

static void refused(struct browser *b, const struct route *r, const char *path, const char *why)
{
    struct reply reply = post_bare(b, path,
        str_c(b->origin || b->fetch_site ? text("csrf=%.*s", STR_ARG(token_of(b))) : ""));
    ck_assert_msg(reply.status == 403, "%s %s: %d", r->name, why, reply.status);
    ck_says(reply, "Rien n’a été modifié");
}

START_TEST(every_post_wants_its_token_and_its_origin)
{
    struct browser b = {0};
    struct str id = signed_in_candidacy(&b, NULL);
    get(&b, at(id, "identite"));
    struct str page = b.page;
    size_t walked = 0;
    for (size_t i = 0; i < routes_n; i++) {
        const char *path = filled(routes[i].pattern, id);
        if (routes[i].method != METHOD_POST)
            continue;
        uint64_t before = root_number("SELECT COUNT(*) FROM outbox");
        refused(&b, &routes[i], path, "without token");
        b.page = page;
        b.origin = "https://ailleurs.example";
        refused(&b, &routes[i], path, "from a foreign origin");
        b.page = page;
        b.origin = "null";
        b.fetch_site = "cross-site";
        refused(&b, &routes[i], path, "from another site");
        b.origin = NULL;
        b.page = page;
        b.fetch_site = "cross-site";
        refused(&b, &routes[i], path, "fetched from another site");
        b.origin = b.fetch_site = NULL;
        b.page = page;
        ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox"), before);
        walked++;
    }
    ck_assert_uint_gt(walked, 15);
    /* Another visitor's token is no better than none. */
    struct browser other = {0};
    get(&other, "/connexion");
    struct reply r = post_bare(
        &b, at(id, "module"), str_c(text("wanted=yes&csrf=%.*s", STR_ARG(token_of(&other)))));
    ck_status(r, 403);
}
END_TEST

START_TEST(a_candidacy_is_its_owners_alone)
{
    struct browser owner = {0}, other = {0}, visitor = {0}, drafting = {0};
    struct str id = signed_in_candidacy(&owner, NULL);
    struct str others = signed_in_candidacy(&other, NULL), draft = start(&drafting);
    struct browser *who[] = {&other, &drafting, &owner};
    struct str which[] = {id, id, draft}, whose[] = {others, draft, id};
    size_t walked = 0;
    for (size_t i = 0; i < routes_n; i++) {
        const struct route *r = &routes[i];
        if (r->guard != GUARD_CANDIDACY)
            continue;
        for (size_t k = 0; k < 3; k++) {
            struct reply foreign, unknown;
            const char *path = filled(r->pattern, which[k]), *none = filled(r->pattern, STR("AAAA"));
            get(who[k], at(whose[k], "module"));
            struct str token = str_c(text("csrf=%.*s", STR_ARG(token_of(who[k]))));
            foreign = ask(who[k], r->method, path, token);
            unknown = ask(who[k], r->method, none, token);
            ck_assert_msg(foreign.status == 404, "%s: %d for another's id", r->name, foreign.status);
            ck_assert_msg(unknown.status == 404, "%s: %d for no id", r->name, unknown.status);
            /* Nothing tells the one from the other. */
            ck_assert(str_eq(foreign.body, unknown.body));
        }
        if (r->method == METHOD_GET) {
            struct reply asked = get(&visitor, filled(r->pattern, id));
            ck_assert_msg(asked.status == 303, "%s: %d to a visitor", r->name, asked.status);
            ck_assert_str_is(asked.location,
                text("/connexion?suite=%s", filled(r->pattern, id)));
        }
        walked++;
    }
    ck_assert_uint_gt(walked, 25);
}
END_TEST

START_TEST(accounts_and_sessions_are_asked_for)
{
    for (size_t i = 0; i < routes_n; i++) {
        const struct route *r = &routes[i];
        struct browser visitor = {0};
        if (r->guard != GUARD_ACCOUNT && r->guard != GUARD_SESSION)
            continue;
        if (r->method == METHOD_GET) {
            struct reply asked = get(&visitor, filled(r->pattern, str_c(UNKNOWN)));
            ck_assert_msg(asked.status == 303 && str_starts(asked.location, STR("/connexion")),
                "%s: %d", r->name, asked.status);
        } else if (!(r->flags & ROUTE_STASH)) {
            get(&visitor, "/connexion");
            struct reply asked = post(&visitor, filled(r->pattern, str_c(UNKNOWN)), "");
            ck_assert_msg(asked.status == 403, "%s: %d", r->name, asked.status);
        }
    }
}
END_TEST

START_TEST(parameters)
{
    struct browser b = {0};
    struct str id = start(&b);
    get(&b, at(id, "module"));
    /* Unknown ones are dropped, even when they look like columns. */
    struct reply r = post(&b, at(id, "module"),
        "wanted=yes&candidacy_id=1&state=submitted&account_id=1&pending=%7B%7D&x=1&x=2");
    ck_status(r, 303);
    ck_assert_str_is(root_text("SELECT c.state FROM candidacy c JOIN candidacy_module m ON"
                               " m.candidacy_id = c.id WHERE c.public_id = '%.*s'"
                               " AND m.wanted = 'yes' AND m.pending IS NULL", STR_ARG(id)), "draft");
    /* Twice the same declared one is no form of ours. */
    get(&b, at(id, "module"));
    r = post(&b, at(id, "module"), "wanted=no&wanted=yes");
    ck_status(r, 422);
    ck_says(r, "Rien n’a été modifié");
    r = get(&b, "/connexion?suite=/candidature&suite=/compte");
    ck_status(r, 422);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM candidacy_module m JOIN candidacy c ON"
        " m.candidacy_id = c.id WHERE c.public_id = '%.*s' AND m.wanted = 'yes'", STR_ARG(id)), 1);
}
END_TEST

START_TEST(methods)
{
    struct browser b = {0};
    struct str id = start(&b);
    struct reply head = ask(&b, METHOD_HEAD, at(id, "identite"), (struct str){0});
    ck_status(head, 200);
    struct reply r = ask(&b, METHOD_OTHER, at(id, "identite"), (struct str){0});
    ck_status(r, 405);
    ck_assert_str_is(header_of(&r, "Allow"), "GET, HEAD, POST");
    r = post_bare(&b, at(id, ""), STR(""));
    ck_status(r, 405);
    ck_assert_str_is(header_of(&r, "Allow"), "GET, HEAD");
    r = get(&b, "/deconnexion");
    ck_status(r, 405);
    ck_assert_str_is(header_of(&r, "Allow"), "POST");
    r = get(&b, "/nulle-part");
    ck_status(r, 404);
    r = ask(&b, METHOD_OTHER, "/nulle-part", (struct str){0});
    ck_assert(r.status == 404 || r.status == 405);
}
END_TEST

static enum rc looks_away(struct page *p)
{
    bool broken = db_run(p->db, STR("SELECT nothing FROM nowhere")) != RC_OK;
    buf_puts(&p->res->body, broken ? "all is well" : "?");
    return RC_OK;
}

static enum rc says_so(struct page *p)
{
    enum rc rc = looks_away(p);
    db_told(p->db);
    return rc;
}

/* What failed is sticky: a page that looked away does not answer as if nothing had happened. */
START_TEST(a_failure_is_told_whatever_the_page_says)
{
    static const struct route rows[] = {
        {METHOD_GET, "/fermer-les-yeux", GUARD_PUBLIC, 0, looks_away, NULL, NULL, "test.away"},
        {METHOD_GET, "/le-dire", GUARD_PUBLIC, 0, says_so, NULL, NULL, "test.told"},
    };
    static const size_t n = 2;
    const struct route_table table = {rows, &n, "applicants", false, 0}, *own = router.table;
    struct browser b = {0};
    lost_never(); /* these two pages are no examples */
    router.table = &table;
    struct reply away = get(&b, "/fermer-les-yeux"), told = get(&b, "/le-dire");
    router.table = own;
    ck_status(away, 500);
    ck_silent(away, "all is well");
    ck_status(told, 200);
    ck_says(told, "all is well");
}
END_TEST

START_TEST(every_page_keeps_out_of_caches)
{
    struct browser b = {0};
    struct str id = start(&b);
    const char *const paths[] = {at(id, ""), at(id, "identite"), "/connexion", "/candidature",
        "/nulle-part", at(STR("AAAA"), "")};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct reply r = get(&b, paths[i]);
        ck_assert_str_is(header_of(&r, "Cache-Control"), "no-store");
    }
    struct reply r = get(&b, "/lien/AAAAAAAAAAAAAAAAAAAAAA/BBBB");
    ck_assert_str_is(header_of(&r, "Referrer-Policy"), "no-referrer");
}
END_TEST

/* ---- the desk: each door, each set of roles */

static struct reply knock(struct browser *b, const struct route *r, const char *path)
{
    return r->method == METHOD_POST
               ? post_bare(b, path, str_c(text("csrf=%.*s", STR_ARG(desk_token(b)))))
               : get(b, path);
}

START_TEST(each_role_passes_its_doors_and_no_other)
{
    uint64_t staff[ROLE_ANY + 1];
    size_t yes = 0, no = 0;
    struct browser first = {0};
    get(&first, "/gestion"); /* the facts are known from here on, in both pools */
    get(&first, "/gestion/connexion");
    for (unsigned set = 0; set <= ROLE_ANY; set++)
        staff[set] = flow_staff_id(set);
    const struct route *r;
    for (size_t i = 0; (r = desk_route(i)); i++) {
        const char *path = filled(r->pattern, str_c(UNKNOWN));
        if (r->guard != GUARD_STAFF)
            continue;
        for (unsigned set = 0; set <= ROLE_ANY; set++) {
            struct browser b = {0};
            bool may = (set & ROUTE_ROLES(r->flags)) != 0;
            flow_staff_session(&b, staff[set]);
            struct reply answer = knock(&b, r, path);
            bool refused = answer.status == 403 && has(answer.body, "ne vous est pas ouverte");
            ck_assert_msg(refused != may, "%s, set %u: %d\n%s", r->name, set, answer.status,
                glimpse(&answer));
            ck_assert_msg(answer.status < 500, "%s, set %u: %d", r->name, set, answer.status);
            if (!may)
                ck_assert_uint_le(answer.statements, 3); /* the page was not even asked */
            yes += may;
            no += !may;
        }
    }
    ck_assert_uint_gt(yes, 10);
    ck_assert_uint_gt(no, 2);
}
END_TEST

START_TEST(nobody_passes_a_door_of_the_desk)
{
    struct browser applicant = {0};
    sign_in(&applicant, fresh_email());
    const struct route *r;
    for (size_t i = 0; (r = desk_route(i)); i++) {
        const char *path = filled(r->pattern, str_c(UNKNOWN));
        struct browser visitor = {0}, *who[] = {&visitor, &applicant};
        for (size_t k = 0; k < 2 && r->guard == GUARD_STAFF; k++) {
            struct reply answer = ask(who[k], r->method, path, STR("csrf=x"));
            if (r->method == METHOD_POST) {
                ck_assert_msg(answer.status == 403, "%s: %d", r->name, answer.status);
                continue;
            }
            ck_assert_msg(answer.status == 303, "%s: %d", r->name, answer.status);
            ck_assert_str_is(answer.location, text("/gestion/connexion?suite=%s", path));
        }
    }
}
END_TEST

/* An applicants' worker has no door of the desk, and the other way round; one that draws documents has
 * none of either, and where the staff sign in is nothing else. */
START_TEST(a_pool_serves_its_own_table)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_ANY);
    sign_in(&b, fresh_email());
    for (int t = 0; t < ROUTE_TABLES; t++)
        for (size_t i = 0; i < *route_tables[t].n; i++) {
            const struct route *r = &route_tables[t].rows[i];
            struct router *const all[ROUTE_TABLES] = {[ROUTES_PUBLIC] = &router,
                [ROUTES_DOCUMENTS] = &papers, [ROUTES_DESK] = &desk, [ROUTES_SIGNIN] = &door};
            for (int k = 0; k < ROUTE_TABLES; k++) {
                if (k == t)
                    continue;
                const char *path = filled(r->pattern, str_c(UNKNOWN));
                struct reply answer = ask_of(all[k], &b, r->method, path, STR(""));
                ck_assert_msg(answer.status == 404, "%s: %d", r->name, answer.status);
            }
        }
}
END_TEST

START_TEST(the_desk_wants_the_token_of_its_own_cookie)
{
    struct browser b = {0}, other = {0};
    size_t walked = 0;
    uint64_t staff = flow_staff_id(ROLE_ANY);
    flow_staff_session(&other, staff);
    const struct route *r;
    for (size_t i = 0; (r = desk_route(i)); i++) {
        const char *path = filled(r->pattern, str_c(UNKNOWN));
        if (r->method != METHOD_POST)
            continue;
        flow_staff_session(&b, staff);
        const char *mine = text("csrf=%.*s", STR_ARG(desk_token(&b)));
        struct reply without = post_bare(&b, path, STR(""));
        struct reply theirs =
            post_bare(&b, path, str_c(text("csrf=%.*s", STR_ARG(desk_token(&other)))));
        b.origin = "https://ailleurs.example";
        struct reply foreign = post_bare(&b, path, str_c(mine));
        b.origin = NULL;
        ck_assert_msg(without.status == 403 && theirs.status == 403 && foreign.status == 403,
            "%s: %d %d %d", r->name, without.status, theirs.status, foreign.status);
        walked++;
    }
    ck_assert_uint_gt(walked, 0);
}
END_TEST

START_TEST(a_session_of_the_desk_ends)
{
    struct browser b = {0};
    uint64_t staff = flow_staff(&b, ROLE_QUOTES);
    struct instant began = now;
    ck_goes(get(&b, "/gestion"), "/gestion/devis");
    /* half an hour without use */
    now.s = began.s + 29 * 60;
    ck_goes(get(&b, "/gestion"), "/gestion/devis");
    now.s += 29 * 60; /* the last use counts */
    ck_goes(get(&b, "/gestion"), "/gestion/devis");
    now.s += 31 * 60;
    ck_goes(get(&b, "/gestion"), "/gestion/connexion?suite=/gestion");
    /* eight hours in all, used or not */
    now = began;
    flow_staff_session(&b, staff);
    for (; now.s < began.s + 8 * 3600 - 60; now.s += 20 * 60)
        ck_goes(get(&b, "/gestion"), "/gestion/devis");
    now.s = began.s + 8 * 3600;
    ck_goes(get(&b, "/gestion"), "/gestion/connexion?suite=/gestion");
    /* disabled meanwhile */
    now = began;
    flow_staff_session(&b, staff);
    root_run("UPDATE staff SET state = 'disabled' WHERE id = %llu", (unsigned long long)staff);
    ck_goes(get(&b, "/gestion"), "/gestion/connexion?suite=/gestion");
}
END_TEST

START_TEST(a_session_is_touched_once_a_minute)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_REVIEWER);
    struct reply r = get(&b, "/gestion");
    r = get(&b, "/gestion"); /* the facts are known by now */
    ck_goes(r, "/gestion/candidatures");
    ck_assert_uint_eq(r.statements, 1);
    now.s += 61;
    r = get(&b, "/gestion");
    ck_assert_uint_eq(r.statements, 2);
}
END_TEST

FLOW_MAIN("routes", names_are_unique_and_flags_make_sense, what_is_written_out_wins_over_a_hole,
    literal_beside_hole, every_post_wants_its_token_and_its_origin,
    a_candidacy_is_its_owners_alone, accounts_and_sessions_are_asked_for, parameters, methods,
    a_failure_is_told_whatever_the_page_says, every_page_keeps_out_of_caches, each_role_passes_its_doors_and_no_other,
    nobody_passes_a_door_of_the_desk, a_pool_serves_its_own_table,
    the_desk_wants_the_token_of_its_own_cookie, a_session_of_the_desk_ends,
    a_session_is_touched_once_a_minute)
