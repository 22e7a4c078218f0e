#include "page/desk_enrol.h"

#include "domain/forms.h"
#include "page/answers.h"
#include "page/desk.h"
#include "store/audit.h"
#include "sys/crypto.h"
#include "sys/password.h"
#include "sys/totp.h"
#include "view/desk_auth.h"
#include "view/error.h"
#include "view/templates.h"

static const struct str issuer = STR_INIT("Gestion Cestes");

enum rc desk_judge_password(struct page *p, struct str typed, struct str name, struct str email,
    struct str *sentence)
{
    enum password_fault fault;
    enum rc rc = staff_password_allowed(p, typed, name, email, &fault);
    *sentence = rc == RC_OK ? password_sentence(fault) : STR("");
    return rc;
}

/* ---- the invitation: GET shows, POST uses it */

static enum rc gone(struct page *p)
{
    struct view_desk_error v = {
        .shell = desk_shell(p, "Cette invitation ne sert plus", DESK_NONE),
        .heading = STR("Cette invitation ne sert plus"),
        .happened = STR("Elle a déjà servi, elle date de plus d’un jour, ou son adresse est "
                        "incomplète."),
        .todo = STR("Si vous avez déjà choisi votre mot de passe, connectez-vous. Sinon, demandez "
                    "une nouvelle invitation à la personne qui vous l’a transmise."),
        .href = STR("/gestion/connexion"),
        .link = STR("Me connecter"),
    };
    p->res->status = 404;
    view_desk_error_html(&p->res->body, &v);
    return RC_OK;
}

static enum rc find(struct page *p, unsigned char hash[STAFF_HASH], struct staff *who)
{
    enum rc rc = p->web->limit(p, "staff.address", (struct str){0});
    crypto_sha256(p->part[0], hash);
    return rc == RC_OK ? staff_by_invite(p->db, p->a, hash, p->now, who) : rc;
}

