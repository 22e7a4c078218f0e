/* Migrations: at once, cut in the middle, edited, missing. Each test has a schema of its own. */
#include "schemas.h"

#include "../unit/migrate_samples.h"
#include "store/migrate_files.h"
#include "store/migrate_shape.h"

#include <unistd.h>

struct heard {
    size_t count[MIGRATE_FAILED + 1];
    size_t last_n;
};

static void listen_to(void *ctx, enum migrate_event event, struct str text, size_t n)
{
    struct heard *h = ctx;
    (void)text;
    h->count[event]++;
    h->last_n = n;
}

static void new_schema(const char *name)
{
    root_run("mysql", arena_printf(arena, "DROP DATABASE IF EXISTS %s", name).p);
    root_run("mysql", arena_printf(arena, "CREATE DATABASE %s", name).p);
}

static enum rc migrate(const char *schema, const char *folder, struct heard *h)
{
    struct db *db = connect_as("root", schema, false);
    *h = (struct heard){0};
    enum rc rc = migrate_run(db, folder, listen_to, h);
    db_close(db);
    return rc;
}

static uint64_t migrate_too(struct db *db, struct arena *a, unsigned index, const void *schema)
{
    struct heard h = {0};
    (void)a;
    (void)index;
    struct str use = arena_printf(a, "USE %s", (const char *)schema);
    if (db_run(db, use) != RC_OK)
        return 1000;
    enum rc rc = migrate_run(db, setting("PORTAL_TEST_SQL"), listen_to, &h);
    return rc == RC_OK ? h.count[MIGRATE_FILE_DONE] : 1000;
}

START_TEST(three_at_once_apply_each_file_once)
{
    uint64_t done[3];
    new_schema("twice");
    parallel(3, "root", migrate_too, "twice", done);
    uint64_t files = root_number("SELECT COUNT(*) FROM twice.migration");
    ck_assert_uint_ge(files, 6);
    ck_assert_uint_eq(done[0] + done[1] + done[2], files);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM twice.migration WHERE done_at IS NULL"), 0);
    ck_assert_uint_eq(
        root_number("SELECT COUNT(*) FROM twice.migration_step WHERE done_at IS NULL"), 0);
}
END_TEST

START_TEST(an_edited_or_missing_file_is_refused)
{
    const char *folder = folder_new();
    struct heard h;
    new_schema("edited");
    folder_put(folder, "0001_one.sql", "CREATE TABLE one (id INT);\n");
    folder_put(folder, "0002_two.sql", "CREATE TABLE two (id INT);\n");
    ck_assert(migrate("edited", folder, &h) == RC_OK && h.count[MIGRATE_FILE_DONE] == 2);
    ck_assert(migrate("edited", folder, &h) == RC_OK && h.count[MIGRATE_FILE_DONE] == 0);
    folder_put(folder, "0001_one.sql", "CREATE TABLE one (id BIGINT);\n");
    ck_assert(migrate("edited", folder, &h) == RC_CONFLICT && h.count[MIGRATE_EDITED] == 1);
    folder_put(folder, "0001_one.sql", "CREATE TABLE one (id INT);\n");
    folder_drop(folder, "0002_two.sql");
    ck_assert(migrate("edited", folder, &h) == RC_CONFLICT && h.count[MIGRATE_MISSING] == 1);
    folder_put(folder, "0003_three.sql", "CREATE TABLE three (id INT);\n");
    ck_assert(migrate("edited", folder, &h) == RC_CONFLICT && h.count[MIGRATE_GAP] == 1);
    /* A refusal gives the lease back: the next run does not wait. */
    folder_put(folder, "0002_two.sql", "CREATE TABLE two (id INT);\n");
    ck_assert(migrate("edited", folder, &h) == RC_OK && h.count[MIGRATE_WAITING] == 0);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM edited.three"), 0);
}
END_TEST

