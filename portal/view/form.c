/* view/form.c - from the field table and the answers to what the templates show.
 *
 * One pass over the table. Ids are built from the field's name with '-' for '_' and '.', so that
 * the error summary, the labels and the script all find the same control. */
#include "view/form.h"

enum { COUNTED = 500 }; /* shorter areas (an address) are not worth a counter */

static struct str or_empty(const char *c)
{
    return c ? str_c(c) : STR("");
}

static struct str id_of(struct arena *a, const char *name, const char *tail)
{
    struct str s = arena_printf(a, "%s%s", name, tail);
    char *p = (char *)(uintptr_t)s.p; /* our own fresh copy */
    for (size_t i = 0; i < s.n; i++)
        if (p[i] == '_' || p[i] == '.')
            p[i] = '-';
    return s;
}

static bool word_in(struct str words, struct str w)
{
    struct str piece;
    while (str_cut(&words, ' ', &piece))
        if (piece.n && str_eq(piece, w))
            return true;
    return false;
}

/* ---- choices ---- */

static size_t choices_count(const struct choice *c)
{
    size_t n = 0;
    while (c && c[n].value)
        n++;
    return n;
}

static bool same_group(const char *x, const char *y)
{
    return str_eq(or_empty(x), or_empty(y));
}

static bool chosen(const struct field *f, struct str typed, const char *value)
{
    if (f->kind == FIELD_CHECKS)
        return word_in(typed, str_c(value));
    return str_eq_c(typed, value);
}

/* Neighbours of the same group stand together; the first option keeps the field's own id. */
static void groups_make(
    struct arena *a, const struct field *f, struct str typed, struct view_field *vf)
{
    size_t n = choices_count(f->choices);
    bool several = f->kind == FIELD_CHECKS;
    struct view_option *o = ARENA_ARRAY(a, n, struct view_option);
    vf->groups = ARENA_ARRAY(a, n, struct view_group);
    for (size_t i = 0; i < n; i++) {
        const struct choice *c = &f->choices[i];
        if (f->none && strcmp(c->value, f->none) == 0 && !chosen(f, typed, c->value))
            continue; /* said on the page of the list */
        if (i == 0 || !same_group(c->group, f->choices[i - 1].group))
            vf->groups[vf->groups_n++] = (struct view_group){or_empty(c->group), &o[i], 0};
        vf->groups[vf->groups_n - 1].options_n++;
        /* several boxes: a parameter each, since a name that stands twice is refused */
        o[i].name = several ? arena_printf(a, "%s.%s", f->name, c->value) : vf->name;
        o[i].value = several ? STR("1") : str_c(c->value);
        o[i].label = str_c(c->label);
        o[i].hint = or_empty(c->hint);
        o[i].id = i == 0 ? vf->id : arena_printf(a, "%.*s-%s", STR_ARG(vf->id), c->value);
        o[i].hint_id = arena_printf(a, "%.*s-%s-aide", STR_ARG(vf->id), c->value);
        o[i].checked = chosen(f, typed, c->value);
    }
}

/* ---- dates and months ---- */

struct part_row {
    const char *tail, *label, *width, *inputmode, *birthday;
};
/* A month is also understood in letters, so its keyboard is not the numeric one. */
static const struct part_row part_rows[3] = {
    {".d", "Jour", "govuk-input--width-2", "numeric", "bday-day"},
    {".m", "Mois", "govuk-input--width-month", "text", "bday-month"},
    {".y", "Année", "govuk-input--width-4", "numeric", "bday-year"},
};

static void parts_make(struct arena *a, const struct field *f, const struct answer *as,
    bool invalid, struct view_field *vf)
{
    size_t first = f->kind == FIELD_DATE ? 0 : 1;
    int bad = invalid ? fault_part(a, f, as) : -2;
    struct str rest = as->typed, piece;
    bool birthday = str_eq(or_empty(f->autocomplete), STR("bday"));
    vf->parts = ARENA_ARRAY(a, 3, struct view_part);
    for (size_t i = first; i < 3; i++) {
        const struct part_row *r = &part_rows[i];
        struct view_part *p = &vf->parts[vf->parts_n++];
        p->id = id_of(a, f->name, r->tail);
        p->name = arena_printf(a, "%s%s", f->name, r->tail);
        p->label = str_c(r->label);
        p->width = str_c(r->width);
        p->inputmode = str_c(r->inputmode);
        p->autocomplete = birthday ? str_c(r->birthday) : STR("");
        p->value = str_cut(&rest, '/', &piece) ? piece : STR("");
        p->bad = bad == -1 || bad == (int)i;
    }
    size_t aim = bad > (int)first ? (size_t)bad - first : 0;
    vf->id = vf->parts[aim].id;
}

struct str view_field_id(struct arena *a, const struct field *f)
{
    const char *part = f->kind == FIELD_DATE    ? part_rows[0].tail
                       : f->kind == FIELD_MONTH ? part_rows[1].tail
                                                : "";
    return id_of(a, f->name, part);
}

/* ---- one line of text ---- */

