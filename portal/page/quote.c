#include "page/quote.h"

#include "domain/forms.h"
#include "page/answers.h"
#include "page/prices.h"
#include "page/shell.h"
#include "view/quote.h"
#include "view/templates.h"

bool quote_is_priced(const struct answers *as)
{
    return str_eq(answers_get(as, "kind"), STR("quote"));
}

struct quote_told quote_told_today(const struct page *p, const struct answers *as)
{
    const struct intake *i = facts_intake(p->facts, p->now);
    struct price_wish w = quote_wish(as);
    return quote_tell(
        &w, p->facts->tariffs, p->facts->tariffs_n, p->today, i && intake_registration_valid(i));
}

static void show_price(struct page *p, const struct answers *as, struct view_quote_price *v)
{
    struct price_wish w = quote_wish(as);
    struct quote_told told = quote_told_today(p, as);
    if (told.hold == QUOTE_TOLD)
        page_prices_show(p, &w, &v->first, &v->second, &v->cards);
    else
        v->sentence = quote_hold_person(told.hold);
}

/* ---- the form ---- */

/* What depends on an answer that is already there, and does not apply to it, is not shown; without
 * script it comes back with the next page, should that answer change. */
static void hide_idle(const struct answers *as, struct view_form *v)
{
    for (size_t i = 0; i < v->fields_n; i++) {
        const struct field *f = &as->form->fields[i];
        if (!f->when || answers_applies(as, i))
            continue;
        const struct view_field *on = view_form_field(v, f->when);
        v->fields[i].hidden = on->hidden || answers_get(as, f->when).n > 0;
    }
}

/* What helps beside the form: what VAE is, or what asking for a quote means. */
static struct view_cards side_cards(struct page *p, const struct answers *as)
{
    struct str kind = answers_get(as, "kind"), vae = page_fact(p, "link.vae_page");
    struct view_card *cards = ARENA_ARRAY(p->a, 2, struct view_card);
    if (str_eq(kind, STR("vae")))
        cards[0] = (struct view_card){.title = STR("La VAE, en bref"),
            .text = STR("Elle donne tout ou partie du diplôme à partir de ce que vous savez faire, "
                        "que vous l’ayez appris dans un emploi, un engagement bénévole ou ailleurs. "
                        "Elle ne passe pas par le dossier de candidature."),
            .href = vae,
            .link = STR("La page du Cnam sur la VAE")};
    else
        cards[0] = (struct view_card){.title = STR("Sans engagement"),
            .text = STR("Demander un devis n’engage à rien, et n’est pas une candidature. Vous "
                        "recevez tout de suite un accusé de réception avec les montants.")};
    cards[1] = (struct view_card){.title = STR("Puis-je candidater\u00a0?"),
        .text = STR("Quelques questions suffisent pour le savoir."),
        .href = STR("/eligibilite"),
        .link = STR("Vérifier mes conditions")};
    bool question = str_eq(kind, STR("question"));
    return (struct view_cards){cards + question, question ? 1 : 2};
}

/* A doubtful number is shown once more, with its reason beside the field. */
static struct view_notices doubt_notice(struct page *p)
{
    struct view_notice *n = ARENA_NEW(p->a, struct view_notice);
    *n = (struct view_notice){.title = STR("Ce numéro SIRET semble contenir une erreur"),
        .text = STR("Relisez-le, s’il vous plaît. S’il est exact, laissez-le ainsi et continuez\u00a0: "
                    "nous le prendrons tel quel."),
        .href = STR("#addressee-siret"),
        .link = STR("Aller au numéro"),
        .tone = TONE_WATCH};
    return (struct view_notices){n, 1};
}

static const char *heading_of(const struct answers *as)
{
    struct str kind = answers_get(as, "kind");
    if (str_eq(kind, STR("vae")))
        return "Nous écrire au sujet de la VAE";
    if (str_eq(kind, STR("question")))
        return "Nous poser une question";
    return "Obtenir un devis";
}

static struct view_fields part(struct view_form *v, size_t from, size_t to)
{
    return (struct view_fields){v->fields + from, to - from};
}

