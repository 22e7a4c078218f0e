#include "page/answers.h"

#include "base/json.h"
#include "store/ident.h"

static struct str posted(void *ctx, const char *name)
{
    return page_form(ctx, name);
}

struct answers page_answers(struct page *p, const struct form *f)
{
    struct answers as = answers_read(p->a, f, posted, p, p->today);
    for (size_t i = 0; i < f->n; i++)
        if (!answers_applies(&as, i))
            as.v[i] = (struct answer){0};
    page_proved(p, &as);
    return as;
}

void page_proved(const struct page *p, struct answers *as)
{
    for (size_t i = 0; i < as->form->n && p->visit.email.n; i++)
        if (as->v[i].doubt == DOUBT_EMAIL && str_eq(as->v[i].value, p->visit.email))
            as->v[i].doubt = DOUBT_NONE;
}

static struct str page_name(struct page *p)
{
    struct str posted_by = merge_page(page_form(p, "base"));
    return posted_by.n ? posted_by : str_slice(public_id_new(p->a), 0, MERGE_WRITER);
}

struct str page_base(struct page *p, const struct answers *stored)
{
    return merge_base(p->a, stored, page_name(p));
}

struct merge page_merge(
    struct page *p, const struct answers *stored, struct str writers, const struct answers *came)
{
    struct merge m = merge_three(p->a, stored, writers, came, page_form(p, "base"), page_name(p));
    answers_rejudge(&m.result);
    page_proved(p, &m.result);
    return m;
}

bool page_is_autosave(const struct page *p)
{
    return str_eq(page_form(p, "autosave"), STR("1")) &&
           str_starts(p->req->accept, STR("application/json"));
}

static void put_doubts(struct page *p, const struct answers *as)
{
    struct buf *out = &p->res->body;
    bool first = true;
    buf_puts(out, "\"seen\":");
    json_string(out, answers_doubts(p->a, as));
    buf_puts(out, ",\"doubts\":[");
    for (size_t i = 0; i < as->form->n; i++) {
        if (!as->v[i].doubt)
            continue;
        buf_puts(out, first ? "{\"id\":" : ",{\"id\":");
        json_string(out, view_field_id(p->a, &as->form->fields[i]));
        buf_puts(out, ",\"text\":");
        json_string(out, fault_doubt(p->a, as, i));
        buf_putc(out, '}');
        first = false;
    }
    buf_putc(out, ']');
}

enum rc page_autosaved(struct page *p, const struct merge *m)
{
    struct wall w = wall_paris(p->now);
    p->res->type = "application/json";
    p->res->status = m->conflicts ? 409 : 200;
    buf_printf(&p->res->body, "{\"saved\":%s,\"base\":\"%.*s\",\"at\":\"%d\xc2\xa0h\xc2\xa0%02d\",",
        m->conflicts ? "false" : "true", STR_ARG(m->base), w.h, w.min);
    put_doubts(p, &m->result);
    buf_putc(&p->res->body, '}');
    return RC_OK;
}

bool page_stay(const struct page *p)
{
    return str_eq(page_form(p, "then"), STR("stay"));
}

bool page_later(const struct page *p)
{
    return str_eq(page_form(p, "then"), STR("later"));
}

bool page_settle(struct answers *came, const struct merge *m, bool later)
{
    for (size_t i = 0; i < came->form->n; i++) {
        if (m->result.v[i].fault == FAULT_CONFLICT)
            came->v[i].fault = FAULT_CONFLICT;
        else
            came->v[i] = m->result.v[i];
    }
    return later ? !answers_any_fault(came) : answers_complete(came);
}

void page_show_conflicts(
    struct page *p, const struct step_row *row, const struct answers *as, struct view_form *vf)
{
    for (size_t i = 0; i < as->form->n; i++) {
        const struct field *f = &as->form->fields[i];
        const struct answer *stored = &row->answers.v[i];
        if (as->v[i].fault != FAULT_CONFLICT)
            continue;
        struct str other = stored->value.n ? answer_display(p->a, f, stored->value) : stored->typed;
        view_form_add_other(vf, f->name, other.n ? other : STR("rien"));
    }
}

bool page_doubts(struct page *p, const struct answers *as)
{
    return answers_new_doubt(p->a, as, page_form(p, PAGE_DOUBTS_NAME)) < as->form->n;
}

struct view_notices page_doubt_notice(struct page *p, const struct answers *as, bool saved)
{
    size_t i = answers_new_doubt(p->a, as, page_form(p, PAGE_DOUBTS_NAME));
    struct view_notice *n = ARENA_NEW(p->a, struct view_notice);
    if (i == as->form->n)
        return (struct view_notices){0};
    *n = (struct view_notice){.title = str_c(fault_doubt_title(as->v[i].doubt)),
        .text = arena_printf(p->a, "%s%.*s", saved ? "Votre réponse est enregistrée. " : "",
            STR_ARG(fault_doubt(p->a, as, i))),
        .href = arena_printf(p->a, "#%.*s", STR_ARG(view_field_id(p->a, &as->form->fields[i]))),
        .link = STR("Relire cette réponse"),
        .tone = TONE_WATCH};
    return (struct view_notices){n, 1};
}
