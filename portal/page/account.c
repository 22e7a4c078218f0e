#include "page/account.h"

#include "base/words.h"
#include "domain/email.h"
#include "domain/forms.h"
#include "page/answers.h"
#include "page/post.h"
#include "page/proof.h"
#include "page/shell.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/tx.h"
#include "view/account.h"
#include "view/templates.h"
#include "view/wizard.h"

static const struct view_back to_account = {STR_INIT("/compte"), STR_INIT("Mon compte")};

/* ---- where one is signed in ---- */

static struct view_row row_of(struct page *p, const struct session_seen *s, size_t number)
{
    bool here = s->id == p->visit.session;
    return (struct view_row){
        .key = here ? STR("Ce navigateur") : arena_printf(p->a, "Autre appareil\xc2\xa0%zu", number),
        .value = arena_printf(p->a, "En ligne depuis le %.*s, utilisé le %.*s%s",
            STR_ARG(words_instant(p->a, s->created)),
            STR_ARG(words_instant(p->a, here ? p->now : s->last_seen)),
            s->day ? ". Reste en ligne 24\xc2\xa0heures." : "."),
    };
}

enum rc page_account(struct page *p)
{
    struct session_seen *all;
    size_t n = 0, others = 0;
    enum rc rc = session_list(p->db, p->a, p->visit.account, p->now, &all, &n);
    if (rc != RC_OK)
        return rc;
    struct view_account v = {
        .shell = page_shell(p, "Mon compte", NAV_CANDIDACY),
        .back = {STR("/candidature"), STR("Ma candidature")},
        .email = email_shown(p->a, p->visit.email),
        .change_href = STR("/compte/adresse"),
        .sessions = {.rows = ARENA_ARRAY(p->a, n, struct view_row), .rows_n = n},
        .csrf = p->web->csrf(p),
    };
    for (size_t i = 0; i < n; i++) {
        others += all[i].id != p->visit.session;
        v.sessions.rows[i] = row_of(p, &all[i], others);
    }
    v.others = others > 0;
    if (str_eq(page_query(p, "adresse"), STR("1")))
        v.shell.notice = STR("Votre adresse est changée. Vous êtes déconnecté partout ailleurs.");
    view_account_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_account_end_others(struct page *p)
{
    enum rc rc = session_end_others(p->db, p->visit.account, p->visit.session, p->now);
    if (rc == RC_OK)
        response_redirect(p->res, STR("/compte"));
    return rc;
}

/* ---- asking for another address ---- */

static enum rc show_address(struct page *p, const struct answers *as, const char *sentence)
{
    struct view_step v = {
        .shell = page_shell(p, "Changer d’adresse électronique", NAV_CANDIDACY),
        .back = to_account,
        .heading = STR("Changer d’adresse électronique"),
        .lead = arena_printf(p->a,
            "Votre adresse actuelle est %.*s. Nous enverrons un code à chacune des deux adresses\xc2\xa0: "
            "le changement se fait quand vous avez saisi les deux.", STR_ARG(email_shown(p->a, p->visit.email))),
        .form = view_form_make(p->a, &form_new_address, as,
            &(struct form_wish){.action = STR("/compte/adresse"),
                .csrf = p->web->csrf(p),
                .submit = "Recevoir les deux codes",
                .judged = answers_any_fault(as)}),
        .cards = {.items = ARENA_NEW(p->a, struct view_card), .items_n = 1},
    };
    v.cards.items[0] = (struct view_card){
        .title = STR("Vous n’avez plus accès à l’adresse actuelle\xc2\xa0?"),
        .text = arena_printf(p->a, "Écrivez-nous à %.*s\xc2\xa0: nous vérifierons avec vous qu’il s’agit "
                                   "bien de votre dossier.", STR_ARG(page_contact(p)))};
    if (page_contact(p).n == 0)
        v.cards.items_n = 0;
    if (*sentence)
        view_form_add_fault(p->a, &v.form, "email", str_c(sentence));
    v.notices = page_doubt_notice(p, as, false);
    v.shell.error = v.form.faults.items_n > 0;
    if (v.shell.error)
        p->res->status = 422;
    view_step_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_account_address(struct page *p)
{
    struct answers blank = answers_new(p->a, &form_new_address);
    return show_address(p, &blank, "");
}

struct asking {
    struct page *p;
    struct str email;
    struct instant due; /* when both codes leave */
};

/* Both or none. */
static enum rc ask_both(struct db *db, void *arg)
{
    struct asking *s = arg;
    struct page *p = s->p;
    struct proof what = {.purpose = CHALLENGE_OLD, .email = p->visit.email, .new_email = s->email,
        .account = p->visit.account, .due = s->due};
    (void)db;
    enum rc rc = proof_queue(p, &what);
    what.purpose = CHALLENGE_NEW;
    what.email = s->email;
    return rc == RC_OK ? proof_queue(p, &what) : rc;
}

/* Whether the new address has an account is not said here: only who proves it learns that. */
enum rc page_account_address_ask(struct page *p)
{
    struct answers as = page_answers(p, &form_new_address);
    if (!answers_complete(&as))
        return show_address(p, &as, "");
    struct asking s = {.p = p, .email = answers_get(&as, "email")};
    if (str_eq(s.email, p->visit.email))
        return show_address(p, &as, "C’est déjà votre adresse. Saisissez la nouvelle.");
    if (page_doubts(p, &as))
        return show_address(p, &as, "");
    enum rc rc = p->web->limit(p, "change.email", p->visit.email);
    if (rc == RC_OK)
        rc = proof_allowed(p, s.email, &s.due);
    if (rc == RC_OK)
        rc = tx_run(p->db, ask_both, &s);
    if (rc == RC_OK)
        response_redirect(p->res, STR("/compte/adresse/codes"));
    return rc;
}

/* ---- proving both ---- */

enum { OLD, NEW, SIDES };

static const struct side {
    enum challenge_purpose purpose;
    const char *field;
} sides[SIDES] = {{CHALLENGE_OLD, "code_old"}, {CHALLENGE_NEW, "code_new"}};

struct changing {
    struct page *p;
    struct challenge c[SIDES];
    bool now[SIDES]; /* proved by this request */
    bool done;
};

static bool usable(const struct changing *ch, int i, struct instant now)
{
    enum challenge_state state = challenge_state(&ch->c[i], now);
    return state == CHALLENGE_OPEN || state == CHALLENGE_USED;
}

/* The change that this browser asked for last; *there false when there is none to go on with. */
static enum rc this_change(struct page *p, struct changing *ch, bool *there)
{
    *ch = (struct changing){.p = p};
    *there = false;
    for (int i = 0; i < SIDES; i++) {
        enum rc rc = challenge_find_by_device(
            p->db, p->a, p->visit.device, sides[i].purpose, &ch->c[i]);
        if (rc == RC_NOT_FOUND)
            return RC_OK;
        if (rc != RC_OK)
            return rc;
    }
    *there = ch->c[OLD].account == p->visit.account && ch->c[NEW].account == p->visit.account &&
             str_eq(ch->c[OLD].new_email, ch->c[NEW].new_email) &&
             str_eq(ch->c[OLD].email, p->visit.email) &&
             p->now.s < ch->c[OLD].expires.s;
    return RC_OK;
}

/* What is proved already needs no field any more. */
static void leave_out(struct view_form *f, const struct changing *ch)
{
    size_t kept = 0;
    for (size_t i = 0; i < f->fields_n; i++)
        if (ch->c[i].used.s == 0)
            f->fields[kept++] = f->fields[i];
    f->fields_n = kept;
}

static enum rc show_codes(struct page *p, const struct changing *ch, const struct answers *as,
    const char *const sentence[SIDES])
{
    bool one = ch->c[OLD].used.s || ch->c[NEW].used.s;
    struct str late = proof_late_words(p, &ch->c[NEW]);
    struct view_step v = {
        .shell = page_shell(p, "Confirmer le changement d’adresse", NAV_CANDIDACY),
        .back = {STR("/compte/adresse"), STR("Changer d’adresse électronique")},
        .heading = STR("Confirmez les deux adresses"),
        .lead = late.n ? late : one ? STR("L’une des deux adresses est confirmée. Il reste à saisir l’autre code.")
                    : arena_printf(p->a,
                          "Deux codes sont partis, l’un vers %.*s, l’autre vers %.*s. Ils sont "
                          "valables dix minutes.", STR_ARG(email_shown(p->a, ch->c[OLD].email)),
                          STR_ARG(email_shown(p->a, ch->c[NEW].email))),
        .form = view_form_make(p->a, &form_change_codes, as,
            &(struct form_wish){.action = STR("/compte/adresse/codes"),
                .csrf = p->web->csrf(p),
                .submit = "Changer d’adresse",
                .judged = answers_any_fault(as)}),
    };
    leave_out(&v.form, ch);
    for (int i = 0; i < SIDES; i++)
        if (sentence && sentence[i])
            view_form_add_fault(p->a, &v.form, sides[i].field, str_c(sentence[i]));
    v.shell.error = v.form.faults.items_n > 0;
    if (v.shell.error)
        p->res->status = 422;
    view_step_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_account_codes(struct page *p)
{
    struct changing ch;
    bool there;
    struct answers blank = answers_new(p->a, &form_change_codes);
    enum rc rc = this_change(p, &ch, &there);
    if (rc != RC_OK)
        return rc;
    if (there)
        return show_codes(p, &ch, &blank, NULL);
    response_redirect(p->res, STR("/compte/adresse"));
    return RC_OK;
}

/* The former address is told, wherever the new one leads. */
static enum rc tell(struct changing *ch)
{
    struct page *p = ch->p;
    struct post post;
    post_begin(p, &post);
    post_int(&post, "at", p->now.s);
    return post_queue(p, &post, "address_changed", ch->c[OLD].email, ch->c[OLD].public_id,
        (struct instant){0});
}

/* Inside the transaction: what is proved now is used up; with both, everything changes at once. */
static enum rc settle(struct db *db, void *arg)
{
    struct changing *ch = arg;
    struct page *p = ch->p;
    struct str to = ch->c[NEW].new_email;
    uint64_t before = p->visit.session;
    enum rc rc = RC_OK;
    ch->done = false;
    for (int i = 0; i < SIDES && rc == RC_OK; i++)
        if (ch->now[i])
            rc = challenge_consume(db, ch->c[i].id, p->visit.device, p->now);
    if (rc == RC_OK)
        rc = challenge_both_proved(db, p->a, p->visit.account, to,
            ch->c[OLD].created, &ch->done);
    if (rc != RC_OK || !ch->done)
        return rc;
    rc = account_change_email(db, p->visit.account, ch->c[OLD].email, to, p->now);
    if (rc == RC_OK)
        rc = account_identities_follow(db, p->visit.account, ch->c[OLD].email, to, p->now);
    p->visit.email = to;
    if (rc == RC_OK) /* a fresh session id (ASVS 7.2.4) */
        rc = p->web->session_start(p, p->visit.account, p->visit.row.day);
    if (rc == RC_OK)
        rc = candidacy_follow_session(db, before, p->visit.session);
    if (rc == RC_OK)
        rc = session_end_others(db, p->visit.account, p->visit.session, p->now);
    if (rc == RC_OK)
        rc = audit_add(db, &(struct audit){"account", p->visit.account, "account.change_email",
                               "account", p->visit.account, STR("")});
    return rc == RC_OK ? tell(ch) : rc;
}

/* Sent twice, the second finds it done. The other conflict there can be: the new address is
 * another account's, which its owner, having proved it, may know. */
static enum rc prove(struct changing *ch, const struct answers *as)
{
    struct page *p = ch->p;
    enum rc rc = page_tx(p, settle, ch);
    if (rc == RC_OK) /* there, or on to the code that is still to come */
        response_redirect(
            p->res, ch->done ? STR("/compte?adresse=1") : STR("/compte/adresse/codes"));
    if (rc != RC_CONFLICT || !ch->done)
        return rc;
    return show_address(p, as,
        "Un dossier existe déjà avec cette adresse. Connectez-vous avec elle, ou choisissez-en une "
        "autre.");
}

/* One typed code; NULL in *sentence when it is right. */
static enum rc judge(struct changing *ch, int i, const struct answers *as, const char **sentence)
{
    struct page *p = ch->p;
    const struct challenge *c = &ch->c[i];
    if (c->used.s)
        return RC_OK;
    if (!usable(ch, i, p->now)) {
        *sentence = "Ce code n’est plus valable. Demandez un nouveau changement.";
        return RC_OK;
    }
    const char *why;
    enum rc rc = proof_guess(p, c, answers_get(as, sides[i].field), &why);
    ch->now[i] = rc == RC_OK && !*why;
    if (*why)
        *sentence = why;
    return rc;
}

/* Of the codes that are still asked for: is each there, and six digits? */
static bool whole(const struct changing *ch, struct answers *as)
{
    bool good = true;
    for (int i = 0; i < SIDES; i++) {
        struct answer *at = answers_at(as, sides[i].field);
        if (ch->c[i].used.s)
            *at = (struct answer){0};
        else if (at->fault == FAULT_NONE && at->value.n == 0)
            answers_fault(as, sides[i].field, FAULT_MISSING);
        good = good && at->fault == FAULT_NONE;
    }
    return good;
}

enum rc page_account_codes_check(struct page *p)
{
    struct changing ch;
    bool there;
    const char *sentence[SIDES] = {NULL, NULL};
    struct answers as = page_answers(p, &form_change_codes);
    struct answers blank = answers_new(p->a, &form_new_address);
    enum rc rc = this_change(p, &ch, &there);
    if (rc != RC_OK)
        return rc;
    if (!there) {
        response_redirect(p->res, STR("/compte/adresse"));
        return RC_OK;
    }
    if (!whole(&ch, &as))
        return show_codes(p, &ch, &as, NULL);
    for (int i = 0; i < SIDES && rc == RC_OK; i++)
        rc = judge(&ch, i, &as, &sentence[i]);
    if (rc != RC_OK)
        return rc;
    /* A right code beside a wrong one counts: it need not be typed again. */
    if (sentence[OLD] || sentence[NEW]) {
        rc = page_tx(p, settle, &ch);
        for (int i = 0; i < SIDES && rc == RC_OK; i++)
            if (ch.now[i])
                ch.c[i].used = p->now;
        return rc == RC_OK ? show_codes(p, &ch, &as, sentence) : rc;
    }
    return prove(&ch, &blank);
}

enum rc account_link_use(struct page *p, const struct challenge *c)
{
    struct changing ch;
    bool there;
    struct answers blank = answers_new(p->a, &form_new_address);
    if (p->visit.account != c->account) {
        response_redirect(p->res, STR("/connexion?suite=/compte/adresse/codes"));
        return RC_OK;
    }
    enum rc rc = this_change(p, &ch, &there);
    if (rc != RC_OK)
        return rc;
    for (int i = 0; i < SIDES && there; i++)
        ch.now[i] = ch.c[i].id == c->id;
    if (!there || (!ch.now[OLD] && !ch.now[NEW]))
        return RC_NOT_FOUND;
    return prove(&ch, &blank);
}
