/* Two pages of one step, on one device or on two (domain/merge.h). */
#include "domain/merge.h"
#include "suite.h"

static const struct field fields[] = {
    {.name = "city", .kind = FIELD_TEXT, .label = "Ville", .max = 50},
    {.name = "phone", .kind = FIELD_PHONE, .label = "Téléphone", .max = 30},
};
static const struct form form = {.name = "essai", .title = "Essai", .fields = fields, .n = 2};
static struct arena *a;

static struct answers with(const char *city, const char *phone)
{
    struct answers as = answers_new(a, &form);
    as.v[0].value = as.v[0].typed = str_c(city);
    as.v[1].value = as.v[1].typed = str_c(phone);
    return as;
}

#define ME STR("page---a")
#define RESULT(m, i) merge_text(&(m).result.v[i])

START_TEST(nobody_else_wrote)
{
    struct answers stored = with("Lyon", "1"), came = with("Paris", "1");
    struct merge m = merge_three(
        a, &stored, STR(""), &came, merge_base(a, &stored, ME), ME);
    ck_assert_uint_eq(m.changed, 1);
    ck_assert_uint_eq(m.conflicts, 0);
    ck_assert_str_is(RESULT(m, 0), "Paris");
    ck_assert_str_is(m.writers, "city=page---a");
    ck_assert(str_eq(m.base, merge_base(a, &came, ME)));
}
END_TEST

START_TEST(the_other_page_changed_another_field)
{
    struct answers first = with("Lyon", "1"), stored = with("Lyon", "2"), came = with("Paris", "1");
    struct merge m = merge_three(
        a, &stored, STR("phone=page---b"), &came, merge_base(a, &first, ME), ME);
    ck_assert_uint_eq(m.conflicts, 0);
    ck_assert_str_is(RESULT(m, 0), "Paris");
    ck_assert_str_is(RESULT(m, 1), "2");
    ck_assert_str_is(m.writers, "city=page---a phone=page---b");
    /* the page still shows "1": sending it again must not overwrite "2" */
    struct merge again = merge_three(a, &m.result, m.writers, &came, m.base, ME);
    ck_assert_str_is(RESULT(again, 1), "2");
    ck_assert_uint_eq(again.conflicts, 0);
}
END_TEST

START_TEST(both_changed_the_same_field)
{
    struct answers first = with("Lyon", "1"), stored = with("Nice", "1"), came = with("Paris", "1");
    struct merge m = merge_three(
        a, &stored, STR("city=page---b"), &came, merge_base(a, &first, ME), ME);
    ck_assert_uint_eq(m.conflicts, 1);
    ck_assert_int_eq(m.result.v[0].fault, FAULT_CONFLICT);
    ck_assert_str_is(merge_writer(m.writers, "city"), "page---b");
    /* having seen it, the person sends the same again on the new base: it holds */
    m = merge_three(
        a, &stored, STR("city=page---b"), &came, merge_base(a, &stored, ME), ME);
    ck_assert_uint_eq(m.conflicts, 0);
    ck_assert_str_is(RESULT(m, 0), "Paris");
}
END_TEST

/* Another tab of the same browser is another page: what was left alone here is not put back. */
START_TEST(what_was_not_touched_is_never_written)
{
    struct answers first = with("Lyon", "1"), stored = with("Nice", "2"), came = with("Lyon", "1");
    struct merge m = merge_three(a, &stored, STR("city=page---b phone=page---b"), &came,
        merge_base(a, &first, ME), ME);
    ck_assert_uint_eq(m.conflicts + m.changed, 0);
    ck_assert_str_is(RESULT(m, 0), "Nice");
    ck_assert_str_is(RESULT(m, 1), "2");
    ck_assert(str_eq(m.base, merge_base(a, &first, ME)));
    /* nor when the base does not say that it moved */
    m = merge_three(a, &stored, STR(""), &came, merge_base(a, &came, ME), ME);
    ck_assert_uint_eq(m.changed, 0);
}
END_TEST

START_TEST(a_base_names_its_page)
{
    struct answers stored = with("Lyon", "1");
    struct str base = merge_base(a, &stored, ME);
    ck_assert_uint_eq(base.n, MERGE_WRITER + 2 * MERGE_HASH);
    ck_assert(str_eq(merge_page(base), ME));
    ck_assert_uint_eq(merge_page(STR("")).n, 0);
    ck_assert_uint_eq(merge_page(STR("page--")).n, 0);
    ck_assert_uint_eq(merge_page(STR("pag e--a0123456789ab")).n, 0);
    ck_assert_uint_eq(merge_page(STR("page=--a0123456789ab")).n, 0);
}
END_TEST

START_TEST(a_tab_never_conflicts_with_itself)
{
    /* our answer to the first save got lost: the page is still based on "Lyon" */
    struct answers first = with("Lyon", "1"), stored = with("Nice", "1"), came = with("Paris", "1");
    struct merge m = merge_three(
        a, &stored, STR("city=page---a"), &came, merge_base(a, &first, ME), ME);
    ck_assert_uint_eq(m.conflicts, 0);
    ck_assert_str_is(RESULT(m, 0), "Paris");
    /* typed back to what it was: that holds too, though it looks untouched */
    m = merge_three(
        a, &stored, STR("city=page---a"), &first, merge_base(a, &first, ME), ME);
    ck_assert_str_is(RESULT(m, 0), "Lyon");
    ck_assert_uint_eq(m.changed, 1);
}
END_TEST

START_TEST(both_made_the_same_change)
{
    struct answers first = with("Lyon", "1"), stored = with("Paris", "1"), came = with("Paris", "1");
    struct merge m = merge_three(
        a, &stored, STR("city=page---b"), &came, merge_base(a, &first, ME), ME);
    ck_assert_uint_eq(m.conflicts + m.changed, 0);
}
END_TEST

int main(void)
{
    a = arena_new();
    const suite_test tests[] = {nobody_else_wrote, the_other_page_changed_another_field,
        both_changed_the_same_field, what_was_not_touched_is_never_written,
        a_base_names_its_page, a_tab_never_conflicts_with_itself, both_made_the_same_change};
    int rc = suite_main("merge", tests, sizeof tests / sizeof *tests);
    arena_free(a);
    return rc;
}
