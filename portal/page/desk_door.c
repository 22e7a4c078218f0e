#include "page/desk_door.h"

#include "domain/forms.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/staff_proof.h"
#include "page/stash.h"
#include "store/audit.h"
#include "sys/log.h"
#include "view/desk_auth.h"
#include "view/templates.h"

/* ---- where one was going */

/* No open redirect (ASVS 3.7.2), and not back to a door. */
static struct str next_of(const struct page *p)
{
    static const char *const doors[] = {"/gestion/connexion", "/gestion/identite",
        "/gestion/inscription", "/gestion/invitation", "/gestion/deconnexion"};
    struct str next = page_query(p, "suite");
    bool ours = str_starts(next, STR("/gestion/")) && page_way_plain(next);
    for (size_t i = 0; i < sizeof doors / sizeof *doors; i++)
        ours = ours && !str_starts(next, str_c(doors[i]));
    return ours ? next : STR("/gestion");
}

static bool kept(const struct page *p)
{
    return str_eq(page_query(p, "garde"), STR("1"));
}

static struct str with_next(struct page *p, const char *path)
{
    return arena_printf(p->a, "%s?%ssuite=%.*s", path, kept(p) ? "garde=1&" : "",
        STR_ARG(page_way_kept(p, next_of(p))));
}

enum rc desk_go_on(struct page *p)
{
    bool waiting = false;
    enum rc rc = page_stash_waiting(p, &waiting);
    if (rc == RC_OK)
        response_redirect(p->res, waiting ? STR("/gestion/reprise") : next_of(p));
    return rc;
}

/* ---- one form a page */

struct asked {
    const char *heading, *lead, *action, *submit;
    const struct form *form;
};

static enum rc show(struct page *p, const struct asked *q, const struct answers *as, bool judged,
    struct str sentence)
{
    struct view_desk_ask v = {
        .shell = desk_shell(p, q->heading, DESK_NONE),
        .heading = str_c(q->heading),
        .lead = str_c(q->lead),
        .form = view_form_make(p->a, q->form, as,
            &(struct form_wish){.action = with_next(p, q->action),
                .csrf = p->web->csrf(p),
                .submit = q->submit,
                .judged = judged}),
    };
    struct view_notice notice = {.tone = TONE_WATCH,
        .title = STR("Votre demande est gardée"),
        .text = STR("Vous pourrez la relire et l’envoyer juste après, sans rien ressaisir.")};
    if (kept(p)) {
        v.notices.items = &notice;
        v.notices.items_n = 1;
    }
    if (sentence.n)
        view_form_add_fault(p->a, &v.form, q->form->fields[q->form->n - 1].name, sentence);
    v.shell.head.error = v.form.faults.items_n > 0;
    if (v.shell.head.error)
        p->res->status = 422;
    view_desk_ask_html(&p->res->body, &v);
    return RC_OK;
}

static void tell(enum log_level level, const char *event, uint64_t staff)
{
    log_event(level, event, LOG_INT("staff", staff), LOG_END);
}

static enum rc audit(struct page *p, const char *action, uint64_t staff)
{
    return audit_add(p->db, &(struct audit){.actor = "staff", .actor_id = staff, .action = action,
                                .object = "staff", .object_id = staff});
}

/* ---- the first factor */

static const struct asked signin = {"Se connecter",
    "Cet espace est réservé à l’équipe. Un code de votre application vous sera demandé ensuite.",
    "/gestion/connexion", "Continuer", &form_staff_sign_in};

enum rc page_desk_signin(struct page *p)
{
    struct answers blank = answers_new(p->a, &form_staff_sign_in);
    if (p->staff.full)
        return desk_go_on(p);
    return show(p, &signin, &blank, false, STR(""));
}

struct entering {
    struct page *p;
    uint64_t staff;
    enum staff_stage stage;
    const char *action;
};

static enum rc enter(struct db *db, void *arg)
{
    struct entering *e = arg;
    (void)db;
    enum rc rc = e->p->web->staff_start(e->p, e->staff, e->stage);
    return rc == RC_OK ? audit(e->p, e->action, e->staff) : rc;
}

enum rc page_desk_signin_check(struct page *p)
{
    struct answers as = page_answers(p, &form_staff_sign_in);
    struct staff who;
    bool good = false;
    if (!answers_complete(&as))
        return show(p, &signin, &as, true, STR(""));
    enum rc rc = staff_check_password(
        p, answers_get(&as, "email"), answers_get(&as, "password"), &who, &good);
    if (rc != RC_OK)
        return rc;
    if (!good) {
        tell(LOG_WARN, "staff.password_refused", who.id); /* 0: of nobody */
        rc = audit(p, "staff.refused", who.id);
        return rc == RC_OK ? show(p, &signin, &as, true,
                                 STR("Cette adresse et ce mot de passe ne vont pas ensemble. "
                                     "Vérifiez-les, puis réessayez."))
                           : rc;
    }
    struct entering e = {p, who.id, who.enrolled ? STAFF_PASSWORD : STAFF_ENROL, "staff.password_ok"};
    rc = page_tx(p, enter, &e);
    if (rc == RC_OK)
        response_redirect(p->res, who.enrolled ? with_next(p, "/gestion/connexion/code")
                                               : STR("/gestion/inscription"));
    return rc;
}

/* ---- the second */

static const struct asked second = {"Confirmez que c’est vous",
    "Ouvrez votre application de codes et recopiez les six chiffres de ce compte.",
    "/gestion/connexion/code", "Me connecter", &form_staff_code};

