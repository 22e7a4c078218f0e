/* What people type in a field, and what is kept of it or said beside it. */
#include "domain/forms.h"
#include "domain/siret.h"
#include "suite.h"
#include "typed_stage.h"

/* One row: what is typed in one field of one form, what is kept, or which fault. */
static const struct typed_case {
    const struct form *form;
    const char *field, *typed, *kept;
    enum fault fault;
} TYPED[] = {
    {&form_identity, "birth_name", "  Lœuillet \u00a0 d’Arc ", "Lœuillet d’Arc", FAULT_NONE},
    {&form_identity, "birth_name", "Nguyễn Thị\tHạnh", "Nguyễn Thị Hạnh", FAULT_NONE},
    {&form_identity, "birth_name", "Du\u200bpont", "Dupont", FAULT_NONE},
    {&form_identity, "birth_name", "Du\001pont", "", FAULT_CONTROL},
    {&form_identity, "birth_name", "\xff\xfe", "", FAULT_CONTROL},
    {&form_identity, "birth_name", "   ", "", FAULT_NONE},
    {&form_identity, "street", "3 rue de la Paix\r\nBât. B", "3 rue de la Paix\nBât. B",
        FAULT_NONE},
    {&form_identity, "email", "Jeanne.Martin@Exemple.FR ", "jeanne.martin@exemple.fr", FAULT_NONE},
    {&form_identity, "email", "a+b@c-d.co", "a+b@c-d.co", FAULT_NONE},
    {&form_identity, "email", "jeanne@bücher.example", "jeanne@xn--bcher-kva.example", FAULT_NONE},
    {&form_identity, "email", "jeanne@MAÑANA.com", "jeanne@xn--maana-pta.com", FAULT_NONE},
    {&form_identity, "email", "a@münchen-ost.de", "a@xn--mnchen-ost-9db.de", FAULT_NONE},
    {&form_identity, "email", "andré@exemple.fr", "", FAULT_ACCENT},
    {&form_identity, "email", "jeanne", "", FAULT_FORMAT},
    {&form_identity, "email", "@exemple.fr", "", FAULT_FORMAT},
    {&form_identity, "email", "jeanne@", "", FAULT_FORMAT},
    {&form_identity, "email", "jeanne@exemple", "", FAULT_FORMAT},
    {&form_identity, "email", "jeanne@127.0.0.1", "", FAULT_FORMAT},
    {&form_identity, "email", "je anne@exemple.fr", "", FAULT_FORMAT},
    {&form_identity, "email", "jeanne@@exemple.fr", "", FAULT_FORMAT},
    {&form_identity, "email", "jeanne@exemple..fr", "", FAULT_FORMAT},
    {&form_identity, "email", ".jeanne@exemple.fr", "", FAULT_FORMAT},
    {&form_identity, "email", "jeanne.@exemple.fr", "", FAULT_FORMAT},
    {&form_identity, "email", "je..anne@exemple.fr", "", FAULT_FORMAT},
    {&form_identity, "email", "jeanne@-exemple.fr", "", FAULT_FORMAT},
    {&form_identity, "email", "jeanne@exemple-.fr", "", FAULT_FORMAT},
    {&form_identity, "email", "\"je anne\"@exemple.fr", "", FAULT_FORMAT},
    {&form_identity, "email", "jeanne@exemple.fr>", "", FAULT_FORMAT},
    {&form_identity, "email", "jeanne@exemple.fr,b@c.fr", "", FAULT_FORMAT},
    {&form_identity, "phone", "06 12.34-56 78", "06 12.34-56 78", FAULT_NONE},
    {&form_identity, "phone", "+32 (0)2 123 45 67", "+32 (0)2 123 45 67", FAULT_NONE},
    {&form_identity, "phone", "12345", "", FAULT_FORMAT},
    {&form_identity, "phone", "1234567890123456", "", FAULT_FORMAT},
    {&form_identity, "phone", "appelez-moi", "", FAULT_FORMAT},
    {&form_diploma, "year", "2012", "2012", FAULT_NONE},
    {&form_diploma, "year", "12", "", FAULT_YEAR},
    {&form_diploma, "year", "1812", "", FAULT_RANGE},
    {&form_diploma, "year", "deux", "", FAULT_FORMAT},
    {&form_diploma, "kind", "dees", "dees", FAULT_NONE},
    {&form_diploma, "kind", "DEES", "", FAULT_CHOICE},
    {&form_diploma, "kind", "' OR 1=1", "", FAULT_CHOICE},
    {&form_experience, "working_time", "50 %", "50", FAULT_NONE},
    {&form_experience, "working_time", "080", "80", FAULT_NONE},
    {&form_experience, "working_time", "0", "", FAULT_RANGE},
    {&form_experience, "working_time", "101", "", FAULT_RANGE},
    {&form_experience, "working_time", "-5", "", FAULT_FORMAT},
    {&form_experience, "working_time", "99999999999999999999", "", FAULT_FORMAT},
    {&form_experience, "ongoing", "1", "1", FAULT_NONE},
    {&form_experience, "ongoing", "on", "", FAULT_CHOICE},
    {&form_funding, "cpf_amount", "1 200,50 €", "120050", FAULT_NONE},
    {&form_funding, "cpf_amount", "0", "0", FAULT_NONE},
    {&form_funding, "cpf_amount", "-3", "", FAULT_FORMAT},
    {&form_funding, "cpf_amount", "12 345 678", "", FAULT_FORMAT},
    {&form_funding, "payer_siret", "197 534 712 00017", "19753471200017", FAULT_NONE},
    {&form_funding, "payer_siret", "1975347120001", "", FAULT_FORMAT},
    {&form_funding, "payer_siret", "19753471200017 9", "", FAULT_FORMAT},
    {&form_funding, "payer_siret", "1975347120001A", "", FAULT_FORMAT},
    {&form_code, "code", "123 456", "123456", FAULT_NONE},
    {&form_code, "code", "12345", "", FAULT_FORMAT},
    {&form_code, "code", "1234567", "", FAULT_FORMAT},
    {&form_code, "code", "12345O", "", FAULT_FORMAT},
};

