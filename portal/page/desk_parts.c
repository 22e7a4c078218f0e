/* /gestion/devis/{}/parts: a mix of tariffs. Staff choose whose price the whole is and what the
 * organisation pays of it; the person pays the rest, to the cent. Two documents, confirmed together.
 *
 * The parts are no change of the request: what the person wrote of them stays as it is, and the
 * frozen documents hold what was decided. */
#include "domain/forms.h"
#include "domain/forms_desk.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_acts.h"
#include "page/kept.h"
#include "view/templates.h"

static const char *const whose[] = {"addressee_name", "addressee_siret", "addressee_address",
    "addressee_contact", "opco_name", "opco_reference", "purchase_reference", "chorus_service",
    "chorus_engagement", NULL};

struct mix {
    struct desk_act d;
    struct quote_subject subject;
    const struct form *to_form; /* the organisation, as form_quote asks about it */
    struct answers parts, to, terms;
    struct parts judged;
    struct str then;
};

static struct str posted(void *ctx, const char *name)
{
    return page_form(ctx, name);
}

static struct answers read_form(struct page *p, const struct form *f)
{
    return answers_read(p->a, f, posted, p, p->today);
}

static enum rc open(struct page *p, struct mix *m)
{
    *m = (struct mix){.then = page_then(p)};
    m->to_form = form_taken(p->a, &form_quote, whose);
    enum rc rc = desk_act_open(p, QUOTE_ACT_PARTS, &m->d);
    return rc == RC_OK ? quote_subject_find(p->db, p->a, m->d.r.public_id, &m->subject) : rc;
}

static void judge(struct mix *m)
{
    struct page *p = m->d.p;
    m->judged = parts_judge(&m->parts, p->facts->tariffs, p->facts->tariffs_n, p->today,
        m->subject.ask.module, quote_headcount(&m->subject.ask));
}

/* ---- shown */

static void split_row(struct view_split *v, struct mix *m, const char *label, int item)
{
    v->rows[v->rows_n++] = (struct view_split_row){.label = str_c(label),
        .whole = m->judged.whole[item], .third = m->judged.third[item],
        .individual = m->judged.individual[item]};
}

static struct view_split split_of(struct mix *m)
{
    const struct parts *j = &m->judged;
    struct view_split v = {.rows = ARENA_ARRAY(m->d.p->a, 3, struct view_split_row),
        .sound = j->sound};
    split_row(&v, m, price_item_label(TARIFF_DIPLOMA), TARIFF_DIPLOMA);
    if (m->subject.ask.module)
        split_row(&v, m, price_item_label(TARIFF_MODULE), TARIFF_MODULE);
    v.rows[v.rows_n++] = (struct view_split_row){.label = STR("Total"), .whole = j->total,
        .third = j->third_total, .individual = j->individual_total};
    v.says = j->sound ? STR("Les deux parts font exactement le total.")
                      : STR("Ces montants ne font pas deux parts de ce total\u00a0: chacune est positive, et "
                            "aucune ne le dépasse.");
    return v;
}

static void add_faults(struct arena *a, struct view_form *to, const struct view_form *from)
{
    for (size_t i = 0; i < from->faults.items_n; i++) {
        view_form_add_fault(a, to, NULL, from->faults.items[i].text);
        to->faults.items[to->faults.items_n - 1].href = from->faults.items[i].href;
    }
}

static struct view_desk_version page_of(struct mix *m, bool judged)
{
    struct page *p = m->d.p;
    struct form_wish w = {.action = desk_act_here(&m->d), .csrf = p->web->csrf(p), .key = desk_key(p),
        .base = arena_printf(p->a, "%u", m->d.r.version), .judged = judged};
    struct view_form to = view_form_make(p->a, m->to_form, &m->to, &w);
    struct view_form terms = view_form_make(p->a, &form_terms, &m->terms, &w);
    struct view_desk_version out = {
        .shell = desk_shell(p, "Répartir entre les payeurs", DESK_QUOTES),
        .back = desk_act_back(&m->d),
        .caption = m->d.r.reference,
        .heading = STR("Répartir entre les payeurs"),
        .lead = m->subject.mix.n
                    ? arena_printf(p->a, "La personne écrit\u00a0: «\u00a0%.*s\u00a0»",
                          STR_ARG(m->subject.mix))
                    : (struct str){0},
        .form = view_form_make(p->a, &form_parts, &m->parts, &w),
        .priced = true,
        .preview = STR("Voir les deux documents"),
        .about = desk_act_about(&m->d),
    };
    size_t n = out.form.fields_n, all = n + to.fields_n;
    struct view_field *first = ARENA_ARRAY(p->a, all, struct view_field);
    for (size_t i = 0; i < n; i++) {
        bool module = str_eq(out.form.fields[i].name, STR("third_module"));
        if (!module || m->subject.ask.module)
            first[out.first.items_n++] = out.form.fields[i];
    }
    memcpy(first + out.first.items_n, to.fields, to.fields_n * sizeof *first);
    out.first = (struct view_fields){first, out.first.items_n + to.fields_n};
    out.terms = (struct view_fields){terms.fields, terms.fields_n};
    add_faults(p->a, &out.form, &to);
    add_faults(p->a, &out.form, &terms);
    out.split = split_of(m);
    return out;
}