START_TEST(a_cut_file_goes_on_where_it_stopped)
{
    const char *folder = folder_new();
    struct heard h;
    new_schema("cut");
    folder_put(folder, "0001_one.sql",
        "CREATE TABLE one (id INT);\n\nINSERT INTO one VALUES (1);\n\nINSERT INTO nowhere VALUES "
        "(1);\n\nINSERT INTO one VALUES (2);\n");
    ck_assert(migrate("cut", folder, &h) == RC_FAULT && h.count[MIGRATE_FAILED] == 1);
    ck_assert_uint_eq(h.last_n, 3);
    /* What has run may not change … */
    folder_put(folder, "0001_one.sql",
        "CREATE TABLE one (id INT);\n\nINSERT INTO one VALUES (7);\n\nINSERT INTO one VALUES (3);"
        "\n\nINSERT INTO one VALUES (2);\n");
    ck_assert(migrate("cut", folder, &h) == RC_CONFLICT && h.count[MIGRATE_EDITED] == 1);
    ck_assert_uint_eq(h.count[MIGRATE_WAITING], 0); /* the failed run gave its lease back */
    /* … what has not, may. */
    folder_put(folder, "0001_one.sql",
        "CREATE TABLE one (id INT);\n\nINSERT INTO one VALUES (1);\n\nINSERT INTO one VALUES (3);"
        "\n\nINSERT INTO one VALUES (2);\n");
    ck_assert(migrate("cut", folder, &h) == RC_OK && h.count[MIGRATE_FILE_DONE] == 1);
    ck_assert_uint_eq(root_number("SELECT SUM(id) * 100 + COUNT(*) FROM cut.one"), 603);
}
END_TEST

START_TEST(a_second_run_of_the_seeds_changes_nothing)
{
    const char *const count = "SELECT (SELECT COUNT(*) FROM movsc.setting) * 10000"
                              " + (SELECT COUNT(*) FROM movsc.tariff) * 100"
                              " + (SELECT COUNT(*) FROM movsc.outcome_figure) * 10"
                              " + (SELECT COUNT(*) FROM movsc.intake)";
    uint64_t before = root_number(count);
    ck_assert_uint_gt(before, 400000);
    root_run("movsc", "DELETE FROM migration_step WHERE number = 6");
    root_run("movsc", "DELETE FROM migration WHERE number = 6");
    struct heard h;
    ck_assert(migrate("movsc", setting("PORTAL_TEST_SQL"), &h) == RC_OK);
    ck_assert_uint_eq(h.count[MIGRATE_FILE_DONE], 1);
    ck_assert_uint_eq(root_number(count), before);
}
END_TEST

/* With the rights that migrations have. */
static enum rc migrate_as_operator(const char *schema, const char *folder, struct heard *h)
{
    struct db *db = NULL;
    struct db_settings s = {.socket = setting("PORTAL_TEST_SOCKET"), .name = schema,
        .user = "movsc_migrate", .patient = true};
    *h = (struct heard){0};
    enum rc rc = db_open(&s, &db);
    if (rc == RC_OK)
        rc = migrate_run(db, folder, listen_to, h);
    if (rc != RC_OK)
        fprintf(stderr, "statement %zu: %.*s\n", h->last_n, STR_ARG(db_last_error(db)));
    db_close(db);
    return rc;
}

/* Whatever has been run before, a file may be run again whole: nothing changes but the revision, which
 * counts. (0012 says three times ADD CONSTRAINT and not IF NOT EXISTS; it has landed.) */
START_TEST(each_file_runs_twice)
{
    struct heard h;
    schema_new("again");
    ck_assert(migrate_as_operator("again", setting("PORTAL_TEST_SQL"), &h) == RC_OK);
    root_run("again", "DELETE FROM migration_step WHERE number <> 12");
    root_run("again", "DELETE FROM migration WHERE number <> 12");
    ck_assert(migrate_as_operator("again", setting("PORTAL_TEST_SQL"), &h) == RC_OK);
    ck_assert_uint_ge(h.count[MIGRATE_FILE_DONE], 18);
    root_run("again", "UPDATE revision SET number = (SELECT number FROM plans.revision)");
    schemas_same("again", "plans");
}
END_TEST

/* A folder with the migrations that there are, and one more file, whose number it returns. */
static const char *folder_with(struct str next, size_t *number)
{
    const char *folder = folder_new();
    struct migrate_file *files;
    struct heard h = {0};
    ck_assert(migrate_files(arena, setting("PORTAL_TEST_SQL"), &files, number, listen_to, &h));
    for (size_t i = 0; i < *number; i++)
        ck_assert_int_eq(symlink(arena_printf(arena, "%s/%.*s", setting("PORTAL_TEST_SQL"),
                                     STR_ARG(files[i].name)).p,
                             arena_printf(arena, "%s/%.*s", folder, STR_ARG(files[i].name)).p), 0);
    folder_put(folder, arena_printf(arena, "%04zu_next.sql", ++*number).p, next.p);
    return folder;
}

