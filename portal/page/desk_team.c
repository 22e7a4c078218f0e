#include "page/desk_team.h"

#include "base/words.h"
#include "domain/forms.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_account.h"
#include "page/desk_door.h"
#include "page/shell.h"
#include "store/staff_act.h"
#include "view/desk_auth.h"
#include "view/templates.h"

static const struct view_back to_team = {STR_INIT("/gestion/equipe"), STR_INIT("Équipe")};

static struct staff_act act_of(struct page *p)
{
    return (struct staff_act){{"staff", p->staff.id}, p->now, p->a};
}

/* ---- everybody */

static struct view_tag tag_of(const struct page *p, const struct staff *s)
{
    if (str_eq(s->state, STR("active")))
        return (struct view_tag){STR("Actif"), TONE_DONE};
    if (str_eq(s->state, STR("disabled")))
        return (struct view_tag){STR("Désactivé"), TONE_TODO};
    return s->invite_end.s > p->now.s ? (struct view_tag){STR("Invité"), TONE_GOING}
                                      : (struct view_tag){STR("Invitation dépassée"), TONE_WATCH};
}

static struct view_desk_person person(struct page *p, const struct staff *s)
{
    return (struct view_desk_person){
        .href = arena_printf(p->a, "/gestion/equipe/%.*s", STR_ARG(s->public_id)),
        .name = s->name,
        .email = s->email,
        .roles = desk_roles_words(p, s->roles),
        .seen = s->last_seen.s ? words_instant(p->a, s->last_seen) : STR("jamais"),
        .state = tag_of(p, s),
    };
}

enum rc page_desk_team(struct page *p)
{
    struct staff *all;
    size_t n = 0;
    enum rc rc = staff_list(p->db, p->a, &all, &n);
    if (rc != RC_OK)
        return rc;
    struct view_desk_team v = {
        .shell = desk_shell(p, "Équipe", DESK_TEAM),
        .items = ARENA_ARRAY(p->a, n, struct view_desk_person),
        .items_n = n,
        .invite_href = STR("/gestion/equipe/inviter"),
    };
    for (size_t i = 0; i < n; i++)
        v.items[i] = person(p, &all[i]);
    view_desk_team_html(&p->res->body, &v);
    return RC_OK;
}

/* ---- a way in, shown once */

static void show_link(struct page *p, const char *heading, struct str name, struct str token)
{
    struct instant end = {p->now.s + STAFF_INVITE_SECONDS};
    struct view_desk_invited v = {
        .shell = desk_shell(p, heading, DESK_TEAM),
        .heading = str_c(heading),
        .name = name,
        .link = page_url(p, arena_printf(p->a, "/gestion/invitation/%.*s", STR_ARG(token))),
        .until = words_instant(p->a, end),
        .href = STR("/gestion/equipe"),
        .next = STR("Revenir à l’équipe"),
    };
    view_desk_invited_html(&p->res->body, &v);
}

