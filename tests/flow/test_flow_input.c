/* Bad input, in every field of every form that can be reached: a clear message or status, what was
 * right is kept, nothing is leaked, nothing breaks. */
#include "desk_stage.h"

#include "domain/forms.h"
#include "http/path.h"

static const char *const BAD[] = {
    "a%01b", "%1B%5B31mrouge", "%7F", "a%00b", "%00", /* controls */
    "%C3%28", "%FF", "%C0%AF", "%E0%80%AF", "%ED%A0%80", "%F5%80%80%80", "%C3", /* not UTF-8 */
    "%zz", "%4", "%",                                                           /* no escape */
    "%F0%9F%98%80", "%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80", "%E2%80%AE%D7%A9%D7%9C%D7%95%D7%9D",
    "%EF%BB%BF", "%E2%80%8B", "%D8%A7%D9%84%D8%A7%D8%B3%D9%85", "%EF%BF%BF", "e%CC%81",
    "%3Cscript%3Ealert(1)%3C/script%3E", "%22%20onfocus%3D%22alert(1)", "%27%20OR%20%271%27%3D%271",
    "%5C", "%5C%27%3B--", "a%0D%0ABcc%3A%20x%40exemple.fr", "%0A%0A%0A", "%09", "+", "%C2%A0",
    "-1", "0", "99999999999999999999", "1e9", "0x10", "1.5", "NaN", "2026-02-31", "//", "%2E%2E%2F",
    "31", "13", "NULL", "null", "%7B%22a%22%3A1%7D", "%25s%25n", "a@b@exemple.fr", "a@localhost",
};
enum { BAD_N = sizeof BAD / sizeof *BAD };

struct pairs { /* the parameters of a whole, right form */
    struct str name[200], value[200];
    size_t field[200], n;
};

static void add(struct pairs *ps, size_t field, struct str name, const char *value)
{
    ck_assert(ps->n < 200);
    ps->name[ps->n] = name;
    ps->value[ps->n] = str_c(value);
    ps->field[ps->n++] = field;
}

static const char *right(const struct field *f)
{
    switch (f->kind) {
    case FIELD_EMAIL: return text("%.*s", STR_ARG(fresh_email()));
    case FIELD_PHONE: return "0102030405";
    case FIELD_YEAR: return "2012";
    case FIELD_NUMBER: return text("%d", f->least > 5 ? f->least : 5);
    case FIELD_AMOUNT: return "1200%2C50";
    case FIELD_SIRET: return "19753471200017";
    case FIELD_RADIO:
    case FIELD_SELECT: return f->choices[0].value;
    case FIELD_BOX: return "1";
    case FIELD_AREA: return "Un+texte%0D%0Ade+deux+lignes";
    case FIELD_SECRET: return "une+phrase+assez+longue";
    case FIELD_TEXT:
    case FIELD_DATE:
    case FIELD_MONTH:
    case FIELD_CHECKS: break;
    }
    return strcmp(f->name, "code") == 0 ? "123456" : "Un+texte";
}

static struct pairs right_form(const struct form *f)
{
    struct pairs ps = {.n = 0};
    for (size_t i = 0; i < f->n; i++) {
        const struct field *field = &f->fields[i];
        if (field->kind == FIELD_DATE || field->kind == FIELD_MONTH) {
            if (field->kind == FIELD_DATE)
                add(&ps, i, str_c(text("%s.d", field->name)), "13");
            add(&ps, i, str_c(text("%s.m", field->name)), "5");
            add(&ps, i, str_c(text("%s.y", field->name)), "1980");
        } else if (field->kind == FIELD_CHECKS) {
            for (const struct choice *c = field->choices; c->value; c++)
                add(&ps, i, str_c(text("%s.%s", field->name, c->value)), "1");
        } else if (strcmp(field->name, "ongoing") != 0 || field->kind != FIELD_BOX) {
            add(&ps, i, str_c(field->name), right(field));
        }
    }
    return ps;
}

/* The whole body with one parameter replaced; `which` == n: none. */
static struct str body_of(const struct pairs *ps, size_t which, const char *bad, struct str token)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_printf(&b, "csrf=%.*s&then=later", STR_ARG(token));
    for (size_t i = 0; i < ps->n; i++)
        buf_printf(&b, "&%.*s=%s", STR_ARG(ps->name[i]), i == which ? bad : ps->value[i].p);
    struct str s = arena_dup(arena, buf_str(&b));
    buf_free(&b);
    return s;
}

