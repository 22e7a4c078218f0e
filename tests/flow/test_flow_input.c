/* Bad input, in every field of every form that can be reached: a clear message or status, what was
 * right is kept, nothing is leaked, nothing breaks. */
#include "input_play.h"

#include "domain/forms.h"
#include "http/path.h"
#include "store/ident.h"

/* As its owner. */
static size_t each_step(const char *const *bad, size_t bad_n, taken_fn taken)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    return each_step_at(b, at(id, ""), email, bad, bad_n, taken);
}

static size_t submitted, open;

/* What a step has taken, the submission can use, and who reads it afterwards; where it made the step
 * incomplete, the check page says so and leads there. */
static void submit_it(const struct place *pl, const char *name, const char *bad)
{
    struct str of = str_c(pl->path), id, rest = str_slice(of, strlen("/candidature/"), of.n);
    str_cut(&rest, '/', &id);
    const char *check = at(id, "verification");
    struct reply r = post_bare(pl->b, check, str_c(text("csrf=%.*s&key=%.*s&declaration=1"
        "&explanation=Voici", STR_ARG(pl->token), STR_ARG(public_id_new(arena)))));
    if (r.status != 303) {
        ck_assert_msg(r.status == 422 && has(r.body, "Il manque encore") &&
                          has(r.body, text("href=\"%s?depuis=verification#", pl->path)),
            "%s: %s=%s: %d\n%s", pl->path, name, bad, r.status, glimpse(&r));
        open++;
        return;
    }
    ck_goes(r, at(id, "confirmation"));
    if (pl->form == &form_identity) { /* names, addresses: what is printed and greeted */
        r = get(pl->b, at(id, "confirmation"));
        ck_assert_msg(r.status == 200, "%s=%s: the receipt is %d", name, bad, r.status);
        r = get(pl->b, at(id, "devis"));
        ck_assert_msg(r.status < 500, "%s=%s: the quote is %d", name, bad, r.status);
    }
    root_run("UPDATE candidacy SET state = 'draft' WHERE public_id = '%.*s'", STR_ARG(id));
    submitted++;
}

START_TEST(every_field_of_every_step)
{
    ck_assert_uint_gt(each_step(BAD, BAD_N, submit_it), 1000);
    ck_assert_uint_gt(submitted, 500);
    ck_assert_uint_gt(open, 50);
}
END_TEST

START_TEST(over_long_in_every_field)
{
    const char *const bad[] = {times("a", 201), times("a", 5000), times("%C3%A9", 3001),
        times("%F0%9F%98%80", 3000), times("1", 400), times("a+", 20000), times("%0D%0A", 4000)};
    ck_assert_uint_gt(each_step(bad, sizeof bad / sizeof *bad, NULL), 200);
}
END_TEST

/* Nothing is cut inside a letter: flow.c looks at every page. */
START_TEST(letters_of_several_bytes_around_every_limit)
{
    ck_assert_uint_gt(each_step(NULL, 0, NULL), 400);
}
END_TEST

/* The doors, and whatever other form a route declares, for a visitor with a token. */
START_TEST(every_other_form)
{
    const char *const *bad = BAD;
    const char *const longer[] = {times("a", 300), times("%F0%9F%98%80", 5000)};
    size_t n = 0;
    for (size_t i = 0; i < routes_n; i++) {
        const struct route *r = &routes[i];
        struct browser b = {0};
        if (r->method != METHOD_POST || !r->form || r->guard != GUARD_PUBLIC ||
            path_holes(r->pattern))
            continue;
        get(&b, "/connexion");
        struct place pl = {.b = &b, .path = r->pattern, .form = r->form, .token = token_of(&b)};
        n += play(&pl, bad, BAD_N);
        n += play(&pl, longer, 2);
        n += play(&pl, NULL, 0);
    }
    ck_assert_uint_gt(n, BAD_N);
}
END_TEST

static size_t play_both(struct browser *b, const char *path, const char *shown_at,
    const struct form *form)
{
    const char *const longer[] = {times("a", 300), times("%F0%9F%98%80", 5000)};
    struct reply r = get(b, shown_at);
    ck_status(r, 200);
    struct place pl = {.b = b, .path = path, .form = form, .token = token_of(b)};
    return play(&pl, BAD, BAD_N) + play(&pl, longer, 2) + play(&pl, NULL, 0);
}

