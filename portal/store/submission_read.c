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

enum rc submission_answers(
    struct arena *a, const struct submission *s, struct candidacy_answers *out)
{
    json_t *root = json_loadb(s->snapshot.p, s->snapshot.n, JSON_REJECT_DUPLICATES, NULL);
    const json_t *o = json_object_get(root, "answers");
    if (!json_is_object(o)) {
        json_decref(root);
        log_event(LOG_ERROR, "submission.unreadable", LOG_STR("reference", s->reference), LOG_END);
        return RC_FAULT;
    }
    *out = candidacy_answers_new(a);
    struct answers *const once[] = {
        &out->identity, &out->project, &out->funding, &out->module, &out->verification};
    for (size_t i = 0; i < sizeof once / sizeof *once; i++)
        fill(a, json_object_get(o, once[i]->form->name), once[i]);
    out->diplomas = fill_rows(
        a, json_object_get(o, "diplomes"), &form_diploma, DIPLOMAS_MAX, &out->diplomas_n);
    out->experiences = fill_rows(a, json_object_get(o, "experiences"), &form_experience,
        EXPERIENCES_MAX, &out->experiences_n);
    json_decref(root);
    return RC_OK;
}
