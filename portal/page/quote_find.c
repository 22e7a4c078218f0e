/* "Retrouver mes devis": an address, a code sent there, then every request made with it. Whether
 * anything was ever asked with that address changes neither the page, nor the work, nor the mail. */
#include "base/words.h"
#include "domain/email.h"
#include "domain/forms.h"
#include "domain/payers.h"
#include "page/answers.h"
#include "page/proof.h"
#include "page/quote_link.h"
#include "page/quote_mail.h"
#include "page/shell.h"
#include "page/signin.h"
#include "store/address.h"
#include "store/quote_mine.h"
#include "store/tx.h"
#include "sys/crypto.h"
#include "sys/link.h"
#include "sys/refusal.h"
#include "view/templates.h"

enum { OPEN_SECONDS = 1800 }; /* how long a proof opens the list in that browser */

static enum rc show_ask(struct page *p, const struct answers *as, bool judged)
{
    struct view_step v = {
        .shell = page_shell(p, "Retrouver mes devis", NAV_QUOTE),
        .back = {STR("/devis"), STR("Demander un devis")},
        .heading = STR("Retrouver mes devis"),
        .lead = STR("Nous vous envoyons un code\u00a0: il ouvre la liste de ce qui a été demandé avec "
                    "votre adresse."),
        .form = view_form_make(p->a, &form_quote_find, as,
            &(struct form_wish){.action = STR("/devis/retrouver"), .csrf = p->web->csrf(p),
                .submit = "Recevoir mon code", .judged = judged}),
    };
    v.notices = page_doubt_notice(p, as, false);
    v.shell.error = v.form.faults.items_n > 0;
    if (v.shell.error)
        p->res->status = 422;
    view_step_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_quote_find(struct page *p)
{
    struct answers blank = answers_new(p->a, &form_quote_find);
    return show_ask(p, &blank, false);
}

enum rc page_quote_find_send(struct page *p)
{
    struct answers as = page_answers(p, &form_quote_find);
    if (!answers_complete(&as))
        return show_ask(p, &as, true);
    if (page_doubts(p, &as))
        return show_ask(p, &as, false);
    struct str email = answers_get(&as, "email");
    struct proof what = {.purpose = CHALLENGE_QUOTES, .email = email};
    enum rc rc = p->web->limit(p, "login.address", (struct str){0});
    if (rc == RC_OK)
        rc = proof_allowed(p, email, &what.due);
    if (rc == RC_OK)
        rc = proof_send(p, &what);
    if (rc == RC_OK)
        response_redirect(p->res, STR("/devis/retrouver/code"));
    return rc;
}

/* ---- the code ---- */

static enum rc show_code(
    struct page *p, const struct challenge *c, const struct answers *as, const char *sentence)
{
    struct view_step v = {
        .shell = page_shell(p, "Saisir le code", NAV_QUOTE),
        .back = {STR("/devis/retrouver"), STR("Changer d’adresse ou recevoir un autre code")},
        .heading = STR("Saisissez le code reçu"),
        .lead = proof_sent_words(p, c),
        .form = view_form_make(p->a, &form_quote_code, as,
            &(struct form_wish){.action = STR("/devis/retrouver/code"), .csrf = p->web->csrf(p),
                .submit = "Voir mes devis", .judged = answers_any_fault(as)}),
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
    enum rc rc =
        challenge_find_by_device(p->db, p->a, p->visit.device, CHALLENGE_QUOTES, c);
    *there = rc == RC_OK;
    if (rc != RC_NOT_FOUND)
        return rc;
    response_redirect(p->res, STR("/devis/retrouver"));
    return RC_OK;
}

enum rc page_quote_code(struct page *p)
{
    struct challenge c;
    bool there;
    struct answers blank = answers_new(p->a, &form_quote_code);
    enum rc rc = this_challenge(p, &c, &there);
    if (rc == RC_OK && there && c.used.s) {
        response_redirect(p->res, STR("/devis/retrouver/liste"));
        return RC_OK;
    }
    return rc == RC_OK && there ? show_code(p, &c, &blank, "") : rc;
}

struct entering {
    struct page *p;
    const struct challenge *c;
};

/* Whoever types the code reads the mails of that address: it is right, whatever came back. */
static enum rc enter(struct db *db, void *arg)
{
    const struct entering *e = arg;
    enum rc rc = challenge_consume(db, e->c->id, e->p->visit.device, e->p->now);
    if (rc == RC_OK)
        rc = address_correct(db, e->c->email, e->p->now);
    return rc == RC_OK ? e->p->web->proved(e->p, e->c->email) : rc;
}

enum rc quote_find_enter(struct page *p, const struct challenge *c)
{
    struct entering e = {p, c};
    enum rc rc = page_tx(p, enter, &e);
    if (rc == RC_OK)
        response_redirect(p->res, STR("/devis/retrouver/liste"));
    return rc;
}

enum rc page_quote_code_check(struct page *p)
{
    struct challenge c;
    bool there;
    const char *why;
    struct answers as = page_answers(p, &form_quote_code);
    enum rc rc = this_challenge(p, &c, &there);
    if (rc != RC_OK || !there)
        return rc;
    if (!answers_complete(&as))
        return show_code(p, &c, &as, "");
    enum challenge_state state = challenge_state(&c, p->now);
    if (state != CHALLENGE_OPEN)
        return show_code(p, &c, &as, signin_state_sentence(state));
    rc = proof_guess(p, &c, answers_get(&as, "code"), &why);
    if (rc != RC_OK)
        return rc;
    return *why ? show_code(p, &c, &as, why) : quote_find_enter(p, &c);
}

/* ---- the list ---- */

static struct view_tag tag_of(const struct page *p, const struct quote_mine *r)
{
    static const struct {
        const char *state, *label;
        enum tone tone;
    } states[] = {{"sent", "Devis envoyé", TONE_GOING},
        {"answered", "Réponse envoyée", TONE_GOING}, {"accepted", "Accepté", TONE_DONE},
        {"declined", "Sans suite", TONE_PLAIN}, {"cancelled", "Annulée", TONE_PLAIN},
        {"closed", "Close", TONE_PLAIN}};
    bool sent = str_eq(r->state, STR("sent"));
    if (sent && !day_is_none(r->valid_until) && day_cmp(r->valid_until, p->today) < 0)
        return (struct view_tag){STR("Expiré"), TONE_WATCH};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (str_eq_c(r->state, states[i].state))
            return (struct view_tag){str_c(states[i].label), states[i].tone};
    return (struct view_tag){STR("Entre nos mains"), TONE_TODO};
}

static struct view_found found_of(struct page *p, struct str email, const struct quote_mine *r)
{
    struct str asker = link_quote_path(p->a, p->site->keys, r->public_id, r->generation);
    struct str box = link_mailbox_path(p->a, p->site->keys, asker, email);
    const struct payer *payer = payer_find(r->payer);
    struct str day = words_day(p->a, day_paris(r->created));
    bool quote = str_eq(r->kind, STR("quote"));
    return (struct view_found){
        .title = r->number.n ? arena_printf(p->a, "%s n°\u00a0%.*s",
                     r->number.p[0] == 'I' ? "Information tarifaire" : "Devis", STR_ARG(r->number))
            : quote          ? STR("Demande de devis")
                             : STR("Message"),
        .text = payer ? arena_printf(p->a, "Demande %.*s du %.*s. Qui paierait\u00a0: %s.",
                            STR_ARG(r->reference), STR_ARG(day), payer_label(payer))
                      : arena_printf(p->a, "Demande %.*s du %.*s.", STR_ARG(r->reference),
                            STR_ARG(day)),
        .href = asker,
        .mailbox_href = arena_printf(p->a, "%.*s/refus", STR_ARG(box)),
        .what = r->reference,
        .tag = tag_of(p, r),
    };
}

enum rc quote_find_whose(struct page *p, struct str *email)
{
    struct challenge c;
    *email = p->visit.account ? p->visit.email : (struct str){0};
    enum rc rc =
        challenge_find_by_device(p->db, p->a, p->visit.device, CHALLENGE_QUOTES, &c);
    if (rc == RC_OK && c.used.s && p->now.s - c.used.s < OPEN_SECONDS)
        *email = c.email;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The address is proved: here it says whether it wants our mail. */
static enum rc show_refusal(struct page *p, struct view_quote_found *v)
{
    bool allowed = true;
    enum rc rc = quote_mail_allowed(p, v->email, &allowed);
    v->refused = !allowed;
    v->action = allowed ? STR("/devis/retrouver/refus") : STR("/devis/retrouver/messages");
    v->csrf = p->web->csrf(p);
    return rc;
}

enum rc page_quote_found(struct page *p)
{
    struct view_quote_found v = {.shell = page_shell(p, "Vos demandes", NAV_QUOTE)};
    struct quote_mine *mine;
    size_t n;
    enum rc rc = quote_find_whose(p, &v.email);
    if (rc == RC_OK && v.email.n == 0) {
        response_redirect(p->res, STR("/devis/retrouver"));
        return RC_OK;
    }
    if (rc == RC_OK)
        rc = quote_mine_list(p->db, p->a, v.email, &mine, &n);
    if (rc == RC_OK)
        rc = show_refusal(p, &v);
    if (rc != RC_OK)
        return rc;
    v.items = ARENA_ARRAY(p->a, n, struct view_found);
    for (size_t i = 0; i < n; i++)
        v.items[v.items_n++] = found_of(p, v.email, &mine[i]);
    v.shell.notice = str_eq(page_query(p, "fait"), STR("refus"))
        ? STR("C’est noté\u00a0: cette adresse ne reçoit plus de message au sujet d’un devis.")
        : quote_mailbox_said(p);
    v.email = email_shown(p->a, v.email);
    view_quote_found_html(&p->res->body, &v);
    return RC_OK;
}

static enum rc say(struct page *p, bool wanted)
{
    struct str email;
    unsigned char hash[HASH_BYTES];
    enum rc rc = quote_find_whose(p, &email);
    if (rc == RC_OK && email.n == 0) {
        response_redirect(p->res, STR("/devis/retrouver"));
        return RC_OK;
    }
    if (rc != RC_OK)
        return rc;
    refusal_hash(p->site->keys, email, hash);
    rc = wanted ? refusal_lift(p->db, hash) : refusal_put(p->db, hash, p->now);
    if (rc == RC_OK)
        rc = wanted ? address_complaint_clear(p->db, email, p->now) : RC_OK;
    if (rc == RC_OK)
        response_redirect(p->res, wanted ? STR("/devis/retrouver/liste?fait=messages")
                                         : STR("/devis/retrouver/liste?fait=refus"));
    return rc;
}

enum rc page_quote_stop(struct page *p)
{
    return say(p, false);
}

enum rc page_quote_resume(struct page *p)
{
    return say(p, true);
}
