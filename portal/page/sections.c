#include "page/sections.h"

#include "domain/steps.h"
#include "page/dossier.h"

/* A box that is not ticked says "Non"; what else is empty says so by itself. */
static struct str shown(struct page *p, const struct field *f, const struct answer *one)
{
    if (one->value.n == 0)
        return f->kind == FIELD_BOX ? STR("Non") : (struct str){0};
    return answer_display(p->a, f, one->value);
}

/* What a link changes, in words that no other link of the page has. */
static struct str what_of(struct page *p, const struct field *f, struct str title, bool repeats)
{
    struct str what = arena_printf(p->a, "«\u00a0%s\u00a0»", f->label);
    return repeats ? arena_printf(p->a, "%.*s (%.*s)", STR_ARG(what), STR_ARG(title)) : what;
}

static struct view_summary section(struct page *p, const struct answers *as, struct str title,
    struct str href, bool repeats)
{
    const struct form *f = as->form;
    struct view_summary v = {.title = title, .rows = ARENA_ARRAY(p->a, f->n, struct view_row)};
    for (size_t i = 0; i < f->n; i++) {
        const struct field *field = &f->fields[i];
        if (!answers_applies(as, i) || (field->flags & FIELD_UNSTORED))
            continue;
        v.rows[v.rows_n++] = (struct view_row){
            .key = str_c(field->label),
            .value = shown(p, field, &as->v[i]),
            .href = href,
            .what = what_of(p, field, title, repeats),
        };
    }
    return v;
}

struct list {
    struct page *p;
    const struct dossier *links; /* NULL: none */
    struct view_summary *v;
    size_t n;
};

static void add_one(struct list *l, const struct answers *as, enum step_id id)
{
    struct str href = l->links ? dossier_path(l->p, steps[id].segment) : (struct str){0};
    l->v[l->n++] = section(l->p, as, str_c(dossier_title(l->p, &steps[id])), href, false);
}

static void add_rows(struct list *l, const struct answers *rows, size_t n, enum step_id id,
    const char *one)
{
    const struct item *items = !l->links           ? NULL
                               : id == STEP_DIPLOMAS ? l->links->diplomas
                                                     : l->links->experiences;
    for (size_t i = 0; i < n; i++) {
        struct str href = {0};
        if (items)
            href = arena_printf(l->p->a, "%.*s/%.*s",
                STR_ARG(dossier_path(l->p, steps[id].segment)), STR_ARG(items[i].public_id));
        l->v[l->n++] = section(
            l->p, &rows[i], arena_printf(l->p->a, "%s\xc2\xa0%zu", one, i + 1), href, true);
    }
}

void page_sections(struct page *p, const struct candidacy_answers *ca,
    const struct dossier *links, struct view_summary **out, size_t *n)
{
    struct list l = {.p = p, .links = links};
    l.v = ARENA_ARRAY(p->a, STEPS_N + ca->diplomas_n + ca->experiences_n, struct view_summary);
    add_one(&l, &ca->identity, STEP_IDENTITY);
    add_rows(&l, ca->diplomas, ca->diplomas_n, STEP_DIPLOMAS, "Diplôme");
    add_rows(&l, ca->experiences, ca->experiences_n, STEP_EXPERIENCES, "Expérience");
    add_one(&l, &ca->project, STEP_PROJECT);
    add_one(&l, &ca->funding, STEP_FUNDING);
    add_one(&l, &ca->module, STEP_MODULE);
    if (!links && answers_get(&ca->verification, "explanation").n)
        add_one(&l, &ca->verification, STEP_VERIFICATION);
    *out = l.v;
    *n = l.n;
}
