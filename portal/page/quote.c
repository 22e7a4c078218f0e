#include "page/quote.h"

#include "domain/forms.h"
#include "domain/name.h"
#include "page/answers.h"
#include "page/dossier.h"
#include "page/kept.h"
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
    const struct intake *i = quote_intake(p);
    struct price_wish w = quote_wish(as);
    return quote_tell(&w, p->facts->tariffs, p->facts->tariffs_n, p->today,
        quote_course_hold(i, p->today, false));
}

/* Who asks from a candidacy posts to its own address, and comes back to it. */
static struct str action_of(const struct page *p)
{
    return page_keyed(p, p->candidacy ? dossier_path(p, "devis") : STR("/devis"));
}

/* ---- which intake ---- */

enum { INTAKES_MOST = 6 };

/* Those that the public may ask about: still to start, the next one first. */
static size_t intakes_ahead(const struct page *p, const struct intake *out[INTAKES_MOST])
{
    size_t n = 0;
    for (size_t i = p->facts ? p->facts->intakes_n : 0; i-- > 0 && n < INTAKES_MOST;) {
        const struct intake *one = &p->facts->intakes[i];
        if (one->is_public && day_cmp(one->starts_on, p->today) > 0)
            out[n++] = one;
    }
    return n;
}

const struct intake *quote_intake(const struct page *p)
{
    const struct intake *ahead[INTAKES_MOST];
    uint64_t year = 0;
    size_t n = intakes_ahead(p, ahead);
    struct str asked = page_form(p, "intake");
    if (p->candidacy)
        return facts_intake_by_id(p->facts, p->candidacy->intake);
    (void)str_to_u64(asked.n ? asked : page_query(p, "intake"), 9999, &year);
    for (size_t i = 0; i < n; i++)
        if (ahead[i]->year == (int)year)
            return ahead[i];
    const struct intake *speaks = facts_intake(p->facts, p->now);
    bool over = speaks && day_cmp(speaks->starts_on, p->today) <= 0;
    return n && (!speaks || over) ? ahead[0] : speaks;
}

/* One is told, several are a question. */
static void show_intakes(struct page *p, struct view_quote *v)
{
    const struct intake *ahead[INTAKES_MOST], *chosen = quote_intake(p);
    size_t n = p->candidacy ? 0 : intakes_ahead(p, ahead);
    v->intake = intake_words(p->a, chosen);
    v->intakes = ARENA_ARRAY(p->a, n, struct view_option);
    for (size_t i = 0; n > 1 && i < n; i++)
        v->intakes[v->intakes_n++] = (struct view_option){
            .id = i ? arena_printf(p->a, "intake-%d", ahead[i]->year) : STR("intake"),
            .value = arena_printf(p->a, "%d", ahead[i]->year),
            .label = intake_words(p->a, ahead[i]),
            .checked = ahead[i] == chosen};
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
                        "recevez tout de suite le devis numéroté, à l’écran et par courriel.")};
    cards[1] = (struct view_card){.title = STR("Puis-je candidater\u00a0?"),
        .text = STR("Quelques questions suffisent pour le savoir."),
        .href = STR("/eligibilite"),
        .link = STR("Vérifier mes conditions")};
    bool question = str_eq(kind, STR("question"));
    return (struct view_cards){cards + question, question ? 1 : 2};
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

/* The form's fields from one name up to another (NULL: to the end). */
static struct view_fields part(struct view_form *v, const char *from, const char *to)
{
    struct view_field *first = view_form_field(v, from);
    struct view_field *end = to ? view_form_field(v, to) : v->fields + v->fields_n;
    return (struct view_fields){first, (size_t)(end - first)};
}

/* What few need waits folded, unless something is in it. */
static void fold_rare(struct view_quote *v)
{
    for (size_t i = 0; i < v->rare.items_n; i++) {
        const struct view_field *f = &v->rare.items[i];
        v->rare_open = v->rare_open || f->value.n > 0 || f->invalid;
        v->rare_when = f->when;
        v->rare_when_is = f->when_is;
        v->rare_hidden = f->hidden;
    }
}

/* `warn`: it comes back only for what is doubtful in it. */
static enum rc show_form(struct page *p, const struct answers *as, bool judged, bool warn)
{
    struct view_quote v = {
        .shell = page_shell(p, heading_of(as), NAV_QUOTE),
        .heading = str_c(heading_of(as)),
        .lead = STR("Un devis, la VAE ou une autre question\u00a0: tout arrive à l’équipe du Cestes, qui "
                    "vous répond par courriel. Aucun compte n’est nécessaire."),
        .form = view_form_make(p->a, &form_quote, as,
            &(struct form_wish){
                .csrf = p->web->csrf(p), .submit = "Vérifier ma demande", .judged = judged}),
        .action = action_of(p),
        .recalc = arena_printf(p->a, "%.*s#prix", STR_ARG(action_of(p))),
        .priced = quote_is_priced(as) || answers_get(as, "kind").n == 0,
        .cards = side_cards(p, as),
    };
    if (warn)
        v.notices = page_doubt_notice(p, as, false);
    hide_idle(as, &v.form);
    v.what = part(&v.form, "kind", "addressee_name");
    v.whom = part(&v.form, "addressee_name", "purchase_reference");
    v.rare = part(&v.form, "purchase_reference", "name");
    v.who = part(&v.form, "name", NULL);
    fold_rare(&v);
    show_intakes(p, &v);
    show_price(p, as, &v.price);
    v.shell.no_index = p->candidacy != NULL;
    if (!v.shell.no_index)
        v.shell.canonical = page_url(p, STR("/devis")); /* each visit's own name is no page of its own */
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
    bool sent = false;
    enum rc rc = quote_sent(p, &sent);
    if (rc != RC_OK || sent)
        return rc;
    if (p->kept)
        return page_quote_post(p);
    struct answers as = answers_read(p->a, &form_quote, queried, p, p->today);
    for (size_t i = 0; i < as.form->n; i++)
        if (as.v[i].fault != FAULT_NONE || !answers_applies(&as, i))
            as.v[i] = (struct answer){0};
    return show_form(p, &as, false, false);
}

