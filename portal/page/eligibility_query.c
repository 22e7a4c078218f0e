#include "page/eligibility_query.h"

#include "domain/forms.h"

enum { QUERY_MAX = 8 * 1024, HAND_MAX = 60 };

struct answers eligibility_read(struct arena *a, field_source get, void *ctx, struct day today)
{
    struct answers as = answers_read(a, &form_eligibility, get, ctx, today);
    for (size_t i = 0; i < as.form->n; i++)
        if (!answers_applies(&as, i))
            as.v[i] = (struct answer){0};
    return as;
}

const struct question *eligibility_faulty(const struct answers *as)
{
    for (size_t q = 0; q < questions_n; q++)
        for (size_t k = 0; questions[q].fields[k]; k++)
            if (answers_at(as, questions[q].fields[k])->fault != FAULT_NONE)
                return &questions[q];
    return NULL;
}

static void add(struct params *ps, struct str name, struct str value)
{
    ps->v[ps->n++] = (struct param){name, value};
}

/* What was written by hand, as far as it may travel. */
static struct str by_hand(struct str typed)
{
    return typed.n <= HAND_MAX ? typed : STR("?");
}

/* Several boxes are a parameter each, as a form sends them. */
static void add_field(
    struct arena *a, struct params *ps, const struct field *f, const struct answer *one)
{
    struct str held = one->value, word;
    if (f->kind != FIELD_CHECKS) {
        if (one->value.n || one->fault != FAULT_NONE)
            add(ps, str_c(f->name), one->value.n ? one->value : by_hand(one->typed));
        return;
    }
    while (held.n && str_cut(&held, ' ', &word))
        add(ps, arena_printf(a, "%s.%.*s", f->name, STR_ARG(word)), STR("1"));
}

/* A parameter a field, but one a box where several may be ticked. */
static size_t most(const struct form *f)
{
    size_t n = f->n;
    for (size_t i = 0; i < f->n; i++)
        for (const struct choice *c = f->fields[i].choices; c && c->value; c++)
            n += f->fields[i].kind == FIELD_CHECKS;
    return n;
}

struct params eligibility_pairs(
    struct arena *a, const struct answers *as, const struct question *but)
{
    struct params ps = {.v = ARENA_ARRAY(a, most(as->form), struct param)};
    for (size_t i = 0; i < as->form->n; i++)
        if (!but || !question_asks(but, as->form->fields[i].name))
            add_field(a, &ps, &as->form->fields[i], &as->v[i]);
    return ps;
}

struct str eligibility_path(struct arena *a, const char *path, const struct answers *as,
    const char *name, const char *value)
{
    struct params ps = eligibility_pairs(a, as, NULL);
    struct buf b;
    buf_init(&b, QUERY_MAX);
    for (size_t i = 0; i < ps.n; i++)
        params_put(&b, ps.v[i].name, ps.v[i].value);
    if (name)
        params_put(&b, str_c(name), str_c(value));
    struct str s = arena_printf(a, "%s%s%.*s", path, b.n ? "?" : "", STR_ARG(buf_str(&b)));
    buf_free(&b);
    return s;
}
