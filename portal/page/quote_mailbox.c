/* "/devis/{}/{}/refus": what belongs to whoever reads the mails of the address that was given, who
 * may never have asked for anything: no more mail, "it was not me", another link. The token is the
 * one that a mail carries (sys/link.h); it is also handed out where a code has proved the address
 * (quote_find.c). The request's own link, which who asked has too, only says how to prove it. GET
 * shows, POST acts: scanners open links. */
#include "domain/forms.h"
#include "domain/email.h"
#include "page/answers.h"
#include "page/quote_link.h"
#include "page/quote_mail.h"
#include "page/shell.h"
#include "store/address.h"
#include "store/audit.h"
#include "store/quote_mine.h"
#include "store/tx.h"
#include "sys/refusal.h"
#include "view/templates.h"

struct at_box {
    struct page *p;
    struct quote_door d;
    bool refused; /* this address wants no more mail about quotes */
};

static struct str asker_path(const struct at_box *b)
{
    return link_quote_path(
        b->p->a, b->p->site->keys, b->d.subject.public_id, b->d.subject.generation);
}

/* ---- with the request's own link */

static enum rc show_prove(struct at_box *b)
{
    struct page *p = b->p;
    struct view_confirm v = {
        .shell = page_shell(p, "Ne plus recevoir de message", NAV_QUOTE),
        .back = {b->d.path, STR("Retour à la demande")},
        .heading = STR("Est-ce bien votre adresse\u00a0?"),
        .text = STR("Le lien de la demande peut être entre plusieurs mains. Pour que personne d’autre "
                    "ne décide à la place de qui lit cette boîte, demandez-y un code\u00a0: une fois votre "
                    "adresse confirmée, vous pourrez arrêter ces messages, ou dire que la demande ne vient "
                    "pas de vous."),
        .cancel_href = STR("/devis/retrouver"),
        .cancel = STR("Confirmer mon adresse par un code"),
    };
    view_confirm_html(&p->res->body, &v);
    return RC_OK;
}

/* ---- with the mailbox's */

static enum rc show_refused(struct at_box *b)
{
    struct page *p = b->p;
    struct view_confirm v = {
        .shell = page_shell(p, "Cette adresse ne reçoit plus de message", NAV_QUOTE),
        .heading = STR("Cette adresse ne reçoit plus de message"),
        .text = STR("Plus aucun message au sujet d’un devis n’y part, même si quelqu’un la redonne. Nous "
                    "n’en gardons qu’une empreinte. Vous pouvez changer d’avis quand vous voulez."),
        .action = quote_door_path(p, &b->d, "messages"),
        .csrf = p->web->csrf(p),
        .submit = STR("Recevoir de nouveau ces messages"),
        .cancel_href = asker_path(b),
        .cancel = STR("Voir la demande"),
    };
    v.shell.notice = quote_mailbox_said(p);
    view_confirm_html(&p->res->body, &v);
    return RC_OK;
}

static enum rc show_choices(struct at_box *b, const struct answers *as)
{
    struct page *p = b->p;
    struct view_step v = {
        .shell = page_shell(p, "Votre adresse et cette demande", NAV_QUOTE),
        .back = {asker_path(b), STR("Voir la demande")},
        .heading = STR("Votre adresse et cette demande"),
        .lead = arena_printf(p->a, "La demande %.*s a été faite avec l’adresse %.*s. C’est à vous "
                                   "de décider de ce que cette boîte reçoit.",
            STR_ARG(b->d.subject.ask.reference), STR_ARG(email_shown(p->a, b->d.subject.ask.email))),
        .form = view_form_make(p->a, &form_quote_mailbox, as,
            &(struct form_wish){.action = quote_door_path(p, &b->d, "refus"),
                .csrf = p->web->csrf(p), .submit = "Valider", .judged = as != NULL}),
    };
    v.shell.notice = quote_mailbox_said(p);
    v.shell.error = v.form.faults.items_n > 0;
    p->res->status = v.shell.error ? 422 : 200;
    view_step_html(&p->res->body, &v);
    return RC_OK;
}

struct str quote_mailbox_said(const struct page *p)
{
    static const struct {
        const char *word, *sentence;
    } rows[] = {{"lien", "Le lien de la demande est changé\u00a0: l’ancien ne montre plus rien."},
        {"messages", "C’est noté\u00a0: vous recevez de nouveau les messages au sujet de vos devis."},
        {"pas-moi", "C’est noté et transmis à l’équipe\u00a0: le lien de qui a fait cette demande ne "
                    "montre plus rien."}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq_c(page_query(p, "fait"), rows[i].word))
            return str_c(rows[i].sentence);
    return (struct str){0};
}

static enum rc open(struct page *p, struct at_box *b)
{
    bool allowed = true;
    *b = (struct at_box){.p = p};
    enum rc rc = quote_door_ask(p, &b->d);
    if (rc == RC_OK)
        rc = quote_mail_allowed(p, b->d.subject.ask.email, &allowed);
    b->refused = !allowed;
    return rc;
}