static enum rc show_password(
    struct page *p, const struct staff *who, const struct answers *as, struct str sentence)
{
    struct view_desk_ask v = {
        .shell = desk_shell(p, "Bienvenue", DESK_NONE),
        .heading = arena_printf(p->a, "Bienvenue, %.*s", STR_ARG(who->name)),
        .lead = arena_printf(p->a,
            "Choisissez le mot de passe de votre compte (%.*s). À l’étape suivante, vous "
            "enregistrerez une application de codes\u00a0: ayez votre téléphone près de vous.",
            STR_ARG(who->email)),
        .form = view_form_make(p->a, &form_staff_password, as,
            &(struct form_wish){.action = p->req->path,
                .csrf = p->web->csrf(p),
                .submit = "Continuer",
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

enum rc page_desk_invite(struct page *p)
{
    unsigned char hash[STAFF_HASH];
    struct staff who;
    struct answers blank = answers_new(p->a, &form_staff_password);
    enum rc rc = find(p, hash, &who);
    if (rc == RC_NOT_FOUND)
        return gone(p);
    return rc == RC_OK ? show_password(p, &who, &blank, STR("")) : rc;
}

struct choosing {
    struct page *p;
    const struct staff *who;
    const unsigned char *hash;
    struct str password, sealed;
};

static enum rc choose(struct db *db, void *arg)
{
    struct choosing *c = arg;
    enum rc rc = staff_invite_used(db, c->who->id, c->hash, c->password, c->sealed, c->p->now);
    if (rc == RC_OK)
        rc = c->p->web->staff_start(c->p, c->who->id, STAFF_ENROL);
    if (rc == RC_OK)
        rc = audit_add(db, &(struct audit){.actor = "staff", .actor_id = c->who->id,
                               .action = "staff.invite_used", .object = "staff",
                               .object_id = c->who->id});
    return rc;
}

enum rc page_desk_invite_use(struct page *p)
{
    unsigned char hash[STAFF_HASH];
    struct staff who;
    struct answers as = page_answers(p, &form_staff_password);
    struct str sentence = STR("");
    enum rc rc = find(p, hash, &who);
    if (rc == RC_NOT_FOUND)
        return gone(p);
    if (rc != RC_OK)
        return rc;
    bool whole = answers_complete(&as);
    struct str typed = answers_get(&as, "password");
    if (typed.n)
        rc = desk_judge_password(p, typed, who.name, who.email, &sentence);
    if (rc != RC_OK)
        return rc;
    if (!whole || sentence.n)
        return show_password(p, &who, &as, sentence);
    struct choosing c = {p, &who, hash, password_hash(p->a, typed), staff_seal_new(p, who.id)};
    rc = page_tx(p, choose, &c);
    if (rc == RC_CONFLICT)
        return gone(p);
    if (rc == RC_OK)
        response_redirect(p->res, STR("/gestion/inscription"));
    return rc;
}

/* ---- the second factor */

/* Is somebody here to enrol? Else to where they are. */
static bool enrolling(struct page *p)
{
    if (p->staff.id && p->staff.enrol)
        return true;
    response_redirect(p->res, p->staff.full ? STR("/gestion") : STR("/gestion/connexion"));
    return false;
}

static enum rc show_enrol(struct page *p, const struct staff *who, const struct answers *as,
    bool judged, struct str sentence)
{
    unsigned char secret[TOTP_SECRET];
    if (!staff_open_secret(p, who, secret))
        return RC_FAULT;
    struct view_desk_enrol v = {
        .shell = desk_shell(p, "Second facteur", DESK_NONE),
        .secret = totp_text(p->a, secret),
        .issuer = issuer,
        .account = who->email,
        .form = view_form_make(p->a, &form_staff_code, as,
            &(struct form_wish){.action = STR("/gestion/inscription"),
                .csrf = p->web->csrf(p),
                .submit = "Terminer",
                .judged = judged}),
    };
    v.qr.dark = qr_make(p->a, totp_uri(p->a, secret, issuer, who->email), &v.qr.size);
    explicit_bzero(secret, sizeof secret);
    view_form_field(&v.form, "code")->hint =
        STR("Six chiffres, renouvelés toutes les trente secondes");
    if (sentence.n)
        view_form_add_fault(p->a, &v.form, "code", sentence);
    v.shell.head.error = v.form.faults.items_n > 0;
    if (v.shell.head.error)
        p->res->status = 422;
    view_desk_enrol_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_desk_enrol(struct page *p)
{
    struct staff who;
    struct answers blank = answers_new(p->a, &form_staff_code);
    if (!enrolling(p))
        return RC_OK;
    enum rc rc = staff_find(p->db, p->a, p->staff.id, &who);
    return rc == RC_OK ? show_enrol(p, &who, &blank, false, STR("")) : rc;
}

struct finishing {
    struct page *p;
    const struct staff *who;
    uint64_t step;
    struct staff_codes codes;
};

static enum rc finish(struct db *db, void *arg)
{
    struct finishing *f = arg;
    enum rc rc = staff_activate(db, f->who->id, f->step, f->p->now);
    if (rc == RC_OK)
        rc = staff_recovery_set(db, f->who->id, f->codes.hash);
    if (rc == RC_OK)
        rc = f->p->web->staff_start(f->p, f->who->id, STAFF_FULL);
    if (rc != RC_OK)
        return rc;
    f->p->web->known(f->p, f->who->email);
    return audit_add(db, &(struct audit){.actor = "staff", .actor_id = f->who->id,
                         .action = "staff.enrolled", .object = "staff",
                         .object_id = f->who->id});
}

void desk_show_codes(struct page *p, const struct staff_codes *codes, const char *heading,
    const char *lead, struct str href, const char *link)
{
    struct view_desk_codes v = {
        .shell = desk_shell(p, heading, DESK_NONE),
        .heading = str_c(heading),
        .lead = str_c(lead),
        .items = ARENA_ARRAY(p->a, STAFF_RECOVERY_CODES, struct view_desk_code),
        .items_n = STAFF_RECOVERY_CODES,
        .href = href,
        .link = str_c(link),
    };
    for (size_t i = 0; i < STAFF_RECOVERY_CODES; i++)
        v.items[i].text = codes->text[i];
    view_desk_codes_html(&p->res->body, &v);
}

enum rc page_desk_enrol_check(struct page *p)
{
    unsigned char secret[TOTP_SECRET];
    struct staff who;
    struct answers as = page_answers(p, &form_staff_code);
    char digits[CODE_DIGITS + 1];
    if (!enrolling(p))
        return RC_OK;
    enum rc rc = staff_find(p->db, p->a, p->staff.id, &who);
    if (rc == RC_OK && !answers_complete(&as))
        return show_enrol(p, &who, &as, true, STR(""));
    if (rc == RC_OK)
        rc = p->web->limit(p, "staff.code.pair", who.email);
    if (rc != RC_OK)
        return rc;
    struct finishing f = {.p = p, .who = &who};
    if (!staff_open_secret(p, &who, secret))
        return RC_FAULT;
    bool right = code_digits(p->a, answers_get(&as, "code"), digits) &&
                 totp_check(secret, p->now, str_c(digits), 0, &f.step);
    explicit_bzero(secret, sizeof secret);
    if (!right)
        return show_enrol(p, &who, &as, true, staff_code_sentence(STAFF_CODE_WRONG));
    staff_codes_draw(p, who.id, &f.codes);
    rc = page_tx(p, finish, &f);
    if (rc == RC_OK) {
        p->staff.name = who.name;
        p->staff.roles = who.roles;
        desk_show_codes(p, &f.codes, "Votre compte est prêt",
            "Voici vos dix codes de secours.", STR("/gestion"), "C’est noté, continuer");
    }
    return rc;
}
