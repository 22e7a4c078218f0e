/* /gestion/devis/saisir: a request that came by mail, telephone or paper, entered with the fields
 * that /devis asks; from there on it is like any other. */
#include "domain/forms.h"
#include "domain/forms_desk.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_acts.h"
#include "page/kept.h"
#include "page/prices.h"
#include "store/audit.h"
#include "store/ident.h"
#include "store/quote_request.h"
#include "store/tx.h"
#include "view/templates.h"

struct entry {
    struct page *p;
    const struct form *form;
    struct answers head, ask;
    uint64_t intake;
    struct str key;
    struct quote_request made;
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

/* ---- shown */

static void add_intakes(struct entry *e, struct view_desk_version *out)
{
    struct page *p = e->p;
    out->intakes = ARENA_ARRAY(p->a, p->facts->intakes_n + 1, struct view_option);
    for (size_t i = 0; i < p->facts->intakes_n; i++) {
        const struct intake *one = &p->facts->intakes[i];
        out->intakes[out->intakes_n++] = (struct view_option){
            .value = arena_printf(p->a, "%llu", (unsigned long long)one->id),
            .label = intake_words(p->a, one), .checked = one->id == e->intake};
    }
}

static void hide_idle(const struct answers *as, struct view_form *form)
{
    for (size_t i = 0; i < form->fields_n; i++) {
        const struct field *f = &as->form->fields[i];
        if (f->when && !answers_applies(as, i) && answers_get(as, f->when).n)
            form->fields[i].hidden = true;
    }
}

static struct view_desk_version page_of(struct entry *e, bool judged)
{
    struct page *p = e->p;
    struct form_wish w = {.action = page_keyed(p, p->req->path), .csrf = p->web->csrf(p), .key = desk_key(p),
        .judged = judged};
    struct view_form head = view_form_make(p->a, &form_entry, &e->head, &w);
    struct view_desk_version out = {
        .shell = desk_shell(p, "Saisir une demande", DESK_QUOTES),
        .back = {STR("/gestion/devis"), STR("Demandes de devis")},
        .heading = STR("Saisir une demande"),
        .lead = STR("Celle qu’une personne a faite par courriel, par téléphone ou sur papier. Elle rejoint "
                    "les autres\u00a0; le document est vu avant d’être envoyé."),
        .form = view_form_make(p->a, e->form, &e->ask, &w),
        .priced = str_eq(answers_get(&e->ask, "kind"), STR("quote")),
        .preview = STR("Enregistrer la demande"),
    };
    hide_idle(&e->ask, &out.form);
    size_t n = head.fields_n, all = n + out.form.fields_n;
    struct view_field *fields = ARENA_ARRAY(p->a, all, struct view_field);
    memcpy(fields, head.fields, n * sizeof *fields);
    memcpy(fields + n, out.form.fields, out.form.fields_n * sizeof *fields);
    out.first = (struct view_fields){fields, all};
    struct view_faults later = out.form.faults; /* in the order of the page */
    out.form.faults = head.faults;
    for (size_t i = 0; i < later.items_n; i++) {
        view_form_add_fault(p->a, &out.form, NULL, later.items[i].text);
        out.form.faults.items[out.form.faults.items_n - 1].href = later.items[i].href;
    }
    add_intakes(e, &out);
    if (out.priced) {
        struct price_wish wish = quote_wish(&e->ask);
        page_prices_show(p, &wish, &out.price.first, &out.price.second, &out.price.cards);
    }
    return out;
}

static enum rc show(struct entry *e, struct view_desk_version *out)
{
    struct page *p = e->p;
    out->shell.head.error = out->form.faults.items_n > 0;
    p->res->status = out->shell.head.error ? 422 : 200;
    view_desk_version_html(&p->res->body, out);
    return RC_OK;
}

/* Entered from this very page already; RC_NOT_FOUND: not. */
static enum rc go_to_entered(struct page *p)
{
    struct quote_request made;
    enum rc rc = quote_request_by_key(p->db, p->a, desk_key(p), &made);
    if (rc == RC_OK)
        desk_said(p, desk_request_path(p, made.public_id), "deja-saisie");
    return rc;
}

enum rc page_desk_entry(struct page *p)
{
    enum rc rc = go_to_entered(p);
    if (rc != RC_NOT_FOUND)
        return rc;
    if (p->kept)
        return page_desk_entry_post(p);
    const struct intake *speaks = facts_intake(p->facts, p->now);
    struct entry e = {.p = p, .form = form_for_staff(p->a, &form_quote, NULL),
        .head = answers_new(p->a, &form_entry), .intake = speaks ? speaks->id : 0};
    e.ask = answers_new(p->a, e.form);
    struct view_desk_version out = page_of(&e, false);
    return show(&e, &out);
}

/* ---- kept */

static struct day received(const struct entry *e)
{
    struct day d;
    return day_parse_iso(answers_get(&e->head, "received_on"), &d) ? d : e->p->today;
}

/* It waits since the morning of the day it came; since now, if that is today. */
static struct instant waiting(const struct entry *e)
{
    struct instant morning = instant_from_paris(received(e), 9, 0, 0);
    return morning.s < e->p->now.s ? morning : e->p->now;
}

static enum rc keep(struct db *db, void *arg)
{
    struct entry *e = arg;
    struct page *p = e->p;
    const struct quote_request_new q = {.answers = &e->ask, .reference = reference_new(p->a, STR("D")),
        .programme = p->facts->programme, .intake = e->intake, .idempotency_key = e->key};
    struct str origin = answers_get(&e->head, "origin");
    enum rc rc = quote_request_insert(db, p->a, &q, p->now, &e->made);
    if (rc == RC_OK)
        rc = desk_request_entered(
            db, p->staff.id, e->made.id, origin, received(e), waiting(e));
    if (rc != RC_OK)
        return rc;
    return audit_add(db, &(struct audit){.actor = "staff",
                             .actor_id = p->staff.id,
                             .action = "quotes.enter",
                             .object = "quote_request",
                             .object_id = e->made.id,
                             .detail = origin});
}

/* What to do next: see the document, share between payers, or read the question. */
static enum rc next(struct entry *e)
{
    struct page *p = e->p;
    struct quote_standing s = {.kind = answers_get(&e->ask, "kind"), .state = STR("new"),
        .payer = answers_get(&e->ask, "payer")};
    const char *tail = quote_act_possible(QUOTE_ACT_ISSUE, &s)   ? "/emettre"
                       : quote_act_possible(QUOTE_ACT_PARTS, &s) ? "/parts"
                                                                 : "?dit=saisie";
    response_redirect(p->res,
        arena_printf(p->a, "%.*s%s", STR_ARG(desk_request_path(p, e->made.public_id)), tail));
    return RC_OK;
}

static enum rc show_doubts(struct entry *e)
{
    struct view_desk_version out = page_of(e, false);
    out.notices = page_doubt_notice(e->p, &e->ask, false);
    enum rc rc = show(e, &out);
    e->p->res->status = 422; /* to be looked at again, here */
    return rc;
}

/* Kept by the first of two clicks; or, with other answers, before they were changed: the request says so. */
static enum rc entered_before(struct entry *e)
{
    struct page *p = e->p;
    struct answers there;
    enum rc rc = quote_request_by_key(p->db, p->a, e->key, &e->made);
    if (rc == RC_OK)
        rc = desk_request_answers(p->db, p->a, p->staff.id, e->made.id, e->form, &there);
    if (rc != RC_OK)
        return rc;
    bool same = true;
    for (size_t i = 0; i < there.form->n; i++)
        same &= str_eq(there.v[i].value, e->ask.v[i].value);
    return same ? next(e) : go_to_entered(p);
}

enum rc page_desk_entry_post(struct page *p)
{
    struct entry e = {.p = p, .form = form_for_staff(p->a, &form_quote, NULL), .key = desk_key(p)};
    e.head = read_form(p, &form_entry);
    e.ask = read_form(p, e.form);
    if (!str_to_u64(page_form(p, "promotion"), INT64_MAX, &e.intake) ||
        !facts_intake_by_id(p->facts, e.intake))
        e.intake = 0;
    struct str then = page_then(p);
    p->in_place = str_eq(then, STR("price"));
    if (p->in_place || str_eq(then, STR("recalc")) || str_eq(then, STR("edit"))) {
        struct view_desk_version out = page_of(&e, false);
        return show(&e, &out);
    }
    bool whole = answers_complete(&e.head) & answers_complete(&e.ask);
    if (!whole) {
        struct view_desk_version out = page_of(&e, true);
        return show(&e, &out);
    }
    if (page_doubts(p, &e.ask))
        return show_doubts(&e);
    enum rc rc = tx_run(p->db, keep, &e);
    if (rc == RC_CONFLICT)
        return entered_before(&e);
    return rc == RC_OK ? next(&e) : rc;
}
