/* Fields of every form: the first byte says which form, and what follows, cut at each byte 30, is what its
 * parameters hold, in the order of the table. Whatever it is, an answer is a text that its column can keep
 * or a fault; and what is shown again, or was stored and is shown later, reads as the same answer. */
#include "base/utf8.h"
#include "domain/forms.h"
#include "domain/name.h"
#include "fuzz.h"

static const struct day TODAY = {2026, 11, 15};
enum { NEXT = 30 };

/* The parameters still to come. */
static struct str piece(void *ctx, const char *name)
{
    struct str *rest = ctx, one;
    (void)name;
    return str_cut(rest, NEXT, &one) ? one : (struct str){0};
}

/* What a page of these answers would send: the parts of a date, the boxes of a list. */
static struct str shown(void *ctx, const char *name)
{
    const struct answers *as = ctx;
    const char *dot = strchr(name, '.');
    size_t n = dot ? (size_t)(dot - name) : strlen(name), i = 0;
    while (!str_eq((struct str){name, n}, str_c(as->form->fields[i].name)))
        i++;
    const struct field *f = &as->form->fields[i];
    struct str rest = as->v[i].typed, one = rest;
    if (!dot)
        return rest;
    if (f->kind == FIELD_CHECKS) {
        while (str_cut(&rest, ' ', &one))
            if (str_eq_c(one, dot + 1))
                return STR("1");
        return (struct str){0};
    }
    for (size_t skip = (dot[1] != 'd' && f->kind == FIELD_DATE) + (dot[1] == 'y'); skip > 0; skip--)
        str_cut(&rest, '/', &one);
    return str_cut(&rest, '/', &one) ? one : (struct str){0};
}

static void judge(struct arena *a, const struct answers *as)
{
    for (size_t i = 0; i < as->form->n; i++) {
        const struct field *f = &as->form->fields[i];
        struct str value = as->v[i].value, said = answer_display(a, f, value);
        FUZZ_HOLDS(utf8_valid(as->v[i].typed) && utf8_valid(value) && utf8_valid(said));
        FUZZ_HOLDS(as->v[i].fault == FAULT_NONE || value.n == 0);
        FUZZ_HOLDS(!str_has_control(value, f->kind == FIELD_AREA ? "\n" : f->kind == FIELD_SECRET ? "\t\r\n" : ""));
        FUZZ_HOLDS(!f->max || f->kind == FIELD_SECRET || utf8_length(value) <= f->max);
    }
}

/* What is shown again holds no control any more, and no box that there is not. */
static void same(const struct answers *as, const struct answers *again)
{
    for (size_t i = 0; i < as->form->n; i++)
        if (as->v[i].fault == FAULT_CONTROL ||
            (as->v[i].fault == FAULT_CHOICE && as->form->fields[i].kind == FIELD_CHECKS))
            return;
    for (size_t i = 0; i < as->form->n; i++)
        FUZZ_HOLDS(again->v[i].fault == as->v[i].fault && str_eq(again->v[i].value, as->v[i].value));
}

static void fuzz_one(struct arena *a, struct str in)
{
    size_t forms = 0;
    while (forms_all[forms])
        forms++;
    struct str rest = str_slice(in, in.n ? 1 : 0, in.n);
    if (in.n == 0 || memchr(rest.p, 0, rest.n))
        return; /* http/request.h refuses it */
    const struct form *f = forms_all[(unsigned char)in.p[0] % forms];
    struct answers as = answers_read(a, f, piece, &rest, TODAY);
    judge(a, &as);
    struct answers again = answers_read(a, f, shown, &as, TODAY);
    same(&as, &again);
    struct answers stored = answers_new(a, f);
    for (size_t i = 0; i < f->n; i++)
        answers_set(a, &stored, i, as.v[i].value);
    again = answers_read(a, f, shown, &stored, TODAY);
    judge(a, &again);
    for (size_t i = 0; i < f->n; i++) /* a secret is never kept as it is */
        FUZZ_HOLDS(again.v[i].fault != FAULT_NONE || f->fields[i].kind == FIELD_SECRET ||
                   str_eq(again.v[i].value, as.v[i].value));
    (void)answers_whole(&as);
    (void)answers_complete(&as);
}
