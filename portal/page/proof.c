#include "page/proof.h"

#include "base/words.h"
#include "domain/email.h"
#include "domain/forms.h"
#include "page/answers.h"
#include "page/dossier.h"
#include "page/origin.h"
#include "page/post.h"
#include "page/shell.h"
#include "page/stash.h"
#include "store/account.h"
#include "store/tx.h"
#include "sys/challenge.h"
#include "sys/log.h"
#include "view/templates.h"
#include "view/wizard.h"

/* One row a purpose: which mail, and how long the proof may take. */
static const struct {
    enum challenge_purpose purpose;
    const char *mail;
    int64_t seconds;
} mails[] = {
    {CHALLENGE_LOGIN, "code", PROOF_LOGIN_SECONDS},
    {CHALLENGE_CONFIRM, "confirm", PROOF_DRAFT_SECONDS},
    {CHALLENGE_OLD, "address_old", PROOF_LOGIN_SECONDS},
    {CHALLENGE_NEW, "address_new", PROOF_LOGIN_SECONDS},
    {CHALLENGE_QUOTES, "quote_code", PROOF_LOGIN_SECONDS},
};

enum rc proof_queue(struct page *p, const struct proof *what)
{
    size_t k = 0;
    while (mails[k].purpose != what->purpose)
        k++; /* every purpose has its row */
    int64_t from = what->due.s ? what->due.s : p->now.s; /* its time begins as it leaves */
    struct challenge c = {
        .purpose = what->purpose,
        .email = what->email,
        .new_email = what->new_email,
        .account = what->account,
        .candidacy = what->candidacy,
        .expires = {from + mails[k].seconds},
    };
    p->web->csrf(p); /* a browser without a cookie gets one: the challenge is bound to it */
    memcpy(c.device, p->visit.device, sizeof c.device);
    enum rc rc = challenge_create(p->db, p->a, &c, p->now);
    if (rc != RC_OK)
        return rc;
    struct post post;
    post_begin(p, &post);
    post_due(&post, what->due);
    if (what->candidacy)
        post_about(&post, OUTBOX_CANDIDACY, what->candidacy);
    post_text(&post, "challenge", c.public_id);
    post_int(&post, "expires", c.expires.s);
    return post_queue(p, &post, mails[k].mail, what->email, c.public_id, c.expires);
}

enum rc proof_allowed(struct page *p, struct str email, struct instant *due)
{
    enum rc rc = p->web->limit(p, "login.pair", email);
    return rc == RC_OK ? p->web->limit_mail(p, "login.email", email, due) : rc;
}

struct str proof_late_words(struct page *p, const struct challenge *c)
{
    size_t k = 0;
    while (mails[k].purpose != c->purpose)
        k++;
    struct instant leaves = {c->expires.s - mails[k].seconds};
    if (leaves.s <= p->now.s)
        return (struct str){0};
    return arena_printf(p->a,
        "Beaucoup de codes ont été demandés, peut-être par quelqu’un d’autre\u00a0: le vôtre partira vers "
        "%.*s le %.*s (heure de Paris). Gardez cette page ouverte, ou revenez-y dans ce navigateur.",
        STR_ARG(email_shown(p->a, c->email)), STR_ARG(words_instant(p->a, leaves)));
}

struct str proof_sent_words(struct page *p, const struct challenge *c)
{
    struct str late = proof_late_words(p, c);
    return late.n ? late : arena_printf(p->a,
        "Nous l’avons envoyé à %.*s. Il arrive en général en moins d’une minute\u00a0; regardez "
        "aussi dans les indésirables.", STR_ARG(email_shown(p->a, c->email)));
}

enum rc proof_guess(
    struct page *p, const struct challenge *c, struct str typed, const char **why)
{
    *why = "";
    enum rc rc = p->web->limit(p, "code.address", (struct str){0});
    if (rc == RC_OK)
        rc = p->web->limit(p, "code.browser", c->email);
    if (rc == RC_OK)
        rc = challenge_attempt(p->db, c->id, p->now);
    if (rc == RC_CONFLICT)
        *why = "Trop d’essais avec ce code. Demandez-en un nouveau.";
    else if (rc == RC_OK && !challenge_code_is(p->site->keys, c->public_id, typed))
        *why = "Ce code n’est pas le bon. Vérifiez les six chiffres du dernier message reçu.";
    if (**why)
        log_event(LOG_WARN, rc == RC_CONFLICT ? "proof.exhausted" : "proof.refused",
            LOG_INT("challenge", c->id), LOG_END);
    return rc == RC_CONFLICT ? RC_OK : rc;
}