/* ---- the check page ---- */

static struct view_summary summary_of(struct page *p, const struct answers *as)
{
    struct view_summary v = {.rows = ARENA_ARRAY(p->a, as->form->n + 1, struct view_row)};
    if (quote_is_priced(as) && quote_intake(p))
        v.rows[v.rows_n++] =
            (struct view_row){.key = STR("Rentrée"), .value = intake_words(p->a, quote_intake(p))};
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
        .carried = ARENA_ARRAY(p->a, as->form->n + 2, struct view_hidden),
        .action = action_of(p),
        .csrf = p->web->csrf(p),
        .key = page_key(p),
        .submit = priced ? STR("Envoyer ma demande de devis") : STR("Envoyer mon message"),
    };
    p->reads = true;
    if (priced)
        show_price(p, as, &v.price);
    for (size_t i = 0; i < as->form->n; i++)
        add_carried(&v, as->form->fields[i].name, as->v[i].typed);
    add_carried(&v, PAGE_DOUBTS_NAME, answers_doubts(p->a, as));
    add_carried(&v, "intake", page_form(p, "intake"));
    view_quote_check_html(&p->res->body, &v);
    return RC_OK;
}

/* What is whole goes on to the check page, what is not comes back. */
static enum rc go_on(struct page *p, struct answers *as, bool judged)
{
    if (!answers_whole(as)) {
        if (judged)
            (void)answers_complete(as);
        return show_form(p, as, judged, false);
    }
    if (page_doubts(p, as)) {
        enum rc rc = show_form(p, as, false, true);
        p->res->status = 422; /* to be looked at again, here */
        return rc;
    }
    return str_eq(page_then(p), STR("send")) ? quote_send(p, as) : show_check(p, as);
}

enum rc page_quote_post(struct page *p)
{
    struct answers as = page_answers(p, &form_quote);
    struct str then = page_then(p);
    p->in_place = str_eq(then, STR("price"));
    if (p->in_place || str_eq(then, STR("recalc")) || str_eq(then, STR("edit"))) {
        enum rc rc = show_form(p, &as, answers_any_fault(&as), false);
        p->res->status = 200; /* nothing was sent, so nothing is refused */
        return rc;
    }
    return go_on(p, &as, true);
}

/* ---- from a candidacy: what is known is not asked again ---- */

struct known {
    struct page *p;
    const struct candidacy_answers *ca;
};

static struct str said(const struct answers *as, const char *name)
{
    return answers_at(as, name)->typed;
}

static struct str person_of(const struct known *k)
{
    const struct answers *id = &k->ca->identity;
    struct str usage = said(id, "usage_name");
    struct str last = usage.n ? usage : said(id, "birth_name");
    return name_join(k->p->a, name_first(said(id, "given_names")), last);
}

static struct str home_of(const struct known *k)
{
    const struct answers *id = &k->ca->identity;
    struct str street = said(id, "street"), country = said(id, "country");
    if (street.n == 0 || !str_eq(said(&k->ca->funding, "payer"), STR("individual")))
        return (struct str){0};
    return arena_printf(k->p->a, "%.*s\n%.*s %.*s\n%.*s", STR_ARG(street),
        STR_ARG(said(id, "postal_code")), STR_ARG(said(id, "city")), STR_ARG(country));
}

static struct str known_as(void *ctx, const char *name)
{
    static const struct {
        const char *asked, *funding;
    } same[] = {{"payer", "payer"}, {"mix", "mix"}, {"module_payer", "module_payer"},
        {"cpf_amount", "cpf_amount"}, {"addressee_name", "payer_name"},
        {"addressee_siret", "payer_siret"}, {"addressee_contact", "payer_contact"}};
    const struct known *k = ctx;
    bool opco = str_eq(said(&k->ca->funding, "payer"), STR("opco"));
    if (opco && strncmp(name, "addressee_", 10) == 0)
        return (struct str){0}; /* the employer's, which the candidacy does not know */
    if (opco && strcmp(name, "opco_name") == 0)
        return said(&k->ca->funding, "payer_name");
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (strcmp(name, same[i].asked) == 0)
            return said(&k->ca->funding, same[i].funding);
    if (strcmp(name, "kind") == 0)
        return STR("quote");
    if (strcmp(name, "whom") == 0)
        return STR("self");
    if (strcmp(name, "module") == 0)
        return said(&k->ca->module, "wanted");
    if (strcmp(name, "name") == 0)
        return person_of(k);
    if (strcmp(name, "addressee_address") == 0)
        return home_of(k);
    if (strcmp(name, "email") == 0 || strcmp(name, "phone") == 0)
        return said(&k->ca->identity, name);
    return (struct str){0};
}

enum rc page_quote_candidacy(struct page *p)
{
    struct dossier d;
    bool sent = false;
    enum rc rc = quote_sent(p, &sent);
    if (rc != RC_OK || sent)
        return rc;
    if (p->kept)
        return page_quote_post(p);
    rc = dossier_load(p, &d);
    if (rc != RC_OK)
        return rc;
    struct known k = {p, &d.answers};
    struct answers as = answers_read(p->a, &form_quote, known_as, &k, p->today);
    page_proved(p, &as);
    for (size_t i = 0; i < as.form->n; i++)
        if (as.v[i].fault != FAULT_NONE || !answers_applies(&as, i))
            as.v[i] = (struct answer){0};
    return go_on(p, &as, false);
}
