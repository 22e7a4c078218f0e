/* The address of a draft: typing its code, sending it again, and choosing when the proved address
 * has a candidacy already. */
#include "base/words.h"
#include "domain/email.h"
#include "domain/forms.h"
#include "page/answers.h"
#include "page/dossier.h"
#include "page/origin.h"
#include "page/proof.h"
#include "page/shell.h"
#include "store/account.h"
#include "store/tx.h"
#include "sys/challenge.h"
#include "view/templates.h"

/* When the code leaves later than it was asked for; else empty. */
static enum rc late_words(struct page *p, struct str *late)
{
    struct challenge c;
    enum rc rc = challenge_find_by_device(p->db, p->a, p->visit.device, CHALLENGE_CONFIRM, &c);
    bool ours = rc == RC_OK && c.candidacy == p->candidacy->id;
    *late = ours ? proof_late_words(p, &c) : (struct str){0};
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Its pages, which keep their way back to the check page. */
static struct str link_to(struct page *p, const char *tail)
{
    return origin_link(p, dossier_path(p, tail), page_origin(p), (struct str){0});
}

static enum rc show(struct page *p, const struct answers *as, const char *sentence)
{
    struct str late;
    enum rc rc = late_words(p, &late);
    if (rc != RC_OK)
        return rc;
    struct view_step v = {
        .shell = page_shell(p, "Confirmer mon adresse", NAV_CANDIDACY),
        .back = origin_check_back(p, dossier_back(p)),
        .heading = STR("Confirmez votre adresse électronique"),
        .lead = late.n ? late : arena_printf(p->a,
            "Nous avons envoyé un code à %.*s\u00a0; il est valable 24\xc2\xa0heures. Une fois l’adresse "
            "confirmée, vous retrouverez votre dossier depuis n’importe quel appareil, et vous "
            "pourrez le déposer.", STR_ARG(email_shown(p->a, p->candidacy->draft_email))),
        .form = view_form_make(p->a, &form_code, as,
            &(struct form_wish){.action = dossier_path(p, "adresse"),
                .csrf = p->web->csrf(p),
                .from = origin_word(page_origin(p)),
                .submit = "Confirmer mon adresse",
                .judged = answers_any_fault(as)}),
        .cards = {.items = ARENA_ARRAY(p->a, 2, struct view_card), .items_n = 2},
    };
    v.cards.items[0] = (struct view_card){.title = STR("Rien reçu\u00a0?"),
        .text = STR("Regardez dans les indésirables. Vous pouvez aussi recevoir un nouveau code."),
        .href = link_to(p, "adresse/renvoi"), .link = STR("Recevoir un nouveau code")};
    v.cards.items[1] = (struct view_card){.title = STR("Adresse mal écrite\u00a0?"),
        .text = STR("Corrigez-la dans votre identité\u00a0: un code partira vers la nouvelle adresse."),
        .href = link_to(p, "identite"), .link = STR("Corriger mon adresse")};
    if (*sentence)
        view_form_add_fault(p->a, &v.form, "code", str_c(sentence));
    v.shell.error = v.form.faults.items_n > 0;
    if (v.shell.error)
        p->res->status = 422;
    view_step_html(&p->res->body, &v);
    return RC_OK;
}

/* Nothing to confirm: it is done already, or no address has been given yet. */
static bool nothing_to_do(struct page *p)
{
    if (p->candidacy->account == 0 && p->candidacy->draft_email.n)
        return false;
    response_redirect(p->res,
        dossier_path(p, p->candidacy->account ? "" : "identite"));
    return true;
}

enum rc page_address(struct page *p)
{
    struct answers blank = answers_new(p->a, &form_code);
    return nothing_to_do(p) ? RC_OK : show(p, &blank, "");
}

enum rc page_address_check(struct page *p)
{
    struct challenge c;
    struct answers as = page_answers(p, &form_code);
    if (nothing_to_do(p))
        return RC_OK;
    if (!answers_complete(&as))
        return show(p, &as, "");
    enum rc rc = challenge_find_by_device(
        p->db, p->a, p->visit.device, CHALLENGE_CONFIRM, &c);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && (c.candidacy != p->candidacy->id ||
                                                  challenge_state(&c, p->now) != CHALLENGE_OPEN)))
        return show(p, &as, "Ce code n’est plus valable. Demandez-en un nouveau.");
    const char *why = "";
    if (rc == RC_OK)
        rc = proof_guess(p, &c, answers_get(&as, "code"), &why);
    if (rc != RC_OK)
        return rc;
    if (*why)
        return show(p, &as, why);
    rc = proof_use(p, &c, str_eq(answers_get(&as, "stay"), STR("1")));
    return rc == RC_NOT_FOUND || rc == RC_CONFLICT
               ? show(p, &as, "Ce code n’est plus valable. Demandez-en un nouveau.")
               : rc;
}

