#include "page/desk_account.h"

#include "base/words.h"
#include "domain/forms.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_door.h"
#include "page/desk_enrol.h"
#include "store/audit.h"
#include "store/tx.h"
#include "sys/password.h"
#include "view/desk_auth.h"
#include "view/templates.h"

struct str desk_roles_words(struct page *p, unsigned set)
{
    struct str all = STR("");
    for (size_t i = 0; i < roles_n; i++)
        if (set & roles[i].bit)
            all = arena_printf(
                p->a, "%.*s%s%s", STR_ARG(all), all.n ? ", " : "", roles[i].label);
    return all.n ? all : STR("aucun");
}

static enum rc audit(struct page *p, const char *action)
{
    return audit_add(p->db, &(struct audit){.actor = "staff", .actor_id = p->staff.id,
                                .action = action, .object = "staff", .object_id = p->staff.id});
}

/* ---- the page */

static struct str named(struct page *p, const char *which, struct str browser)
{
    return browser.n ? arena_printf(p->a, "%s (%.*s)", which, STR_ARG(browser)) : str_c(which);
}

static void put_sessions(
    struct page *p, const struct staff_session_seen *all, size_t n, struct view_desk_account *v)
{
    v->sessions = ARENA_ARRAY(p->a, n, struct view_desk_session);
    for (size_t i = 0; i < n; i++) {
        bool here = all[i].id == p->staff.session;
        v->others |= !here;
        v->sessions[v->sessions_n++] = (struct view_desk_session){
            .where = named(p, here ? "Ce navigateur" : "Un autre appareil", all[i].browser),
            .when = arena_printf(p->a, "connexion ouverte le %.*s, utilisée le %.*s",
                STR_ARG(words_instant(p->a, all[i].created)),
                STR_ARG(words_instant(p->a, here ? p->now : all[i].last_seen))),
            .action = here ? STR("")
                           : arena_printf(p->a, "/gestion/compte/sessions/%.*s",
                                 STR_ARG(all[i].public_id)),
        };
    }
}

/* What was just done, by the address one was sent back to. */
static struct str told(const struct page *p)
{
    struct str done = page_query(p, "fait");
    if (str_eq(done, STR("avis")))
        return STR("Votre choix est enregistré.");
    if (str_eq(done, STR("sessions")))
        return STR("C’est fait\u00a0: cet accès est fermé.");
    if (str_eq(done, STR("mot-de-passe")))
        return STR("Votre mot de passe est changé. Vous êtes déconnecté partout ailleurs.");
    return STR("");
}

