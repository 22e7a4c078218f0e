/* Two mails from the result: the verdict to oneself, the programme and its price to an employer. The
 * first holds no answers, the second nothing at all about who asked. Neither address outlives the
 * sending (store/outbox.c forgets it with the mail): what is kept to send once is a hash that only who has the
 * form's key can make. */
#include "base/codec.h"
#include "domain/forms.h"
#include "page/answers.h"
#include "page/eligibility.h"
#include "page/eligibility_query.h"
#include "page/post.h"
#include "page/shell.h"
#include "store/ident.h"
#include "sys/crypto.h"
#include "view/templates.h"
#include "view/wizard.h"

static const struct share {
    const char *path, *kind, *sent; /* route, mail, what the result page says then */
    const struct form *form;
    const char *heading, *lead, *submit;
} shares[] = {
    {"/eligibilite/envoi", "eligibility_self", "moi", &form_share_self, "M’envoyer ce résultat",
        "Le message dit le résultat, condition par condition, et ce qui peut vous aider. Vos "
        "réponses n’y figurent pas.",
        "Envoyer le résultat"},
    {"/eligibilite/employeur", "employer_info", "employeur", &form_share_employer,
        "Envoyer le programme et les prix à mon employeur",
        "Le message présente la formation et son prix lorsque l’employeur paie. Il ne dit ni votre "
        "nom, ni vos réponses, ni si vous remplissez les conditions.",
        "Envoyer le programme et les prix"},
};

static const struct share *this_share(const struct page *p)
{
    return str_eq_c(p->req->path, shares[0].path) ? &shares[0] : &shares[1];
}

static enum rc show(
    struct page *p, const struct suitability *s, const struct answers *typed, bool judged)
{
    const struct share *share = this_share(p);
    struct view_step v = {
        .shell = page_shell(p, share->heading, NAV_ELIGIBILITY),
        .back = {eligibility_path(p->a, "/eligibilite/resultat", &s->answers, NULL, NULL),
            STR("Mon résultat")},
        .heading = str_c(share->heading),
        .lead = str_c(share->lead),
        .form = view_form_make(p->a, share->form, typed,
            &(struct form_wish){
                .action = page_keyed(
                    p, eligibility_path(p->a, share->path, &s->answers, NULL, NULL)),
                .csrf = p->web->csrf(p),
                .key = page_key(p),
                .submit = share->submit,
                .judged = judged,
            }),
    };
    v.notices = page_doubt_notice(p, typed, false);
    v.shell.error = v.form.faults.items_n > 0;
    view_step_html(&p->res->body, &v);
    return RC_OK;
}

/* Both pages only make sense beside a result, and the employer's only with a price to tell. */
static bool can_share(struct page *p, const struct suitability *s)
{
    bool priced = facts_tariff(p->facts, PAYER_THIRD, TARIFF_DIPLOMA, p->today) != NULL;
    if (suitability_whole(s) && (priced || this_share(p) == &shares[0]))
        return true;
    response_redirect(
        p->res, eligibility_path(p->a, "/eligibilite", &s->answers, NULL, NULL));
    return false;
}

enum rc page_share(struct page *p)
{
    struct suitability s = suitability_read(p);
    struct answers blank = answers_new(p->a, this_share(p)->form);
    return can_share(p, &s) ? show(p, &s, &blank, false) : RC_OK;
}

static void write_self(struct page *p, const struct suitability *s, struct post *post)
{
    struct verdict verdict = questionnaire_judge(&s->answers, &s->when);
    struct verdict_words w = verdict_words_make(p->a, &verdict);
    post_text(post, "heading", w.heading);
    post_text(post, "intake", intake_words(p->a, s->intake));
    post_text(post, "link", page_url(p, STR("/eligibilite")));
    post_text(post, "rule", w.rule);
    post_text(post, "mention", page_fact(p, "rule.algorithm_notice"));
    post_day(post, "today", p->today);
    post_day(post, "closes", s->when.dates[AT_CLOSING]);
    post_day(post, "starts", s->when.dates[AT_START]);
    post_list(post, "conditions");
    for (size_t i = 0; i < w.checks.items_n; i++) {
        post_item(post);
        post_text(post, "label", w.checks.items[i].title);
        post_text(post, "state", w.checks.items[i].text);
        post_item_end(post);
    }
    post_list_end(post);
    post_list(post, "advice");
    for (size_t i = 0; i < w.ways_n; i++)
        post_list_text(post, w.ways[i].href.n
                                 ? arena_printf(p->a, "%.*s %.*s\u00a0: %.*s", STR_ARG(w.ways[i].text),
                                       STR_ARG(w.ways[i].link), STR_ARG(page_url(p, w.ways[i].href)))
                                 : w.ways[i].text);
    post_list_end(post);
}

