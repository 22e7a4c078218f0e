#include "domain/changes.h"

#include <stdlib.h>

struct list {
    struct arena *a;
    struct change *v;
    size_t n, cap;
};

static void add(struct list *l, struct change c)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 16;
        struct change *v = ARENA_ARRAY(l->a, cap, struct change);
        if (l->n)
            memcpy(v, l->v, l->n * sizeof *v);
        l->v = v;
        l->cap = cap;
    }
    l->v[l->n++] = c;
}

/* What does not apply, or is never stored, says nothing. */
static struct str value_of(const struct answers *as, size_t i)
{
    if ((as->form->fields[i].flags & FIELD_UNSTORED) || !answers_applies(as, i))
        return (struct str){0};
    return as->v[i].value;
}

static void compare(
    struct list *l, const struct answers *before, const struct answers *after, size_t item)
{
    if (before->form != after->form)
        abort();
    for (size_t i = 0; i < after->form->n; i++) {
        const struct field *f = &after->form->fields[i];
        struct str was = value_of(before, i), is = value_of(after, i);
        if (str_eq(was, is))
            continue;
        add(l, (struct change){.form = after->form, .item = item, .field = f,
                   .before = was.n ? answer_display(l->a, f, was) : was,
                   .after = is.n ? answer_display(l->a, f, is) : is});
    }
}

static bool same(const struct answers *a, const struct answers *b)
{
    for (size_t i = 0; i < a->form->n; i++)
        if (!str_eq(value_of(a, i), value_of(b, i)))
            return false;
    return true;
}

/* The first answers that say something: "Licence, Sociologie". */
static struct str summary(struct arena *a, const struct answers *as)
{
    enum { WORDS = 2 };
    struct str all = {0};
    size_t n = 0;
    for (size_t i = 0; i < as->form->n && n < WORDS; i++) {
        struct str value = value_of(as, i);
        if (value.n == 0)
            continue;
        struct str word = answer_display(a, &as->form->fields[i], value);
        all = n++ ? arena_printf(a, "%.*s, %.*s", STR_ARG(all), STR_ARG(word)) : word;
    }
    return all;
}

static void compare_rows(struct list *l, const struct answers *before, size_t before_n,
    const struct answers *after, size_t after_n)
{
    bool *was_paired = ARENA_ARRAY(l->a, before_n + 1, bool);
    bool *is_paired = ARENA_ARRAY(l->a, after_n + 1, bool);
    for (size_t i = 0; i < after_n; i++)
        for (size_t k = 0; k < before_n && !is_paired[i]; k++)
            if (!was_paired[k] && same(&before[k], &after[i]))
                was_paired[k] = is_paired[i] = true;
    size_t k = 0;
    for (size_t i = 0; i < after_n; i++) {
        if (is_paired[i])
            continue;
        while (k < before_n && was_paired[k])
            k++;
        if (k < before_n)
            compare(l, &before[k++], &after[i], i + 1);
        else
            add(l, (struct change){.kind = CHANGE_ADDED, .form = after[i].form, .item = i + 1,
                       .after = summary(l->a, &after[i])});
    }
    for (; k < before_n; k++)
        if (!was_paired[k])
            add(l, (struct change){.kind = CHANGE_REMOVED, .form = before[k].form, .item = k + 1,
                       .before = summary(l->a, &before[k])});
}

size_t candidacy_changes(struct arena *a, const struct candidacy_answers *before,
    const struct candidacy_answers *after, struct change **out)
{
    struct list l = {.a = a};
    compare(&l, &before->identity, &after->identity, 0);
    compare_rows(&l, before->diplomas, before->diplomas_n, after->diplomas, after->diplomas_n);
    compare_rows(
        &l, before->experiences, before->experiences_n, after->experiences, after->experiences_n);
    compare(&l, &before->project, &after->project, 0);
    compare(&l, &before->funding, &after->funding, 0);
    compare(&l, &before->module, &after->module, 0);
    compare(&l, &before->verification, &after->verification, 0);
    *out = l.v;
    return l.n;
}

size_t answers_changes(struct arena *a, const struct answers *before, const struct answers *after,
    struct change **out)
{
    struct list l = {.a = a};
    compare(&l, before, after, 0);
    *out = l.v;
    return l.n;
}