/* What makes the field apply, besides itself. */
static struct answers read_case(const struct typed_case *c)
{
    const char *const pairs[] = {c->field, c->typed, "kind", "foreign", "nature", "employee",
        "payer", strcmp(c->field, "cpf_amount") == 0 ? "cpf" : "employer", NULL};
    return reads(c->form, pairs);
}

START_TEST(what_people_type)
{
    begin();
    for (size_t i = 0; i < sizeof TYPED / sizeof *TYPED; i++) {
        const struct typed_case *c = &TYPED[i];
        struct answers as = read_case(c);
        const struct answer *at = answers_at(&as, c->field);
        ck_assert_msg(at->fault == c->fault, "%s «%s»: fault %d, expected %d", c->field, c->typed,
            (int)at->fault, (int)c->fault);
        ck_assert_msg(str_eq_c(at->value, c->kept), "%s «%s»: kept «%.*s»", c->field, c->typed,
            STR_ARG(at->value));
    }
}
END_TEST

static const struct date_case {
    const char *d, *m, *y, *kept;
    enum fault fault;
} DATES[] = {
    {"27", "3", "1985", "1985-03-27", FAULT_NONE},
    {" 07 ", "mars", "1985", "1985-03-07", FAULT_NONE},
    {"1er", "Août", "1985", "1985-08-01", FAULT_NONE},
    {"29", "fév.", "1984", "1984-02-29", FAULT_NONE},
    {"29", "2", "1985", "", FAULT_FORMAT},
    {"31", "4", "1985", "", FAULT_FORMAT},
    {"0", "4", "1985", "", FAULT_FORMAT},
    {"4", "13", "1985", "", FAULT_FORMAT},
    {"27", "3", "85", "", FAULT_YEAR},
    {"27", "3", "", "", FAULT_PARTIAL},
    {"", "3", "1985", "", FAULT_PARTIAL},
    {"27", " /", "1985", "", FAULT_PARTIAL}, /* a slash alone is nothing, now and when it is shown again */
    {"/", "//", " / ", "", FAULT_NONE},
    {"27", "3", "1885", "", FAULT_RANGE},
    {"27", "3", "1905", "", FAULT_RANGE},
    {"27", "3", "1906", "1906-03-27", FAULT_NONE},
    {"24", "11", "2026", "", FAULT_FUTURE},
    {"27/3/1985", "3", "1985", "1985-03-27", FAULT_NONE},
    {"27/3/1985", "4", "1985", "", FAULT_FORMAT},
    {"27", "x", "1985", "", FAULT_FORMAT},
    {"27", "3", "1985\002", "", FAULT_CONTROL},
    {"", "", "", "", FAULT_NONE},
};

