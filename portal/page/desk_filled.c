/* /gestion/candidatures/saisies/{}: what staff have typed of a candidacy that came on paper. Its steps are
 * the applicant's own pages (step.c, items.c), which know that they stand at the desk; the router has
 * looked whether it is still theirs to type (ROUTE_ENTERED). */
#include "page/desk.h"
#include "domain/email.h"
#include "page/desk_entered.h"
#include "page/dossier.h"
#include "page/sections.h"
#include "page/timeline.h"
#include "store/desk_entry.h"
#include "view/desk_filled.h"
#include "view/templates.h"

static struct str said(const struct page *p)
{
    struct str word = page_query(p, "dit");
    if (str_eq_c(word, "ouverte"))
        return STR("La candidature est ouverte en brouillon. La personne n’est pas encore prévenue.");
    if (str_eq_c(word, "enregistre"))
        return STR("C’est enregistré.");
    if (str_eq_c(word, "deja"))
        return STR("Cette candidature était déjà ouverte\u00a0: la voici. Ce qui y manque se saisit ici.");
    if (str_eq_c(word, "adresse"))
        return STR("L’adresse est corrigée. La personne n’est pas encore prévenue à cette adresse.");
    return (struct str){0};
}

enum rc page_desk_filled(struct page *p)
{
    struct dossier d;
    struct desk_entry *e = NULL;
    size_t n = 0;
    enum rc rc = desk_entries(p->db, p->a, p->staff.id, p->part[0], &e, &n);
    if (rc == RC_OK && n != 1)
        return RC_NOT_FOUND;
    if (rc == RC_OK)
        rc = dossier_load(p, &d);
    if (rc != RC_OK)
        return rc;
    struct view_desk_entered_row row = desk_entered_row(p, e);
    struct view_desk_filled v = {
        .shell = desk_shell(p, "Candidature saisie", DESK_CANDIDACIES),
        .back = {STR("/gestion/candidatures/saisies"), STR("Saisies, à compléter")},
        .notice = said(p),
        .heading = row.who,
        .email = email_shown(p->a, row.email),
        .came = row.came,
        .note = row.note,
        .judged = dossier_is_judged(&d),
        .mail = row.mail,
        .csrf = p->web->csrf(p),
        .invite_action = row.invite_action,
        .invite = row.invite,
        .address_href = desk_filled_path(p, e->public_id, "/courriel"),
    };
    dossier_tasks(p, &d, &v.tasks);
    page_sections(p, &d.answers, &d, &v.sections, &v.sections_n);
    if (v.judged) {
        v.verdict = view_desk_verdict_make(p->a, &d.verdict, false);
        v.picture = page_timeline_picture(p, &d.answers, &d.verdict);
    }
    view_desk_filled_html(&p->res->body, &v);
    return RC_OK;
}
