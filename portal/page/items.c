#include "page/items.h"

#include "page/answers.h"
#include "page/dossier.h"
#include "page/shell.h"
#include "page/timeline.h"
#include "store/tx.h"
#include "view/templates.h"

/* The words in which diplomas and experiences differ. */
struct words {
    const struct form *form;
    const char *add, *finish, *none, *one, *remove, *remove_text, *full, *gone;
};

static const struct words all_words[] = {
    {&form_diploma, "Ajouter un diplôme", "Compléter le diplôme",
        "Vous n’avez encore indiqué aucun diplôme. Si vous n’en avez pas, ajoutez «\u00a0Aucun diplôme\u00a0».",
        "Diplôme", "Retirer ce diplôme", "Il sera effacé de votre candidature.",
        "Une candidature contient au plus 40 diplômes. Retirez-en un pour pouvoir ajouter celui-ci.",
        "Ce diplôme a été retiré entre-temps, dans un autre onglet ou sur un autre appareil. Ce que "
        "vous avez écrit est encore là\u00a0: enregistrez pour l’ajouter de nouveau."},
    {&form_experience, "Ajouter une expérience", "Compléter l’expérience",
        "Vous n’avez encore indiqué aucune expérience.",
        "Expérience", "Retirer cette expérience",
        "Elle sera effacée de votre candidature et ne comptera plus dans vos mois.",
        "Une candidature contient au plus 40 expériences. Retirez-en une pour pouvoir ajouter "
        "celle-ci.",
        "Cette expérience a été retirée entre-temps, dans un autre onglet ou sur un autre appareil. "
        "Ce que vous avez écrit est encore là\u00a0: enregistrez pour l’ajouter de nouveau."},
};

/* The same, said to staff. */
static const struct words desk_words[] = {
    {&form_diploma, "Ajouter un diplôme", "Compléter le diplôme",
        "Aucun diplôme n’est encore saisi. Si le dossier dit qu’il n’y en a pas, ajoutez «\u00a0Aucun diplôme\u00a0».",
        "Diplôme", "Retirer ce diplôme", "Il sera effacé de la candidature.",
        "Une candidature contient au plus 40 diplômes. Retirez-en un pour pouvoir ajouter celui-ci.",
        "Ce diplôme a été retiré entre-temps, dans un autre onglet ou par quelqu’un d’autre. Ce que vous "
        "avez écrit est encore là\u00a0: enregistrez pour l’ajouter de nouveau."},
    {&form_experience, "Ajouter une expérience", "Compléter l’expérience",
        "Aucune expérience n’est encore saisie.", "Expérience", "Retirer cette expérience",
        "Elle sera effacée de la candidature et ne comptera plus dans les mois.",
        "Une candidature contient au plus 40 expériences. Retirez-en une pour pouvoir ajouter "
        "celle-ci.",
        "Cette expérience a été retirée entre-temps, dans un autre onglet ou par quelqu’un d’autre. Ce "
        "que vous avez écrit est encore là\u00a0: enregistrez pour l’ajouter de nouveau."},
};

_Static_assert(ITEMS_MAX == 40, "the sentences of `full` say forty");

static const struct words *words_of(const struct page *p)
{
    const struct words *w = p->desk ? desk_words : all_words;
    return p->asks == &form_diploma ? &w[0] : &w[1];
}

static struct str list_path(const struct page *p)
{
    return dossier_path(p, step_by_form(p->asks)->segment);
}

static struct str add_path(const struct page *p)
{
    return arena_printf(p->a, "%.*s/ajouter", STR_ARG(list_path(p)));
}

static struct str item_path(const struct page *p, struct str item, const char *tail)
{
    return arena_printf(p->a, "%.*s/%.*s%s", STR_ARG(list_path(p)), STR_ARG(item), tail);
}

/* ---- the list ---- */