struct sending {
    struct page *p;
    const struct proof *what;
};

static enum rc send(struct db *db, void *arg)
{
    struct sending *s = arg;
    (void)db;
    return proof_queue(s->p, s->what);
}

enum rc proof_send(struct page *p, const struct proof *what)
{
    struct sending s = {p, what};
    p->web->csrf(p);
    return tx_run(p->db, send, &s);
}

struct entering {
    struct page *p;
    const struct challenge *c;
    bool stay, stashed;
    struct account account;
    struct candidacy existing; /* id == 0: no other one stood in the way */
};

/* Every unproved draft of the address is handed over; of two for one year the second stays where
 * it is and is offered. The session that began a draft elsewhere ends (only its own draft hung on
 * it, and that is the account's from now on). */
static enum rc adopt_drafts(struct entering *e)
{
    struct page *p = e->p;
    struct candidacy *drafts, existing = {0};
    size_t n = 0;
    enum rc rc = candidacy_drafts_of_email(
        p->db, p->a, e->c->email, p->visit.session, &drafts, &n);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        uint64_t began = drafts[i].session;
        rc = candidacy_attach(p->db, p->a, drafts[i].id, e->account.id, e->c->email, p->now, &existing);
        if (rc == RC_CONFLICT || rc == RC_NOT_FOUND)
            rc = RC_OK;
        else if (rc == RC_OK && began && began != p->visit.session)
            rc = session_end(p->db, began, p->now);
    }
    return rc;
}

/* The code is used up, whoever shows it has an account. */
static enum rc proved(struct db *db, struct entering *e)
{
    struct page *p = e->p;
    enum rc rc = challenge_consume(db, e->c->id, p->visit.device, p->now);
    return rc == RC_OK ? account_ensure(db, p->a, e->c->email, p->now, &e->account) : rc;
}

/* A draft of another, unproved address stays reachable in this browser. */
static enum rc open_session(struct db *db, const struct entering *e)
{
    struct page *p = e->p;
    uint64_t before = p->visit.session;
    p->visit.email = e->account.email;
    enum rc rc = p->web->session_start(p, e->account.id, e->stay);
    if (rc == RC_OK)
        rc = p->web->proved(p, e->account.email);
    return rc == RC_OK && before ? candidacy_follow_session(db, before, p->visit.session) : rc;
}

static enum rc enter(struct db *db, void *arg)
{
    struct entering *e = arg;
    enum rc rc = proved(db, e);
    if (rc == RC_OK)
        rc = adopt_drafts(e);
    if (rc == RC_OK)
        rc = open_session(db, e);
    return rc == RC_OK ? page_stash_waiting(e->p, &e->stashed) : rc;
}

static void tell(const struct entering *e, const char *event)
{
    log_event(LOG_INFO, event, LOG_INT("account", e->account.id), LOG_INT("challenge", e->c->id),
        LOG_END);
}

enum rc proof_enter(struct page *p, const struct challenge *c, bool stay, bool *stashed)
{
    struct entering e = {.p = p, .c = c, .stay = stay};
    enum rc rc = page_tx(p, enter, &e);
    if (rc == RC_OK)
        tell(&e, "account.signed_in");
    *stashed = e.stashed;
    return rc;
}

/* ---- the address of a draft ---- */