/* The server takes what the rules of new files let pass (tests/unit/migrate_rules.h): once, once more,
 * and when its last statement was done and not recorded. */
START_TEST(what_the_rules_let_pass_runs_twice)
{
    struct migrate_sample *samples;
    const char *path = arena_printf(arena, "%s/../tests/golden/migrations.txt", setting("PORTAL_TEST_SQL")).p;
    size_t n = migrate_samples(arena, path, &samples);
    size_t tried = 0, number;
    for (size_t i = 0; i < n; i++) {
        struct heard h;
        struct migrate_file f;
        struct migrate_shape last;
        if (!str_eq(samples[i].says, STR("fine")))
            continue;
        migrate_cut(arena, samples[i].sql, &f);
        ck_assert(f.n && migrate_shape(arena, f.v[f.n - 1].sql, &last));
        const char *folder = folder_with(samples[i].sql, &number);
        schema_new("again");
        ck_assert_msg(migrate_as_operator("again", folder, &h) == RC_OK, "%s", samples[i].sql.p);
        const char *whose = arena_printf(arena, "WHERE number = %zu", number).p;
        root_run("again", arena_printf(arena, "UPDATE migration SET done_at = NULL %s", whose).p);
        root_run("again", arena_printf(arena, "UPDATE migration_step SET done_at = NULL %s AND statement = %zu",
                              whose, f.n).p);
        ck_assert_msg(migrate_as_operator("again", folder, &h) == RC_OK, "%s", samples[i].sql.p);
        ck_assert_msg(h.count[MIGRATE_FOUND] == (last.row->kind != MIGRATE_ROWS), "%s", samples[i].sql.p);
        root_run("again", arena_printf(arena, "DELETE FROM migration %s", whose).p);
        root_run("again", arena_printf(arena, "DELETE FROM migration_step %s", whose).p);
        ck_assert_msg(migrate_as_operator("again", folder, &h) == RC_OK, "%s", samples[i].sql.p);
        tried++;
    }
    ck_assert_uint_ge(tried, 15);
}
END_TEST

/* The old version runs beside the new one until it is stopped: what it uses stays until the run after
 * that. On an empty database there is no old version. */
START_TEST(what_narrows_waits_for_the_next_run)
{
    const char *folder = folder_new();
    struct heard h;
    new_schema("narrow");
    folder_put(folder, "0001_one.sql", "CREATE TABLE one (id INT, old INT NULL);\n");
    ck_assert(migrate("narrow", folder, &h) == RC_OK && h.count[MIGRATE_FILE_DONE] == 1);
    folder_put(folder, "0002_wide.sql", "ALTER TABLE one ADD COLUMN IF NOT EXISTS new INT NULL;\n");
    folder_put(folder, "0003_narrow.sql",
        "-- What 0002 put in its place.\n-- narrows: since 0002\n"
        "ALTER TABLE one DROP COLUMN IF EXISTS old;\n");
    folder_put(folder, "0004_more.sql", "CREATE TABLE four (id INT);\n");
    ck_assert(migrate("narrow", folder, &h) == RC_OK && h.count[MIGRATE_FILE_DONE] == 1);
    ck_assert(h.count[MIGRATE_HELD] == 1 && h.last_n == 2 && h.count[MIGRATE_DONE] == 0);
    ck_assert_uint_eq(root_number("SELECT COUNT(old) + COUNT(new) FROM narrow.one"), 0);
    ck_assert(migrate("narrow", folder, &h) == RC_OK && h.count[MIGRATE_FILE_DONE] == 2);
    ck_assert_uint_eq(root_refused("narrow", "SELECT old FROM one"), 1054);
    new_schema("narrow");
    ck_assert(migrate("narrow", folder, &h) == RC_OK && h.count[MIGRATE_FILE_DONE] == 4);
    ck_assert_uint_eq(h.count[MIGRATE_HELD], 0);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {three_at_once_apply_each_file_once,
        an_edited_or_missing_file_is_refused, a_cut_file_goes_on_where_it_stopped,
        a_second_run_of_the_seeds_changes_nothing, each_file_runs_twice,
        what_the_rules_let_pass_runs_twice, what_narrows_waits_for_the_next_run};
    return store_suite("migrate", tests, sizeof tests / sizeof *tests);
}
