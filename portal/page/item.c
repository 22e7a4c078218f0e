#include "page/item.h"

#include "page/answers.h"
#include "page/dossier.h"
#include "page/item_words.h"
#include "page/items.h"
#include "page/origin.h"
#include "page/shell.h"
#include "store/tx.h"
#include "view/templates.h"

/* Back to the list, unless it was opened from elsewhere. */
static struct view_back back_to(const struct page *p, struct str anchor)
{
    return origin_back(p, anchor,
        (struct view_back){item_list_path(p), str_c(dossier_title(p, step_by_form(p->asks)))});
}

static struct str section_of(const struct page *p)
{
    return str_c(step_by_form(p->asks)->segment);
}

static enum rc show(struct page *p, const struct step_row *row, const struct answers *as,
    struct str base, bool judged, const char *sentence)
{
    const struct item_words *w = item_words(p);
    bool stored = p->part[1].n != 0;
    struct view_step v = {
        .shell = page_shell(p, stored ? w->one : w->add, NAV_CANDIDACY),
        .back = back_to(p, stored ? item_anchor(p, p->part[1]) : section_of(p)),
        .heading = stored ? str_c(w->one) : str_c(w->add),
        .form = view_form_make(p->a, p->asks, as,
            &(struct form_wish){
                .action = stored ? item_path(p, p->part[1], "") : page_keyed(p, item_add_path(p)),
                .csrf = p->web->csrf(p),
                .base = base,
                .key = stored ? (struct str){0} : page_key(p),
                .from = origin_word(page_origin(p)),
                .submit = origin_words(p, "Enregistrer et revenir"),
                .later = "Enregistrer et continuer plus tard",
                .note = dossier_note(p),
                .others = p->desk,
                .judged = judged || answers_any_fault(as),
                .autosave = !p->desk,
            }),
    };
    if (stored) {
        v.remove_href = origin_link(
            p, item_path(p, p->part[1], "/retirer"), page_origin(p), (struct str){0});
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

/* The key of the form is the item's id: this page has added it already, it is that one's from then on. */
static enum rc find_added(struct page *p, struct item *out)
{
    return item_find(p->db, p->a, p->asks, p->candidacy->id, page_key(p), false, out);
}

enum rc page_item_new(struct page *p)
{
    struct item added;
    struct step_row row = {.answers = answers_new(p->a, p->asks)};
    if (!dossier_is_draft(p))
        return dossier_go_back(p);
    enum rc rc = find_added(p, &added);
    if (rc == RC_OK)
        response_redirect(p->res, origin_link(p, item_path(p, added.public_id, ""), page_origin(p),
                                      (struct str){0}));
    if (rc != RC_NOT_FOUND)
        return rc;
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
    if (answers_say_none(&item.step.answers)) { /* said on the list, and unsaid there */
        response_redirect(p->res, item_list_path(p));
        return RC_OK;
    }
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
    s->public_id = page_key(p);
    enum rc rc = dossier_touch(p);
    if (rc == RC_OK)
        rc = item_not_none(db, p->asks, p->candidacy->id);
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

/* After either: back to where it was opened from, or the same page with what is wrong; what was typed is kept. */
static enum rc after(struct page *p, struct saving *s)
{
    if (page_settle(&s->came, &s->merge, page_later(p) || p->desk)) {
        if (page_later(p))
            return dossier_saved(p);
        response_redirect(p->res, back_to(p, item_anchor(p, p->part[1])).href);
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
    if (answers_say_none(&s.came))
        return items_say(p, true);
    enum rc rc = tx_run(p->db, add, &s);
    if (rc == RC_TOO_LARGE)
        return not_stored(p, &s.came, item_words(p)->full);
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
    if (answers_say_none(&s.came))
        return items_say(p, true);
    enum rc rc = tx_run(p->db, save, &s);
    if (rc == RC_NOT_FOUND && !page_is_autosave(p)) /* taken away meanwhile */
        return not_stored(p, &s.came, item_words(p)->gone);
    if (rc != RC_OK)
        return rc;
    return page_is_autosave(p) ? page_autosaved(p, &s.merge) : after(p, &s);
}

/* ---- removing ---- */

enum rc page_item_remove(struct page *p)
{
    struct item item;
    const struct item_words *w = item_words(p);
    enum rc rc = item_find(
        p->db, p->a, p->asks, p->candidacy->id, p->part[1], false, &item);
    if (rc != RC_OK)
        return rc;
    struct view_confirm v = {
        .shell = page_shell(p, w->remove, NAV_CANDIDACY),
        .back = back_to(p, item_anchor(p, p->part[1])),
        .heading = arena_printf(p->a, "%s\xc2\xa0?", w->remove),
        .text = str_c(w->remove_text),
        .action = p->req->path,
        .csrf = p->web->csrf(p),
        .from = origin_word(page_origin(p)),
        .submit = str_c(w->remove),
        .cancel = STR("Annuler et revenir à la liste"),
        .warning = true,
    };
    v.cancel_href = v.back.href;
    if (page_origin(p) != ORIGIN_STEPS)
        v.cancel = str_c(origin_words(p, "Annuler et revenir"));
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
        response_redirect(p->res, back_to(p, section_of(p)).href);
    return rc;
}