struct place { /* one form, as one person reaches it */
    struct browser *b;
    const char *path, *back; /* back: where what was kept is seen, or NULL */
    const struct form *form;
    struct str token, email; /* email: a candidacy's is its account's */
};

static void sane(const struct reply *r, const struct place *pl, const char *name, const char *bad)
{
    bool fine = r->status == 200 || r->status == 303 || r->status == 404 || r->status == 413 ||
                r->status == 422 || r->status == 429;
    ck_assert_msg(fine, "%s: %s=%.60s: %d", pl->path, name, bad, r->status);
    ck_assert_msg(!has(r->body, "<script>alert") && !has(r->body, "\" onfocus=\""), "%s: %s=%s",
        pl->path, name, bad);
    if (r->status >= 400)
        ck_assert_msg(has(r->body, "govuk-error-summary") || has(r->body, "Rien n’a été modifié") ||
                          has(r->body, "n’a pas été enregistré") || has(r->body, "intactes") ||
                          has(r->body, "le nombre d’essais est limité"),
            "%s: %s=%.60s: %d says nothing\n%s", pl->path, name, bad, r->status, glimpse(r));
}

/* Every other field holds what it held; fields that hang on the one played with may go. */
static void others_hold(const struct place *pl, const struct pairs *ps, size_t which,
    const struct reply *before, const char *bad)
{
    struct reply now_there = get(pl->b, pl->back);
    const char *touched = pl->form->fields[ps->field[which]].name;
    ck_status(now_there, 200);
    for (size_t i = 0; i < ps->n; i++) {
        const struct field *f = &pl->form->fields[ps->field[i]];
        const struct field *up = f->when ? form_field(pl->form, f->when) : NULL;
        if (ps->field[i] == ps->field[which] || (f->when && strcmp(f->when, touched) == 0) ||
            (up && up->when && strcmp(up->when, touched) == 0))
            continue;
        const char *name = text("%.*s", STR_ARG(ps->name[i]));
        struct str was = shown(before, name), is = shown(&now_there, name);
        ck_assert_msg(str_eq(was, is), "%s: %.*s=%.60s: %s was «%.*s», is «%.*s»", pl->path,
            STR_ARG(ps->name[which]), bad, name, STR_ARG(was), STR_ARG(is));
    }
}

/* A fresh address wherever limits count by address. */
static void other_address(struct pairs *ps, const struct form *f)
{
    for (size_t i = 0; i < ps->n; i++)
        if (f->fields[ps->field[i]].kind == FIELD_EMAIL)
            ps->value[i] = fresh_email();
}

static size_t play(const struct place *pl, const char *const *bad, size_t bad_n)
{
    struct pairs ps = right_form(pl->form);
    struct reply before = {0};
    size_t n = 0;
    if (pl->back) {
        for (size_t i = 0; i < ps.n; i++)
            if (pl->form->fields[ps.field[i]].kind == FIELD_EMAIL)
                ps.value[i] = pl->email;
        struct reply r = post_bare(pl->b, pl->path, body_of(&ps, ps.n, "", pl->token));
        ck_assert_msg(r.status == 303, "%s: %d\n%s", pl->path, r.status, glimpse(&r));
        before = get(pl->b, pl->back);
        size_t held = 0;
        for (size_t i = 0; i < ps.n; i++)
            held += shown(&before, text("%.*s", STR_ARG(ps.name[i]))).n > 0;
        ck_assert_msg(held > ps.n / 2, "%s shows %zu of %zu", pl->path, held, ps.n);
    }
    for (size_t i = 0; i < ps.n; i++)
        for (size_t k = 0; k < bad_n; k++, n++) {
            struct arena *mine = arena, *short_lived = arena_new();
            const char *name = text("%.*s", STR_ARG(ps.name[i]));
            arena = short_lived;
            if (!pl->back)
                other_address(&ps, pl->form);
            struct reply r = post_bare(pl->b, pl->path, body_of(&ps, i, bad[k], pl->token));
            sane(&r, pl, name, bad[k]);
            if (pl->back)
                others_hold(pl, &ps, i, &before, bad[k]);
            arena = mine;
            arena_free(short_lived);
        }
    return n;
}

