#include "domain/field.h"

#include "domain/email.h"
#include "domain/name.h"
#include "domain/postcode.h"
#include "domain/siret.h"

#include <stdlib.h>

static size_t index_of(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->fields[i].name, name) == 0)
            return i;
    abort(); /* a name that the table does not have is our own mistake */
}

const struct field *form_field(const struct form *f, const char *name)
{
    return &f->fields[index_of(f, name)];
}

struct answers answers_new(struct arena *a, const struct form *f)
{
    return (struct answers){f, ARENA_ARRAY(a, f->n, struct answer)};
}

struct answer *answers_at(const struct answers *as, const char *name)
{
    return &as->v[index_of(as->form, name)];
}

struct str answers_get(const struct answers *as, const char *name)
{
    return answers_at(as, name)->value;
}

void answers_fault(struct answers *as, const char *name, enum fault fault)
{
    struct answer *at = answers_at(as, name);
    at->fault = fault;
    at->value = (struct str){NULL, 0};
}

/* Does one of the space-separated words of `held` stand in `wanted`? */
static bool words_meet(struct str held, struct str wanted)
{
    struct str word, other;
    while (str_cut(&held, ' ', &word))
        for (struct str rest = wanted; str_cut(&rest, ' ', &other);)
            if (word.n && str_eq(word, other))
                return true;
    return false;
}

const struct field *form_none(const struct form *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->fields[i].none)
            return &f->fields[i];
    return NULL;
}

bool answers_say_none(const struct answers *as)
{
    const struct field *f = form_none(as->form);
    return f && str_eq_c(answers_get(as, f->name), f->none);
}

bool form_stands_in(const struct form *f, const struct field *box)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->fields[i].excludes && strcmp(f->fields[i].excludes, box->name) == 0)
            return true;
    return false;
}

bool answers_applies(const struct answers *as, size_t i)
{
    const struct field *f = &as->form->fields[i];
    if (!f->none && answers_say_none(as)) /* there is nothing more to say */
        return false;
    if (!f->when)
        return true;
    size_t k = index_of(as->form, f->when);
    if (!answers_applies(as, k))
        return false;
    if (!*f->when_is)
        return as->v[k].value.n == 0;
    return words_meet(as->v[k].value, str_c(f->when_is));
}

/* Was anything written there, right or wrong? */
static bool written(const struct answers *as, size_t i)
{
    return as->v[i].value.n || as->v[i].typed.n;
}

enum doubt answers_doubt(const struct answers *as, size_t i)
{
    const struct field *f = &as->form->fields[i];
    struct str value = as->v[i].value;
    if (value.n == 0)
        return DOUBT_NONE;
    if (f->kind == FIELD_SIRET && !siret_sound(value))
        return DOUBT_SIRET;
    if (f->kind == FIELD_EMAIL && email_doubtful(value))
        return DOUBT_EMAIL;
    if (f->country && postcode_expected(answers_get(as, f->country), value))
        return DOUBT_POSTCODE;
    return DOUBT_NONE;
}

static struct str doubt_text(struct arena *a, const struct answers *as, size_t i)
{
    return arena_printf(a, "%s=%.*s", as->form->fields[i].name, STR_ARG(as->v[i].value));
}

struct str answers_doubts(struct arena *a, const struct answers *as)
{
    struct str all = {NULL, 0};
    for (size_t i = 0; i < as->form->n; i++)
        if (as->v[i].doubt)
            all = arena_printf(a, "%.*s%s%.*s", STR_ARG(all), all.n ? "|" : "", STR_ARG(doubt_text(a, as, i)));
    return all;
}

size_t answers_new_doubt(struct arena *a, const struct answers *as, struct str seen)
{
    struct str around = arena_printf(a, "|%.*s|", STR_ARG(seen));
    for (size_t i = 0; i < as->form->n; i++) {
        if (!as->v[i].doubt)
            continue;
        struct str one = arena_printf(a, "|%.*s|", STR_ARG(doubt_text(a, as, i)));
        if (!memmem(around.p, around.n, one.p, one.n))
            return i;
    }
    return as->form->n;
}

void answers_rejudge(struct answers *as)
{
    for (size_t i = 0; i < as->form->n; i++) {
        const struct field *f = &as->form->fields[i];
        if ((f->flags & FIELD_NAME) && as->v[i].value.n && !name_has_letter(as->v[i].value))
            answers_fault(as, f->name, FAULT_FORMAT);
        if (f->excludes && written(as, i) && answers_get(as, f->excludes).n)
            answers_fault(as, f->excludes, FAULT_BOTH);
        as->v[i].doubt = answers_doubt(as, i);
    }
}

bool answers_any_fault(const struct answers *as)
{
    for (size_t i = 0; i < as->form->n; i++)
        if (as->v[i].fault != FAULT_NONE)
            return true;
    return false;
}

/* What hangs on an answer that is itself at fault is not owed yet. */
static bool missing(const struct answers *as, size_t i)
{
    const struct field *f = &as->form->fields[i];
    return as->v[i].value.n == 0 && as->v[i].fault == FAULT_NONE && !(f->flags & FIELD_OPTIONAL) &&
           answers_applies(as, i) && !(f->when && answers_at(as, f->when)->fault != FAULT_NONE);
}

bool answers_complete(struct answers *as)
{
    for (size_t i = 0; i < as->form->n; i++)
        if (missing(as, i))
            as->v[i].fault = FAULT_MISSING;
    return !answers_any_fault(as);
}

const struct field *answers_first_open(const struct answers *as)
{
    for (size_t i = 0; i < as->form->n; i++)
        if (missing(as, i) || as->v[i].fault != FAULT_NONE)
            return &as->form->fields[i];
    return NULL;
}

bool answers_whole(const struct answers *as)
{
    return answers_first_open(as) == NULL;
}

bool answers_begun(const struct answers *as)
{
    for (size_t i = 0; i < as->form->n; i++)
        if (as->v[i].value.n || as->v[i].typed.n)
            return true;
    return false;
}

/* Is `part` one that this field adds behind "name."? */
static bool part_of(const struct field *f, struct str part)
{
    if (f->kind == FIELD_DATE)
        return str_eq_c(part, "d") || str_eq_c(part, "m") || str_eq_c(part, "y");
    if (f->kind == FIELD_MONTH)
        return str_eq_c(part, "m") || str_eq_c(part, "y");
    if (f->kind == FIELD_CHECKS)
        for (const struct choice *c = f->choices; c->value; c++)
            if (str_eq_c(part, c->value))
                return true;
    return false;
}

bool form_declares(const struct form *f, struct str param)
{
    size_t dot = str_find(param, '.');
    for (size_t i = 0; i < f->n; i++) {
        enum field_kind k = f->fields[i].kind;
        bool parts = k == FIELD_DATE || k == FIELD_MONTH || k == FIELD_CHECKS;
        if (!str_eq_c(str_slice(param, 0, dot), f->fields[i].name))
            continue;
        return dot == param.n ? !parts
                              : part_of(&f->fields[i], str_slice(param, dot + 1, param.n));
    }
    return false;
}
