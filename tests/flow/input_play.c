#include "input_play.h"

#include "domain/forms.h"

const char *const BAD[BAD_N] = {
    "a%01b", "%1B%5B31mrouge", "%7F", "a%00b", "%00", /* controls */
    "%C3%28", "%FF", "%ED%A0%80", "%C3", /* not UTF-8 (all of them: tests/unit/test_base.c) */
    "%zz", "%4", "%",                    /* no escape */
    "%F0%9F%98%80", "%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80", "%E2%80%AE%D7%A9%D7%9C%D7%95%D7%9D",
    "-", "%E2%80%99", "%E2%80%93", "%2C", "%CC%81", "%EF%B8%8F", /* looks like an answer, says nothing */
    "%E0%A4%BE", /* a vowel sign alone */
    "%EF%BB%BF", "%E2%80%8B", "%D8%A7%D9%84%D8%A7%D8%B3%D9%85", "%EF%BF%BF", "e%CC%81",
    "%3Cscript%3Ealert(1)%3C/script%3E", "%22%20onfocus%3D%22alert(1)", "%27%20OR%20%271%27%3D%271",
    "%EF%BC%91%E2%80%91%D9%A2", "01%2F02%2F1985", /* digits and dashes of elsewhere; more than a box asks */
    "%5C", "%5C%27%3B--", "a%0D%0ABcc%3A%20x%40exemple.fr", "%0A%0A%0A", "%09", "+", "%C2%A0",
    "-1", "0", "99999999999999999999", "1e9", "0x10", "1.5", "NaN", "2026-02-31", "//", "%2E%2E%2F",
    "31", "13", "NULL", "null", "%7B%22a%22%3A1%7D", "%25s%25n", "a@b@exemple.fr", "a@localhost",
};

const char *times(const char *what, size_t n)
{
    char *s = arena_alloc(arena, n * strlen(what) + 1);
    for (size_t i = 0; i < n; i++)
        memcpy(s + i * strlen(what), what, strlen(what));
    return s;
}

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
    case FIELD_CODE: return "123456";
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

struct pairs right_form(const struct form *f)
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
        } else if (form_stands_in(f, field)) { /* left empty: the field that it excludes speaks */
            add(&ps, i, str_c(field->name), "");
        } else if (strcmp(field->name, "ongoing") != 0 || field->kind != FIELD_BOX) {
            add(&ps, i, str_c(field->name), right(field));
        }
    }
    return ps;
}

struct str body_of(const struct pairs *ps, size_t which, const char *bad, struct str token)
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

void sane(const struct reply *r, const struct place *pl, const char *name, const char *bad)
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

/* What is around a limit of the field, in letters of several bytes behind 0 to 3 of one. */
static size_t around_limits(const struct field *f, const char **out, size_t most)
{
    static const char *const letters[] = {"%C3%A9", "%F0%9F%98%80", "e%CC%81"};
    size_t max = f->max ? f->max : 40, n = 0;
    const size_t lengths[] = {max, max + 1, 43};
    for (size_t l = 0; l < sizeof letters / sizeof *letters; l++)
        for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
            size_t before = (l + k) % 4, each = strcmp(letters[l], "e%CC%81") == 0 ? 2 : 1;
            ck_assert(lengths[k] >= before && n < most);
            out[n++] = text("%s%s", times("a", before), times(letters[l], (lengths[k] - before) / each));
        }
    return n;
}

enum { LIMITS_MAX = 9 };

/* The right form, kept there: what it holds. */
static struct pairs fill_in(const struct place *pl)
{
    struct pairs ps = right_form(pl->form);
    for (size_t i = 0; i < ps.n; i++)
        if (pl->form->fields[ps.field[i]].kind == FIELD_EMAIL)
            ps.value[i] = pl->email;
    struct reply r = post_bare(pl->b, pl->path, body_of(&ps, ps.n, "", pl->token));
    ck_assert_msg(r.status == 303, "%s: %d\n%s", pl->path, r.status, glimpse(&r));
    return ps;
}

size_t play(const struct place *pl, const char *const *bad, size_t bad_n)
{
    const char *limits[LIMITS_MAX];
    struct pairs ps = pl->back ? fill_in(pl) : right_form(pl->form);
    struct reply before = {0};
    size_t n = 0;
    if (pl->back) {
        before = get(pl->b, pl->back);
        size_t held = 0;
        for (size_t i = 0; i < ps.n; i++)
            held += shown(&before, text("%.*s", STR_ARG(ps.name[i]))).n > 0;
        ck_assert_msg(held > ps.n / 2, "%s shows %zu of %zu", pl->path, held, ps.n);
    }
    for (size_t i = 0; i < ps.n; i++) {
        const char *const *with = bad ? bad : limits;
        size_t with_n = bad ? bad_n : around_limits(&pl->form->fields[ps.field[i]], limits, LIMITS_MAX);
        for (size_t k = 0; k < with_n; k++, n++) {
            struct arena *mine = arena, *short_lived = arena_new();
            const char *name = text("%.*s", STR_ARG(ps.name[i]));
            arena = short_lived;
            if (!pl->back)
                other_address(&ps, pl->form);
            struct reply r = post_bare(pl->b, pl->path, body_of(&ps, i, with[k], pl->token));
            sane(&r, pl, name, with[k]);
            if (pl->taken && r.status == 303)
                pl->taken(pl, name, with[k]);
            if (pl->back)
                others_hold(pl, &ps, i, &before, with[k]);
            arena = mine;
            arena_free(short_lived);
        }
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

size_t each_step_at(struct browser b, const char *path, struct str email,
    const char *const *bad, size_t bad_n, taken_fn taken)
{
    size_t n = 0;
    const char *diploma = item(&b, text("%s/diplomes", path), "kind=licence");
    const char *experience = item(&b, text("%s/experiences", path), "nature=employee");
    struct place places[] = {{.path = text("%s/identite", path), .form = &form_identity},
        {.path = diploma, .form = &form_diploma}, {.path = experience, .form = &form_experience},
        {.path = text("%s/projet", path), .form = &form_project},
        {.path = text("%s/financement", path), .form = &form_funding},
        {.path = text("%s/module", path), .form = &form_module}};
    enum { PLACES = sizeof places / sizeof *places };
    for (size_t i = 0; i < PLACES; i++) {
        struct place *pl = &places[i];
        struct reply r = get(&b, pl->path);
        ck_status(r, 200);
        pl->taken = taken;
        pl->b = &b;
        pl->back = pl->path;
        pl->token = token_of(&b);
        pl->email = email;
        fill_in(pl);
    }
    for (size_t i = 0; i < PLACES; i++) {
        n += play(&places[i], bad, bad_n);
        fill_in(&places[i]);
    }
    return n;
}
