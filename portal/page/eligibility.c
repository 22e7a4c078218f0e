#include "page/eligibility.h"

#include "domain/forms.h"
#include "page/dossier.h"
#include "page/eligibility_query.h"
#include "page/shell.h"
#include "view/eligibility.h"
#include "view/templates.h"

static struct str queried(void *ctx, const char *name)
{
    return page_query(ctx, name);
}

struct suitability suitability_read(struct page *p)
{
    struct suitability s = {
        .intake = facts_intake(p->facts, p->now),
        .answers = eligibility_read(p->a, queried, p, p->today),
    };
    dossier_judging(p, s.intake, s.when.dates, &s.when.rules);
    return s;
}

bool suitability_whole(const struct suitability *s)
{
    return !eligibility_faulty(&s->answers) && !questionnaire_next(&s->answers, &s->when);
}

/* ---- the answers so far ---- */

static struct str counted(struct arena *a, struct str n, const char *one, const char *many)
{
    bool single = str_eq(n, STR("0")) || str_eq(n, STR("1")) || n.n == 0;
    return arena_printf(
        a, "%.*s\u00a0%s", n.n ? (int)n.n : 1, n.n ? n.p : "0", single ? one : many);
}

/* Two numbers on one line: what they count, then how many. */
static struct str pair_display(
    struct arena *a, const struct answers *as, const struct question *q, bool years)
{
    const char *one = years ? "an" : "mois", *many = years ? "ans" : "mois";
    return arena_printf(a, "Travail\u00a0: %.*s\nBénévolat et mandats\u00a0: %.*s",
        STR_ARG(counted(a, answers_get(as, q->fields[0]), one, many)),
        STR_ARG(counted(a, answers_get(as, q->fields[1]), one, many)));
}

static struct view_row row_of(struct page *p, const struct suitability *s, const struct question *q)
{
    const struct answers *as = &s->answers;
    const struct field *f = form_field(as->form, q->fields[0]);
    bool pair = q->fields[1] != NULL;
    return (struct view_row){
        .key = str_c(pair ? q->title : f->label),
        .value = pair ? pair_display(p->a, as, q, strcmp(q->name, "experience") == 0)
                      : answer_display(p->a, f, answers_get(as, f->name)),
        .href = eligibility_path(p->a, "/eligibilite", as, "q", q->name),
        .what = arena_printf(p->a, "votre réponse à «\u00a0%s\u00a0»", pair ? q->title : f->label),
    };
}

struct view_summary suitability_summary(
    struct page *p, const struct suitability *s, const struct question *before)
{
    struct view_summary v = {.rows = ARENA_ARRAY(p->a, questions_n, struct view_row)};
    for (const struct question *q = questions; q < questions + questions_n; q++)
        if (q != before && question_applies(&s->answers, q) && question_answered(&s->answers, q))
            v.rows[v.rows_n++] = row_of(p, s, q);
    return v;
}

/* ---- one question ---- */

/* The fields of one question as a form of their own: nothing there depends on another field, since
 * what does not apply is not asked. */
static struct form *form_of(struct arena *a, const struct question *q)
{
    struct field *fields = ARENA_ARRAY(a, 4, struct field);
    struct form *f = ARENA_NEW(a, struct form);
    *f = (struct form){.name = q->name, .title = q->title, .fields = fields};
    for (size_t i = 0; q->fields[i]; i++) {
        fields[f->n] = *form_field(&form_eligibility, q->fields[i]);
        fields[f->n++].when = NULL;
    }
    return f;
}

static struct answers answers_of(
    struct arena *a, const struct form *f, const struct answers *all)
{
    struct answers as = answers_new(a, f);
    for (size_t i = 0; i < f->n; i++)
        as.v[i] = *answers_at(all, f->fields[i].name);
    return as;
}