static const char *text_width(const struct field *f)
{
    switch (f->kind) {
    case FIELD_YEAR:
        return "govuk-input--width-4";
    case FIELD_NUMBER:
        return f->most > 9999 ? "govuk-input--width-10" : "govuk-input--width-4";
    case FIELD_AMOUNT:
        return "govuk-input--width-10";
    case FIELD_SIRET:
        return "govuk-input--width-20 govuk-input--extra-letter-spacing";
    case FIELD_PHONE:
        return "govuk-input--width-20";
    default:
        break;
    }
    return f->flags & FIELD_NARROW ? "govuk-input--width-10" : "govuk-input--width-30";
}

static void text_make(const struct field *f, struct view_field *vf)
{
    vf->type = STR("text");
    vf->width = str_c(text_width(f));
    vf->max = f->kind == FIELD_AREA && f->max >= COUNTED ? f->max : 0;
    vf->rows = f->max < COUNTED ? 4 : f->max < 2000 ? 7 : 11;
    switch (f->kind) {
    case FIELD_EMAIL:
        vf->type = STR("email");
        break;
    case FIELD_PHONE:
        vf->type = STR("tel");
        break;
    case FIELD_SECRET:
        vf->type = STR("password");
        break;
    case FIELD_YEAR:
    case FIELD_NUMBER:
    case FIELD_SIRET:
        vf->inputmode = STR("numeric");
        break;
    case FIELD_AMOUNT:
        vf->inputmode = STR("decimal");
        vf->suffix = STR("€");
        break;
    default:
        break;
    }
    vf->nospell = (f->flags & FIELD_NOSPELL) || f->kind == FIELD_EMAIL || f->kind == FIELD_SIRET;
}

/* ---- what ties a field to another ---- */

enum { NAMED_MOST = 3 }; /* answers that a sentence can name and still be read */

/* « Employeur » ou « OPCO »: the choices of `w` that are among `values`, or those that are not. */
static struct str choices_named(struct arena *a, const struct field *w, struct str values,
    bool among, size_t *n)
{
    struct str list = STR("");
    *n = 0;
    for (size_t i = 0, all = choices_count(w->choices); i < all; i++) {
        if (word_in(values, str_c(w->choices[i].value)) != among ||
            (w->none && strcmp(w->choices[i].value, w->none) == 0))
            continue;
        list = arena_printf(a, "%.*s%s«\u00a0%s\u00a0»", STR_ARG(list), list.n ? " ou " : "",
            w->choices[i].label);
        *n += 1;
    }
    return list;
}

/* "À remplir seulement si vous avez répondu « Employeur » ou « OPCO »", or the exceptions when
 * those are fewer: without a script this sentence is all that tells what to skip. */
static struct str when_note(struct arena *a, const struct form *form, const struct field *f)
{
    const struct field *w = form_field(form, f->when);
    if (!w)
        return STR("");
    if (w->kind == FIELD_BOX)
        return arena_printf(a,
            f->when_is && *f->when_is == '1' ? "À remplir si vous cochez «\u00a0%s\u00a0»"
                                             : "À laisser vide si vous cochez «\u00a0%s\u00a0»",
            w->label);
    if (f->when_said)
        return arena_printf(a, "À remplir seulement si %s", f->when_said);
    size_t in, out;
    struct str yes = choices_named(a, w, or_empty(f->when_is), true, &in);
    struct str no = choices_named(a, w, or_empty(f->when_is), false, &out);
    if (in <= NAMED_MOST)
        return arena_printf(a, "À remplir seulement si vous avez répondu %.*s", STR_ARG(yes));
    if (out == 0) /* whatever is answered */
        return STR("");
    if (out <= NAMED_MOST)
        return arena_printf(a, "À laisser vide si vous avez répondu %.*s", STR_ARG(no));
    return arena_printf(a, "Selon votre réponse à «\u00a0%s\u00a0»\u00a0; laissez vide si cela ne "
                           "vous concerne pas", w->label);
}

static struct str ids_join(struct arena *a, struct str x, struct str y)
{
    if (!x.n || !y.n)
        return x.n ? x : y;
    return arena_printf(a, "%.*s %.*s", STR_ARG(x), STR_ARG(y));
}

/* ---- the field ---- */

static void field_words(struct arena *a, const struct field *f, struct view_field *vf)
{
    vf->kind = f->kind;
    vf->id = id_of(a, f->name, "");
    vf->name = str_c(f->name);
    vf->label = or_empty(f->label);
    vf->hint = or_empty(f->hint);
    vf->hint_id = id_of(a, f->name, "-aide");
    vf->error_id = id_of(a, f->name, "-erreur");
    vf->doubt_id = id_of(a, f->name, "-doute");
    vf->count_id = id_of(a, f->name, "-compte");
    vf->autocomplete = or_empty(f->autocomplete);
    vf->required = !(f->flags & FIELD_OPTIONAL) && !f->when;
    if (f->flags & FIELD_OPTIONAL)
        vf->mark = STR("(facultatif)");
}

