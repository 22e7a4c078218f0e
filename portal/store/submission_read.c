#include "store/submission_read.h"

#include "sys/log.h"

#include <jansson.h>

/* The canonical text that the snapshot's value was made of (domain/snapshot.c, value_of). */
static struct str text_of(struct arena *a, const json_t *v)
{
    if (json_is_string(v))
        return arena_dup(a, (struct str){json_string_value(v), json_string_length(v)});
    if (json_is_integer(v))
        return arena_printf(a, "%lld", (long long)json_integer_value(v));
    if (json_is_true(v))
        return STR("1");
    struct str all = {0};
    size_t i;
    json_t *word;
    json_array_foreach(v, i, word)
        all = all.n ? arena_printf(a, "%.*s %s", STR_ARG(all), json_string_value(word))
                    : arena_dup(a, str_c(json_string_value(word)));
    return all;
}

static void fill(struct arena *a, const json_t *o, struct answers *as)
{
    for (size_t i = 0; i < as->form->n; i++) {
        const json_t *v = json_object_get(o, as->form->fields[i].name);
        if (v)
            answers_set(a, as, i, text_of(a, v));
    }
}

static struct answers *fill_rows(
    struct arena *a, const json_t *rows, const struct form *f, size_t most, size_t *n)
{
    *n = json_array_size(rows);
    if (*n > most)
        *n = most;
    struct answers *out = ARENA_ARRAY(a, *n, struct answers);
    for (size_t i = 0; i < *n; i++) {
        out[i] = answers_new(a, f);
        fill(a, json_array_get(rows, i), &out[i]);
    }
    return out;
}

/* The root, and one of its objects in *o; NULL, after a log line, when it is not there. */
static json_t *open_snapshot(const struct submission *s, const char *part, const json_t **o)
{
    json_t *root = json_loadb(s->snapshot.p, s->snapshot.n, JSON_REJECT_DUPLICATES, NULL);
    *o = json_object_get(root, part);
    if (json_is_object(*o))
        return root;
    json_decref(root);
    log_event(LOG_ERROR, "submission.unreadable", LOG_STR("reference", s->reference), LOG_END);
    return NULL;
}

enum rc submission_answers(
    struct arena *a, const struct submission *s, struct candidacy_answers *out)
{
    const json_t *o;
    json_t *root = open_snapshot(s, "answers", &o);
    if (!root)
        return RC_FAULT;
    *out = candidacy_answers_new(a);
    struct answers *const once[] = {
        &out->identity, &out->project, &out->funding, &out->module, &out->verification};
    for (size_t i = 0; i < sizeof once / sizeof *once; i++)
        fill(a, json_object_get(o, once[i]->form->name), once[i]);
    out->diplomas = fill_rows(
        a, json_object_get(o, "diplomes"), &form_diploma, ITEMS_MAX, &out->diplomas_n);
    out->experiences = fill_rows(a, json_object_get(o, "experiences"), &form_experience,
        ITEMS_MAX, &out->experiences_n);
    json_decref(root);
    return RC_OK;
}

/* ---- the verdict: domain/snapshot.c, verdict_of, the other way round ---- */

static int number_at(const json_t *o, const char *name, int i)
{
    return (int)json_integer_value(json_array_get(json_object_get(o, name), (size_t)i));
}

static enum condition condition_of(const json_t *v)
{
    const char *word = json_is_string(v) ? json_string_value(v) : "";
    return strcmp(word, "met") == 0     ? CONDITION_MET
           : strcmp(word, "check") == 0 ? CONDITION_CHECK
                                        : CONDITION_NOT;
}

static struct str string_of(const json_t *v)
{
    return json_is_string(v) ? (struct str){json_string_value(v), json_string_length(v)}
                             : (struct str){0};
}

static bool outcome_of(struct str word, enum verdict_outcome *out)
{
    for (int i = VERDICT_UNSAID; i <= VERDICT_NOT_YET; i++)
        if (str_eq_c(word, verdict_word((enum verdict_outcome)i))) {
            *out = (enum verdict_outcome)i;
            return true;
        }
    return false;
}

static unsigned reasons_of(const json_t *words)
{
    unsigned reasons = 0;
    for (size_t k = 0; k < json_array_size(words); k++)
        for (int i = 0; i < REASONS_N; i++)
            if (str_eq_c(string_of(json_array_get(words, k)), reason_word(i)))
                reasons |= 1U << i;
    return reasons;
}

static kinds natures_of(const json_t *words)
{
    enum nature one;
    kinds set = 0;
    for (size_t k = 0; k < json_array_size(words); k++)
        if (nature_from_word(string_of(json_array_get(words, k)), &one))
            set = (kinds)(set | KIND(one, false));
    return set;
}

static struct rules rules_of(const json_t *o)
{
    return (struct rules){
        .with_diploma = natures_of(json_object_get(o, "with_diploma")),
        .without = natures_of(json_object_get(o, "without")),
        .review = natures_of(json_object_get(o, "review")),
    };
}

static void read_dates(const json_t *o, struct verdict *v)
{
    static const char *const at[AT_N] = {"today", "closing", "start"};
    struct str decides = string_of(json_object_get(o, "decides"));
    const json_t *dates = json_object_get(o, "dates"), *met = json_object_get(o, "experience");
    for (int d = 0; d < AT_N; d++) {
        if (!day_parse_iso(string_of(json_object_get(dates, at[d])), &v->dates[d]))
            v->dates[d] = (struct day){0};
        if (str_eq_c(decides, at[d]))
            v->decides = (enum judged_at)d;
        v->experience[d] = condition_of(json_array_get(met, (size_t)d));
        v->counted[d] = number_at(o, "counted", d);
        v->with_review[d] = number_at(o, "with_review", d);
        v->missing[d] = v->needed > v->counted[d] ? v->needed - v->counted[d] : 0;
    }
}

enum rc submission_verdict(struct arena *a, const struct submission *s, struct verdict *out)
{
    const json_t *o;
    json_t *root = open_snapshot(s, "verdict", &o);
    if (!root)
        return RC_FAULT;
    *out = (struct verdict){
        .rule = arena_dup(a, string_of(json_object_get(o, "rule"))).p,
        .route = str_eq(string_of(json_object_get(o, "route")), STR("A")) ? ROUTE_DIPLOMA
                                                                          : ROUTE_DEROGATION,
        .diploma = condition_of(json_object_get(o, "diploma")),
        .needed = (int)json_integer_value(json_object_get(o, "needed")),
        .weighted = (int)json_integer_value(json_object_get(o, "weighted_hundredths")),
        .reasons = reasons_of(json_object_get(o, "reasons")),
        .rules = rules_of(json_object_get(o, "natures")),
    };
    if (!month_parse_iso(string_of(json_object_get(o, "reached")), &out->reached))
        out->reached = (struct month){0};
    bool known = outcome_of(string_of(json_object_get(o, "outcome")), &out->outcome);
    read_dates(o, out);
    json_decref(root);
    if (!known)
        log_event(LOG_ERROR, "submission.unreadable", LOG_STR("reference", s->reference), LOG_END);
    return known ? RC_OK : RC_FAULT;
}
