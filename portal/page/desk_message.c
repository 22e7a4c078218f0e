/* /gestion/devis/{}/message: a reply, written or put together from ready texts, seen as the mail it
 * will be, then sent once. */
#include "domain/forms_desk.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_acts.h"
#include "page/kept.h"
#include "page/shell.h"
#include "store/ready_text.h"
#include "store/tx.h"
#include "view/templates.h"

/* A question about VAE is answered by the mailbox that knows about it. */
static struct str mailbox(struct desk_act *d)
{
    struct str vae = page_fact(d->p, "contact.vae"), general = page_fact(d->p, "contact.general");
    if (str_eq(d->r.kind, STR("vae")) && vae.n)
        return vae;
    return str_eq(d->r.kind, STR("quote")) ? (struct str){0} : general;
}

static void compose(struct desk_act *d, struct str body, struct post *post)
{
    desk_act_post(d, post);
    post_text(post, "message", body);
    post_text(post, "reply_to", mailbox(d));
}

/* ---- shown */

static enum rc texts_of(struct desk_act *d, struct view_desk_message *v)
{
    struct ready_text *all;
    size_t n;
    struct page *p = d->p;
    enum rc rc = ready_text_list(p->db, p->a, &all, &n);
    if (rc != RC_OK)
        return rc;
    v->texts = ARENA_ARRAY(p->a, n ? n : 1, struct view_option);
    v->texts_n = n;
    for (size_t i = 0; i < n; i++)
        v->texts[i] = (struct view_option){.value = all[i].public_id,
            .label = all[i].title,
            .checked = str_eq(all[i].public_id, page_form(p, "texte"))};
    return RC_OK;
}

static struct view_desk_message page_of(
    struct desk_act *d, const struct answers *as, bool judged)
{
    struct page *p = d->p;
    return (struct view_desk_message){
        .shell = desk_shell(p, "Écrire à la personne", DESK_QUOTES),
        .back = desk_act_back(d),
        .caption = d->r.reference,
        .heading = STR("Écrire à la personne"),
        .form = view_form_make(p->a, &form_message, as,
            &(struct form_wish){.action = desk_act_here(d), .csrf = p->web->csrf(p),
                .key = desk_key(p), .judged = judged}),
        .about = desk_act_about(d),
    };
}

static enum rc show(struct desk_act *d, struct view_desk_message *v)
{
    struct page *p = d->p;
    enum rc rc = v->preview ? RC_OK : texts_of(d, v);
    if (rc != RC_OK)
        return rc;
    desk_act_address(d, &v->notices);
    v->shell.head.error = v->form.faults.items_n > 0;
    p->res->status = v->shell.head.error ? 422 : 200;
    view_desk_message_html(&p->res->body, v);
    return RC_OK;
}

/* The chosen text behind what is already there, its words filled in; kept within bounds by the
 * form, which is read again with it. */
static enum rc with_text(struct desk_act *d, struct str id, struct answers *as)
{
    struct page *p = d->p;
    struct ready_text t;
    struct ready_values values;
    struct answer *body = answers_at(as, "body");
    enum rc rc = ready_text_find(p->db, p->a, id, &t);
    if (rc != RC_OK)
        return rc == RC_NOT_FOUND ? RC_OK : rc; /* taken away meanwhile: nothing is put in */
    desk_act_values(d, &values);
    struct str filled = ready_text_fill(p->a, t.body, &values);
    body->typed = body->typed.n ? arena_printf(p->a, "%.*s\n\n%.*s", STR_ARG(body->typed),
                                      STR_ARG(filled))
                                : filled;
    body->fault = FAULT_NONE;
    return RC_OK;
}