static enum rc show_new(struct page *p, const struct answers *as, bool judged, struct str sentence)
{
    struct view_desk_ask v = {
        .shell = desk_shell(p, "Inviter une personne", DESK_TEAM),
        .back = to_team,
        .heading = STR("Inviter une personne"),
        .lead = STR("Un lien vous sera donné à lui transmettre. Il sert une fois, pendant "
                    "24\u00a0heures."),
        .form = view_form_make(p->a, &form_staff_new, as,
            &(struct form_wish){.action = STR("/gestion/equipe/inviter"),
                .csrf = p->web->csrf(p),
                .submit = "Créer l’invitation",
                .judged = judged}),
    };
    if (sentence.n)
        view_form_add_fault(p->a, &v.form, "email", sentence);
    v.shell.head.error = v.form.faults.items_n > 0;
    if (v.shell.head.error)
        p->res->status = 422;
    view_desk_ask_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_desk_invite_new(struct page *p)
{
    bool go = false;
    struct answers blank = answers_new(p->a, &form_staff_new);
    enum rc rc = desk_ask_identity(p, &go);
    return rc == RC_OK && go ? show_new(p, &blank, false, STR("")) : rc;
}

enum rc page_desk_invite_make(struct page *p)
{
    bool go = false;
    struct answers as = page_answers(p, &form_staff_new);
    struct staff_act act = act_of(p);
    struct str token;
    enum rc rc = desk_ask_identity(p, &go);
    if (rc != RC_OK || !go)
        return rc;
    if (!answers_complete(&as))
        return show_new(p, &as, true, STR(""));
    rc = staff_act_add(p->db, &act, answers_get(&as, "email"), answers_get(&as, "name"),
        roles_read(answers_get(&as, "roles")), &token);
    if (rc == RC_CONFLICT)
        return show_new(p, &as, true,
            STR("Cette adresse est déjà celle d’une personne de l’équipe. Si elle a perdu son accès, "
                "ouvrez sa fiche pour lui en donner un nouveau."));
    if (rc == RC_OK)
        show_link(p, "L’invitation est prête", answers_get(&as, "name"), token);
    return rc;
}

/* ---- one of them */

static struct str path_of(struct page *p, const struct staff *who, const char *tail)
{
    return arena_printf(p->a, "/gestion/equipe/%.*s%s", STR_ARG(who->public_id), tail);
}

static void put_acts(struct page *p, const struct staff *who, struct view_desk_member *v)
{
    bool off = str_eq(who->state, STR("disabled"));
    v->acts = ARENA_ARRAY(p->a, 2, struct view_desk_act);
    v->acts[v->acts_n++] = (struct view_desk_act){
        .title = off ? STR("Redonner un accès") : STR("Accès perdu"),
        .text = STR("Mot de passe oublié, téléphone perdu ou changé, codes de secours épuisés\u00a0: "
                    "une nouvelle invitation efface son mot de passe, son second facteur et ses codes "
                    "de secours, et ferme ses sessions. Assurez-vous d’abord, de vive voix, que c’est "
                    "bien cette personne qui la demande."),
        .action = path_of(p, who, "/reinitialiser"),
        .submit = STR("Créer une nouvelle invitation"),
    };
    if (off || who->id == p->staff.id)
        return;
    v->acts[v->acts_n++] = (struct view_desk_act){
        .title = STR("Fermer l’accès"),
        .text = STR("Ses sessions se terminent tout de suite. Ce qu’elle a fait reste à son nom."),
        .action = path_of(p, who, "/desactiver"),
        .submit = STR("Désactiver ce compte"),
        .warning = true,
    };
}

static enum rc show_member(
    struct page *p, const struct staff *who, const struct answers *came, const char *why)
{
    struct answers as = answers_new(p->a, &form_staff_roles);
    struct str set = STR("");
    for (size_t i = 0; i < roles_n; i++)
        if (who->roles & roles[i].bit)
            set = arena_printf(p->a, "%.*s%s%s", STR_ARG(set), set.n ? " " : "", roles[i].value);
    answers_set(p->a, &as, 0, set);
    struct view_desk_member v = {
        .shell = desk_shell(p, arena_dup(p->a, who->name).p, DESK_TEAM),
        .back = to_team,
        .who = person(p, who),
        .form = view_form_make(p->a, &form_staff_roles, came ? came : &as,
            &(struct form_wish){.action = path_of(p, who, ""),
                .csrf = p->web->csrf(p),
                .submit = "Enregistrer ses rôles",
                .judged = came != NULL}),
        .csrf = p->web->csrf(p),
    };
    put_acts(p, who, &v);
    if (*why)
        view_form_add_fault(p->a, &v.form, "roles", str_c(why));
    if (str_eq(page_query(p, "fait"), STR("1")))
        v.shell.head.notice = STR("C’est enregistré.");
    v.shell.head.error = v.form.faults.items_n > 0;
    if (v.shell.head.error)
        p->res->status = 422;
    view_desk_member_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_desk_member(struct page *p)
{
    struct staff who;
    enum rc rc = staff_by_public_id(p->db, p->a, p->part[0], &who);
    return rc == RC_OK ? show_member(p, &who, NULL, "") : rc;
}

/* Whom the path names, once identity is proved. */
static enum rc subject(struct page *p, struct staff *who, bool *go)
{
    enum rc rc = desk_ask_identity(p, go);
    return rc == RC_OK && *go ? staff_by_public_id(p->db, p->a, p->part[0], who) : rc;
}

static enum rc back_to(struct page *p, const struct staff *who)
{
    response_redirect(p->res, path_of(p, who, "?fait=1"));
    return RC_OK;
}

static const char last_admin[] =
    "Impossible\u00a0: personne d’autre ne pourrait plus administrer cet espace. Donnez d’abord ce rôle "
    "à une autre personne active.";

enum rc page_desk_member_roles(struct page *p)
{
    bool go = false;
    struct staff who;
    struct answers as = page_answers(p, &form_staff_roles);
    struct staff_act act = act_of(p);
    enum rc rc = subject(p, &who, &go);
    if (rc != RC_OK || !go)
        return rc;
    if (!answers_complete(&as))
        return show_member(p, &who, &as, "");
    rc = staff_act_roles(p->db, &act, &who, roles_read(answers_get(&as, "roles")));
    if (rc == RC_CONFLICT)
        return show_member(p, &who, &as, last_admin);
    return rc == RC_OK ? back_to(p, &who) : rc;
}

enum rc page_desk_member_reset(struct page *p)
{
    bool go = false;
    struct staff who;
    struct staff_act act = act_of(p);
    struct str token;
    enum rc rc = subject(p, &who, &go);
    if (rc == RC_OK && go)
        rc = staff_act_reset(p->db, &act, &who, &token);
    if (rc == RC_OK && go)
        show_link(p, "La nouvelle invitation est prête", who.name, token);
    return rc;
}

enum rc page_desk_member_disable(struct page *p)
{
    bool go = false;
    struct staff who;
    struct staff_act act = act_of(p);
    enum rc rc = subject(p, &who, &go);
    if (rc != RC_OK || !go)
        return rc;
    rc = staff_act_disable(p->db, &act, &who);
    if (rc == RC_CONFLICT)
        return show_member(p, &who, NULL, last_admin);
    return rc == RC_OK ? back_to(p, &who) : rc;
}