START_TEST(dates_in_three_parts)
{
    begin();
    for (size_t i = 0; i < sizeof DATES / sizeof *DATES; i++) {
        const struct date_case *c = &DATES[i];
        struct answers as = READ(
            &form_identity, "birth_date.d", c->d, "birth_date.m", c->m, "birth_date.y", c->y);
        const struct answer *at = answers_at(&as, "birth_date");
        ck_assert_msg(at->fault == c->fault && str_eq_c(at->value, c->kept),
            "%s/%s/%s: «%.*s» fault %d", c->d, c->m, c->y, STR_ARG(at->value), (int)at->fault);
    }
    struct answers as = READ(&form_identity, "birth_date.d", "", "birth_date.m", "mars",
        "birth_date.y", "85");
    ck_assert_str_is(answers_at(&as, "birth_date")->typed, "/mars/85");
}
END_TEST

START_TEST(months_in_two_parts)
{
    begin();
    struct answers as = READ(&form_experience, "started.m", "sept", "started.y", "2021", "ended.m",
        "8", "ended.y", "2021");
    ck_assert_str_is(answers_get(&as, "started"), "2021-09");
    ck_assert_int_eq(answers_at(&as, "ended")->fault, FAULT_ORDER);
    ck_assert_str_is(answers_at(&as, "ended")->typed, "8/2021");
    ck_assert_str_is(answers_get(&as, "ended"), "");
    as = READ(&form_experience, "started.m", "11", "started.y", "2026");
    ck_assert_str_is(answers_get(&as, "started"), "2026-11"); /* this month has begun */
    as = READ(&form_experience, "started.m", "12", "started.y", "2026");
    ck_assert_int_eq(answers_at(&as, "started")->fault, FAULT_FUTURE);
    as = READ(&form_experience, "started.m", "9", "started.y", "2021", "ongoing", "1", "ended.m",
        "8", "ended.y", "2021");
    ck_assert_int_eq(answers_at(&as, "ended")->fault, FAULT_NONE); /* it does not apply */
    ck_assert_str_is(answers_get(&as, "ended"), "");
    ck_assert_str_is(answers_at(&as, "ended")->typed, "8/2021");
}
END_TEST

START_TEST(too_long_is_kept_as_typed)
{
    begin();
    char text[3202];
    memset(text, 'e', sizeof text - 1);
    text[sizeof text - 1] = 0;
    struct answers as = READ(&form_project, "project", text);
    ck_assert_int_eq(answers_at(&as, "project")->fault, FAULT_TOO_LONG);
    ck_assert_uint_eq(answers_at(&as, "project")->typed.n, 3201);
    ck_assert_uint_eq(answers_get(&as, "project").n, 0);
    /* the limit counts letters, not bytes */
    char accents[6001];
    for (size_t i = 0; i < 6000; i += 2)
        memcpy(accents + i, "é", 2);
    accents[6000] = 0;
    as = READ(&form_project, "project", accents);
    ck_assert_int_eq(answers_at(&as, "project")->fault, FAULT_NONE);
    char address[320] = "a@";
    for (size_t i = 2; i < 300; i++)
        address[i] = i % 50 ? 'b' : '.';
    memcpy(address + 300, ".fr", 4);
    as = READ(&form_identity, "email", address);
    ck_assert_int_eq(answers_at(&as, "email")->fault, FAULT_TOO_LONG);
}
END_TEST