/* From this very page. */
static enum rc sent_before(struct desk_act *d, bool *sent)
{
    struct str body;
    enum rc rc = quote_message_by_key(d->p->db, d->p->a, d->r.id, page_key(d->p), &body);
    *sent = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc page_desk_message(struct page *p)
{
    struct desk_act d;
    struct answers as = answers_new(p->a, &form_message);
    struct str id = page_query(p, "texte");
    bool sent = false;
    enum rc rc = desk_act_open(p, QUOTE_ACT_MESSAGE, &d);
    if (rc == RC_OK)
        rc = sent_before(&d, &sent);
    if (rc == RC_OK && sent)
        desk_act_done(&d, "message");
    if (rc != RC_OK || sent)
        return rc;
    if (p->kept)
        return page_desk_message_post(p);
    if (id.n)
        rc = with_text(&d, id, &as);
    if (rc != RC_OK)
        return rc;
    struct view_desk_message v = page_of(&d, &as, false);
    return show(&d, &v);
}

static enum rc preview(struct desk_act *d, const struct answers *as)
{
    struct post post;
    struct view_desk_message v = page_of(d, as, false);
    v.preview = d->p->reads = true;
    v.heading = STR("Relire avant d’envoyer");
    v.body = answers_get(as, "body");
    compose(d, v.body, &post);
    enum rc rc = desk_mail_show(d->p, "quote_reply", &post, d->r.email, &v.mail);
    return rc == RC_OK ? show(d, &v) : rc;
}

/* ---- sent */

struct sending {
    struct desk_act *d;
    struct str body, key;
};

static enum rc send(struct db *db, void *arg)
{
    struct sending *s = arg;
    struct page *p = s->d->p;
    struct post post;
    struct quote_message m = {
        .kind = STR("staff"), .staff = p->staff.id, .body = s->body, .at = p->now};
    enum rc rc = quote_message_add(db, s->d->r.id, &m, s->key);
    if (rc == RC_OK)
        rc = desk_request_answered(db, p->staff.id, s->d->r.id, p->now);
    if (rc != RC_OK)
        return rc;
    compose(s->d, s->body, &post);
    rc = post_queue(p, &post, "quote_reply", s->d->r.email, s->key, (struct instant){0});
    return rc == RC_OK ? desk_act_note(s->d, (struct str){0}) : rc;
}

static enum rc send_once(struct desk_act *d, struct str body)
{
    struct page *p = d->p;
    struct sending s = {d, body, desk_key(p)};
    enum rc rc = tx_run(p->db, send, &s);
    if (rc != RC_OK && rc != RC_CONFLICT) /* that key has served: it was sent by the first click */
        return rc;
    desk_act_done(d, "message");
    return RC_OK;
}

/* What no field can judge: brackets that are still there, a person who wants no mail. */
static enum rc judge(struct desk_act *d, struct answers *as, struct str *bad)
{
    struct page *p = d->p;
    bool allowed = true;
    if (!answers_complete(as))
        return RC_OK;
    struct str left = ready_text_left(answers_get(as, "body"));
    if (left.p)
        *bad = arena_printf(p->a, "Remplacez %.*s\u00a0: le portail ne le connaît pas pour cette demande, et "
                                  "il serait envoyé tel quel.", STR_ARG(left));
    enum rc rc = quote_mail_allowed(p, d->r.email, &allowed);
    if (rc == RC_OK && !allowed)
        *bad = STR("Cette personne a demandé à ne plus recevoir de courriel du portail\u00a0: répondez-lui "
                   "autrement, et gardez-en une note.");
    else if (rc == RC_OK && desk_act_unreached(d))
        *bad = STR("Plusieurs courriels envoyés à cette adresse nous sont revenus, et le portail n’y écrit plus\u00a0: "
                   "vérifiez-la d’abord sur la page de la demande.");
    return rc;
}

enum rc page_desk_message_post(struct page *p)
{
    struct desk_act d;
    struct answers as = page_answers(p, &form_message);
    struct str then = page_then(p);
    enum rc rc = desk_act_open(p, QUOTE_ACT_MESSAGE, &d);
    if (rc == RC_OK && str_eq(then, STR("text")))
        rc = with_text(&d, page_form(p, "texte"), &as);
    if (rc != RC_OK)
        return rc;
    if (str_eq(then, STR("text")) || str_eq(then, STR("edit"))) {
        struct view_desk_message v = page_of(&d, &as, false);
        return show(&d, &v);
    }
    struct str bad = {0};
    rc = judge(&d, &as, &bad);
    if (rc != RC_OK)
        return rc;
    if (answers_any_fault(&as) || bad.n) {
        struct view_desk_message v = page_of(&d, &as, true);
        if (bad.n)
            view_form_add_fault(p->a, &v.form, "body", bad);
        return show(&d, &v);
    }
    struct str body = answers_get(&as, "body");
    return str_eq(then, STR("send")) ? send_once(&d, body) : preview(&d, &as);
}
