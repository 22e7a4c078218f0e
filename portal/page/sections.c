#include "page/sections.h"

#include "base/words.h"
#include "domain/steps.h"
#include "page/dossier.h"
#include "page/item_words.h"
#include "page/origin.h"
#include "view/form.h"

/* A box that is not ticked says "Non"; what cannot be taken is shown as it was written; what else is
 * empty says so by itself. */
static struct str shown(struct page *p, const struct field *f, const struct answer *one)
{
    if (one->value.n)
        return answer_display(p->a, f, one->value);
    if (one->fault != FAULT_NONE && f->kind != FIELD_BOX && !f->choices)
        return one->typed;
    return f->kind == FIELD_BOX ? STR("Non") : (struct str){0};
}

/* What a link changes, in words that no other link of the page has. */
static struct str what_of(struct page *p, const struct field *f, struct str title, bool repeats)
{
    struct str what = arena_printf(p->a, "«\u00a0%s\u00a0»", f->label);
    return repeats ? arena_printf(p->a, "%.*s (%.*s)", STR_ARG(what), STR_ARG(title)) : what;
}

/* To that field of the page at `path`, and back. Staff correct an address apart: mails go there. */
static struct str field_link(struct page *p, struct str path, const struct field *f)
{
    if (p->desk && f->kind == FIELD_EMAIL)
        return dossier_path(p, "courriel");
    return origin_link(p, path, ORIGIN_CHECK, view_field_id(p->a, f));
}

/* The address of the account, which its owner has proved. */
static bool is_proved(const struct page *p, const struct answer *one)
{
    return one->doubt == DOUBT_EMAIL && str_eq(one->value, p->visit.email);
}

/* `path`: where they are given; empty: no link. */
static struct view_summary section(struct page *p, const struct answers *as, struct str title,
    struct str path, bool repeats)
{
    const struct form *f = as->form;
    struct view_summary v = {.title = title, .rows = ARENA_ARRAY(p->a, f->n, struct view_row)};
    for (size_t i = 0; i < f->n; i++) {
        const struct field *field = &f->fields[i];
        const struct answer *one = &as->v[i];
        bool silent = form_stands_in(f, field) && !one->typed.n;
        if (!answers_applies(as, i) || (field->flags & FIELD_UNSTORED) || silent)
            continue;
        v.rows[v.rows_n++] = (struct view_row){
            .key = str_c(field->label),
            .value = shown(p, field, one),
            .href = path.n ? field_link(p, path, field) : path,
            .what = what_of(p, field, title, repeats),
            .fault = path.n ? fault_sentence(p->a, as, i) : (struct str){0},
            .doubt = path.n && !is_proved(p, one) ? fault_doubt(p->a, as, i) : (struct str){0},
        };
    }
    return v;
}

struct view_summary page_section(struct page *p, const struct answers *as)
{
    return section(p, as, (struct str){0}, (struct str){0}, false);
}

struct list {
    struct page *p;
    const struct dossier *links; /* NULL: none */
    struct view_summary *v;
    size_t n;
};

static struct view_summary *add(struct list *l, struct view_summary one, struct str id)
{
    one.id = l->links ? id : (struct str){0};
    l->v[l->n] = one;
    return &l->v[l->n++];
}

static void add_one(struct list *l, const struct answers *as, enum step_id id)
{
    struct str path = l->links ? dossier_path(l->p, steps[id].segment) : (struct str){0};
    add(l, section(l->p, as, str_c(dossier_title(l->p, &steps[id])), path, false),
        str_c(steps[id].segment));
}

/* The words in which the lists differ. */
static const struct list_words {
    enum step_id id;
    const char *one, *singular, *plural, *what;
} lists[] = {
    {STEP_DIPLOMAS, "Diplôme", "diplôme", "diplômes", "la liste des diplômes"},
    {STEP_EXPERIENCES, "Expérience", "expérience", "expériences", "la liste des expériences"},
};

/* How many there are, or that there is none: where one is added. Who only reads sees it when there is
 * none, since then nothing else says so. */