static struct view_summary card(struct page *p, const struct item *item, size_t number)
{
    const struct form *f = p->asks;
    const struct words *w = words_of(p);
    const struct answers *as = &item->step.answers;
    struct view_summary v = {
        .title = arena_printf(p->a, "%s\xc2\xa0%zu", w->one, number),
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
    v.links[0] = (struct view_link){item_path(p, item->public_id, ""), 
        answers_whole(as) ? STR("Modifier") : STR("Compléter"), v.title};
    v.links[1] = (struct view_link){item_path(p, item->public_id, "/retirer"), STR("Retirer"), v.title};
    return v;
}

/* What has been begun, or came from /eligibilite, is finished before one goes on. */
static void offer_finish(
    struct page *p, const struct item *items, size_t n, struct view_items *v)
{
    for (size_t i = 0; i < n; i++) {
        if (answers_whole(&items[i].step.answers))
            continue;
        v->finish_href = item_path(p, items[i].public_id, "");
        v->finish_label = arena_printf(p->a, "%s\u00a0%zu", words_of(p)->finish, i + 1);
        return;
    }
}

enum rc page_items(struct page *p)
{
    struct dossier d;
    const struct step *step = step_by_form(p->asks);
    bool diplomas = p->asks == &form_diploma;
    if (!dossier_is_draft(p))
        return dossier_go_back(p);
    enum rc rc = dossier_load_paths(p, &d);
    if (rc != RC_OK)
        return rc;
    const struct item *items = diplomas ? d.diplomas : d.experiences;
    size_t n = diplomas ? d.answers.diplomas_n : d.answers.experiences_n;
    struct view_items v = {
        .shell = page_shell(p, dossier_title(p, step), NAV_CANDIDACY),
        .back = dossier_back(p),
        .heading = str_c(dossier_title(p, step)),
        .lead = str_c(dossier_lead(p, step)),
        .cards = ARENA_ARRAY(p->a, n, struct view_summary),
        .cards_n = n,
        .empty = str_c(words_of(p)->none),
        .add_href = add_path(p),
        .add_label = str_c(words_of(p)->add),
        .next_href = dossier_path(p, step_after(step)->segment),
    };
    for (size_t i = 0; i < n; i++)
        v.cards[i] = card(p, &items[i], i + 1);
    offer_finish(p, items, n, &v);
    dossier_notices(p, &v.notices);
    if (!diplomas && n)
        page_timeline(p, &d, &v);
    struct view_card beside = dossier_verdict_card(p, &d);
    v.beside = (struct view_cards){&beside, !p->desk}; /* staff read it on the page of the whole */
    view_items_html(&p->res->body, &v);
    return RC_OK;
}

/* ---- one of them ---- */

static enum rc show(struct page *p, const struct step_row *row, const struct answers *as,
    struct str base, bool judged, const char *sentence)
{
    const struct words *w = words_of(p);
    bool stored = p->part[1].n != 0;
    struct view_step v = {
        .shell = page_shell(p, stored ? w->one : w->add, NAV_CANDIDACY),
        .back = {list_path(p), str_c(dossier_title(p, step_by_form(p->asks)))},
        .heading = stored ? str_c(w->one) : str_c(w->add),
        .form = view_form_make(p->a, p->asks, as,
            &(struct form_wish){
                .action = stored ? item_path(p, p->part[1], "") : add_path(p),
                .csrf = p->web->csrf(p),
                .base = base,
                .key = stored ? (struct str){0} : page_key(p),
                .later = "Enregistrer et continuer plus tard",
                .note = dossier_note(p),
                .others = p->desk,
                .judged = judged || answers_any_fault(as),
                .autosave = !p->desk,
            }),
    };
    if (stored) {
        v.remove_href = item_path(p, p->part[1], "/retirer");
        v.remove_label = str_c(w->remove);
    }
    if (*sentence)
        view_form_add_fault(p->a, &v.form, NULL, str_c(sentence));
    page_shell_error(&v.shell, v.form.faults.items_n > 0);
    dossier_notices(p, &v.notices);
    page_show_conflicts(p, row, as, &v.form);
    view_step_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_item_new(struct page *p)
{
    struct step_row row = {.answers = answers_new(p->a, p->asks)};
    if (!dossier_is_draft(p))
        return dossier_go_back(p);
    return show(p, &row, &row.answers, page_base(p, &row.answers), false, "");
}

enum rc page_item(struct page *p)
{
    struct item item;
    if (!dossier_is_draft(p))
        return dossier_go_back(p);
    enum rc rc = item_find(
        p->db, p->a, p->asks, p->candidacy->id, p->part[1], false, &item);
    if (rc != RC_OK)
        return rc;
    return show(p, &item.step, &item.step.answers, page_base(p, &item.step.answers), false, "");
}

struct saving {
    struct page *p;
    struct item item;
    struct answers came;
    struct merge merge;
    struct str public_id;
};

static enum rc add(struct db *db, void *arg)
{
    struct saving *s = arg;
    struct page *p = s->p;
    struct answers nothing = answers_new(p->a, p->asks);
    s->merge = page_merge(p, &nothing, (struct str){0}, &s->came);
    s->public_id = page_form(p, "key");
    enum rc rc = dossier_touch(p);
    if (rc != RC_OK)
        return rc;
    return item_insert(db, p->a, p->asks, p->candidacy->id, &s->merge.result, s->merge.writers,
        p->now, &s->public_id);
}

static enum rc save(struct db *db, void *arg)
{
    struct saving *s = arg;
    struct page *p = s->p;
    enum rc rc = dossier_touch(p);
    if (rc == RC_OK)
        rc = item_find(db, p->a, p->asks, p->candidacy->id, p->part[1], true, &s->item);
    if (rc != RC_OK)
        return rc;
    s->merge = page_merge(p, &s->item.step.answers, s->item.step.writers, &s->came);
    if (s->merge.changed == 0)
        return RC_OK;
    return item_update(db, p->a, p->asks, p->candidacy->id, p->part[1], &s->merge.result,
        s->merge.writers, p->now);
}

/* After either: on to the list, or the same page with what is wrong; what was typed is kept. */
static enum rc after(struct page *p, struct saving *s)
{
    if (page_settle(&s->came, &s->merge, page_later(p) || p->desk)) {
        if (page_later(p))
            return dossier_saved(p);
        response_redirect(p->res, list_path(p));
        return RC_OK;
    }
    p->res->status = 422;
    return show(p, &s->item.step, &s->came, page_base(p, &s->merge.result), true, "");
}

/* What was typed stays in a page that would add it. */
static enum rc not_stored(struct page *p, const struct answers *came, const char *sentence)
{
    struct step_row none = {.answers = answers_new(p->a, p->asks)};
    p->res->status = 422;
    p->part[1] = (struct str){0};
    return show(p, &none, came, page_base(p, &none.answers), true, sentence);
}

enum rc page_item_add(struct page *p)
{
    struct saving s = {.p = p, .came = page_answers(p, p->asks)};
    if (!dossier_is_draft(p))
        return RC_CONFLICT;
    enum rc rc = tx_run(p->db, add, &s);
    if (rc == RC_TOO_LARGE)
        return not_stored(p, &s.came, words_of(p)->full);
    /* Kept while one types, it stays on this page, whose key leads to the same item. Otherwise, from
     * here on it is that item's page: what is sent again changes it and adds no other. The
     * key of the form is the item's id, so a form sent twice finds its item there already. */
    p->part[1] = s.public_id;
    if (rc == RC_CONFLICT)
        rc = tx_run(p->db, save, &s);
    if (rc != RC_OK)
        return rc;
    return page_is_autosave(p) ? page_autosaved(p, &s.merge) : after(p, &s);
}

enum rc page_item_save(struct page *p)
{
    struct saving s = {.p = p, .came = page_answers(p, p->asks)};
    if (!dossier_is_draft(p))
        return RC_CONFLICT;
    enum rc rc = tx_run(p->db, save, &s);
    if (rc == RC_NOT_FOUND && !page_is_autosave(p)) /* taken away meanwhile */
        return not_stored(p, &s.came, words_of(p)->gone);
    if (rc != RC_OK)
        return rc;
    return page_is_autosave(p) ? page_autosaved(p, &s.merge) : after(p, &s);
}

/* ---- removing ---- */

enum rc page_item_remove(struct page *p)
{
    struct item item;
    const struct words *w = words_of(p);
    enum rc rc = item_find(
        p->db, p->a, p->asks, p->candidacy->id, p->part[1], false, &item);
    if (rc != RC_OK)
        return rc;
    struct view_confirm v = {
        .shell = page_shell(p, w->remove, NAV_CANDIDACY),
        .back = {list_path(p), str_c(dossier_title(p, step_by_form(p->asks)))},
        .heading = arena_printf(p->a, "%s\xc2\xa0?", w->remove),
        .text = str_c(w->remove_text),
        .action = p->req->path,
        .csrf = p->web->csrf(p),
        .submit = str_c(w->remove),
        .cancel_href = list_path(p),
        .cancel = STR("Annuler et revenir à la liste"),
        .warning = true,
    };
    view_confirm_html(&p->res->body, &v);
    return RC_OK;
}

static enum rc removing(struct db *db, void *arg)
{
    struct page *p = arg;
    enum rc rc = dossier_touch(p);
    if (rc == RC_OK)
        rc = item_delete(db, p->asks, p->candidacy->id, p->part[1]);
    return rc == RC_NOT_FOUND ? RC_OK : rc; /* sent twice: it is gone, as wished */
}

enum rc page_item_removed(struct page *p)
{
    if (!dossier_is_draft(p))
        return RC_CONFLICT;
    enum rc rc = tx_run(p->db, removing, p);
    if (rc == RC_OK)
        response_redirect(p->res, list_path(p));
    return rc;
}
