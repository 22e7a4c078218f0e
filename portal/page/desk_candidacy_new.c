/* /gestion/candidatures/saisir: a candidacy that came on paper. Staff type who it is from and what
 * they keep of it, the rest too if they wish (desk_filled.c); the person receives the way to the
 * draft, reads it again, completes and submits it: what they answer for is theirs to say, and the
 * submission is theirs to make. */
#include "base/words.h"
#include "domain/forms.h"
#include "domain/forms_desk.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_acts.h"
#include "page/desk_entered.h"
#include "page/shell.h"
#include "store/desk_entry.h"
#include "store/tx.h"
#include "view/templates.h"

static const char *const asked_above[] = {"email", NULL};

struct inviting {
    struct page *p;
    const struct form *form;
    struct answers head, identity;
    struct desk_invite row;
    bool again; /* this very form opened it before: whatever was typed since goes to its pages */
};

static struct str posted(void *ctx, const char *name)
{
    return page_form(ctx, name);
}

static const struct intake *open_intake(const struct page *p)
{
    const struct intake *i = facts_intake(p->facts, p->now);
    return i && intake_phase(i, p->now) == INTAKE_OPEN ? i : NULL;
}

static enum rc show(struct inviting *v, bool judged, struct str bad)
{
    struct page *p = v->p;
    const struct intake *intake = open_intake(p);
    struct form_wish w = {.action = page_keyed(p, p->req->path), .csrf = p->web->csrf(p), .key = desk_key(p),
        .submit = "Ouvrir la candidature et prévenir la personne",
        .later = "Ouvrir, et saisir la suite d’abord", .judged = judged,
        .note = "L’adresse est indispensable. Le reste peut attendre\u00a0: la personne complétera."};
    struct view_form head = view_form_make(p->a, &form_invite, &v->head, &w);
    struct view_form rest = view_form_make(p->a, v->form, &v->identity, &w);
    struct view_desk_form out = {
        .shell = desk_shell(p, "Saisir une candidature", DESK_CANDIDACIES),
        .back = {STR("/gestion/candidatures"), STR("Candidatures")},
        .heading = STR("Saisir une candidature reçue sur papier"),
        .lead = intake ? arena_printf(p->a, "Elle est ouverte en brouillon pour la %.*s. La personne reçoit un "
                                            "courriel, relit ce que vous avez saisi, complète et dépose "
                                            "elle-même. Vous pouvez saisir ses diplômes, ses expériences "
                                            "et le reste avant de la prévenir. D’ici là, vous la "
                                            "retrouvez dans «\u00a0Saisies, à compléter\u00a0».", STR_ARG(intake_words(p->a, intake)))
                       : STR("Aucune promotion n’est ouverte aux candidatures."),
        .form = head,
    };
    struct view_field *all = ARENA_ARRAY(p->a, head.fields_n + rest.fields_n, struct view_field);
    memcpy(all, head.fields, head.fields_n * sizeof *all);
    memcpy(all + head.fields_n, rest.fields, rest.fields_n * sizeof *all);
    out.form.fields = all;
    out.form.fields_n = head.fields_n + rest.fields_n;
    for (size_t i = 0; i < rest.faults.items_n; i++) {
        view_form_add_fault(p->a, &out.form, NULL, rest.faults.items[i].text);
        out.form.faults.items[out.form.faults.items_n - 1].href = rest.faults.items[i].href;
    }
    if (bad.n)
        view_form_add_fault(p->a, &out.form, "email", bad);
    out.shell.head.error = out.form.faults.items_n > 0;
    p->res->status = out.shell.head.error ? 422 : 200;
    view_desk_form_html(&p->res->body, &out);
    return RC_OK;
}

/* The key of the form is the draft's id: this page has opened it already. */
static enum rc go_to_opened(struct page *p)
{
    struct candidacy c;
    enum rc rc = desk_entry_open(p->db, p->a, p->staff.id, desk_key(p), &c);
    if (rc == RC_OK)
        desk_said(p, desk_filled_path(p, c.public_id, ""), "deja");
    return rc;
}

enum rc page_desk_candidacy_new(struct page *p)
{
    enum rc rc = go_to_opened(p);
    if (rc != RC_NOT_FOUND)
        return rc;
    struct inviting v = {.p = p, .form = form_for_staff(p->a, &form_identity, asked_above),
        .head = answers_new(p->a, &form_invite)};
    v.identity = answers_new(p->a, v.form);
    return show(&v, false, (struct str){0});
}

static enum rc open_draft(struct db *db, void *arg)
{
    struct inviting *v = arg;
    struct page *p = v->p;
    struct desk_told t = {0, v->row.email, v->row.public_id, v->row.received, v->row.intake};
    bool again = false;
    enum rc rc = desk_invite(db, p->a, p->staff.id, &v->row, p->now, &t.candidacy, &v->again);
    if (rc != RC_OK || v->again)
        return rc;
    rc = desk_entered_note(p, "candidacy.enter", t.candidacy, v->row.origin);
    return rc == RC_OK && !page_later(p) ? desk_entered_tell(p, &t, &again) : rc;
}

enum rc page_desk_candidacy_add(struct page *p)
{
    struct inviting v = {.p = p, .form = form_for_staff(p->a, &form_identity, asked_above)};
    v.head = answers_read(p->a, &form_invite, posted, p, p->today);
    v.identity = answers_read(p->a, v.form, posted, p, p->today);
    v.row = (struct desk_invite){.public_id = desk_key(p), .intake = open_intake(p),
        .email = answers_get(&v.head, "email"), .identity = &v.identity,
        .origin = answers_get(&v.head, "origin"), .note = answers_get(&v.head, "entry_note")};
    bool dated = day_parse_iso(answers_get(&v.head, "received_on"), &v.row.received);
    if (!answers_complete(&v.head) || answers_any_fault(&v.identity) || !dated)
        return show(&v, true, (struct str){0});
    if (!v.row.intake)
        return show(&v, true, STR("Aucune promotion n’est ouverte\u00a0: gardez le dossier jusqu’à la "
                                  "prochaine ouverture."));
    enum rc rc = tx_run(p->db, open_draft, &v);
    if (rc == RC_CONFLICT)
        return show(&v, true, STR("Une candidature existe déjà à cette adresse pour cette promotion\u00a0: la "
                                  "personne peut la retrouver en se connectant."));
    if (rc == RC_OK && v.again)
        desk_said(p, desk_filled_path(p, v.row.public_id, ""), "deja");
    else if (rc == RC_OK && page_later(p))
        desk_said(p, desk_filled_path(p, v.row.public_id, ""), "ouverte");
    else if (rc == RC_OK)
        response_redirect(p->res, STR("/gestion/candidatures/saisies?dit=saisie"));
    return rc;
}