static enum rc show(struct mix *m, struct view_desk_version *out)
{
    struct page *p = m->d.p;
    out->shell.head.error = out->form.faults.items_n > 0;
    p->res->status = out->shell.head.error ? 422 : 200;
    view_desk_version_html(&p->res->body, out);
    return RC_OK;
}

static void set(struct page *p, struct answers *as, const char *name, struct str value)
{
    answers_set(p->a, as, (size_t)(answers_at(as, name) - as->v), value);
}

enum rc page_desk_parts(struct page *p)
{
    struct mix m;
    enum rc rc = open(p, &m);
    if (rc != RC_OK)
        return rc;
    if (desk_issue_served(&m.d, desk_key(p)))
        return desk_issue_there(&m.d);
    if (!desk_act_possible(&m.d))
        return desk_act_refused(&m.d);
    if (p->kept)
        return page_desk_parts_post(p);
    rc = desk_request_answers(p->db, p->a, p->staff.id, m.d.r.id, m.to_form, &m.to);
    if (rc != RC_OK)
        return rc;
    m.parts = answers_new(p->a, &form_parts);
    m.terms = answers_new(p->a, &form_terms);
    set(p, &m.parts, "base", STR("third"));
    set(p, &m.parts, "person_name", m.d.r.name);
    if (m.d.quotes_n) {
        set(p, &m.terms, "dates", m.d.quotes[0].dates);
        set(p, &m.terms, "printed", m.d.quotes[0].note);
    }
    judge(&m);
    struct view_desk_version out = page_of(&m, false);
    out.split.says = (struct str){0}; /* nothing was typed that could be wrong */
    return show(&m, &out);
}

/* ---- two documents */

static struct quote_share share_of(const struct mix *m, unsigned part)
{
    const struct parts *j = &m->judged;
    const struct money *mine = part == 1 ? j->third : j->individual;
    return (struct quote_share){.part = part, .parts = 2, .tariff = j->base,
        .amount = {mine[0], mine[1]}, .whole = {j->whole[0], j->whole[1]}};
}

static void lay_parts(struct mix *m, struct quote_issue_part out[2])
{
    struct quote_ask third = quote_ask_of(&m->to);
    third.payer = answers_get(&m->parts, "third_payer");
    third.whom = m->subject.ask.whom;
    third.trainees = m->subject.ask.trainees;
    third.headcount = m->subject.ask.headcount;
    third.name = m->subject.ask.name;
    third.email = m->subject.ask.email;
    third.module = m->subject.ask.module;
    struct quote_ask person = {.payer = STR("individual"), .module = third.module,
        .whom = STR("self"), .name = answers_get(&m->parts, "person_name"),
        .email = third.email, .addressee_address = answers_get(&m->parts, "person_address")};
    out[0] = (struct quote_issue_part){third, share_of(m, 1)};
    out[1] = (struct quote_issue_part){person, share_of(m, 2)};
}

static struct desk_issue issue_of(struct mix *m, struct quote_issue_part parts[2])
{
    uint64_t version = 0;
    if (!str_to_u64(page_form(m->d.p, "base_version"), UINT32_MAX, &version))
        version = 0;
    return (struct desk_issue){.d = &m->d, .version = (unsigned)version,
        .terms = {.dates = answers_get(&m->terms, "dates"),
            .note = answers_get(&m->terms, "printed")},
        .parts = parts, .parts_n = 2, .words = answers_get(&m->terms, "words"),
        .key = desk_key(m->d.p), .replace = answers_get(&m->terms, "replace").n > 0};
}

