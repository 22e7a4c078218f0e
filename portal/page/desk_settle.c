/* An accord that came outside the portal, a request called off: one page and one transaction each. */
#include "base/words.h"
#include "domain/forms_desk.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_acts.h"
#include "store/tx.h"
#include "view/templates.h"

static enum rc back(struct desk_act *d, const char *said)
{
    desk_act_done(d, said);
    return RC_OK;
}

static struct view_desk_form form_of(struct desk_act *d, const struct form *form,
    const struct answers *as, const char *submit, bool judged)
{
    struct page *p = d->p;
    return (struct view_desk_form){
        .shell = desk_shell(p, form->title, DESK_QUOTES),
        .back = desk_act_back(d),
        .caption = d->r.reference,
        .heading = str_c(form->title),
        .form = view_form_make(p->a, form, as,
            &(struct form_wish){.action = desk_act_here(d), .csrf = p->web->csrf(p),
                .base = arena_printf(p->a, "%u", d->r.version), .key = desk_key(p),
                .submit = submit, .judged = judged}),
        .about = desk_act_about(d),
    };
}

static enum rc show(struct page *p, struct view_desk_form *v)
{
    v->shell.head.error = v->form.faults.items_n > 0;
    p->res->status = v->shell.head.error ? 422 : 200;
    view_desk_form_html(&p->res->body, v);
    return RC_OK;
}

static unsigned base_of(const struct page *p)
{
    uint64_t version = 0;
    return str_to_u64(page_form(p, "base"), UINT32_MAX, &version) ? (unsigned)version : 0;
}

/* ---- accepted */

static const struct quote *to_sign(const struct desk_act *d)
{
    for (size_t i = 0; i < d->quotes_n; i++)
        if (desk_to_sign(&d->quotes[i]))
            return &d->quotes[i];
    return NULL;
}

static enum rc show_accepted(struct desk_act *d, const struct quote *q, const struct answers *as,
    bool judged, struct str bad)
{
    struct page *p = d->p;
    struct view_desk_form v = form_of(d, &form_accepted, as, "Noter l’accord", judged);
    v.form.base = q->number_text; /* what was signed is that very version, and no later one */
    v.lead = arena_printf(p->a, "Le devis %.*s, de %.*s, valable jusqu’au %.*s. L’accord vaut sous "
                                "réserve d’admission\u00a0; une fois noté, le devis ne change plus.",
        STR_ARG(q->number_text), STR_ARG(words_money(p->a, q->total)),
        STR_ARG(words_day(p->a, q->valid_until)));
    if (bad.n)
        view_form_add_fault(p->a, &v.form, "signed_on", bad);
    return show(p, &v);
}

struct noting {
    struct desk_act *d;
    const struct quote *q;
    const struct answers *as;
    struct str key;
    struct quote_subject subject;
};

static enum rc note_accord(struct db *db, void *arg)
{
    struct noting *n = arg;
    struct page *p = n->d->p;
    struct quote_answer answer = {.accepted = true, .name = answers_get(n->as, "name"),
        .role = answers_get(n->as, "role"), .entered_by = p->staff.id};
    const struct field *how = form_field(&form_accepted, "how");
    struct quote_message m = {.kind = STR("note"), .staff = p->staff.id, .at = p->now};
    if (!day_parse_iso(answers_get(n->as, "signed_on"), &answer.signed_on))
        return RC_FAULT;
    enum rc rc = quote_answer_add(db, p->a, n->q, &answer, p->now);
    if (rc != RC_OK)
        return rc;
    m.body = arena_printf(p->a, "Accord sur le devis %.*s noté pour %.*s (%.*s), donné le %.*s. %.*s.",
        STR_ARG(n->q->number_text), STR_ARG(answer.name), STR_ARG(answer.role),
        STR_ARG(words_day(p->a, answer.signed_on)),
        STR_ARG(answer_display(p->a, how, answers_get(n->as, "how"))));
    rc = quote_message_add(db, n->d->r.id, &m, n->key);
    if (rc == RC_OK) /* to both, as when it is given on the link */
        rc = quote_mail_answer(p, &n->subject, n->q, &answer);
    return rc == RC_OK ? desk_act_note(n->d, n->q->number_text) : rc;
}

enum rc page_desk_accepted(struct page *p)
{
    struct desk_act d;
    enum rc rc = desk_act_open(p, QUOTE_ACT_ACCEPTED, &d);
    if (rc != RC_OK)
        return rc;
    return desk_act_possible(&d) ? show_accepted(&d, to_sign(&d), NULL, false, (struct str){0})
                                 : desk_act_refused(&d);
}

/* The one that the form was about. */
static const struct quote *quote_shown(const struct desk_act *d)
{
    struct str number = page_form(d->p, "base");
    for (size_t i = 0; i < d->quotes_n; i++)
        if (str_eq(d->quotes[i].number_text, number))
            return &d->quotes[i];
    return NULL;
}

