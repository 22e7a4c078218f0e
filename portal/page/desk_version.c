/* /gestion/devis/{}/version: the request mended, and what is issued from it, seen before it goes.
 * Prices are voted: nothing here can be typed that changes one. */
#include "base/utf8.h"
#include "domain/forms.h"
#include "domain/forms_desk.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_acts.h"
#include "page/kept.h"
#include "page/prices.h"
#include "view/templates.h"

enum { NOTE_MAX = 7900 }; /* characters of what is noted: the column has room for 8000 */

/* What the person wrote stays in their words. */
static const char *const not_ours[] = {"kind", "note", "message", NULL};

struct version {
    struct desk_act d;
    const struct form *form;
    struct answers ask, terms;
    uint64_t intake;
    struct str then;
};

static struct str posted(void *ctx, const char *name)
{
    return page_form(ctx, name);
}

static struct answers read_form(struct page *p, const struct form *f)
{
    struct answers as = answers_read(p->a, f, posted, p, p->today);
    for (size_t i = 0; i < f->n; i++)
        if (!answers_applies(&as, i))
            as.v[i] = (struct answer){0};
    return as;
}

static enum rc open(struct page *p, struct version *v)
{
    *v = (struct version){.then = page_then(p)};
    v->form = form_for_staff(p->a, &form_quote, not_ours);
    return desk_act_open(p, QUOTE_ACT_VERSION, &v->d);
}

/* ---- shown */

static bool has_accepted(const struct desk_act *d)
{
    for (size_t i = 0; i < d->quotes_n; i++)
        if (str_eq(d->quotes[i].state, STR("accepted")))
            return true;
    return false;
}

static void show_intakes(struct version *v, struct view_desk_version *out)
{
    struct page *p = v->d.p;
    out->intakes = ARENA_ARRAY(p->a, p->facts->intakes_n + 1, struct view_option);
    for (size_t i = 0; i < p->facts->intakes_n; i++) {
        const struct intake *one = &p->facts->intakes[i];
        out->intakes[out->intakes_n++] = (struct view_option){
            .value = arena_printf(p->a, "%llu", (unsigned long long)one->id),
            .label = arena_printf(p->a, "%.*s%s", STR_ARG(intake_words(p->a, one)),
                intake_registration_valid(one) ? "" : " (enregistrement à vérifier)"),
            .checked = one->id == v->intake};
    }
}

static void show_price(struct version *v, struct view_desk_version *out)
{
    struct price_wish w = quote_wish(&v->ask);
    const struct payer *payer = payer_find(w.payer);
    out->priced = true;
    if (payer && payer->tariff == PAYER_TARIFF_MIX)
        out->price.sentence = STR("Plusieurs payeurs\u00a0: la répartition se fait à l’étape suivante.");
    else
        page_prices_show(
            v->d.p, &w, &out->price.first, &out->price.second, &out->price.cards);
}

/* What depends on an answer that is there, and does not apply to it, is not shown. */
static void hide_idle(const struct answers *as, struct view_form *form)
{
    for (size_t i = 0; i < form->fields_n; i++) {
        const struct field *f = &as->form->fields[i];
        if (f->when && !answers_applies(as, i) && answers_get(as, f->when).n)
            form->fields[i].hidden = true;
    }
}

static void add_faults(struct view_form *to, struct arena *a, const struct view_form *from)
{
    for (size_t i = 0; i < from->faults.items_n; i++) {
        view_form_add_fault(a, to, NULL, from->faults.items[i].text);
        to->faults.items[to->faults.items_n - 1].href = from->faults.items[i].href;
    }
}

static struct view_desk_version page_of(struct version *v, bool judged)
{
    struct page *p = v->d.p;
    struct form_wish w = {.action = desk_act_here(&v->d), .csrf = p->web->csrf(p), .key = desk_key(p),
        .base = arena_printf(p->a, "%u", v->d.r.version), .judged = judged};
    struct view_desk_version out = {
        .shell = desk_shell(p, "Modifier et envoyer une version", DESK_QUOTES),
        .back = desk_act_back(&v->d),
        .caption = v->d.r.reference,
        .heading = v->d.quotes_n ? STR("Préparer une nouvelle version")
                                 : STR("Compléter la demande et émettre le document"),
        .lead = v->d.quotes_n
                    ? STR("Elle garde le numéro, avec un suffixe\u00a0; la précédente reste lisible. Les "
                          "prix viennent des tarifs votés.")
                    : STR("Les prix viennent des tarifs votés. Rien ne part avant que vous l’ayez vu."),
        .form = view_form_make(p->a, v->form, &v->ask, &w),
        .preview = STR("Voir avant d’envoyer"),
        .save = STR("Enregistrer sans envoyer"),
        .about = desk_act_about(&v->d),
    };
    struct view_form terms = view_form_make(p->a, &form_terms, &v->terms, &w);
    hide_idle(&v->ask, &out.form);
    add_faults(&out.form, p->a, &terms);
    out.first = (struct view_fields){out.form.fields, out.form.fields_n};
    out.terms = (struct view_fields){terms.fields, terms.fields_n};
    if (!has_accepted(&v->d)) /* the first of them is for an accepted one alone */
        out.terms = (struct view_fields){terms.fields + 1, terms.fields_n - 1};
    show_intakes(v, &out);
    show_price(v, &out);
    return out;
}