static void field_describe(struct arena *a, struct view_field *vf)
{
    struct str ids = vf->hint.n ? vf->hint_id : STR("");
    if (vf->error.n)
        ids = ids_join(a, ids, vf->error_id);
    if (vf->doubt.n)
        ids = ids_join(a, ids, vf->doubt_id);
    if (vf->kind == FIELD_AREA && vf->max)
        ids = ids_join(a, ids, vf->count_id);
    vf->described_by = ids;
}

static struct view_field field_make(struct arena *a, const struct form *form,
    const struct answers *as, size_t i, const struct form_wish *w)
{
    struct field mine = form->fields[i];
    const struct field *f = &mine;
    struct answer blank = {.fault = FAULT_NONE}, *got = as ? &as->v[i] : &blank;
    struct view_field vf = {0};
    if (w->others)
        mine.autocomplete = NULL;
    field_words(a, f, &vf);
    if (f->kind != FIELD_SECRET)
        vf.value = got->typed;
    if (f->when) {
        vf.when = str_c(f->when);
        vf.when_is = or_empty(f->when_is);
        vf.off = as && !answers_applies(as, i);
        vf.kept = f->excludes != NULL; /* the box that follows says by itself what it is for */
        if (!vf.kept)
            vf.when_note = when_note(a, form, f);
    }
    vf.invalid = w->judged && got->fault != FAULT_NONE && !vf.off;
    if (vf.invalid)
        vf.error = fault_sentence(a, as, i);
    else if (as && !vf.off)
        vf.doubt = fault_doubt(a, as, i);
    if (f->kind == FIELD_DATE || f->kind == FIELD_MONTH)
        parts_make(a, f, got, vf.invalid, &vf);
    else if (f->choices)
        groups_make(a, f, got->typed, &vf);
    else
        text_make(f, &vf);
    field_describe(a, &vf);
    return vf;
}

/* ---- the form ---- */

static void faults_push(struct arena *a, struct view_faults *fs, struct str href, struct str text)
{
    struct view_fault *items = ARENA_ARRAY(a, fs->items_n + 1, struct view_fault);
    if (fs->items_n)
        memcpy(items, fs->items, fs->items_n * sizeof *items);
    items[fs->items_n++] = (struct view_fault){href, text};
    fs->items = items;
}

static struct str anchor(struct arena *a, const struct view_field *vf)
{
    return arena_printf(a, "#%.*s", STR_ARG(vf->id));
}

/* RGAA 11.10: what is mandatory is said before sending, in words: a sentence, "(facultatif)" in
 * labels, and "(obligatoire)" where nothing is optional. A single question needs none. */
static void marks_make(struct view_form *vf, const struct form_wish *w)
{
    bool optional = false;
    for (size_t i = 0; i < vf->fields_n; i++)
        optional = optional || vf->fields[i].mark.n;
    if (w->note)
        vf->note = str_c(w->note);
    else if (vf->fields_n > 1)
        vf->note = optional
            ? STR("Tous les champs sont obligatoires, sauf mention «\u00a0facultatif\u00a0».")
            : STR("Tous les champs sont obligatoires.");
    if (optional || vf->fields_n < 2)
        return;
    for (size_t i = 0; i < vf->fields_n; i++)
        if (vf->fields[i].required)
            vf->fields[i].mark = STR("(obligatoire)");
}

struct view_form view_form_make(
    struct arena *a, const struct form *f, const struct answers *as, const struct form_wish *w)
{
    struct view_form vf = {
        .action = w->action,
        .csrf = w->csrf,
        .base = w->base,
        .key = w->key,
        .from = w->from,
        .seen = as ? answers_doubts(a, as) : STR(""),
        .submit = w->submit ? str_c(w->submit) : STR("Enregistrer et continuer"),
        .later = or_empty(w->later),
        .stay = or_empty(w->stay),
        .autosave = w->autosave,
        .quiet = w->quiet,
        .fields = ARENA_ARRAY(a, f->n, struct view_field),
        .fields_n = f->n,
    };
    for (size_t i = 0; i < f->n; i++) {
        vf.fields[i] = field_make(a, f, as, i, w);
        vf.fields[i].heading = w->heading && i == 0;
        if (vf.fields[i].invalid)
            faults_push(a, &vf.faults, anchor(a, &vf.fields[i]), vf.fields[i].error);
    }
    marks_make(&vf, w);
    return vf;
}

struct view_field *view_form_field(struct view_form *vf, const char *name)
{
    for (size_t i = 0; i < vf->fields_n; i++)
        if (str_eq_c(vf->fields[i].name, name))
            return &vf->fields[i];
    abort();
}

void view_form_add_fault(
    struct arena *a, struct view_form *vf, const char *name, struct str sentence)
{
    if (!name) {
        faults_push(a, &vf->faults, STR(""), sentence);
        return;
    }
    struct view_field *f = view_form_field(vf, name);
    f->error = sentence;
    f->invalid = true;
    f->off = false;
    for (size_t i = 0; i < f->parts_n; i++)
        f->parts[i].bad = true;
    field_describe(a, f);
    faults_push(a, &vf->faults, anchor(a, f), sentence);
}

void view_form_add_other(struct view_form *vf, const char *name, struct str other)
{
    struct view_field *f = view_form_field(vf, name);
    f->other = other;
}