/* It was replaced, answered or called off while the paper was being typed in. */
static enum rc moved(struct desk_act *d, const struct quote *q)
{
    struct page *p = d->p;
    const struct quote *now = to_sign(d);
    if (q && str_eq(q->state, STR("accepted"))) /* noted by the first of two clicks */
        return back(d, "accord");
    if (!q || !now || now == q)
        return desk_act_refused(d);
    return desk_act_stopped(d, STR("Ce devis n’attend plus d’accord"),
        arena_printf(p->a, "Le devis %.*s a changé entre-temps. La version actuelle est le devis %.*s, de %.*s, "
                           "valable jusqu’au %.*s\u00a0: vérifiez laquelle a été signée. Rien n’a été noté.",
            STR_ARG(q->number_text), STR_ARG(now->number_text), STR_ARG(words_money(p->a, now->total)),
            STR_ARG(words_day(p->a, now->valid_until))));
}

/* Signed after its last day, or before there was anything to sign. */
static struct str odd_day(struct page *p, const struct answers *as, const struct quote *q)
{
    struct day signed_on;
    if (!day_parse_iso(answers_get(as, "signed_on"), &signed_on))
        return (struct str){0};
    if (day_cmp(signed_on, day_paris(q->issued)) < 0)
        return arena_printf(p->a, "Vérifiez la date\u00a0: le devis n’a été émis que le %.*s.",
            STR_ARG(words_day(p->a, day_paris(q->issued))));
    if (day_cmp(signed_on, q->valid_until) > 0)
        return arena_printf(p->a, "Vérifiez la date\u00a0: le devis n’était valable que jusqu’au %.*s. "
                                  "Envoyez plutôt une nouvelle version.",
            STR_ARG(words_day(p->a, q->valid_until)));
    return (struct str){0};
}

enum rc page_desk_accepted_post(struct page *p)
{
    struct desk_act d;
    struct answers as = page_answers(p, &form_accepted);
    enum rc rc = desk_act_open(p, QUOTE_ACT_ACCEPTED, &d);
    if (rc != RC_OK)
        return rc;
    const struct quote *q = quote_shown(&d);
    if (!q || !desk_to_sign(q) || !desk_act_possible(&d))
        return moved(&d, q);
    bool whole = answers_complete(&as);
    struct str odd = whole ? odd_day(p, &as, q) : (struct str){0};
    if (!whole || odd.n)
        return show_accepted(&d, q, &as, true, odd);
    struct noting n = {.d = &d, .q = q, .as = &as, .key = desk_key(p)};
    rc = quote_subject_find(p->db, p->a, d.r.public_id, &n.subject);
    if (rc == RC_OK)
        rc = tx_run(p->db, note_accord, &n);
    if (rc == RC_CONFLICT) { /* answered, replaced or called off a moment ago */
        rc = desk_act_open(p, QUOTE_ACT_ACCEPTED, &d);
        return rc == RC_OK ? moved(&d, quote_shown(&d)) : rc;
    }
    return rc == RC_OK ? back(&d, "accord") : rc;
}

/* ---- called off */

static enum rc show_cancel(struct desk_act *d, const struct answers *as, bool judged)
{
    struct view_desk_form v = form_of(d, &form_cancel, as, "Annuler la demande", judged);
    v.lead = d->quotes_n
                 ? STR("Ses documents sont annulés avec elle\u00a0: ils restent lisibles, et ne peuvent plus "
                       "être acceptés. La personne n’en est pas prévenue\u00a0: écrivez-lui si elle doit "
                       "l’être.")
                 : STR("Elle sort des demandes à traiter et reste lisible. La personne n’en est pas "
                       "prévenue\u00a0: écrivez-lui si elle doit l’être.");
    return show(d->p, &v);
}

struct cancelling {
    struct desk_act *d;
    struct str reason, key;
    unsigned version;
};

static enum rc call_off(struct db *db, void *arg)
{
    struct cancelling *c = arg;
    struct page *p = c->d->p;
    struct quote_message m = {.kind = STR("note"), .staff = p->staff.id, .at = p->now,
        .body = arena_printf(p->a, "Demande annulée\u00a0: %.*s", STR_ARG(c->reason))};
    enum rc rc = quote_cancel(db, c->d->r.id, c->version, p->now);
    if (rc == RC_OK)
        rc = quote_message_add(db, c->d->r.id, &m, c->key);
    return rc == RC_OK ? desk_act_note(c->d, (struct str){0}) : rc;
}

enum rc page_desk_cancel(struct page *p)
{
    struct desk_act d;
    enum rc rc = desk_act_open(p, QUOTE_ACT_CANCEL, &d);
    if (rc != RC_OK)
        return rc;
    return desk_act_possible(&d) ? show_cancel(&d, NULL, false) : desk_act_refused(&d);
}

enum rc page_desk_cancel_post(struct page *p)
{
    struct desk_act d;
    struct answers as = page_answers(p, &form_cancel);
    enum rc rc = desk_act_open(p, QUOTE_ACT_CANCEL, &d);
    if (rc != RC_OK)
        return rc;
    if (!desk_act_possible(&d))
        return str_eq(d.r.state, STR("cancelled")) ? back(&d, "annulation") : desk_act_refused(&d);
    if (!answers_complete(&as))
        return show_cancel(&d, &as, true);
    struct cancelling c = {&d, answers_get(&as, "reason"), desk_key(p), base_of(p)};
    rc = tx_run(p->db, call_off, &c);
    if (rc == RC_CONFLICT)
        return desk_act_refused(&d);
    return rc == RC_OK ? back(&d, "annulation") : rc;
}