/* Half way in? Else to where they are. */
static bool half_way(struct page *p)
{
    if (p->staff.id && !p->staff.full && !p->staff.enrol)
        return true;
    response_redirect(p->res, p->staff.enrol ? STR("/gestion/inscription")
                              : p->staff.full ? next_of(p)
                                              : with_next(p, "/gestion/connexion"));
    return false;
}

enum rc page_desk_code(struct page *p)
{
    struct answers blank = answers_new(p->a, &form_staff_code);
    return half_way(p) ? show(p, &second, &blank, false, STR("")) : RC_OK;
}

struct proving {
    struct page *p;
    const struct staff *who;
    struct str code;
    enum staff_code what;
};

/* The code is used up and the session begins together, or neither. Where to go on is read here too:
 * after the commit nothing may fail any more. */
static enum rc use_code(struct db *db, void *arg)
{
    struct proving *s = arg;
    struct page *p = s->p;
    enum rc rc = staff_check_code(p, s->who, s->code, &s->what);
    if (rc != RC_OK || s->what == STAFF_CODE_WRONG || s->what == STAFF_CODE_USED)
        return rc == RC_OK ? audit(p, "staff.code_refused", s->who->id) : rc;
    rc = p->web->staff_start(p, s->who->id, STAFF_FULL);
    if (rc != RC_OK)
        return rc;
    p->web->known(p, s->who->email);
    rc = staff_seen(db, s->who->id, p->now);
    if (rc == RC_OK)
        rc = audit(p, s->what == STAFF_CODE_RECOVERY ? "staff.recovery_used" : "staff.signed_in",
            s->who->id);
    return rc == RC_OK ? desk_go_on(p) : rc;
}

static bool code_good(const struct proving *s)
{
    return s->what == STAFF_CODE_TOTP || s->what == STAFF_CODE_RECOVERY;
}

enum rc page_desk_code_check(struct page *p)
{
    struct answers as = page_answers(p, &form_staff_code);
    struct staff who;
    if (!half_way(p))
        return RC_OK;
    if (!answers_complete(&as))
        return show(p, &second, &as, true, STR(""));
    enum rc rc = staff_find(p->db, p->a, p->staff.id, &who);
    struct proving s = {p, &who, answers_get(&as, "code"), STAFF_CODE_WRONG};
    if (rc == RC_OK)
        rc = page_tx(p, use_code, &s);
    if (rc != RC_OK)
        return rc;
    tell(code_good(&s) ? LOG_INFO : LOG_WARN,
        code_good(&s) ? "staff.signed_in" : "staff.code_refused", who.id);
    if (!code_good(&s))
        return show(p, &second, &as, true, staff_code_sentence(s.what));
    return RC_OK;
}

/* ---- out */

static enum rc leave(struct db *db, void *arg)
{
    struct page *p = arg;
    (void)db;
    enum rc rc = p->staff.id ? audit(p, "staff.signed_out", p->staff.id) : RC_OK;
    return rc == RC_OK ? p->web->staff_end(p) : rc;
}

enum rc page_desk_signout(struct page *p)
{
    enum rc rc = page_tx(p, leave, p);
    if (rc == RC_OK)
        response_redirect(p->res, STR("/gestion/connexion"));
    return rc;
}

/* ---- identity, again */

static const struct asked identity = {"Confirmez votre identité",
    "Ce que vous allez faire touche à la sécurité\u00a0: votre mot de passe et un code vous sont demandés "
    "à nouveau. La confirmation vaut dix minutes.",
    "/gestion/identite", "Confirmer", &form_staff_identity};

enum rc desk_ask_identity(struct page *p, bool *go)
{
    bool secret = false;
    *go = desk_proved(p);
    if (*go)
        return RC_OK;
    for (size_t i = 0; p->asks && i < p->asks->n; i++)
        secret |= p->asks->fields[i].kind == FIELD_SECRET;
    if (p->req->method == METHOD_POST && !secret) /* a password is kept nowhere, even sealed */
        return page_stash_keep(p);
    response_redirect(
        p->res, arena_printf(p->a, "/gestion/identite?suite=%.*s", STR_ARG(p->req->path)));
    return RC_OK;
}

enum rc page_desk_identity(struct page *p)
{
    struct answers blank = answers_new(p->a, &form_staff_identity);
    return show(p, &identity, &blank, false, STR(""));
}

enum rc page_desk_identity_check(struct page *p)
{
    struct answers as = page_answers(p, &form_staff_identity);
    struct staff who = {0};
    bool good = false;
    if (!answers_complete(&as))
        return show(p, &identity, &as, true, STR(""));
    enum rc rc =
        staff_check_password(p, p->staff.email, answers_get(&as, "password"), &who, &good);
    if (rc != RC_OK)
        return rc;
    struct proving s = {p, &who, answers_get(&as, "code"), STAFF_CODE_WRONG};
    if (good)
        rc = page_tx(p, use_code, &s);
    else
        rc = audit(p, "staff.refused", p->staff.id);
    if (rc != RC_OK)
        return rc;
    bool proved = good && code_good(&s);
    tell(proved ? LOG_INFO : LOG_WARN, proved ? "staff.identity_proved" : "staff.identity_refused",
        p->staff.id);
    if (!proved)
        return show(p, &identity, &as, true,
            good ? staff_code_sentence(s.what)
                 : STR("Le mot de passe ou le code n’est pas le bon. Saisissez-les à nouveau."));
    return RC_OK;
}