enum rc page_address_ask(struct page *p)
{
    if (nothing_to_do(p))
        return RC_OK;
    struct view_confirm v = {
        .shell = page_shell(p, "Recevoir un nouveau code", NAV_CANDIDACY),
        .back = {link_to(p, "adresse"), STR("Saisir le code")},
        .heading = STR("Recevoir un nouveau code"),
        .text = arena_printf(p->a,
            "Il partira vers %.*s. Seul le dernier code reçu sera valable.",
            STR_ARG(email_shown(p->a, p->candidacy->draft_email))),
        .action = p->req->path,
        .csrf = p->web->csrf(p),
        .from = origin_word(page_origin(p)),
        .submit = STR("Envoyer un nouveau code"),
    };
    view_confirm_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_address_resend(struct page *p)
{
    if (nothing_to_do(p))
        return RC_OK;
    struct proof what = {.purpose = CHALLENGE_CONFIRM,
        .email = p->candidacy->draft_email,
        .candidacy = p->candidacy->id};
    enum rc rc = p->web->limit(p, "confirm.draft", p->candidacy->public_id);
    if (rc == RC_OK)
        rc = proof_allowed(p, what.email, &what.due);
    if (rc == RC_OK)
        rc = proof_send(p, &what);
    if (rc == RC_OK)
        response_redirect(p->res, link_to(p, "adresse"));
    return rc;
}

/* ---- the proved address has a candidacy of this year already ---- */

/* The other one of the same year; RC_NOT_FOUND when there is none (any more). */
static enum rc find_other(struct page *p, struct candidacy *other)
{
    struct candidacy *all;
    size_t n = 0;
    enum rc rc = candidacy_list(p->db, p->a, (struct owner){p->visit.account, 0}, &all, &n);
    for (size_t i = 0; rc == RC_OK && i < n; i++)
        if (all[i].year == p->candidacy->year && all[i].programme == p->candidacy->programme) {
            *other = all[i];
            return RC_OK;
        }
    return rc == RC_OK ? RC_NOT_FOUND : rc;
}

enum rc page_offer(struct page *p)
{
    struct candidacy other = {0};
    enum rc rc = find_other(p, &other);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && p->candidacy->account))
        return dossier_go_back(p);
    if (rc != RC_OK)
        return rc;
    struct view_offer v = {
        .shell = page_shell(p, "Choisir votre candidature", NAV_CANDIDACY),
        .text_old = arena_printf(p->a, "Commencée le %.*s, modifiée le %.*s.",
            STR_ARG(words_instant(p->a, other.created)), STR_ARG(words_instant(p->a, other.updated))),
        .text_new = arena_printf(p->a,
            "Commencée le %.*s dans ce navigateur. La première sera mise de côté.",
            STR_ARG(words_instant(p->a, p->candidacy->created))),
        .action = p->req->path,
        .csrf = p->web->csrf(p),
        .may_replace = other.state == STATE_DRAFT && other.submissions == 0,
    };
    view_offer_html(&p->res->body, &v);
    return RC_OK;
}

struct choosing {
    struct page *p;
    struct candidacy other;
};

/* What is put aside hangs on a session of its own that nobody holds, until it is purged with the
 * drafts that were never proved. */
static enum rc nobody(struct db *db, struct page *p, uint64_t *session)
{
    struct session_new parked = {.account = 0, .idle_seconds = 0, .absolute_seconds = 0};
    random_bytes(parked.token_hash, sizeof parked.token_hash);
    return session_insert(db, &parked, p->now, session);
}

/* The older one goes on; the draft of this browser would be offered again and again. */
static enum rc keep_old(struct db *db, void *arg)
{
    struct choosing *c = arg;
    uint64_t session = 0;
    enum rc rc = nobody(db, c->p, &session);
    return rc == RC_OK ? candidacy_follow_session(db, c->p->visit.session, session) : rc;
}

/* The draft may have been begun before any address was typed into it: it is this browser's, and who
 * sits there has proved theirs. */
static enum rc replace(struct db *db, void *arg)
{
    struct choosing *c = arg;
    struct page *p = c->p;
    struct candidacy existing = {0};
    uint64_t session = 0;
    enum rc rc = nobody(db, p, &session);
    if (rc == RC_OK)
        rc = candidacy_set_draft_email(db, p->candidacy->id, p->visit.email, p->now);
    if (rc == RC_OK)
        rc = candidacy_park(db, c->other.id, p->visit.account, session, p->now);
    if (rc == RC_OK)
        rc = candidacy_attach(db, p->a, p->candidacy->id, p->visit.account, p->visit.email, p->now,
            &existing);
    if (rc == RC_OK && p->candidacy->draft_email.n)
        rc = account_identities_follow(
            db, p->visit.account, p->candidacy->draft_email, p->visit.email, p->now);
    return rc;
}

enum rc page_offer_choose(struct page *p)
{
    struct choosing c = {.p = p};
    enum rc rc = find_other(p, &c.other);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && p->candidacy->account))
        return dossier_go_back(p);
    if (rc == RC_OK && str_eq(page_form(p, "keep"), STR("new"))) {
        rc = tx_run(p->db, replace, &c);
        if (rc == RC_OK)
            return dossier_go_back(p);
        return rc;
    }
    if (rc == RC_OK)
        rc = tx_run(p->db, keep_old, &c);
    if (rc == RC_OK)
        response_redirect(p->res,
            arena_printf(p->a, "/candidature/%.*s", STR_ARG(c.other.public_id)));
    return rc;
}