static enum rc refuse(struct mix *m, const char *field, struct str sentence)
{
    struct view_desk_version out = page_of(m, true);
    if (sentence.n)
        view_form_add_fault(m->d.p->a, &out.form, field, sentence);
    for (size_t i = 0; field && i < out.first.items_n; i++) /* shown from a copy of the fields */
        if (str_eq_c(out.first.items[i].name, field))
            out.first.items[i] = *view_form_field(&out.form, field);
    return show(m, &out);
}

static void carry(struct view_desk_preview *out, const struct answers *as)
{
    for (size_t i = 0; i < as->form->n; i++)
        if (as->v[i].typed.n)
            out->carried[out->carried_n++] =
                (struct view_hidden){str_c(as->form->fields[i].name), as->v[i].typed};
}

static enum rc preview(struct mix *m, struct desk_issue *i)
{
    struct page *p = m->d.p;
    size_t most = form_parts.n + m->to_form->n + form_terms.n;
    struct view_desk_preview out = {
        .shell = desk_shell(p, "Voir les deux documents", DESK_QUOTES),
        .back = desk_act_back(&m->d),
        .caption = m->d.r.reference,
        .heading = STR("Voir les deux documents"),
        .lead = STR("Rien n’est encore parti. Ils restent «\u00a0À confirmer par le Cestes\u00a0» tant que vous "
                    "ne les avez pas confirmés\u00a0; les deux partent ensemble."),
        .action = desk_act_here(&m->d),
        .csrf = p->web->csrf(p),
        .key = i->key,
        .base = arena_printf(p->a, "%u", i->version),
        .submit = STR("Confirmer et envoyer les deux documents"),
        .carried = ARENA_ARRAY(p->a, most, struct view_hidden),
        .editable = true,
    };
    p->reads = true;
    enum rc rc = desk_issue_show(i, &out);
    if (rc != RC_OK)
        return rc;
    if (i->reason.n)
        return refuse(m, NULL, i->reason);
    carry(&out, &m->parts);
    carry(&out, &m->to);
    carry(&out, &m->terms);
    view_desk_preview_html(&p->res->body, &out);
    return RC_OK;
}

static enum rc send(struct mix *m, struct desk_issue *i)
{
    enum rc rc = desk_issue_send(i);
    if (rc == RC_CONFLICT)
        return refuse(m, NULL, STR("Cette demande a changé entre-temps\u00a0: relisez-la dans un autre onglet. "
                                   "Vos montants sont gardés ici, et le prochain envoi les prendra."));
    if (rc != RC_OK)
        return rc;
    if (i->accepted)
        return refuse(m, NULL, STR("Un devis de cette demande est accepté. Pour le remplacer, cochez "
                                   "«\u00a0Remplacer le devis déjà accepté\u00a0»."));
    if (i->reason.n)
        return refuse(m, NULL, i->reason);
    desk_issue_done(i);
    return RC_OK;
}

enum rc page_desk_parts_post(struct page *p)
{
    struct mix m;
    struct quote_issue_part parts[2];
    enum rc rc = open(p, &m);
    if (rc != RC_OK)
        return rc;
    if (!desk_act_possible(&m.d))
        return desk_act_refused(&m.d);
    m.parts = read_form(p, &form_parts);
    m.to = read_form(p, m.to_form);
    m.terms = read_form(p, &form_terms);
    judge(&m);
    p->in_place = str_eq(m.then, STR("price"));
    if (p->in_place || str_eq(m.then, STR("recalc")) || str_eq(m.then, STR("edit"))) {
        struct view_desk_version out = page_of(&m, answers_any_fault(&m.parts));
        rc = show(&m, &out);
        p->res->status = 200; /* nothing was sent, so nothing is refused */
        return rc;
    }
    bool whole = answers_complete(&m.parts) & answers_complete(&m.to);
    if (!whole || answers_any_fault(&m.terms))
        return refuse(&m, NULL, (struct str){0});
    if (!m.judged.sound)
        return refuse(&m, m.judged.fault_at ? m.judged.fault_at : "base", split_of(&m).says);
    lay_parts(&m, parts);
    struct desk_issue i = issue_of(&m, parts);
    if (desk_issue_wants_pdf(p))
        return desk_issue_pdf(&i);
    return str_eq(m.then, STR("send")) ? send(&m, &i) : preview(&m, &i);
}