static const char *item(struct browser *b, const char *list, const char *fields)
{
    get(b, text("%s/ajouter", list));
    struct str key = shown(&(struct reply){.body = b->page}, "key");
    post(b, text("%s/ajouter", list), fields);
    return text("%s/%.*s", list, STR_ARG(key));
}

/* Every form of the candidacy at that path, of that person or in the hands of staff. */
static size_t each_step_at(struct browser b, const char *path, struct str email,
    const char *const *bad, size_t bad_n)
{
    size_t n = 0;
    const char *diploma = item(&b, text("%s/diplomes", path), "kind=licence");
    const char *experience = item(&b, text("%s/experiences", path), "nature=employee");
    struct place places[] = {{.path = text("%s/identite", path), .form = &form_identity},
        {.path = diploma, .form = &form_diploma}, {.path = experience, .form = &form_experience},
        {.path = text("%s/projet", path), .form = &form_project},
        {.path = text("%s/financement", path), .form = &form_funding},
        {.path = text("%s/module", path), .form = &form_module}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct place *pl = &places[i];
        struct reply r = get(&b, pl->path);
        ck_status(r, 200);
        pl->b = &b;
        pl->back = pl->path;
        pl->token = token_of(&b);
        pl->email = email;
        n += play(pl, bad, bad_n);
    }
    return n;
}

/* As its owner. */
static size_t each_step(const char *const *bad, size_t bad_n)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    return each_step_at(b, at(id, ""), email, bad, bad_n);
}

START_TEST(every_field_of_every_step)
{
    ck_assert_uint_gt(each_step(BAD, BAD_N), 1000);
}
END_TEST

START_TEST(every_field_that_staff_type)
{
    struct browser b = {0};
    struct str email = fresh_email();
    flow_staff(&b, ROLE_REVIEWER);
    struct str id = stage_entered(&b, email, "later");
    const char *path = text("/gestion/candidatures/saisies/%.*s", STR_ARG(id));
    ck_assert_uint_gt(each_step_at(b, path, email, BAD, BAD_N), 1000);
}
END_TEST

static const char *times(const char *what, size_t n)
{
    char *s = arena_alloc(arena, n * strlen(what) + 1);
    for (size_t i = 0; i < n; i++)
        memcpy(s + i * strlen(what), what, strlen(what));
    return s;
}

START_TEST(over_long_in_every_field)
{
    const char *const bad[] = {times("a", 201), times("a", 5000), times("%C3%A9", 3001),
        times("%F0%9F%98%80", 3000), times("1", 400), times("a+", 20000), times("%0D%0A", 4000)};
    ck_assert_uint_gt(each_step(bad, sizeof bad / sizeof *bad), 200);
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
    return play(&pl, BAD, BAD_N) + play(&pl, longer, 2);
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

/* The staff's, wherever no object of theirs is named in the path. */
START_TEST(every_form_of_the_desk)
{
    size_t n = 0;
    for (size_t i = 0; i < desk_routes_n; i++) {
        const struct route *r = &desk_routes[i];
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
        n += play(&pl, BAD, BAD_N);
    }
    ck_assert_uint_gt(n, 10 * BAD_N);
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
    struct browser b = {0};
    struct str id = start(&b);
    for (int i = 0; i < 40; i++) {
        get(&b, at(id, "diplomes/ajouter"));
        struct reply r = post(&b, at(id, "diplomes/ajouter"), "kind=none");
        ck_goes(r, at(id, "diplomes"));
    }
    get(&b, at(id, "diplomes/ajouter"));
    struct reply r = post(&b, at(id, "diplomes/ajouter"), "kind=none");
    ck_status(r, 422);
    ck_says(r, "40");
    ck_assert_str_is(shown(&r, "kind"), "none");
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

FLOW_MAIN("input", every_field_of_every_step, every_field_that_staff_type, over_long_in_every_field, every_other_form,
    every_form_of_one_s_own, every_form_on_a_quote_s_link, every_form_of_the_desk,
    every_question_in_an_address, the_names_beside_the_fields, too_many_items,
    bodies_of_the_wrong_size_or_kind, odd_paths_queries_and_cookies)
