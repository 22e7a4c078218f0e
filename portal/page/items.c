#include "page/items.h"

#include "page/answers.h"
#include "page/dossier.h"
#include "page/item_words.h"
#include "page/origin.h"
#include "page/shell.h"
#include "page/timeline.h"
#include "store/tx.h"
#include "view/templates.h"

/* ---- the list ---- */

/* What one of them is opened from: this list, which keeps its own way back to the check page. */
static enum origin from_here(const struct page *p)
{
    return page_origin(p) == ORIGIN_STEPS ? ORIGIN_STEPS : ORIGIN_LIST;
}

static struct str link_to(const struct page *p, struct str path)
{
    return origin_link(p, path, from_here(p), (struct str){0});
}

static struct view_summary card(struct page *p, const struct item *item, size_t number)
{
    const struct form *f = p->asks;
    const struct answers *as = &item->step.answers;
    struct view_summary v = {
        .title = arena_printf(p->a, "%s\xc2\xa0%zu", item_words(p)->one, number),
        .rows = ARENA_ARRAY(p->a, f->n, struct view_row),
        .links = ARENA_ARRAY(p->a, 2, struct view_link),
        .links_n = 2,
    };
    for (size_t i = 0; i < f->n; i++) {
        bool optional = f->fields[i].flags & FIELD_OPTIONAL;
        if (!answers_applies(as, i) || (optional && as->v[i].value.n == 0))
            continue;
        v.rows[v.rows_n++] = (struct view_row){.key = str_c(f->fields[i].label),
            .value = as->v[i].value.n ? answer_display(p->a, &f->fields[i], as->v[i].value)
                                      : as->v[i].typed};
    }
    v.links[0] = (struct view_link){link_to(p, item_path(p, item->public_id, "")),
        answers_whole(as) ? STR("Modifier") : STR("Compléter"), v.title};
    v.links[1] = (struct view_link){
        link_to(p, item_path(p, item->public_id, "/retirer")), STR("Retirer"), v.title};
    return v;
}

/* What has been begun, or came from /eligibilite, is finished before one goes on. */
static void offer_finish(
    struct page *p, const struct item *items, size_t n, struct view_items *v)
{
    for (size_t i = 0; i < n; i++) {
        if (answers_whole(&items[i].step.answers))
            continue;
        v->finish_href = link_to(p, item_path(p, items[i].public_id, ""));
        v->finish_label = arena_printf(p->a, "%s\u00a0%zu", item_words(p)->finish, i + 1);
        return;
    }
}

/* On the empty list, the box that says that it stays so. */
static void offer_none(struct page *p, bool said, bool owed, struct view_items *v)
{
    const struct form *f = item_words(p)->none;
    struct answers as = answers_new(p->a, f);
    if (said)
        answers_set(p->a, &as, 0, STR("1"));
    v->offers_none = true;
    v->none = view_form_make(p->a, f, &as,
        &(struct form_wish){
            .action = item_list_path(p),
            .csrf = p->web->csrf(p),
            .from = origin_word(page_origin(p)),
            .submit = origin_words(p, "Enregistrer et revenir"),
            .quiet = !said, /* adding one is the usual way on */
        });
    if (owed)
        view_form_add_fault(p->a, &v->none, f->fields[0].name, str_c(f->fields[0].help));
}

enum said { SAID, SAID_NEITHER, SAID_BOTH }; /* neither one of them nor that there is none; both */