static void add_list(struct list *l, const struct list_words *w, bool none, size_t real)
{
    struct page *p = l->p;
    const struct step *s = &steps[w->id];
    const struct field *says = form_none(s->form);
    if (!l->links && !none)
        return;
    struct view_row *row = ARENA_ARRAY(p->a, 1, struct view_row);
    *row = (struct view_row){
        .key = str_c(s->others),
        .value = real ? words_count(p->a, real, w->singular, w->plural)
                 : none ? answer_display(p->a, says, str_c(says->none))
                        : (struct str){0},
        .what = str_c(w->what),
    };
    if (l->links)
        row->href = origin_link(
            p, dossier_path(p, s->segment), ORIGIN_CHECK, (struct str){0});
    add(l, (struct view_summary){.title = str_c(dossier_title(p, s)), .rows = row, .rows_n = 1},
        str_c(s->segment));
}

static void add_rows(struct list *l, const struct answers *rows, size_t n,
    const struct item *items, const struct list_words *w)
{
    struct page *p = l->p;
    size_t real = 0, number = 0;
    for (size_t i = 0; i < n; i++)
        real += !answers_say_none(&rows[i]);
    add_list(l, w, real < n, real);
    for (size_t i = 0; i < n; i++) {
        struct str path = {0}, id = {0};
        if (answers_say_none(&rows[i]))
            continue;
        if (items) {
            id = item_anchor(p, items[i].public_id);
            path = arena_printf(p->a, "%.*s/%.*s",
                STR_ARG(dossier_path(p, steps[w->id].segment)), STR_ARG(items[i].public_id));
        }
        add(l, section(p, &rows[i], arena_printf(p->a, "%s\xc2\xa0%zu", w->one, ++number), path, true),
            id);
    }
}

void page_sections(struct page *p, const struct candidacy_answers *ca,
    const struct dossier *links, struct view_summary **out, size_t *n)
{
    struct list l = {.p = p, .links = links};
    l.v = ARENA_ARRAY(p->a, STEPS_N + ca->diplomas_n + ca->experiences_n, struct view_summary);
    add_one(&l, &ca->identity, STEP_IDENTITY);
    add_rows(&l, ca->diplomas, ca->diplomas_n, links ? links->diplomas : NULL, &lists[0]);
    add_rows(&l, ca->experiences, ca->experiences_n, links ? links->experiences : NULL, &lists[1]);
    add_one(&l, &ca->project, STEP_PROJECT);
    add_one(&l, &ca->funding, STEP_FUNDING);
    add_one(&l, &ca->module, STEP_MODULE);
    if (!links && answers_get(&ca->verification, "explanation").n)
        add_one(&l, &ca->verification, STEP_VERIFICATION);
    *out = l.v;
    *n = l.n;
}

/* ---- what is still open ---- */

static const struct answers *answers_of(const struct candidacy_answers *ca, const struct form *f)
{
    const struct answers *const once[] = {&ca->identity, &ca->project, &ca->funding, &ca->module};
    for (size_t i = 0; i < sizeof once / sizeof *once; i++)
        if (once[i]->form == f)
            return once[i];
    return NULL;
}

struct str page_section_open(struct page *p, const struct dossier *d, const struct step *s)
{
    const struct answers *as = answers_of(&d->answers, s->form);
    bool diplomas = s->form == &form_diploma;
    const struct item *items = diplomas ? d->diplomas : d->experiences;
    size_t n = as ? 0 : diplomas ? d->answers.diplomas_n : d->answers.experiences_n;
    struct str path = dossier_path(p, s->segment);
    for (size_t i = 0; i < n && !as; i++)
        if (!answers_whole(&items[i].step.answers)) {
            as = &items[i].step.answers;
            path = arena_printf(p->a, "%.*s/%.*s", STR_ARG(path), STR_ARG(items[i].public_id));
        }
    const struct field *open = as ? answers_first_open(as) : NULL;
    return open ? field_link(p, path, open)
                : origin_link(p, path, ORIGIN_CHECK, (struct str){0});
}