static enum rc show(struct page *p, const struct answers *came)
{
    struct staff me;
    struct staff_session_seen *all;
    size_t n = 0;
    uint64_t left = 0;
    enum rc rc = staff_find(p->db, p->a, p->staff.id, &me);
    if (rc == RC_OK)
        rc = staff_session_list(p->db, p->a, p->staff.id, p->now, &all, &n);
    if (rc == RC_OK)
        rc = staff_recovery_left(p->db, p->a, p->staff.id, &left);
    if (rc != RC_OK)
        return rc;
    struct answers as = answers_new(p->a, &form_staff_notice);
    answers_set(p->a, &as, 0, me.notice);
    struct view_desk_account v = {
        .shell = desk_shell(p, "Mon compte", DESK_ACCOUNT),
        .email = p->staff.email,
        .roles = desk_roles_words(p, p->staff.roles),
        .codes = left ? arena_printf(p->a, "Il vous reste %.*s.",
                            STR_ARG(words_count(
                                p->a, left, "code de secours", "codes de secours")))
                      : STR("Il ne vous reste aucun code de secours."),
        .form = view_form_make(p->a, &form_staff_notice, came ? came : &as,
            &(struct form_wish){.action = STR("/gestion/compte"),
                .csrf = p->web->csrf(p),
                .submit = "Enregistrer mon choix",
                .judged = came != NULL}),
        .csrf = p->web->csrf(p),
        .told = (p->staff.roles & (ROLE_QUOTES | ROLE_ADMIN)) != 0,
    };
    v.shell.head.notice = told(p);
    v.shell.head.error = v.form.faults.items_n > 0;
    if (v.shell.head.error)
        p->res->status = 422;
    put_sessions(p, all, n, &v);
    view_desk_account_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_desk_account(struct page *p)
{
    return show(p, NULL);
}

enum rc page_desk_account_notice(struct page *p)
{
    struct answers as = page_answers(p, &form_staff_notice);
    if (!answers_complete(&as))
        return show(p, &as);
    enum rc rc = staff_notice(p->db, p->staff.id, answers_get(&as, "notice"));
    if (rc == RC_OK)
        response_redirect(p->res, STR("/gestion/compte?fait=avis"));
    return rc;
}

static enum rc end_one(struct db *db, void *arg)
{
    struct page *p = arg;
    enum rc rc = staff_session_end_one(db, p->staff.id, p->part[0], p->now);
    return rc == RC_OK ? audit(p, "staff.sessions_ended") : rc;
}

static enum rc end_others(struct db *db, void *arg)
{
    struct page *p = arg;
    enum rc rc = staff_session_end_others(db, p->staff.id, p->staff.session, p->now);
    return rc == RC_OK ? audit(p, "staff.sessions_ended") : rc;
}

static enum rc end(struct page *p, enum rc (*fn)(struct db *db, void *arg))
{
    enum rc rc = tx_run(p->db, fn, p);
    if (rc == RC_OK)
        response_redirect(p->res, STR("/gestion/compte?fait=sessions"));
    return rc;
}

enum rc page_desk_account_end(struct page *p)
{
    return end(p, end_one);
}

enum rc page_desk_account_end_others(struct page *p)
{
    return end(p, end_others);
}

/* ---- another password */

static const struct view_back to_account = {STR_INIT("/gestion/compte"), STR_INIT("Mon compte")};

static enum rc show_password(struct page *p, const struct answers *as, struct str sentence)
{
    struct view_desk_ask v = {
        .shell = desk_shell(p, "Changer mon mot de passe", DESK_ACCOUNT),
        .back = to_account,
        .heading = STR("Changer mon mot de passe"),
        .lead = STR("Vous serez déconnecté partout ailleurs."),
        .form = view_form_make(p->a, &form_staff_password, as,
            &(struct form_wish){.action = STR("/gestion/compte/mot-de-passe"),
                .csrf = p->web->csrf(p),
                .submit = "Changer mon mot de passe",
                .judged = answers_any_fault(as)}),
    };
    if (sentence.n)
        view_form_add_fault(p->a, &v.form, "password", sentence);
    v.shell.head.error = v.form.faults.items_n > 0;
    if (v.shell.head.error)
        p->res->status = 422;
    view_desk_ask_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_desk_password(struct page *p)
{
    bool go = false;
    struct answers blank = answers_new(p->a, &form_staff_password);
    enum rc rc = desk_ask_identity(p, &go);
    return rc == RC_OK && go ? show_password(p, &blank, STR("")) : rc;
}

struct changing {
    struct page *p;
    struct str password;
};

/* The session gets a new id, every other one ends. */
static enum rc change(struct db *db, void *arg)
{
    struct changing *c = arg;
    struct page *p = c->p;
    enum rc rc = staff_password(db, p->staff.id, c->password, p->now);
    if (rc == RC_OK)
        rc = staff_session_end_others(db, p->staff.id, 0, p->now);
    if (rc == RC_OK)
        rc = p->web->staff_start(p, p->staff.id, STAFF_FULL);
    return rc == RC_OK ? audit(p, "staff.password") : rc;
}

enum rc page_desk_password_change(struct page *p)
{
    bool go = false;
    struct answers as = page_answers(p, &form_staff_password);
    struct str sentence = STR("");
    enum rc rc = desk_ask_identity(p, &go);
    if (rc != RC_OK || !go)
        return rc;
    bool whole = answers_complete(&as);
    struct str typed = answers_get(&as, "password");
    if (typed.n)
        rc = desk_judge_password(p, typed, p->staff.name, p->staff.email, &sentence);
    if (rc != RC_OK)
        return rc;
    if (!whole || sentence.n)
        return show_password(p, &as, sentence);
    struct changing c = {p, password_hash(p->a, typed)};
    rc = page_tx(p, change, &c);
    if (rc == RC_OK)
        response_redirect(p->res, STR("/gestion/compte?fait=mot-de-passe"));
    return rc;
}

/* ---- other recovery codes */

enum rc page_desk_codes(struct page *p)
{
    bool go = false;
    enum rc rc = desk_ask_identity(p, &go);
    if (rc != RC_OK || !go)
        return rc;
    struct view_desk_ask v = {
        .shell = desk_shell(p, "Nouveaux codes de secours", DESK_ACCOUNT),
        .back = to_account,
        .heading = STR("Nouveaux codes de secours"),
        .lead = STR("Dix nouveaux codes remplaceront ceux que vous avez\u00a0: les anciens ne "
                    "serviront plus."),
        .form = {.action = STR("/gestion/compte/codes"), .csrf = p->web->csrf(p),
            .submit = STR("Obtenir dix nouveaux codes")},
    };
    view_desk_ask_html(&p->res->body, &v);
    return RC_OK;
}

struct renewing {
    struct page *p;
    struct staff_codes codes;
};

static enum rc renew(struct db *db, void *arg)
{
    struct renewing *r = arg;
    enum rc rc = staff_recovery_set(db, r->p->staff.id, r->codes.hash);
    return rc == RC_OK ? audit(r->p, "staff.codes") : rc;
}

enum rc page_desk_codes_new(struct page *p)
{
    bool go = false;
    struct renewing r = {.p = p};
    enum rc rc = desk_ask_identity(p, &go);
    if (rc != RC_OK || !go)
        return rc;
    staff_codes_draw(p, p->staff.id, &r.codes);
    rc = tx_run(p->db, renew, &r);
    if (rc == RC_OK)
        desk_show_codes(p, &r.codes, "Vos nouveaux codes de secours",
            "Les anciens ne servent plus.", STR("/gestion/compte"), "C’est noté, continuer");
    return rc;
}
