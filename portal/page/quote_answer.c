/* What is said on the link: accepted, declined, a message. GET shows a form, POST acts once. */
#include "base/words.h"
#include "domain/forms.h"
#include "page/answers.h"
#include "page/quote_link.h"
#include "page/quote_mail.h"
#include "page/shell.h"
#include "store/audit.h"
#include "store/tx.h"
#include "view/templates.h"

struct answering {
    struct page *p;
    struct quote_door door;
    const struct quote *quote;  /* accept, decline */
    struct quote_answer answer;
    struct str about, message, key; /* write */
};

static struct str doc_path(struct answering *s, const char *tail)
{
    return arena_printf(s->p->a, "%.*s/%.*s/%s", STR_ARG(s->door.path),
        STR_ARG(s->quote->number_text), tail);
}

static enum rc go_back(struct answering *s, const char *done)
{
    response_redirect(
        s->p->res, arena_printf(s->p->a, "%.*s?fait=%s", STR_ARG(s->door.path), done));
    return RC_OK;
}

/* RC_OK with s->quote NULL: answered already with what there is to say. */
static enum rc open(struct page *p, struct answering *s, bool accept)
{
    *s = (struct answering){.p = p};
    enum rc rc = quote_door_open(p, &s->door);
    if (rc != RC_OK)
        return rc;
    s->quote = quote_door_version(&s->door, p->part[2]);
    if (!s->quote)
        return RC_NOT_FOUND;
    bool may = accept ? quote_door_acceptable(p, s->quote)
                      : quote_door_answerable(p, s->quote) && s->quote->series == 'D';
    if (may)
        return RC_OK;
    s->quote = NULL;
    return go_back(s, "deja");
}

static struct view_quote_act act_of(
    struct answering *s, const struct form *f, const struct answers *as, struct form_wish *wish)
{
    struct page *p = s->p;
    wish->csrf = p->web->csrf(p);
    return (struct view_quote_act){
        .shell = page_shell(p, f->title, NAV_QUOTE),
        .back = {s->door.path, STR("Retour à la demande")},
        .heading = str_c(f->title),
        .form = view_form_make(p->a, f, as, wish),
    };
}

static enum rc show(struct page *p, struct view_quote_act *v)
{
    v->shell.error = v->form.faults.items_n > 0;
    if (v->shell.error)
        p->res->status = 422;
    view_quote_act_html(&p->res->body, v);
    return RC_OK;
}

static struct view_cards about_quote(struct answering *s)
{
    struct page *p = s->p;
    struct view_card *card = ARENA_NEW(p->a, struct view_card);
    *card = (struct view_card){.title = quote_title(p->a, s->quote),
        .strong = words_money(p->a, s->quote->total),
        .text = arena_printf(p->a, "Valable jusqu’au %.*s",
            STR_ARG(words_day(p->a, s->quote->valid_until))),
        .href = arena_printf(
            p->a, "%.*s/%.*s", STR_ARG(s->door.path), STR_ARG(s->quote->number_text)),
        .link = STR("Le relire")};
    return (struct view_cards){card, 1};
}

static enum rc answer(struct db *db, void *arg)
{
    struct answering *s = arg;
    struct page *p = s->p;
    enum rc rc = quote_answer_add(db, p->a, s->quote, &s->answer, p->now);
    if (rc == RC_OK)
        rc = audit_add(db, &(struct audit){"session", p->visit.session,
                               s->answer.accepted ? "quotes.accepted" : "quotes.declined",
                               "quote_request", s->door.subject.id, s->quote->number_text});
    return rc == RC_OK ? quote_mail_answer(p, &s->door.subject, s->quote, &s->answer) : rc;
}

