#include "domain/snapshot.h"

static struct canon *choices_of(struct arena *a, struct str words)
{
    struct canon *all = canon_array(a);
    struct str word;
    while (str_cut(&words, ' ', &word))
        canon_add(a, all, canon_text(a, word));
    return all;
}

static struct canon *value_of(struct arena *a, const struct field *f, struct str value)
{
    uint64_t number;
    switch (f->kind) {
    case FIELD_NUMBER:
    case FIELD_YEAR:
    case FIELD_AMOUNT:
        if (str_to_u64(value, INT64_MAX, &number))
            return canon_int(a, (int64_t)number);
        break;
    case FIELD_CHECKS: return choices_of(a, value);
    case FIELD_BOX: return canon_bool(a, true);
    default: break;
    }
    return canon_text(a, value);
}

struct canon *snapshot_answers(struct arena *a, const struct answers *as)
{
    struct canon *o = canon_object(a);
    for (size_t i = 0; i < as->form->n; i++) {
        const struct field *f = &as->form->fields[i];
        if (as->v[i].value.n && !(f->flags & FIELD_UNSTORED) && answers_applies(as, i))
            canon_set(a, o, f->name, value_of(a, f, as->v[i].value));
    }
    return o;
}

static struct canon *rows_of(struct arena *a, const struct answers *rows, size_t n)
{
    struct canon *all = canon_array(a);
    for (size_t i = 0; i < n; i++)
        canon_add(a, all, snapshot_answers(a, &rows[i]));
    return all;
}

static struct canon *answers_of(struct arena *a, const struct candidacy_answers *ca)
{
    struct canon *o = canon_object(a);
    canon_set(a, o, form_identity.name, snapshot_answers(a, &ca->identity));
    canon_set(a, o, "diplomes", rows_of(a, ca->diplomas, ca->diplomas_n));
    canon_set(a, o, "experiences", rows_of(a, ca->experiences, ca->experiences_n));
    canon_set(a, o, form_project.name, snapshot_answers(a, &ca->project));
    canon_set(a, o, form_funding.name, snapshot_answers(a, &ca->funding));
    canon_set(a, o, form_module.name, snapshot_answers(a, &ca->module));
    canon_set(a, o, form_verification.name, snapshot_answers(a, &ca->verification));
    return o;
}

static struct canon *numbers(struct arena *a, const int *v)
{
    struct canon *all = canon_array(a);
    for (int i = 0; i < AT_N; i++)
        canon_add(a, all, canon_int(a, v[i]));
    return all;
}

static struct canon *day_text(struct arena *a, struct day d)
{
    if (day_is_none(d))
        return canon_text(a, STR(""));
    return canon_text(a, arena_printf(a, "%04d-%02d-%02d", d.y, d.m, d.d));
}

static struct canon *month_text(struct arena *a, struct month m)
{
    if (m.n == 0)
        return canon_text(a, STR(""));
    return canon_text(a, arena_printf(a, "%04d-%02d", month_year(m), month_number(m)));
}

static struct canon *natures_of(struct arena *a, kinds set)
{
    struct canon *all = canon_array(a);
    for (int i = 0; i < NATURE_N; i++)
        if (set & KIND(i, false))
            canon_add(a, all, canon_text(a, str_c(nature_word((enum nature)i))));
    return all;
}

/* What counted that day, so that a file is drawn later as it was judged. */
static struct canon *rules_of(struct arena *a, const struct rules *r)
{
    struct canon *o = canon_object(a);
    canon_set(a, o, "with_diploma", natures_of(a, r->with_diploma));
    canon_set(a, o, "without", natures_of(a, r->without));
    canon_set(a, o, "review", natures_of(a, r->review));
    return o;
}

