/* Odd input in every form of the desk: nothing is lost, nothing dies. */
#include "desk_stage.h"
#include "input_play.h"

#include "http/path.h"

/* One odd value of three, all of them in ./dev check --long. */
static size_t thinned(const char *some[BAD_N])
{
    size_t n = 0;
    for (size_t i = 0; i < BAD_N; i += getenv("PORTAIL_LONG") ? 1 : 3)
        some[n++] = BAD[i];
    return n;
}

/* The same pages as their owners' (tests/flow/test_flow_input.c), by another door. */
START_TEST(every_field_that_staff_type)
{
    const char *some[BAD_N];
    size_t n = thinned(some);
    struct browser b = {0};
    struct str email = fresh_email();
    flow_staff(&b, ROLE_REVIEWER);
    struct str id = stage_entered(&b, email, "later");
    const char *path = text("/gestion/candidatures/saisies/%.*s", STR_ARG(id));
    ck_assert_uint_gt(each_step_at(b, path, email, some, n, NULL), 20 * n);
    ck_assert_uint_gt(each_step_at(b, path, email, NULL, 0, NULL), 400);
}
END_TEST

/* The staff's, wherever no object of theirs is named in the path. */
START_TEST(every_form_of_the_desk)
{
    size_t n = 0;
    for (size_t i = 0; i < desk_routes_n + signin_routes_n; i++) {
        const struct route *r = i < desk_routes_n ? &desk_routes[i] : &signin_routes[i - desk_routes_n];
        struct browser b = {0};
        if (r->method != METHOD_POST || !r->form || path_holes(r->pattern))
            continue;
        flow_staff(&b, ROLE_QUOTES | ROLE_REVIEWER | ROLE_ADMIN);
        if (r->guard == GUARD_PUBLIC) {
            b.desk = (struct str){0};
            get(&b, "/gestion/connexion");
        }
        struct place pl = {.b = &b, .path = r->pattern, .form = r->form,
            .token = b.desk.n && r->guard != GUARD_PUBLIC ? desk_token(&b) : token_of(&b)};
        bool slow = false; /* a password takes a while to check, whatever stands beside it */
        for (size_t k = 0; k < r->form->n; k++)
            slow |= r->form->fields[k].kind == FIELD_SECRET;
        const char *some[BAD_N];
        n += slow ? play(&pl, some, thinned(some)) : play(&pl, BAD, BAD_N);
        if (!slow)
            n += play(&pl, NULL, 0);
    }
    ck_assert_uint_gt(n, 10 * BAD_N);
}
END_TEST

/* A request of the sort that the act is for. */
static struct str waiting_for(struct browser *b, const char *act)
{
    const struct wish mix = {.payer = "several", .more = "mix = 'Un peu chacun'"}, usual = {0};
    return strcmp(act, "parts") == 0 ? stage_request(&mix) : stage_issued(b, &usual);
}

/* What its page is based on, as its form sends it: an act on an older one is refused unread. */
static const char *on_what(struct browser *b, const char *path, const struct form *f)
{
    struct reply r = get(b, path);
    struct str base = form_declares(f, STR("base")) ? (struct str){0} : shown(&r, "base");
    return base.n ? text("&base=%.*s", STR_ARG(base)) : "";
}

/* The staff's about one request: another one as soon as an answer was good enough to change it. */
START_TEST(every_form_about_a_request)
{
    const char *const longer[] = {times("a", 5000), times("%F0%9F%98%80", 5000)};
    struct browser b = {0};
    size_t n = 0, done = 0;
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    for (size_t i = 0; i < desk_routes_n; i++) {
        const struct route *r = &desk_routes[i];
        const char *start = "/gestion/devis/{}/";
        if (r->method != METHOD_POST || !r->form || strncmp(r->pattern, start, strlen(start)) != 0)
            continue;
        const char *tail = r->pattern + strlen(start);
        const char *based = "";
        struct pairs ps = right_form(r->form);
        struct place pl = {.b = &b, .form = r->form, .token = desk_token(&b)};
        for (size_t f = 0; f < ps.n; f++)
            for (size_t k = 0; k < BAD_N + 2; k++, n++) {
                const char *bad = k < BAD_N ? BAD[k] : longer[k - BAD_N];
                if (!pl.path) {
                    pl.path = stage_path(waiting_for(&b, tail), tail);
                    based = on_what(&b, pl.path, r->form);
                }
                struct str body = body_of(&ps, f, bad, pl.token);
                struct reply got = post_bare(&b, pl.path,
                    arena_printf(arena, "%.*s%s", STR_ARG(body), based));
                sane(&got, &pl, text("%.*s", STR_ARG(ps.name[f])), bad);
                done += got.status == 303;
                if (got.status == 303)
                    pl.path = NULL;
            }
    }
    ck_assert_uint_gt(n, 10 * BAD_N);
    ck_assert_uint_gt(done, BAD_N);
}
END_TEST

FLOW_MAIN("input at the desk", every_field_that_staff_type, every_form_of_the_desk,
    every_form_about_a_request)