enum rc proof_identity_show(struct page *p, const struct answers *as, struct view_step *v)
{
    const struct answer *email = answers_at(as, "email");
    v->cards.items = ARENA_ARRAY(p->a, 2, struct view_card);
    v->cards.items[v->cards.items_n++] = (struct view_card){ /* GDPR 13, where data is first asked */
        .title = STR("Ce que deviennent vos réponses"),
        .text = STR("Elles servent à étudier et à suivre votre candidature, et sont lues par les "
                    "personnes qui en sont chargées. Ce qui ne porte pas la mention «\u00a0facultatif\u00a0» "
                    "est nécessaire pour la déposer."),
        .href = STR("/donnees"), .link = STR("Vos données et vos droits")};
    if (p->candidacy->account == 0)
        return RC_OK;
    if (email->typed.n == 0 && email->fault == FAULT_NONE)
        view_form_field(&v->form, "email")->value = p->visit.email;
    v->cards.items[v->cards.items_n++] = (struct view_card){
        .title = STR("Changer d’adresse électronique\u00a0?"),
        .text = STR("Cela se fait dans votre compte, en confirmant l’ancienne et la nouvelle."),
        .href = STR("/compte/adresse"), .link = STR("Changer d’adresse")};
    return RC_OK;
}

void proof_identity_judge(struct page *p, struct answers *came)
{
    struct str email = answers_get(came, "email");
    if (p->candidacy->account && email.n && !str_eq(email, p->visit.email))
        answers_fault(came, "email", FAULT_ACCOUNT);
}

/* Whoever is signed in with that address has proved it already. Beside another candidacy of the
 * year the draft stays, and /candidature offers the choice. */
static enum rc attach_here(struct page *p)
{
    struct candidacy existing;
    enum rc rc = candidacy_set_draft_email(p->db, p->candidacy->id, p->visit.email, p->now);
    if (rc == RC_OK)
        rc = candidacy_attach(p->db, p->a, p->candidacy->id, p->visit.account, p->visit.email,
            p->now, &existing);
    return rc == RC_CONFLICT ? RC_OK : rc;
}

enum rc proof_identity_saved(struct page *p, const struct answers *before, const struct merge *m)
{
    struct str email = answers_get(&m->result, "email");
    (void)before;
    if (p->visit.account && p->candidacy->account == 0 && str_eq(email, p->visit.email))
        return attach_here(p);
    if (p->candidacy->account || email.n == 0 || str_eq(email, p->candidacy->draft_email) ||
        page_is_autosave(p)) /* while one types, "a@b.f" is not yet the address */
        return RC_OK;
    struct instant due = {0};
    enum rc rc = candidacy_set_draft_email(p->db, p->candidacy->id, email, p->now);
    size_t headers = p->res->headers.n;
    if (rc == RC_OK)
        rc = p->web->limit(p, "confirm.draft", p->candidacy->public_id);
    if (rc == RC_OK)
        rc = proof_allowed(p, email, &due);
    /* Too many codes for now: the answers are kept all the same, and the page where the code is
     * typed offers another one later. */
    if (rc == RC_THROTTLED) {
        p->res->headers.n = headers; /* nothing has to be tried again: no Retry-After */
        p->wait = 0;
        return RC_OK;
    }
    if (rc == RC_OK)
        rc = proof_queue(p, &(struct proof){.purpose = CHALLENGE_CONFIRM, .email = email,
                                .candidacy = p->candidacy->id, .due = due});
    return rc;
}

static enum rc confirm(struct db *db, void *arg)
{
    struct entering *e = arg;
    struct page *p = e->p;
    e->existing = (struct candidacy){0};
    enum rc rc = proved(db, e);
    if (rc != RC_OK)
        return rc;
    rc = candidacy_attach(
        db, p->a, e->c->candidacy, e->account.id, e->c->email, p->now, &e->existing);
    return rc == RC_OK || rc == RC_CONFLICT ? open_session(db, e) : rc;
}

enum rc proof_use(struct page *p, const struct challenge *c, bool stay)
{
    struct entering e = {.p = p, .c = c, .stay = stay};
    enum rc rc = page_tx(p, confirm, &e);
    if (rc != RC_OK)
        return rc;
    tell(&e, "account.confirmed");
    struct view_back to = {.href = STR("/candidature")};
    if (e.existing.id && p->candidacy)
        to.href = dossier_path(p, "choix");
    else if (p->candidacy)
        to = origin_check_back(p, to);
    response_redirect(p->res, to.href);
    return RC_OK;
}