START_TEST(several_choices)
{
    begin();
    struct answers as =
        READ(&form_project, "objects.similar", "1", "objects.future_project", "1");
    ck_assert_str_is(answers_get(&as, "objects"), "future_project similar");
    struct str shown = answer_display(a, form_field(&form_project, "objects"),
        answers_get(&as, "objects"));
    ck_assert_str_is(shown, "Construire mon projet à venir\nPrésenter des structures proches de "
                            "celle que je projette");
    as = READ(&form_project, "objects.similar", "yes");
    ck_assert_int_eq(answers_at(&as, "objects")->fault, FAULT_CHOICE);
}
END_TEST

START_TEST(siret_checksums)
{
    begin();
    ck_assert(siret_sound(STR("19753471200017"))); /* Cnam */
    ck_assert(siret_sound(STR("35600000000048"))); /* La Poste, head office: Luhn */
    ck_assert(siret_sound(STR("35600000049837"))); /* La Poste, an office: digits sum to 45 */
    ck_assert(!siret_sound(STR("35600000049838")));
    ck_assert(!siret_sound(STR("19753471200018")));
    ck_assert(!siret_sound(STR("1975347120001")));
    struct answers as = READ(&form_funding, "payer", "employer", "payer_siret", "19753471200018");
    const struct answer *at = answers_at(&as, "payer_siret");
    ck_assert(at->fault == FAULT_NONE && at->doubt == DOUBT_SIRET);
    ck_assert_str_is(at->value, "19753471200018");
}
END_TEST

START_TEST(what_applies_is_asked)
{
    begin();
    struct answers as = READ(&form_diploma, "kind", "none");
    ck_assert(answers_complete(&as)); /* nothing else is asked of who has no diploma */
    as = READ(&form_diploma, "kind", "dees", "title", "x", "level", "6");
    ck_assert(!answers_complete(&as));
    ck_assert_int_eq(answers_at(&as, "state")->fault, FAULT_MISSING);
    ck_assert_int_eq(answers_at(&as, "level")->fault, FAULT_NONE);
    ck_assert_str_is(answers_get(&as, "level"), ""); /* the name tells it */
    as = READ(&form_diploma, "kind", "foreign", "recognition", "requested");
    ck_assert(!answers_complete(&as));
    ck_assert_int_eq(answers_at(&as, "recognition_on")->fault, FAULT_MISSING);
    as = READ(&form_diploma, "kind", "master", "recognition", "requested", "recognition_on.d", "40",
        "recognition_on.m", "1", "recognition_on.y", "2020");
    ck_assert(!answers_any_fault(&as)); /* a condition of a condition */
    as = READ(&form_experience, "nature", "union", "organisation", "X", "role", "Déléguée", "field",
        "social", "started.m", "1", "started.y", "2020", "ongoing", "1");
    ck_assert(answers_complete(&as));
    ck_assert_str_is(answers_get(&as, "organisation"), "");
    as = READ(&form_diploma, "kind", "bts", "state", "obtained", "year", "2027");
    ck_assert_int_eq(answers_at(&as, "year")->fault, FAULT_FUTURE);
    as = READ(&form_diploma, "kind", "bts", "state", "in_progress", "year", "2027");
    ck_assert_str_is(answers_get(&as, "year"), "2027");
}
END_TEST