static struct canon *verdict_of(struct arena *a, const struct verdict *v)
{
    static const char *const conditions[] = {"not", "check", "met"}, *const at[] = {"today",
        "closing", "start"};
    struct canon *o = canon_object(a), *dates = canon_object(a), *why = canon_array(a);
    struct canon *experience = canon_array(a);
    for (int d = 0; d < AT_N; d++) {
        canon_set(a, dates, at[d], day_text(a, v->dates[d]));
        canon_add(a, experience, canon_text(a, str_c(conditions[v->experience[d]])));
    }
    for (int i = 0; i < REASONS_N; i++)
        if (v->reasons & 1U << i)
            canon_add(a, why, canon_text(a, str_c(reason_word(i))));
    canon_set(a, o, "rule", canon_text(a, str_c(v->rule)));
    canon_set(a, o, "outcome", canon_text(a, str_c(verdict_word(v->outcome))));
    canon_set(a, o, "route", canon_text(a, v->route == ROUTE_DIPLOMA ? STR("A") : STR("B")));
    canon_set(a, o, "diploma", canon_text(a, str_c(conditions[v->diploma])));
    canon_set(a, o, "experience", experience);
    canon_set(a, o, "needed", canon_int(a, v->needed));
    canon_set(a, o, "counted", numbers(a, v->counted));
    canon_set(a, o, "with_review", numbers(a, v->with_review));
    canon_set(a, o, "weighted_hundredths", canon_int(a, v->weighted));
    canon_set(a, o, "dates", dates);
    canon_set(a, o, "reached", month_text(a, v->reached));
    canon_set(a, o, "natures", rules_of(a, &v->rules));
    canon_set(a, o, "decides", canon_text(a, str_c(at[v->decides])));
    canon_set(a, o, "reasons", why);
    return o;
}

static struct canon *line_json(struct arena *a, const struct price_line *line)
{
    struct canon *o = canon_object(a);
    canon_set(a, o, "item",
        canon_text(a, line->item == TARIFF_DIPLOMA ? STR("diploma") : STR("module")));
    canon_set(a, o, "tariff",
        canon_text(a, line->tariff == PAYER_THIRD ? STR("third") : STR("individual")));
    canon_set(a, o, "cents", canon_int(a, line->amount.cents));
    return o;
}

static struct canon *prices_json(struct arena *a, const struct prices *p)
{
    struct canon *o = canon_object(a), *lists = canon_array(a), *module = canon_array(a);
    for (size_t i = 0; i < p->lists_n; i++) {
        struct canon *list = canon_object(a), *lines = canon_array(a);
        for (size_t k = 0; k < p->lists[i].n; k++)
            canon_add(a, lines, line_json(a, &p->lists[i].lines[k]));
        canon_set(a, list, "lines", lines);
        canon_set(a, list, "total_cents", canon_int(a, p->lists[i].total.cents));
        canon_add(a, lists, list);
    }
    for (size_t i = 0; i < p->module_n; i++)
        canon_add(a, module, line_json(a, &p->module[i]));
    canon_set(a, o, "known", canon_bool(a, p->known));
    canon_set(a, o, "awaits_staff", canon_bool(a, p->awaits_staff));
    canon_set(a, o, "lists", lists);
    canon_set(a, o, "module_apart", module);
    return o;
}

void snapshot_write(struct arena *a, struct buf *out, const struct snapshot *s)
{
    struct canon *o = canon_object(a);
    canon_set(a, o, "format", canon_int(a, SNAPSHOT_FORMAT));
    canon_set(a, o, "reference", canon_text(a, s->reference));
    canon_set(a, o, "sequence", canon_int(a, s->sequence));
    canon_set(a, o, "programme", canon_text(a, s->programme));
    canon_set(a, o, "year", canon_int(a, s->year));
    canon_set(a, o, "intake_number", canon_int(a, s->intake_number));
    canon_set(a, o, "submitted_at_utc", canon_text(a, s->submitted_at));
    canon_set(a, o, "answers", answers_of(a, s->answers));
    canon_set(a, o, "verdict", verdict_of(a, s->verdict));
    canon_set(a, o, "prices", prices_json(a, s->prices));
    canon_write(out, o);
}
