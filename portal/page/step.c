#include "page/step.h"

#include "domain/forms.h"
#include "domain/steps.h"
#include "page/answers.h"
#include "page/dossier.h"
#include "page/funding.h"
#include "page/origin.h"
#include "page/proof.h"
#include "page/shell.h"
#include "store/step.h"
#include "store/tx.h"
#include "view/templates.h"
#include "view/wizard.h"

/* What one step shows or does beyond its form. Each may be NULL. */
struct extra {
    const struct form *form;
    enum rc (*show)(struct page *p, const struct answers *as, struct view_step *v);
    bool live; /* what `show` adds follows the answers */
    /* what no field can judge alone, before anything is saved */
    void (*judge)(struct page *p, struct answers *came);
    /* inside the transaction that saves the step */
    enum rc (*saved)(struct page *p, const struct answers *before, const struct merge *m);
};

static const struct extra extras[] = {
    {&form_identity, proof_identity_show, false, proof_identity_judge, proof_identity_saved},
    {&form_funding, dossier_show_prices, true, NULL, funding_saved},
    {&form_module, dossier_show_module, true, NULL, NULL},
};

/* At the desk the address is the one that the draft was opened for: it is not asked again. */
static enum rc hide_email(struct page *p, const struct answers *as, struct view_step *v)
{
    struct view_field *email = view_form_field(&v->form, "email");
    struct view_field *end = v->form.fields + v->form.fields_n--;
    (void)p;
    (void)as;
    memmove(email, email + 1, (size_t)(end - email - 1) * sizeof *email);
    return RC_OK;
}

static const struct extra desk_extras[] = {
    {&form_identity, hide_email, false, NULL, NULL},
    {&form_funding, dossier_show_prices, true, NULL, NULL},
    {&form_module, dossier_show_module, true, NULL, NULL},
};

static const struct extra *extra_of(const struct page *p)
{
    enum { N = sizeof extras / sizeof *extras };
    _Static_assert(N == sizeof desk_extras / sizeof *desk_extras, "the same steps on both sides");
    for (size_t i = 0; i < N; i++)
        if (extras[i].form == p->asks)
            return p->desk ? &desk_extras[i] : &extras[i];
    return NULL;
}

enum shown {
    SHOWN_FIRST,
    SHOWN_JUDGED,   /* it comes back with what is wrong */
    SHOWN_DOUBTFUL, /* it is saved, and comes back once with what is doubtful */
};

/* `base` is what the page will be based on; faults are shown when the answers were judged, or when
 * something unreadable was kept from an earlier visit. */
static enum rc show(struct page *p, const struct step_row *row, const struct answers *as,
    struct str base, enum shown how)
{
    const struct form *f = p->asks;
    const struct step *step = step_by_form(f);
    const struct extra *extra = extra_of(p);
    struct view_step v = {
        .shell = page_shell(p, dossier_title(p, step), NAV_CANDIDACY),
        .back = origin_back(p, str_c(step->segment), dossier_back(p)),
        .heading = str_c(dossier_title(p, step)),
        .lead = str_c(dossier_lead(p, step)),
        .form = view_form_make(p->a, f, as,
            &(struct form_wish){
                .action = p->req->path,
                .csrf = p->web->csrf(p),
                .base = base,
                .from = origin_word(page_origin(p)),
                .submit = origin_words(p, "Enregistrer et revenir"),
                .later = "Enregistrer et continuer plus tard",
                .note = dossier_note(p),
                .others = p->desk,
                .stay = extra && extra->live ? "Voir le prix" : NULL,
                .judged = how == SHOWN_JUDGED || answers_any_fault(as),
                .autosave = !p->desk, /* there, each save leaves a trace */
            }),
    };
    v.live = extra && extra->live;
    page_shell_error(&v.shell, v.form.faults.items_n > 0);
    if (how == SHOWN_DOUBTFUL)
        v.notices = page_doubt_notice(p, as, true);
    else
        dossier_notices(p, &v.notices);
    page_show_conflicts(p, row, as, &v.form);
    enum rc rc = extra && extra->show ? extra->show(p, as, &v) : RC_OK;
    if (rc == RC_OK)
        view_step_html(&p->res->body, &v);
    return rc;
}

enum rc page_step_show(struct page *p)
{
    struct step_row row;
    enum rc rc = step_load(p->db, p->a, p->asks, p->candidacy->id, false, &row);
    if (rc != RC_OK)
        return rc;
    if (!dossier_may_edit(p, p->asks))
        return dossier_go_back(p);
    page_proved(p, &row.answers);
    return show(p, &row, &row.answers, page_base(p, &row.answers), SHOWN_FIRST);
}

struct saving {
    struct page *p;
    struct step_row row;
    struct answers came;
    struct merge merge;
};

/* Can be run again on a deadlock: everything is read inside. */
static enum rc save(struct db *db, void *arg)
{
    struct saving *s = arg;
    struct page *p = s->p;
    const struct extra *extra = extra_of(p);
    enum rc rc = step_load(db, p->a, p->asks, p->candidacy->id, true, &s->row);
    if (rc != RC_OK)
        return rc;
    if (p->desk && p->asks == &form_identity)
        *answers_at(&s->came, "email") = *answers_at(&s->row.answers, "email");
    s->merge = page_merge(p, &s->row.answers, s->row.writers, &s->came);
    /* Kept as one typed, all of it may be there already: what a step does beyond that (the code sent
     * to a new address) is still due. */
    if (s->merge.changed)
        rc = dossier_touch(p);
    if (rc == RC_OK && s->merge.changed)
        rc = step_save(db, p->a, p->asks, p->candidacy->id, &s->merge.result, s->merge.writers,
            p->now);
    if (rc == RC_OK && extra && extra->saved)
        rc = extra->saved(p, &s->row.answers, &s->merge);
    return rc;
}

/* Where the button that was pressed leads, once it is saved. */
static enum rc go_on(struct page *p)
{
    if (page_later(p))
        return dossier_saved(p);
    if (page_stay(p)) {
        response_redirect(p->res, origin_link(p, p->req->path, page_origin(p), STR("a-cote")));
        return RC_OK;
    }
    return origin_return(p, str_c(step_by_form(p->asks)->segment)) ? RC_OK
                                                                   : dossier_next(p, p->asks);
}

enum rc page_step_save(struct page *p)
{
    struct saving s = {.p = p, .came = page_answers(p, p->asks)};
    const struct extra *extra = extra_of(p);
    if (!dossier_may_edit(p, p->asks))
        return RC_CONFLICT;
    if (extra && extra->judge)
        extra->judge(p, &s.came);
    enum rc rc = tx_run(p->db, save, &s);
    if (rc != RC_OK)
        return rc;
    if (page_is_autosave(p))
        return page_autosaved(p, &s.merge);
    /* A paper may leave blank what its owner will be asked for. */
    if (page_settle(&s.came, &s.merge, page_later(p) || page_stay(p) || p->desk)) {
        if (page_later(p) || page_stay(p) || !page_doubts(p, &s.came))
            return go_on(p);
        return show(p, &s.row, &s.came, page_base(p, &s.merge.result), SHOWN_DOUBTFUL);
    }
    p->res->status = 422;
    /* Having been shown both texts, what the person sends next holds: the page is based on what
     * is stored now. */
    return show(p, &s.row, &s.came, page_base(p, &s.merge.result), SHOWN_JUDGED);
}