/* One value a field of names, and what becomes of it. */
START_TEST(a_name_has_a_letter)
{
    static const char *const fields[] = {"birth_name", "usage_name", "given_names"};
    static const char *const none[] = {"-", "\u2019", "\u2013", ",", "\u0301", ".", "12", "- -"};
    static const char *const some[] = {"X", "-X-", "王", "محمد", "O\u2019", "\u0301e"}; /* the last: an accent before its letter */
    begin();
    for (size_t f = 0; f < 3; f++) {
        for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
            struct answers as = READ(&form_identity, fields[f], none[i]);
            const struct answer *at = answers_at(&as, fields[f]);
            ck_assert_msg(at->fault == FAULT_FORMAT, "%s: %s", fields[f], none[i]);
            ck_assert_uint_eq(at->value.n, 0);
            ck_assert_str_is(at->typed, none[i]); /* shown again */
        }
        for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
            struct answers as = READ(&form_identity, fields[f], some[i]);
            ck_assert_str_is(answers_get(&as, fields[f]), some[i]);
        }
    }
    struct answers as = READ(&form_identity, "city", "-"); /* a place need not be a name */
    ck_assert_str_is(answers_get(&as, "city"), "-");
}
END_TEST

static bool asked(struct answers *as, const char *name)
{
    return answers_at(as, name)->fault == FAULT_MISSING;
}

START_TEST(one_name_is_enough_and_none_is_not)
{
    begin();
    struct answers as = READ(&form_identity, "birth_name", "Suharto", "no_given_names", "1");
    (void)answers_complete(&as);
    ck_assert(!asked(&as, "given_names") && !asked(&as, "birth_name") && asked(&as, "birth_date"));
    as = READ(&form_identity, "given_names", "Suharto", "no_birth_name", "1");
    (void)answers_complete(&as);
    ck_assert(!asked(&as, "given_names") && !asked(&as, "birth_name"));
    as = READ(&form_identity, "birth_name", "Suharto");
    (void)answers_complete(&as);
    ck_assert(asked(&as, "given_names"));
    /* The box, and what it excludes: both are kept, and said at the box. */
    as = READ(&form_identity, "birth_name", "Suharto", "given_names", "Ali", "no_given_names", "1");
    ck_assert_int_eq(answers_at(&as, "no_given_names")->fault, FAULT_BOTH);
    ck_assert_str_is(answers_at(&as, "no_given_names")->typed, "1");
    ck_assert_str_is(answers_get(&as, "given_names"), "Ali");
    ck_assert(!answers_whole(&as));
    as = READ(&form_identity, "birth_name", "Suharto", "given_names", "-", "no_given_names", "1");
    ck_assert_int_eq(answers_at(&as, "no_given_names")->fault, FAULT_BOTH);
    /* Both boxes: one sentence, at the first. */
    as = READ(&form_identity, "no_birth_name", "1", "no_given_names", "1");
    (void)answers_complete(&as);
    ck_assert_int_eq(answers_at(&as, "no_birth_name")->fault, FAULT_BOTH);
    ck_assert(!asked(&as, "birth_name") && !asked(&as, "given_names"));
    ck_assert_int_eq(answers_at(&as, "no_given_names")->fault, FAULT_NONE);
}
END_TEST

static void stored(struct answers *as, const char *name, const char *value)
{
    answers_set(a, as, (size_t)(answers_at(as, name) - as->v), str_c(value));
}