static struct view_form fields_of(
    struct page *p, const struct suitability *s, const struct question *q, bool last, bool missing)
{
    struct form *f = form_of(p->a, q);
    struct answers as = answers_of(p->a, f, &s->answers);
    if (missing)
        answers_fault(&as, f->fields[0].name, FAULT_MISSING);
    struct view_form v = view_form_make(p->a, f, &as,
        &(struct form_wish){
            .submit = last ? "Voir le résultat" : "Continuer",
            .note = f->n > 1 ? "Laissez vide, ou écrivez 0, si vous n’en avez pas." : NULL,
            .judged = true,
            .heading = q->title == NULL,
        });
    for (size_t i = 0; i < v.fields_n; i++)
        v.fields[i].mark = STR("");
    return v;
}

static struct view_back back_from(
    struct page *p, const struct suitability *s, const struct question *now)
{
    for (const struct question *q = now; q-- > questions;)
        if (question_applies(&s->answers, q) && question_answered(&s->answers, q))
            return (struct view_back){
                eligibility_path(p->a, "/eligibilite", &s->answers, "q", q->name),
                STR("Question précédente")};
    return (struct view_back){STR("/"), STR("La formation")};
}

static struct str caption_of(struct arena *a, struct progress at)
{
    if (at.left == 0)
        return arena_printf(a, "Question\u00a0%d, la dernière", at.number);
    return arena_printf(a, "Question\u00a0%d, encore %d au plus", at.number, at.left);
}

static const char *lead_of(const struct question *q)
{
    if (strcmp(q->name, "mois") == 0)
        return "Vous êtes près du nombre d’années demandé\u00a0: quelques mois peuvent tout changer.";
    return "";
}

/* Before the first answer: what it takes. */
static struct view_cards cards_of(struct page *p, const struct question *q)
{
    if (q != questions)
        return (struct view_cards){0};
    struct view_card *card = ARENA_NEW(p->a, struct view_card);
    *card = (struct view_card){.title = STR("Deux minutes, sans compte"),
        .text = STR("Quelques questions disent si vos conditions semblent remplies, et ce que coûte "
                    "la formation. Vos réponses restent dans l’adresse de la page\u00a0: nous ne les "
                    "enregistrons pas.")};
    return (struct view_cards){card, 1};
}

static enum rc show(
    struct page *p, const struct suitability *s, const struct question *q, bool missing)
{
    struct progress at = questionnaire_progress(&s->answers, &s->when, q);
    struct params carried = eligibility_pairs(p->a, &s->answers, q);
    struct view_question v = {
        .shell = page_shell(p, q->title ? q->title : form_field(&form_eligibility, q->fields[0])->label,
            NAV_ELIGIBILITY),
        .back = back_from(p, s, q),
        .caption = caption_of(p->a, at),
        .heading = q->title ? str_c(q->title) : STR(""),
        .lead = str_c(lead_of(q)),
        .form = fields_of(p, s, q, at.left == 0, missing),
        .name = str_c(q->name),
        .carried = ARENA_ARRAY(p->a, carried.n, struct view_hidden),
        .carried_n = carried.n,
        .so_far = suitability_summary(p, s, q),
        .cards = cards_of(p, q),
    };
    for (size_t i = 0; i < carried.n; i++)
        v.carried[i] = (struct view_hidden){carried.v[i].name, carried.v[i].value};
    v.shell.no_index = q != questions;
    v.shell.error = v.form.faults.items_n > 0;
    if (v.shell.error)
        p->res->status = 422;
    view_eligibility_question_html(&p->res->body, &v);
    return RC_OK;
}

/* ?q= asks a question again; ?de= says which one has just been answered. */
enum rc page_eligibility(struct page *p)
{
    struct suitability s = suitability_read(p);
    const struct answers *as = &s.answers;
    const struct question *again = question_find(page_query(p, "q"));
    const struct question *sent = question_find(page_query(p, "de"));
    const struct question *faulty = eligibility_faulty(as);
    if (faulty)
        return show(p, &s, faulty, false);
    if (again && question_applies(as, again))
        return show(p, &s, again, false);
    if (sent && question_applies(as, sent) && !question_answered(as, sent))
        return show(p, &s, sent, true);
    const struct question *next = questionnaire_next(as, &s.when);
    if (next)
        return show(p, &s, next, false);
    response_redirect(p->res, eligibility_path(p->a, "/eligibilite/resultat", as, NULL, NULL));
    return RC_OK;
}
