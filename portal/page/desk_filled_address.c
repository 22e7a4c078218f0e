/* /gestion/candidatures/saisies/{}/courriel: the address that a draft was opened for was not the right
 * one. Whoever has it loses the draft; the right one is invited afterwards. */
#include "domain/forms_desk.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_entered.h"
#include "page/desk_list.h"
#include "store/desk_entry.h"
#include "store/tx.h"
#include "view/desk_acts.h"
#include "view/templates.h"

static enum rc show_address(struct page *p, const struct answers *as, struct str bad)
{
    struct str path = desk_filled_path(p, p->candidacy->public_id, "");
    struct form_wish w = {.action = p->req->path, .csrf = p->web->csrf(p),
        .submit = "Corriger l’adresse", .judged = as->v[0].fault != FAULT_NONE};
    struct view_desk_form v = {
        .shell = desk_shell(p, "Corriger l’adresse", DESK_CANDIDACIES),
        .back = {path, STR("Candidature saisie")},
        .heading = STR("Corriger l’adresse"),
        .lead = STR("La candidature ne sera plus accessible avec l’ancienne adresse. Il faudra "
                    "ensuite envoyer l’invitation à la nouvelle."),
        .form = view_form_make(p->a, &form_entry_address, as, &w),
    };
    if (bad.n)
        view_form_add_fault(p->a, &v.form, "email", bad);
    v.shell.head.error = v.form.faults.items_n > 0;
    p->res->status = v.shell.head.error ? 422 : 200;
    view_desk_form_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_desk_filled_address(struct page *p)
{
    struct answers none = answers_new(p->a, &form_entry_address);
    return show_address(p, &none, (struct str){0});
}

struct moving {
    struct page *p;
    struct str email;
};

static enum rc move(struct db *db, void *arg)
{
    const struct moving *m = arg;
    struct page *p = m->p;
    enum rc rc =
        desk_entry_move(db, p->a, p->staff.id, p->candidacy->id, m->email, p->now);
    return rc == RC_OK
        ? desk_entered_note(p, "candidacy.move", p->candidacy->id, (struct str){0})
        : rc;
}

enum rc page_desk_filled_move(struct page *p)
{
    struct answers as = page_answers(p, &form_entry_address);
    struct moving m = {p, answers_get(&as, "email")};
    if (!answers_complete(&as))
        return show_address(p, &as, (struct str){0});
    enum rc rc = tx_run(p->db, move, &m);
    if (rc == RC_CONFLICT)
        return show_address(p, &as, STR("Une candidature existe déjà à cette adresse pour cette "
                                        "promotion\u00a0: la personne peut la retrouver en se connectant."));
    if (rc == RC_OK)
        desk_said(p, desk_filled_path(p, p->candidacy->public_id, ""), "adresse");
    return rc;
}
