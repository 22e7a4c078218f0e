/* Every statement of the migrations has a shape that the runner can take up again; new ones are held to
 * the rules of README "How to add a migration", and each rule stops the text that breaks it
 * (tests/golden/migrations.txt). SQL_SOURCE and SAMPLES are given by Makefile.am. */
#include "suite.h"

#include "migrate_rules.h"
#include "migrate_samples.h"
#include "store/migrate_shape.h"

/* Those up to here were written before there were such rules. */
enum { LANDED = 19 };

static struct arena *a;
static struct migrate_file *files;
static size_t files_n;

static void no_refusal(void *ctx, enum migrate_event event, struct str text, size_t n)
{
    (void)ctx;
    ck_abort_msg("event %d: «%.*s» %zu", (int)event, STR_ARG(text), n);
}

static void load(void)
{
    a = arena_new();
    ck_assert(migrate_files(a, SQL_SOURCE, &files, &files_n, no_refusal, NULL));
    ck_assert_uint_ge(files_n, LANDED);
}

START_TEST(every_statement_has_a_shape)
{
    size_t statements = 0, rows = 0;
    load();
    for (size_t f = 0; f < files_n; f++)
        for (size_t i = 0; i < files[f].n; i++, statements++) {
            struct migrate_shape s;
            ck_assert_msg(migrate_shape(a, files[f].v[i].sql, &s), "%.*s, statement %zu",
                STR_ARG(files[f].name), i + 1);
            rows += s.row->kind == MIGRATE_ROWS;
            ck_assert(s.table.n && (s.row->kind != MIGRATE_ALTER || s.n));
        }
    ck_assert(statements >= 139 && rows >= 21);
    arena_free(a);
}
END_TEST

START_TEST(new_files_follow_the_rules)
{
    load();
    struct rules *r = rules_new(a);
    for (size_t f = 0; f < files_n; f++) {
        if (files[f].number > LANDED) {
            struct str wrong = rules_judge(r, &files[f]);
            ck_assert_msg(wrong.n == 0, "%.*s, %.*s", STR_ARG(files[f].name), STR_ARG(wrong));
        } else {
            rules_learn(r, &files[f]);
        }
    }
    arena_free(a);
}
END_TEST

/* What is wrong with a text, were it the next migration. */
static struct str judge(struct str text)
{
    struct rules *r = rules_new(a);
    struct migrate_file next = {.number = LANDED + 1, .name = STR("sample")};
    for (size_t f = 0; f < LANDED; f++)
        rules_learn(r, &files[f]);
    migrate_cut(a, text, &next);
    return rules_judge(r, &next);
}

START_TEST(each_rule_stops_its_sample)
{
    struct migrate_sample *samples;
    size_t fine = 0;
    load();
    size_t n = migrate_samples(a, SAMPLES, &samples);
    for (size_t i = 0; i < n; i++) {
        struct str got = judge(samples[i].sql), wanted = samples[i].says;
        bool passes = str_eq(wanted, STR("fine"));
        ck_assert_msg(passes ? got.n == 0 : str_eq(got, wanted), "\n%.*s\nis «%.*s», expected «%.*s»",
            STR_ARG(samples[i].sql), STR_ARG(got), STR_ARG(wanted));
        fine += passes;
    }
    ck_assert(n - fine >= 65 && fine >= 15);
    arena_free(a);
}
END_TEST

SUITE_MAIN("migrate_rules", every_statement_has_a_shape, new_files_follow_the_rules,
    each_rule_stops_its_sample)