/* Forms that stand behind a door: the explanation, the codes, another address. */
START_TEST(every_form_of_one_s_own)
{
    struct browser b = {0}, drafting = {0};
    struct str email, id = signed_in_candidacy(&b, &email), draft = start(&drafting);
    size_t n = play_both(&b, at(id, "verification"), at(id, "verification"), &form_verification);
    get(&drafting, at(draft, "identite"));
    post(&drafting, at(draft, "identite"), identity_of(fresh_email()));
    n += play_both(&drafting, at(draft, "adresse"), at(draft, "adresse"), &form_code);
    n += play_both(&b, "/compte/adresse", "/compte/adresse", &form_new_address);
    now.s += 24 * 3600; /* so many addresses are a limit: a day later, one may again */
    sign_in(&b, email);
    get(&b, "/compte/adresse");
    struct reply r = post(&b, "/compte/adresse", text("email=%.*s", STR_ARG(fresh_email())));
    ck_goes(r, "/compte/adresse/codes");
    n += play_both(&b, "/compte/adresse/codes", "/compte/adresse/codes", &form_change_codes);
    ck_assert_uint_gt(n, 5 * BAD_N);
}
END_TEST

/* A quote of one's own, issued; its link. */
static struct str quote_link(struct str *number)
{
    struct browser b = {0};
    struct str email = fresh_email();
    get(&b, "/devis");
    post(&b, "/devis", text("name=Ana&email=%.*s&kind=quote&payer=employer&module=yes&whom=self"
        "&addressee_name=Les+Pas&addressee_address=1+rue+du+Port%%0D%%0A35000+Rennes&then=next",
        STR_ARG(email)));
    struct reply r = post(&b, "/devis", "then=send");
    ck_status(r, 303);
    *number = root_text("SELECT q.number_text FROM quote q JOIN quote_request r ON r.id ="
        " q.request_id WHERE r.email = '%.*s'", STR_ARG(email));
    return r.location;
}

START_TEST(every_form_on_a_quote_s_link)
{
    static const struct {
        const char *tail;
        const struct form *form;
    } rows[] = {{"accord", &form_quote_accept}, {"sans-suite", &form_quote_decline}};
    size_t n = 0;
    for (size_t i = 0; i < 2; i++) {
        struct browser b = {0};
        struct str number, link = quote_link(&number);
        const char *path = text("%.*s/%.*s/%s", STR_ARG(link), STR_ARG(number), rows[i].tail);
        n += play_both(&b, path, path, rows[i].form);
    }
    struct browser b = {0};
    struct str number, link = quote_link(&number);
    const char *path = text("%.*s/message", STR_ARG(link));
    n += play_both(&b, path, path, &form_quote_write);
    ck_assert_uint_gt(n, 5 * BAD_N);
}
END_TEST

/* Forms whose answers stand in the page's address. */
START_TEST(every_question_in_an_address)
{
    size_t n = 0;
    for (size_t i = 0; i < routes_n; i++) {
        const struct route *r = &routes[i];
        struct browser b = {0};
        if (r->method != METHOD_GET || !r->form || r->guard != GUARD_PUBLIC || path_holes(r->pattern))
            continue;
        struct pairs ps = right_form(r->form);
        struct place pl = {.path = r->pattern, .form = r->form};
        for (size_t f = 0; f <= ps.n; f++)
            for (size_t k = 0; k < (f < ps.n ? BAD_N : 1); k++, n++) {
                struct str query = body_of(&ps, f, BAD[k], STR("x"));
                struct reply got = get(&b, text("%s?%.*s", r->pattern, STR_ARG(query)));
                sane(&got, &pl, f < ps.n ? text("%.*s", STR_ARG(ps.name[f])) : "-", BAD[k]);
            }
    }
    ck_assert_uint_gt(n, 3 * BAD_N);
}
END_TEST

START_TEST(the_names_beside_the_fields)
{
    static const char *const names[] = {"base", "key", "then", "autosave", "csrf", "keep", "stashed"};
    struct browser b = {0};
    struct str id = start(&b);
    get(&b, at(id, "diplomes/ajouter"));
    struct str token = token_of(&b);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t k = 0; k < BAD_N; k++) {
            const char *extra = strcmp(names[i], "csrf") == 0 ? "" : text("&csrf=%.*s", STR_ARG(token));
            const char *paths[] = {at(id, "diplomes/ajouter"), at(id, "module"), at(id, "choix"),
                at(id, "adresse"), "/candidature"};
            for (size_t p = 0; p < sizeof paths / sizeof *paths; p++) {
                struct reply r = post_bare(&b, paths[p],
                    str_c(text("%s=%s&kind=licence&wanted=yes%s", names[i], BAD[k], extra)));
                ck_assert_msg(r.status < 500, "%s %s=%s: %d", paths[p], names[i], BAD[k], r.status);
            }
        }
}
END_TEST