static enum rc show(struct page *p, enum said said)
{
    struct dossier d;
    const struct step *step = step_by_form(p->asks);
    const struct view_back back =
        origin_back(p, str_c(step->segment), (struct view_back){0});
    enum rc rc = dossier_load_paths(p, &d);
    if (rc != RC_OK)
        return rc;
    size_t all = step->form == &form_diploma ? d.answers.diplomas_n : d.answers.experiences_n, n;
    const struct item *items =
        items_real(p->a, step->form == &form_diploma ? d.diplomas : d.experiences, all, &n);
    struct view_items v = {
        .shell = page_shell(p, dossier_title(p, step), NAV_CANDIDACY),
        .back = origin_back(p, str_c(step->segment), dossier_back(p)),
        .heading = str_c(dossier_title(p, step)),
        .lead = str_c(dossier_lead(p, step)),
        .cards = ARENA_ARRAY(p->a, n, struct view_summary),
        .cards_n = n,
        .empty = n == all ? str_c(item_words(p)->empty) : (struct str){0},
        .add_href = link_to(p, item_add_path(p)),
        .add_label = str_c(item_words(p)->add),
        .next_href = back.href.n ? back.href : dossier_path(p, step_after(step)->segment),
        .next_label = back.href.n ? str_c(origin_words(p, "Revenir")) : STR("Continuer"),
    };
    for (size_t i = 0; i < n; i++)
        v.cards[i] = card(p, &items[i], i + 1);
    offer_finish(p, items, n, &v);
    if (n == 0)
        offer_none(p, n < all, said == SAID_NEITHER, &v);
    if (said == SAID_BOTH)
        view_form_add_fault(p->a, &v.none, NULL, str_c(item_words(p)->filled));
    p->res->status = v.none.faults.items_n ? 422 : 200;
    page_shell_error(&v.shell, v.none.faults.items_n > 0);
    dossier_notices(p, &v.notices);
    if (step->form == &form_experience && n)
        page_timeline(p, &d, &v);
    struct view_card beside = dossier_verdict_card(p, &d);
    v.beside = (struct view_cards){&beside, !p->desk}; /* staff read it on the page of the whole */
    view_items_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_items(struct page *p)
{
    return dossier_is_draft(p) ? show(p, SAID) : dossier_go_back(p);
}

/* ---- that there is none ---- */

struct saying {
    struct page *p;
    bool none; /* the box is ticked */
    size_t real;
};

static enum rc say_none(struct saying *s)
{
    struct page *p = s->p;
    const struct field *says = form_none(p->asks);
    struct answers as = answers_new(p->a, p->asks);
    struct str public_id = {0};
    answers_set(p->a, &as, (size_t)(says - p->asks->fields), str_c(says->none));
    return item_insert(p->db, p->a, p->asks, p->candidacy->id, &as, (struct str){0}, p->now,
        &public_id);
}

static enum rc say(struct db *db, void *arg)
{
    struct saying *s = arg;
    struct page *p = s->p;
    struct item *items;
    size_t n;
    enum rc rc = dossier_touch(p);
    if (rc == RC_OK)
        rc = item_list(db, p->a, p->asks, p->candidacy->id, &items, &n);
    if (rc != RC_OK)
        return rc;
    (void)items_real(p->a, items, n, &s->real);
    bool was = n > s->real;
    if (!s->none && was)
        return item_not_none(db, p->asks, p->candidacy->id);
    return s->none && !was && s->real == 0 ? say_none(s) : RC_OK;
}

enum rc items_say(struct page *p, bool none)
{
    struct saying s = {.p = p, .none = none};
    const struct step *step = step_by_form(p->asks);
    if (!dossier_is_draft(p))
        return RC_CONFLICT;
    enum rc rc = tx_run(p->db, say, &s);
    if (rc != RC_OK)
        return rc;
    if (none && s.real)
        return show(p, SAID_BOTH);
    if (!none && !s.real && !p->desk) /* a paper may say neither */
        return show(p, SAID_NEITHER);
    return origin_return(p, str_c(step->segment)) ? RC_OK : dossier_next(p, p->asks);
}

enum rc page_items_said(struct page *p)
{
    struct answers box = page_answers(p, p->asks);
    p->asks = item_words(p)->form; /* from here on it is about the list that the box stands on */
    return items_say(p, box.v[0].value.n > 0);
}