static enum rc show(struct version *v, struct view_desk_version *out)
{
    struct page *p = v->d.p;
    desk_act_address(&v->d, &out->notices);
    out->shell.head.error = out->form.faults.items_n > 0;
    p->res->status = out->shell.head.error ? 422 : 200;
    view_desk_version_html(&p->res->body, out);
    return RC_OK;
}

enum rc page_desk_version(struct page *p)
{
    struct version v;
    enum rc rc = open(p, &v);
    if (rc != RC_OK)
        return rc;
    if (desk_issue_served(&v.d, desk_key(p)))
        return desk_issue_there(&v.d);
    if (!desk_act_possible(&v.d))
        return desk_act_refused(&v.d);
    if (p->kept)
        return page_desk_version_post(p);
    rc = desk_request_answers(p->db, p->a, p->staff.id, v.d.r.id, v.form, &v.ask);
    if (rc != RC_OK)
        return rc;
    v.terms = answers_new(p->a, &form_terms);
    v.intake = v.d.r.intake;
    if (v.d.quotes_n) { /* what the last version had of its own */
        answers_set(p->a, &v.terms, 1, v.d.quotes[0].dates);
        answers_set(p->a, &v.terms, 2, v.d.quotes[0].note);
    }
    struct view_desk_version out = page_of(&v, false);
    return show(&v, &out);
}

/* ---- what it changes */

static enum rc changes(struct version *v, struct str *out)
{
    struct page *p = v->d.p;
    struct answers was;
    enum rc rc = desk_request_answers(p->db, p->a, p->staff.id, v->d.r.id, v->form, &was);
    *out = STR("");
    for (size_t i = 0; rc == RC_OK && i < v->form->n; i++) {
        const struct field *f = &v->form->fields[i];
        struct str before = was.v[i].value, now = v->ask.v[i].value;
        if (str_eq(before, now))
            continue;
        *out = arena_printf(p->a, "%.*s\n%s\u00a0: %.*s → %.*s", STR_ARG(*out), f->label,
            STR_ARG(before.n ? answer_display(p->a, f, before) : STR("rien")),
            STR_ARG(now.n ? answer_display(p->a, f, now) : STR("rien")));
    }
    if (rc == RC_OK && v->intake != v->d.r.intake)
        *out = arena_printf(p->a, "%.*s\nPromotion\u00a0: %.*s → %.*s", STR_ARG(*out),
            STR_ARG(intake_words(p->a, facts_intake_by_id(p->facts, v->d.r.intake))),
            STR_ARG(intake_words(p->a, facts_intake_by_id(p->facts, v->intake))));
    if (out->n)
        *out = utf8_cut(arena_printf(p->a, "Demande modifiée\u00a0:%.*s", STR_ARG(*out)), NOTE_MAX);
    return rc;
}

static struct desk_issue issue_of(struct version *v)
{
    uint64_t version = 0;
    if (!str_to_u64(page_form(v->d.p, "base_version"), UINT32_MAX, &version))
        version = 0;
    return (struct desk_issue){.d = &v->d, .ask = &v->ask, .intake = v->intake,
        .version = (unsigned)version,
        .terms = {.dates = answers_get(&v->terms, "dates"),
            .note = answers_get(&v->terms, "printed")},
        .words = answers_get(&v->terms, "words"), .key = desk_key(v->d.p),
        .replace = answers_get(&v->terms, "replace").n > 0,
        .keep_only = str_eq(v->then, STR("save"))};
}

/* ---- judged */

/* A payer that nobody knows has no document, several have one each on the next page. */
static enum rc refuse(struct version *v, const char *field, struct str sentence)
{
    struct view_desk_version out = page_of(v, true);
    if (sentence.n)
        view_form_add_fault(v->d.p->a, &out.form, field, sentence);
    return show(v, &out);
}

static enum rc refuse_accepted(struct version *v)
{
    struct view_desk_version out = page_of(v, true);
    struct str says = STR("Un devis de cette demande est accepté. Pour le remplacer, cochez «\u00a0Remplacer "
                          "le devis déjà accepté\u00a0».");
    view_form_add_fault(v->d.p->a, &out.form, NULL, says);
    out.form.faults.items[out.form.faults.items_n - 1].href = STR("#replace");
    if (out.terms.items_n && str_eq(out.terms.items[0].name, STR("replace"))) {
        out.terms.items[0].error = says;
        out.terms.items[0].invalid = true;
    }
    return show(v, &out);
}

static enum rc show_doubts(struct version *v)
{
    struct view_desk_version out = page_of(v, false);
    out.notices = page_doubt_notice(v->d.p, &v->ask, false);
    enum rc rc = show(v, &out);
    v->d.p->res->status = 422; /* to be looked at again, here */
    return rc;
}

/* ---- seen, kept, sent */

