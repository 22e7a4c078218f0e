/* Every form, walked: its fields, conditions, choices and words are whole; what a request may send it; and
 * the tables that its choices come from. */
#include "domain/diplomas.h"
#include "domain/forms.h"
#include "domain/payers.h"
#include "suite.h"

static void walk_choices(const struct form *f, const struct field *fd)
{
    bool wants = fd->kind == FIELD_RADIO || fd->kind == FIELD_SELECT || fd->kind == FIELD_CHECKS;
    ck_assert_msg(wants == (fd->choices != NULL), "%s.%s: choices", f->name, fd->name);
    for (const struct choice *c = fd->choices; c && c->value; c++) {
        ck_assert_msg(*c->value && strspn(c->value, "abcdefghijklmnopqrstuvwxyz0123456789_") ==
                strlen(c->value), "%s.%s: «%s»", f->name, fd->name, c->value);
        ck_assert(c->label && *c->label);
        for (const struct choice *d = fd->choices; d < c; d++)
            ck_assert_str_ne(c->value, d->value);
        if (fd->none && strcmp(c->value, fd->none) == 0) /* the view leaves it out: nothing is after it */
            ck_assert_ptr_null(c[1].value);
    }
}

/* No space that could break before : ; ! ? », and none that breaks after «. */
static void walk_words(const struct form *f, const struct field *fd, const char *words)
{
    static const char *const wrong[] = {" :", " ;", " !", " ?", " »", "« ", "'", "..", " €", " %"};
    for (size_t i = 0; words && i < sizeof wrong / sizeof *wrong; i++)
        if (strcmp(wrong[i], " %") != 0 || !strstr(words, "en %"))
            ck_assert_msg(!strstr(words, wrong[i]), "%s.%s: «%s»", f->name, fd->name, words);
    if (words)
        ck_assert_msg(words[strlen(words) - 1] != '.' || words == fd->help, "%s.%s: full stop",
            f->name, fd->name);
}

static void walk_field(const struct form *f, const struct field *fd)
{
    ck_assert_msg(fd->label && *fd->label && fd->ask && *fd->ask, "%s.%s", f->name, fd->name);
    ck_assert(strspn(fd->name, "abcdefghijklmnopqrstuvwxyz_") == strlen(fd->name));
    bool sized = fd->kind == FIELD_TEXT || fd->kind == FIELD_AREA;
    ck_assert_msg(!sized || fd->max > 0, "%s.%s has no maximum", f->name, fd->name);
    bool bounded = fd->kind == FIELD_NUMBER || fd->kind == FIELD_YEAR;
    ck_assert_msg(!bounded || fd->most > fd->least, "%s.%s has no bounds", f->name, fd->name);
    for (const struct field *other = f->fields; other < fd; other++)
        ck_assert_str_ne(fd->name, other->name);
    /* what decides is asked before, unless it is the box that stands in for the field */
    bool stands_in = fd->when && fd->excludes && strcmp(fd->when, fd->excludes) == 0;
    if (fd->when)
        ck_assert(stands_in ? fd + 1 == form_field(f, fd->when) : form_field(f, fd->when) < fd);
    if (fd->excludes)
        ck_assert_int_eq(form_field(f, fd->excludes)->kind, FIELD_BOX);
    ck_assert(!(fd->flags & FIELD_NAME) || fd->kind == FIELD_TEXT || fd->kind == FIELD_AREA);
    walk_choices(f, fd);
    walk_words(f, fd, fd->label);
    walk_words(f, fd, fd->hint);
    walk_words(f, fd, fd->help);
    walk_words(f, fd, fd->or_else);
    for (const struct choice *c = fd->choices; c && c->value; c++) {
        walk_words(f, fd, c->label);
        walk_words(f, fd, c->hint);
    }
}

/* Each word of when_is is a value that the deciding field can hold. */
static void walk_condition(const struct form *f, const struct field *fd)
{
    struct str words = str_c(fd->when_is), word;
    const struct field *by = fd->when ? form_field(f, fd->when) : NULL;
    while (by && by->choices && str_cut(&words, ' ', &word)) {
        bool found = word.n == 0;
        for (const struct choice *c = by->choices; c->value; c++)
            found |= str_eq_c(word, c->value);
        ck_assert_msg(found, "%s.%s waits for «%.*s»", f->name, fd->name, STR_ARG(word));
    }
}

START_TEST(every_form_is_whole)
{
    size_t n = 0;
    for (const struct form *const *f = forms_all; *f; f++, n++) {
        ck_assert((*f)->name && (*f)->title && (*f)->n > 0);
        for (size_t i = 0; i < (*f)->n; i++) {
            walk_field(*f, &(*f)->fields[i]);
            walk_condition(*f, &(*f)->fields[i]);
        }
    }
    ck_assert_uint_ge(n, 28);
}
END_TEST

START_TEST(only_declared_parameters)
{
    ck_assert(form_declares(&form_identity, STR("birth_name")));
    ck_assert(form_declares(&form_identity, STR("birth_date.d")));
    ck_assert(!form_declares(&form_identity, STR("birth_date")));
    ck_assert(!form_declares(&form_identity, STR("birth_date.z")));
    ck_assert(!form_declares(&form_identity, STR("birth_name.d")));
    ck_assert(form_declares(&form_experience, STR("started.m")));
    ck_assert(!form_declares(&form_experience, STR("started.d")));
    ck_assert(form_declares(&form_project, STR("objects.similar")));
    ck_assert(!form_declares(&form_project, STR("objects.zzz")));
    ck_assert(!form_declares(&form_project, STR("state")));
    ck_assert(!form_declares(&form_project, STR("")));
}
END_TEST

START_TEST(payers_and_diplomas_are_one_table)
{
    for (size_t i = 0; i < payers_n; i++) {
        ck_assert_str_eq(payers[i].value, payer_choices[i].value);
        ck_assert_ptr_eq(payer_find(str_c(payers[i].value)), &payers[i]);
        ck_assert_str_eq(payers[i].value, payer_choices_told[i].value);
        ck_assert_str_eq(payer_label(&payers[i]), payer_choices_told[i].label);
    }
    ck_assert_ptr_null(payer_choices[payers_n].value);
    ck_assert_ptr_null(payer_find(STR("nobody")));
    ck_assert_str_eq(PAYERS_ADDRESSED,
        "employer opco institution france_travail transitions_pro region other_third ");
    for (size_t i = 0; i < diploma_kinds_n; i++)
        ck_assert_str_eq(diploma_kinds[i].value, diploma_choices[i].value);
    ck_assert_uint_eq(diploma_kinds_n, 18);
    ck_assert_str_eq(DIPLOMAS_LEVEL_ASKED, "eje ets infirmier other_rncp foreign ");
}
END_TEST

SUITE_MAIN("domain forms", every_form_is_whole, only_declared_parameters,
    payers_and_diplomas_are_one_table)