START_TEST(too_many_items)
{
    static const char one[] = "kind=dees&state=obtained&year=2012&school=IRTS&country=France";
    struct browser b = {0};
    struct str id = start(&b);
    for (int i = 0; i < 40; i++) {
        get(&b, at(id, "diplomes/ajouter"));
        struct reply r = post(&b, at(id, "diplomes/ajouter"), one);
        ck_goes(r, at(id, "diplomes"));
    }
    get(&b, at(id, "diplomes/ajouter"));
    struct reply r = post(&b, at(id, "diplomes/ajouter"), one);
    ck_status(r, 422);
    ck_says(r, "40");
    ck_assert_str_is(shown(&r, "kind"), "dees");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM diploma d JOIN candidacy c ON c.id ="
        " d.candidacy_id WHERE c.public_id = '%.*s'", STR_ARG(id)), 40);
}
END_TEST

START_TEST(bodies_of_the_wrong_size_or_kind)
{
    struct browser b = {0};
    struct str id = start(&b);
    get(&b, at(id, "module"));
    post(&b, at(id, "module"), "wanted=yes");
    get(&b, at(id, "module"));
    struct str token = token_of(&b);
    b.too_large = true;
    struct reply r = post_bare(&b, at(id, "module"), (struct str){0});
    ck_status(r, 413);
    ck_says(r, "C’est trop long");
    b.too_large = false;
    b.malformed = true;
    r = post_bare(&b, at(id, "module"), (struct str){0});
    ck_status(r, 422);
    b.malformed = false;
    struct buf many;
    buf_init(&many, 1 << 20);
    buf_printf(&many, "csrf=%.*s&wanted=no", STR_ARG(token));
    for (int i = 0; i < 300; i++)
        buf_printf(&many, "&p%d=%d", i, i);
    r = post_bare(&b, at(id, "module"), buf_str(&many));
    ck_status(r, 413);
    buf_reset(&many);
    buf_printf(&many, "csrf=%.*s&wanted=no&x=%s", STR_ARG(token), times("a", 300 * 1024));
    r = post_bare(&b, at(id, "module"), buf_str(&many));
    ck_status(r, 413);
    buf_free(&many);
    const char *const kinds[] = {"multipart/form-data; boundary=x", "text/plain", "application/json",
        ""};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        b.content_type = kinds[i];
        r = post_bare(&b, at(id, "module"), str_c(text("csrf=%.*s&wanted=no", STR_ARG(token))));
        ck_status(r, 422);
    }
    b.content_type = "application/x-www-form-urlencoded; charset=UTF-8";
    r = post_bare(&b, at(id, "module"), STR("csrf"));
    ck_status(r, 403);
    r = get(&b, at(id, "module"));
    ck_assert_str_is(shown(&r, "wanted"), "yes");
}
END_TEST

START_TEST(odd_paths_queries_and_cookies)
{
    static const char *const paths[] = {"/candidature/", "/candidature//identite", "//", "/..",
        "/candidature/%2e%2e", "/candidature/é", "/candidature/a'b", "", "x", "/candidature?a=%zz",
        "/connexion?suite=%00", "/connexion?suite=%ff", "/connexion?=&&&=", "/lien/a/b",
        "/lien/AAAAAAAAAAAAAAAAAAAAAA/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    static const char *const cookies[] = {"v.", "v.x", "v.x.y", "s.", "s.x", "s..", "v..", "'", "\"",
        "s.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x; __Host-sid=y", "\xff\xfe"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct browser b = {0};
        struct reply r = get(&b, paths[i]);
        ck_assert_msg(r.status < 500, "%s: %d", paths[i], r.status);
    }
    for (size_t i = 0; i < sizeof cookies / sizeof *cookies; i++) {
        struct browser b = {.sid = str_c(cookies[i])};
        struct reply r = get(&b, "/candidature");
        ck_status(r, 200);
        r = post(&b, "/connexion", "email=a%40exemple.fr");
        ck_assert_msg(r.status < 500, "%s: %d", cookies[i], r.status);
    }
    struct browser b = {.sid = str_c(times("s", 8000))};
    struct reply r = get(&b, "/connexion");
    ck_status(r, 200);
}
END_TEST

FLOW_MAIN("input", every_field_of_every_step, over_long_in_every_field,
    letters_of_several_bytes_around_every_limit, every_other_form, every_form_of_one_s_own,
    every_form_on_a_quote_s_link, every_question_in_an_address, the_names_beside_the_fields, too_many_items,
    bodies_of_the_wrong_size_or_kind, odd_paths_queries_and_cookies)