/* `seen`: the doubtful number that this page warns about, or an earlier one did. */
static enum rc show_form(
    struct page *p, const struct answers *as, bool judged, struct str seen, bool warn)
{
    struct view_quote v = {
        .shell = page_shell(p, heading_of(as), NAV_QUOTE),
        .heading = str_c(heading_of(as)),
        .lead = STR("Un devis, la VAE ou une autre question\u00a0: tout arrive à l’équipe du Cestes, qui "
                    "vous répond par courriel. Aucun compte n’est nécessaire."),
        .form = view_form_make(p->a, &form_quote, as,
            &(struct form_wish){
                .csrf = p->web->csrf(p), .submit = "Vérifier ma demande", .judged = judged}),
        .priced = quote_is_priced(as) || answers_get(as, "kind").n == 0,
        .siret_seen = seen,
        .cards = side_cards(p, as),
    };
    if (warn)
        v.notices = doubt_notice(p);
    hide_idle(as, &v.form);
    size_t whom = (size_t)(answers_at(as, "addressee_name") - as->v);
    size_t who = (size_t)(answers_at(as, "name") - as->v);
    v.what = part(&v.form, 0, whom);
    v.whom = part(&v.form, whom, who);
    v.who = part(&v.form, who, v.form.fields_n);
    show_price(p, as, &v.price);
    v.shell.no_index = false;
    v.shell.error = v.form.faults.items_n > 0;
    if (v.shell.error)
        p->res->status = 422;
    view_quote_html(&p->res->body, &v);
    return RC_OK;
}

static struct str queried(void *ctx, const char *name)
{
    return page_query(ctx, name);
}

/* ?kind=vae, ?kind=quote&payer=employer: links of ours choose; what they do not know is left out. */
enum rc page_quote(struct page *p)
{
    struct answers as = answers_read(p->a, &form_quote, queried, p, p->today);
    for (size_t i = 0; i < as.form->n; i++)
        if (as.v[i].fault != FAULT_NONE || !answers_applies(&as, i))
            as.v[i] = (struct answer){0};
    return show_form(p, &as, false, (struct str){0}, false);
}

/* ---- the check page ---- */

static struct view_summary summary_of(struct page *p, const struct answers *as)
{
    struct view_summary v = {.rows = ARENA_ARRAY(p->a, as->form->n, struct view_row)};
    for (size_t i = 0; i < as->form->n; i++) {
        const struct field *f = &as->form->fields[i];
        if (!answers_applies(as, i) || (as->v[i].value.n == 0 && f->flags & FIELD_OPTIONAL))
            continue;
        v.rows[v.rows_n++] = (struct view_row){
            .key = str_c(f->label), .value = answer_display(p->a, f, as->v[i].value)};
    }
    return v;
}

static void add_carried(struct view_quote_check *v, const char *name, struct str value)
{
    if (value.n)
        v->carried[v->carried_n++] = (struct view_hidden){str_c(name), value};
}

static enum rc show_check(struct page *p, const struct answers *as)
{
    bool priced = quote_is_priced(as);
    struct view_quote_check v = {
        .shell = page_shell(p, "Vérifier ma demande", NAV_QUOTE),
        .heading = STR("Vérifiez, puis envoyez votre demande"),
        .answers = summary_of(p, as),
        .priced = priced,
        .carried = ARENA_ARRAY(p->a, as->form->n + 1, struct view_hidden),
        .csrf = p->web->csrf(p),
        .key = page_key(p),
        .submit = priced ? STR("Envoyer ma demande de devis") : STR("Envoyer mon message"),
    };
    if (priced)
        show_price(p, as, &v.price);
    for (size_t i = 0; i < as->form->n; i++)
        add_carried(&v, as->form->fields[i].name, as->v[i].typed);
    add_carried(&v, "siret_vu", answers_get(as, "addressee_siret"));
    view_quote_check_html(&p->res->body, &v);
    return RC_OK;
}

/* A number whose checksum fails is shown once, and taken as it is when it comes again. */
static bool siret_unseen(const struct page *p, const struct answers *as)
{
    const struct answer *siret = answers_at(as, "addressee_siret");
    return siret->doubtful && !str_eq(page_form(p, "siret_vu"), siret->value);
}

enum rc page_quote_post(struct page *p)
{
    struct answers as = page_answers(p, &form_quote);
    struct str then = page_form(p, "then"), seen = page_form(p, "siret_vu");
    if (str_eq(then, STR("recalc")) || str_eq(then, STR("edit"))) {
        enum rc rc = show_form(p, &as, answers_any_fault(&as), seen, false);
        p->res->status = 200; /* nothing was sent, so nothing is refused */
        return rc;
    }
    if (!answers_complete(&as))
        return show_form(p, &as, true, seen, false);
    if (siret_unseen(p, &as))
        return show_form(p, &as, false, answers_get(&as, "addressee_siret"), true);
    return str_eq(then, STR("send")) ? quote_send(p, &as) : show_check(p, &as);
}