enum rc page_quote_mailbox(struct page *p)
{
    struct at_box b;
    enum rc rc = open(p, &b);
    if (rc != RC_OK)
        return rc;
    if (b.d.holder != LINK_MAILBOX)
        return show_prove(&b);
    return b.refused ? show_refused(&b) : show_choices(&b, NULL);
}

/* ---- done ---- */

static enum rc refuse(struct at_box *b)
{
    unsigned char hash[HASH_BYTES];
    refusal_hash(b->p->site->keys, b->d.subject.ask.email, hash);
    return refusal_put(b->p->db, hash, b->p->now);
}

/* The links of the next generation: the old ones are worth nothing from the commit on. */
static enum rc renew(struct at_box *b, const char *action)
{
    struct quote_subject *s = &b->d.subject;
    const struct audit line = {
        "session", b->p->visit.session, action, "quote_request", s->id, {0}};
    enum rc rc = quote_link_renew(b->p->db, s->id, s->generation, b->p->now);
    return rc == RC_OK ? audit_add(b->p->db, &line) : rc;
}

static enum rc relink(struct db *db, void *arg)
{
    struct at_box *b = arg;
    const struct quote_subject *s = &b->d.subject;
    bool told;
    (void)db;
    enum rc rc = renew(b, "request.link_renewed");
    return rc == RC_OK ? quote_mail_relinked(b->p, s, s->generation + 1, &told) : rc;
}

/* Staff read it in the request's thread, and by mail; what they had prepared waits for them. */
static enum rc disown(struct db *db, void *arg)
{
    struct at_box *b = arg;
    struct page *p = b->p;
    const struct quote_subject *s = &b->d.subject;
    const struct quote_message m = {.kind = STR("person"), .at = p->now,
        .body = STR("Cette personne dit, depuis le lien reçu dans sa boîte, ne pas avoir fait cette "
                    "demande. Son adresse ne reçoit plus de message au sujet d’un devis, et l’ancien lien "
                    "de la demande ne montre plus rien.")};
    struct str key = arena_printf(p->a, "disown:%.*s", STR_ARG(s->public_id));
    enum rc rc = renew(b, "request.disowned");
    if (rc == RC_OK)
        rc = refuse(b);
    if (rc == RC_OK)
        rc = quote_message_add(db, s->id, &m, key);
    if (rc == RC_CONFLICT) /* said before; the rest holds all the same */
        rc = RC_OK;
    if (rc == RC_OK)
        rc = quote_wait(db, s->id, STR("La personne dit ne pas avoir fait cette demande"), p->now);
    return rc == RC_OK ? quote_mail_written(p, s, NULL, STR("«\u00a0Ce n’est pas moi\u00a0»"), m.body, key) : rc;
}

/* To the page of the mailbox's link as it is now: of the next generation once it was renewed. */
static enum rc back(struct at_box *b, unsigned more, const char *word)
{
    struct page *p = b->p;
    const struct quote_subject *s = &b->d.subject;
    struct str asker =
        link_quote_path(p->a, p->site->keys, s->public_id, s->generation + more);
    struct str path = link_mailbox_path(p->a, p->site->keys, asker, s->ask.email);
    response_redirect(p->res, arena_printf(p->a, "%.*s/refus%s%s", STR_ARG(path),
                                  *word ? "?fait=" : "", word));
    return RC_OK;
}

static enum rc act(struct at_box *b, struct str what)
{
    bool stop = str_eq(what, STR("stop")), link = str_eq(what, STR("link"));
    if (stop) {
        enum rc rc = refuse(b);
        return rc == RC_OK ? back(b, 0, "") : rc;
    }
    enum rc rc = tx_run(b->p->db, link ? relink : disown, b);
    if (rc == RC_CONFLICT) /* renewed meanwhile, maybe against this very link: it is shown no new one */
        return RC_GONE;
    return rc == RC_OK ? back(b, 1, link ? "lien" : "pas-moi") : rc;
}

enum rc page_quote_mailbox_post(struct page *p)
{
    struct at_box b;
    struct answers as = page_answers(p, &form_quote_mailbox);
    enum rc rc = open(p, &b);
    if (rc == RC_OK && b.d.holder != LINK_MAILBOX)
        return show_prove(&b);
    if (rc != RC_OK)
        return rc;
    if (!answers_complete(&as))
        return show_choices(&b, &as);
    rc = p->web->limit(p, "mailbox.link", b.d.subject.public_id);
    return rc == RC_OK ? act(&b, answers_get(&as, "act")) : rc;
}

enum rc page_quote_mailbox_resume(struct page *p)
{
    struct at_box b;
    unsigned char hash[HASH_BYTES];
    enum rc rc = open(p, &b);
    if (rc == RC_OK && b.d.holder != LINK_MAILBOX)
        return show_prove(&b);
    if (rc == RC_OK)
        rc = p->web->limit(p, "mailbox.link", b.d.subject.public_id);
    if (rc != RC_OK)
        return rc;
    refusal_hash(p->site->keys, b.d.subject.ask.email, hash);
    rc = refusal_lift(p->db, hash);
    if (rc == RC_OK)
        rc = address_complaint_clear(p->db, b.d.subject.ask.email, p->now);
    return rc == RC_OK ? back(&b, 0, "messages") : rc;
}
