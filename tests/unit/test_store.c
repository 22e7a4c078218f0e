/* The migrations as files, without a database: numbered from 0001 without a gap or a twin, each in
 * the list that is installed, and cut into statements that are whole. (What they do to a server:
 * tests/store.) SQL_SOURCE and MAKEFILE_SOURCE are given by Makefile.am. */
#include "suite.h"

#include "base/buf.h"
#include "domain/forms.h"
#include "store/migrate_files.h"
#include "store/step_sql.h"
#include "store/stmt.h"
#include "sys/proc.h"

static void no_refusal(void *ctx, enum migrate_event event, struct str text, size_t n)
{
    (void)ctx;
    ck_abort_msg("event %d: «%.*s» %zu", (int)event, STR_ARG(text), n);
}

START_TEST(migrations_are_numbered_and_installed)
{
    struct arena *a = arena_new();
    struct migrate_file *files;
    size_t n;
    struct buf makefile, why;
    buf_init(&makefile, 1024 * 1024);
    buf_init(&why, 1024);
    ck_assert(migrate_files(a, SQL_SOURCE, &files, &n, no_refusal, NULL));
    ck_assert_uint_ge(n, 7);
    ck_assert(proc_read_file(MAKEFILE_SOURCE, 1024 * 1024, false, &makefile, &why));
    buf_putc(&makefile, '\0');
    for (size_t i = 0; i < n; i++) {
        struct str listed = arena_printf(a, "sql/%.*s", STR_ARG(files[i].name));
        ck_assert_msg(strstr(makefile.p, listed.p), "dist_sql_DATA lacks %s", listed.p);
        ck_assert_uint_gt(files[i].n, 0);
        for (size_t k = 0; k < files[i].n; k++) {
            struct str sql = files[i].v[k].sql;
            ck_assert_msg(!str_ends(sql, STR(";")), "%.*s, statement %zu: two in one",
                STR_ARG(files[i].name), k + 1);
        }
    }
    buf_free(&makefile);
    buf_free(&why);
    arena_free(a);
}
END_TEST

START_TEST(statements_are_cut_at_a_blank_line)
{
    struct arena *a = arena_new();
    struct migrate_file f;
    migrate_cut(a,
        STR("-- a word;\n\n-- another\nSELECT 1;\n\nCREATE TRIGGER t BEFORE UPDATE ON a FOR EACH "
            "ROW\nBEGIN\n    SELECT 2;\n    SELECT 3;\nEND;\n\n-- nothing\n"),
        &f);
    ck_assert_uint_eq(f.n, 2);
    ck_assert(str_ends(f.v[0].sql, STR("SELECT 1")));
    ck_assert(str_ends(f.v[1].sql, STR("SELECT 3;\nEND")));
    arena_free(a);
}
END_TEST

/* A number and a date come back as canonical text, text as it is: whatever its length, no CAST. */
START_TEST(columns_are_read_as_text_of_their_kind)
{
    static const struct {
        const struct form *form;
        bool items;
    } steps[] = {{&form_identity, false}, {&form_diploma, true}, {&form_experience, true},
        {&form_project, false}, {&form_funding, false}, {&form_module, false}};
    size_t numbers = 0, texts = 0, times = 0;
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
        const struct form *form = steps[s].form;
        const char *sql = step_sql(form, steps[s].items)[steps[s].items ? ITEM_LIST : STEP_LOAD].sql;
        for (size_t i = 0; i < form->n; i++) {
            const struct field *f = &form->fields[i];
            char wanted[200];
            bool number = f->kind == FIELD_YEAR || f->kind == FIELD_NUMBER ||
                          f->kind == FIELD_AMOUNT || f->kind == FIELD_BOX;
            bool time = f->kind == FIELD_DATE || f->kind == FIELD_MONTH;
            if (f->flags & FIELD_UNSTORED)
                continue;
            snprintf(wanted, sizeof wanted, " %s`%s`%s", number ? "CAST(" : time ? "DATE_FORMAT(" : "",
                f->name, number ? " AS CHAR)," : time ? ", '" : ",");
            ck_assert_msg(strstr(sql, wanted) != NULL, "%s in %s", wanted, sql);
            numbers += number;
            times += time;
            texts += !number && !time;
        }
    }
    ck_assert(numbers > 3 && times > 3 && texts > 20);
}
END_TEST

SUITE_MAIN("store", migrations_are_numbered_and_installed, statements_are_cut_at_a_blank_line,
    columns_are_read_as_text_of_their_kind)
