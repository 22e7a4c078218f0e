#include "page/signin.h"

#include "domain/forms.h"
#include "page/account.h"
#include "page/answers.h"
#include "page/proof.h"
#include "page/quote_link.h"
#include "page/shell.h"
#include "store/challenge.h"
#include "sys/challenge.h"
#include "view/templates.h"
#include "view/wizard.h"

/* No open redirect (ASVS 3.7.2): only pages of the candidacy and of the account. */
struct str signin_next(const struct page *p)
{
    struct str next = page_query(p, "suite");
    bool ours = str_starts(next, STR("/candidature/")) || str_eq(next, STR("/compte")) ||
                str_starts(next, STR("/compte/"));
    return ours && page_way_plain(next) ? next : STR("/candidature");
}

static struct str with_next(struct page *p, const char *path)
{
    bool kept = str_eq(page_query(p, "garde"), STR("1"));
    return arena_printf(
        p->a, "%s?%ssuite=%.*s", path, kept ? "garde=1&" : "",
        STR_ARG(page_way_kept(p, signin_next(p))));
}

static enum rc show_signin(struct page *p, const struct answers *as, bool judged)
{
    struct view_step v = {
        .shell = page_shell(p, "Connexion", NAV_CANDIDACY),
        .back = {STR("/candidature"), STR("Retour")},
        .heading = STR("Recevoir un code de connexion"),
        .lead = str_eq(page_query(p, "garde"), STR("1"))
                    ? STR("Votre session s’était terminée. Ce que vous veniez d’envoyer est gardé "
                          "pendant une heure\u00a0: connectez-vous dans ce navigateur pour l’enregistrer.")
                    : STR("Pas de mot de passe\u00a0: nous vous envoyons un code, valable dix minutes."),
        .form = view_form_make(p->a, &form_sign_in, as,
            &(struct form_wish){.action = with_next(p, "/connexion"),
                .csrf = p->web->csrf(p),
                .submit = "Recevoir mon code",
                .judged = judged}),
    };
    struct view_notice kept = {.tone = TONE_WATCH,
        .title = STR("Votre session est terminée"),
        .text = STR("Ce que vous venez d’envoyer est gardé pendant une heure : connectez-vous dans ce "
                    "navigateur, et vous pourrez l’enregistrer.")};
    if (str_eq(page_query(p, "garde"), STR("1"))) {
        v.notices.items = &kept;
        v.notices.items_n = 1;
    }
    if (page_doubts(p, as))
        v.notices = page_doubt_notice(p, as, false);
    v.shell.error = v.form.faults.items_n > 0;
    view_step_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_signin(struct page *p)
{
    struct answers blank = answers_new(p->a, &form_sign_in);
    if (p->visit.account) {
        response_redirect(p->res, signin_next(p));
        return RC_OK;
    }
    return show_signin(p, &blank, false);
}

enum rc page_signin_send(struct page *p)
{
    struct answers as = page_answers(p, &form_sign_in);
    if (!answers_complete(&as)) {
        p->res->status = 422;
        return show_signin(p, &as, true);
    }
    if (page_doubts(p, &as))
        return show_signin(p, &as, false);
    struct str email = answers_get(&as, "email");
    struct proof what = {.purpose = CHALLENGE_LOGIN, .email = email};
    enum rc rc = p->web->limit(p, "login.address", (struct str){0});
    if (rc == RC_OK)
        rc = proof_allowed(p, email, &what.due);
    if (rc == RC_OK)
        rc = proof_send(p, &what);
    if (rc == RC_OK)
        response_redirect(p->res, with_next(p, "/connexion/code"));
    return rc;
}

const char *signin_state_sentence(enum challenge_state state)
{
    switch (state) {
    case CHALLENGE_OPEN: return "";
    case CHALLENGE_USED: return "Ce code a déjà servi. Demandez-en un nouveau.";
    case CHALLENGE_SUPERSEDED: return "Un code plus récent vous a été envoyé\u00a0: utilisez le dernier reçu.";
    case CHALLENGE_EXPIRED: return "Ce code n’est plus valable. Demandez-en un nouveau.";
    case CHALLENGE_EXHAUSTED: return "Trop d’essais avec ce code. Demandez-en un nouveau.";
    }
    return "";
}

static enum rc show_code(
    struct page *p, const struct challenge *c, const struct answers *as, const char *sentence)
{
    struct view_step v = {
        .shell = page_shell(p, "Saisir le code", NAV_CANDIDACY),
        .back = {with_next(p, "/connexion"), STR("Changer d’adresse ou recevoir un autre code")},
        .heading = STR("Saisissez le code reçu"),
        .lead = proof_sent_words(p, c),
        .form = view_form_make(p->a, &form_code, as,
            &(struct form_wish){.action = with_next(p, "/connexion/code"),
                .csrf = p->web->csrf(p),
                .submit = "Me connecter",
                .judged = answers_any_fault(as)}),
    };
    if (*sentence)
        view_form_add_fault(p->a, &v.form, "code", str_c(sentence));
    v.shell.error = v.form.faults.items_n > 0;
    if (v.shell.error)
        p->res->status = 422;
    view_step_html(&p->res->body, &v);
    return RC_OK;
}

/* The challenge this browser asked for last; without one, back to the address. */
static enum rc this_challenge(struct page *p, struct challenge *c, bool *there)
{
    enum rc rc = challenge_find_by_device(p->db, p->a, p->visit.device, CHALLENGE_LOGIN, c);
    *there = rc == RC_OK;
    if (rc == RC_NOT_FOUND) {
        response_redirect(p->res, with_next(p, "/connexion"));
        return RC_OK;
    }
    return rc;
}

enum rc page_code(struct page *p)
{
    struct challenge c;
    bool there;
    struct answers blank = answers_new(p->a, &form_code);
    enum rc rc = this_challenge(p, &c, &there);
    if (rc == RC_OK && there && c.used.s) { /* done: whoever sits here next is not told for whom */
        response_redirect(p->res, with_next(p, "/connexion"));
        return RC_OK;
    }
    return rc == RC_OK && there ? show_code(p, &c, &blank, "") : rc;
}

/* Signs in with an open challenge whose secret has been shown; then to what was kept, if anything is. */
static enum rc enter(struct page *p, const struct challenge *c, bool stay)
{
    bool stashed = false;
    enum rc rc = proof_enter(p, c, stay, &stashed);
    if (rc == RC_OK)
        response_redirect(p->res, stashed ? STR("/connexion/reprise") : signin_next(p));
    return rc;
}

enum rc page_code_check(struct page *p)
{
    struct challenge c;
    bool there;
    struct answers as = page_answers(p, &form_code);
    enum rc rc = this_challenge(p, &c, &there);
    if (rc != RC_OK || !there)
        return rc;
    if (!answers_complete(&as))
        return show_code(p, &c, &as, "");
    enum challenge_state state = challenge_state(&c, p->now);
    if (state != CHALLENGE_OPEN)
        return show_code(p, &c, &as, signin_state_sentence(state));
    const char *why;
    rc = proof_guess(p, &c, answers_get(&as, "code"), &why);
    if (rc != RC_OK)
        return rc;
    if (*why)
        return show_code(p, &c, &as, why);
    return enter(p, &c, str_eq(answers_get(&as, "stay"), STR("1")));
}

static enum rc show_link(struct page *p, const char *heading, const char *text, const char *submit)
{
    struct view_confirm v = {
        .shell = page_shell(p, heading, NAV_CANDIDACY),
        .heading = str_c(heading),
        .text = str_c(text),
        .action = p->req->path,
        .csrf = p->web->csrf(p),
        .submit = str_c(submit),
    };
    if (!*submit) { /* nothing to do here: the form becomes a way out */
        v.cancel_href = STR("/connexion");
        v.cancel = STR("Recevoir un nouveau code");
    }
    view_confirm_html(&p->res->body, &v);
    return RC_OK;
}

/* A link that opens a session asks, as the page of the code does, how long it may last. */
static enum rc show_open(struct page *p, bool login)
{
    struct answers blank = answers_new(p->a, &form_link);
    const char *heading = login ? "Vous y êtes presque" : "Confirmez votre adresse";
    struct view_step v = {
        .shell = page_shell(p, heading, NAV_CANDIDACY),
        .back = {STR("/connexion"), STR("Recevoir un nouveau code")},
        .heading = str_c(heading),
        .lead = login ? STR("Un dernier geste pour ouvrir votre candidature dans ce navigateur.")
                      : STR("Un dernier geste pour confirmer que cette adresse est bien la vôtre."),
        .form = view_form_make(p->a, &form_link, &blank,
            &(struct form_wish){.action = p->req->path,
                .csrf = p->web->csrf(p),
                .submit = login ? "Me connecter" : "Confirmer mon adresse",
                .note = ""}),
    };
    view_step_html(&p->res->body, &v);
    return RC_OK;
}

/* Mail scanners open links: GET shows, POST acts, and only in the browser that asked. */
static enum rc judge_link(struct page *p, struct challenge *c, bool *good)
{
    *good = false;
    enum rc rc = p->web->limit(p, "code.address", (struct str){0});
    if (rc == RC_OK)
        rc = challenge_find(p->db, p->a, p->part[0], c);
    if (rc == RC_NOT_FOUND ||
        (rc == RC_OK && !challenge_link_is(p->site->keys, p->part[0], p->part[1])))
        return show_link(p, "Ce lien n’est pas valable",
            "Il est peut-être incomplet. Demandez un nouveau code.", "");
    if (rc != RC_OK)
        return rc;
    enum challenge_state state = challenge_state(c, p->now);
    if (state != CHALLENGE_OPEN)
        return show_link(p, "Ce lien n’est plus valable", signin_state_sentence(state), "");
    if (!crypto_equal(c->device, p->visit.device, sizeof c->device))
        return show_link(p, "Saisissez plutôt le code",
            "Ce lien a été demandé depuis un autre navigateur ou un autre appareil. Pour votre "
            "sécurité, revenez à la page où vous l’avez demandé et saisissez-y le code à six "
            "chiffres du message.", "");
    *good = true;
    return RC_OK;
}

enum rc page_link(struct page *p)
{
    struct challenge c;
    bool good;
    enum rc rc = judge_link(p, &c, &good);
    if (rc != RC_OK || !good)
        return rc;
    if (c.purpose == CHALLENGE_QUOTES)
        return show_link(p, "Vous y êtes presque",
            "Un dernier geste pour retrouver vos devis dans ce navigateur.", "Voir mes devis");
    if (c.purpose == CHALLENGE_OLD || c.purpose == CHALLENGE_NEW)
        return show_link(p, "Confirmez votre adresse",
            "Un dernier geste pour confirmer que cette adresse est bien la vôtre.",
            "Confirmer mon adresse");
    return show_open(p, c.purpose == CHALLENGE_LOGIN);
}

enum rc page_link_use(struct page *p)
{
    struct challenge c;
    bool good;
    enum rc rc = judge_link(p, &c, &good);
    if (rc != RC_OK || !good)
        return rc;
    bool stay = str_eq(page_form(p, "stay"), STR("1"));
    if (c.purpose == CHALLENGE_LOGIN)
        return enter(p, &c, stay);
    if (c.purpose == CHALLENGE_QUOTES)
        return quote_find_enter(p, &c);
    bool change = c.purpose == CHALLENGE_OLD || c.purpose == CHALLENGE_NEW;
    rc = change ? account_link_use(p, &c) : proof_use(p, &c, stay);
    return rc == RC_NOT_FOUND
               ? show_link(p, "Ce lien n’est plus valable",
                     "L’adresse a changé depuis\u00a0: utilisez le dernier message reçu.", "")
               : rc;
}

enum rc page_signout(struct page *p)
{
    enum rc rc = p->web->session_end(p);
    if (rc == RC_OK)
        response_redirect(p->res, STR("/"));
    return rc;
}