/* Twice the same button, or somebody else meanwhile: the page says where the quote stands. */
static enum rc answered(struct answering *s, const char *done)
{
    s->answer.at = s->p->now;
    enum rc rc = s->p->web->limit(s->p, "quote.link", s->door.subject.public_id);
    if (rc == RC_OK)
        rc = tx_run(s->p->db, answer, s);
    if (rc == RC_CONFLICT) /* it was answered before, perhaps by this very form */
        s->p->web->limit_undo(s->p);
    return rc == RC_OK ? go_back(s, done) : rc == RC_CONFLICT ? go_back(s, "deja") : rc;
}

/* ---- accepted ---- */

static enum rc show_accept(struct answering *s, const struct answers *as, bool judged, bool early)
{
    struct page *p = s->p;
    struct view_quote_act v = act_of(s, &form_quote_accept, as,
        &(struct form_wish){.action = doc_path(s, "accord"), .judged = judged,
            .submit = "Accepter ce devis"});
    v.caption = quote_title(p->a, s->quote);
    v.lead = STR("L’accord engage l’organisme, sous réserve d’admission\u00a0: si la personne n’est pas "
                 "admise, il tombe. La convention de formation vient ensuite.");
    v.cards = about_quote(s);
    if (early)
        view_form_add_fault(p->a, &v.form, "signed_on",
            arena_printf(p->a, "La date de l’accord ne peut pas précéder le devis, émis le %.*s.",
                STR_ARG(words_day(p->a, day_paris(s->quote->issued)))));
    return show(p, &v);
}

enum rc page_quote_accept(struct page *p)
{
    struct answering s;
    enum rc rc = open(p, &s, true);
    if (rc != RC_OK || !s.quote)
        return rc;
    struct answers as = answers_new(p->a, &form_quote_accept);
    for (size_t i = 0; i < as.form->n; i++)
        if (strcmp(as.form->fields[i].name, "signed_on") == 0)
            answers_set(p->a, &as, i, arena_printf(p->a, "%04d-%02d-%02d", p->today.y, p->today.m,
                                          p->today.d));
    return show_accept(&s, &as, false, false);
}

enum rc page_quote_accept_post(struct page *p)
{
    struct answering s;
    enum rc rc = open(p, &s, true);
    if (rc != RC_OK || !s.quote)
        return rc;
    struct answers as = page_answers(p, &form_quote_accept);
    bool whole = answers_complete(&as);
    s.answer = (struct quote_answer){.accepted = true,
        .name = answers_get(&as, "signer_name"),
        .role = answers_get(&as, "signer_role")};
    bool dated = day_parse_iso(answers_get(&as, "signed_on"), &s.answer.signed_on);
    bool early = dated && day_cmp(s.answer.signed_on, day_paris(s.quote->issued)) < 0;
    if (!whole || early)
        return show_accept(&s, &as, true, early);
    return answered(&s, "accord");
}

/* ---- declined ---- */

static enum rc show_decline(struct answering *s, const struct answers *as, bool judged)
{
    struct view_quote_act v = act_of(s, &form_quote_decline, as,
        &(struct form_wish){.action = doc_path(s, "sans-suite"), .judged = judged,
            .submit = "Ne pas donner suite"});
    v.caption = quote_title(s->p->a, s->quote);
    v.lead = STR("S’il faut seulement changer quelque chose, demandez plutôt une autre version.");
    v.cards = about_quote(s);
    return show(s->p, &v);
}

enum rc page_quote_decline(struct page *p)
{
    struct answering s;
    struct answers blank = answers_new(p->a, &form_quote_decline);
    enum rc rc = open(p, &s, false);
    return rc == RC_OK && s.quote ? show_decline(&s, &blank, false) : rc;
}

enum rc page_quote_decline_post(struct page *p)
{
    struct answering s;
    struct answers as = page_answers(p, &form_quote_decline);
    enum rc rc = open(p, &s, false);
    if (rc != RC_OK || !s.quote)
        return rc;
    if (!answers_complete(&as))
        return show_decline(&s, &as, true);
    s.answer = (struct quote_answer){.reason = answers_get(&as, "reason"), .signed_on = p->today};
    return answered(&s, "sans-suite");
}