/* What an older portal took, or two pages made together, each right by itself. */
START_TEST(what_is_stored_is_judged_by_today_s_rules)
{
    begin();
    struct answers as = answers_new(a, &form_identity);
    stored(&as, "birth_name", "Le Gall");
    stored(&as, "usage_name", "-");
    stored(&as, "given_names", "\u2019");
    answers_rejudge(&as);
    ck_assert_str_is(answers_get(&as, "birth_name"), "Le Gall");
    ck_assert_int_eq(answers_at(&as, "usage_name")->fault, FAULT_FORMAT);
    ck_assert_int_eq(answers_at(&as, "given_names")->fault, FAULT_FORMAT);
    ck_assert_str_is(answers_at(&as, "given_names")->typed, "\u2019");
    ck_assert_ptr_eq(answers_first_open(&as), form_field(&form_identity, "usage_name"));
    as = answers_new(a, &form_identity);
    stored(&as, "no_birth_name", "1");
    stored(&as, "no_given_names", "1");
    answers_rejudge(&as);
    ck_assert(!answers_whole(&as));
    ck_assert_int_eq(answers_at(&as, "no_birth_name")->fault, FAULT_BOTH);
}
END_TEST

START_TEST(an_item_may_say_that_there_is_none)
{
    static const struct {
        const struct form *form;
        const char *field, *label;
    } rows[] = {{&form_diploma, "kind", "Aucun diplôme"},
        {&form_experience, "nature", "Aucune expérience"}};
    begin();
    for (size_t i = 0; i < 2; i++) {
        const struct field *says = form_none(rows[i].form);
        ck_assert_str_eq(says->name, rows[i].field);
        ck_assert_str_is(answer_display(a, says, str_c(says->none)), rows[i].label);
        struct answers as = READ(rows[i].form, rows[i].field, "none", "country", "France", "role", "x",
            "ongoing", "1", "started.m", "5", "started.y", "2020");
        ck_assert(answers_say_none(&as) && answers_complete(&as));
        for (size_t k = 0; k < as.form->n; k++) /* and nothing else */
            ck_assert_int_eq(as.v[k].value.n > 0, &as.form->fields[k] == says);
        as = answers_new(a, rows[i].form);
        ck_assert(!answers_say_none(&as) && !answers_whole(&as));
    }
    ck_assert_ptr_null(form_none(&form_identity));
}
END_TEST

START_TEST(stored_text_comes_back_as_typed)
{
    begin();
    static const struct {
        const struct form *form;
        const char *field, *stored, *typed, *shown;
    } rows[] = {
        {&form_identity, "birth_date", "1985-03-01", "1/3/1985", "1er\u00a0mars\u00a01985"},
        {&form_experience, "started", "2021-09", "9/2021", "septembre\u00a02021"},
        {&form_funding, "cpf_amount", "120050", "1200,50", "1\u202f200,50\u00a0€"},
        {&form_funding, "cpf_amount", "120000", "1200", "1\u202f200,00\u00a0€"},
        {&form_funding, "payer_siret", "19753471200017", "197\u00a0534\u00a0712\u00a000017",
            "197\u00a0534\u00a0712\u00a000017"},
        {&form_diploma, "kind", "bts", "bts", "BTS"},
        {&form_experience, "ongoing", "1", "1", "Oui"},
        {&form_identity, "city", "Gap", "Gap", "Gap"},
        {&form_identity, "city", "", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct answers as = answers_new(a, rows[i].form);
        const struct field *f = form_field(rows[i].form, rows[i].field);
        answers_set(a, &as, (size_t)(f - rows[i].form->fields), str_c(rows[i].stored));
        ck_assert_str_is(answers_get(&as, rows[i].field), rows[i].stored);
        ck_assert_str_is(answers_at(&as, rows[i].field)->typed, rows[i].typed);
        ck_assert_str_is(answer_display(a, f, str_c(rows[i].stored)), rows[i].shown);
    }
}
END_TEST

SUITE_MAIN("domain fields", what_people_type, dates_in_three_parts, months_in_two_parts,
    too_long_is_kept_as_typed, several_choices, siret_checksums, what_applies_is_asked,
    a_name_has_a_letter, one_name_is_enough_and_none_is_not,
    what_is_stored_is_judged_by_today_s_rules, an_item_may_say_that_there_is_none,
    stored_text_comes_back_as_typed)