static void carry(struct view_desk_preview *out, const struct answers *as)
{
    for (size_t i = 0; i < as->form->n; i++)
        if (as->v[i].typed.n)
            out->carried[out->carried_n++] =
                (struct view_hidden){str_c(as->form->fields[i].name), as->v[i].typed};
}

static enum rc preview(struct version *v, struct desk_issue *i)
{
    struct page *p = v->d.p;
    struct view_desk_preview out = {
        .shell = desk_shell(p, "Voir avant d’envoyer", DESK_QUOTES),
        .back = desk_act_back(&v->d),
        .caption = v->d.r.reference,
        .heading = STR("Voir avant d’envoyer"),
        .lead = STR("Rien n’est encore parti. Le document et le courriel, tels qu’ils seront."),
        .action = desk_act_here(&v->d),
        .csrf = p->web->csrf(p),
        .key = i->key,
        .base = arena_printf(p->a, "%u", i->version),
        .submit = STR("Envoyer cette version"),
        .carried = ARENA_ARRAY(p->a, v->form->n + form_terms.n + 2, struct view_hidden),
        .editable = true,
    };
    p->reads = true;
    enum rc rc = desk_issue_show(i, &out);
    if (rc != RC_OK)
        return rc;
    if (i->reason.n)
        return refuse(v, NULL, i->reason);
    carry(&out, &v->ask);
    carry(&out, &v->terms);
    out.carried[out.carried_n++] = (struct view_hidden){STR(PAGE_DOUBTS_NAME), answers_doubts(p->a, &v->ask)};
    out.carried[out.carried_n++] = (struct view_hidden){
        STR("promotion"), arena_printf(p->a, "%llu", (unsigned long long)v->intake)};
    view_desk_preview_html(&p->res->body, &out);
    return RC_OK;
}

static enum rc meet(struct version *v)
{
    struct page *p = v->d.p;
    enum rc rc = desk_request_find(p->db, p->a, p->staff.id, p->part[0], &v->d.r);
    return rc == RC_OK
               ? refuse(v, NULL, STR("Cette demande a changé entre-temps\u00a0: relisez-la dans un autre "
                                     "onglet. Vos réponses sont gardées ici, et le prochain envoi les "
                                     "prendra."))
               : rc;
}

static enum rc send(struct version *v, struct desk_issue *i)
{
    struct page *p = v->d.p;
    enum rc rc = changes(v, &i->changes);
    /* kept already by the first of two clicks, or nothing to keep */
    bool idle = rc == RC_OK && i->keep_only && i->changes.n == 0;
    if (rc == RC_OK && !idle)
        rc = desk_issue_send(i);
    if (rc == RC_CONFLICT)
        return meet(v);
    if (rc != RC_OK)
        return rc;
    if (i->accepted)
        return refuse_accepted(v);
    if (i->reason.n)
        return refuse(v, NULL, i->reason);
    bool several = str_eq(answers_get(&v->ask, "payer"), STR("several"));
    if (several)
        response_redirect(p->res, desk_act_href(&v->d, "/parts"));
    else if (i->keep_only)
        desk_act_done(&v->d, "modification");
    else
        desk_issue_done(i);
    return RC_OK;
}

static enum rc judge(struct version *v)
{
    struct str payer = answers_get(&v->ask, "payer");
    bool whole = answers_complete(&v->ask);
    if (answers_any_fault(&v->terms) || !whole)
        return refuse(v, NULL, (struct str){0});
    if (page_doubts(v->d.p, &v->ask))
        return show_doubts(v);
    struct desk_issue i = issue_of(v);
    i.keep_only |= str_eq(payer, STR("several"));
    if (!i.keep_only && str_eq(payer, STR("unknown")))
        return refuse(v, "payer", STR("Indiquez qui paie\u00a0: sans payeur, il n’y a pas de document."));
    if (!i.keep_only && has_accepted(&v->d) && !i.replace)
        return refuse_accepted(v);
    if (!i.keep_only && desk_issue_wants_pdf(v->d.p))
        return desk_issue_pdf(&i);
    return str_eq(v->then, STR("send")) || i.keep_only ? send(v, &i) : preview(v, &i);
}

enum rc page_desk_version_post(struct page *p)
{
    struct version v;
    enum rc rc = open(p, &v);
    if (rc != RC_OK)
        return rc;
    if (!desk_act_possible(&v.d))
        return desk_act_refused(&v.d);
    v.ask = read_form(p, v.form);
    v.terms = read_form(p, &form_terms);
    if (!str_to_u64(page_form(p, "promotion"), INT64_MAX, &v.intake) ||
        !facts_intake_by_id(p->facts, v.intake))
        v.intake = v.d.r.intake;
    p->in_place = str_eq(v.then, STR("price"));
    if (!p->in_place && !str_eq(v.then, STR("recalc")) && !str_eq(v.then, STR("edit")))
        return judge(&v);
    struct view_desk_version out = page_of(&v, answers_any_fault(&v.ask));
    rc = show(&v, &out);
    p->res->status = 200; /* nothing was sent, so nothing is refused */
    return rc;
}