/* ---- written ---- */

static enum rc show_write(
    struct answering *s, const struct answers *as, bool judged, const char *sentence)
{
    struct page *p = s->p;
    struct view_quote_act v = act_of(s, &form_quote_write, as,
        &(struct form_wish){.action = page_keyed(p, quote_door_path(p, &s->door, "message")),
            .judged = judged, .key = page_key(p), .submit = "Envoyer mon message"});
    if (sentence)
        view_form_add_fault(p->a, &v.form, "message", str_c(sentence));
    v.lead = STR("L’équipe du Cestes vous répond par courriel, et sa réponse reste sur la page de votre "
                 "demande.");
    return show(p, &v);
}

static struct str asked_about(void *ctx, const char *name)
{
    return strcmp(name, "about") == 0 ? page_query(ctx, "about") : (struct str){0};
}

/* What this page has sent already; RC_NOT_FOUND: nothing. */
static enum rc written(struct answering *s, struct str *message)
{
    struct page *p = s->p;
    return quote_message_by_key(p->db, p->a, s->door.subject.id, page_key(p), message);
}

enum rc page_quote_write(struct page *p)
{
    struct answering s = {.p = p};
    struct str message;
    enum rc rc = quote_door_open(p, &s.door);
    if (rc != RC_OK)
        return rc;
    rc = written(&s, &message);
    if (rc != RC_NOT_FOUND)
        return rc == RC_OK ? go_back(&s, "message") : rc;
    struct answers as = answers_read(p->a, &form_quote_write, asked_about, p, p->today);
    if (answers_any_fault(&as))
        as = answers_new(p->a, &form_quote_write);
    return show_write(&s, &as, false, NULL);
}

static enum rc write(struct db *db, void *arg)
{
    struct answering *s = arg;
    struct page *p = s->p;
    uint64_t request = s->door.subject.id;
    enum rc rc = quote_message_add(db, request,
        &(struct quote_message){.kind = STR("person"), .body = s->message, .at = p->now}, s->key);
    if (rc == RC_OK)
        rc = quote_wait(db, request, s->about, p->now);
    if (rc == RC_OK)
        rc = quote_mail_written(p, &s->door.subject, s->door.n ? &s->door.versions[0] : NULL,
            s->about, s->message, s->key);
    return rc;
}

/* The same form again; or, in a page that had sent one, another message. */
static enum rc sent_before(struct answering *s, const struct answers *as)
{
    struct str message = {0};
    s->p->web->limit_undo(s->p);
    enum rc rc = written(s, &message);
    if (rc != RC_OK || str_eq(message, s->message))
        return rc == RC_OK ? go_back(s, "message") : rc;
    page_key_again(s->p);
    return show_write(s, as, true, "Un autre message est déjà parti de cette page. Pour envoyer aussi "
                                   "celui-ci, choisissez à nouveau «\u00a0Envoyer mon message\u00a0».");
}

enum rc page_quote_write_post(struct page *p)
{
    struct answering s = {.p = p};
    struct answers as = page_answers(p, &form_quote_write);
    enum rc rc = quote_door_open(p, &s.door);
    if (rc != RC_OK)
        return rc;
    if (!answers_complete(&as))
        return show_write(&s, &as, true, NULL);
    s.message = answers_get(&as, "message");
    s.about = str_eq(answers_get(&as, "about"), STR("version")) ? STR("Une autre version est demandée")
                                                                : STR("Une question");
    s.key = page_key(p);
    rc = p->web->limit(p, "quote.link", s.door.subject.public_id);
    if (rc == RC_OK)
        rc = tx_run(p->db, write, &s);
    return rc == RC_CONFLICT ? sent_before(&s, &as) : rc == RC_OK ? go_back(&s, "message") : rc;
}