static struct str registration(struct page *p, const struct intake *i)
{
    if (!i || !intake_registration_valid(i))
        return (struct str){0};
    return arena_printf(p->a, "Enregistré au RNCP sous le numéro %.*s, éligible au CPF%s",
        STR_ARG(i->rncp_code), i->rncp_fictional ? " (enregistrement fictif, démonstration)" : "");
}

/* The title that holds for this intake: its own, else the programme's. */
static struct str title_of(const struct page *p, const struct intake *i)
{
    return i && i->title.n ? i->title : p->facts->title;
}

static void write_employer(struct page *p, const struct suitability *s, struct post *post)
{
    const struct intake *i = s->intake;
    const struct tariff *diploma = facts_tariff(p->facts, PAYER_THIRD, TARIFF_DIPLOMA, p->today);
    const struct tariff *module = facts_tariff(p->facts, PAYER_THIRD, TARIFF_MODULE, p->today);
    post_text(post, "title", title_of(p, i));
    post_text(post, "intake", intake_words(p->a, i));
    if (i) {
        post_text(post, "place", i->place);
        post_text(post, "rncp", registration(p, i));
        post_day(post, "starts", i->starts_on);
    }
    post_text(post, "link", page_url(p, STR("/")));
    post_text(post, "quote_link", page_url(p, STR("/devis?kind=quote&payer=employer")));
    post_int(post, "diploma", diploma->price.cents);
    if (module)
        post_int(post, "module", module->price.cents);
}

/* The form's key tells two clicks on one page from two wishes; so does another address, typed into a
 * page that one came back to. The key is stored nowhere, so that no address can be tried against the hash. */
static struct str about_of(struct page *p, struct str email)
{
    unsigned char hash[HASH_BYTES];
    crypto_sha256(arena_printf(p->a, "share %.*s %.*s", STR_ARG(page_key(p)), STR_ARG(email)), hash);
    return base64url_encode(p->a, (struct str){(const char *)hash, PUBLIC_ID_BYTES});
}

enum rc page_share_send(struct page *p)
{
    const struct share *share = this_share(p);
    struct suitability s = suitability_read(p);
    struct answers typed = page_answers(p, share->form);
    if (!can_share(p, &s))
        return RC_OK;
    if (!answers_complete(&typed)) {
        p->res->status = 422;
        return show(p, &s, &typed, true);
    }
    if (page_doubts(p, &typed))
        return show(p, &s, &typed, false);
    struct str email = answers_get(&typed, "email");
    struct instant due = {0};
    enum rc rc = p->web->limit(p, "share.address", (struct str){0});
    if (rc == RC_OK)
        rc = p->web->limit_mail(p, "share.email", email, &due);
    if (rc != RC_OK)
        return rc;
    struct post post;
    post_begin(p, &post);
    post_due(&post, due);
    if (share == &shares[0])
        write_self(p, &s, &post);
    else
        write_employer(p, &s, &post);
    rc = post_queue(p, &post, share->kind, email, about_of(p, email), (struct instant){0});
    if (rc == RC_OK && post.again)
        p->web->limit_undo(p);
    struct str said = post_said(p, str_c(share->sent), due);
    if (rc == RC_OK)
        response_redirect(p->res, eligibility_path(p->a, "/eligibilite/resultat", &s.answers,
                                      "envoye", said.p));
    return rc;
}
