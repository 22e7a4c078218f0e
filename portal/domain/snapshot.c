#include "domain/snapshot.h"

static struct json *choices_of(struct arena *a, struct str words)
{
    struct json *all = json_array(a);
    struct str word;
    while (str_cut(&words, ' ', &word))
        json_add(a, all, json_text(a, word));
    return all;
}

static struct json *value_of(struct arena *a, const struct field *f, struct str value)
{
    uint64_t number;
    switch (f->kind) {
    case FIELD_NUMBER:
    case FIELD_YEAR:
    case FIELD_AMOUNT:
        if (str_to_u64(value, INT64_MAX, &number))
            return json_int(a, (int64_t)number);
        break;
    case FIELD_CHECKS: return choices_of(a, value);
    case FIELD_BOX: return json_bool(a, true);
    default: break;
    }
    return json_text(a, value);
}

struct json *snapshot_answers(struct arena *a, const struct answers *as)
{
    struct json *o = json_object(a);
    for (size_t i = 0; i < as->form->n; i++) {
        const struct field *f = &as->form->fields[i];
        if (as->v[i].value.n && !(f->flags & FIELD_UNSTORED) && answers_applies(as, i))
            json_set(a, o, f->name, value_of(a, f, as->v[i].value));
    }
    return o;
}

static struct json *rows_of(struct arena *a, const struct answers *rows, size_t n)
{
    struct json *all = json_array(a);
    for (size_t i = 0; i < n; i++)
        json_add(a, all, snapshot_answers(a, &rows[i]));
    return all;
}

static struct json *answers_of(struct arena *a, const struct candidacy_answers *ca)
{
    struct json *o = json_object(a);
    json_set(a, o, form_identity.name, snapshot_answers(a, &ca->identity));
    json_set(a, o, "diplomes", rows_of(a, ca->diplomas, ca->diplomas_n));
    json_set(a, o, "experiences", rows_of(a, ca->experiences, ca->experiences_n));
    json_set(a, o, form_project.name, snapshot_answers(a, &ca->project));
    json_set(a, o, form_funding.name, snapshot_answers(a, &ca->funding));
    json_set(a, o, form_module.name, snapshot_answers(a, &ca->module));
    json_set(a, o, form_verification.name, snapshot_answers(a, &ca->verification));
    return o;
}

static struct json *numbers(struct arena *a, const int *v)
{
    struct json *all = json_array(a);
    for (int i = 0; i < AT_N; i++)
        json_add(a, all, json_int(a, v[i]));
    return all;
}

static struct json *day_text(struct arena *a, struct day d)
{
    if (day_is_none(d))
        return json_text(a, STR(""));
    return json_text(a, arena_printf(a, "%04d-%02d-%02d", d.y, d.m, d.d));
}

static struct json *verdict_of(struct arena *a, const struct verdict *v)
{
    static const char *const conditions[] = {"not", "check", "met"}, *const at[] = {"today",
        "closing", "start"};
    struct json *o = json_object(a), *dates = json_object(a), *why = json_array(a);
    struct json *experience = json_array(a);
    for (int d = 0; d < AT_N; d++) {
        json_set(a, dates, at[d], day_text(a, v->dates[d]));
        json_add(a, experience, json_text(a, str_c(conditions[v->experience[d]])));
    }
    for (int i = 0; i < REASONS_N; i++)
        if (v->reasons & 1U << i)
            json_add(a, why, json_text(a, str_c(reason_word(i))));
    json_set(a, o, "rule", json_text(a, str_c(v->rule)));
    json_set(a, o, "outcome", json_text(a, str_c(verdict_word(v->outcome))));
    json_set(a, o, "route", json_text(a, v->route == ROUTE_DIPLOMA ? STR("A") : STR("B")));
    json_set(a, o, "diploma", json_text(a, str_c(conditions[v->diploma])));
    json_set(a, o, "experience", experience);
    json_set(a, o, "needed", json_int(a, v->needed));
    json_set(a, o, "counted", numbers(a, v->counted));
    json_set(a, o, "with_review", numbers(a, v->with_review));
    json_set(a, o, "weighted_hundredths", json_int(a, v->weighted));
    json_set(a, o, "dates", dates);
    json_set(a, o, "decides", json_text(a, str_c(at[v->decides])));
    json_set(a, o, "reasons", why);
    return o;
}

static struct json *line_json(struct arena *a, const struct price_line *line)
{
    struct json *o = json_object(a);
    json_set(a, o, "item",
        json_text(a, line->item == TARIFF_DIPLOMA ? STR("diploma") : STR("module")));
    json_set(a, o, "tariff",
        json_text(a, line->tariff == PAYER_THIRD ? STR("third") : STR("individual")));
    json_set(a, o, "cents", json_int(a, line->amount.cents));
    return o;
}

static struct json *prices_json(struct arena *a, const struct prices *p)
{
    struct json *o = json_object(a), *lists = json_array(a), *module = json_array(a);
    for (size_t i = 0; i < p->lists_n; i++) {
        struct json *list = json_object(a), *lines = json_array(a);
        for (size_t k = 0; k < p->lists[i].n; k++)
            json_add(a, lines, line_json(a, &p->lists[i].lines[k]));
        json_set(a, list, "lines", lines);
        json_set(a, list, "total_cents", json_int(a, p->lists[i].total.cents));
        json_add(a, lists, list);
    }
    for (size_t i = 0; i < p->module_n; i++)
        json_add(a, module, line_json(a, &p->module[i]));
    json_set(a, o, "known", json_bool(a, p->known));
    json_set(a, o, "awaits_staff", json_bool(a, p->awaits_staff));
    json_set(a, o, "lists", lists);
    json_set(a, o, "module_apart", module);
    return o;
}

void snapshot_write(struct arena *a, struct buf *out, const struct snapshot *s)
{
    struct json *o = json_object(a);
    json_set(a, o, "format", json_int(a, SNAPSHOT_FORMAT));
    json_set(a, o, "reference", json_text(a, s->reference));
    json_set(a, o, "sequence", json_int(a, s->sequence));
    json_set(a, o, "programme", json_text(a, s->programme));
    json_set(a, o, "year", json_int(a, s->year));
    json_set(a, o, "intake_number", json_int(a, s->intake_number));
    json_set(a, o, "submitted_at_utc", json_text(a, s->submitted_at));
    json_set(a, o, "answers", answers_of(a, s->answers));
    json_set(a, o, "verdict", verdict_of(a, s->verdict));
    json_set(a, o, "prices", prices_json(a, s->prices));
    json_write(out, o);
}
